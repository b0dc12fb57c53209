"""What an expert sees and does: what she was given, and nothing else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jinguo.apps.organisations import actions as organisations
from jinguo.apps.organisations import kinds
from jinguo.apps.reviews import actions
from jinguo.apps.reviews.models import Assignment, Conflict, Promise, Review
from tests import factories
from tests.apps.reviews.conftest import (
    call_with,
    distributed,
    expert_of,
    marks,
    opened,
    photo_for,
    promised,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(round_, people, client):
    """The first of what expert 0 was given; she is signed in."""
    client.force_login(people.experts[0].user)
    return Assignment.objects.filter(expert=people.experts[0]).select_related("nomination").first()


def page_of(assignment) -> str:
    return reverse("reviews:read", args=[assignment.uid])


def test_before_her_promise_she_is_led_to_it_and_nothing_is_read(people, call, client):
    round_ = distributed(call, people)
    client.force_login(people.experts[0].user)
    assignment = people.experts[0].assignments.first()
    material = photo_for(assignment.nomination, people.li)

    to_promise = client.get(page_of(assignment))
    file = client.get(reverse("reviews:file", args=[assignment.uid, material.uid]))
    unticked = client.post(reverse("reviews:promise", args=[round_.uid]))
    given = client.post(reverse("reviews:promise", args=[round_.uid]), {"promised": "1"}, follow=True)

    assert to_promise.url == reverse("reviews:promise", args=[round_.uid])
    assert file.status_code == 409
    assert unticked.status_code == 422
    assert given.redirect_chain[-1][0] == page_of(assignment)
    assert Promise.objects.filter(round=round_, expert=people.experts[0]).count() == 1


def test_she_reads_form_and_materials_but_no_number_to_reach_anybody(mine, people, client):
    material = photo_for(mine.nomination, people.li)

    response = client.get(page_of(mine))
    picture = client.get(reverse("reviews:picture", args=[mine.uid, material.uid]) + "?size=480")

    text = response.content.decode()
    assert response.status_code == 200
    assert mine.nomination.name in text
    assert "储能材料" in text
    assert "13800001234" not in text
    assert factories.id_number(1)[:6] not in text
    assert reverse("reviews:picture", args=[mine.uid, material.uid]) in text
    assert picture["Content-Type"] == "image/jpeg"
    assert Assignment.objects.get(pk=mine.pk).opened_at


@pytest.mark.parametrize("page", ["read", "save", "conflict"])
def test_what_was_not_given_to_her_is_not_there(page, people, client, call):
    round_ = opened(call, people)
    nomination = call.nominations.first()
    theirs = actions.assign(round_=round_, pairs=[(nomination, people.experts[1])], by=people.officer)[0]
    client.force_login(people.experts[0].user)
    method = client.post if page == "save" else client.get

    response = method(reverse(f"reviews:{page}", args=[theirs.uid]))
    absent = method(reverse(f"reviews:{page}", args=[round_.uid]))

    assert response.status_code == absent.status_code == 404


def test_files_of_what_was_taken_back_are_gone(mine, people, client):
    material = photo_for(mine.nomination, people.li)
    address = reverse("reviews:file", args=[mine.uid, material.uid])
    before = client.get(address)
    factories.read_through(before)
    actions.release(assignment=mine, reason="调整", by=people.officer)

    assert (before.status_code, client.get(address).status_code, client.get(page_of(mine)).status_code) == (
        200,
        404,
        404,
    )


def test_after_declaring_a_conflict_she_reads_it_no_more_and_goes_to_the_next(mine, people, client):
    response = client.post(
        reverse("reviews:conflict", args=[mine.uid]), {"kind": "conflict_family", "note": "姐妹"}, follow=True
    )

    conflict = Conflict.objects.get()
    assert (conflict.kind, conflict.note, conflict.expert) == ("conflict_family", "姐妹", people.experts[0])
    assert response.redirect_chain[-1][0] != page_of(mine)
    assert client.get(page_of(mine)).status_code == 404
    assert (
        mine.nomination.receipt in client.get(reverse("reviews:desk", args=[mine.round.uid])).content.decode()
    )


def test_a_review_that_was_handed_in_stops_counting_when_a_conflict_is_declared(mine, people, client):
    client.post(page_of(mine), marks(do="submit"))
    assert mine.nomination.standings.get().reviews == 1

    client.post(reverse("reviews:conflict", args=[mine.uid]), {"kind": "conflict_family", "note": ""})

    standing = mine.nomination.standings.get()
    assert (standing.reviews, standing.mean) == (0, None)


def test_handing_in_goes_to_the_next_one_by_itself(mine, people, client):
    other = people.experts[0].assignments.exclude(pk=mine.pk).get()

    response = client.post(page_of(mine), marks(do="submit"))
    last = client.post(page_of(other), marks(do="submit"))

    assert response.url == page_of(other)
    assert last.url == reverse("reviews:desk", args=[mine.round.uid])
    assert str(Review.objects.get(assignment=mine).total) == "86.0000"


def test_a_double_click_hands_in_one_review(mine, client):
    first = client.post(page_of(mine), marks(do="submit"))
    second = client.post(page_of(mine), marks(do="submit", comment="别的", mark_deeds="1"))

    review = Review.objects.get()
    assert first.status_code == second.status_code == 302
    assert (review.comment, str(review.total)) == ("扎实", "86.0000")


def test_a_missing_mark_is_named_and_what_she_typed_stays(mine, client):
    response = client.post(page_of(mine), marks(do="submit", mark_example="", comment="写了很久"))

    text = response.content.decode()
    assert response.status_code == 409
    assert "“示范”还没有打分" in text
    assert "写了很久" in text
    assert not Review.objects.filter(state=Review.SUBMITTED).exists()


def test_a_mark_outside_the_scale_is_refused_with_the_scale(mine, client):
    response = client.post(page_of(mine), marks(do="save", mark_deeds="101"))

    assert response.status_code == 409
    assert "应在 0 分到 100 分之间" in response.content.decode()


def test_drafts_save_themselves_and_one_page_never_conflicts_with_itself(mine, client):
    save = reverse("reviews:save", args=[mine.uid])
    first = client.post(save, marks(mark_example="", page="page-a"))
    again = client.post(save, marks(page="page-a", comment="第二次"))

    assert 'data-state="saved"' in first.content.decode()
    assert 'data-state="saved"' in again.content.decode()
    assert Review.objects.get().comment == "第二次"


def test_two_windows_never_overwrite_each_other_silently(mine, client):
    save = reverse("reviews:save", args=[mine.uid])
    client.post(save, marks(page="page-a", comment="甲窗口"))

    kept = client.post(save, marks(page="page-b", comment="乙窗口"))
    whole = client.post(page_of(mine), marks(page="page-b", comment="乙窗口", do="save"))

    assert 'data-state="failed"' in kept.content.decode()
    assert Review.objects.get().comment == "甲窗口"
    text = whole.content.decode()
    assert whole.status_code == 409
    assert "甲窗口" in text
    assert "乙窗口" in text
    seen = whole.context["form"]["seen_version"].value()
    client.post(page_of(mine), marks(page="page-b", comment="乙窗口", do="save", seen_version=seen))
    assert Review.objects.get().comment == "乙窗口"


def test_what_is_handed_in_is_read_only(mine, client):
    client.post(page_of(mine), marks(do="submit"))

    text = client.get(page_of(mine)).content.decode()

    assert "data-marking" not in text
    assert "86.00" in text


def test_when_the_round_is_closed_only_her_own_review_is_left(mine, people, client):
    client.post(page_of(mine), marks(do="submit"))
    material = photo_for(mine.nomination, people.li)
    actions.close_round(round_=mine.round, by=people.officer)

    text = client.get(page_of(mine)).content.decode()

    assert "86.00" in text
    assert "储能材料" not in text
    assert client.get(reverse("reviews:file", args=[mine.uid, material.uid])).status_code == 409


def test_the_desk_lists_her_own_and_marks_the_next(mine, people, client):
    client.post(page_of(mine), marks(do="submit"))

    response = client.get(reverse("reviews:desk", args=[mine.round.uid]))

    given = response.context["given"]
    assert [one.state for one in given] == ["review_submitted", "review_not_started"]
    assert response.context["next"] == given[1]


def test_a_stranger_finds_no_round(round_, people, client):
    client.force_login(people.stranger)

    assert client.get(reverse("reviews:desk", args=[round_.uid])).status_code == 404
    assert list(client.get(reverse("reviews:my_rounds")).context["rounds"]) == []


@pytest.mark.parametrize(("nominations", "experts"), [(1, 1), (3, 1), (1, 3)])
def test_queries_do_not_grow(nominations, experts, django_assert_num_queries, client):
    cast = factories.cast()
    cast.experts = [expert_of(cast, n) for n in range(experts)]
    call = call_with(cast, tuple(f"王晓{'甲乙丙'[n]}" for n in range(nominations)))
    round_ = distributed(call, cast)
    promised(round_, *cast.experts)
    expert = cast.experts[0]
    assignment = expert.assignments.first()
    client.force_login(expert.user)
    pages = {
        reverse("reviews:my_rounds"): 5,
        reverse("reviews:desk", args=[round_.uid]): 8,
        page_of(assignment): 9,
    }
    client.get(page_of(assignment))

    for address, queries in pages.items():
        with django_assert_num_queries(queries, info=address):
            assert client.get(address).status_code == 200


def test_she_is_told_what_waits_and_the_message_leads_there(round_, people):
    message = people.experts[0].user.messages.filter(channel="site").latest("pk")

    assert (message.code, message.link) == ("review_assigned", reverse("reviews:desk", args=[round_.uid]))


def test_an_expert_whose_role_has_ended_reads_nothing_any_more(mine, people, client):
    page = page_of(mine)
    assert client.get(page).status_code == 200
    role = people.experts[0].user.memberships.get(role=kinds.EXPERT)
    organisations.end_role(membership=role, by=people.officer)

    assert client.get(page).status_code == 404
    assert client.get(reverse("reviews:desk", args=[mine.round.uid])).status_code == 404

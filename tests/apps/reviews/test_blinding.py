"""Names hidden where the call says so: in texts, pages, titles, files."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from jinguo.apps.calls.actions import checking
from jinguo.apps.reviews import actions
from jinguo.apps.reviews.blinding import BLACKED_OUT, hide, tells, words_of
from jinguo.apps.reviews.models import Assignment
from jinguo.standards.names import pinyin
from tests import factories
from tests.apps.reviews.conftest import (
    call_with,
    distributed,
    marks,
    opened,
    photo_for,
    promised,
)

NAME = "王晓兰"
UNIT = "示例市材料研究所"
FAMILY = st.sampled_from(["王", "李", "欧阳", "司马", "赵", "周"])
CHARACTER = st.sampled_from(list("晓兰若云明月子衿清扬知微佳音"))
GAP = st.sampled_from(["", " ", "\u3000", "\u200b", "\n", " · ", "-"])
AROUND = st.text(st.sampled_from(list("她在的研究，。（）○ abc王晓兰12")), max_size=12)


@given(FAMILY, st.lists(CHARACTER, min_size=1, max_size=2), st.data())
def test_a_name_never_stays_in_a_text_however_it_is_typed(family, given_name, data):
    name = family + "".join(given_name)
    typed = "".join(character + data.draw(GAP) for character in name[:-1]) + name[-1]
    before, between, after = (data.draw(AROUND) for _ in range(3))
    words = words_of(names=[name])

    shown = hide(f"{before}{typed}{between}{name}{after}", words)

    assert not tells(shown, words)
    assert name not in shown


@given(AROUND)
def test_a_text_without_the_name_stays_as_it_was_typed(text):
    words = words_of(names=["司徒雪"])

    assert hide(text, words) == text


@pytest.mark.parametrize(
    "typed",
    [
        "Wang Xiaolan",
        "WANG Xiao-lan",
        "Xiaolan Wang",
        "ｗａｎｇ　ｘｉａｏｌａｎ",
        "wang.xiaolan",
        "晓兰",
        "王 晓 兰",
    ],
)
def test_pinyin_and_given_name_are_hidden_too(typed):
    assert hide(f"（{typed}）", words_of(names=[NAME])) == f"（{BLACKED_OUT}）"


def test_units_are_hidden_and_posts_are_not():
    words = words_of(units=["示例大学化学学院教授", "示例市农科院 研究员"])

    shown = hide("示例大学化学学院与示例市农科院的研究员，曾任示例大学教授。", words)

    assert shown == f"{BLACKED_OUT}与{BLACKED_OUT}的研究员，曾任{BLACKED_OUT}教授。"


DEEDS = (
    f"{NAME}同志（Wang Xiaolan）在{UNIT}工作二十年。"
    f"王 晓 兰带领团队攻关，晓兰工作室获评示范岗，受到示例市东城区科协表彰。"
)


@pytest.fixture
def blind(people, client):
    """A round with names hidden; expert 0, who gave her word, is signed in."""
    call = call_with(people, (), blind_review=True)
    values = factories.filled_values(NAME, 1, deeds=DEEDS, honours=f"{UNIT}先进个人")
    nomination = factories.handed_in(call, people.district, people.zhao, values)
    checking.accept(nomination=nomination, by=people.officer)
    client.force_login(people.experts[0].user)
    return call


def given_out(call, people, **settings) -> Assignment:
    round_ = distributed(call, people, **settings)
    promised(round_, *people.experts)
    return round_.assignments.get(expert=people.experts[0])


def everything_she_sees(client, assignment) -> str:
    round_ = assignment.round
    addresses = [
        "/",
        reverse("reviews:my_rounds"),
        reverse("reviews:desk", args=[round_.uid]),
        reverse("reviews:read", args=[assignment.uid]),
        reverse("reviews:conflict", args=[assignment.uid]),
    ]
    seen = [client.get(address).content.decode() for address in addresses]
    save = client.post(reverse("reviews:save", args=[assignment.uid]), marks(mark_example=""))
    refused = client.post(addresses[3], marks(mark_example="", do="submit", seen_version="9"))
    handed_in = client.post(addresses[3], marks(do="submit", seen_version="1"), follow=True)
    seen += [answer.content.decode() for answer in (save, refused, handed_in, client.get(addresses[3]))]
    seen += [
        message.subject + message.body + message.link for message in assignment.expert.user.messages.all()
    ]
    return "\n".join([*addresses, *seen])


@pytest.mark.django_db
@pytest.mark.parametrize("shows_media", [False, True])
def test_no_page_of_a_blind_round_tells_who_it_is(shows_media, blind, people, client):
    photo_for(blind.nominations.get(), people.zhao)
    photo_for(blind.nominations.get(), people.zhao, f"{NAME}登记表.jpg", "stamped_form")
    assignment = given_out(blind, people, blind_shows_media=shows_media)

    seen = everything_she_sees(client, assignment)

    assert "带领团队攻关" in seen
    for told in (NAME, "晓兰", pinyin(NAME), "Xiaolan", UNIT, "示例市东城区科协"):
        assert told not in seen


@pytest.mark.django_db
def test_photos_and_stamped_forms_of_a_blind_round_are_out_of_reach(blind, people, client):
    nomination = blind.nominations.get()
    photo = photo_for(nomination, people.zhao)
    stamped = photo_for(nomination, people.zhao, f"{NAME}登记表.jpg", "stamped_form")
    assignment = given_out(blind, people)

    for material in (photo, stamped):
        for page in ("file", "picture"):
            assert (
                client.get(reverse(f"reviews:{page}", args=[assignment.uid, material.uid])).status_code == 404
            )
        assert client.get(reverse("files:download", args=[material.file.uid])).status_code == 404
        assert client.get(reverse("files:display", args=[material.file.uid])).status_code == 404


@pytest.mark.django_db
def test_a_photo_that_the_officer_allows_goes_out_encoded_anew_and_without_its_name(blind, people, client):
    photo = photo_for(blind.nominations.get(), people.zhao)
    assignment = given_out(blind, people, blind_shows_media=True)

    response = client.get(reverse("reviews:file", args=[assignment.uid, photo.uid]))

    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert photo.file.original_name not in str(response.headers)
    assert client.get(reverse("files:download", args=[photo.file.uid])).status_code == 404


@pytest.mark.django_db
def test_in_an_open_round_the_name_is_there(people, client):
    call = call_with(people)
    round_ = opened(call, people)
    nomination = call.nominations.get(number=1)
    given_ = actions.assign(round_=round_, pairs=[(nomination, people.experts[0])], by=people.officer)[0]
    promised(round_, people.experts[0])
    client.force_login(people.experts[0].user)

    assert nomination.name in client.get(reverse("reviews:read", args=[given_.uid])).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("allowed", [False, True])
def test_an_open_round_shows_the_stamped_scan_only_where_the_call_says_so(allowed, people, client):
    call = call_with(people, experts_see_stamped=allowed)
    nomination = call.nominations.get(number=1)
    scan = photo_for(nomination, people.zhao, "登记表扫描件.jpg", "stamped_form")
    round_ = opened(call, people)
    given_ = actions.assign(round_=round_, pairs=[(nomination, people.experts[0])], by=people.officer)[0]
    promised(round_, people.experts[0])
    client.force_login(people.experts[0].user)

    page = client.get(reverse("reviews:read", args=[given_.uid])).content.decode()
    file = client.get(reverse("reviews:file", args=[given_.uid, scan.uid]))
    factories.read_through(file)

    assert ("登记表扫描件" in page, "身份证号码和联系电话" in page) == (allowed, not allowed)
    assert file.status_code == (200 if allowed else 404)
    assert client.get(reverse("files:download", args=[scan.file.uid])).status_code == 404

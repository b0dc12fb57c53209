"""The formal check and what goes with it: reminders, returns, decisions, tables, the masked number."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from jinguo.apps.audit.models import Entry
from jinguo.apps.calls import check_items, queries, readiness
from jinguo.apps.calls.actions import checking, nominating, opening
from jinguo.apps.calls.models import CheckMark
from jinguo.apps.calls.states import NominationState
from jinguo.apps.clock import held_at, now, today
from jinguo.apps.organisations import kinds
from jinguo.apps.outbox.models import Message
from jinguo.errors import Refused
from jinguo.reasons import Reason
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def officer(client, people):
    client.force_login(people.officer)
    return client


@pytest.fixture
def waiting(people):
    """A call with two nominations that wait, the society's first."""
    call = factories.open_call(people)
    first = factories.handed_in(call, people.society, people.li)
    with held_at(now() + timedelta(minutes=1)):
        second = factories.handed_in(call, people.district, people.zhao, factories.filled_values("周岚", 2))
    return call, first, second


def rows_of(call):
    return queries.with_progress(call.invitees.order_by("pk"))


# ---------- reminders ----------
def test_a_reminder_does_what_its_plan_says(people):
    call = factories.open_call(people)
    factories.handed_in(call, people.society, people.li)
    silent = factories.organisation("示例市沉默学会")
    opening.invite(call=call, organisations=[silent], by=people.officer)

    plan = checking.plan_reminder(call, rows_of(call))
    done = checking.remind(call=call, invitees=rows_of(call), by=people.officer, note="请抓紧。")

    assert [row.organisation.name for row in plan.going_to] == ["示例市东城区科协"]
    assert [(row.organisation.name, why.code) for row, why in plan.left_out] == [
        ("示例市化学学会", "unit_has_handed_in"),
        ("示例市沉默学会", "unit_has_no_liaison"),
    ]
    assert [row.pk for row in done.going_to] == [row.pk for row in plan.going_to]
    sent = Message.objects.filter(code="call_reminder", channel="site")
    assert [message.to_user for message in sent] == [people.zhao]
    assert "请抓紧。" in sent.get().body
    assert rows_of(call).get(organisation=people.district).reminded_at is not None


def test_the_reminders_page_shows_the_plan_and_sends_nothing_before_it_is_confirmed(officer, people):
    call = factories.open_call(people)
    address = reverse("calls:units_remind", args=[call.uid])

    page = officer.get(address, {"who": "missing"}).content.decode()
    assert "示例市化学学会" in page
    assert "示例市东城区科协" in page
    assert not Message.objects.filter(code="call_reminder", channel="site").exists()

    officer.post(address, {"who": "missing", "note": ""})
    assert Message.objects.filter(code="call_reminder", channel="site").count() == 2


def test_a_unit_whose_nomination_was_returned_is_reminded_of_its_own_date(people, waiting):
    call, first, _ = waiting
    until = now() + timedelta(days=2)
    checking.return_for_mending(nomination=first, note="请补正", until=until, by=people.officer)

    plan = checking.plan_reminder(call, rows_of(call))

    assert [checking.reminder(call, row)[0] for row in plan.going_to] == ["mending_reminder"]


def test_after_the_date_a_reminder_helps_nobody(people):
    call = factories.open_call(people)

    with held_at(call.closes_at):
        plan = checking.plan_reminder(call, rows_of(call))
        with pytest.raises(Refused):
            checking.remind(call=call, invitees=rows_of(call), by=people.officer)

    assert {why.code for _, why in plan.left_out} == {"unit_is_over_time"}


def test_progress_says_how_far_each_unit_is(people):
    call = factories.open_call(people)
    factories.draft(call, people.society, people.li)

    assert list(rows_of(call).values_list("progress", flat=True)) == ["unit_started", "unit_not_started"]
    with held_at(call.closes_at):
        assert set(rows_of(call).values_list("progress", flat=True)) == {"unit_over_time"}


def test_an_extension_through_the_page_lasts_to_the_end_of_the_day(officer, people):
    call = factories.open_call(people)
    invitee = call.invitees.get(organisation=people.district)
    day = call.closing_day + timedelta(days=3)

    officer.post(reverse("calls:extend", args=[call.uid, invitee.pk]), {"until": day, "reason": "遇突发公务"})

    invitee.refresh_from_db()
    assert invitee.extended_until == call.closes_at + timedelta(days=3)


def test_an_extension_that_is_not_later_says_why_and_keeps_what_was_typed(officer, people):
    call = factories.open_call(people)
    invitee = call.invitees.first()

    page = officer.post(
        reverse("calls:extend", args=[call.uid, invitee.pk]), {"until": today(), "reason": "遇突发公务"}
    ).content.decode()

    assert "延期时间要晚于截止时间" in page
    assert "遇突发公务" in page


# ---------- the queue ----------
def test_the_queue_goes_in_the_order_of_handing_in_and_round(officer, waiting):
    call, first, second = waiting
    check = reverse("calls:check", args=[call.uid])

    assert officer.get(check).url == reverse("calls:check_one", args=[first.uid])
    assert officer.get(check, {"after": first.uid}).url == reverse("calls:check_one", args=[second.uid])
    assert officer.get(check, {"after": second.uid}).url == reverse("calls:check_one", args=[first.uid])


def test_two_officers_are_led_to_different_nominations_and_see_each_other(client, people, waiting):
    call, first, second = waiting
    colleague = factories.member(people.association, "colleague", kinds.OFFICER, "何珊")
    client.force_login(people.officer)
    client.get(reverse("calls:check_one", args=[first.uid]))

    client.force_login(colleague)
    assert client.get(reverse("calls:check", args=[call.uid])).url.endswith(f"{second.uid}/check/")
    assert "陈静" in client.get(reverse("calls:check_one", args=[first.uid])).content.decode()


def test_accepting_confirms_the_rest_tells_the_unit_and_goes_to_the_next(officer, people, waiting):
    _, first, second = waiting

    answer = officer.post(reverse("calls:accept", args=[first.uid]), follow=True)

    first.refresh_from_db()
    assert first.state == NominationState.ACCEPTED
    assert set(first.check_marks.values_list("outcome", flat=True)) == {CheckMark.PASS}
    assert answer.redirect_chain[-1][0] == reverse("calls:check_one", args=[second.uid])
    assert Message.objects.filter(code="nomination_accepted", to_user=people.li).exists()


def test_an_item_marked_wrong_keeps_it_from_being_accepted(officer, waiting):
    _, first, _ = waiting
    officer.post(
        reverse("calls:check_mark", args=[first.uid]),
        {"item": "field:deeds", "outcome": "check_fail", "note": "缺少数据"},
    )

    answer = officer.post(reverse("calls:accept", args=[first.uid]))

    first.refresh_from_db()
    assert answer.status_code == 409
    assert first.state == NominationState.SUBMITTED


def test_a_return_begins_with_what_was_marked_wrong_and_ends_with_the_next(officer, people, waiting):
    _, first, second = waiting
    officer.post(
        reverse("calls:check_mark", args=[first.uid]),
        {"item": "field:deeds", "outcome": "check_fail", "note": "缺少数据"},
    )
    address = reverse("calls:return", args=[first.uid])

    form = officer.get(address).context["form"]
    assert form.initial["note"] == "1. 主要事迹：缺少数据"
    until = form.initial["until"]

    answer = officer.post(address, {"note": form.initial["note"], "until": until}, follow=True)
    first.refresh_from_db()
    assert first.state == NominationState.RETURNED
    assert first.returns.get().note == "1. 主要事迹：缺少数据"
    assert answer.redirect_chain[-1][0] == reverse("calls:check_one", args=[second.uid])


def test_a_mark_from_before_it_was_mended_counts_no_more(officer, people, waiting):
    _, first, _ = waiting
    checking.mark_item(
        nomination=first, item="field:deeds", outcome="check_fail", note="缺少数据", by=people.officer
    )
    checking.return_for_mending(
        nomination=first, note="请补正", until=now() + timedelta(days=2), by=people.officer
    )
    first.refresh_from_db()
    nominating.hand_in(nomination=first, by=people.li)

    page = officer.get(reverse("calls:check_one", args=[first.uid]))

    item = next(item for item in page.context["board"].items if item.key == "field:deeds")
    assert (item.outcome, item.earlier, item.suggested) == ("", "check_fail", False)


def test_waiving_needs_a_reason(officer, waiting):
    _, first, _ = waiting

    answer = officer.post(
        reverse("calls:check_mark", args=[first.uid]), {"item": "quota", "outcome": "check_waived"}
    )

    assert answer.status_code == 409
    assert not first.check_marks.exists()


def test_what_was_decided_by_another_is_not_decided_twice(officer, people, waiting):
    _, first, second = waiting
    checking.reject(nomination=first, note="不符合条件", by=people.officer)

    answer = officer.post(reverse("calls:accept", args=[first.uid]), follow=True)

    first.refresh_from_db()
    assert first.state == NominationState.REJECTED
    assert answer.redirect_chain[-1][0] == reverse("calls:check_one", args=[second.uid])


def test_a_decision_is_taken_back_with_a_reason(officer, people, waiting):
    _, first, _ = waiting
    checking.accept(nomination=first, by=people.officer)
    address = reverse("calls:reopen_check", args=[first.uid])

    assert officer.post(address, {"note": ""}).status_code == 422
    officer.post(address, {"note": "发现新情况"})

    first.refresh_from_db()
    assert first.state == NominationState.SUBMITTED


def test_a_mark_by_htmx_answers_with_the_list_alone(officer, waiting):
    _, first, _ = waiting

    answer = officer.post(
        reverse("calls:check_mark", args=[first.uid]),
        {"item": "basics", "outcome": "check_pass"},
        headers={"HX-Request": "true", "HX-Target": "items"},
    )

    assert answer.content.decode().lstrip().startswith('<div class="check-list" id="items"')


def test_all_others_are_right_at_one_stroke_but_not_what_was_marked(officer, waiting):
    _, first, _ = waiting
    htmx = {"HX-Request": "true", "HX-Target": "items"}
    officer.post(
        reverse("calls:check_mark", args=[first.uid]),
        {"item": "basics", "outcome": "check_waived", "note": "经核对原件"},
    )

    answer = officer.post(reverse("calls:check_rest", args=[first.uid]), headers=htmx)

    assert answer.status_code == 200
    outcomes = dict(first.check_marks.values_list("item", "outcome"))
    assert outcomes.pop("basics") == CheckMark.WAIVED
    assert set(outcomes.values()) == {CheckMark.PASS}


# ---------- the masked number ----------
def test_the_number_is_masked_and_seeing_it_is_recorded(officer, people, waiting):
    _, first, _ = waiting
    number = factories.id_number(1)
    page = reverse("calls:nomination", args=[first.uid])
    unmask = reverse("calls:unmask", args=[first.uid])

    assert number not in officer.get(page).content.decode()
    assert officer.post(unmask, {"key": "id_number", "reason": ""}).status_code == 422
    assert not Entry.objects.filter(action="id_number_unmasked").exists()

    shown = officer.post(unmask, {"key": "id_number", "reason": "核对身份证复印件"})
    assert number in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    entry = Entry.objects.get(action="id_number_unmasked")
    assert (entry.actor_name, entry.note) == ("陈静", "核对身份证复印件")
    history = officer.get(reverse("calls:nomination_history", args=[first.uid])).content.decode()
    assert "查看了完整的“身份证号”，理由：核对身份证复印件" in history
    assert number not in history


def test_the_history_is_told_in_sentences(officer, people, waiting):
    _, first, _ = waiting
    checking.return_for_mending(
        nomination=first, note="请补充数据", until=now() + timedelta(days=2), by=people.officer
    )

    history = officer.get(reverse("calls:nomination_history", args=[first.uid])).content.decode()

    assert "陈静退回补正" in history
    assert f"李敏提交了推荐，回执号 {first.receipt}" in history


# ---------- tables ----------
def sheet(answer):
    return list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_the_table_of_nominations_holds_what_is_filtered_and_no_formula(officer, people):
    call = factories.open_call(people)
    factories.handed_in(
        call,
        people.society,
        people.li,
        factories.filled_values(honours='=HYPERLINK("http://example.org","x")'),
    )
    factories.handed_in(call, people.district, people.zhao, factories.filled_values("周岚", 2))
    address = reverse("calls:nominations_table", args=[call.uid])

    rows = sheet(officer.get(address, {"q": "wxl"}))

    heading = next(n for n, row in enumerate(rows) if "姓名" in row)
    body = rows[heading + 1 :]
    one = dict(zip(rows[heading], body[0], strict=True))
    assert len(body) == 1
    assert one["姓名"] == "王晓兰"
    assert one["身份证号"] == factories.id_number(1)
    assert one["年龄"] == 41
    assert one["曾获荣誉"] == '=HYPERLINK("http://example.org","x")'
    cells = [cell for row in load_workbook(io.BytesIO(officer.get(address).content)).active for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert Entry.objects.filter(action="table_exported").count() == 2


def test_the_table_of_units_says_what_the_page_says(officer, people):
    call = factories.open_call(people)
    factories.handed_in(call, people.society, people.li)

    rows = sheet(officer.get(reverse("calls:units_table", args=[call.uid])))

    assert [row[1:4] for row in rows[-2:]] == [
        ("示例市东城区科协", "区科协", "尚未开始"),
        ("示例市化学学会", "学会", "已报送"),
    ]


# ---------- filters ----------
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=wang", ["王晓兰"]),
        ("?q=zl", ["周岚"]),
        ("?q=化学", ["王晓兰"]),
        ("?sort=name", ["王晓兰", "周岚"]),
        ("?sort=-name", ["周岚", "王晓兰"]),
        ("?sort=strokes", ["王晓兰", "周岚"]),
        ("?kind=district", ["周岚"]),
        ("?state=nomination_returned", []),
        ("?state=nonsense&sort=nonsense&page=nonsense&since=nonsense", ["周岚", "王晓兰"]),
    ],
)
def test_nominations_are_found_and_sorted(officer, waiting, query, names):
    call, _, _ = waiting

    page = officer.get(reverse("calls:nominations", args=[call.uid]) + query)

    assert [row.name for row in page.context["page"].object_list] == names


# ---------- the list itself ----------
def test_the_check_list_reads_the_call(people):
    call = factories.open_call(people, consent_required=True, consent_text="同意")
    nomination = factories.draft(call, people.society, people.li)
    items = check_items.check_items(
        queries.spec_of(nomination),
        call.material_specs(),
        readiness.of(nomination),
        [],
        handed_in_at=None,
        consent_required=True,
        stamped_form_required=False,
        doubles=(Reason.warning("same_name_in_this_call", unit="甲"),),
    )

    assert [item.key for item in items] == [
        "basics",
        "field:honours",
        "field:deeds",
        "confirmation",
        "quota",
        "doubles",
    ]
    confirmation, doubles = items[3], items[5]
    assert [reason.code for reason in confirmation.errors] == ["nominee_not_asked"]
    assert not confirmation.suggested
    assert doubles.suggested
    assert not check_items.may_accept_with_the_rest(items)

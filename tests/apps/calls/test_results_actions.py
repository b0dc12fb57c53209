"""From the decided list to the end, through the actions: days, objections, the end, handing up."""

from __future__ import annotations

import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from jinguo.apps.audit.models import Entry
from jinguo.apps.calls.actions import checking, nominating, opening, results, strokes
from jinguo.apps.calls.actions.results import Place
from jinguo.apps.calls.models import Objection
from jinguo.apps.calls.states import CallState, NominationState
from jinguo.apps.clock import held_at
from jinguo.apps.files import actions as files
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import CalendarDay
from jinguo.apps.registry.models import Honour
from jinguo.errors import Refused
from jinguo.standards.workdays import CalendarUnknown
from tests import factories

pytestmark = pytest.mark.django_db
BEIJING = ZoneInfo("Asia/Shanghai")


def on(day: date, hour: int = 10):
    return held_at(datetime(day.year, day.month, day.day, hour, tzinfo=BEIJING))


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


@pytest.fixture
def people():
    return factories.cast()


def decided(people, *names: str, chosen: int | None = None, **settings):
    """A call with these nominees, all accepted, the first ``chosen`` of them on the list."""
    call = factories.open_call(people, **settings)
    units = [(people.society, people.li), (people.district, people.zhao)]
    for sequence, name in enumerate(names, 1):
        if sequence <= 2:
            unit, by = units[sequence - 1]
        else:
            unit = factories.organisation(f"示例市第{sequence}学会", parent=people.association)
            by = factories.member(unit, f"liaison{sequence}", kinds.LIAISON)
            opening.invite(call=call, organisations=[unit], by=people.officer)
        nomination = factories.handed_in(call, unit, by, factories.filled_values(name, sequence))
        checking.accept(nomination=nomination, by=people.officer)
    rows = call.nominations.filter(state=NominationState.ACCEPTED).order_by("number")
    wanted = len(names) if chosen is None else chosen
    places = [Place(nomination, rank, rank <= wanted) for rank, nomination in enumerate(rows, 1)]
    results.record_selection(
        call=call, places=places, record={"digest": "0" * 64}, record_digest="0" * 64, by=people.officer
    )
    call.refresh_from_db()
    return call


def post(call, people, day: date, order: str = "surname_strokes"):
    return results.post_notice(call=call, title="", text="", posted_on=day, order=order, by=people.officer)


@pytest.mark.parametrize(
    ("posted", "counts_first", "last"),
    [
        (date(2023, 9, 27), False, date(2023, 10, 10)),
        (date(2023, 9, 27), True, date(2023, 10, 9)),
        (date(2024, 9, 26), False, date(2024, 10, 9)),
        (date(2025, 9, 28), False, date(2025, 10, 11)),
        (date(2026, 2, 12), False, date(2026, 2, 26)),
    ],
)
def test_the_last_day_is_counted_by_the_chinese_calendar(people, posted, counts_first, last):
    with on(posted):
        call = decided(people, "王文", notice_counts_first_day=counts_first)
        plan = results.plan_notice(call, posted_on=posted, order="surname_strokes")
        notice = post(call, people, posted)

    assert plan.last_day == notice.last_day == last
    assert [day.number for day in plan.days if day.number] == [1, 2, 3, 4, 5]
    assert notice.closes_at.astimezone(BEIJING).hour == 0


def test_the_plan_says_why_a_day_counts_or_not(people):
    with on(date(2023, 9, 27)):
        call = decided(people, "王文")
        plan = results.plan_notice(call, posted_on=date(2023, 9, 27), order="surname_strokes")

    kinds_of = {day.day.isoformat(): day.kind for day in plan.days}
    assert kinds_of["2023-09-27"] == "day_of_posting"
    assert kinds_of["2023-10-02"] == "day_holiday"
    assert kinds_of["2023-10-07"] == "day_worked_weekend"


def test_beyond_the_calendar_nothing_is_guessed(people):
    with on(date(2026, 12, 28)):
        call = decided(people, "王文")
        with pytest.raises(CalendarUnknown):
            post(call, people, date(2026, 12, 28))
        for number in range(1, 9):
            CalendarDay.objects.create(day=date(2027, 1, number), is_workday=number > 3, source="国办通知")
        notice = post(call, people, date(2026, 12, 28))

    assert notice.last_day == date(2027, 1, 5)


def test_names_stand_in_the_order_of_strokes_and_namesakes_with_their_unit(people):
    with on(date(2026, 6, 1)):
        call = decided(people, "王芳", "王芳", "丁小宁")
        notice = post(call, people, date(2026, 6, 1))

    names = [entry.name for entry in notice.entries.all()]
    assert names[0] == "丁小宁"
    assert set(names[1:]) == {"王芳（示例市化学学会）", "王芳（示例市东城区科协）"}


def test_a_notice_is_not_posted_for_yesterday(people):
    with on(date(2026, 6, 2)):
        call = decided(people, "王文")
        with pytest.raises(Refused) as refused:
            post(call, people, date(2026, 6, 1))
    assert codes(refused) == {"notice_day_is_past"}


def test_a_withdrawn_notice_starts_its_days_anew(people):
    with on(date(2026, 6, 1)):
        call = decided(people, "王文")
        first = post(call, people, date(2026, 6, 1))
    with on(date(2026, 6, 4)):
        results.withdraw_notice(notice=first, reason="名单有变动", by=people.officer)
        call.refresh_from_db()
        second = post(call, people, date(2026, 6, 4))

    assert first.last_day == date(2026, 6, 8)
    assert second.last_day == date(2026, 6, 11)


def test_an_objection_is_sealed_and_each_look_at_the_objector_is_recorded(people):
    with on(date(2026, 6, 1)):
        call = decided(people, "王文")
        notice = post(call, people, date(2026, 6, 1))
        objection = results.receive_objection(
            notice=notice, nomination=None, objector="李实名", contact="13911112222", content="年限不符"
        )

    stored = Objection.objects.get(pk=objection.pk)
    assert "李实名" not in stored.objector_sealed
    assert "李实名" not in str(list(Entry.objects.values()))
    opened = results.unmask_objector(objection=stored, by=people.officer)
    assert (opened.objector, opened.contact) == ("李实名", "13911112222")
    assert Entry.objects.filter(action="objector_unmasked", actor_id=people.officer.pk).count() == 1
    with pytest.raises(Refused):
        results.unmask_objector(objection=stored, by=people.li)


def test_objections_end_with_the_last_day_but_a_letter_counts_by_its_postmark(people):
    with on(date(2026, 6, 1)):
        notice = post(decided(people, "王文"), people, date(2026, 6, 1))
    about = {"notice": notice, "nomination": None, "objector": "李实名", "contact": "信箱", "content": "事实"}
    with on(date(2026, 6, 9)):
        with pytest.raises(Refused) as refused:
            results.receive_objection(**about)
        assert codes(refused) == {"notice_is_over"}
        with pytest.raises(Refused):
            results.receive_objection(**about, dated=date(2026, 6, 8))
        received = results.receive_objection(
            **about, channel="letter", dated=date(2026, 6, 8), by=people.officer
        )
        with pytest.raises(Refused):
            results.receive_objection(**about, channel="letter", dated=date(2026, 6, 9), by=people.officer)
    assert received.number == 1


def test_an_objection_upheld_takes_the_name_off_list_and_notice(people):
    with on(date(2026, 6, 1)):
        call = decided(people, "王文", "毛方")
        notice = post(call, people, date(2026, 6, 1))
        accused = call.nominations.get(name="毛方")
        objection = results.receive_objection(
            notice=notice, nomination=accused, objector="李实名", contact="信箱", content="事实"
        )
        results.take_up_objection(objection=objection, by=people.officer)
        results.close_objection(
            objection=objection,
            outcome="objection_upheld",
            finding="属实",
            answer="已移出",
            by=people.officer,
        )

    accused.refresh_from_db()
    assert accused.state == NominationState.REMOVED
    assert [entry.name for entry in notice.entries.filter(removed_at=None)] == ["王文"]


def test_the_end_waits_for_the_last_day_and_for_every_objection(people):
    with on(date(2026, 6, 1)):
        call = decided(people, "王文")
        notice = post(call, people, date(2026, 6, 1))
        objection = results.receive_objection(
            notice=notice, nomination=None, objector="李实名", contact="信箱", content="事实"
        )
        with pytest.raises(Refused) as refused:
            results.make_final(call=call, by=people.officer)
        assert codes(refused) == {"notice_still_runs", "objections_open"}
    with on(date(2026, 6, 9)):
        with pytest.raises(Refused) as refused:
            results.make_final(call=call, by=people.officer)
        assert codes(refused) == {"objections_open"}
        results.close_objection(
            objection=objection,
            outcome="objection_dismissed",
            finding="不属实",
            answer="已核",
            by=people.officer,
        )
        final = results.make_final(call=call, by=people.officer)

    assert final.state == CallState.FINAL
    assert Honour.objects.get().title == "最美巾帼奋斗者"


def parent_of(people, call, **quota):
    federation = factories.organisation("示例市妇女联合会", kinds.FEDERATION)
    head = factories.member(federation, "head", kinds.OFFICER)
    parent = opening.create_call(
        organiser=federation,
        title="市级选树",
        year=2026,
        by=head,
        closing_day=date(2026, 12, 1),
        consent_required=False,
        stamped_form_required=False,
    )
    opening.set_categories(
        call=parent, rows=[{"name": "科研创新"}, {"name": "集体", "nominee_kind": "team"}], by=head
    )
    opening.set_quotas(
        call=parent,
        rows=[{"scope": "each_of_kind", "unit_kind": kinds.ASSOCIATION, "places": 1} | quota],
        by=head,
    )
    opening.invite(call=parent, organisations=[people.association], by=head)
    parent = opening.open_call(call=parent, by=head)
    type(call).objects.filter(pk=call.pk).update(parent_call=parent)
    call.refresh_from_db()
    return parent


def test_handing_up_takes_values_and_materials_along_and_keeps_the_quota(people):
    with on(date(2026, 6, 1)):
        call = decided(people, "王文", "毛方")
        parent = parent_of(people, call)
        target = {category.pk: parent.categories.get(name="科研创新") for category in call.categories.all()}
        first, second = call.nominations.order_by("number")
        with pytest.raises(Refused) as refused:
            results.forward(call=call, nominations=[first, second], categories=target, by=people.officer)
        assert codes(refused) == {"quota_used_up"}
        first, second = call.nominations.order_by("number")
        (draft,) = results.forward(call=call, nominations=[first], categories=target, by=people.officer)
        with pytest.raises(Refused) as refused:
            results.forward(call=call, nominations=[second], categories=target, by=people.officer)

    assert codes(refused) == {"quota_used_up"}
    assert (draft.name, draft.unit, draft.state) == ("王文", people.association, NominationState.DRAFT)
    assert draft.values.get(key="id_number").sealed


def test_handing_up_says_what_is_wrong_with_the_categories(people):
    with on(date(2026, 6, 1)):
        call = decided(people, "王文")
        parent = parent_of(people, call)
        (nominee,) = call.nominations.all()
        wrong = {nominee.category_id: parent.categories.get(name="集体")}
        for categories, code in ({}, "category_without_counterpart"), (wrong, "category_takes_another_kind"):
            with pytest.raises(Refused) as refused:
                results.forward(call=call, nominations=[nominee], categories=categories, by=people.officer)
            assert codes(refused) == {code}


def test_a_rare_character_is_asked_for_and_then_finds_its_place(people):
    with on(date(2026, 6, 1)):
        call = decided(people, "𱍊文", "王文")  # U+3134A: no stroke data shipped
        asked = strokes.characters_to_count(call.nominations.all())
        plan = results.plan_notice(call, posted_on=date(2026, 6, 1), order="surname_strokes")
        moved = strokes.enter_stroke_counts(call=call, counts={"𱍊": 3}, by=people.officer)
        after = results.plan_notice(call, posted_on=date(2026, 6, 1), order="surname_strokes")

    assert asked == {"𱍊": ["𱍊文"]}
    assert [row.name for row in plan.shown] == ["王文", "𱍊文"]
    assert [reason.code for reason in plan.warnings] == ["names_without_strokes"]
    assert moved == 1
    assert [row.name for row in after.shown] == ["𱍊文", "王文"]
    assert not after.warnings


def test_an_objection_to_a_notice_taken_down_still_waits_for_its_answer(people):
    with on(date(2026, 6, 1)):
        call = decided(people, "王文", "毛方")
        first = post(call, people, date(2026, 6, 1))
        accused = call.nominations.get(name="毛方")
        objection = results.receive_objection(
            notice=first, nomination=accused, objector="李实名", contact="信箱", content="事实"
        )
        results.withdraw_notice(notice=first, reason="单位名称有误", by=people.officer)
        call.refresh_from_db()
        second = post(call, people, date(2026, 6, 1))
    with on(date(2026, 6, 20)):
        with pytest.raises(Refused) as refused:
            results.make_final(call=call, by=people.officer)
        assert codes(refused) == {"objections_open"}
        closing = {"outcome": "objection_upheld", "finding": "属实", "answer": "已移出", "by": people.officer}
        results.close_objection(objection=objection, **closing)
        assert [entry.name for entry in second.entries.filter(removed_at=None)] == ["王文"]
        with pytest.raises(Refused) as refused:
            results.close_objection(objection=objection, **closing)
        assert codes(refused) == {"objection_is_closed"}
        results.make_final(call=call, by=people.officer)

    assert [honour.holder_name for honour in Honour.objects.all()] == ["王文"]


def test_the_honour_goes_to_who_was_nominated_in_the_end(people):
    call = factories.open_call(people)
    nomination = factories.handed_in(call, people.society, people.li)
    first = nomination.entry
    nominating.take_back(nomination=nomination, by=people.li)
    for key, value in (("name", "毛方"), ("id_number", factories.id_number(7))):
        version = nomination.values.get(key=key).version
        nominating.save_field(nomination=nomination, key=key, raw=value, seen_version=version, by=people.li)
    again = nominating.hand_in(nomination=nomination, by=people.li)

    assert again.entry.name == "毛方"
    assert again.entry.identity_id != first.identity_id
    first.refresh_from_db()
    assert first.name == "王晓兰"


def test_what_is_handed_up_is_checked_by_the_call_above(people):
    with on(date(2026, 6, 1)):
        wish = {"key": "photo", "kind": "photo", "label": "工作照", "min_count": 0, "max_count": 3}
        call = decided(people, "王文", materials=[wish])
        parent = parent_of(people, call)
        parent.materials = [wish | {"min_pixels": 4_000_000}]
        parent.save()
        nomination = call.nominations.get()
        stored = files.store(io.BytesIO(factories.jpeg()), name="1.jpg", kind="calls.material", by=people.li)
        nomination.materials.create(spec_key="photo", file=stored)
        categories = {nomination.category_id: parent.categories.first()}
        twin = results.forward(call=call, nominations=[nomination], categories=categories, by=people.officer)

    carried = twin[0].materials.get()
    assert not carried.ok
    assert carried.findings

"""Handing in: within the quota, in time, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jinguo.apps.calls.actions import checking, nominating, opening
from jinguo.apps.calls.states import CallState, NominationState
from jinguo.apps.clock import held_at, now
from jinguo.apps.organisations import kinds
from jinguo.apps.outbox.models import Message
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.cast()


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_a_complete_nomination_is_handed_in_and_gets_a_number(people):
    call = factories.open_call(people)

    nomination = factories.handed_in(call, people.society, people.li)

    assert nomination.state == NominationState.SUBMITTED
    assert nomination.receipt == f"{call.year}-{call.pk:03d}-0001"


def test_handing_in_twice_gives_one_receipt(people):
    call = factories.open_call(people)
    nomination = factories.handed_in(call, people.society, people.li)

    again = nominating.hand_in(nomination=nomination, by=people.li)

    assert again.receipt == nomination.receipt
    call.refresh_from_db()
    assert call.next_number == 2


def test_a_second_nomination_over_the_quota_is_refused(people):
    call = factories.open_call(people)
    factories.handed_in(call, people.society, people.li)
    second = factories.draft(call, people.society, people.li, factories.filled_values("周岚", 2))

    with pytest.raises(Refused) as refused:
        nominating.hand_in(nomination=second, by=people.li)

    assert codes(refused) == {"quota_used_up"}


def test_a_person_nominated_by_another_unit_is_refused(people):
    call = factories.open_call(people)
    factories.handed_in(call, people.society, people.li)
    second = factories.draft(call, people.district, people.zhao)

    with pytest.raises(Refused) as refused:
        nominating.hand_in(nomination=second, by=people.zhao)

    assert codes(refused) == {"nominee_nominated_by_another_unit"}


def test_the_last_second_of_the_named_day_is_in_time_and_midnight_is_late(people):
    call = factories.open_call(people)
    early = factories.draft(call, people.society, people.li)
    late = factories.draft(call, people.district, people.zhao, factories.filled_values("周岚", 2))

    with held_at(call.closes_at - timedelta(seconds=1)):
        nominating.hand_in(nomination=early, by=people.li)
    with held_at(call.closes_at), pytest.raises(Refused) as refused:
        nominating.hand_in(nomination=late, by=people.zhao)

    assert codes(refused) == {"call_is_closed"}


def test_an_extension_lets_one_unit_hand_in_later(people):
    call = factories.open_call(people)
    late = factories.draft(call, people.district, people.zhao)
    invitee = call.invitees.select_related("call__organiser", "organisation").get(
        organisation=people.district
    )
    checking.extend(
        invitee=invitee, until=call.closes_at + timedelta(days=3), reason="遇突发公务", by=people.officer
    )

    with held_at(call.closes_at + timedelta(days=2)):
        assert nominating.hand_in(nomination=late, by=people.zhao).number == 1


def test_an_unfinished_form_says_which_fields_are_missing(people):
    call = factories.open_call(people)
    nomination = factories.draft(call, people.society, people.li, {"name": "王晓兰"})

    with pytest.raises(Refused) as refused:
        nominating.hand_in(nomination=nomination, by=people.li)

    assert codes(refused) == {"required_missing"}


def test_two_people_on_one_field_never_overwrite_each_other(people):
    call = factories.open_call(people)
    nomination = factories.draft(call, people.society, people.li, {"deeds": "第一稿"})
    nominating.save_field(nomination=nomination, key="deeds", raw="第二稿", seen_version=1, by=people.li)

    with pytest.raises(nominating.ChangedMeanwhile) as refused:
        nominating.save_field(nomination=nomination, key="deeds", raw="别的稿", seen_version=1, by=people.li)

    assert refused.value.theirs == "第二稿"


def test_an_id_number_is_never_stored_in_the_clear(people):
    call = factories.open_call(people)
    nomination = factories.draft(call, people.society, people.li)

    row = nomination.values.get(key="id_number")

    assert row.value is None
    assert factories.id_number(1) not in row.sealed


def test_a_nomination_taken_back_frees_its_place_and_keeps_its_number(people):
    call = factories.open_call(people)
    nomination = factories.handed_in(call, people.society, people.li)

    nominating.take_back(nomination=nomination, by=people.li)
    again = nominating.hand_in(nomination=nomination, by=people.li)

    assert again.number == 1


def test_a_returned_nomination_is_mended_until_the_date_set_even_after_the_call_closed(people):
    call = factories.open_call(people)
    nomination = factories.handed_in(call, people.society, people.li)
    with held_at(call.closes_at + timedelta(days=1)):
        checking.return_for_mending(
            nomination=nomination, note="事迹请补充数据", until=now() + timedelta(days=3), by=people.officer
        )
        nominating.save_field(
            nomination=nomination, key="deeds", raw="补充后的事迹。", seen_version=1, by=people.li
        )
        mended = nominating.hand_in(nomination=nomination, by=people.li)

    assert mended.state == NominationState.SUBMITTED
    assert mended.returns.get().mended_at is not None


def test_a_stranger_can_start_nothing(people):
    call = factories.open_call(people)
    invitee = call.invitees.first()

    with pytest.raises(Refused) as refused:
        nominating.start_nomination(invitee=invitee, category=call.categories.first(), by=people.stranger)

    assert "not_liaison_of_unit" in codes(refused)


def test_a_copied_call_has_everything_but_the_dates(people):
    call = factories.open_call(people)

    copy = opening.copy_call(call=call, title="来年", year=call.year + 1, by=people.officer)

    assert copy.closing_day is None
    assert [c.name for c in copy.categories.all()] == ["科研创新", "乡村振兴"]
    assert copy.quotas.count() == 2
    assert copy.invitees.count() == 2


def test_a_copy_leaves_last_years_call_above_behind(people):
    federation = factories.organisation("示例市妇女联合会", kinds.FEDERATION)
    head = factories.member(federation, "head", kinds.OFFICER)
    above = opening.create_call(organiser=federation, title="市级选树", year=2026, by=head)
    call = factories.open_call(people, parent_call=above)
    assert opening.copy_call(call=call, title="来年", year=2027, by=people.officer).parent_call == above

    type(above).objects.filter(pk=above.pk).update(state=CallState.CANCELLED)
    call = type(call).objects.get(pk=call.pk)
    assert opening.copy_call(call=call, title="来年", year=2027, by=people.officer).parent_call is None


def test_units_are_told_that_a_call_was_cancelled(people):
    call = factories.open_call(people)
    opening.cancel_call(call=call, reason="上级通知调整", by=people.officer)

    told = Message.objects.filter(code="call_was_cancelled")
    assert {message.to_user for message in told} == {people.li, people.zhao}
    assert "上级通知调整" in told[0].body


def test_nobody_is_invited_and_no_date_moved_when_a_call_is_over(people):
    call = factories.open_call(people)
    invitee = call.invitees.get(organisation=people.society)
    opening.cancel_call(call=call, reason="上级通知调整", by=people.officer)
    call.refresh_from_db()
    invitee.call.refresh_from_db()

    for attempt in (
        lambda: opening.invite(call=call, organisations=[people.association], by=people.officer),
        lambda: opening.set_quotas(call=call, rows=[], by=people.officer),
        lambda: checking.extend(
            invitee=invitee, until=call.closes_at + timedelta(days=9), reason="灾情", by=people.officer
        ),
    ):
        with pytest.raises(Refused):
            attempt()

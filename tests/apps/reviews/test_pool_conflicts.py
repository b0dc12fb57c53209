"""Conflicts of interest are found before an expert is asked; an officer confirms or ignores them; panels are asked."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jinguo.apps.clock import today
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.jobs.models import Job
from jinguo.apps.jobs.states import State
from jinguo.apps.jobs.work import Cancelled
from jinguo.apps.outbox.models import Message
from jinguo.apps.reviews import actions, queries, reading
from jinguo.apps.reviews.models import Assignment, Conflict, PanelInvitation
from jinguo.apps.reviews.states import ConflictState, PanelState
from jinguo.engines.forms import OFFERED, STANDARD_FORMS
from jinguo.errors import Refused
from tests.apps.reviews.conftest import add_nomination, call_with, opened

pytestmark = pytest.mark.django_db
UNIT = "示例市材料研究所"


def at(name, *args):
    return reverse(f"reviews:{name}", args=args)


@pytest.fixture
def colleague(people, call):
    """An expert of the unit where both nominees work."""
    expert = people.experts[0]
    actions.change_expert(expert=expert, changes={"unit_name": UNIT, "sex": "F"}, by=people.officer)
    return expert


def found_with(call, expert) -> list[Conflict]:
    return list(Conflict.objects.filter(nomination__call=call, expert=expert).order_by("nomination__number"))


def test_an_expert_of_the_nominees_unit_is_found_with_reasons_and_sureness(people, call, colleague):
    search = actions.find_conflicts(call=call, by=people.officer)

    rows = found_with(call, colleague)
    assert (search.experts, search.nominations, search.found) == (3, 2, 2)
    assert {(row.kind, row.sureness, row.effect, row.state) for row in rows} == {
        ("conflict_same_unit", "certain", "blocks", ConflictState.FOUND)
    }
    assert rows[0].findings[0]["reasons"][0]["code"] == "recusal_same_unit"
    assert not found_with(call, people.experts[1])


def test_what_is_certain_keeps_her_out_until_an_officer_ignores_it(people, call, colleague):
    actions.find_conflicts(call=call, by=people.officer)
    rows = found_with(call, colleague)
    before = queries.conflicted_pairs(call)

    actions.settle_conflicts(
        call=call, chosen=[row.pk for row in rows], confirm=False, reason="同名不同单位", by=people.officer
    )

    assert before == {(row.nomination_id, colleague.pk) for row in rows}
    assert queries.conflicted_pairs(call) == set()


def test_what_was_ignored_is_not_found_again(people, call, colleague):
    actions.find_conflicts(call=call, by=people.officer)
    rows = found_with(call, colleague)
    actions.settle_conflicts(
        call=call, chosen=[row.pk for row in rows], confirm=False, reason="已核实", by=people.officer
    )

    actions.find_conflicts(call=call, by=people.officer)

    assert {row.state for row in found_with(call, colleague)} == {ConflictState.IGNORED}


def test_another_kind_that_was_not_there_before_asks_the_officer_again(people, call, colleague):
    actions.find_conflicts(call=call, by=people.officer)
    first, second = found_with(call, colleague)
    actions.settle_conflicts(
        call=call, chosen=[first.pk, second.pk], confirm=False, reason="已核实", by=people.officer
    )
    actions.state_relation(
        expert=colleague, kind="relation_student", name=first.nomination.name, unit=UNIT, by=colleague.user
    )

    actions.find_conflicts(call=call, by=people.officer)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (ConflictState.FOUND, ConflictState.IGNORED)
    assert {one["kind"] for one in first.findings} == {"conflict_teacher_student", "conflict_same_unit"}


def test_what_is_found_no_more_goes_and_what_was_confirmed_stays(people, call, colleague):
    actions.find_conflicts(call=call, by=people.officer)
    first, _second = found_with(call, colleague)
    actions.settle_conflicts(call=call, chosen=[first.pk], confirm=True, reason="", by=people.officer)
    actions.change_expert(expert=colleague, changes={"unit_name": "别的大学"}, by=people.officer)

    actions.find_conflicts(call=call, by=people.officer)

    assert [row.pk for row in found_with(call, colleague)] == [first.pk]


def test_an_earlier_name_of_a_unit_is_known_from_the_offices_own_units(people, call):
    from jinguo.apps.organisations.models import FormerName

    people.society.name = UNIT
    people.society.save()
    FormerName.objects.create(organisation=people.society, name="示例市冶金试验所")
    actions.change_expert(
        expert=people.experts[1], changes={"unit_name": "示例市冶金试验所"}, by=people.officer
    )

    actions.find_conflicts(call=call, by=people.officer)

    assert "conflict_same_unit" in {row.kind for row in found_with(call, people.experts[1])}


def test_ignoring_without_a_reason_is_refused(people, call, colleague):
    actions.find_conflicts(call=call, by=people.officer)

    with pytest.raises(Refused):
        actions.settle_conflicts(
            call=call,
            chosen=[row.pk for row in found_with(call, colleague)],
            confirm=False,
            reason=" ",
            by=people.officer,
        )


def test_confirming_takes_back_what_was_given_to_her(people, call, colleague):
    round_ = opened(call, people)
    nomination = call.nominations.first()
    actions.change_expert(expert=colleague, changes={"unit_name": ""}, by=people.officer)
    [given] = actions.assign(round_=round_, pairs=[(nomination, colleague)], by=people.officer)
    actions.change_expert(expert=colleague, changes={"unit_name": UNIT}, by=people.officer)
    actions.find_conflicts(call=call, by=people.officer)
    row = Conflict.objects.get(nomination=nomination, expert=colleague)

    actions.settle_conflicts(call=call, chosen=[row.pk], confirm=True, reason="", by=people.officer)

    assert Assignment.objects.get(pk=given.pk).released_at is not None


def test_what_she_declares_herself_outranks_what_was_ignored(people, call, colleague):
    round_ = opened(call, people)
    nomination = call.nominations.first()
    actions.find_conflicts(call=call, by=people.officer)
    rows = found_with(call, colleague)
    actions.settle_conflicts(
        call=call, chosen=[row.pk for row in rows], confirm=False, reason="已核实", by=people.officer
    )
    given = Assignment.objects.create(round=round_, nomination=nomination, expert=colleague)

    actions.declare_conflict(assignment=given, kind="conflict_family", note="", by=colleague.user)

    row = Conflict.objects.get(nomination=nomination, expert=colleague)
    assert (row.state, row.origin, row.kind) == (ConflictState.CONFIRMED, "declared", "conflict_family")


def test_the_queue_shows_why_and_settles_after_a_look(client, people, call, colleague):
    client.force_login(people.officer)
    client.post(at("find_conflicts", call.uid))
    jobs.run(queries.search_asked_for(call).uid)
    chosen = [row.pk for row in found_with(call, colleague)]

    queue = client.get(at("conflicts", call.uid)).content.decode()
    look = client.post(at("conflicts", call.uid), {"chosen": chosen, "what": "ignore"})
    silent = client.post(at("conflicts", call.uid), {"chosen": chosen, "what": "ignore", "confirmed": "1"})
    before = [row.state for row in found_with(call, colleague)]
    client.post(
        at("conflicts", call.uid), {"chosen": chosen, "what": "ignore", "confirmed": "1", "reason": "已核实"}
    )

    assert UNIT in queue
    assert (look.status_code, silent.status_code) == (200, 422)
    assert before == [ConflictState.FOUND] * 2
    assert [row.state for row in found_with(call, colleague)] == [ConflictState.IGNORED] * 2


def test_asking_looks_for_conflicts_first_and_shows_what_it_does_to_the_share_of_women(
    client, people, call, colleague
):
    client.force_login(people.officer)
    chosen = [str(one.uid) for one in people.experts[:2]]

    look = client.post(at("panel", call.uid), {"chosen": chosen}).content.decode()
    asked_before = PanelInvitation.objects.count()
    client.post(at("panel", call.uid), {"chosen": chosen, "confirmed": "1"})

    assert UNIT in look
    assert "100.0%" in look
    assert asked_before == 0
    assert found_with(call, colleague)
    assert PanelInvitation.objects.filter(state=PanelState.INVITED).count() == 2
    assert Message.objects.filter(code="panel_invited", to_user=colleague.user).exists()


def test_who_is_away_has_her_load_or_no_account_is_left_out_with_the_reason(people, call, round_):
    away, full, free = people.experts
    listed = actions.add_expert(pool=people.association, by=people.officer, name="未入库")
    actions.add_break(expert=away, since=today(), until=None, reason="", by=people.officer)
    actions.change_expert(expert=full, changes={"max_per_year": 1}, by=people.officer)
    for one in (away, full):
        one.refresh_from_db()

    plan = actions.plan_panel(call, 1, [away, full, free, listed])

    assert plan.inviting == [free]
    assert [reason.code for _expert, reason in plan.left_out] == [
        "expert_is_away",
        "expert_has_her_load",
        "expert_not_joined_yet",
    ]


def test_she_accepts_with_less_load_and_is_given_no_more_than_that(client, people, call):
    expert = people.experts[0]
    [asked] = actions.invite_to_panel(call=call, position=1, experts=[expert], by=people.officer)
    client.force_login(expert.user)

    page = client.get(at("panel_answer", asked.uid))
    client.post(at("panel_answer", asked.uid), {"answer": "less", "max_load": "1"})

    asked.refresh_from_db()
    round_ = opened(call, people)
    assert page.status_code == 200
    assert (asked.state, asked.max_load) == (PanelState.ACCEPTED, 1)
    assert queries.limits_of(call, 1) == {expert.pk: 1}
    assert list(queries.experts_to_assign(round_)) == [expert]


def test_she_declines_with_a_reason_and_the_officer_is_told(client, people, call):
    expert = people.experts[0]
    [asked] = actions.invite_to_panel(call=call, position=1, experts=[expert], by=people.officer)
    client.force_login(expert.user)

    silent = client.post(at("panel_answer", asked.uid), {"answer": "no"})
    client.post(at("panel_answer", asked.uid), {"answer": "no", "reason": "时间冲突"})

    asked.refresh_from_db()
    assert silent.status_code == 422
    assert (asked.state, asked.reason) == (PanelState.DECLINED, "时间冲突")
    assert Message.objects.filter(code="panel_declined", to_user=people.officer).exists()


def test_the_pages_ask_no_more_of_the_database_for_more_conflicts(
    client, people, django_assert_max_num_queries
):
    call = call_with(people)
    for expert in people.experts:
        actions.change_expert(expert=expert, changes={"unit_name": UNIT}, by=people.officer)
    actions.find_conflicts(call=call, by=people.officer)
    client.force_login(people.officer)
    client.get(at("panel", call.uid))

    with django_assert_max_num_queries(15):
        client.get(at("panel", call.uid))
    with django_assert_max_num_queries(12):
        client.get(at("conflicts", call.uid))


def test_the_pool_is_looked_through_in_the_background_and_once_at_a_time(client, people, call, colleague):
    client.force_login(people.officer)
    answer = client.post(at("find_conflicts", call.uid))
    client.post(at("find_conflicts", call.uid))

    [job] = Job.objects.filter(name="reviews.find_conflicts")
    assert answer.url == at("conflicts", call.uid)
    assert not Conflict.objects.exists(), "nothing is done in the request"
    page = client.get(at("conflicts", call.uid)).content.decode()
    assert 'id="under-way"' in page
    assert reverse("jobs:cancel", args=[job.uid]) in page
    piece = client.get(at("conflicts", call.uid), {"part": "work"}, headers={"HX-Request": "true"})
    assert piece.status_code == 200

    jobs.run(job.uid)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (State.DONE, 2, 2)
    assert job.result["found"] == len(found_with(call, colleague))
    over = client.get(at("conflicts", call.uid), {"part": "work"}, headers={"HX-Request": "true"})
    assert over["HX-Refresh"] == "true"


def test_a_search_that_is_cancelled_changes_nothing_and_the_page_says_so(client, people, call, colleague):
    actions.find_conflicts(call=call, by=people.officer)
    before = [(row.pk, row.state) for row in found_with(call, colleague)]
    actions.change_expert(expert=colleague, changes={"unit_name": "别处研究所"}, by=people.officer)
    job = actions.ask_search(call=call, by=people.officer)

    def stop(done, total):
        jobs.cancel(job, by=people.officer)
        raise Cancelled

    with pytest.raises(Cancelled):
        actions.find_conflicts(call=call, by=people.officer, progress=stop)
    assert [(row.pk, row.state) for row in found_with(call, colleague)] == before
    client.force_login(people.officer)
    assert "上次排查已取消" in client.get(at("conflicts", call.uid)).content.decode()
    assert actions.ask_search(call=call, by=people.officer).pk != job.pk, "it may be asked for again"


def test_only_the_officer_of_the_organiser_has_the_pool_looked_through(people, call):
    with pytest.raises(Refused):
        actions.ask_search(call=call, by=people.li)


def test_an_expert_whom_the_nominee_asks_to_be_kept_out_is_found_and_no_expert_reads_it(people):
    field = OFFERED["avoid_experts"]
    form = STANDARD_FORMS["registration"]
    fields = (*form.fields[:-2], field, *form.fields[-2:])
    forms = {"person": form.model_copy(update={"fields": fields}).model_dump(mode="json")}
    judge = people.experts[0]
    actions.change_expert(expert=judge, changes={"name": "钱芳", "unit_name": "示例大学"}, by=people.officer)
    call = call_with(people, (), forms=forms)
    add_nomination(people, call, "王晓兰", 1, avoid_experts=[{"name": judge.name, "unit": "示例大学"}])

    actions.find_conflicts(call=call, by=people.officer)
    [row] = found_with(call, judge)
    assert row.findings[0]["kind"] == "conflict_declared_by_nominee"
    round_ = opened(call, people)
    sheet = reading.sheet_of(round_, call.nominations.get(), "zh-hans")
    assert field.label not in [item.label for item in sheet.items]

"""An assessment from its scheme to the closed result; what units that are merged leave; appeals; what stays true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from docx import Document

from jinguo.apps.clock import held_at, today
from jinguo.apps.organisations import actions as organisations
from jinguo.apps.organisations.models import Membership
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.outbox.models import Message
from jinguo.apps.plans import actions, assessment_papers, cards
from jinguo.apps.plans.actions import appealing, assessing, marking, self_scoring
from jinguo.apps.plans.actions.self_scoring import Given
from jinguo.apps.plans.forms.schemes import scheme_initial
from jinguo.apps.plans.models import AssessedUnit, Report
from jinguo.apps.plans.queries import assessments as queries
from jinguo.apps.plans.queries import tallies
from jinguo.errors import Refused
from jinguo.phrases import say
from tests import factories
from tests.apps.plans.conftest import in_force, reported
from tests.apps.plans.test_plan import codes

pytestmark = pytest.mark.django_db

JUNE = datetime(2026, 6, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
MARKS = {"organisation": Decimal(9), "effect": Decimal(13), "innovation": Decimal(4)}


def opened(people, made=None, reported_already=False):
    """Assessed after a quarter: 学会 reported in time, 区 did not report."""
    made = made or in_force(people)
    if not reported_already:
        actions.approve_report(report=reported(made, made.duty, people.li, "500"), by=people.officer)
    assessment = assessing.create_assessment(
        plan=made.plan, year=2026, template="responsibility", by=people.officer
    )
    assessing.publish_scheme(assessment=assessment, by=people.officer)
    with held_at(JUNE):
        due = today() + timedelta(days=14)
        assessing.open_assessment(assessment=assessment, self_due_on=due, by=people.officer)
    units = {
        one.organisation_id: one
        for one in assessment.units.select_related("assessment__plan", "organisation")
    }
    made.assessment, made.mine, made.theirs = assessment, units[people.society.pk], units[people.district.pk]
    return made


def scored(made, people):
    """The unit's own score handed in."""
    given = {code: Given(points, "已落实。") for code, points in MARKS.items()}
    self_scoring.save_self_score(unit=made.mine, given=given, summary="全年", seen=0, by=people.li)
    return self_scoring.hand_in_self_score(unit=made.mine, by=people.li)


def marked(made, people, *units):
    assessing.begin_marking(assessment=made.assessment, by=people.officer)
    for unit in units or (made.mine, made.theirs):
        unit.assessment = made.assessment
        marking.mark_unit(unit=unit, points=MARKS, notes={}, by=people.officer)


def announced(people):
    made = opened(people)
    with held_at(JUNE):
        marked(made, people)
        assessing.announce_results(assessment=made.assessment, by=people.officer)
    made.mine, made.theirs = (
        AssessedUnit.objects.select_related("assessment__plan__organisation", "organisation").get(pk=one.pk)
        for one in (made.mine, made.theirs)
    )
    return made


def total(made, unit) -> Decimal:
    row = next(row for row in queries.rows_of(made.assessment) if row.unit == unit)
    return row.placed.scored.total


def test_units_are_told_at_every_turn_and_score_themselves(people):
    made = opened(people)

    with held_at(JUNE):
        unit = scored(made, people)

    assert unit.state == "self_score_handed_in"
    told = Message.objects.filter(code__startswith="plan_assessment").values_list("code", "to_user__username")
    assert set(told) == {
        (code, who)
        for code in ("plan_assessment_published", "plan_assessment_opened")
        for who in ("li", "zhao")
    }


def test_an_own_score_without_words_is_not_handed_in(people):
    made = opened(people)
    with held_at(JUNE):
        given = {"effect": Given(Decimal(10), "")}
        self_scoring.save_self_score(unit=made.mine, given=given, summary="", seen=0, by=people.li)
        with pytest.raises(Refused) as refused:
            self_scoring.hand_in_self_score(unit=made.mine, by=people.li)

    assert codes(refused) == ["self_score_lacks_items"]


def in_short(scored):
    """A result without the records behind its points."""
    return replace(scored, lines=tuple(replace(line, pieces=()) for line in scored.lines))


def together_and_alone(assessment):
    """Every unit's result as the board counts it and as its own page does, by the unit."""
    rows = {row.unit.pk: in_short(row.placed.scored) for row in queries.rows_of(assessment)}
    units = queries.with_assessment(assessment.units.filter(left_at=None))
    return rows, {one.pk: queries.seen(one).placed.scored for one in units}


def test_computed_items_fill_themselves_down_to_the_record(people):
    made = opened(people)
    report = Report.objects.get(duty=made.duty)

    with held_at(JUNE):
        rows, alone = together_and_alone(made.assessment)

    assert rows == {pk: in_short(one) for pk, one in alone.items()}
    mine, theirs = alone[made.mine.pk], alone[made.theirs.pk]
    in_time = next(line for line in mine.lines if line.code == "in_time")
    assert (in_time.points, [piece.ref for piece in in_time.pieces]) == (
        Decimal("12.00"),
        [f"report:{report.uid}"],
    )
    assert mine.points_of("numbers") == Decimal("17.50")  # 500 of 1000, of 35 points
    assert theirs.points_of("in_time") == 0
    assert theirs.points_of("missing") == Decimal("-2.00")


def test_late_returned_released_and_passed_on_all_units_together_have_the_points_each_has_alone(people):
    made = in_force(people, measures=3)
    mine, theirs = made.duties[::2], made.duties[1::2]
    actions.approve_report(report=reported(made, mine[0], people.li, "500"), by=people.officer)
    back = actions.return_report(report=reported(made, mine[1], people.li), reason="补正", by=people.officer)
    with held_at(datetime(2026, 5, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
        actions.hand_in_report(report=back, by=people.li)  # again, after the day; it came in time first
        reported(made, theirs[0], people.zhao)  # late
    opened(people, made, reported_already=True)
    with held_at(JUNE):
        actions.add_task(duty=mine[0], what="办年会", due_on=date(2026, 5, 1), by=people.li)
        done = actions.add_task(duty=mine[1], what="办论坛", due_on=date(2026, 5, 1), by=people.li)
        actions.change_task(task=done, changes={"state": "task_done"}, seen=0, by=people.li)
        actions.pass_duty_on(
            duty=theirs[1],
            organisation=factories.organisation("示例市南城区科协"),
            why="调整",
            by=people.officer,
        )
        rows, alone = together_and_alone(made.assessment)
        owed = tallies.owed_in(made.plan, 2026, JUNE.date())
        single = tallies.tallied(owed, lambda row: str(row.duty.organisation_id))
        summed = tallies.tallies_of_units(made.plan, 2026, JUNE.date(), [int(one.name) for one in single])

    assert rows == {pk: in_short(one) for pk, one in alone.items()}
    assert {pk: (+one.counts, one.approved) for pk, one in summed.items()} == {
        int(one.name): (one.counts, one.approved) for one in single
    }, "side by side units have the reports that they have one by one"


def test_results_are_announced_only_when_every_unit_is_marked(people):
    made = opened(people)
    with held_at(JUNE):
        marked(made, people, made.mine)
        with pytest.raises(Refused) as refused:
            assessing.announce_results(assessment=made.assessment, by=people.officer)

    assert codes(refused) == ["assessment_lacks_marks"]


def test_what_is_announced_stays_whatever_the_records_say_later(people):
    made = announced(people)
    before = total(made, made.mine)

    report = Report.objects.select_related(
        "period__plan__organisation", "duty__measure__plan", "duty__organisation"
    ).get(duty=made.duty)
    actions.return_report(report=report, reason="有误", by=people.officer)
    organisations.change_organisation(
        organisation=people.society, changes={"name": "示例市化学化工学会"}, by=people.officer
    )

    [first, _second] = queries.rows_of(made.assessment)
    assert first.placed.scored.total == before
    assert first.placed.scored.name == "示例市化学学会"
    assert "“Passed”" in say(first.placed.reasons[0], "en"), (
        "also what was written down speaks both languages"
    )


def test_an_appeal_within_its_days_is_decided_and_moves_nothing_else(people):
    made = announced(people)
    theirs = total(made, made.theirs)
    with held_at(JUNE + timedelta(days=1)):
        appeal = appealing.lodge_appeal(unit=made.mine, text="成效一项漏看佐证。", by=people.li)
        appealing.decide_appeal(
            appeal=appeal, decision="佐证成立。", points={"effect": Decimal(15)}, by=people.officer
        )

    made.mine.refresh_from_db()
    line = next(one for one in made.mine.placed.scored.lines if one.code == "effect")
    assert (appeal.state, line.points) == ("appeal_upheld", Decimal(15))
    assert total(made, made.theirs) == theirs
    assert [one.number for one in made.assessment.announcements.all()] == [1, 2]
    assert Message.objects.filter(code="plan_appeal_decided", to_user=people.li).exists()


def test_after_its_days_there_is_no_appeal_and_before_them_no_closing(people):
    made = announced(people)
    with held_at(JUNE), pytest.raises(Refused) as early:
        assessing.close_assessment(assessment=made.assessment, by=people.officer)
    with held_at(JUNE + timedelta(days=10)):
        with pytest.raises(Refused) as late:
            appealing.lodge_appeal(unit=made.mine, text="有异议。", by=people.li)
        closed = assessing.close_assessment(assessment=made.assessment, by=people.officer)

    assert (codes(early), codes(late), closed.state) == (
        ["appeals_still_run"], ["appeal_too_late"], "assessment_closed",
    )  # fmt: skip


def test_a_reopened_assessment_says_why_and_keeps_what_was_announced(people):
    made = announced(people)

    with pytest.raises(Refused) as refused:
        assessing.reopen_assessment(assessment=made.assessment, why=" ", by=people.officer)
    assessing.reopen_assessment(assessment=made.assessment, why="一份报告漏录", by=people.officer)

    kept = made.assessment.announcements.get()
    assert codes(refused) == ["assessment_reopened_without_a_reason"]
    assert (made.assessment.state, kept.reopened_because) == ("assessment_marking", "一份报告漏录")
    assert len(kept.snapshot["result"]["units"]) == 2


def test_what_a_merged_unit_owed_counts_for_its_heir_with_its_name(people):
    made = opened(people)
    heir = factories.organisation("示例市化学化工联合会", parent=people.association)
    with held_at(JUNE):
        actions.pass_duty_on(duty=made.duty, organisation=heir, why="两会合并", by=people.officer)
        to = assessing.pass_on_unit(unit=made.mine, to=heir, why="两会合并", by=people.officer)
        rows, alone = together_and_alone(made.assessment)

    assert made.mine.pk not in rows
    assert {pk: in_short(one) for pk, one in alone.items()} == rows, (
        "a unit by itself has the points that it has among all"
    )
    in_time = next(line for line in alone[to.pk].lines if line.code == "in_time")
    assert in_time.points == Decimal("12.00")
    assert in_time.pieces[0].reason.params["by"] == "示例市化学学会"


def test_a_veto_and_a_deduction_are_written_down_with_their_reason(people):
    made = opened(people)
    with held_at(JUNE):
        marking.write_case(unit=made.mine, code="false_data", why="虚报场次", by=people.officer)
        row = next(row for row in queries.rows_of(made.assessment) if row.unit == made.mine)

    assert row.placed.grade == "failed"


def test_a_reviewer_marks_no_unit_of_her_own(people):
    made = opened(people)
    Membership.objects.create(user=people.officer, organisation=people.society, role="liaison")
    officer = type(people.officer).objects.get(pk=people.officer.pk)
    with held_at(JUNE), pytest.raises(Refused) as refused:
        marking.mark_unit(unit=made.mine, points=MARKS, notes={}, by=officer)

    assert codes(refused) == ["reviewer_belongs_to_unit"]


def test_a_published_scheme_changes_for_a_reason_and_both_stand(people):
    made = in_force(people)
    assessment = assessing.create_assessment(
        plan=made.plan, year=2026, template="monitoring", by=people.officer
    )
    assessing.publish_scheme(assessment=assessment, by=people.officer)
    told = {"assessment": assessment, "scheme": assessment.scheme, "seen": 0, "by": people.officer}

    with pytest.raises(Refused) as refused:
        assessing.write_scheme(**told)
    assessing.write_scheme(**told, why="会议研究")

    assert codes(refused) == ["scheme_changed_without_a_reason"]
    assert [(one.number, one.why) for one in assessment.schemes.all()] == [(1, ""), (2, "会议研究")]


def test_the_notice_and_the_table_are_written(people):
    made = announced(people)

    document = Document(BytesIO(assessment_papers.notice(made.assessment)))
    text = "\n".join(one.text for one in document.paragraphs)

    assert "考核结果的通报" in "".join(text.split())
    assert "参加考核的单位共2个" in text
    assert "示例市化学学会" in document.tables[0].rows[1].cells[1].text
    assert assessment_papers.table(made.assessment)[:2] == b"PK"


def test_the_first_page_says_what_waits_in_few_queries(people, rf, django_assert_max_num_queries):
    def card(offered, user, most):
        request = rf.get("/")
        request.user = type(user).objects.get(pk=user.pk)
        organisations_with(request.user, "officer")  # what every page asks once
        with django_assert_max_num_queries(most):
            found = offered(request)
        return found and found["context"]["rows"]

    made = opened(people)
    with held_at(JUNE):
        assert card(cards.own_scores, people.li, 1) == [made.mine]
        assert card(cards.assessments_waiting, people.officer, 1) is None
        scored(made, people)
        assert card(cards.own_scores, people.li, 1) is None
        marked(made, people, made.mine)
        [row] = card(cards.assessments_waiting, people.officer, 2)
        assert (row.marks, row.appeals) == (1, 0)
        marking.mark_unit(unit=made.theirs, points=MARKS, notes={}, by=people.officer)
        assessing.announce_results(assessment=made.assessment, by=people.officer)
        made.mine.refresh_from_db()
        appealing.lodge_appeal(unit=made.mine, text="漏看佐证。", by=people.li)
        [row] = card(cards.assessments_waiting, people.officer, 1)
    assert (row.marks, row.appeals) == (0, 1)


def _pages(made):
    return {
        "plans:assessments": ("officer", made.plan.uid),
        "plans:assessment": ("officer", made.assessment.uid),
        "plans:assessed": ("officer", made.mine.uid),
        "plans:own_assessment": ("li", made.mine.uid),
        "plans:scheme": ("li", made.assessment.uid),
    }


@pytest.mark.parametrize("measures", [1, 3])
@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("plans:assessments", 14),
        ("plans:assessment", 15),
        ("plans:assessed", 15),
        ("plans:own_assessment", 14),
        ("plans:scheme", 14),
    ],
)
def test_a_page_takes_no_query_for_each_measure(
    people, client, django_assert_max_num_queries, name, most, measures
):
    made = opened(people, in_force(people, measures=measures))
    who, uid = _pages(made)[name]
    client.force_login(getattr(people, who))
    with held_at(JUNE):
        client.get(reverse(name, args=[uid]))
        with django_assert_max_num_queries(most) as asked:
            answer = client.get(reverse(name, args=[uid]))

    assert (answer.status_code, len(asked)) == (200, _COUNTS.setdefault(name, len(asked)))


_COUNTS: dict[str, int] = {}


def test_an_officer_words_a_scheme_of_her_own_with_sections_cases_and_vetoes(people, client):
    made = in_force(people)
    assessment = assessing.create_assessment(
        plan=made.plan, year=2026, template="responsibility", by=people.officer
    )
    scheme = assessment.scheme
    first = scheme.sections[0].code
    removed, kept = scheme.vetoes[0].code, scheme.vetoes[1].code
    form = {name: "" if value is None else value for name, value in scheme_initial(scheme, 0).items()}
    form |= {
        f"section_{first}": "重点任务",
        "weight_innovation": "",
        "new_name": "群众满意度",
        "new_weight": "5",
        "new_how": "by_reviewers",
        "new_section": "",
        "new_section_name": "社会评价",
        "new_label": "获国家级表彰",
        "new_kind": "addition",
        "new_counted": "by_hand",
        "new_each": "3",
        f"veto_{removed}": "",
        f"best_{kept}": "passed",
        "new_veto": "发生学术不端",
    }
    client.force_login(people.officer)

    answer = client.post(reverse("plans:scheme_edit", args=[assessment.uid]), form)

    assessment.refresh_from_db()
    found = assessment.scheme
    assert answer.status_code == 302
    assert found.sections[0].name == "重点任务"
    assert [(one.name, one.items[0].name) for one in found.sections[-1:]] == [("社会评价", "群众满意度")]
    assert found.adjustments[-1].name == "获国家级表彰"
    assert [(one.name, one.grade) for one in found.vetoes] == [
        (scheme.vetoes[1].name, "passed"),
        ("发生学术不端", ""),
    ]


def test_a_new_section_without_a_name_is_asked_for_it(people, client):
    made = in_force(people)
    assessment = assessing.create_assessment(
        plan=made.plan, year=2026, template="responsibility", by=people.officer
    )
    form = {
        name: "" if value is None else value for name, value in scheme_initial(assessment.scheme, 0).items()
    }
    client.force_login(people.officer)

    answer = client.post(
        reverse("plans:scheme_edit", args=[assessment.uid]), form | {"new_name": "满意度", "new_section": ""}
    )

    assert answer.status_code == 422
    assert "请填写新部分的名称" in answer.content.decode()
    assert "请填写分值" in answer.content.decode()


def test_units_are_reminded_of_own_scores_that_are_due_and_nobody_else(people):
    made = opened(people)
    due = made.assessment.self_due_on
    with held_at(JUNE):
        scored(made, people)
    before = Message.objects.count()
    reminded = {}
    for days in (-8, -7, -1, 0, 1, 2, 8):
        with held_at(datetime.combine(due, JUNE.timetz()) + timedelta(days=days)):
            reminded[days] = actions.nightly()["own_scores"]

    sent = Message.objects.order_by("pk")[before:]
    mine = [one for one in sent if one.code.startswith("plan_own_score_")]
    assert reminded == {-8: 0, -7: 1, -1: 1, 0: 0, 1: 1, 2: 0, 8: 1}
    assert {one.code for one in mine} == {"plan_own_score_due", "plan_own_score_late"}
    assert {one.to_user for one in mine} == {people.zhao}

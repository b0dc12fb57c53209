"""The city's action from its document to today: two years of quarters, with what goes wrong in two years."""

from __future__ import annotations

import io
import random
from datetime import date, datetime, timedelta

from jinguo.apps.accounts.models import User
from jinguo.apps.calls.models import Call
from jinguo.apps.clock import held_at
from jinguo.apps.files import actions as storing
from jinguo.apps.organisations.actions import change_organisation
from jinguo.apps.plans import actions
from jinguo.apps.plans.models import Duty, Period, Plan, Report
from jinguo.apps.plans.states import Role
from jinguo.apps.policies.models import PolicyDocument
from jinguo.demo.plans import assessing, laying_out
from jinguo.demo.plans.city_action import SPLIT, TITLE, WORKS
from jinguo.demo.plans.departments import NEW, Department
from jinguo.demo.plans.reporting import APPROVED, DRAFT, NOTHING, RETURNED, TO_CHECK, Reporter
from jinguo.demo.stage import Stage, moment

_SLOW, _LABOUR, _SCHOOLS, _HEALTH = "市国资委", "市总工会", "市教委", "市卫健委"
_DISTRICTS = ("东湖区科协", "西岭区科协")
_WORKS = {str(work.number): work for work in WORKS} | SPLIT


def play(stage: Stage, document: PolicyDocument, all_eight: dict[str, Department], carrier: Call) -> Plan:
    by = stage.city.federation_officer
    with held_at(moment(12, 18, 9, 0, 2024)):
        plan = actions.make_plan(
            document=document,
            title=TITLE,
            first_year=2025,
            last_year=2026,
            period_kind="period_quarter",
            by=by,
        )
        laying_out.set_up(plan, _WORKS, by)
        actions.plan_periods(plan=plan, days_to_report=10, by=by)
    with held_at(moment(12, 25, 15, 0, 2024)):
        actions.put_in_force(plan=plan, by=by)
    people = {one.organisation.pk: one.by for one in all_eight.values()}
    _answer(plan, all_eight, people, by)
    reporter = Reporter(plan, _WORKS, people, by, random.Random(TITLE))
    periods = list(plan.periods.select_related("plan__organisation"))
    for number, period in enumerate(periods[:4]):
        _quarter(reporter, period, number)
    assessing.play(plan, all_eight, by)
    _change_of_year(plan, all_eight, by)
    _districts_join(stage, plan, people, by)
    for number, period in enumerate(periods[4:6], 4):
        _quarter(reporter, period, number)
    _open_again(reporter, periods[5], all_eight)
    _today(stage, reporter, periods[6], all_eight, carrier)
    return plan


def _answer(plan: Plan, all_eight: dict[str, Department], people: dict[int, User], by: User) -> None:
    """Most take their parts on; one part is disputed and stays, one is disputed and taken back."""
    with held_at(moment(1, 8, 10, 0, 2025)):
        stays = _part(plan, "15", all_eight["市人才局"])
        goes = _part(plan, "3", all_eight[_HEALTH])
        actions.dispute_duty(
            duty=stays,
            reason="母婴室建设不属于我局职责，建议由用人单位主管部门承担。",
            by=all_eight["市人才局"].by,
        )
        actions.dispute_duty(
            duty=goes, reason="本委没有对外宣传平台，相关人物报道由市妇联统一安排。", by=all_eight[_HEALTH].by
        )
        names = {one.organisation.pk: NEW[short][1] for short, one in all_eight.items() if short in NEW}
        laying_out.take_on(plan, people, names)
    with held_at(moment(1, 15, 9, 0, 2025)):
        actions.settle_duty(
            duty=stays, settlement="保留参与单位，只负责人才公寓和人才服务窗口的母婴设施。", keeps=True, by=by
        )
        actions.settle_duty(duty=goes, settlement="同意退出，由市妇联统筹。", keeps=False, by=by)
    with held_at(moment(1, 20, 9, 0, 2025)):
        laying_out.share_out(plan, _WORKS, people)


def _part(plan: Plan, code: str, department: Department) -> Duty:
    rows = Duty.objects.select_related("measure__plan__organisation", "organisation")
    return rows.get(
        measure__plan=plan, measure__code=code, measure__ended_at=None, organisation=department.organisation
    )


def _after(day: date, days: int, hour: int = 9) -> datetime:
    day += timedelta(days=days)
    return moment(day.month, day.day, hour, year=day.year)


def _quarter(reporter: Reporter, period: Period, number: int) -> None:
    """A quarter that is over: reported, approved, locked; here and there a report never came."""
    with held_at(_after(period.ends_on, 0)):
        actions.open_period(period=period, by=reporter.officer)
    reporter.play(period, number, _after(period.ends_on, 1),
                  lambda duty, place: NOTHING if (place * 5 + number * 3) % 37 == 0 else APPROVED)  # fmt: skip
    with held_at(_after(period.ends_on, 22, 16)):
        actions.lock_period(period=period, by=reporter.officer)


def _change_of_year(plan: Plan, all_eight: dict[str, Department], by: User) -> None:
    """One measure is split in two, and a department gets a new name; what was reported before stays as it was."""
    measure = plan.measures.select_related("plan__organisation").get(code="8", ended_at=None)
    with held_at(moment(1, 28, 10)):
        parts = [{"code": code, "heading": work.heading, "text": work.text} for code, work in SPLIT.items()]
        actions.split_measure(
            measure=measure, parts=parts, why="展示交流与国际合作由不同处室承办，分开报送", by=by
        )
        for one in plan.measures.filter(code__in=SPLIT).select_related("plan__organisation"):
            if SPLIT[one.code].aim is not None:
                laying_out.aim_at(one, SPLIT[one.code].aim, by)
            for objective in SPLIT[one.code].serves:
                actions.settle_objective(measure=one, objective=objective, serves=True, by=by)
    with held_at(moment(3, 2, 9)):
        talents = all_eight["市人才局"].organisation
        change_organisation(organisation=talents, changes={"name": "云川市人才发展局"}, by=by)


def _districts_join(stage: Stage, plan: Plan, people: dict[int, User], by: User) -> None:
    """From the second year on districts take part in what is done for schools and villages, and stand side by side."""
    districts = [one for one in stage.city.units if one.name.endswith(_DISTRICTS)]
    people |= {one.pk: stage.city.liaisons[one.pk] for one in districts}
    with held_at(moment(3, 4, 9)):
        for measure in plan.measures.select_related("plan__organisation").filter(
            code__in=("11", "16"), ended_at=None
        ):
            for one in districts:
                actions.give_duty(measure=measure, role=Role.PARTICIPATING, organisation=one, by=by)
    with held_at(moment(3, 6, 10)):
        laying_out.take_on(plan, people, {})


def _open_again(reporter: Reporter, period: Period, all_eight: dict[str, Department]) -> None:
    """The last half-year's figure of one department was wrong: the period is opened again with the reason, and locked again."""
    with held_at(moment(8, 5, 9)):
        why = "市总工会培训人次重复计算，申请更正"
        actions.reopen_period(period=period, why=why, due_on=date(2026, 8, 12), by=reporter.officer)
        rows = Report.objects.select_related(
            "period__plan__organisation", "duty__measure__plan", "duty__organisation"
        )
        wrong = rows.get(period=period, duty=_part(reporter.plan, "6", all_eight[_LABOUR]))
        actions.return_report(report=wrong, reason="请按实际参训人数更正，附签到表。", by=reporter.officer)
    given = {uid: str(int(value) - 6) for uid, value in wrong.given.items()}
    reporter.mend(wrong, moment(8, 7, 10), given=given)
    with held_at(moment(8, 12, 15)):
        actions.approve_report(report=wrong, by=reporter.officer)
        actions.lock_period(period=period, by=reporter.officer)


def _today(
    stage: Stage, reporter: Reporter, period: Period, all_eight: dict[str, Department], carrier: Call
) -> None:
    """The quarter that is open now, two days overdue: approved, to check, returned, begun, and nothing at all."""
    by, plan = reporter.officer, reporter.plan
    with held_at(moment(9, 18, 9)):
        measure = plan.measures.select_related("plan__organisation").get(code="2", ended_at=None)
        actions.carry(measure=measure, kind="call", uid=carrier.uid, title=carrier.title, by=by)
    with held_at(moment(9, 21, 9)):
        volunteers = plan.measures.select_related("plan__organisation").get(code="11", ended_at=None)
        river = next(one for one in stage.city.units if one.name.endswith("临江区科协"))
        actions.give_duty(measure=volunteers, role=Role.PARTICIPATING, organisation=river, by=by)
    with held_at(moment(9, 28, 16)):
        why = "心理咨询驻点已由定点医院承担，建议我会改为配合宣传。"
        actions.dispute_duty(duty=_part(plan, "14", all_eight[_LABOUR]), reason=why, by=all_eight[_LABOUR].by)
    with held_at(moment(9, 30, 9)):
        actions.open_period(period=period, by=by)
    short = {one.organisation.pk: name for name, one in all_eight.items()}
    reporter.play(
        period,
        6,
        moment(10, 1, 10),
        lambda duty, place: _fate(short.get(duty.organisation_id, ""), duty, place),
    )
    _add_evidence(stage, reporter, period)


def _fate(who: str, duty: Duty, place: int) -> str:
    if who == _SLOW or (who == _LABOUR and duty.measure.code == "14"):
        return NOTHING
    if who == _LABOUR:
        return DRAFT
    if who == _SCHOOLS:
        return RETURNED if place % 2 else APPROVED
    return TO_CHECK if who == _HEALTH or place % 6 == 2 else APPROVED


def _add_evidence(stage: Stage, reporter: Reporter, period: Period) -> None:
    """One department begins a report today and puts a paper to it."""
    draft = Report.objects.filter(period=period, state="report_draft").select_related(
        "period__plan__organisation", "duty__measure__plan__organisation", "duty__organisation"
    ).first()  # fmt: skip
    if draft is None:
        return
    by = reporter.people[draft.duty.organisation_id]
    with held_at(moment(10, 12, 9)):
        stored = storing.store(io.BytesIO(stage.scan), name="培训签到表.pdf", kind="plans.evidence", by=by)
        actions.add_file(report=draft, file=stored, by=by)

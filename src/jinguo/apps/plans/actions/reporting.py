"""Reports: written by the unit, handed in, returned or approved by the officer; every version kept."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.organisations import queries as organisations
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.plans import permissions
from jinguo.apps.plans.actions.counting import REPORTED, take_out, take_over
from jinguo.apps.plans.actions.setting_up import hold
from jinguo.apps.plans.models import Duty, Indicator, Period, Report, ReportFile, ReportStep
from jinguo.apps.plans.states import IndicatorState, ReportState, change
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile

TEXTS = ("text", "problems", "next_steps")


def reported_indicators(duty: Duty) -> list[Indicator]:
    """The indicators of a measure for which its units give figures."""
    found = Indicator.objects.filter(measure=duty.measure_id, state=IndicatorState.CONFIRMED)
    return [one for one in found if one.source == REPORTED]


@transaction.atomic
def save_report(
    *,
    duty: Duty,
    period: Period,
    by: User,
    seen: int = 0,
    given: Mapping[str, Any] | None = None,
    **texts: str,
) -> Report:
    """Write the report on. Begun by the first who writes.

    Args:
        seen: the version that was read; another person's words are never written over.
        given: uid of an indicator → its figure as text; empty for none yet.

    Raises:
        Refused: the period is not open, the report is handed in, it was changed meanwhile, or a figure is no number.
    """
    demand(permissions.may_report(by, duty, period))
    figures = _numbers(duty, given or {})
    report, made = Report.objects.get_or_create(period=period, duty=duty)
    demand(permissions.report_is_writable(report))
    told = {name: texts[name].strip() for name in TEXTS if name in texts}
    if given is not None:
        told["given"] = {**report.given, **figures}
    hold(report, seen, **told)
    report.duty, report.period = duty, period
    if made:
        _note("report_begun", report, by)
    return report


def _numbers(duty: Duty, given: Mapping[str, Any]) -> dict[str, str]:
    """The figures as plain decimal text."""
    known = {str(one.uid): one for one in reported_indicators(duty)} if given else {}
    found = {}
    for uid, raw in given.items():
        if uid not in known:
            continue
        text = str(raw if raw is not None else "").strip().replace(",", "").replace("，", "")
        try:
            number = Decimal(text) if text else None
        except InvalidOperation:
            number = Decimal("NaN")
        if number is not None and (not number.is_finite() or number < 0 or number >= 10**12):
            raise Refused.because("figure_is_no_number", name=known[uid].name, found=text[:40])
        found[uid] = format(number, "f") if number is not None else ""
    return found


@transaction.atomic
def hand_in_report(*, report: Report, by: User) -> Report:
    """Hand the report in; from now on the officer answers.

    Raises:
        Refused: it says nothing, or a figure is missing.
    """
    demand(permissions.may_report(by, report.duty, report.period))
    if not report.text.strip():
        raise Refused.because("report_says_nothing")
    missing = [one.name for one in reported_indicators(report.duty) if not report.given.get(str(one.uid))]
    if missing:
        raise Refused.because("report_lacks_figures", names=missing)
    change(report, "hand_in_report", handed_in_at=now(), return_reason="")
    _step(report, by)
    _note("report_handed_in", report, by)
    return report


@transaction.atomic
def take_back_report(*, report: Report, by: User) -> Report:
    """Take it back to write on, as long as nobody answered."""
    demand(permissions.may_report(by, report.duty, report.period))
    change(report, "take_back_report")
    _note("report_taken_back", report, by)
    return report


@transaction.atomic
def return_report(*, report: Report, reason: str, by: User) -> Report:
    """Give it back with what is to be mended. Figures of one that was approved count no longer."""
    demand(permissions.may_judge(by, report))
    if not reason.strip():
        raise Refused.because("report_returned_without_a_reason")
    was_approved = report.state == ReportState.APPROVED
    change(report, "return_report", return_reason=reason.strip(), approved_at=None)
    if was_approved:
        take_out(report)
    _step(report, by, reason.strip())
    _note("report_returned", report, by)
    plan = report.period.plan
    outbox.queue(
        "plan_report_returned",
        to=[one.user for one in organisations.liaisons_of([report.duty.organisation_id])],
        params={"measure": str(report.duty.measure), "plan": plan.title, "reason": reason.strip()},
        about=plan,
        sender=plan.organisation,
        link=reverse("plans:report", args=[report.duty.uid, report.period.uid]),
    )
    return report


@transaction.atomic
def approve_report(*, report: Report, by: User) -> Report:
    """The report stands, and its figures count."""
    demand(permissions.may_judge(by, report))
    change(report, "approve_report", approved_at=now())
    take_over(report, reported_indicators(report.duty))
    _step(report, by)
    _note("report_approved", report, by)
    return report


@transaction.atomic
def add_file(*, report: Report, file: StoredFile, by: User) -> ReportFile:
    """Evidence with the report."""
    demand(permissions.may_report(by, report.duty, report.period) & permissions.report_is_writable(report))
    made = ReportFile.objects.create(report=report, file=file, added_by=by)
    _note("report_file_added", report, by)
    return made


@transaction.atomic
def remove_file(*, file: ReportFile, by: User) -> None:
    """Take evidence off. One that was handed in once stays in the record."""
    report = file.report
    demand(permissions.may_report(by, report.duty, report.period) & permissions.report_is_writable(report))
    if report.steps.exists():
        ReportFile.objects.filter(pk=file.pk).update(removed_at=now())
    else:
        file.delete()
    _note("report_file_removed", report, by)


def _step(report: Report, by: User, words: str = "") -> None:
    ReportStep.objects.create(
        report=report,
        state=report.state,
        note=words,
        by_name=str(by)[:100],
        given=report.given,
        **{name: getattr(report, name) for name in TEXTS},
    )


def _note(action: str, report: Report, by: User) -> None:
    duty = report.duty
    audit.record(
        action,
        subject=duty.measure,
        by=by,
        acting_for=duty.organisation,
        within=duty.measure.plan,
        after={"unit": duty.organisation.name if duty.organisation else duty.name_then},
    )

"""The unit's side: my measures, what we do for them, what we report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.clock import today
from jinguo.apps.plans import access, actions, following, permissions, queries
from jinguo.apps.plans.actions.reporting import reported_indicators
from jinguo.apps.plans.forms import (
    AcceptForm,
    ChangeTaskForm,
    DisputeForm,
    ReportForm,
    TaskForm,
    report_initial,
)
from jinguo.apps.plans.models import Duty, Period
from jinguo.apps.plans.queries import assessments
from jinguo.apps.plans.queries.breakdown import parts_of_units
from jinguo.apps.plans.queries.reports import Part
from jinguo.apps.plans.states import WRITABLE, PeriodState
from jinguo.apps.plans.views import evidence
from jinguo.apps.plans.views.asking import ask
from jinguo.apps.plans.views.measures import ANY
from jinguo.errors import Refused
from jinguo.reasons import Reason


def page_of(duty: Duty) -> str:
    return reverse("plans:duty", args=[duty.uid])


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every part of her units, what is due first."""
    rows = queries.my_parts(request.user, today())
    counts = {
        "owed": sum(1 for row in rows if row.owed),
        "unanswered": sum(1 for row in rows if row.unanswered),
    }
    context = {
        "rows": rows,
        "counts": counts,
        "tables": parts_of_units([row.duty for row in rows]),
        "own_assessments": assessments.own_assessments(request.user),
    }
    return render(request, "plans/mine.html", context)


@require_safe
def duty(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One part of the unit: the words of the measure, the answer to it, the tasks, the reports."""
    found = access.duty_of_unit(request.user, uid)
    measure = found.measure
    periods = queries.periods_of_duty(found, today())
    context = {
        "plan": measure.plan,
        "owed": next((row.period for row in periods if _is_to_write(row)), None),
        "measure": measure,
        "duty": found,
        "may_answer": permissions.may_answer(request.user, found),
        "may_accept": found.state in ("duty_proposed", "duty_disputed"),
        "may_dispute": found.state in ("duty_proposed", "duty_accepted"),
        "others": queries.duties_of(measure),
        "tasks": queries.tasks_of(found),
        "periods": periods,
        "indicators": queries.confirmed_indicators(measure),
        "today": today(),
    }
    return render(request, "plans/duty.html", context)


def _is_to_write(row: Part) -> bool:
    """Whether the unit's next step is this report."""
    opened = row.period is not None and row.period.state == PeriodState.OPEN
    return opened and (row.report is None or row.report.state in WRITABLE)


@require_http_methods(ANY)
def accept(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.duty_of_unit(request.user, uid)
    return ask(
        request,
        AcceptForm(request.POST or None, initial={"liaison_name": found.liaison_name or str(request.user)}),
        lambda data: actions.accept_duty(duty=found, by=request.user, **data),
        title=_("Take the measure on"),
        submit=_("Take it on"),
        back=page_of(found),
        about=str(found.measure),
        done=_("Taken on. Next, write down what you will do for it and until when."),
    )


@require_http_methods(ANY)
def dispute(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.duty_of_unit(request.user, uid)
    return ask(
        request,
        DisputeForm(request.POST or None),
        lambda data: actions.dispute_duty(duty=found, by=request.user, **data),
        title=_("Dispute the part"),
        submit=_("Send it to the organiser"),
        back=page_of(found),
        about=str(found.measure),
        done=_("Sent. The organiser was told and will answer."),
    )


@require_http_methods(ANY)
def liaison(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.duty_of_unit(request.user, uid)
    return ask(
        request,
        AcceptForm(request.POST or None, initial={"liaison_name": found.liaison_name}),
        lambda data: actions.name_liaison(duty=found, name=data["liaison_name"], by=request.user),
        title=_("Who answers for it"),
        submit=_("Save"),
        back=page_of(found),
        about=str(found.measure),
    )


@require_http_methods(ANY)
def task_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.duty_of_unit(request.user, uid)
    parent = access.task_in(found, request.GET["part_of"]) if request.GET.get("part_of") else None
    return ask(
        request,
        TaskForm(request.POST or None),
        lambda data: actions.add_task(duty=found, parent=parent, by=request.user, **data),
        title=_("Add a task"),
        submit=_("Add it"),
        back=page_of(found) + "#tasks",
        about=str(parent or found.measure),
    )


@require_http_methods(ANY)
def task(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.task_of_unit(request.user, uid)
    names = ("what", "who", "starts_on", "due_on", "state", "note")
    start = {name: getattr(found, name) for name in names} | {"seen": found.version}
    return ask(
        request,
        ChangeTaskForm(request.POST or None, initial=start),
        lambda data: actions.change_task(
            task=found, changes={name: data[name] for name in names}, seen=data["seen"], by=request.user
        ),
        title=_("Change the task"),
        submit=_("Save"),
        back=page_of(found.duty) + "#tasks",
        about=str(found.duty.measure),
    )


@require_http_methods(ANY)
def report(request: HttpRequest, uid: UUID, period: UUID) -> HttpResponse:
    """Write the report: saved as one goes, handed in when it is whole. What two people write at once is never lost."""
    found = access.duty_of_unit(request.user, uid)
    within = access.period_of_plan(found, period)
    indicators = reported_indicators(found)
    known = queries.report_of(found, within)
    form = ReportForm(request.POST or None, indicators=indicators, initial=report_initial(known, indicators))
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _write(request, found, within, form)
        except Refused as refused:
            problems, known = refused.reasons, queries.report_of(found, within)
    writable = known is None or known.state in WRITABLE
    context: dict[str, Any] = {
        "plan": within.plan,
        "duty": found,
        "period": within,
        "name": following.period_name(within),
        "report": known,
        "form": form,
        "writable": writable and permissions.may_report(request.user, found, within).ok,
        "may": permissions.may_report(request.user, found, within),
        "reasons": problems,
        "theirs": known if any(one.code == "plan_edited_meanwhile" for one in problems) else None,
        "files": queries.files_of(known) if known else [],
        "given": queries.given_figures(known) if known else [],
        "counted": queries.counted_figures(found, within),
    }
    if problems:
        form.data = form.data.copy()
        form.data["seen"] = known.version if known else 0
    status = 409 if problems else 422 if form.errors else 200
    return render(request, "plans/report.html", context, status=status)


def _write(request: HttpRequest, found: Duty, within: Period, form: ReportForm) -> HttpResponse:
    """Save what was written, with the files that came along; hand it in where that button was pressed."""
    data = form.cleaned_data
    saved = actions.save_report(
        duty=found, period=within, seen=data["seen"], given=form.given(), by=request.user,
        text=data["text"], problems=data["problems"], next_steps=data["next_steps"],
    )  # fmt: skip
    evidence.take(
        request,
        "file",
        "plans.evidence",
        lambda file: actions.add_file(report=saved, file=file, by=request.user),
    )
    if pk := request.POST.get(evidence.REMOVE):
        actions.remove_file(file=access.file_of(found, within, pk), by=request.user)
        messages.success(request, _("The file was taken off."))
    if "hand_in" in request.POST:
        actions.hand_in_report(report=saved, by=request.user)
        messages.success(request, _("Handed in. You will be told if something is to be mended."))
        return redirect("plans:mine")
    if not evidence.asked_for_files_alone(request):
        messages.success(request, _("Saved. Hand it in when it is whole."))
    return redirect("plans:report", found.uid, within.uid)


@require_POST
def take_back(request: HttpRequest, uid: UUID, period: UUID) -> HttpResponse:
    found = access.duty_of_unit(request.user, uid)
    known = access.report_in(found, access.period_of_plan(found, period))
    actions.take_back_report(report=known, by=request.user)
    messages.success(request, _("Taken back. You can write on."))
    return redirect("plans:report", uid, period)

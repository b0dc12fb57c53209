"""Periods for the officer: opened, reports looked at, locked, reopened; and what stood in a locked one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.clock import today
from jinguo.apps.plans import access, actions, following, permissions, queries
from jinguo.apps.plans.forms import OpenForm, ReasonForm
from jinguo.apps.plans.queries import wall as walls
from jinguo.apps.plans.states import ReportState
from jinguo.apps.plans.views.asking import ask
from jinguo.apps.plans.views.measures import ANY

PER_PAGE = 100


@require_safe
def periods(request: HttpRequest, uid: UUID) -> HttpResponse:
    plan = access.plan_to_read(request.user, uid)
    keeps = permissions.is_officer_of_plan(request.user, plan).ok
    rows = queries.periods_with_counts(plan)
    context = {
        "plan": plan,
        "keeps": keeps,
        "may_edit": permissions.may_edit(request.user, plan),
        "rows": rows,
        "next": following.next_period([row.period for row in rows]) if keeps else None,
        "tabs": following.tabs(plan, "plans:periods"),
    }
    return render(request, "plans/periods.html", context)


@require_POST
def lay_out(request: HttpRequest, uid: UUID) -> HttpResponse:
    plan = access.plan_to_keep(request.user, uid)
    made = actions.plan_periods(plan=plan, by=request.user)
    messages.success(request, _("%(n)s periods were laid out.") % {"n": len(made)})
    return redirect("plans:periods", uid)


@require_http_methods(ANY)
def open_(request: HttpRequest, uid: UUID) -> HttpResponse:
    period = access.period_to_keep(request.user, uid)
    due = max(period.due_on, today() + timedelta(days=1))
    return ask(
        request,
        OpenForm(request.POST or None, initial={"due_on": due}),
        lambda data: actions.open_period(period=period, due_on=data["due_on"], by=request.user),
        title=_("Open the period %(name)s") % {"name": following.period_name(period)},
        submit=_("Open it and tell the units"),
        back=reverse("plans:period", args=[uid]),
        about=period.plan.title,
        done=_("Open. Every unit with a part was told."),
    )


@require_safe
def period(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who reported, who did not; the reports that wait for an answer first."""
    found = access.period_to_read(request.user, uid)
    rows = queries.parts_in(found, today())
    state = request.GET.get("state", "")
    wanted = [row for row in rows if not state or row.code == state]
    page = Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": found.plan,
        "period": found,
        "name": following.period_name(found),
        "keeps": permissions.is_officer_of_plan(request.user, found.plan).ok,
        "counts": queries.counted(rows),
        "state": state,
        "page": page,
        "lockings": found.lockings.all(),
        "reached": walls.reached_in(found.plan, found.year, min(found.ends_on, today()), until=found.ends_on),
    }
    return render(request, "plans/period.html", context)


@require_POST
def lock(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.period_to_keep(request.user, uid)
    actions.lock_period(period=found, by=request.user)
    messages.success(request, _("Locked. What stands in it can be read for ever."))
    return redirect("plans:period", uid)


@require_http_methods(ANY)
def reopen(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.period_to_keep(request.user, uid)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda data: actions.reopen_period(period=found, why=data["why"], by=request.user),
        title=_("Reopen the period %(name)s") % {"name": following.period_name(found)},
        submit=_("Reopen it and tell the units"),
        back=reverse("plans:period", args=[uid]),
        about=found.plan.title,
    )


@require_safe
def locking(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """What stood in a period when it was locked."""
    found = access.period_to_read(request.user, uid)
    kept = access.locking_of(found, number)
    context = {
        "plan": found.plan,
        "period": found,
        "name": following.period_name(found),
        "locking": kept,
        "said": [row for row in kept.snapshot if "unit" in row],
        "figures": [row for row in kept.snapshot if "indicator" in row],
    }
    return render(request, "plans/locking.html", context)


@require_safe
def read(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One report with its history; for the officer with the two answers."""
    report = access.report_to_read(request.user, uid)
    plan = report.period.plan
    context = {
        "plan": plan,
        "report": report,
        "name": following.period_name(report.period),
        "figures": queries.given_figures(report),
        "files": queries.files_of(report),
        "steps": queries.steps_of(report),
        "reads": permissions.reads_plan(request.user, plan).ok,
        "may_judge": permissions.may_judge(request.user, report).ok and report.state == ReportState.HANDED_IN,
        "may_return": permissions.may_judge(request.user, report).ok
        and report.state in (ReportState.HANDED_IN, ReportState.APPROVED),
        "waiting": queries.waiting_in(report.period).exclude(pk=report.pk).first(),
    }
    return render(request, "plans/read.html", context)


@require_POST
def approve(request: HttpRequest, uid: UUID) -> HttpResponse:
    report = access.report_to_judge(request.user, uid)
    actions.approve_report(report=report, by=request.user)
    named = {"unit": report.duty.name_then, "measure": report.duty.measure}
    messages.success(
        request, _("The report of %(unit)s on %(measure)s is approved; its figures count.") % named
    )
    following_one = queries.waiting_in(report.period).first()
    return (
        redirect("plans:read", following_one.uid)
        if following_one
        else redirect("plans:period", report.period.uid)
    )


@require_http_methods(ANY)
def give_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    report = access.report_to_judge(request.user, uid)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda data: actions.return_report(report=report, reason=data["why"], by=request.user),
        title=_("Return the report"),
        submit=_("Return it"),
        back=reverse("plans:period", args=[report.period.uid]),
        about=f"{report.duty.name_then} · {report.duty.measure}",
        done=_("Returned. The unit was told what to mend."),
    )

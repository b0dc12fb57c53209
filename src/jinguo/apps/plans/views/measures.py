"""A measure's page with its whole story, and what the officer changes in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.audit import queries as trail
from jinguo.apps.audit.sentences import told
from jinguo.apps.calls import queries as calls
from jinguo.apps.clock import today
from jinguo.apps.plans import access, actions, following, permissions, queries
from jinguo.apps.plans.forms import (
    BudgetForm,
    LinkForm,
    MeasureForm,
    MergeForm,
    ReasonForm,
    RewordForm,
    SplitForm,
)
from jinguo.apps.plans.models import Measure
from jinguo.apps.plans.queries import wall as walls
from jinguo.apps.plans.states import OBJECTIVES
from jinguo.apps.plans.views.asking import ask
from jinguo.engines.saga import uncovered

ANY = ["GET", "HEAD", "POST"]


def page_of(measure: Measure) -> str:
    return reverse("plans:measure", args=[measure.uid])


@require_safe
def measure(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything about one measure: words, units, numbers, reports, programmes, money, what became of it."""
    found = access.measure_to_read(request.user, uid)
    plan = found.plan
    day = today()
    reads = permissions.reads_plan(request.user, plan).ok
    duties = list(queries.duties_of(found))
    if reads:
        tasks = queries.tasks_of_units(found)
        for duty in duties:
            duty.tasks_in_order = tasks.get(duty.pk, [])
    links = queries.links_of(found)
    linked = [one.pk for one in (*links.higher, *links.lower)]
    context: dict[str, Any] = {
        "plan": plan,
        "measure": found,
        "today": day,
        "reads": reads,
        "may_edit": (permissions.may_edit(request.user, plan) & permissions.measure_stands(found)).ok,
        "reached": walls.reached_in(plan, day.year, day, measures=[found.pk]),
        "proposed": queries.proposed_indicators(found),
        "duties": duties,
        "has_tasks": any(getattr(duty, "tasks_in_order", ()) for duty in duties),
        "reports": queries.reports_of(found) if reads else [],
        "carried": queries.programmes_of(found),
        "wordings": found.wordings.order_by("-number"),
        "story": queries.succession_of(found),
        "links": links,
        "readable": set(queries.measures_read_by(request.user).filter(pk__in=linked)) if linked else set(),
        "budgets": found.budgets.all() if reads else [],
        "marks": queries.marks_of(found),
        "history": [
            {"at": line.at, "text": line.text, "more": line.note}
            for line in told(trail.history_of(found).order_by("-pk")[:30])
        ]
        if reads
        else [],
    }
    return render(request, "plans/measure.html", context)


@require_http_methods(ANY)
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    plan = access.plan_to_keep(request.user, uid)
    return ask(
        request,
        MeasureForm(request.POST or None, initial={"section": request.GET.get("section", "")}),
        lambda data: actions.add_measure(plan=plan, by=request.user, **data),
        title=_("Add a measure"),
        submit=_("Add it"),
        back=reverse("plans:plan", args=[uid]),
        about=plan.title,
        to=page_of,
    )


@require_http_methods(ANY)
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.measure_to_keep(request.user, uid)
    names = ("code", "section", "heading", "text")
    start = {name: getattr(found, name) for name in names} | {"seen": found.version}
    return ask(
        request,
        RewordForm(request.POST or None, initial=start),
        lambda data: actions.reword_measure(
            measure=found, changes={name: data[name] for name in names}, seen=data["seen"], why=data["why"],
            by=request.user,
        ),
        title=_("Change the measure"),
        submit=_("Save"),
        back=page_of(found),
        about=str(found),
        done=_("Saved. How it read before stands in its story."),
        now_says=[found.heading, found.text] if request.method == "POST" else [],
    )  # fmt: skip


@require_http_methods(ANY)
def split(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.measure_to_keep(request.user, uid)
    form = SplitForm(request.POST or None, indicators=queries.indicators_to_go_on(found))
    return ask(
        request,
        form,
        lambda data: actions.split_measure(
            measure=found, parts=data["parts"], indicators=form.going_on(), why=data["why"], by=request.user
        ),
        title=_("Split the measure"),
        submit=_("Split it"),
        back=reverse("plans:plan", args=[found.plan.uid]),
        about=str(found),
        done=_("Split. The old measure keeps its reports and figures."),
    )


@require_http_methods(ANY)
def merge(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.measure_to_keep(request.user, uid)
    others = queries.measures_of(found.plan).exclude(pk=found.pk)
    return ask(
        request,
        MergeForm(request.POST or None, others=others),
        lambda data: actions.merge_measures(
            measures=[found, *data["measures"]], code=data["code"], heading=data["heading"], text=data["text"],
            why=data["why"], by=request.user,
        ),
        title=_("Merge with other measures"),
        submit=_("Merge them"),
        back=page_of(found),
        about=str(found),
        to=page_of,
    )  # fmt: skip


@require_http_methods(ANY)
def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.measure_to_keep(request.user, uid)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda data: actions.end_measure(measure=found, why=data["why"], by=request.user),
        title=_("End the measure"),
        submit=_("End the measure"),
        back=page_of(found),
        about=str(found),
    )


@require_http_methods(ANY)
def budget(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.measure_to_keep(request.user, uid)
    year = request.GET.get("year", "")
    known = queries.budget_of(found, int(year)) if year.isdigit() else None
    start = {"year": known.year, "planned": known.planned, "spent": known.spent} if known else {"spent": 0}
    return ask(
        request,
        BudgetForm(request.POST or None, plan=found.plan, initial=start),
        lambda data: actions.set_budget(measure=found, by=request.user, **data),
        title=_("Money of the measure"),
        submit=_("Save"),
        back=page_of(found),
        about=str(found),
    )


@require_http_methods(ANY)
def carry(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say which selection carries this measure."""
    found = access.measure_to_keep(request.user, uid)
    offered = {str(one.uid): one for one in calls.calls_of_organiser(request.user)}
    form = LinkForm(request.POST or None, choices=[(uid_, one.title) for uid_, one in offered.items()])
    return ask(
        request,
        form,
        lambda data: actions.carry(
            measure=found, kind="call", uid=offered[data["what"]].uid, title=offered[data["what"]].title,
            by=request.user,
        ),
        title=_("A selection that carries the measure"),
        submit=_("Link it"),
        back=page_of(found),
        about=str(found),
    )  # fmt: skip


@require_POST
def end_carrying(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.measure_to_keep(request.user, uid)
    carries = access.programme_of(found, request.POST.get("programme", ""))
    actions.end_carrying(carries=carries, by=request.user)
    return redirect(page_of(found))


@require_http_methods(ANY)
def implement(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say which measure of a higher document this one carries out."""
    found = access.measure_to_keep(request.user, uid)
    offered = {str(one.uid): one for one in queries.measures_to_implement(found.plan)}
    form = LinkForm(
        request.POST or None, choices=[(uid_, f"{one.plan.title}：{one}") for uid_, one in offered.items()]
    )
    return ask(
        request,
        form,
        lambda data: actions.implement(measure=found, higher=offered[data["what"]], by=request.user),
        title=_("A measure of a higher document that this one carries out"),
        submit=_("Link it"),
        back=page_of(found),
        about=str(found),
    )


@require_POST
def objective(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Confirm or decline an objective."""
    found = access.measure_to_keep(request.user, uid)
    code = request.POST.get("objective", "")
    if code in OBJECTIVES:
        serves = request.POST.get("serves") == "yes"
        actions.settle_objective(measure=found, objective=code, serves=serves, by=request.user)
        messages.success(request, _("Saved."))
    return redirect(page_of(found) + "#objectives")


@require_safe
def objectives(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Measures by the seven SAGA objectives, what is left uncovered, and how other plans of hers compare."""
    plan = access.plan_to_read(request.user, uid)
    rows = queries.objective_table(plan)
    papers = queries.documents_compared(request.user)
    gaps = uncovered(
        code for row in rows for code, state in zip(OBJECTIVES, row.states, strict=True) if state
    )
    context = {
        "plan": plan,
        "tabs": following.tabs(plan, "plans:objectives"),
        "gaps": [
            (code, [one.document for one in papers if one.counts[OBJECTIVES.index(code)]]) for code in gaps
        ],
        "papers": papers,
        "objectives": OBJECTIVES,
        "rows": rows,
        "compared": queries.objectives_compared(request.user),
    }
    return render(request, "plans/objectives.html", context)

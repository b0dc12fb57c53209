"""The plans she reads, one plan at a glance, and its own settings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.audit import queries as trail
from jinguo.apps.audit.sentences import told
from jinguo.apps.clock import today
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.plans import access, actions, cards, following, permissions, queries
from jinguo.apps.plans.forms import PlanForm
from jinguo.apps.plans.queries import wall as walls
from jinguo.apps.plans.views.asking import ask

BEHIND = ("standing_behind", "standing_missed", "standing_at_risk")
SHOWN_AT_ONCE = 60
"""Measures; of a larger plan the parts are folded."""


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of her organisations."""
    if not organisations_with(request.user, *permissions.READERS):
        raise Http404
    found = queries.with_counts(queries.read_by(request.user))
    makes = permissions.makes_plans(request.user).ok
    mine = cards.has_a_part(request)
    return render(request, "plans/list.html", {"plans": found, "makes": makes, "has_a_part": mine})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    organisation = access.organisation_to_plan_for(request.user, getattr(request, "acting", None))
    year = today().year
    form = PlanForm(
        request.POST or None, initial={"first_year": year, "last_year": year + 4, "is_shared": True}
    )
    return ask(
        request,
        form,
        lambda data: actions.create_plan(organisation=organisation, by=request.user, **form.told()),
        title=_("New plan"),
        submit=_("Make the plan"),
        back=reverse("plans:list"),
        about=organisation.name,
        to=lambda plan: reverse("plans:plan", args=[plan.uid]),
    )


@require_safe
def plan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The plan at a glance: the next step, how its measures stand, what happened."""
    found = access.plan_to_read(request.user, uid)
    keeps = permissions.is_officer_of_plan(request.user, found).ok
    seen = queries.figures_of(found)
    measures = list(queries.measures_of(found))
    day = today()
    reached = walls.reached_in(found, day.year, day)
    lagging = [one for one in reached if one.standing.code in BEHIND]
    return render(
        request,
        "plans/plan.html",
        {
            "plan": found,
            "keeps": keeps,
            "seen": seen,
            "basis": queries.basis_of(found, request.user),
            "step": following.next_step(found, seen) if keeps else None,
            "step_without": following.step_without_matching(found, seen) if keeps else None,
            "tabs": following.tabs(found, "plans:plan"),
            "lagging": len(lagging),
            "folds": len(measures) > SHOWN_AT_ONCE,
            "sections": following.grouped(measures, reached, walls.leads_of(measures)),
            "history": [
                {"at": line.at, "text": line.text, "more": line.note}
                for line in told(trail.history_within(found).order_by("-pk")[:8])
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.plan_to_keep(request.user, uid)
    form = PlanForm(request.POST or None, instance=queries.fresh(found))
    seen = int(request.POST.get("seen") or found.version) if request.POST.get("seen", "0").isdigit() else 0
    return ask(
        request,
        form,
        lambda data: actions.change_plan(plan=found, changes=form.told(), seen=seen, by=request.user),
        title=_("Settings of the plan"),
        submit=_("Save"),
        back=reverse("plans:plan", args=[uid]),
        done=_("Saved."),
        plan=found,
        seen=found.version,
        tabs=following.tabs(found, "plans:settings"),
        now_says=form.now_says() if request.method == "POST" else [],
    )


@require_POST
def put_in_force(request: HttpRequest, uid: UUID) -> HttpResponse:
    actions.put_in_force(plan=access.plan_to_keep(request.user, uid), by=request.user)
    messages.success(request, _("The plan is in force. Every unit with a part was told."))
    return redirect("plans:plan", uid)


@require_POST
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    actions.close_plan(plan=access.plan_to_keep(request.user, uid), by=request.user)
    messages.success(request, _("The plan is closed. Everything stays readable."))
    return redirect("plans:plan", uid)

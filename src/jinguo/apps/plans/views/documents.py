"""The documents of a plan: made here, kept here; and a unit's own table."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jinguo.apps.files import delivery
from jinguo.apps.plans import access, actions, following, permissions, queries
from jinguo.apps.plans.forms import TableForm
from jinguo.apps.plans.queries import documents as made


@require_safe
def documents(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What can be made of the plan, and what was made of it, by whom and when."""
    plan = access.plan_to_read(request.user, uid)
    keeps = permissions.is_officer_of_plan(request.user, plan).ok
    context = {
        "plan": plan,
        "keeps": keeps,
        "tabs": following.tabs(plan, "plans:documents"),
        "form": TableForm(units=queries.units_of(plan)) if keeps else None,
        "papers": made.papers_of(plan)[:50],
        "jobs": made.being_made(request.user, plan)[:5],
    }
    return render(request, "plans/documents.html", context)


@require_POST
def make(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Have the table made whose button was pressed; the job's page tells how far it is."""
    plan = access.plan_to_keep(request.user, uid)
    pk = request.POST.get("unit", "")
    unit = access.unit_of(plan, pk) if pk else None
    kind = request.POST.get("paper", "")
    return redirect(actions.ask_for_paper(plan=plan, kind=kind, unit=unit, by=request.user))


@require_POST
def own_table(request: HttpRequest, uid: UUID, unit: UUID) -> HttpResponse:
    """The lines of the table that are her unit's, at once."""
    part = access.own_part(request.user, uid, unit)
    taken = actions.take_own_table(
        plan=part.measure.plan, unit=part.organisation, kind=request.POST.get("paper", ""), by=request.user
    )
    return delivery.made(taken.content, taken.name, taken.mime)

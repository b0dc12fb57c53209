"""The wall of a plan, and its figures: units over time, districts side by side."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jinguo.apps.clock import today
from jinguo.apps.plans import access, following, queries
from jinguo.apps.plans.forms import WallFilter
from jinguo.apps.plans.queries import figures
from jinguo.apps.plans.queries import wall as walls
from jinguo.apps.plans.standing import CELLS

COLUMNS = 30


@require_safe
def wall(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Measures by units, each part in one word and colour."""
    plan = access.plan_to_read(request.user, uid)
    day = today()
    periods = walls.periods_of(plan)
    now = walls.period_now(periods, day)
    units = list(queries.units_of(plan).only("name", "short_name"))
    form = WallFilter(
        request.GET or None,
        periods=[(one.uid, following.period_name(one)) for one in periods],
        sections=queries.sections_of(plan),
        units=[(one.pk, one.name) for one in units],
        states=CELLS,
    )
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    period = next((one for one in periods if str(one.uid) == asked.get("period")), now)
    if not form.is_bound:
        form.initial = {"period": str(now.uid) if now else ""}
    start = request.GET.get("from", "")
    found = walls.wall(
        plan,
        period,
        day,
        section=asked.get("section", ""),
        unit=int(asked["unit"]) if asked.get("unit") else None,
        state=asked.get("state", ""),
        first=min(int(start), 10**6) if start.isdigit() else 0,
        columns=COLUMNS,
        everybody=units,
    )
    context = {
        "plan": plan,
        "tabs": following.tabs(plan, "plans:wall"),
        "form": form,
        "wall": found,
        "name": following.period_name(period) if period else "",
        "counts": [(code, found.counts[code]) for code in CELLS if found.counts[code]],
        "parts": following.pages(request, found.unit_total, COLUMNS),
    }
    return render(request, "plans/wall.html", context)


@require_safe
def unit_figures(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How every unit reported over the periods, and what districts reached side by side."""
    plan = access.plan_to_read(request.user, uid)
    year = request.GET.get("year", "")
    chosen = (
        int(year)
        if year.isdigit() and int(year) in plan.years
        else min(max(today().year, plan.first_year), plan.last_year)
    )
    heat = figures.heat(plan, chosen, today())
    context = {
        "plan": plan,
        "tabs": following.tabs(plan, "plans:figures"),
        "year": chosen,
        "years": plan.years,
        "heat": heat,
        "reached": walls.reached_in(plan, chosen, today()),
        "compared": figures.compare_units(plan, chosen),
    }
    return render(request, "plans/figures.html", context)

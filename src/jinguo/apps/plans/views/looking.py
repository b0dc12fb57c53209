"""Two looks over the whole plan: what is due by when, and units of a kind side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jinguo.apps.clock import today
from jinguo.apps.organisations import kinds
from jinguo.apps.plans import access, following, queries
from jinguo.apps.plans.forms import CompareFilter, DueFilter
from jinguo.apps.plans.queries import tallies
from jinguo.apps.plans.queries.due import STATES, due_between

MOST = 400


@require_safe
def due(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is due in a year, month by month: steps, milestones, targets, reports."""
    plan = access.plan_to_read(request.user, uid)
    day = today()
    form = DueFilter(
        request.GET or None,
        years=plan.years,
        units=[(one.pk, one.name) for one in queries.units_of(plan)],
        states=STATES,
    )
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    year = int(asked.get("year") or _year(plan.years, day))
    if not form.is_bound:
        form.initial = {"year": str(year)}
    unit = int(asked["unit"]) if asked.get("unit") else None
    found = due_between(plan, date(year, 1, 1), date(year, 12, 31), day, unit=unit)
    counts = [(code, sum(1 for one in found if one.state == code)) for code in STATES]
    if asked.get("state"):
        found = [one for one in found if one.state == asked["state"]]
    months = [
        (date(year, month, 1), list(rows))
        for month, rows in groupby(found[:MOST], key=lambda one: one.on.month)
    ]
    context = {
        "plan": plan,
        "tabs": following.tabs(plan, "plans:due"),
        "form": form,
        "year": year,
        "unit": unit or "",
        "state": asked.get("state", ""),
        "counts": [(code, n) for code, n in counts if n],
        "months": months,
        "left_out": max(0, len(found) - MOST),
    }
    return render(request, "plans/due.html", context)


@require_safe
def districts(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Units of a kind side by side in a year; districts first."""
    plan = access.plan_to_read(request.user, uid)
    day = today()
    there = tallies.kinds_in(plan)
    form = CompareFilter(request.GET or None, years=plan.years, kinds=there)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    year = int(asked.get("year") or _year(plan.years, day))
    kind = asked.get("kind") or _kind(there)
    if not form.is_bound:
        form.initial = {"year": str(year), "kind": kind}
    context = {
        "plan": plan,
        "tabs": following.tabs(plan, "plans:districts"),
        "form": form,
        "year": year,
        "kind": kind,
        "compared": tallies.compared(plan, year, kind, day),
    }
    return render(request, "plans/districts.html", context)


def _kind(there: Mapping[str, int]) -> str:
    """The kind one compares first: districts where there are two, else the kind with the most units."""
    return kinds.DISTRICT if there.get(kinds.DISTRICT, 0) > 1 else next(iter(there), "")


def _year(years: range, day: date) -> int:
    """The year one looks at first: this one, or the plan's nearest."""
    return min(max(day.year, years[0]), years[-1])

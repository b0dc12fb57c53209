"""The units in which persons of a registry work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jinguo.apps.registry import access, queries
from jinguo.apps.registry.search import breakdowns, finding
from jinguo.apps.registry.search.asking import Asked


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units in which the persons of a registry work."""
    registry = access.people.registry_for(request)
    text = request.GET.get("q", "").strip()[:60]
    rows = queries.units.units_of(registry, text)[: finding.PER_PAGE * 4]
    return render(request, "registry/units.html", {"registry": registry, "rows": rows, "text": text})


@require_safe
def unit(request: HttpRequest) -> HttpResponse:
    """One unit with its people: by tier, title and age, by name; and the names it had."""
    registry = access.people.registry_for(request)
    key = request.GET.get("unit", "").strip()[:200]
    seen = finding.look(
        registry,
        Asked.read({"unit": key, "sort": request.GET.get("sort", "")}),
        page=request.GET.get("page"),
        after=request.GET.get("after", "")[:20],
    )
    if not key or not seen.cards:
        raise access.people.nothing()
    name = seen.cards[0].unit
    context = {
        "registry": registry,
        "key": key,
        "name": name,
        "seen": seen,
        "counted": seen.counted,
        "page": seen.page,
        "women": sum(1 for row in seen.rows if row["sex"] == "F"),
        "tiers": breakdowns.by_tier(seen.rows),
        "levels": breakdowns.by_level(seen.rows),
        "ages": breakdowns.by_age(seen.rows),
        "names": queries.units.names_of(registry, name),
    }
    return render(request, "registry/unit.html", context)

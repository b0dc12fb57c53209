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
    asked = Asked.read({"unit": key, "sort": request.GET.get("sort", "")})
    seen = finding.look(
        registry,
        asked,
        page=request.GET.get("page"),
        after=request.GET.get("after", "")[:20],
    )
    if not key or not seen.cards:
        raise access.people.nothing()
    name, rows = seen.cards[0].unit, breakdowns.grouped(finding.found(registry, asked))
    tiers = breakdowns.by_tier(rows)
    context = {
        "registry": registry,
        "key": key,
        "name": name,
        "seen": seen,
        "page": seen.page,
        "following": asked.having(after=seen.onward) if seen.onward else "",
        "people": sum(row["people"] for row in rows),
        "women": breakdowns.women_in(rows),
        "tiers": tiers,
        "levels": breakdowns.by_level(rows),
        "ages": breakdowns.by_age(rows),
        "names": queries.units.names_of(registry, name),
    }
    return render(request, "registry/unit.html", context)

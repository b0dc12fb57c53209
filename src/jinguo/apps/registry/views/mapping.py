"""The registry on the map."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jinguo.apps.organisations.permissions import is_officer_of
from jinguo.apps.registry import access
from jinguo.apps.registry.search.mapping import map_of

STEP, SIZE = 64, 60


@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """Persons by administrative division; small counts only to the registry's officers."""
    registry = access.people.registry_for(request)
    guarded = not is_officer_of(request.user, registry).ok
    found = map_of(registry, request.GET.get("in", "")[:6], guarded=guarded, lang=get_language() or "zh-hans")
    tiles = [(tile, tile.x * STEP, tile.y * STEP) for tile in found.tiles]
    most = max((one.total or 0 for one in found.divisions), default=0)
    context = {
        "registry": registry,
        "map": found,
        "tiles": tiles,
        "size": SIZE,
        "most": most,
        "guarded": guarded,
    }
    return render(request, "registry/map.html", context)

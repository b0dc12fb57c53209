"""Who knows about something."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jinguo.apps.registry import access
from jinguo.apps.registry.forms.finder import FinderForm
from jinguo.apps.registry.search import availability
from jinguo.apps.registry.search.availability import Asking
from jinguo.apps.registry.search.experts import Found, Need, experts


@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """Experts for a need in words, without some units, free at a time: with the evidence, and who can't be asked and why."""
    registry = access.people.registry_for(request)
    asked = "what" in request.GET
    form = FinderForm(request.GET if asked else None)
    found = Found()
    if asked and form.is_valid():
        given = form.cleaned_data
        asking = Asking(registry, given["since"], given["until"], given["about"])
        units = tuple(filter(None, (one.strip() for one in re.split(r"[,，、;；]", given["not_unit"]))))
        found = experts(Need(given["what"], asking, units))
    context = {
        "registry": registry,
        "form": form if asked else FinderForm(initial=request.GET.dict()),
        "asked": asked and form.is_valid(),
        "found": found,
        "offers": availability.offers_for(request.user, registry),
    }
    return render(request, "registry/finder.html", context, status=422 if form.errors else 200)

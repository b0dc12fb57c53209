"""The review queue: who may be the same person, two entries side by side, a word on each."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.registry import access, actions, queries
from jinguo.apps.registry import same_person as matching
from jinguo.apps.registry.forms.people import PairForm
from jinguo.apps.registry.models import Pair

PER_PAGE = 50


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The pairs of a registry by what was said of them, the likeliest first."""
    registry = access.people.registry_for(request)
    state = request.GET.get("state", Pair.OPEN)
    state = state if state in Pair.STATES else Pair.OPEN
    rows = queries.pairs.pairs_in(registry)
    counts = queries.pairs.pair_counts(registry)
    page = Paginator(rows.filter(state=state).order_by("-probability", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    states = [
        {"label": one, "url": f"?state={one}", "current": one == state, "count": counts.get(one, 0)}
        for one in Pair.STATES
    ]
    context = {"registry": registry, "page": page, "states": states, "state": state}
    return render(request, "registry/pairs.html", context)


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look for pairs in the background."""
    registry = access.people.registry_for(request)
    job = actions.ask_to_match(organisation=registry, by=request.user)
    return redirect("jobs:status", job.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Two entries side by side, field by field; then the next pair."""
    registry = access.people.registry_for(request)
    found = access.people.pair_in(registry, uid)
    form = PairForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decided = actions.decide_pair(pair=found, organisation=registry, by=request.user, **form.cleaned_data)
        said = {
            Pair.SAME: _("They are one person now. It can be undone on her page."),
            Pair.DIFFERENT: _("They stay two persons; nobody will ask again."),
            Pair.LATER: _("Put aside."),
        }
        messages.success(request, said[decided.state])
        following = (
            queries.pairs.pairs_in(registry).filter(state=Pair.OPEN).order_by("-probability", "pk").first()
        )
        return redirect("registry:pair", following.uid) if following else redirect("registry:pairs")
    lines = matching.compared(found.left, found.right, found.evidence)
    context = {
        "registry": registry,
        "pair": found,
        "lines": lines,
        "form": form,
        "one_person": found.left.identity_id == found.right.identity_id,
    }
    return render(request, "registry/pair.html", context, status=422 if form.errors else 200)

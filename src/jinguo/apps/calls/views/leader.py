"""What those who lead an organisation see of its calls: where each stands, figures, the decided list. Nothing is written."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jinguo.apps.calls import access, following, outcome, queries


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Every call of the organisations she leads, the newest first."""
    calls = queries.with_counts(access.calls_for_leader(request.user)).order_by("-year", "-pk")
    page = Paginator(calls, 25).get_page(request.GET.get("page"))
    return render(request, "calls/leader/board.html", {"page": page})


@require_safe
def call(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One call: its stage, its figures, its categories, and the list once it is decided."""
    found = access.calls_for_leader(request.user).filter(uid=uid).first()
    if found is None:
        raise Http404
    selection = outcome.current_selection(found)
    context = {
        "call": found,
        "seen": following.figures(queries.nominations_by_state(found), queries.units_by_progress(found)),
        "stages": following.stages(found),
        "categories": queries.categories_with_counts(found),
        "selection": selection,
        "rows": outcome.decided_rows(selection) if selection else [],
        "notice": queries.standing_notice(found),
    }
    return render(request, "calls/leader/call.html", context)

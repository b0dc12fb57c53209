"""The list of an organiser's calls, and the first page of one."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jinguo.apps.audit import queries as trail
from jinguo.apps.calls import access, following, panels, queries
from jinguo.apps.calls.filters import CallFilter
from jinguo.apps.calls.views.officer.telling import SMALL_STEPS, timeline
from jinguo.apps.clock import now
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """The calls of the organisations she is an officer of."""
    mine = queries.with_counts(queries.calls_of_organiser(request.user))
    filtered = CallFilter(request.GET or None, mine)
    page = Paginator(filtered.queryset_sorted(), 25).get_page(request.GET.get("page"))
    context = {
        "filter": filtered.form,
        "page": page,
        "is_officer": bool(organisations_with(request.user, kinds.OFFICER)),
        "any": bool(page.object_list) or bool(request.GET),
    }
    return render(request, "calls/officer/list.html", context)


@require_safe
def overview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Where a call stands, and the next thing to do."""
    call = access.call_for_officer(request.user, uid)
    seen = following.figures(queries.nominations_by_state(call), queries.units_by_progress(call))
    acts = trail.history_within(call).exclude(action__in=SMALL_STEPS)[:8]
    context = {
        "call": call,
        "seen": seen,
        "step": following.next_step(call, seen, now()),
        "stages": following.stages(call),
        "tabs": following.tabs(call, "calls:overview", seen),
        "categories": queries.categories_with_counts(call),
        "history": timeline(acts, naming=True),
        "panels": panels.of(request, call),
    }
    return render(request, "calls/officer/overview.html", context)


@require_safe
def history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything that happened in a call, as sentences."""
    call = access.call_for_officer(request.user, uid)
    page = Paginator(trail.history_within(call), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "calls/officer/call_history.html",
        {
            "call": call,
            "tabs": following.tabs(call, "calls:overview"),
            "page": page,
            "history": timeline(page.object_list, naming=True),
        },
    )

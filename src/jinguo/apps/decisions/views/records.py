"""The decision records of an organiser: their chain, each with its digest, downloaded and verified."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jinguo.apps.calls.permissions import is_officer_of_call
from jinguo.apps.decisions import access, queries, verifying
from jinguo.apps.decisions.models import Decision
from jinguo.apps.files import delivery
from jinguo.engines.selection import canonical_json


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Every record that she may read, the latest first."""
    rows = queries.records_of(request.user).defer("selection__record")
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(request, "decisions/records.html", {"page": page})


@require_safe
def record(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _page(request, access.record_to_read(request.user, uid))


@require_POST
def verify(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make the decision again from its record, now."""
    decision = access.record_to_read(request.user, uid)
    return _page(request, decision, verifying.verify(decision))


@require_safe
def download(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The record as `jinguo replay` reads it: canonical JSON with its digest."""
    decision = access.record_to_read(request.user, uid)
    name = f"{decision.call.title}-decision-record-{decision.number}.json"
    return delivery.made(canonical_json(decision.selection.record), name, "application/json")


def _page(
    request: HttpRequest, decision: Decision, verified: verifying.Verified | None = None
) -> HttpResponse:
    kept = decision.selection.record
    context = {
        "decision": decision,
        "call": decision.call,
        "verified": verified,
        "around": queries.around(decision),
        "chosen": len(kept.get("adjusted", kept.get("chosen", []))),
        "candidates": len(kept.get("candidates", [])),
        "by_hand": len(kept.get("adjustments", [])),
        "versions": kept.get("versions", {}),
        "method": kept.get("digest_method", "sha256"),
        "draw": kept.get("draw"),
        "is_officer": is_officer_of_call(request.user, decision.call).ok,
    }
    return render(request, "decisions/record.html", context)

"""The rules by which the list will be made: written before the marks are opened, checked by the engine."""

from __future__ import annotations

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from jinguo.apps.calls import following
from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.models import Call
from jinguo.apps.decisions import access, ranking
from jinguo.apps.decisions.policy_forms import CarefulForm, policy_from, rows_of
from jinguo.apps.reviews.criteria import policy_in_force
from jinguo.engines import selection as engine
from jinguo.errors import Refused
from jinguo.reasons import Reason


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, uid: UUID) -> HttpResponse:
    """GET shows the rules; POST checks and keeps them."""
    call = access.call_to_decide(request.user, uid)
    prefetch_related_objects([call], "categories")
    may = call_permissions.may_set(call, "policy")
    data = request.POST if request.method == "POST" else None
    rows, careful = rows_of(call, data), CarefulForm(data, call=call)
    reasons: tuple[Reason, ...] = ()
    if data is not None and all([careful.is_valid(), *(formset.is_valid() for formset in rows.values())]):
        try:
            _keep(request, call, rows, careful)
        except Refused as refused:
            labels = ranking.labels_of(call)
            reasons = tuple(ranking.with_names(reason, {}, labels) for reason in refused.reasons)
        else:
            messages.success(request, _("The rules are kept."))
            return redirect("decisions:policy", uid)
    last = call.policy.get("last") or {}
    context = {
        "call": call,
        "tabs": following.tabs(call, "calls:setup"),
        "may": may,
        "rows": rows,
        "careful": careful,
        "reasons": reasons,
        "seated": any(category.seats is not None for category in call.categories.all()),
        "seed": last.get("draw", ""),
        "commitment": engine.commitment(last["draw"]) if last.get("draw") else "",
    }
    status = 409 if reasons else 422 if data is not None else 200
    return render(request, "decisions/policy.html", context, status=status)


def _keep(request: HttpRequest, call: Call, rows: dict[str, Any], careful: CarefulForm) -> None:
    wanted = policy_from(call, rows, careful)
    tried = copy(call)
    tried.policy = wanted
    try:
        read = policy_in_force(tried)
    except ValidationError as wrong:
        raise Refused.because("policy_refused", why=wrong.errors()[0]["msg"]) from wrong
    if problem := engine.contradiction(read):
        raise Refused(*problem)
    opening.change_call(
        call=call,
        changes={"policy": wanted, "safeguards": careful.safeguards()},
        seen_version=careful.cleaned_data["version"],
        by=request.user,
    )

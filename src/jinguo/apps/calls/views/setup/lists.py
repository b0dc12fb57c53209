"""Steps that are rows: categories, and criteria with their ties."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from jinguo.apps.calls import access, permissions
from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.forms.setup import (
    CategoryRows,
    CriterionRows,
    PolicyForm,
    SeenForm,
    TieRows,
    rearranged,
)
from jinguo.apps.calls.forms.setup.review import tie_options
from jinguo.apps.calls.views.setup import steps
from jinguo.errors import Refused


def categories(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    fixed = permissions.may_set(call, "categories")
    initial = CategoryRows.of(call) or [{}]
    data = request.POST if fixed.ok and request.method == "POST" else None
    seen, rows = SeenForm(data, call=call), CategoryRows(data, initial=initial, prefix="categories")
    if data is not None and "row" in data:
        rows = rearranged(rows, data["row"])
    elif data is not None and seen.is_valid() and rows.is_valid():
        try:
            opening.set_categories(
                call=call, rows=rows.filled, by=request.user, seen_version=seen.cleaned_data["seen_version"]
            )
            return steps.onward(request, call, "categories")
        except Refused as refused:
            seen.refuse(refused)
    context = {"seen": seen, "rows": rows, "fixed": fixed.reasons}
    return steps.page(request, call, "categories", context, status=_status(seen, rows))


def review(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    fixed = permissions.may_set(call, "criteria")
    data = request.POST if fixed.ok and request.method == "POST" else None
    options = tie_options(call, {category.nominee_kind for category in call.categories.all()})
    policy = PolicyForm(data, call=call)
    criteria = CriterionRows(data, initial=call.criteria or [{}, {}], prefix="criteria")
    ties = TieRows(data, initial=_ties_of(call.policy), prefix="ties", form_kwargs={"options": options})
    if data is not None and "row" in data:
        which, _sep, action = data["row"].partition("/")
        criteria = rearranged(criteria, action if which == "criteria" else "")
        ties = rearranged(ties, action if which == "ties" else "")
    elif data is not None and all([policy.is_valid(), criteria.is_valid(), ties.is_valid()]):
        changes = {"criteria": criteria.criteria, "policy": policy.policy(ties.ties)}
        try:
            opening.change_call(
                call=call,
                changes=changes,
                seen_version=policy.cleaned_data["seen_version"],
                by=request.user,
            )
            return steps.onward(request, call, "review")
        except Refused as refused:
            policy.refuse(refused)
    context = {
        "policy": policy,
        "criteria": criteria,
        "ties": ties,
        "fixed": fixed.reasons,
        "full_marks": float(call.full_marks),
    }
    return steps.page(request, call, "review", context, status=_status(policy, criteria, ties))


def _ties_of(policy: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"prefer": f"{column}={value}"}
        for tie in policy.get("tie", [])
        for column, value in tie["prefer"].items()
    ]


def _status(*parts: Any) -> int:
    wrong = any(
        part.is_bound and (part.errors if not hasattr(part, "forms") else not part.is_valid())
        for part in parts
    )
    return 422 if wrong else 200

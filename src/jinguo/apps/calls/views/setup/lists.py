"""Steps that are rows: categories, and criteria with their ties."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from jinguo.apps.calls import access, permissions
from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.forms.setup import (
    CategoryRows,
    CriterionRows,
    PolicyForm,
    RoundRows,
    SeenForm,
    TieRows,
    rearranged,
)
from jinguo.apps.calls.forms.setup.review import tie_options
from jinguo.apps.calls.procedure import Procedure, templates
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
    procedure = call.procedure_read
    rounds = RoundRows(data, initial=RoundRows.of(procedure), prefix="rounds")
    if data is not None and "row" in data:
        which, _sep, action = data["row"].partition("/")
        rounds = _rounds_after(rounds, action if which == "rounds" else "")
        criteria = rearranged(criteria, action if which == "criteria" else "")
        ties = rearranged(ties, action if which == "ties" else "")
    elif data is not None and all(part.is_valid() for part in (policy, rounds, criteria, ties)):
        changes = {"criteria": criteria.criteria, "policy": policy.policy(ties.ties)}
        changes["procedure"] = rounds.procedure(_template_of(data) or procedure)
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
        "rounds": rounds,
        "template": _template_key(data),
        "templates": _templates(),
        "fixed": fixed.reasons,
        "full_marks": float(call.full_marks),
    }
    return steps.page(request, call, "review", context, status=_status(policy, rounds, criteria, ties))


def _templates() -> list[tuple[str, str, str]]:
    """The usual procedures: key, name, what they are."""
    lang = get_language() or "zh-hans"
    return [(one.key, one.said(one.label, lang), one.said(one.about, lang)) for one in templates().values()]


def _template_key(data: Any) -> str:
    """The usual procedure that was asked for, just now or before on this page."""
    if data is None:
        return ""
    _which, asked, key = data.get("row", "").partition("rounds/as:")
    return key if asked else data.get("template", "")


def _template_of(data: Any) -> Procedure | None:
    return templates().get(_template_key(data))


def _rounds_after(rounds: Any, action: str) -> Any:
    """The rows rearranged, or those of a usual procedure in their place."""
    template = templates().get(action.removeprefix("as:")) if action.startswith("as:") else None
    if template is None:
        return rearranged(rounds, action)
    return RoundRows(initial=RoundRows.of(template), prefix=rounds.prefix)


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

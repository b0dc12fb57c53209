"""The calls a unit was invited to, and where a nomination begins."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jinguo.apps.calls import access, permissions, queries
from jinguo.apps.calls.actions import filling, nominating
from jinguo.apps.clock import now
from jinguo.errors import Refused

PER_PAGE = 20


@require_safe
def unit_calls(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.calls_for_units(request.user), PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.with_unit_nominations(page.object_list)
    due = {row.invitee.pk: permissions.deadline_for(row.invitee.call, row.invitee) for row in rows}
    for row in rows:
        row.due = due[row.invitee.pk]
        row.open = permissions.call_takes_nominations(row.invitee.call, row.invitee, now()).ok
    rows.sort(key=lambda row: not row.open)
    units = {row.invitee.organisation_id for row in rows}
    return render(
        request, "calls/unit/calls.html", {"page": page, "rows": rows, "several_units": len(units) > 1}
    )


@require_safe
def unit_call(request: HttpRequest, call: UUID, unit: UUID) -> HttpResponse:
    invitee = access.invitee_for_liaison(request.user, call, unit)
    filling.see(invitee=invitee)
    row = queries.with_unit_nominations([invitee])[0]
    categories = [*invitee.call.categories.all()]
    names = {category.pk: category.name for category in categories}
    return render(
        request,
        "calls/unit/call.html",
        {
            "row": row,
            "invitee": invitee,
            "call": invitee.call,
            "categories": categories,
            "specs": invitee.call.material_specs(),
            "due": permissions.deadline_for(invitee.call, invitee),
            "may_start": permissions.may_start(request.user, invitee.call, invitee, now()),
            "quotas": [(use, names.get(use.category_id, "")) for use in row.quotas],
            "used_up": bool(row.quotas) and all(use.left == 0 for use in row.quotas),
            "token": uuid4(),
        },
    )


@require_POST
def unit_start(request: HttpRequest, call: UUID, unit: UUID) -> HttpResponse:
    """The form carries the draft's identity, so that a double click begins one draft."""
    invitee = access.invitee_for_liaison(request.user, call, unit)
    category = invitee.call.categories.filter(uid=_uuid(request.POST.get("category"))).first()
    if category is None:
        raise Refused.because("category_not_chosen")
    nomination = nominating.start_nomination(
        invitee=invitee, category=category, by=request.user, uid=_uuid(request.POST.get("token"))
    )
    return redirect("calls:unit_nomination", uid=nomination.uid)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None

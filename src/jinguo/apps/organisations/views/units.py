"""Units: the list, one unit with its people, its details and the names it had."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinguo.apps.organisations import access, actions, kinds, permissions, queries
from jinguo.apps.organisations.forms import (
    ClosingForm,
    FormerNameForm,
    InvitePersonForm,
    UnitForm,
    UnitsFilter,
)
from jinguo.apps.organisations.models import Organisation
from jinguo.errors import Refused

PAGE = 50


def units(request: HttpRequest) -> HttpResponse:
    """All units, found by name, pinyin, initials or code."""
    every = access.all_units(request.user)
    filters = UnitsFilter(request.GET or None)
    closed = filters.is_bound and filters.is_valid() and filters.cleaned_data["state"] == "closed"
    found = queries.with_people(every.filter(is_active=not closed))
    if filters.is_bound and filters.is_valid():
        found = queries.matching(found, filters.cleaned_data["q"])
        if filters.cleaned_data["kind"]:
            found = found.filter(kind=filters.cleaned_data["kind"])
        if filters.cleaned_data["liaison"]:
            found = (
                found.filter(liaisons=0)
                if filters.cleaned_data["liaison"] == "none"
                else found.filter(liaisons__gt=0)
            )
    context = {
        "filter": filters,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "any": every.exists(),
        "may_add": queries.keeps(request.user).exists(),
    }
    return render(request, "organisations/list.html", context)


def unit(request: HttpRequest, uid: UUID) -> HttpResponse:
    return unit_page(request, access.unit_for_reader(request.user, uid))


def unit_page(request: HttpRequest, unit: Organisation, *, status: int = 200, **shown: Any) -> HttpResponse:
    """One unit; its people and invitations for those who keep it."""
    manages = bool(permissions.may_manage(request.user, unit))
    roles = [role for role in _offered(unit) if permissions.may_give(request.user, unit, role)]
    context = {
        "unit": unit,
        "manages": manages,
        "former_names": list(unit.former_names.order_by("-until", "name")),
        "children": list(queries.units_below(unit)[:12]),
        "children_count": queries.units_below(unit).count(),
        "crumbs": _crumbs(request, unit.name),
        "may_close": permissions.may_close(request.user, unit),
    }
    if manages:
        context |= {
            "people": list(queries.people_of(unit)),
            "invitations": list(queries.open_invitations(unit)),
            "invite_form": InvitePersonForm(roles=roles),
            "former_form": FormerNameForm(),
        }
    return render(request, "organisations/unit.html", {**context, **shown}, status=status)


def add(request: HttpRequest) -> HttpResponse:
    parents = access.parent_for_new_unit(request.user)
    form = UnitForm(
        request.POST or None, parents=parents, initial={"parent": request.acting, "kind": kinds.SOCIETY}
    )
    if form.is_valid():
        said = dict(form.cleaned_data)
        made = actions.add_unit(parent=said.pop("parent"), by=request.user, **said)
        _warn(request, form)
        messages.success(request, _("Registered. Now invite its liaison."))
        return redirect("organisations:unit", made.uid)
    return render(
        request,
        "organisations/edit.html",
        {"form": form, "crumbs": _crumbs(request, _("Register a unit"))},
        status=422 if form.errors else 200,
    )


def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    unit = access.unit_for_manager(request.user, uid)
    parents = queries.parents_for(request.user, unit)
    form = UnitForm(request.POST or None, instance=unit, parents=parents)
    if form.is_valid():
        if changes := form.changes():
            actions.change_organisation(organisation=unit, changes=changes, by=request.user)
        _warn(request, form)
        messages.success(request, _("Saved."))
        return redirect("organisations:unit", unit.uid)
    context = {"form": form, "unit": unit, "crumbs": _crumbs(request, unit.name)}
    return render(request, "organisations/edit.html", context, status=422 if form.errors else 200)


def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Close a unit that no longer exists, or take that back; either with the reason."""
    unit = access.unit_to_close(request.user, uid)
    form = ClosingForm(request.POST or None)
    if form.is_valid():
        act = actions.close_unit if unit.is_active else actions.reopen_unit
        act(organisation=unit, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(
            request, _("The unit is open again.") if unit.is_active else _("The unit is closed.")
        )
        return redirect("organisations:unit", unit.uid)
    context = {"form": form, "unit": unit, "crumbs": _crumbs(request, unit.name)}
    return render(request, "organisations/close.html", context, status=422 if form.errors else 200)


@require_POST
def add_former_name(request: HttpRequest, uid: UUID) -> HttpResponse:
    unit = access.unit_for_manager(request.user, uid)
    form = FormerNameForm(request.POST)
    if not form.is_valid():
        return unit_page(request, unit, status=422, former_form=form)
    actions.add_former_name(organisation=unit, by=request.user, **form.cleaned_data)
    return redirect(reverse("organisations:unit", args=[unit.uid]) + "#names")


@require_POST
def remove_former_name(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    former = access.former_name_for_manager(request.user, uid, pk)
    actions.remove_former_name(former=former, by=request.user)
    return redirect(reverse("organisations:unit", args=[uid]) + "#names")


@require_POST
def end_role(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    membership = access.membership_for_manager(request.user, uid, pk)
    try:
        actions.end_role(membership=membership, by=request.user)
        messages.success(request, _("%(name)s no longer holds this role.") % {"name": membership.user})
    except Refused as refused:
        return unit_page(request, membership.organisation, status=409, refused=refused.reasons)
    return redirect("organisations:unit", uid)


def _offered(unit: Organisation) -> tuple[str, ...]:
    """The roles in the order in which this kind of unit needs them."""
    if unit.kind in (kinds.FEDERATION, kinds.ASSOCIATION):
        return (kinds.OFFICER, kinds.EXPERT, kinds.LEADER, kinds.LIAISON, kinds.ADMIN, kinds.AUDITOR)
    return (kinds.LIAISON, kinds.OFFICER, kinds.EXPERT, kinds.LEADER, kinds.ADMIN)


def _warn(request: HttpRequest, form: UnitForm) -> None:
    for warning in form.warnings:
        messages.warning(request, warning)


def _crumbs(request: HttpRequest, last: str) -> list[tuple[str, str]]:
    if not permissions.sees_all_units(request.user):
        return []
    return [(_("Units"), reverse("organisations:list")), (last, "")]

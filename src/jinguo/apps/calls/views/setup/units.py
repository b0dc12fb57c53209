"""Who may nominate, and how many: quotas, invitations, and the plan that is shown before anything is done."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jinguo.apps.calls import access, queries, setting_up
from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.forms.setup import InviteForm, QuotaRows, SeenForm, UnitsFilter, rearranged
from jinguo.apps.calls.forms.setup.rows import initial_quotas, invited_names
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.views.setup import steps
from jinguo.apps.organisations import actions as organisations
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.queries import by_names, matching, units_in_use
from jinguo.errors import Refused

PAGE = 50


def units(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Quotas above, the invited units below."""
    call = access.call_for_officer(request.user, uid)
    data = request.POST if request.method == "POST" else None
    found = setting_up.of(call)
    seen = SeenForm(data, call=call)
    rows = QuotaRows(
        data,
        initial=initial_quotas(found.quotas, found.invited_kinds),
        prefix="quotas",
        form_kwargs={"categories": found.categories},
    )
    if data is not None and "row" in data:
        rows = rearranged(rows, data["row"])
    elif data is not None and seen.is_valid() and rows.is_valid():
        try:
            opening.set_quotas(
                call=call, rows=rows.quotas, by=request.user, seen_version=seen.cleaned_data["seen_version"]
            )
            return steps.onward(request, call, "units")
        except Refused as refused:
            seen.refuse(refused)
    filters = UnitsFilter(request.GET or None)
    context = {
        "seen": seen,
        "rows": rows,
        "is_proposal": not found.quotas and bool(found.invited_kinds),
        "names": invited_names(call),
        "filter": filters,
        "page": Paginator(_invited(call, filters), PAGE).get_page(request.GET.get("page")),
    }
    wrong = data is not None and rows.is_bound and not (seen.is_valid() and rows.is_valid())
    return steps.page(
        request, call, "units", context, status=422 if wrong or seen.errors else 200, found=found
    )


def invite(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Choose units in one of three ways; then the plan."""
    call = access.call_for_officer(request.user, uid)
    candidates = units_in_use().exclude(pk=call.organiser_id)
    counts = _counted(candidates.values_list("kind", flat=True))
    form = InviteForm(request.POST or None, counts=counts)
    if request.method == "POST" and form.is_valid():
        chosen = list(candidates.filter(uid__in=request.POST.getlist("chosen")))
        chosen += candidates.filter(kind__in=form.cleaned_data["kinds"])
        named = by_names(form.typed_names, candidates)
        return _plan(request, call, [*chosen, *named.found.values()], named)
    filters = UnitsFilter(request.GET or None)
    found = _filtered(candidates, filters)
    context = {
        "form": form,
        "filter": filters,
        "searched": bool(request.GET),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "there": set(call.invitees.values_list("organisation_id", flat=True)),
    }
    return steps.page(request, call, "units", context, template="calls/setup/invite.html")


@require_POST
def invite_confirmed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Do what the plan said: invite these units, and register those that were not found where she asked for it."""
    call = access.call_for_officer(request.user, uid)
    chosen = list(units_in_use().filter(uid__in=request.POST.getlist("unit")))
    kind = request.POST.get("register_as", "")
    if kind in kinds.KINDS:
        chosen += organisations.register_units(
            names=request.POST.getlist("unknown"), kind=kind, parent=call.organiser, by=request.user
        )
    fresh = opening.invite(call=call, organisations=chosen, by=request.user)
    count = len(fresh)
    messages.success(
        request, ngettext("%(count)d unit invited.", "%(count)d units invited.", count) % {"count": count}
    )
    return redirect("calls:setup_units", call.uid)


@require_POST
def uninvite(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take invitations back; units that have begun keep theirs, and are named."""
    call = access.call_for_officer(request.user, uid)
    chosen = list(
        call.invitees.filter(organisation__uid__in=request.POST.getlist("chosen")).select_related(
            "organisation", "call"
        )
    )
    begun = set(call.nominations.values_list("unit_id", flat=True))
    going = [invitee for invitee in chosen if invitee.organisation_id not in begun]
    staying = [invitee.organisation.name for invitee in chosen if invitee.organisation_id in begun]
    if "confirmed" not in request.POST:
        context = {"going": going, "staying": staying}
        return steps.page(request, call, "units", context, template="calls/setup/uninvite.html")
    count = opening.uninvite_all(invitees=going, by=request.user)
    messages.success(
        request,
        ngettext("%(count)d invitation taken back.", "%(count)d invitations taken back.", count)
        % {"count": count},
    )
    return redirect("calls:setup_units", call.uid)


def _plan(request: HttpRequest, call: Call, units: list[Organisation], named: Any) -> HttpResponse:
    there = set(call.invitees.values_list("organisation_id", flat=True))
    wanted = {unit.pk: unit for unit in units}
    fresh = [unit for pk, unit in wanted.items() if pk not in there]
    context = {
        "fresh": sorted(fresh, key=lambda unit: unit.pinyin_key),
        "already": [unit for pk, unit in wanted.items() if pk in there],
        "named": named,
        "kinds": kinds.KINDS,
        "back": reverse("calls:setup_invite", args=[call.uid]),
    }
    return steps.page(request, call, "units", context, template="calls/setup/invite_plan.html")


def _invited(call: Call, filters: UnitsFilter) -> Any:
    units = _filtered(queries.invited_units(call), filters)
    return queries.with_progress(call.invitees.filter(organisation__in=units)).order_by(
        "organisation__pinyin_key", "pk"
    )


def _filtered(units: Any, filters: UnitsFilter) -> Any:
    if filters.is_bound and filters.is_valid():
        units = matching(units, filters.cleaned_data["q"])
        if filters.cleaned_data["kind"]:
            units = units.filter(kind=filters.cleaned_data["kind"])
    return units


def _counted(values: Any) -> dict[str, int]:
    counted = Counter(values)
    return {kind: counted[kind] for kind in kinds.KINDS if counted[kind]}

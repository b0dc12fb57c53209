"""The invited units of a call: how far they are, reminders, extensions."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jinguo.apps.calls import access, following, queries, tables
from jinguo.apps.calls.actions import checking
from jinguo.apps.calls.filters import UnitFilter
from jinguo.apps.calls.forms.officer import ExtendForm, RemindForm
from jinguo.apps.calls.models import Call, Invitee
from jinguo.apps.calls.permissions import deadline_for
from jinguo.apps.calls.quotas import QuotaUse, usage
from jinguo.apps.calls.states import MISSING
from jinguo.apps.calls.views.officer.answers import is_piece
from jinguo.apps.files import delivery
from jinguo.apps.outbox.writing import write
from jinguo.errors import Refused
from jinguo.standards.dates import closing_instant

PER_PAGE = 50


@require_safe
def units(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Every invited unit with its progress, quota, liaison and last reminder."""
    call = access.call_for_officer(request.user, uid)
    filtered = _filtered(request, call)
    page = Paginator(filtered.queryset_sorted(), PER_PAGE).get_page(request.GET.get("page"))
    rows = _with_quota(call, list(page.object_list))
    context = {"call": call, "page": page, "rows": rows, "query": request.GET.urlencode()}
    if is_piece(request, "units"):
        return render(request, "calls/officer/_units.html", context)
    seen = following.figures({}, queries.units_by_progress(call))
    context |= {
        "filter": filtered.form,
        "seen": seen,
        "tabs": following.tabs(call, "calls:units"),
    }
    return render(request, "calls/officer/units.html", context)


@require_safe
def units_table(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is filtered, as an .xlsx."""
    call = access.call_for_officer(request.user, uid)
    rows = _with_quota(call, list(_filtered(request, call).queryset_sorted()))
    content = tables.of_units(call, rows, get_language() or "zh-hans")
    name = _("%(call)s units.xlsx") % {"call": call.title}
    return delivery.made(content, name, delivery.XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def units_remind(request: HttpRequest, uid: UUID) -> HttpResponse:
    """First what a reminder would do: who, who not and why, and its text; then, confirmed, the reminder."""
    call = access.call_for_officer(request.user, uid)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(call, asked.get("who", ""), asked.getlist("chosen"))
    form = RemindForm(request.POST or None)
    problems = ()
    if request.method == "POST" and form.is_valid():
        try:
            plan = checking.remind(
                call=call, invitees=chosen, by=request.user, note=form.cleaned_data["note"]
            )
        except Refused as refused:
            problems = refused.reasons
        else:
            count = len(plan.going_to)
            messages.success(
                request,
                ngettext("%(count)s unit was reminded.", "%(count)s units were reminded.", count)
                % {"count": count},
            )
            return redirect("calls:units", uid)
    plan = checking.plan_reminder(call, chosen)
    context = {
        "call": call,
        "tabs": following.tabs(call, "calls:units"),
        "plan": plan,
        "form": form,
        "reasons": problems,
        "chosen": [row.pk for row in chosen] if asked.get("who") != "missing" else [],
        "who": asked.get("who", ""),
        "preview": _preview(call, plan, str(form["note"].value() or "")),
    }
    return render(request, "calls/officer/remind.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """Give one unit until a later day, with a reason."""
    invitee = access.invitee_for_officer(request.user, uid, pk)
    call = access.call_for_officer(request.user, uid)
    invitee.call = call
    form = ExtendForm(request.POST or None)
    problems = ()
    if request.method == "POST" and form.is_valid():
        until = closing_instant(form.cleaned_data["until"], call.organiser.zone)
        try:
            checking.extend(invitee=invitee, until=until, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refused:
            problems = refused.reasons
        else:
            messages.success(
                request, _("%(unit)s has been given more time.") % {"unit": invitee.organisation}
            )
            return redirect("calls:units", uid)
    context = {
        "call": call,
        "invitee": invitee,
        "due": deadline_for(call, invitee),
        "form": form,
        "reasons": problems,
        "tabs": following.tabs(call, "calls:units"),
    }
    return render(request, "calls/officer/extend.html", context)


def _filtered(request: HttpRequest, call: Call) -> UnitFilter:
    return UnitFilter(request.GET or None, queries.with_progress(call.invitees.all()))


def _chosen(call: Call, who: str, chosen: Iterable[str]) -> list[Invitee]:
    rows: QuerySet[Invitee] = queries.with_progress(call.invitees.all()).order_by(
        "organisation__pinyin_key", "pk"
    )
    if who == "missing":
        return list(rows.filter(progress__in=MISSING))
    return list(rows.filter(pk__in=[int(pk) for pk in chosen if pk.isdecimal()]))


def _with_quota(call: Call, rows: list[Invitee]) -> list[Invitee]:
    """Puts ``limit`` and ``used`` of each unit's quota, and its own ``due``, beside its row."""
    quotas = list(call.quotas.all())
    used = queries.places_used(call, [row.organisation_id for row in rows])
    for row in rows:
        unit = row.organisation
        uses = usage(quotas, used[unit.pk], unit_id=unit.pk, unit_kind=unit.kind)
        row.limit = _limit([use for use in uses if use.scope != "total"])
        row.used = len(used[unit.pk])
        row.due = deadline_for(call, row)
    return rows


def _limit(uses: list[QuotaUse]) -> int | None:
    """How many the unit may nominate altogether; None where nothing limits it."""
    overall = [use.limit for use in uses if use.category_id is None]
    return min(overall) if overall else sum(use.limit for use in uses) if uses else None


def _preview(call: Call, plan: checking.ReminderPlan, note: str) -> list[object]:
    """The messages as the units will read them: one of each kind that goes out."""
    seen: dict[str, object] = {}
    for row in plan.going_to:
        code, params = checking.reminder(call, row, note)
        if code not in seen:
            seen[code] = write(code, params, lang=get_language() or "zh-hans")
    return list(seen.values())

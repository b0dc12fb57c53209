"""The nominations handed in to a call, as a list and as a table file."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from jinguo.apps.calls import access, following, queries, tables
from jinguo.apps.calls.actions import checking
from jinguo.apps.calls.filters import NominationFilter
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.views.officer.answers import is_piece
from jinguo.apps.files import delivery

PER_PAGE = 50


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def nominations(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything handed in: filtered, searched, sorted, fifty to a page."""
    call = access.call_for_officer(request.user, uid)
    filtered = _filtered(request, call)
    page = Paginator(filtered.queryset_sorted(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"call": call, "page": page, "query": request.GET.urlencode()}
    if is_piece(request, "nominations"):
        return render(request, "calls/officer/_nominations.html", context)
    context |= {
        "filter": filtered.form,
        "sort": request.GET.get("sort") or "-handed_in",
        "orders": _orders(),
        "tabs": following.tabs(call, "calls:nominations"),
    }
    return render(request, "calls/officer/nominations.html", context)


@require_safe
def nominations_table(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is filtered, as an .xlsx with the form's values. That it went out is recorded."""
    call = access.call_for_officer(request.user, uid)
    rows = list(_filtered(request, call).queryset_sorted())
    content = tables.of_nominations(call, rows, get_language() or "zh-hans")
    checking.record_export(call=call, what="export_nominations", count=len(rows), by=request.user)
    name = _("%(call)s nominations.xlsx") % {"call": call.title}
    return delivery.made(content, name, delivery.XLSX)


def _filtered(request: HttpRequest, call: Call) -> NominationFilter:
    return NominationFilter(request.GET or None, queries.handed_in(call), call=call)


def _orders() -> list[tuple[str, str]]:
    return [
        ("-handed_in", _("latest first")),
        ("number", _("receipt")),
        ("name", _("pinyin of the name")),
        ("strokes", _("strokes of the surname")),
        ("unit", _("nominating unit")),
        ("category", _("category")),
    ]

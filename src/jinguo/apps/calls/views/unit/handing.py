"""Handing in, taking back, throwing away; the receipt, the history, the form on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.audit import queries as trail
from jinguo.apps.audit import sentences
from jinguo.apps.calls import access, permissions, queries, readiness
from jinguo.apps.calls.actions import nominating, printing
from jinguo.apps.calls.models import Material
from jinguo.apps.calls.views.unit.filling import save_posted, show, shown_in_full
from jinguo.apps.clock import now
from jinguo.apps.files import delivery
from jinguo.engines.forms import display
from jinguo.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Save what the page held, then hand it in. What stands in the way is listed with the way to each
    place.

    Asked for by its address, as after a reload, it leads back to the nomination.
    """
    found = access.nomination_for_liaison(request.user, uid)
    if request.method != "POST":
        return redirect("calls:unit_nomination", uid=found.uid)
    outcome = save_posted(request, found) if found.state in permissions.EDITABLE else None
    if outcome and (outcome.clashes or outcome.unsaved):
        found.refresh_from_db()
        return show(
            request,
            found,
            status=409,
            opened=shown_in_full(request, found),
            clashes=outcome.clashes,
            unsaved=outcome.unsaved,
            refused=outcome.refused,
        )
    try:
        found = nominating.hand_in(nomination=found, by=request.user)
    except Refused as refused:
        found = access.nomination_for_liaison(request.user, uid)
        return show(request, found, status=409, refused=refused.reasons, tried=True, with_missing=True)
    return redirect("calls:unit_receipt", uid=found.uid)


@require_POST
def take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.nomination_for_liaison(request.user, uid)
    nominating.take_back(nomination=found, by=request.user)
    messages.success(
        request, _("Taken back. Change it and hand it in again before the date; its number is kept.")
    )
    return redirect("calls:unit_nomination", uid=found.uid)


@require_POST
def discard(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.nomination_for_liaison(request.user, uid)
    call, unit = found.call.uid, found.unit.uid
    nominating.discard_draft(nomination=found, by=request.user)
    messages.success(request, _("The draft was thrown away."))
    return redirect("calls:unit_call", call=call, unit=unit)


@require_safe
def receipt(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.nomination_for_liaison(request.user, uid)
    if not found.is_handed_in:
        return redirect("calls:unit_nomination", uid=found.uid)
    invitee = queries.invitee_of(found.call, found.unit_id)
    files = found.materials.select_related("file").exclude(spec_key="")
    labels = {spec.key: spec.label for spec in found.call.material_specs()}
    labels[Material.STAMPED_FORM] = _("Stamped form (scan)")
    return render(
        request,
        "calls/unit/receipt.html",
        {
            "nomination": found,
            "call": found.call,
            "files": [(labels.get(one.spec_key, one.spec_key), one.file) for one in files],
            "code": readiness.print_code(readiness.said_of_her(found, queries.values_of(found))),
            "take_back": permissions.may_take_back(request.user, found, invitee, now()),
            "due": permissions.deadline_for(found.call, invitee),
        },
    )


@require_safe
def history(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.nomination_for_liaison(request.user, uid)
    page = Paginator(trail.history_of(found), 50).get_page(request.GET.get("page"))
    lines = _gathered(sentences.told(page.object_list))
    return render(
        request,
        "calls/unit/history.html",
        {"nomination": found, "call": found.call, "page": page, "lines": lines},
    )


def _gathered(lines: list[sentences.Line]) -> list[dict[str, Any]]:
    """One line for what was done again and again: a text that is saved while it is typed is one act to
    a reader.
    """
    shown: list[dict[str, Any]] = []
    for line in lines:
        if shown and shown[-1]["text"] == line.text and not line.note:
            shown[-1]["times"] += 1
        else:
            shown.append({"at": line.at, "text": line.text, "more": line.note, "times": 1})
    for one in shown:
        if one["times"] > 1:
            one["more"] = _("%(times)s times") % {"times": one["times"]}
    return shown


@require_safe
def print_view(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The form to be read or printed from the browser; sensitive values masked, the Word form has them
    in full.
    """
    found = access.nomination_for_liaison(request.user, uid)
    values = queries.values_of(found)
    spec = queries.spec_of(found)
    lang = get_language() or "zh-hans"
    pairs = [(field, display(field, values.get(field.key), lang, masked=True)) for field in spec.fields]
    code = readiness.print_code(readiness.said_of_her(found, values))
    return render(
        request,
        "calls/unit/print.html",
        {"nomination": found, "call": found.call, "spec": spec, "pairs": pairs, "code": code},
    )


@require_POST
def word_form(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.nomination_for_liaison(request.user, uid)
    content, name = printing.print_form(nomination=found, by=request.user)
    return delivery.made(content, name, delivery.DOCX)

"""The nomination on one page: shown, saved field by field or all at once, moved to another category."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinguo.apps.calls import access, qualifying, queries
from jinguo.apps.calls.actions import filling, nominating
from jinguo.apps.calls.forms.unit import names_in, seen_version, typed
from jinguo.apps.calls.models import Nomination
from jinguo.apps.calls.views.unit.page import context_of, with_the_rest
from jinguo.apps.clock import now
from jinguo.engines.forms import Field
from jinguo.errors import Refused


@require_safe
def nomination(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.nomination_for_liaison(request.user, uid)
    return show(request, found)


def show(request: HttpRequest, found: Nomination, status: int = 200, **more: Any) -> HttpResponse:
    """The page: to fill in while that is allowed, to read afterwards."""
    extra = {key: more.pop(key) for key in ("refused", "tried") if key in more}
    context = with_the_rest(request, context_of(request, found, **more)) | extra
    editable = context["may_edit"].ok or more.get("unsaved")
    template = "calls/unit/nomination.html" if editable else "calls/unit/read.html"
    return render(request, template, context, status=status)


def asked_of(found: Nomination) -> list[Field]:
    """Everything the page asks: the form's fields and the questions of eligibility."""
    return [*queries.spec_of(found).fields, *qualifying.questions(found)]


def save_posted(request: HttpRequest, found: Nomination) -> filling.Outcome:
    """Save every field that the post speaks of."""
    posted = names_in(asked_of(found), request.POST)
    return filling.save_fields(
        nomination=found,
        typed={one.key: (typed(one, request.POST), seen_version(request.POST, one.key)) for one in posted},
        by=request.user,
    )


def shown_in_full(request: HttpRequest, found: Nomination) -> set[str]:
    """The sensitive fields that the page that posts had open: their answer stays open too."""
    return {one.key for one in names_in(queries.spec_of(found).fields, request.POST)}


@require_POST
def save(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Save what was posted: one field for a script, the whole form without one."""
    found = access.nomination_for_liaison(request.user, uid)
    outcome = save_posted(request, found)
    found.refresh_from_db()
    if request.headers.get("X-Requested-With"):
        return _told(request, found, outcome)
    if outcome.clashes or outcome.unsaved:
        return show(
            request,
            found,
            status=409,
            opened=shown_in_full(request, found),
            clashes=outcome.clashes,
            unsaved=outcome.unsaved,
            refused=outcome.refused,
        )
    messages.success(request, _("Saved."))
    return redirect("calls:unit_nomination", uid=found.uid)


def _told(request: HttpRequest, found: Nomination, outcome: filling.Outcome) -> JsonResponse:
    """For the page's script: each field's piece anew, and the panel beside."""
    touched = {*outcome.saved, *outcome.clashes}
    context = context_of(request, found, opened=touched, clashes=outcome.clashes, unsaved=None, only=touched)
    context["scripted"] = True
    fields = {
        entry.key: {
            "state": "conflict" if entry.conflict else "saved",
            "version": entry.version,
            "found": render_to_string("calls/unit/_found.html", context | {"entry": entry}, request),
            "html": render_to_string("calls/unit/_field.html", context | {"entry": entry}, request)
            if entry.conflict or entry.key not in request.POST.get("key", "").split(",")
            else "",
        }
        for entry in [*context["entries"], *(asked for _, asked in context["rules"] if asked)]
        if entry.key in touched
    }
    refused = (
        render_to_string("refused_fragment.html", {"reasons": outcome.refused}, request)
        if outcome.refused
        else ""
    )
    return JsonResponse(
        {
            "fields": fields,
            "refused": refused,
            "unsaved": [*outcome.unsaved],
            "name": str(found),
            "eligibility": render_to_string("calls/unit/_eligibility.html", context, request),
            "panel": render_to_string("calls/unit/_panel.html", context, request),
            "at": localtime(now()).strftime("%H:%M"),
        },
        status=409 if outcome.refused else 200,
    )


@require_POST
def open_field(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one masked value in full, on the record. Without scripts the whole form comes along and is
    saved first.
    """
    found = access.nomination_for_liaison(request.user, uid)
    key = request.POST.get("open", "")
    outcome = save_posted(request, found)
    filling.open_sensitive(nomination=found, key=key, by=request.user)
    found.refresh_from_db()
    if request.headers.get("X-Requested-With"):
        context = context_of(request, found, opened={key}, only={key})
        if not context["entries"]:
            raise Refused.because("no_such_field", field=key[:60])
        html = render_to_string("calls/unit/_field.html", context | {"entry": context["entries"][0]}, request)
        return JsonResponse({"html": html})
    return show(
        request,
        found,
        opened={key},
        clashes=outcome.clashes,
        unsaved=outcome.unsaved,
        refused=outcome.refused,
    )


@require_POST
def category(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.nomination_for_liaison(request.user, uid)
    chosen = found.call.categories.filter(pk=_number(request.POST.get("category"))).first()
    if chosen is None:
        raise Refused.because("category_not_chosen")
    if chosen.pk != found.category_id:
        nominating.change_category(nomination=found, category=chosen, by=request.user)
        messages.success(request, _("The category was changed."))
    return redirect(reverse("calls:unit_nomination", args=[found.uid]))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else 0

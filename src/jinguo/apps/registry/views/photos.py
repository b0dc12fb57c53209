"""A person's photo, brought and taken away by her keeper or by herself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.apps.organisations.forms import sentence
from jinguo.apps.registry import access, actions, queries
from jinguo.apps.registry.forms.photos import OwnPhotoForm, PhotoForm
from jinguo.apps.registry.rights.consent_texts import PHOTO, purposes
from jinguo.errors import Refused

_FIELD_OF = {"photo_needs_consent": "agreed", "photo_needs_her_word": "source"}


@require_http_methods(["GET", "HEAD", "POST"])
def put(request: HttpRequest, uid: UUID) -> HttpResponse:
    registry = access.people.registry_for(request)
    identity, entries = access.people.person_in(registry, uid)
    form = PhotoForm(*_posted(request))
    refused = False
    if request.method == "POST" and form.is_valid():
        brought = form.cleaned_data["photo"]
        try:
            actions.put_photo(
                entry=entries[-1],
                organisation=registry,
                stream=brought,
                name=brought.name,
                source=form.cleaned_data["source"],
                by=request.user,
            )
            messages.success(request, _("The photo stands on her page."))
            return redirect("registry:person", identity.uid)
        except Refused as wrong:
            refused = _say_beside(form, wrong)
    context = {
        "identity": identity,
        "name": entries[-1].name,
        "form": form,
        "photo": queries.photos.photo_of(entries),
    }
    return render(request, "registry/photo.html", context, status=_status(form, refused))


@require_POST
def take_away(request: HttpRequest, uid: UUID) -> HttpResponse:
    registry = access.people.registry_for(request)
    identity, entries = access.people.person_in(registry, uid)
    if actions.take_photo_away(entries=entries, organisation=registry, by=request.user):
        messages.success(request, _("The photo is gone."))
    return redirect("registry:person", identity.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def put_own(request: HttpRequest) -> HttpResponse:
    hers = access.rights.own_claim(request)
    lang = get_language() or "zh-hans"
    form = OwnPhotoForm(*_posted(request))
    refused = False
    if request.method == "POST" and form.is_valid():
        brought = form.cleaned_data["photo"]
        try:
            actions.put_own_photo(
                claim=hers, stream=brought, name=brought.name, lang=lang, agreed=form.cleaned_data["agreed"]
            )
            messages.success(request, _("Your photo stands on your page."))
            return redirect("rights:mine")
        except Refused as wrong:
            refused = _say_beside(form, wrong)
    context = {
        "tab": "mine",
        "form": form,
        "photo": queries.photos.photo_of(queries.rights.entries_of(hers)),
        "text": purposes()[PHOTO].text(lang),
    }
    return render(request, "registry/mine/photo.html", context, status=_status(form, refused))


@require_POST
def take_own_away(request: HttpRequest) -> HttpResponse:
    if actions.take_own_photo_away(claim=access.rights.own_claim(request)):
        messages.success(request, _("The photo is gone."))
    return redirect("rights:mine")


def _posted(request: HttpRequest) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _say_beside(form: PhotoForm | OwnPhotoForm, refused: Refused) -> bool:
    """Say beside its field why a photo was not taken."""
    for reason in refused.reasons:
        form.add_error(_FIELD_OF.get(reason.code, "photo"), sentence(reason))
    return True


def _status(form: PhotoForm | OwnPhotoForm, refused: bool) -> int:
    return 409 if refused else 422 if form.errors else 200

"""The first page: from a preset, from an earlier call, or from nothing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jinguo.apps.calls import access, presets, queries
from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.forms.setup import CopyForm, NewCallForm
from jinguo.apps.clock import today

_EARLIER = 6


def new(request: HttpRequest) -> HttpResponse:
    """Three ways to begin; the acting organisation becomes the organiser."""
    organiser = access.organiser_of(request.user, request.acting)
    preset = _preset(request)
    form = NewCallForm(request.POST or None, initial=_suggested(preset))
    if form.is_valid():
        said = {**form.cleaned_data, "organiser": organiser, "by": request.user}
        if preset:
            call = opening.create_from_preset(preset=preset, **said)
            messages.success(
                request, _("Everything of the sample is in place. Set the last day, then check and open.")
            )
            return redirect("calls:setup_dates", call.uid)
        call = opening.create_call(**said)
        return redirect("calls:setup_basics", call.uid)
    lang = get_language() or "zh-hans"
    context = {
        "form": form,
        "preset": preset,
        "chosen": "preset" in request.GET,
        "preset_name": preset.said(preset.name, lang) if preset else "",
        "organiser": organiser,
        "presets": [
            {"key": p.key, "name": p.said(p.name, lang), "about": p.said(p.about, lang)}
            for p in presets.all_presets().values()
        ],
        "earlier": list(queries.calls_of_organiser(request.user).filter(organiser=organiser)[:_EARLIER]),
    }
    return render(request, "calls/setup/new.html", context, status=422 if form.errors else 200)


def copy(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    year = max(today().year, call.year + 1)
    title = call.title.replace(str(call.year), str(year))
    form = CopyForm(request.POST or None, initial={"title": title, "year": year})
    if form.is_valid():
        made = opening.copy_call(call=call, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("Copied with everything but the dates. Set the last day, then check and open.")
        )
        return redirect("calls:setup_dates", made.uid)
    return render(
        request, "calls/setup/copy.html", {"form": form, "call": call}, status=422 if form.errors else 200
    )


def _preset(request: HttpRequest) -> presets.Preset | None:
    key = request.GET.get("preset", "")
    if not key:
        return None
    if key not in presets.all_presets():
        raise Http404
    return presets.all_presets()[key]


def _suggested(preset: presets.Preset | None) -> dict[str, object]:
    year = today().year
    return {"year": year, "title": preset.title.replace("{year}", str(year)) if preset else ""}

"""The steps as the pages show them, and what every step's page has in common."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.apps.calls import setting_up
from jinguo.apps.calls.models import Call

TITLES = {
    "basics": (gettext_lazy("Title and notice"), "file-text"),
    "dates": (gettext_lazy("Dates"), "calendar-event"),
    "categories": (gettext_lazy("Categories"), "tag"),
    "units": (gettext_lazy("Units and quotas"), "building-community"),
    "form": (gettext_lazy("Registration form"), "forms"),
    "materials": (gettext_lazy("Materials"), "camera"),
    "eligibility": (gettext_lazy("Eligibility"), "shield-check"),
    "consent": (gettext_lazy("Consent"), "fingerprint"),
    "review": (gettext_lazy("Review"), "gavel"),
}


def address(call: Call, key: str) -> str:
    return reverse(f"calls:setup_{key}", args=[call.uid])


def rail(call: Call, found: setting_up.SettingUp, current: str = "") -> list[dict[str, Any]]:
    """The list of steps beside each page."""
    return [
        {
            "key": step.key,
            "number": number,
            "title": TITLES[step.key][0],
            "icon": TITLES[step.key][1],
            "url": address(call, step.key),
            "current": step.key == current,
            "step": step,
        }
        for number, step in enumerate(found.steps, 1)
    ]


def crumbs(call: Call, last: str = "") -> list[tuple[Any, str]]:
    """The list, the call, the page: ``last`` is a step or a title."""
    trail = [(_("Selections"), reverse("calls:list")), (call.title, reverse("calls:setup", args=[call.uid]))]
    return [*trail, (TITLES[last][0] if last in TITLES else last, "")]


def page(
    request: HttpRequest,
    call: Call,
    key: str,
    context: dict[str, Any],
    *,
    template: str = "",
    status: int = 200,
    found: setting_up.SettingUp | None = None,
) -> HttpResponse:
    """A step's page with its list of steps."""
    found = found or setting_up.of(call)
    following = _after(key)
    shared = {
        "call": call,
        "key": key,
        "heading": TITLES[key][0],
        "rail": rail(call, found, key),
        "findings": found.step(key).findings,
        "crumbs": crumbs(call, key),
        "next_title": TITLES[following][0] if following else "",
        "found": found,
    }
    return render(request, template or f"calls/setup/{key}.html", {**shared, **context}, status=status)


def onward(request: HttpRequest, call: Call, key: str) -> HttpResponse:
    """After saving: to the next step, to checking after the last, or back to the same page where she asked for it."""
    messages.success(request, _("Saved."))
    if request.POST.get("then") == "stay":
        return redirect(address(call, key))
    following = _after(key)
    return redirect(address(call, following) if following else reverse("calls:setup_check", args=[call.uid]))


def _after(key: str) -> str:
    keys = setting_up.STEPS
    place = keys.index(key) + 1
    return keys[place] if place < len(keys) else ""

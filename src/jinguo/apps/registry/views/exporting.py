"""A table with sensitive data: its reason first, then the file, made in the background for the one who asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from jinguo.apps.registry import access, actions
from jinguo.apps.registry.actions.exporting import MOST
from jinguo.apps.registry.forms.exporting import FullExportForm
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.asking import Asked
from jinguo.errors import Refused
from jinguo.reasons import Reason


@require_http_methods(["GET", "HEAD", "POST"])
def full(request: HttpRequest) -> HttpResponse:
    registry = access.people.registry_to_give_out(request)
    asked = Asked.read(request.GET)
    form = FullExportForm(request.POST if request.method == "POST" else None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            job = actions.ask_for_full_export(
                organisation=registry,
                asked=asked,
                fields=form.cleaned_data["fields_"],
                why=form.cleaned_data["why"],
                lang=get_language() or "zh-hans",
                by=request.user,
            )
            return redirect("jobs:status", job.uid)
        except Refused as refused:
            reasons = refused.reasons
    context = {
        "registry": registry,
        "asked": asked,
        "count": finding.found(registry, asked)[: MOST + 1].count(),
        "most": MOST,
        "form": form,
        "reasons": reasons,
    }
    status = 409 if reasons else 422 if form.errors else 200
    return render(request, "registry/export_full.html", context, status=status)

"""Packages that we made: asked for, made in the background, downloaded; who was left out and why."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jinguo.apps.exchange import access, actions, queries
from jinguo.apps.jobs import waiting

PAGE = 50


@require_safe
def packages(request: HttpRequest) -> HttpResponse:
    organisation = access.organisation_for(request)
    rows = queries.given.packages_of(organisation)
    context = {
        "organisation": organisation,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "tab": "packages",
    }
    return render(request, "exchange/packages.html", context)


@require_POST
def make(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Have the next package of an agreement made."""
    agreement = access.agreement_for(request.user, uid)
    package = actions.ask_for_package(agreement=agreement, by=request.user)
    return redirect("exchange:package", package.uid)


@require_safe
def one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A package: how far it is, or what is in it."""
    package = access.package_for(request.user, uid)
    work = waiting.under_way(package.job, request.path, request.user)
    if waiting.asks_for_piece(request):
        return waiting.answer_piece(request, work)
    context = {
        "package": package,
        "agreement": package.agreement,
        "work": work,
        "left_out": sorted(package.left_out.items()),
        "fields": [f"attribute_{key}" for key in package.agreement.fields],
    }
    return render(request, "exchange/package.html", context)

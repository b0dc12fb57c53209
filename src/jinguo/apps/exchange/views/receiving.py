"""Packages of partners: taken in, looked at, and led through the import of lists."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.exchange import access, actions, queries
from jinguo.apps.exchange.forms.sharing import PackageForm
from jinguo.apps.exchange.states import INCOMING
from jinguo.apps.files import actions as files
from jinguo.apps.files.models import StoredFile
from jinguo.apps.jobs import waiting
from jinguo.apps.jobs.states import State
from jinguo.apps.organisations.forms import sentence
from jinguo.apps.organisations.models import Organisation
from jinguo.errors import Refused
from jinguo.reasons import Reason

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def receiving(request: HttpRequest) -> HttpResponse:
    """What was taken in so far, what waits on this site, and the next file."""
    organisation = access.organisation_for(request)
    form = PackageForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            stored = files.store(upload, name=upload.name, kind=INCOMING, by=request.user)
            return _asked(request, organisation, stored, upload.name)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error("file", sentence(reason))
    return _page(request, organisation, form)


@require_POST
def take(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take in what an organisation of this site made for us."""
    organisation = access.organisation_for(request)
    package = access.package_to_take(organisation, uid)
    return _asked(request, organisation, package.file, package.file.original_name)


def _asked(request: HttpRequest, organisation: Organisation, stored: StoredFile, name: str) -> HttpResponse:
    job = actions.ask_to_receive(organisation=organisation, stored=stored, file_name=name, by=request.user)
    return redirect("exchange:coming", job.uid)


@require_safe
def coming(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A package on its way in: how far the reading is, or why it was not taken."""
    job = access.coming_for(request.user, uid)
    work = waiting.under_way(job, request.path, request.user)
    if waiting.asks_for_piece(request):
        return waiting.answer_piece(request, work)
    if job.state == State.DONE:
        return redirect("exchange:receipt", job.result["receipt"])
    return render(request, "exchange/coming.html", {"job": job, "work": work})


@require_safe
def one(request: HttpRequest, uid: UUID) -> HttpResponse:
    receipt = access.receipt_for(request.user, uid)
    context = {
        "receipt": receipt,
        "agreement": receipt.agreement,
        "run": receipt.run,
        "findings": [Reason.from_json(stored) for stored in receipt.findings],
    }
    return render(request, "exchange/receipt.html", context)


def _page(request: HttpRequest, organisation: Organisation, form: PackageForm) -> HttpResponse:
    context = {
        "organisation": organisation,
        "form": form,
        "page": Paginator(queries.taken.receipts_of(organisation), PAGE).get_page(request.GET.get("page")),
        "waiting": queries.given.not_taken(organisation),
        "tab": "receiving",
    }
    return render(request, "exchange/receiving.html", context, status=422 if form.errors else 200)

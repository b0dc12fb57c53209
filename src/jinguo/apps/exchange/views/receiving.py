"""Packages of partners: taken in, looked at, and led through the import of lists."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.exchange import access, actions, queries
from jinguo.apps.exchange.forms.sharing import PackageForm
from jinguo.apps.files import blobs, spool
from jinguo.apps.organisations.forms import sentence
from jinguo.errors import Refused
from jinguo.reasons import Reason

PAGE = 50
MOST = 2 << 30


@require_http_methods(["GET", "HEAD", "POST"])
def receiving(request: HttpRequest) -> HttpResponse:
    """What was taken in so far, what waits on this site, and the next file."""
    organisation = access.organisation_for(request)
    form = PackageForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            path, _size, _digest = spool.gather(upload.chunks(), limit=MOST)
            try:
                receipt = actions.receive(
                    organisation=organisation, path=path, file_name=upload.name, by=request.user
                )
            finally:
                path.unlink(missing_ok=True)
            return redirect("exchange:receipt", receipt.uid)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error("file", sentence(reason))
    return _page(request, organisation, form)


@require_POST
def take(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take in what an organisation of this site made for us."""
    organisation = access.organisation_for(request)
    package = access.package_to_take(organisation, uid)
    try:
        with blobs.on_disk(package.file.path) as path:
            receipt = actions.receive(
                organisation=organisation, path=path, file_name=package.file.original_name, by=request.user
            )
    except Refused as refused:
        return _page(request, organisation, PackageForm(), reasons=refused.reasons)
    messages.success(request, _("The package is whole and was read."))
    return redirect("exchange:receipt", receipt.uid)


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


def _page(request: HttpRequest, organisation, form, reasons=None) -> HttpResponse:
    context = {
        "organisation": organisation,
        "form": form,
        "page": Paginator(queries.taken.receipts_of(organisation), PAGE).get_page(request.GET.get("page")),
        "waiting": queries.given.not_taken(organisation),
        "reasons": reasons,
        "tab": "receiving",
    }
    status = 422 if form.errors else 409 if reasons else 200
    return render(request, "exchange/receiving.html", context, status=status)

"""A document comes into the library: uploaded or pasted; what to do where it cannot be read."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.apps.files.forms import received
from jinguo.apps.organisations.forms import sentence
from jinguo.apps.policies import access, actions
from jinguo.apps.policies.forms import PasteForm
from jinguo.apps.policies.models import PolicyDocument
from jinguo.apps.policies.states import DocumentState
from jinguo.errors import Refused
from jinguo.reasons import Reason

FILE_KIND = "policies.document"
SUFFIXES = ".txt,.docx,.pdf,.xlsx,.xls"


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Upload a file, or paste the words."""
    keeper = access.keeper_for_officer(request)
    form = PasteForm(request.POST if "pasted" in request.POST else None)
    problems: tuple[Reason, ...] = ()
    if request.method == "POST":
        try:
            if "pasted" in request.POST:
                if form.is_valid():
                    words = form.cleaned_data["pasted"]
                    return _onward(actions.take_in(keeper=keeper, pasted=words, by=request.user))
            else:
                found = received(request, field="file", kind=FILE_KIND)
                documents = [actions.take_in(keeper=keeper, stored=one, by=request.user) for one in found]
                if len(documents) > 1:
                    messages.success(
                        request, _("%(n)s documents were put into the library.") % {"n": len(documents)}
                    )
                    return redirect("policies:library")
                if documents:
                    return _onward(documents[0])
                problems = (Reason.error("document_nothing_given"),)
        except Refused as refused:
            problems = refused.reasons
            if form.is_bound:
                for reason in problems:
                    form.add_error("pasted", sentence(reason))
    context = {"keeper": keeper, "form": form, "problems": problems, "accept": SUFFIXES, "kind": FILE_KIND}
    bad = bool(problems) or form.is_bound
    return render(request, "policies/add.html", context, status=422 if bad else 200)


@require_POST
def paste(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The words of a document whose file cannot be read."""
    document = access.document_for_officer(request.user, uid)
    actions.paste_again(document=document, pasted=request.POST.get("pasted", ""), by=request.user)
    return redirect("policies:read", document.uid)


@require_POST
def read_again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Go on with a reading that was stopped; or read once more what an older reader read."""
    document = access.document_for_officer(request.user, uid)
    if document.state == DocumentState.WAITING:
        actions.ask_to_read(document=document, by=request.user)
    elif document.state == DocumentState.READ and document.engine != actions.reader_now():
        actions.read_newer(document=document, by=request.user)
        messages.success(request, _("The document was read again. What people had said of it was kept."))
    return redirect("policies:read", document.uid)


def _onward(document: PolicyDocument) -> HttpResponse:
    return redirect("policies:read", document.uid)

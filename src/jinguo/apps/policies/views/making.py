"""From a notice to a call: what will be made, then one press."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.apps.policies import access, actions
from jinguo.apps.policies.permissions import may_make
from jinguo.errors import demand


@require_http_methods(["GET", "HEAD", "POST"])
def make_call(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the call will have, from which words, and what is left to decide; a press makes the draft."""
    document = access.document_for_officer(request.user, uid)
    demand(may_make(request.user, document))
    if request.method == "POST":
        made = actions.make_call(document=document, by=request.user)
        messages.success(request, _("The draft of the call is filled in. Please check each step."))
        return redirect("calls:setup", made.call.uid)
    context = {
        "document": document,
        "proposal": actions.proposal_of(document),
        "earlier": document.calls_made.select_related("call"),
        "doubtful": sum(one.is_doubtful for one in document.items.filter(state="item_proposed")),
    }
    return render(request, "policies/make_call.html", context)

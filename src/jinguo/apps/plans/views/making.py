"""From a document to a plan: what would be made, and one press that makes it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.apps.clock import today
from jinguo.apps.plans import actions
from jinguo.apps.plans.forms import MakeForm
from jinguo.apps.plans.views.asking import ask
from jinguo.apps.plans.views.measures import ANY
from jinguo.apps.policies import access as documents


@require_http_methods(ANY)
def make(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The measures, units and numbers that were accepted of a document, and the few things it does not say."""
    document = documents.document_for_officer(request.user, uid)
    proposal = actions.proposal_of(document)
    year = document.issue_date.year if document.issue_date else today().year
    start = {
        "title": proposal.title,
        "first_year": max(year, today().year),
        "last_year": max(year, today().year) + 4,
        "period_kind": "period_quarter",
    }
    return ask(
        request,
        MakeForm(request.POST or None, initial=start),
        lambda data: actions.make_plan(document=document, by=request.user, **data),
        title=_("Make the plan"),
        submit=_("Make the plan"),
        back=reverse("policies:document", args=[uid]),
        about=document.title,
        template="plans/make.html",
        to=lambda plan: reverse("plans:plan", args=[plan.uid]),
        proposal=proposal,
    )

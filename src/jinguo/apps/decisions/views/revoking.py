"""An honour taken back or given again: one officer proposes, a second person agrees."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.calls import following
from jinguo.apps.calls.actions import attachments
from jinguo.apps.calls.permissions import is_officer_of_call
from jinguo.apps.decisions import access, actions, permissions, queries
from jinguo.apps.decisions.actions.revoking import DOCUMENT
from jinguo.apps.decisions.forms import RevocationForm
from jinguo.apps.decisions.models import Revocation
from jinguo.apps.decisions.states import RevocationState
from jinguo.apps.registry.queries import honours_by_source
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason


@require_http_methods(["GET", "HEAD", "POST"])
def honour(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What became of an honour; a POST proposes to revoke it, or to restore it where it was revoked."""
    found, nomination = access.honour_for_officer(request.user, uid)
    waiting = queries.revocation_open(found)
    may = permissions.may_propose_revocation(
        request.user, nomination.call, found, open_already=waiting is not None
    )
    form = RevocationForm(request.POST or None, request.FILES or None)
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            demand(may)
            made = actions.propose_revocation(
                honour=found,
                nomination=nomination,
                reason=given["reason"],
                document=given["document"],
                decided_on=given["decided_on"],
                evidence=attachments.keep(given["evidence"], kind=DOCUMENT, by=request.user),
                by=request.user,
            )
        except Refused as refused:
            problems = refused.reasons
        else:
            messages.success(request, _("Proposed. It takes effect once a second person agrees."))
            return redirect("decisions:revocation", made.uid)
    story = honours_by_source([found.source])[found.source]
    context = {
        "honour": found,
        "call": nomination.call,
        "nomination": nomination,
        "story": story,
        "proposals": queries.revocations_of(story.rows),
        "waiting": waiting,
        "may": may,
        "restores": found.revoked_on is not None,
        "form": form,
        "reasons": problems,
        "tabs": following.tabs(nomination.call, "calls:results"),
    }
    status = 409 if problems else 422 if form.errors else 200
    return render(request, "decisions/honour.html", context, status=status)


@require_safe
def revocation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is proposed and why, with the document, and the second person's two answers."""
    return _page(request, access.revocation_to_read(request.user, uid))


@require_POST
def approve_revocation(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.revocation_to_read(request.user, uid)
    try:
        done = actions.approve_revocation(revocation=found, by=request.user)
    except Refused as refused:
        return _page(request, found, refused.reasons)
    if done.kind == Revocation.REVOKE:
        messages.success(request, _("You agreed. The honour is revoked."))
    else:
        messages.success(request, _("You agreed. The honour is restored."))
    return redirect("decisions:revocation", uid)


@require_POST
def give_back_revocation(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.revocation_to_read(request.user, uid)
    try:
        actions.give_back_revocation(revocation=found, reason=request.POST.get("reason", ""), by=request.user)
    except Refused as refused:
        return _page(request, found, refused.reasons)
    messages.success(request, _("Given back. The proposer was told why."))
    return redirect("decisions:revocation", uid)


@require_POST
def take_back_revocation(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.revocation_to_read(request.user, uid)
    actions.take_back_revocation(revocation=found, by=request.user)
    messages.success(request, _("Taken back. Nothing has changed."))
    return redirect("decisions:honour", found.honour.uid)


def _page(request: HttpRequest, found: Revocation, reasons: tuple[Reason, ...] | None = None) -> HttpResponse:
    found.refresh_from_db(fields=["state", "second_by_name", "second_at", "second_note"])
    call = found.nomination.call
    awaiting = found.state == RevocationState.AWAITING
    context = {
        "revocation": found,
        "honour": found.honour,
        "call": call,
        "nomination": found.nomination,
        "reasons": reasons,
        "awaiting": awaiting,
        "is_officer": is_officer_of_call(request.user, call).ok,
        "may_agree": permissions.may_agree_to_revocation(request.user, found),
        "may_take_back": permissions.may_take_back_revocation(request.user, found),
        "seconds": queries.second_persons(call, besides=found.proposed_by or request.user)
        if awaiting
        else (),
    }
    return render(request, "decisions/revocation.html", context, status=409 if reasons else 200)

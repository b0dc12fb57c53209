"""Everything of one nomination on one page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.audit import queries as trail
from jinguo.apps.calls import access, following, sheet, states, talents
from jinguo.apps.calls.actions import checking, confirming
from jinguo.apps.calls.forms.officer import ReasonForm, UnmaskForm
from jinguo.apps.calls.models import Nomination
from jinguo.apps.calls.views.officer.telling import SMALL_STEPS, timeline
from jinguo.reasons import Reason


@require_safe
def nomination(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The form as on paper, materials, findings, opinions, her word, returns, history, earlier nominations."""
    return _page(request, access.nomination_for_officer(request.user, uid))


@require_POST
def unmask(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one masked value in full, once, on this answer alone. The reason is recorded."""
    found = access.nomination_for_officer(request.user, uid)
    form = UnmaskForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reasons=(Reason.error("reason_missing"),), status=422)
    key = form.cleaned_data["key"]
    shown = checking.unmask(nomination=found, key=key, reason=form.cleaned_data["reason"], by=request.user)
    response = _page(request, found, shown={key: shown})
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_consent(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write down that the nominee took her consent back, on her written request."""
    given = access.given_consent_for_officer(request.user, uid)
    form = ReasonForm(
        request.POST or None, help_text=_("From whom, of which day, with which number the request came.")
    )
    if request.method == "POST" and form.is_valid():
        confirming.withdraw(confirmation=given, reason=form.cleaned_data["note"], by=request.user)
        messages.success(request, _("The withdrawal is recorded. The unit has been told."))
        return redirect("calls:nomination", uid)
    context = {
        "call": given.nomination.call,
        "nomination": given.nomination,
        "form": form,
        "tabs": following.tabs(given.nomination.call, "calls:nominations"),
    }
    return render(request, "calls/officer/withdraw_consent.html", context, status=422 if form.errors else 200)


@require_safe
def history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Every act on a nomination, field by field, as sentences."""
    found = access.nomination_for_officer(request.user, uid)
    page = Paginator(trail.history_of(found), 50).get_page(request.GET.get("page"))
    context = {
        "call": found.call,
        "nomination": found,
        "page": page,
        "history": timeline(page.object_list),
        "tabs": following.tabs(found.call, "calls:nominations"),
    }
    return render(request, "calls/officer/nomination_history.html", context)


def _page(
    request: HttpRequest,
    found: Nomination,
    *,
    shown: dict[str, str] | None = None,
    reasons: tuple[Reason, ...] = (),
    status: int = 200,
) -> HttpResponse:
    acts = trail.history_of(found).exclude(action__in=SMALL_STEPS)[:20]
    context = {
        "call": found.call,
        "nomination": found,
        "sheet": sheet.of(found, request.user, shown=shown),
        "moves": {move.name for move in states.moves_for(found, "officer")},
        "history": timeline(acts),
        "reasons": reasons,
        "person": talents.card_of(found),
        "tabs": following.tabs(found.call, "calls:nominations"),
    }
    return render(request, "calls/officer/nomination.html", context, status=status)

"""Programs that read and hand in: their tokens, and what they may ask."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.apps.exchange import access, actions, queries
from jinguo.apps.exchange.forms.doors import TokenForm
from jinguo.apps.organisations.forms import sentence
from jinguo.errors import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The programs so far, and the next one; its token is shown on this one answer."""
    organisation = access.organisation_for_admin(request)
    form, secret = TokenForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = actions.make_token(
                organisation=organisation, by=request.user, **form.cleaned_data
            )
            form = TokenForm()
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, sentence(reason))
    context = {
        "organisation": organisation,
        "form": form,
        "secret": secret,
        "rows": queries.doors.tokens_of(organisation)[:200],
        "address": request.build_absolute_uri("/api/v1/"),
    }
    return render(request, "exchange/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    actions.revoke_token(token=access.token_for(request.user, uid), by=request.user)
    messages.success(request, _("The token works no longer."))
    return redirect("exchange:tokens")

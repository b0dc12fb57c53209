"""The organisation for which one acts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jinguo.apps.organisations.middleware import SESSION_KEY


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Choose the organisation one acts for; one that is not hers is passed over in silence."""
    wanted = request.POST.get("organisation", "")
    for organisation in request.acting_choices:
        if str(organisation.uid) == wanted:
            request.session[SESSION_KEY] = organisation.pk
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return redirect(target if safe else "home")

"""The site's own few pages."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jinguo.apps.calls.views import public
from jinguo.site import gallery as specimens
from jinguo.site import navigation
from jinguo.site.context import SIDES, TEXT_SIZES

YEAR = 365 * 24 * 3600


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the site can serve: the database answers."""
    connection.ensure_connection()
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The cards that the apps offer this user; a visitor reads the public list."""
    if not request.user.is_authenticated:
        return public.call_list(request)
    return render(request, "home.html", {"cards": navigation.cards(request)})


@login_not_required
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keeps how she wants to see the pages (text size, side menu) in cookies, and goes back."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, allowed in {"text_size": TEXT_SIZES, "side": SIDES}.items():
        if request.POST.get(name) in allowed:
            response.set_cookie(name, request.POST[name], max_age=YEAR, samesite="Lax")
    return response


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every piece of the look in every state, for those who build pages."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "gallery.html", specimens.context(request))


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's key is out of date: mostly after signing in again in another tab."""
    return render(request, "403_csrf.html", status=403)


@login_not_required
def fault(request: HttpRequest, exception: Exception | None = None, *, status: int) -> HttpResponse:
    """The page for an error status; with the frame where the request got far enough to have one."""
    return render(request, f"{status}.html", {"status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return fault(request, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return fault(request, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return fault(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Must not itself fail: no context processors, no database."""
    return HttpResponse(render_to_string("500.html"), status=500)

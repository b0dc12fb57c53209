"""Turns a refusal that no view caught into a page, or a fragment, that says why and what to do."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

from jinguo.errors import Refused
from jinguo.reasons import Reason


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        template = "refused_fragment.html" if getattr(request, "htmx", False) else "refused.html"
        return render(request, template, {"reasons": exception.reasons}, status=409)


class SizeMiddleware:
    """Answers a post larger than anything taken here before its first byte is read."""

    visitor, user = 32 * 1024**2, 2 * 1024**3 + 32 * 1024**2

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        length = int(announced) if announced.isdecimal() else 0
        if length > self.visitor:
            limit = self.user if request.user.is_authenticated else self.visitor
            if length > limit:
                reasons = (Reason.error("upload_too_large", limit=limit),)
                return render(request, "refused.html", {"reasons": reasons}, status=413)
        return self.get_response(request)


class PrivateMiddleware:
    """What a signed-in user reads is kept by no cache on the way and asked for anew; signing out clears the browser's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_in = request.user.is_authenticated
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if was_in:
            response.headers.setdefault("Cache-Control", "private, no-cache")
            if not request.user.is_authenticated:
                response.headers["Clear-Site-Data"] = '"cache"'
        return response


class SignInAgainMiddleware:
    """Lets nobody lose what she typed because her session ended.

    Where a script asked, 401 instead of a redirect: the page offers to sign in and stays as it is; a request
    that followed the redirect would put the sign-in page into the middle of a form. Where a form was sent,
    signing in leads back to the page of the form, which puts the text back (`site.js`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        if response.status_code != 302 or response.headers["Location"].partition("?")[0] != sign_in:
            return response
        if getattr(request, "htmx", False) or request.headers.get("X-Requested-With"):
            return HttpResponse(status=401, headers={"Location": sign_in})
        page = urlsplit(request.headers.get("Referer", ""))
        if (
            request.method == "POST"
            and page.netloc == request.get_host()
            and not request.user.is_authenticated
        ):
            response.headers["Location"] = f"{sign_in}?{urlencode({'next': page.path})}"
        return response

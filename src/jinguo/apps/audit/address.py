"""From which network address the present request came, for the trail. Empty outside a request."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_address: ContextVar[str] = ContextVar("request_address", default="")


def current_address() -> str:
    return _address.get()


class AddressMiddleware:
    """Remembers the address for the length of one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _address.set(_of(request)[:60])
        try:
            return self.get_response(request)
        finally:
            _address.reset(token)


def _of(request: HttpRequest) -> str:
    """The client's address: behind our own proxies the one that the outermost of them saw."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if proxies and len(passed) >= proxies:
        return passed[-proxies]
    return request.META.get("REMOTE_ADDR", "")

"""What every page's frame shows: who is signed in, for which organisation, where she can go.

Values that cost something are lazy: a fragment without the frame pays nothing for it.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from jinguo import __version__
from jinguo.apps import clock
from jinguo.site import navigation

TEXT_SIZES = ("normal", "large")
SIDES = ("wide", "narrow")


def frame(request: HttpRequest) -> dict[str, object]:
    return {
        "demo": settings.DEMO,
        "debug_pages": settings.DEBUG or settings.DEMO,
        "site_url": settings.SITE_URL,
        "version": __version__,
        "server_now": SimpleLazyObject(clock.now),
        "nav_groups": SimpleLazyObject(lambda: navigation.groups(request)),
        "nav_top": SimpleLazyObject(lambda: navigation.links(request, "top")),
        "nav_user": SimpleLazyObject(lambda: navigation.links(request, "user")),
        "acting": getattr(request, "acting", None),
        "acting_choices": getattr(request, "acting_choices", ()),
        "text_size": _one_of(request.COOKIES.get("text_size"), TEXT_SIZES),
        "side": _one_of(request.COOKIES.get("side"), SIDES),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }


def _one_of(value: str | None, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else allowed[0]

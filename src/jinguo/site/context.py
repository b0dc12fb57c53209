"""What every page's frame shows: who is signed in, for which organisation, where she can go."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    return {"demo": settings.DEMO, "site_url": settings.SITE_URL}

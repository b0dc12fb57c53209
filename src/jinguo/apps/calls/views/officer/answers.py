"""How these views answer where htmx asks for a piece of a page."""

from __future__ import annotations

from django.http import HttpRequest


def is_piece(request: HttpRequest, target: str) -> bool:
    """Whether htmx asks for this piece of the page alone; a step back in the browser's history wants all of it."""
    htmx = request.htmx
    return bool(htmx) and htmx.target == target and not htmx.history_restore_request

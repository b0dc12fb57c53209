"""How these views answer: with a piece of a page, or with a table file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from jinguo.apps.files.delivery import disposition

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def is_piece(request: HttpRequest, target: str) -> bool:
    """Whether htmx asks for this piece of the page alone; a step back in the browser's history wants all of it."""
    htmx = request.htmx
    return bool(htmx) and htmx.target == target and not htmx.history_restore_request


def table_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = disposition(name, inline=False)
    response["Cache-Control"] = "no-store"
    return response

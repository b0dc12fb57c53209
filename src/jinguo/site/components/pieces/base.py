"""What all pieces share: the library they register with, their templates, the page's language."""

from __future__ import annotations

from itertools import count
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

_ids = count(1)


def fresh_id(kind: str) -> str:
    return f"{kind}-{next(_ids)}"


def piece(name: str, /, **context: Any) -> SafeString:
    """A template of `templates/components/`, printed."""
    return render_to_string(f"components/{name}.html", context)


def language() -> str:
    return get_language() or "zh-hans"

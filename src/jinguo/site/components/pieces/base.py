"""What all pieces share: the library they register with, their templates, the page's language."""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
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


@register.simple_tag
def wording(name: str) -> SafeString:
    """`{% wording "parts/script_words.html" %}`: a part of the frame that holds words alone, printed once in each language."""
    return _wording(name, language(), get_script_prefix())


@lru_cache(maxsize=50)
def _wording(name: str, language: str, prefix: str) -> SafeString:
    return render_to_string(name)

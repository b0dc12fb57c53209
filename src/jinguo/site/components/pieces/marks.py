"""Icons, badges, reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jinguo import phrases
from jinguo.reasons import Reason, Verdict
from jinguo.site.components import states
from jinguo.site.components.pieces.base import language, piece, register
from jinguo.site.components.pieces.words import say


@cache
def icon_names() -> frozenset[str]:
    sprite = finders.find("icons.svg") or ""
    return (
        frozenset(re.findall(r'<symbol id="([^"]+)"', Path(sprite).read_text("utf-8")))
        if sprite
        else frozenset()
    )


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> str:
    """`{% icon "check" %}` beside a word; with `label` where the icon stands alone. Sizes: sm, lg, xl."""
    return _icon(name, str(label), size)


@lru_cache(maxsize=2000)  # a list shows hundreds of the same few
def _icon(name: str, label: str, size: str) -> str:
    if name not in icon_names():
        name = "point"
    css = f"icon icon-{size}" if size else "icon"
    url = static("icons.svg")
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>', css, label, url, name
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, url, name)


@register.simple_tag
def badge(
    state: object = "", text: str = "", tone: str = "", icon: str = "", plain: bool = False
) -> SafeString:
    """`{% badge call.state %}`: colour, icon and word of a state.

    `text`, `tone` and `icon` say otherwise; `plain` has no icon.
    """
    return _badge(str(state or ""), str(text), tone, icon, plain, language())


@lru_cache(maxsize=2000)
def _badge(code: str, text: str, tone: str, icon: str, plain: bool, language: str) -> SafeString:
    look = states.of(code)
    return piece(
        "badge",
        text=text or phrases.term(code, language),
        tone=tone or look.tone,
        icon="" if plain else icon or look.icon,
        code=code,
    )


@register.simple_tag
def reasons(found: Verdict | Iterable[Any] | None, style: str = "") -> SafeString:
    """`{% reasons verdict %}` or a list of Reason: sentences, each with its severity. style: card."""
    listed = found.reasons if isinstance(found, Verdict) else found or ()
    typed = [r if isinstance(r, Reason) else Reason.from_json(r) for r in listed]
    rows = [(r, states.SEVERITIES.get(r.severity, states.UNKNOWN), say(r)) for r in typed]
    return piece("reasons", rows=rows, style=style)

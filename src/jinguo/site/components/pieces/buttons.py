"""Buttons and links that look like them, with the reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from jinguo.reasons import Verdict
from jinguo.site.components.pieces.base import fresh_id, piece, register
from jinguo.site.components.pieces.words import say


@register.simple_tag
def button(
    url: str,
    label: str,
    icon: str = "",
    style: str = "",
    size: str = "",
    verdict: Verdict | None = None,
    new_tab: bool = False,
) -> SafeString:
    """A link that looks like a button. style: primary, danger, quiet. A negative `verdict` says why not."""
    return piece(
        "button",
        url=url,
        label=label,
        icon=icon,
        css=_button_css(style, size),
        new_tab=new_tab,
        **_why_not(verdict),
    )


@register.simple_tag(takes_context=True)
def action_button(
    context: template.Context,
    url: str,
    label: str,
    icon: str = "",
    style: str = "",
    size: str = "",
    confirm: str = "",
    confirm_title: str = "",
    verdict: Verdict | None = None,
    name: str = "",
    value: str = "",
    fields: Mapping[str, object] | None = None,
    next: str = "",
    block: bool = False,
) -> SafeString:
    """A button that does something: a POST form of its own, guarded against double clicks.

    With `confirm` (a sentence) a dialog asks first; without scripts a tick does. With a negative `verdict`
    the button is off and its reasons stand below.
    """
    hidden = dict(fields or {}) | ({name: value} if name else {}) | ({"next": next} if next else {})
    return piece(
        "action_button",
        url=url,
        label=label,
        icon=icon,
        css=_button_css(style, size),
        danger=style == "danger",
        confirm=confirm,
        confirm_title=confirm_title or label,
        fields=hidden,
        block=block,
        csrf_token=context.get("csrf_token", ""),
        id=fresh_id("ask"),
        **_why_not(verdict),
    )


def _button_css(style: str, size: str) -> str:
    return " ".join(["btn", *(f"btn-{part}" for part in (style, size) if part)])


def _why_not(verdict: Verdict | None) -> dict[str, Any]:
    off = verdict is not None and not verdict.ok
    return {
        "off": off,
        "why": [say(r) for r in verdict.reasons] if off else [],
        "why_id": fresh_id("why"),
    }

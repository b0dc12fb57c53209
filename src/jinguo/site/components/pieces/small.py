"""Numbers, bars, timelines, avatars and the like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from jinguo import phrases
from jinguo.apps import clock
from jinguo.site.components.pieces.base import fresh_id, language, piece, register


@register.simple_tag
def stat(
    label: str, value: object, hint: str = "", icon: str = "", url: str = "", tone: str = "", unit: str = ""
) -> SafeString:
    """One number with its name, in a card."""
    return piece("stat", label=label, value=value, hint=hint, icon=icon, url=url, tone=tone, unit=unit)


@register.simple_tag
def progress(done: int, total: int, label: str = "", id: str = "") -> SafeString:
    """How much of how much, as a bar and as numbers."""
    percent = round(100 * done / total) if total else 0
    return piece(
        "progress", done=done, total=total, label=label, percent=percent, id=id or fresh_id("progress")
    )


@register.simple_tag
def timeline(entries: Iterable[Mapping[str, Any]]) -> SafeString:
    """A history, newest first: mappings with `at`, `text`, and optionally `by`, `icon`, `tone`, `more`."""
    return piece("timeline", entries=list(entries))


register.simple_tag(timeline, name="history")


@register.simple_tag
def steps(entries: Iterable[Mapping[str, Any]], label: str = "") -> SafeString:
    """Where something stands: mappings with `label`, `state` (done, current, todo); also `when`, `url`."""
    return piece("steps", entries=list(entries), label=label)


@register.simple_tag
def tabs(entries: Iterable[Mapping[str, Any]], label: str = "") -> SafeString:
    """Neighbouring pages: mappings with `label`, `url`, and optionally `current`, `count`, `icon`."""
    return piece("tabs", entries=list(entries), label=label)


@register.simple_tag
def avatar(name: str, photo: str = "", size: str = "", sub: str = "", with_name: bool = False) -> SafeString:
    """A face: the photo, or the first character of the name on a tint of its own. Sizes: sm, lg, xl."""
    tones = ("accent", "blue", "green", "amber", "violet", "grey")
    tone = tones[sum(map(ord, name)) % len(tones)] if name else "grey"
    return piece(
        "avatar",
        name=name,
        first=name[:1].upper(),
        photo=photo,
        size=size,
        tone=tone,
        sub=sub,
        with_name=with_name,
    )


@register.simple_tag(takes_context=True)
def masked(context: template.Context, shown: str, unmask: str = "", what: str = "") -> SafeString:
    """A value shown in part; `unmask` is the address whose POST shows all of it and records that it did."""
    return piece(
        "masked",
        shown=shown,
        unmask=unmask,
        what=what,
        csrf_token=context.get("csrf_token", ""),
        id=fresh_id("masked"),
    )


@register.simple_tag
def deadline(
    at: datetime | date | None, label: str = "", zone: str = "", with_left: bool = True
) -> SafeString:
    """A moment in words and what is left until then, by the server's clock.

    A date alone means the end of that day.
    """
    if at is None:
        return SafeString("")
    whole_day = not isinstance(at, datetime)
    here = ZoneInfo(zone) if zone else timezone.get_current_timezone()
    moment = datetime.combine(at + timedelta(days=1), time(), tzinfo=here) if whole_day else at
    left = moment - clock.now()
    return piece(
        "deadline",
        at=at,
        words=phrases.written(at, "date", language())
        if whole_day
        else phrases.written(moment.astimezone(here), "moment", language()),
        iso=moment.isoformat(),
        past=left <= timedelta(0),
        near=timedelta(0) < left < timedelta(days=3),
        days=max(left.days, 0),
        hours=max(left.seconds // 3600, 0),
        minutes=max(left.seconds % 3600 // 60, 0),
        label=label,
        with_left=with_left,
    )


@register.simple_tag
def breadcrumbs(trail: Iterable[tuple[str, str]]) -> SafeString:
    """Where this page is, from a list of (label, url); the last one is this page and has no url."""
    return piece("crumbs", trail=list(trail))


@register.simple_tag
def crumbs(*parts: str) -> SafeString:
    """`{% crumbs "Selections" list_url call.title %}`: the same written out; an odd last part is here."""
    pairs = list(zip(parts[::2], [*parts[1::2], ""] if len(parts) % 2 else parts[1::2], strict=True))
    return piece("crumbs", trail=pairs)

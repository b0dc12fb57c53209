"""Codes, sentences, sizes and moments in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from jinguo import phrases
from jinguo.reasons import Reason
from jinguo.site.components.pieces.base import language, register


@register.filter
def term(code: object) -> str:
    """`{{ nomination.state|term }}`: the word of a code in the page's language."""
    return phrases.term(str(code or ""), language())


@register.filter
def say(reason: Reason | Mapping[str, object] | None) -> str:
    """`{{ reason|say }}`: the sentence of a Reason (or of its stored form) in the page's language."""
    if reason is None:
        return ""
    return phrases.say(reason if isinstance(reason, Reason) else Reason.from_json(reason), language())


@register.filter
def moment(at: datetime | None, zone: str = "") -> str:
    """A point in time in words; midnight is 24:00 of the day before, as deadlines are written."""
    if at is None:
        return ""
    return phrases.written(
        at.astimezone(ZoneInfo(zone) if zone else timezone.get_current_timezone()), "moment", language()
    )


@register.filter
def bytes_in_words(size: int | None) -> str:
    """`{{ file.size|bytes_in_words }}`: 1.4 MB."""
    return "" if size is None else phrases.written(size, "bytes", language())


@register.filter
def duration(seconds: object) -> str:
    """`{{ video.seconds|duration }}`: 1 分 30 秒."""
    return "" if seconds is None else phrases.written(seconds, "duration", language())

"""Sentences for the codes that engines, permissions and actions answer with, in zh-Hans and in English.

A catalogue is a TOML file beside this module, one for each room that has codes::

    [video_too_long]
    zh = "视频长 {found_s:duration}，要求不超过 {limit_s:duration}。"
    en = "The video is {found_s:duration} long; at most {limit_s:duration} is asked for."

Values are formatted after the language is known: ``{x:duration}`` seconds, ``{x:date}``, ``{x:moment}``,
``{x:bytes}``, ``{x:list}``, ``{x:term}`` (another code of the catalogues), or any of Python's own formats. A value may
be a sentence of its own (a Reason), or a name in both languages (``{"zh": …, "en": …}``).

>>> say(Reason("quota_used_up", {"limit": 1, "used": 1}), "en")
'The quota is used up: 1 of 1. Take one back or ask the organiser.'
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Literal

from jinguo.reasons import Reason

Language = Literal["zh-Hans", "en"]

__all__ = ["Language", "catalogue", "say", "term", "written"]


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Every code with its sentences: ``{code: {"zh": …, "en": …}}``.

    Raises:
        ValueError: two files define one code.
    """
    merged: dict[str, Mapping[str, str]] = {}
    for entry in sorted(resources.files(__package__).iterdir(), key=lambda e: e.name):
        if not entry.name.endswith(".toml"):
            continue
        for code, sentences in tomllib.loads(entry.read_text("utf-8")).items():
            if code in merged:
                raise ValueError(f"{entry.name}: the code {code} is defined twice")
            merged[code] = sentences
    return merged


def say(reason: Reason, lang: str = "zh-Hans") -> str:
    """The sentence of one reason. A code without a sentence is an error in the program: KeyError."""
    return _Values(lang).vformat(catalogue()[reason.code][_key(lang)], (), dict(reason.params))


def term(code: str, lang: str = "zh-Hans") -> str:
    """The word for a code that stands for itself (a state, a kind); the code where none is known."""
    sentences = catalogue().get(code)
    return sentences[_key(lang)] if sentences else code


def written(value: object, kind: str, lang: str = "zh-Hans") -> str:
    """One value as sentences write it; ``kind`` is a format named above.

    >>> written(102, "duration"), written(1536, "bytes", "en")
    ('1 分 42 秒', '1.5 KB')
    """
    return _Values(lang).format_field(value, kind)


def _key(lang: str) -> str:
    return "en" if lang.lower().startswith("en") else "zh"


class _Values(string.Formatter):
    """Formats values in the reader's language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.zh = _key(lang) == "zh"

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Reason):
            return say(value, self.lang)
        if isinstance(value, Mapping):
            return str(value["zh" if self.zh else "en"])
        if format_spec in _FORMATS:
            return _FORMATS[format_spec](self, value)
        if isinstance(value, date):
            return self.moment(value) if isinstance(value, datetime) else self.date(value)
        if isinstance(value, list | tuple) and not format_spec:
            return self.list(value)
        return str(super().format_field(value, format_spec))

    def duration(self, seconds: Any) -> str:
        """90 → 1 分 30 秒; fractions of a second are shown only where they decide (90.4 → 1 分 30.4 秒)."""
        exact = Decimal(str(seconds)).quantize(Decimal("0.1")).normalize()
        minutes, rest = divmod(exact, 60)
        text = format(rest.normalize(), "f")
        if minutes and not rest:
            return f"{minutes} 分钟" if self.zh else f"{minutes} min"
        if self.zh:
            return (f"{minutes} 分 " if minutes else "") + f"{text} 秒"
        return (f"{minutes} min " if minutes else "") + f"{text} s"

    def date(self, day: Any) -> str:
        day = date.fromisoformat(day[:10]) if isinstance(day, str) else day
        if self.zh:
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {day:%B} {day.year}"

    def moment(self, at: Any) -> str:
        """A point in time. Midnight is the end of the day before, 24:00, as civil law counts (民法典 203)."""
        at = datetime.fromisoformat(at) if isinstance(at, str) else at
        if at.hour == at.minute == 0:
            day = self.date((at - timedelta(days=1)).date())
            return f"{day} 24:00" if self.zh else f"{day}, 24:00"
        return f"{self.date(at)} {at:%H:%M}" if self.zh else f"{self.date(at)}, {at:%H:%M}"

    def bytes(self, size: Any) -> str:
        number = float(size)
        for unit in ("B", "KB", "MB"):
            if number < 1024:
                return f"{self._short(number)} {unit}"
            number /= 1024
        return f"{self._short(number)} GB"

    @staticmethod
    def _short(number: float) -> str:
        return f"{number:.0f}" if number == int(number) else f"{number:.1f}"

    def list(self, items: Sequence[Any]) -> str:
        return ("、" if self.zh else ", ").join(self.format_field(item, "") for item in items)

    def term(self, code: Any) -> str:
        if isinstance(code, list | tuple):
            return ("、" if self.zh else ", ").join(term(str(c), self.lang) for c in code)
        return term(str(code), self.lang)


_FORMATS = {
    "duration": _Values.duration,
    "date": _Values.date,
    "moment": _Values.moment,
    "bytes": _Values.bytes,
    "list": _Values.list,
    "term": _Values.term,
}

"""Numbers that people say with a unit: a length of time (1 分 30 秒), the size of a file (500 KB)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.phrases import written

_NUMBER = r"\d+(?:\.\d+)?"
_CLOCK = re.compile(r"(\d+)[:：]([0-5]\d)")
_SECONDS = {"小时": 3600, "h": 3600, "hour": 3600, "hours": 3600, "分": 60, "分钟": 60, "m": 60, "min": 60,
            "minute": 60, "minutes": 60, "秒": 1, "秒钟": 1, "s": 1, "sec": 1, "second": 1, "seconds": 1}  # fmt: skip
_BYTES = {"字节": 1, "b": 1, "byte": 1, "bytes": 1, "k": 1024, "kb": 1024, "m": 1024**2, "mb": 1024**2, "兆": 1024**2,
          "g": 1024**3, "gb": 1024**3}  # fmt: skip


class _WithUnit(forms.CharField):
    """Text of numbers with units, kept as one number of the smallest unit. What was not changed stays exactly as it was."""

    factors: ClassVar[Mapping[str, int]] = {}
    spec = ""

    def prepare_value(self, value: Any) -> Any:
        lang = get_language() or "zh-hans"
        return written(value, self.spec, lang) if isinstance(value, int | float) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value).strip().lower()
        if not text:
            return None
        if isinstance(self.initial, int | float) and text == str(self.prepare_value(self.initial)).lower():
            return self.initial
        found = self.read(text)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(found) if found == int(found) else found

    def read(self, text: str) -> float | None:
        """The number of smallest units that a text says."""
        parts = re.findall(rf"({_NUMBER})\s*([^\d\s.]+)", text)
        whole = re.fullmatch(rf"(?:{_NUMBER}\s*[^\d\s.]+\s*)+", text)
        if not whole or any(unit not in self.factors for _, unit in parts):
            return None
        return sum(float(number) * self.factors[unit] for number, unit in parts)


class DurationField(_WithUnit):
    """A length of time, in seconds."""

    factors = _SECONDS
    spec = "duration"
    default_error_messages: ClassVar = {"invalid": _("Write it with its unit: 2 min, 90 s, 1:30.")}

    def read(self, text: str) -> float | None:
        clock = _CLOCK.fullmatch(text)
        return int(clock[1]) * 60 + int(clock[2]) if clock else super().read(text)


class SizeField(_WithUnit):
    """The size of a file, in bytes; a KB has 1024 of them."""

    factors = _BYTES
    spec = "bytes"
    default_error_messages: ClassVar = {"invalid": _("Write it with its unit: 500 KB, 2 MB.")}

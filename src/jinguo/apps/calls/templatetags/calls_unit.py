"""Dates as notices write them."""

from __future__ import annotations

from datetime import datetime, time

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jinguo.apps.clock import told
from jinguo.phrases import written

register = template.Library()


@register.filter
def closing(moment: datetime | None) -> str:
    """A closing instant in words: midnight is the end of the day before, which counts (2023年10月20日
    24:00（含当日）).
    """
    if moment is None:
        return ""
    local = told(moment)
    words = written(local, "moment", get_language() or "zh-hans")
    return words + _(" (that day included)") if local.time() == time() else words

"""Pieces of the pages on which a call is set up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import get_language

from jinguo import phrases
from jinguo.apps.clock import told

register = template.Library()


@register.filter
def moment(at: date | datetime | None) -> str:
    """A day, or a moment with 24:00 for the end of a day, as sentences write it."""
    if at is None:
        return ""
    lang = get_language() or "zh-hans"
    if isinstance(at, datetime):
        return phrases.written(told(at), "moment", lang)
    return phrases.written(at, "date", lang)


@register.inclusion_tag("calls/setup/_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """What is wrong with a form whose fields the page prints one by one."""
    fields = [form[name] for name in form.errors if name in form.fields] if form.is_bound else []
    return {"errors": form.non_field_errors() if form.is_bound else [], "fields": fields}

"""Milestones of an indicator, as an officer writes them: a date and a value, one a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField

_LINE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?[\s，,：:]+(\d{1,12}(?:\.\d{1,4})?)"
)


class MilestonesField(LongTextField):
    """`2026-06-30 500`, one a line; cleaned to what the indicator keeps, by date."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Milestones to the target"),
            help_text=_("One a line: a date and the value to be reached by then, such as 2026-06-30 500."),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return sorted((_read(line) for line in lines), key=lambda one: one["on"])


def _read(line: str) -> dict[str, str]:
    found = _LINE.fullmatch(line)
    try:
        if found is None:
            raise ValueError
        on = date(*(int(part) for part in found.groups()[:3]))
    except ValueError as wrong:
        words = _("“%(line)s” is not a date and a value; write it as 2026-06-30 500.")
        raise ValidationError(words, params={"line": line[:60]}) from wrong
    return {"on": on.isoformat(), "value": format(Decimal(found.group(4)), "f")}


def written(milestones: Iterable[Mapping[str, Any]]) -> str:
    """What stands in the field when it is opened.

    >>> written([{"on": "2026-06-30", "value": 500}])
    '2026-06-30 500'
    """
    return "\n".join(f"{one['on']} {one['value']}" for one in milestones if one.get("on"))

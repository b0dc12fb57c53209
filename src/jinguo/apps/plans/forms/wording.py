"""Words and small widgets that the forms of plans share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language

from jinguo.apps.plans.states import Role
from jinguo.phrases import term

ROLE_CHOICES = (Role.LEAD, Role.RESPONSIBLE, Role.PARTICIPATING)
WANTED_FACTS = {"activity.held": "fact_activity_held", "activity.attended": "fact_activity_attended"}
"""Facts that no app declares yet: units report such numbers until one does."""


def language() -> str:
    return get_language() or "zh-hans"


def words(codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(code, term(code, language())) for code in codes]


def fact_words(name: str) -> str:
    code = WANTED_FACTS.get(name) or "fact_" + name.replace(".", "_")
    return term(code, language())


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def points_field(text: Any, most: Decimal | int | None = 1000, **more: Any) -> forms.DecimalField:
    """A number of points, two decimals."""
    return forms.DecimalField(
        label=text,
        min_value=0,
        max_value=most,
        max_digits=8,
        decimal_places=2,
        **({"required": False} | more),
    )


def shown(value: Any) -> Any:
    """Numbers without zeros behind them."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) and value else value

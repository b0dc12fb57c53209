"""The names of periods, for templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from jinguo.apps.plans import following

if TYPE_CHECKING:
    from jinguo.apps.plans.models import Period

register = template.Library()


@register.filter
def period_name(period: Period) -> str:
    """`{{ row.period|period_name }}`: 2026年第一季度."""
    return following.period_name(period)

"""The names of periods and the cells of the wall, for templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from jinguo.apps.plans import following
from jinguo.phrases import term

if TYPE_CHECKING:
    from jinguo.apps.plans.models import Period
    from jinguo.apps.plans.queries.due import Due
    from jinguo.apps.plans.queries.wall import Cell

register = template.Library()


@register.filter
def period_name(period: Period) -> str:
    """`{{ row.period|period_name }}`: 2026年第一季度."""
    return following.period_name(period)


@register.filter
def wall_cells(cells: Iterable[Cell]) -> SafeString:
    """A row of the wall. Its thousands of cells say a few dozen things, so each thing is put into words once."""
    known: dict[Cell, SafeString] = {}
    return mark_safe("".join(known.get(one) or known.setdefault(one, _cell(one)) for one in cells))  # noqa: S308


def _cell(cell: Cell) -> SafeString:
    if not cell.code:
        return mark_safe("<td></td>")
    lang = get_language() or "zh-hans"
    return format_html(
        '<td class="{}">{} <span class="small d-block">{}</span></td>',
        cell.code,
        term(cell.code, lang),
        term(cell.role, lang),
    )


@register.filter
def due_name(one: Due) -> str:
    """`{{ row|due_name }}`: what is due, in a line."""
    return following.due_name(one)

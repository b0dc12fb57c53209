"""The names of periods, the cells of the wall, and what a scheme of assessment holds, for templates."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from jinguo.apps.plans import following
from jinguo.engines.assessment import label
from jinguo.phrases import term

if TYPE_CHECKING:
    from django.forms import BaseForm

    from jinguo.apps.plans.models import Period
    from jinguo.apps.plans.queries.due import Due
    from jinguo.apps.plans.queries.wall import Cell
    from jinguo.engines.assessment import Scheme
    from jinguo.engines.assessment.scheme import Named

register = template.Library()


@register.filter
def period_name(period: Period) -> str:
    """`{{ row.period|period_name }}`: 2026年第一季度."""
    return following.period_name(period)


@register.filter
def wall_cells(cells: Iterable[Cell]) -> SafeString:
    """A row of the wall. Its thousands of cells say a few dozen things, so each thing is put into words once."""
    lang = get_language() or "zh-hans"
    return SafeString("".join([_cell(one, lang) for one in cells]))


@lru_cache(maxsize=1_000)
def _cell(cell: Cell, lang: str) -> SafeString:
    if not cell.code:
        return mark_safe("<td></td>")
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


@register.filter
def named(one: Named) -> str:
    """`{{ grade|named }}`: what a part of a scheme is called in the page's language."""
    return label(one, get_language() or "zh-hans")


@register.filter
def name_of(scheme: Scheme, code: str) -> str:
    """`{{ scheme|name_of:case.code }}`: what a code of a scheme stands for."""
    found = scheme.named(code)
    return named(found) if found else code


@register.filter
def percent(share: Decimal) -> str:
    """`{{ grade.at_most_share|percent }}`: 30%."""
    return f"{(share * 100).normalize():f}%"


@register.filter
def before_underscore(name: str) -> str:
    """`{{ field.name|before_underscore }}`: which of an item's fields it is."""
    return name.partition("_")[0]


@register.simple_tag
def mark_fields(form: BaseForm, code: str) -> SafeString:
    """A reviewer's two fields for an item."""
    return _fields(form, f"points_{code}", f"note_{code}")


@register.simple_tag
def own_fields(form: BaseForm, code: str) -> SafeString:
    """A unit's two fields for an item."""
    return _fields(form, f"points_{code}", f"text_{code}")


def _fields(form: BaseForm, *names: str) -> SafeString:
    return format_html_join("", "{}", ((form[name].as_field_group(),) for name in names))

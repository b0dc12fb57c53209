"""What a list prints in every row, made cheaply: figures, times, and addresses of records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.urls import get_script_prefix, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from jinguo.site.components.pieces.base import register

_CENT = Decimal("0.01")
_ANY = UUID(int=0)


@register.filter
def figure(value: Decimal | None) -> str:
    """`{{ row.mean|figure }}`: two decimals, halves up; a dash where there is none."""
    return "—" if value is None or value == "" else str(value.quantize(_CENT, ROUND_HALF_UP))


@register.filter
def number(value: Decimal | None) -> str:
    """`{{ row.value|number }}`: as many decimals as it has, at most two, and no zeros behind them; a dash where there is none."""
    if value is None or value == "":
        return "—"
    return format(value.quantize(_CENT, ROUND_HALF_UP).normalize(), "f")


@register.filter(expects_localtime=True)
def stamp(at: datetime | None) -> str:
    """`{{ row.submitted_at|stamp }}`: the format SHORT_DATETIME_FORMAT, which is one and the same in both languages."""
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


@register.filter
def at(uid: UUID, name: str) -> str:
    """`{{ row.uid|at:"calls:nomination" }}`: the address of a record whose url takes its uid alone.

    The same as `{% url name uid %}`, but the route is looked up once and not for every row.
    """
    return _route(name, get_script_prefix()).replace(str(_ANY), str(uid))


@lru_cache(maxsize=200)
def _route(name: str, prefix: str) -> str:
    return reverse(name, args=[_ANY])


@register.filter
def options(groups: Iterable[tuple[object, Iterable[Mapping[str, Any]], int]]) -> SafeString:
    """`{{ widget.optgroups|options }}`: what a list offers. Three hundred units to choose from cost no template each."""
    rows = []
    for group, offered, _index in groups:
        inner = "".join([_option(one) for one in offered])
        rows.append(f'<optgroup label="{conditional_escape(group)}">{inner}</optgroup>' if group else inner)
    return SafeString("".join(rows))


def _option(one: Mapping[str, Any]) -> str:
    attributes = "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(str(value))}"'
        for name, value in one["attrs"].items()
        if value is not False
    )
    value, label = conditional_escape(str(one["value"])), conditional_escape(one["label"])
    return f'<option value="{value}"{attributes}>{label}</option>'

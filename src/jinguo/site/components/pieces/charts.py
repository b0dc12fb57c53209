"""Pictures of figures, drawn on the server; the figures themselves stand beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from jinguo.site.components.pieces.base import piece, register


@register.simple_tag
def share_bar(women: int, men: int, unstated: int = 0) -> SafeString:
    """Women, men and not stated as parts of one bar: a picture alone, so say the figures beside it."""
    total = women + men + unstated
    parts, x = [], 0.0
    for kind, count in (("women", women), ("men", men), ("unstated", unstated)):
        if count:
            width = round(100 * count / total, 2)
            parts.append({"kind": kind, "x": x, "width": width})
            x = round(x + width, 2)
    return piece("share_bar", parts=parts)


@register.simple_tag
def share_chart(rows: Iterable[Any], first: str, label: str = "") -> SafeString:
    """A table whose rows have ``label``, ``women``, ``men``, ``unstated`` and ``percent``, with a bar for each row.

    ``first`` is the heading of the labels' column, ``label`` what the table is.
    """
    return piece("share_chart", rows=list(rows), first=first, label=label)


@register.simple_tag
def meter(percent: int, tone: str = "green") -> SafeString:
    """`{% meter row.percent "amber" %}`: one bar out of a hundred; say the number beside it."""
    return piece("meter", width=max(0, min(int(percent), 100)), tone=tone)


@register.simple_tag
def column_chart(points: Iterable[tuple[str, Any]], target: Any = None, label: str = "") -> SafeString:
    """Columns for (name, number or None) in their order, with a line at ``target``. The table beside it says the numbers."""
    found = [(name, float(value) if value is not None else None) for name, value in points]
    top = max([value for _, value in found if value is not None] + [float(target or 0)], default=0.0) or 1.0
    step = 100 / max(len(found), 1)
    columns = [
        {
            "name": name,
            "x": round(place * step + step * 0.15, 2),
            "width": round(step * 0.7, 2),
            "y": round(60 - 56 * value / top, 2),
            "height": round(56 * value / top, 2),
        }
        for place, (name, value) in enumerate(found)
        if value is not None
    ]
    line = round(60 - 56 * float(target) / top, 2) if target else None
    return piece("column_chart", columns=columns, line=line, label=label)

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

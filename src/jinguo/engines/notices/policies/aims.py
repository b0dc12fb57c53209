"""Targets of a document as a whole: those outside every measure; what it tells of the years before it is none.

>>> from ..layout.outline import outline
>>> from ..layout.paragraphs import paragraphs
>>> items = paragraphs("一、工作目标\\n到2030年，建成基地20个。\\n二、主要任务\\n（一）强队伍。每年办班5期。")
>>> [t.data["quantity"] for t in other_targets(items[:2], outline(items)[:1], [])]
[20]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from ..heads.identity import Identity
from ..layout.outline import Node, item_above
from ..layout.paragraphs import Paragraph
from ..layout.text import Found, overlaps
from .standing import path_of, speaks_of_aims, tells_of_past
from .targets import targets_in


def other_targets(body: Sequence[Paragraph], nodes: Sequence[Node], measures: Sequence[Found]) -> list[Found]:
    """Targets outside every measure: those of the document as a whole."""
    found = []
    spans = sorted(m.span for m in measures)
    for index, paragraph in enumerate(body):
        above = item_above(nodes, index)
        rows = paragraph.cells and paragraph.flow.at
        if tells_of_past(nodes, above) or (rows and overlaps((rows[0], rows[-1] + 1), spans)):
            continue
        for target in targets_in(paragraph.flow.cut(paragraph.body_at), speaks_of_aims(nodes, above)):
            before = bisect_right(spans, target.span[0], key=lambda span: span[0]) - 1
            if before < 0 or target.span[0] >= spans[before][1]:
                found.append(
                    Found({**target.data, "section": path_of(nodes, above)}, target.span, target.confidence)
                )
    return found


def leave_out_past(found: dict[str, list[Found]], identity: Identity) -> None:
    """Leaves out what was to be reached before the year of the document: it tells of what has been."""
    told = [str(f.data["value"]) for f in (identity.issue_date, identity.title, identity.inner_title) if f]
    years = [int(y) for said in told[:2] for y in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", said)]
    if not years:
        return
    first = str(min(years))

    def past(data: dict[str, Any]) -> bool:
        return str(data.get("by") or "9999") < first

    found["targets"] = [t for t in found["targets"] if not past(t.data)]
    for measure in found["measures"]:
        kept = [i for i, t in enumerate(measure.data["targets"]) if not past(t)]
        for key in ("targets", "_targets"):
            measure.data[key] = [measure.data[key][i] for i in kept]

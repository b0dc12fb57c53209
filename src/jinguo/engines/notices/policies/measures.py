"""Measures of a policy: numbered items that say what is to be done, with headings, units, targets and rules.

An item is a measure where it is a leaf of the outline below a section, or a first-level item that has its body
or its units in itself; an item with measures below it is a section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..heads.letterhead import is_organ
from ..layout.outline import Node, heading_end, joined
from ..layout.paragraphs import Paragraph
from ..layout.text import Flow, Found, bare
from ..layout.unnumbered import DUTY, names_who
from .choosing import MEANING, measure_indices
from .rules import rules_in
from .standing import path_of
from .targets import targets_in
from .tasks import tasks_in
from .unit_names import is_names, split_units
from .units import UnitList, add_units, on_lines, unit_lists, unit_place

_LIST = re.compile(r"(?:如下|以下|下列|包括|条件|之一|分别是|主要是|为)[^。]{0,14}：$|：$")
_SAFEGUARD = re.compile(
    r"(?:保障|推进)(?:措施|机制)$|^(?:强化|加强|完善|健全|落实)?(?:组织|政策|实施|工作|要素|综合)?保障$|保障(?:实施|落实)|组织实施|加强领导|组织领导|工作要求|切实加强|抓好落实"
)
_PRINCIPLE = re.compile(
    r"总体思路|基本原则|指导思想|总体要求|基本要求|总体目标|主要目标|工作目标|工作原则|发展目标"
)


def _without_headings(nodes: Sequence[Node], chosen: Sequence[int]) -> set[tuple[None, str]]:
    """Lists of measures that are running sentences: most of them have no heading with a body after it."""
    lists: dict[tuple[None, str], list[bool]] = {}
    for i in chosen:
        node = nodes[i]
        after = node.body.cut(0, unit_place(node.body)).s if node.heading is not None else ""
        short = node.heading is not None and (len(node.heading) <= 28 or "，" not in node.heading.s)
        lists.setdefault((None, node.style), []).append(short and (bool(after.strip("。")) or node.alone))
    return {key for key, kept in lists.items() if len(kept) > 1 and sum(kept) * 2 < len(kept)}


def read_measures(
    nodes: Sequence[Node], items: Sequence[Paragraph], issuers: Sequence[str]
) -> tuple[list[Found], list[Found]]:
    """Measures, and the rules (preferences and relaxations) inside them."""
    chosen = measure_indices(nodes)
    plain = _without_headings(nodes, chosen)
    compounds = [name for name in issuers if "、" in name]
    by_heads = _units_of_heads(nodes, chosen)
    leads = False
    found, rules = [], []
    for i in chosen:
        node = nodes[i]
        body, heading = _whole_body(nodes, i), node.heading
        beside = unit_place(heading) if heading is not None else 0
        own: list[UnitList] = []
        if heading is not None and 4 <= beside < len(heading):  # the units stand in the heading itself
            own = unit_lists(heading.cut(beside), compounds)
            heading = heading.cut(0, beside)
        running = (None, node.style) in plain or (
            heading is not None
            and not body.cut(0, unit_place(body)).s
            and (not node.alone or node.start.s[-1:] == "。" or bool(body.s) or bool(own))
        )
        pasted = (
            node.style == "number"
            and node.start.s[-1:] == "。"
            and body.s.startswith("——")
            and on_lines(body)
        )
        running = running or bool(pasted)
        if running and heading is not None:
            body, heading = heading if own else _restarted(node, body), None
        lists = own + unit_lists(body, compounds) or _inherited(nodes, i, by_heads)
        if not lists and heading is not None and not node.alone and is_names(heading.s):  # 1.市科技局：负责…
            lists = [
                UnitList(
                    "", "responsible", tuple(split_units(heading)), None, None, heading.span(0, len(heading))
                )
            ]
        if not lists and node.style == "duty":
            lists = _named_first(node.start)
        leads = leads or any(u.first_leads for u in lists)
        found.append(_measure(nodes, i, heading, body, lists, leads, issuers))
        rules += rules_in(body, node.number)
    return found, rules


def _named_first(line: Flow) -> list[UnitList]:
    """The organ that a line of duties begins with: 综合办公室负责…."""
    told = DUTY.match(line.s)
    if told is None or not names_who(told["who"]):
        return []
    who = line.cut(*told.span("who"))
    return [UnitList("负责", "responsible", tuple(split_units(who)), None, None, who.span(0, len(who)))]


def _inherited(nodes: Sequence[Node], index: int, by_heads: dict[int, list[UnitList]]) -> list[UnitList]:
    """The units of the nearest heading above an item that names some."""
    above = nodes[index].parent
    while above is not None:
        if above in by_heads:
            return by_heads[above]
        above = nodes[above].parent
    return []


def _units_of_heads(nodes: Sequence[Node], chosen: Sequence[int]) -> dict[int, list[UnitList]]:
    """The units that head the sections of a plan which is arranged by units: 一、市教育局 … 二、市妇联 …"""
    found: dict[int, list[UnitList]] = {}
    inside = set(chosen)
    for i, node in enumerate(nodes):
        heading = node.heading
        if heading is None or not node.alone or not node.children or i in inside:
            continue
        if node.style == "organ" or (node.parent is None and is_organ(heading.s)):
            units = tuple(split_units(heading))
            found[i] = [UnitList("", "responsible", units, None, None, heading.span(0, len(heading)))]
    return found if len(found) > 1 else {}


def _whole_body(nodes: Sequence[Node], i: int) -> Flow:
    """The body with the list items below the measure."""
    body = nodes[i].body
    for child in nodes[i].children:
        below = nodes[child]
        body = body + Flow("\n", (body.at[-1],), "\n") if body.s else body
        body = body + below.mark + below.start
        extra = (
            below.body.cut(len(below.start) - (heading_end(below.start.s) or (0, 0))[1])
            if not below.alone
            else below.body
        )
        body = body + extra
        for deeper in nodes[child].children:
            body = body + nodes[deeper].mark + nodes[deeper].start
    return body


def _restarted(node: Node, body: Flow) -> Flow:
    cut = heading_end(node.start.s)
    if node.alone or cut is None:
        return joined(node.start, body)
    return node.start.cut(0, cut[1]) + body


def _measure(
    nodes: Sequence[Node],
    i: int,
    heading: Flow | None,
    body: Flow,
    lists: Sequence[UnitList],
    leads: bool,
    issuers: Sequence[str],
) -> Found:
    node = nodes[i]
    end = unit_place(body)
    text = body.cut(0, end) if end else body
    data: dict[str, Any] = {
        "number": node.number or None,
        "section": path_of(nodes, node.parent),
        "heading": heading.raw if heading else None,
        "text_start": bare(text.raw)[:20],
        "role": _role(nodes, i),
        "unit_label": " / ".join(dict.fromkeys(u.label for u in lists if u.label)) or None,
    }
    add_units(data, lists, leads, issuers)
    until = _UNTIL.search(body.s)
    if until:
        data["until"] = body.raw[until.start(1) : until.end(1)]
    inner = targets_in(text)
    if end and "\n——" in body.s[end:]:  # lines with units stand between the lines of what is to be reached
        inner += targets_in(body.cut(end))
    data["targets"] = [t.data for t in inner]
    data["tasks"] = tasks_in(text)
    data["_targets"] = [(t.span, t.confidence) for t in inner]
    places: dict[str, tuple[int, int]] = {}
    for one in lists:
        for unit in one.units:
            places.setdefault(unit.raw, unit.span(0, len(unit)))
    data["_units"] = list(places.items())
    start = heading.span(0, len(heading)) if heading else text.span(0, len(text))
    stop = body.span(0, len(body)) if body.s else start
    sure = 0.95 if heading and lists else 0.9 if heading else 0.8
    return Found(data, (min(start[0], stop[0]), max(start[1], stop[1])), sure)


_UNTIL = re.compile(r"(?:完成|实施)?(?:时限|期限|时间|时间节点)(?:要求|安排)?：([^，。；（）〔〕\n]{2,20})")
"""The time by which a measure is to be done, where it has a label as its units have."""


def _role(nodes: Sequence[Node], i: int) -> str:
    node = nodes[i]
    own = node.heading.s if node.heading else node.body.s[:30]
    above = nodes[node.parent].heading if node.parent is not None else None
    title = above.s if above else ""
    if _SAFEGUARD.search(title):
        return "safeguard"
    if _PRINCIPLE.search(own) or (_PRINCIPLE.search(title) and not MEANING.search(title)):
        return "principle"
    return "significance" if MEANING.search(own) or MEANING.search(title) else "task"

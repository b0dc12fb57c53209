"""Which numbered items of a plan are its measures: leaves of the outline below a section, and first-level items with a body or units of their own.

>>> from ..layout.outline import outline
>>> from ..layout.paragraphs import paragraphs
>>> measure_indices(outline(paragraphs("一、主要任务\\n（一）建平台。建好基地。\\n（二）强队伍。办好培训。")))
[1, 2]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ..layout.outline import Node
from .standing import speaks_of_aims, tells_of_past
from .units import unit_lists

MEANING = re.compile(r"重要意义|重大意义|充分认识|必要性")
_WORK = re.compile(r"任务|措施|举措|行动|工程|保障|重点|实施|推进|建设")
"""The heading of a chapter whose sections say what is to be done."""
_LINES = ("number_bracket", "number_half", "circle")
"""Styles of the lines of a list inside an item."""


def measure_indices(nodes: Sequence[Node]) -> list[int]:
    """Which items are measures; in a plan of headings alone with their bodies below, these."""
    through = _runs_through(nodes)
    meant = [
        i
        for i, node in enumerate(nodes)
        if not tells_of_past(nodes, i)
        and ((through and node.style == "number") or not speaks_of_aims(nodes, i))
    ]
    items = _Items(nodes)
    chosen = [i for i in meant if items.measure[i] and not items.inside_measure(i)]
    headed = [i for i in meant if nodes[i].parent is None and _stands_alone(nodes[i])]
    return chosen or headed or _points(nodes, meant)


def _points(nodes: Sequence[Node], meant: Sequence[int]) -> list[int]:
    """The points of a plan that says each in one line and nothing below it (工作要点): 1.办好三个基地，培训百人。"""
    if len(nodes) < 3 or any(node.body.s or node.children for node in nodes):
        return []
    sentences = sum("，" in node.start.s or node.start.s[-1:] in "。；" for node in nodes if node.start.s)
    return list(meant) if 2 * sentences > len(nodes) else []


def _runs_through(nodes: Sequence[Node]) -> bool:
    """Whether the items of a plan are counted on from section to section: 一 1. 2. 二 3. 4."""
    first: dict[int | None, int] = {}
    for node in nodes:
        if node.style == "number":
            first.setdefault(node.parent, node.value)
    return len(first) > 2 and list(first.values()) == sorted(set(first.values()))


def _stands_alone(node: Node) -> bool:
    """Whether an item of the first level is a heading with nothing but its own text below."""
    if node.heading is None or node.style in ("chapter", "division") or not node.alone:
        return False
    return not node.children and len(node.body) > 10 and not MEANING.search(node.heading.s)


class _Items:
    """The items of an outline with what is asked of each of them more than once."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = nodes
        self.units = [bool(unit_lists(node.body)) for node in nodes]
        self.closes = [self._closes_with_units(node) for node in nodes]
        lists: dict[tuple[int | None, str], list[int]] = defaultdict(list)
        for i, node in enumerate(nodes):
            lists[node.parent, node.style].append(i)
        self.some_close = {key: any(self.closes[i] for i in own) for key, own in lists.items()}
        self.some_have = {key: any(self.units[i] for i in own) for key, own in lists.items()}
        self.all_close = {key: self._all_close(own) for key, own in lists.items()}
        self.mostly_run = {key: self._mostly_run(own) for key, own in lists.items()}
        self.measure = [self._is_measure(i) for i in range(len(nodes))]

    def _closes_with_units(self, node: Node) -> bool:
        """Whether of several lines below an item the last alone has a list of units, which then is the whole item's."""
        listed = [self.units[c] for c in node.children]
        return len(listed) > 1 and listed[-1] and sum(listed) == 1

    def _all_close(self, items: Sequence[int]) -> bool:
        """Whether all items of a list that have lists below them close these with units."""
        with_list = [i for i in items if len(self.nodes[i].children) > 1]
        return bool(with_list) and all(self.closes[i] for i in with_list)

    def _mostly_run(self, items: Sequence[int]) -> bool:
        """Whether most items of a list have their body in their own paragraph."""
        with_body = [i for i in items if not self.nodes[i].alone and len(self.nodes[i].body) > 10]
        return len(with_body) * 2 > len(items)

    def _is_measure(self, i: int) -> bool:
        node = self.nodes[i]
        if node.style in _LINES and node.parent is not None:
            above = self.nodes[node.parent]
            return above.alone and not above.body.s and self._could(i)
        if any(self._could(c) or self.nodes[c].caption for c in node.children):
            return False
        if node.parent is None:
            runs = not node.alone and len(node.body) > 10
            told = node.alone and "，" in node.start.s and node.start.s[-1] == "。"
            return self.units[i] or self.closes[i] or ((runs or told) and self.mostly_run[None, node.style])
        if node.style == "division" and not self.units[i]:
            headed = self.nodes[node.parent].heading
            return bool(node.body.s) and headed is not None and _WORK.search(headed.s) is not None
        return self.units[i] or bool(node.body.s) or node.heading is not None

    def _could(self, i: int) -> bool:
        """Whether an item below another could be a measure of its own and not one line of a list inside one."""
        node = self.nodes[i]
        above = node.parent or 0
        parent = self.nodes[above]
        if parent.style == "article":
            return False
        beside = (parent.parent, parent.style)
        if node.style in _LINES:
            if self.some_close[beside]:
                return False
            return self.units[i] or (parent.alone and len(node.body) > 40 and not parent.body.s)
        if (parent.alone and self.all_close[beside]) or (self.some_have[beside] and self.closes[above]):
            return False
        if self.units[i]:
            return True
        opens = not parent.alone and parent.parent is not None and parent.start.s.endswith("：")
        return not (self.units[above] or opens) and len(node.start) + len(node.body) > 12

    def inside_measure(self, i: int) -> bool:
        """Whether an item above is a measure already."""
        parent = self.nodes[i].parent
        while parent is not None:
            if self.measure[parent]:
                return True
            parent = self.nodes[parent].parent
        return False

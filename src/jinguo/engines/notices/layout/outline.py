"""The tree of numbered headings: 一、（一）1.（1）① in their variants, headings apart from bodies.

The level of a style is where it first stands below another one; a number that starts again opens a new list.

>>> from .paragraphs import paragraphs
>>> tree = outline(paragraphs("一、总体要求\\n以此为纲。\\n二、主要任务\\n（一）实施行动。开展活动，推动发展。\\n（二）搭建平台。组织交流。"))
>>> [(n.number, n.heading.s if n.heading else None, n.level, n.parent) for n in tree]
[('一', '总体要求', 1, None), ('二', '主要任务', 1, None), ('（一）', '实施行动', 2, 1), ('（二）', '搭建平台', 2, 1)]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from .marks import mark_of, ordinal
from .paragraphs import Paragraph
from .text import Flow

LONGEST_HEADING = 46
_RANKS = {
    "chapter": 0,
    "division": 0.5,
    "article": 1,
    "cn": 1,
    "padded": 1,
    "organ": 2,
    "cn_bracket": 2,
    "named": 2,
    "number": 3,
    "number_bracket": 4,
    "number_half": 4,
    "decimal": 4,
    "decimals": 5,
    "plain": 1,
    "dash": 4,
    "duty": 4,
    "circle": 5,
}
_INLINE = re.compile(r"(?<=[^、，；：（“《])([一二三四五六七八九十]{1,3})、(?=[\u4e00-\u9fff“]{2,24}$)")


@dataclass(slots=True)
class Node:
    """A numbered item: its paragraph, heading (None where it is running text), body and place in the tree."""

    style: str
    number: str
    value: int
    level: int
    parent: int | None
    first: int
    """Index of its paragraph."""
    start: Flow
    """The text after the number in its own paragraph."""
    heading: Flow | None = None
    body: Flow = field(default_factory=lambda: Flow("", ()))
    alone: bool = False
    """The heading has the line to itself."""
    children: list[int] = field(default_factory=list)
    caption: str = ""
    """The unnumbered line above the list that the item stands in: 主要目标：."""
    mark: Flow = field(default_factory=lambda: Flow("", ()))
    """The number as printed, with its mark."""


def split_inline(items: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs with a heading that slid onto the end of the line before it set apart."""
    out: list[Paragraph] = []
    seen = 0
    for paragraph in items:
        if paragraph.style == "cn" and paragraph.number:
            seen = ordinal(paragraph.number)
        match = None if paragraph.cells or len(paragraph.flow) > 400 else _INLINE.search(paragraph.s)
        if match and seen and ordinal(match[1]) == seen + 1:
            tail = paragraph.flow.cut(match.start())
            style, number, at = mark_of(tail)
            out += [
                Paragraph(
                    paragraph.flow.cut(0, match.start()), paragraph.style, paragraph.number, paragraph.body_at
                )
            ]
            out += [Paragraph(tail, style, number, at)]
            seen += 1
        else:
            out.append(paragraph)
    return out


def heading_end(text: str) -> tuple[int, int] | None:
    """Where the heading that opens a running paragraph ends, and where its body begins."""
    for i, c in enumerate(text[: LONGEST_HEADING + 1]):
        if c in "。：！" or (c == "；" and i < 12):
            if c == "：" and text[i - 1 : i].isdigit() and text[i + 1 : i + 3].isdigit():
                return None  # a time of day
            if c == "：" and (
                len(_BRACKETED.sub("", text[:i])) > 24
                or re.search(r"(?:是|为|如下|包括|即|之一|具体|要求为)$", text[:i])
                or "，" in text[:i]
            ):
                return None
            if _brackets_open(text[:i]):
                continue
            return (i, i + 1) if i > 1 else None
        if c in "；？":
            return None
    return None


_BRACKETED = re.compile(r"（[^（）]*）")


def _brackets_open(text: str) -> bool:
    return any(text.count(a) > text.count(b) for a, b in ("（）", "“”", "《》"))


def outline(items: Sequence[Paragraph]) -> list[Node]:
    """All numbered items in order, with parents by index."""
    nodes: list[Node] = []
    stack: list[int] = []
    captions: dict[int | None, str] = {}
    for index, paragraph in enumerate(items):
        if paragraph.cells:
            continue
        if paragraph.style is None or paragraph.number is None:
            if stack and _CAPTION.fullmatch(paragraph.s) and _numbered_next(items, index):
                while stack and _RANKS[nodes[stack[-1]].style] >= _RANKS["number"]:
                    stack.pop()
                captions[stack[-1] if stack else None] = paragraph.s.rstrip("：")
            elif stack:
                nodes[stack[-1]].body = joined(nodes[stack[-1]].body, paragraph.flow)
            continue
        node = _placed(nodes, stack, paragraph, index)
        node.caption = captions.get(node.parent, "")
        nodes.append(node)
        stack.append(len(nodes) - 1)
        if node.parent is not None:
            nodes[node.parent].children.append(len(nodes) - 1)
    return nodes


_CAPTION = re.compile(
    r"[“”《》\u4e00-\u9fff]{0,6}(?:(?:主要|具体|重点|总体|工作|发展)?(?:目标|指标|任务|措施|举措|策略|内容)|策略措施|支持措施|政策措施|任务措施|目标任务|保障措施)：?"
)
"""An unnumbered line over a numbered list."""


def _numbered_next(items: Sequence[Paragraph], index: int) -> bool:
    """Whether a list that begins anew stands right below."""
    after = items[index + 1] if index + 1 < len(items) else None
    return (
        after is not None and after.style in ("number", "number_bracket") and ordinal(after.number or "") == 1
    )


def joined(body: Flow, more: Flow) -> Flow:
    """The body with one more paragraph; a break stands as a character of its own between the two."""
    if not body.s or not more.s:
        return body + more
    return body + Flow("\n", (body.at[-1],), "\n") + more


def _placed(nodes: list[Node], stack: list[int], paragraph: Paragraph, index: int) -> Node:
    style, number = paragraph.style or "", paragraph.number or ""
    value = ordinal(number)
    same = [i for i in stack if nodes[i].style == style]
    if same and (
        value != 1 or style in ("chapter", "division", "article") or not _opens_list(nodes[stack[-1]], style)
    ):
        while stack and stack[-1] != same[-1]:
            stack.pop()
        stack.pop()
    elif not same and not (value == 1 and stack and _waits(nodes[stack[-1]], index)):
        while stack and _RANKS[nodes[stack[-1]].style] > _RANKS[style]:
            stack.pop()
    parent = stack[-1] if stack else None
    start = paragraph.flow.cut(paragraph.body_at)
    node = Node(
        style,
        number,
        value,
        len(stack) + 1,
        parent,
        index,
        start,
        mark=paragraph.flow.cut(0, paragraph.body_at),
    )
    _split_heading(node)
    return node


def _waits(node: Node, index: int) -> bool:
    """Whether a heading stands right above with nothing below it: what comes next belongs to it, whatever its style."""
    return node.first == index - 1 and node.alone and not node.body.s and len(node.start) <= 16


def _opens_list(node: Node, style: str) -> bool:
    """Whether a list numbered in the style of its own parent begins below the node: 1. … 如下： 1. …"""
    return node.style == style and (node.body.s or node.start.s).endswith("：") and node.value != 1


_DUTIES = re.compile(r"（[^（）]*(?:单位|部门|牵头|负责|配合|处室|科室)[^（）]*(?:（[^（）]*）[^（）]*)*）$")


_SUBJECT = re.compile(
    r"(?:各级?|[市省县区州])[^，。、]{0,16}(?:委员会|部门|单位|政府|领导小组)(?:要|应|须|协调|负责|牵头|组织|根据|按照)[^，。]{4}"
)
"""A sentence that says who is to do something, and no heading."""


def _split_heading(node: Node) -> None:
    text = _DUTIES.sub("", node.start.s.rstrip("*"))
    if node.style in (
        "article",
        "duty",
    ):  # 第三条 … and 办公室负责 … are running text; what is above has the heading
        node.body = node.start
        return
    if (
        not re.search(r"[。；！？]", text.rstrip("。；："))
        and len(text) <= 60
        and not re.search(r"：.", text)
    ):
        end = len(text.rstrip("。；："))
        if len(text) < len(node.start.s.rstrip("*")):  # the units behind the heading stay with it
            end = len(node.start)
        node.heading, node.alone = node.start.cut(0, end), True
        return
    cut = heading_end(text)
    if cut and not _SUBJECT.match(text[: cut[0]]):
        node.heading = node.start.cut(0, cut[0])
        node.body = node.start.cut(cut[1])
    else:
        node.body = node.start


def item_above(nodes: Sequence[Node], index: int) -> int | None:
    """The item that a paragraph stands in: the last one that begins at or before it."""
    return (
        bisect_right(nodes, index, key=lambda node: node.first) - 1
        if nodes and nodes[0].first <= index
        else None
    )

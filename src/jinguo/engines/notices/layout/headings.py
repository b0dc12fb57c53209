"""Which numbered items are headings of the outline, in a policy and in a call."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .outline import LONGEST_HEADING, Node
from .text import Found


def policy_sections(nodes: Sequence[Node], measures: set[int]) -> list[Found]:
    inside: set[int] = set()
    found = []
    for i, node in enumerate(nodes):
        if i in measures or node.parent in measures or node.parent in inside:
            inside.add(i)
            continue
        if node.caption and not node.body.s and not node.children:  # a line of a list of aims
            continue
        if node.heading is not None and node.style not in ("circle", "number_half", "number_bracket"):
            found.append(_section(nodes, i))
    return found


def _section(nodes: Sequence[Node], i: int) -> Found:
    node = nodes[i]
    heading = node.heading or node.start
    data = {"level": node.level, "number": node.number or None, "heading": heading.raw.strip("*")}
    return Found(data, heading.span(0, len(heading)), 0.95 if node.alone else 0.8)


def call_sections(nodes: Sequence[Node]) -> list[Found]:
    """Headings of a call: alone on their lines, or opening most items of their list."""
    found = []
    for i, node in enumerate(nodes):
        if node.heading is None or node.style in ("circle", "number_half", "number_bracket"):
            continue
        if _heads(nodes, i):
            found.append(_section(nodes, i))
    return found


def _heads(nodes: Sequence[Node], i: int) -> bool:
    """Whether an item of a call is a heading: of the first level, or alone on its line among others of its kind."""
    node = nodes[i]
    heading = node.heading
    if (
        heading is None
        or (node.alone and _reads_as_sentence(node))
        or re.search(r"(?:条件)?之一$|(?:以下|下列)条件$", heading.s)
    ):
        return False
    siblings = [n for n in nodes if n.parent == node.parent and n.style == node.style]
    if node.parent is None:
        return node.alone or not _SAYS.search(heading.s)
    if 2 * sum(n.alone and _reads_as_sentence(n) for n in siblings) >= max(2, len(siblings)):
        return False
    titled = node.alone and node.children and not node.body.s and "，" not in heading.s
    if len(heading) > (LONGEST_HEADING if titled else 28) or re.match(r"\d|要|《|“", heading.s):
        return False
    if not node.alone:
        return _runs_in(nodes, node, siblings) and _parent_heads(nodes, node.parent)
    if any(_reads_as_sentence(n) or not n.alone for n in siblings) and (
        node.start.s[-1:] in ("。", "；") or not (node.body.s or node.children)
    ):
        return False
    if not node.body.s and not node.children:
        return False
    return _parent_heads(nodes, node.parent)


_SAYS = re.compile(
    r"(?:将[对于在由]|应[当该]?于|于\d|之间|\d日前)|(?:学院|单位|部门|学校)[^，、]{0,12}(?:进行|开展)|[\u4e00-\u9fff]工作在[^，]+下进行$"
)
"""A sentence that says who does what by when, which is no heading though it opens an item."""
_HEAD_NOUN = re.compile(
    r"(?:条件|方式|比例|范围|对象|程序|流程|步骤|标准|办法|名额|内容|奖励|原则|形式|要求)$"
)
_PAIR = re.compile(r"[\u4e00-\u9fff]{4}，[\u4e00-\u9fff]{4}")
"""A heading of two parallel halves: 高度重视，认真组织."""


def _runs_in(nodes: Sequence[Node], node: Node, siblings: Sequence[Node]) -> bool:
    """Whether the short sentence that opens an item is its heading, as with all items of its list."""
    heading, above = node.heading, nodes[node.parent or 0].heading
    if heading is None or any(
        n.heading is None or _reads_as_sentence(n) or _SAYS.search(n.heading.s) for n in siblings
    ):
        return False
    if len(siblings) > 1 and all(n.heading and _PAIR.fullmatch(n.heading.s) for n in siblings):
        return True
    colon = node.start.s[len(heading) : len(heading) + 1] == "："
    if colon and len(siblings) > 1 and all(n.heading and _HEAD_NOUN.search(n.heading.s) for n in siblings):
        return True
    if len(node.body) < 6 or (colon and (node.level > 2 or any(len(n.body) < 30 for n in siblings))):
        return False
    opened = [re.match(r"坚持|体现|按|对|请|不|严格|确保", n.heading.s) for n in siblings if n.heading]
    if any(opened) and len({m.group() if m else "" for m in opened}) > 1:
        return False
    return above is None or not re.search(r"材料|报送|作品要求|附件", above.s)


def _reads_as_sentence(node: Node) -> bool:
    """Whether an item is a sentence of a list and no heading."""
    if node.heading is None:
        return True
    closed = node.start.s[-1:] in ("。", "；") and node.alone
    if closed and node.start.s[-1] == "；":
        return True
    if node.parent is None:
        return closed and (
            len(node.start) > 24 or re.search(r"(?:所有|解释|施行|执行|为准).$", node.start.s) is not None
        )
    return closed and (len(node.start) > 16 or "，" in node.start.s)


def _parent_heads(nodes: Sequence[Node], i: int) -> bool:
    return nodes[i].heading is not None and (nodes[i].parent is None or _heads(nodes, i))

"""Categories of a call: awards, groups or themes that one can be nominated for.

A list of headings that are names, a sentence that names them (设A、B和C三类), quotas one beside the other (A 10名，B 15名), or
the parts that a total falls into.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..layout.outline import Node
from ..layout.paragraphs import Paragraph
from ..layout.text import Found
from .awards import (
    PREFIX,
    beside_quotas,
    conditioned,
    named_apart,
    of_winners,
    parts_of_total,
    titled,
)
from .classes import KIND, classes_in
from .headed import ANNOUNCES, headed, labelled


def read_categories(
    nodes: Sequence[Node], items: Sequence[Paragraph], quotas: Sequence[Found], title: Found | None = None
) -> list[Found]:
    """The categories of a call, by headings, else by sentences and quotas, else by what its title names side by side."""
    return (
        named_apart(_in_full(headed(nodes, items), quotas), items)
        or labelled(nodes, items)
        or conditioned(items)
        or _named(items, quotas, _sections(nodes, items))
        or titled(items, title)
    )


def _sections(nodes: Sequence[Node], items: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """Where the sections stand whose headings announce categories."""
    found = []
    for i, node in enumerate(nodes):
        if node.heading is None or not ANNOUNCES.search(node.heading.s) or not node.start.at:
            continue
        after = next((n.first for n in nodes[i + 1 :] if n.level <= node.level), len(items))
        last = [p.flow.at[-1] for p in items[node.first : after] if p.flow.at]
        found.append((node.start.at[0], max(last, default=node.start.at[0])))
    return found


def _is_announced(paragraph: Paragraph, sections: Sequence[tuple[int, int]]) -> bool:
    at = paragraph.flow.at
    return bool(at) and any(begin < at[0] <= end for begin, end in sections)


def _in_full(named: list[Found], quotas: Sequence[Found]) -> list[Found]:
    """Headed names that the quotas say in full: 市标兵岗 where 云州市标兵岗10个 stands above."""
    full: list[Found] = []
    for one in named:
        name = str(one.data["name"])
        longer = [
            q
            for q in quotas
            if re.fullmatch(rf"[\u4e00-\u9fff]{{1,4}}{re.escape(name)}", str(q.data["object"]))
        ]
        if len(longer) != 1:
            return named
        full.append(Found({**one.data, "name": longer[0].data["object"]}, longer[0].span, one.confidence))
    return full


def _named(
    items: Sequence[Paragraph], quotas: Sequence[Found], sections: Sequence[tuple[int, int]]
) -> list[Found]:
    """Categories named in a sentence: 设A、B和C三类, or A 10名，B 15名."""
    classes = {
        cut.s: cut
        for paragraph in items
        for cut in classes_in(paragraph.flow.cut(paragraph.body_at), _is_announced(paragraph, sections))
    }
    if classes:
        return [
            Found({"number": None, "name": cut.raw}, cut.span(0, len(cut)), 0.7) for cut in classes.values()
        ]
    places = [(p.flow.at[0], p.flow.at[-1]) for p in items if p.flow.at]
    for begin, end in (*sections, *places):
        inside = [q for q in quotas if begin <= q.span[0] <= end]
        if found := parts_of_total(inside) or beside_quotas(inside):
            return found
    if awards := of_winners(quotas):
        return awards
    totals = {PREFIX.sub("", str(q.data["object"])): q for q in quotas if q.data["who"] == "total"}
    names = {
        n: q for n, q in totals.items() if re.fullmatch(r"[\u4e00-\u9fff“”]{4,20}", n) and KIND.search(n)
    }
    return (
        [Found({"number": None, "name": n}, q.span, 0.5) for n, q in names.items()] if len(names) > 1 else []
    )

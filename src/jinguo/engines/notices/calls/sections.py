"""What a call says, section by section: categories, quotas, eligibility, materials, deadlines, contacts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..conditions.requirements import read_conditions
from ..heads.contacts import read_contacts
from ..heads.identity import Identity
from ..layout.outline import Node
from ..layout.paragraphs import Paragraph
from ..layout.text import Found
from ..papers import materials
from ..papers.asked import lists_materials, materials_of
from ..papers.merging import merged
from ..policies.due import duties_due
from .categories import read_categories
from .deadlines import deadlines_in
from .quotas import SECTION as QUOTAS
from .quotas import quotas_in

__all__ = ["forwarding_deadlines", "policy_deadlines", "read_call", "read_contacts"]


def year_of(identity: Identity, items: Sequence[Paragraph]) -> int | None:
    """The year that dates without one belong to: of the signature, else of the page, else of the title."""
    if identity.issue_date:
        return int(str(identity.issue_date.data["value"])[:4])
    for paragraph in items[:6]:
        match = re.search(r"(?:发布时间|日期|时间)：?(20\d\d)年", paragraph.s)
        if match:
            return int(match[1])
    number = str(identity.doc_number.data["value"]) if identity.doc_number else ""
    if match := re.search(r"[〔\[（(【](20\d\d)", number):
        return int(match[1])
    title = str(identity.title.data["value"]) if identity.title else ""
    span = re.search(r"(20\d\d)年?[-—~至](20\d\d)", title)
    if span and int(span[2]) - int(span[1]) > 1:  # a term of years to come begins with its first
        return int(span[1])
    match = re.search(r"20\d\d[-—~至](20\d\d)", title) or re.search(r"(20\d\d)", title)
    full = [int(y) for p in items for y in re.findall(r"(20\d\d)年\d{1,2}月\d", p.s)]
    if match:  # the year of a title can be the one that is looked back on
        later = [y for y in full if int(match[1]) <= y <= int(match[1]) + 1]
        return max(set(later), key=later.count) if later else int(match[1])
    years = [int(y) for p in items for y in re.findall(r"(20\d\d)年", p.s)]
    return max(set(years), key=years.count) if years else None


def read_call(
    items: Sequence[Paragraph], nodes: Sequence[Node], identity: Identity
) -> dict[str, list[Found]]:
    """Every key of a call."""
    year = year_of(identity, items)
    issued = str(identity.issue_date.data["value"]) if identity.issue_date else None
    found: dict[str, list[Found]] = {
        k: [] for k in ("categories", "quotas", "eligibility", "materials", "deadlines")
    }
    owner = _owners(nodes, len(items))
    above = _titles(nodes, items, owner)
    listing: str | None = None
    for index, paragraph in enumerate(items):
        titles = above[index]
        flow = paragraph.flow.cut(paragraph.body_at)
        found["deadlines"] += [
            one
            for one in deadlines_in(flow, year, titles, issued)
            if not _OF_BIRTH.search(str(one.data["text"]))
        ]
        in_quota = bool(QUOTAS.search(titles)) and not materials.SECTION.search(titles)
        found["quotas"] += quotas_in(flow, in_quota, bool(re.search(r"条件|标准|对象", titles)))
        listing = lists_materials(paragraph, titles, listing)
        found["materials"] += materials_of(paragraph, flow, titles, listing is not None)
    found["categories"] = read_categories(nodes, items, found["quotas"], identity.title)
    found["eligibility"] = read_conditions(items, above.__getitem__, bool(nodes))
    found["quotas"] = _different(found["quotas"])
    found["materials"] = merged(found["materials"])
    return found


_OF_BIRTH = re.compile(r"日(?:之?[前后])?出生|周岁[^，。；]{0,4}（")
"""A day that says how old somebody may be, and no deadline."""


def forwarding_deadlines(
    head: Sequence[Paragraph], identity: Identity, items: Sequence[Paragraph]
) -> list[Found]:
    """Deadlines that the organ which forwards a notice sets in the note above it."""
    year = year_of(identity, items)
    return [
        Found({**one.data, "level": "forwarding note"}, one.span, one.confidence)
        for paragraph in head
        for one in deadlines_in(paragraph.flow, year, "", None)
    ]


def policy_deadlines(items: Sequence[Paragraph], identity: Identity) -> list[Found]:
    """Deadlines that a policy sets."""
    issued = str(identity.issue_date.data["value"]) if identity.issue_date else None
    year = int(issued[:4]) if issued else None
    found: list[Found] = []
    for paragraph in items:
        ends = duties_due(paragraph.flow)
        told = [
            d
            for d in deadlines_in(paragraph.flow, year, "", issued)
            if not any(e.span[0] < d.span[1] and d.span[0] < e.span[1] for e in ends)
        ]
        found += [*told, *ends]
    return found


def _owners(nodes: Sequence[Node], count: int) -> list[int | None]:
    owner: list[int | None] = [None] * count
    for i, node in enumerate(nodes):
        end = nodes[i + 1].first if i + 1 < len(nodes) else count
        for at in range(node.first, min(end, count)):
            owner[at] = i
    return owner


_PLAIN_HEADING = re.compile(
    r"[〔•●■◆▶]*[\u4e00-\u9fff]{0,8}(?:条件|范围|对象|材料|要求|时间|名额|设置|方式|办法|程序|类别|类型|奖项|内容|标准|组别|日期|资格)[：〕]*"
)
"""A heading without a number, alone on its line: 报名条件."""


def _titles(nodes: Sequence[Node], items: Sequence[Paragraph], owner: Sequence[int | None]) -> list[str]:
    """The headings above each paragraph, with those that have no number."""
    made, plain = [], ""
    for index, paragraph in enumerate(items):
        if paragraph.style == "cn":
            plain = ""
        elif not paragraph.style and not paragraph.cells and _PLAIN_HEADING.fullmatch(paragraph.s):
            plain = paragraph.s.strip("〔〕：")
        titles = titles_above(nodes, owner[index])
        made.append("／".join(t for t in (titles, plain) if t))
    return made


def titles_above(nodes: Sequence[Node], index: int | None) -> str:
    """The headings of an item and those above it."""
    titles = []
    while index is not None:
        heading = nodes[index].heading
        if heading is not None and len(heading) < 30:
            titles.append(heading.s)
        index = nodes[index].parent
    return "／".join(titles)


def _different(found: list[Found]) -> list[Found]:
    kept: dict[tuple[object, ...], Found] = {}
    for one in found:
        kept.setdefault(
            (str(one.data["count"]), str(one.data["object"]), str(one.data["text"]), one.span), one
        )
    return list(kept.values())

"""The annexes that a document lists, and the documents that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .paragraphs import Paragraph
from .text import DOC_NUMBER, Flow, Found, alternatives, fold


def _value(flow: Flow, confidence: float) -> Found:
    return Found({"value": flow.raw}, flow.span(0, len(flow)), confidence)


_LISTED = re.compile(
    r"(?:附件?)?(\d{1,2})(?:[.、：．-]|(?<=件\d)|(?<=件\d\d)|(?=[\u4e00-\u9fff《“])(?!年|月|日|个|名|份))(?:(?!\d)|(?=(?:19|20)\d\d年))"
)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|zip|rar|wps|et|pptx?)$", re.I)


def attachments_in(items: Sequence[Paragraph], head_end: int) -> list[Found]:
    """The annexes listed after 附件： , numbered or alone, up to the first line that is none."""
    found_lists: list[list[Found]] = []
    for i, paragraph in enumerate(items[head_end:], head_end):
        match = re.match(r"附件?：|附件(?=\d{1,2}[.、：．]?[^\d])|附件$", paragraph.s)
        if not match or paragraph.cells or re.match(r"附：.*须知", paragraph.s):
            continue
        rest = [
            p.flow for p in items[i + 1 : i + 40] if not re.fullmatch(r"[A-Za-z0-9_-]+\.[A-Za-z]{3,4}", p.s)
        ]
        own = paragraph.flow.cut(match.end())
        if own.s:
            rest = [own, *rest]
        elif not (paragraph.s.endswith("：") and rest and _heads_list(rest)):
            continue
        found_lists.append(_listed(rest))
    return max(found_lists, key=len, default=[])


def _heads_list(rest: Sequence[Flow]) -> bool:
    """Whether names of annexes follow a line 附件： alone."""
    first = _LISTED.match(rest[0].s)
    if first:
        return int(first[1]) == 1 and len(rest[0]) <= 80 and "。" not in rest[0].s
    return len(rest[0]) <= 50 and bool(
        re.search(r"(?:表|名单|办法|方案|说明|细则|书|函|须知|样式|模板)》?$", rest[0].s)
    )


def _listed(rest: Sequence[Flow]) -> list[Found]:
    found: list[Found] = []
    for n, line in enumerate(rest):
        numbered = _LISTED.match(line.s)
        if n and not numbered and _goes_on(rest, n, len(found) + 1):
            last = found.pop()
            begin = rest[n - 1].at.index(last.span[0])
            found.append(_value(rest[n - 1].cut(begin) + line, 0.8))
            continue
        if n and not numbered and 4 < len(line) <= 60 and _FILE.search(line.s):  # 附件：1.A表 / B办法.doc
            found.append(_value(line.cut(0, len(_FILE.sub("", line.s))), 0.7))
            continue
        if n and (not numbered or int(numbered[1]) != len(found) + 1):
            break
        for flow in _inline(line, len(found) + 1) if numbered else [line]:
            name = flow.cut(0, len(_FILE.sub("", flow.s.rstrip("；。，."))))
            if not 2 <= len(name) <= 80 or (n and "。" in name.s):
                return found
            found.append(_value(name, 0.9 if numbered else 0.8))
        if not numbered:
            break
    return found


def _goes_on(rest: Sequence[Flow], n: int, number: int) -> bool:
    """Whether a line is the end of the name above it: short, before the next number."""
    after = _LISTED.match(rest[n + 1].s) if n + 1 < len(rest) else None
    return (
        after is not None
        and int(after[1]) == number
        and len(rest[n]) <= 30
        and _LISTED.match(rest[n - 1].s) is not None
    )


_ENDED = re.compile(r"(?:表|名单|办法|方案|说明|细则|书|函|须知|样式|模板|指南|目录)》?[；，。]?$")
"""How the name of an annex ends, where the next one follows without a blank."""


def _inline(line: Flow, first: int) -> list[Flow]:
    """The names of a line that lists several: 1.推荐表2.汇总表."""
    cuts, number, at = [], first, 0
    while True:
        match = next(
            (
                m
                for m in _LISTED.finditer(line.s, at)
                if int(m[1]) == number
                and (
                    m.start() == 0
                    or line.at[m.start()] - line.at[m.start() - 1] > 1
                    or _ENDED.search(line.s, 0, m.start())
                )
            ),
            None,
        )
        if match is None:
            break
        cuts.append((match.start(), match.end()))
        number, at = number + 1, match.end()
    if not cuts:
        return [line]
    ends = [start for start, _ in cuts[1:]] + [len(line)]
    return [line.cut(begin, end) for (_, begin), end in zip(cuts, ends, strict=True)]


def alike(title: str) -> str:
    """A title as compared: widths folded, every dash one dash."""
    return re.sub(r"[-—~–]+", "-", fold(title))


def cited_in(items: Sequence[Paragraph], own: set[str]) -> list[Found]:
    found: dict[str, Found] = {}
    pattern = re.compile(
        rf"《([^《》]*(?:《[^《》]*》[^《》]*)*(?:{alternatives('genre')})(?:（[^（）]*）)?)》(?:（({DOC_NUMBER.pattern})）)?"
    )
    for paragraph in items:
        for match in pattern.finditer(paragraph.s):
            title = paragraph.flow.raw[match.start(1) : match.end(1)]
            number = paragraph.flow.raw[match.start(2) : match.end(2)] if match[2] else None
            if alike(title) not in own and title not in found:
                found[title] = Found(
                    {"title": title, "doc_number": number}, paragraph.flow.span(*match.span()), 0.8
                )
    return list(found.values())

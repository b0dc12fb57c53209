"""The annexes that a document lists, and the documents that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..layout.numbers import quantity
from ..layout.paragraphs import Paragraph
from ..layout.text import DOC_NUMBER, Flow, Found, alternatives, fold


def _value(flow: Flow, confidence: float) -> Found:
    return Found({"value": flow.raw}, flow.span(0, len(flow)), confidence)


_CN = "一二三四五六七八九十"
_LISTED = re.compile(
    rf"""
    (?:附件?)?(?P<n>\d{{1,2}})
    (?:
        [.、：．-]
        |(?<=件\d)|(?<=件\d\d)
        |(?=[\u4e00-\u9fff《“])(?!年|月|日|个|名|份|级|届|字|寸)
    )
    (?:(?!\d)|(?=(?:19|20)\d\d年))
    |附件?(?P<cn>[{_CN}]{{1,2}})[.、：]
    |（(?P<in>\d{{1,2}})）
    """,
    re.VERBOSE,
)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|zip|rar|wps|et|pptx?)$", re.I)
_OPENS = re.compile(
    rf"（?附(?:件|表)?(?:下载|清单|目录|列表)?：|附件(?=\d{{1,2}}[.、：．]?[^\d])|附件(?=[{_CN}]{{1,2}}[：、.].{{4}})|附件$"
)
_NAMED = re.compile(
    r"(?:表|名单|办法|方案|说明|细则|书|函|须知|样式|模板|通知|指南|标准|规定|规程|目录|清单|名额|安排|要求|条件|格式|样本|范本|信|卡|册|材料|意见|程序|流程|日程|回执|提纲|汇总|计划|指标)(?:（[^（）]{1,12}）)?》?[；。]?$"
)
"""How the names of annexes end."""


def _number(match: re.Match[str]) -> int:
    return int(match["n"] or match["in"] or quantity(match["cn"]) or 0)


def attachments_in(items: Sequence[Paragraph], head_end: int) -> list[Found]:
    """The annexes listed after 附件： , numbered or alone, up to the first line that is none."""
    found_lists: list[list[Found]] = []
    for i, paragraph in enumerate(items[head_end:], head_end):
        match = _OPENS.match(paragraph.s)
        if not match or paragraph.cells or re.match(r"附：.*须知", paragraph.s):
            continue
        rest = [
            p.flow for p in items[i + 1 : i + 40] if not re.fullmatch(r"[A-Za-z0-9_-]+\.[A-Za-z]{3,4}", p.s)
        ]
        counted = re.match(rf"附件[{_CN}]", paragraph.s)
        own = paragraph.flow if counted else paragraph.flow.cut(match.end())
        if match.group().startswith("（"):
            own = own.cut(0, len(own.s.rstrip("）。")))
        if own.s:
            rest = [own, *rest]
        elif not (rest and _heads_list(rest, paragraph.s.endswith("："))):
            continue
        found_lists.append(_listed(rest))
    return max(found_lists, key=len, default=[])


def _heads_list(rest: Sequence[Flow], told: bool) -> bool:
    """Whether names of annexes follow a line 附件： alone, or a line 附件 (``told`` is false then, and the names must say it)."""
    first = _LISTED.match(rest[0].s)
    if first:
        names = told or all(_NAMED.search(_FILE.sub("", flow.s)) for flow in rest[:2])
        return names and _number(first) == 1 and len(rest[0]) <= 80 and "。" not in rest[0].s
    return told and len(rest[0]) <= 50 and _NAMED.search(rest[0].s) is not None


def _listed(rest: Sequence[Flow]) -> list[Found]:
    found: list[Found] = []
    for n, line in enumerate(rest):
        numbered = _LISTED.match(line.s)
        if n and not numbered and found and _goes_on(rest, n, len(found) + 1):
            last = found.pop()
            begin = rest[n - 1].at.index(last.span[0])
            found.append(_value(rest[n - 1].cut(begin) + line, 0.8))
            continue
        file = _FILE.search(line.s) is not None and len(line) <= 50 and "：" not in line.s
        if n and not (file and not numbered) and (not numbered or _number(numbered) != len(found) + 1):
            break
        for flow in _inline(line, len(found) + 1) if numbered else [line]:
            name = flow.cut(0, len(_FILE.sub("", flow.s.rstrip("；。，."))))
            if not 2 <= len(name) <= 80 or (n and "。" in name.s):
                return found
            found.append(_value(name, 0.9 if numbered else 0.8))
        if not numbered and not file:
            break
    return found


def _goes_on(rest: Sequence[Flow], n: int, number: int) -> bool:
    """Whether a line is the end of the name above it: short, before the next number, or the end that the last name has not."""
    if len(rest[n]) > 30 or _LISTED.match(rest[n - 1].s) is None:
        return False
    after = _LISTED.match(rest[n + 1].s) if n + 1 < len(rest) else None
    if after is not None:
        return _number(after) == number
    name = _FILE.sub("", rest[n - 1].s)
    whole = _NAMED.search(name) is not None and _OPEN_END.search(name) is None
    return not whole and _NAMED.search(rest[n].s) is not None and "：" not in rest[n].s


_OPEN_END = re.compile(r"^[^《]*《[^《》]*$|(?:材料|条件|要求)$")
"""A name that may go on: a title that is not closed, a word that often stands before another."""


def _inline(line: Flow, first: int) -> list[Flow]:
    """The names of a line that lists several: 1.推荐表2.汇总表."""
    cuts, number, at = [], first, 0
    while True:
        match = next(
            (m for m in _LISTED.finditer(line.s, at) if _number(m) == number and _parted(line, m.start())),
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


def _parted(line: Flow, at: int) -> bool:
    """Whether another name can begin at a number: at the beginning, after a blank, or after the end of a name."""
    return at == 0 or line.at[at] - line.at[at - 1] > 1 or _NAMED.search(line.s[:at]) is not None


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

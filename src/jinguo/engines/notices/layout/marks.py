"""The numbers that open the items of a document: 一、 （一） 1. （1） ① (GB/T 9704-2012, 7.3.3), and how they are printed instead.

What is written with care has one of the marks of :data:`MARKS` and is known at sight. Pages that were typed or pasted have
others (1。 1， 1: 1 一 01): such a line is an item only where another line goes before or on with the number beside it.

>>> lines = [(0, "1 加强领导"), (7, "全市上下要高度重视。"), (18, "2 加强宣传"), (25, "30 家企业参加")]
>>> sorted(loose_marks(lines))
[0, 18]
>>> mark_of(Flow.of("2 加强宣传", 18), loose_marks(lines))
('number', '2', 1)
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from .numbers import chinese
from .text import Flow, fold

_CN = "一二三四五六七八九十百"
_LEAD = r"[#*>●■◆•▪★☆◎▲]*"
_KINDS = r"(?:重点|专项)?(?:行动|任务|措施|举措|工程|专项|计划)"
_NUMBER = rf"""
    {_LEAD} (?:
      (\d{{1,3}}) (?:
          、 (?!\d) | 、 (?=(?:19|20)\d\d)
        | \. (?!\d)
        | \. (?=(?:19|20)\d\d年)
        | \. (?=\d+[-名个张份])
        | \. (?=\d\d周?岁)
        | \. (?=\d{{2,4}}(?:人才|工程|计划|行动|项目))
        | 。 (?=[\u4e00-\u9fff“《])
      )
    | ([⒈-⒛]) [、.]?
    )
"""
MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"{_LEAD}(第[{_CN}\d]{{1,4}}(?:[章编篇]|部分))[、，：]?")),
    ("division", re.compile(rf"{_LEAD}(第[{_CN}\d]{{1,4}}节)[、，：]?")),
    ("article", re.compile(rf"{_LEAD}(第[{_CN}\d]{{1,4}}条)[、，：]?")),
    ("cn", re.compile(rf"{_LEAD}([{_CN}]{{1,4}})[、.，。](?!.{{0,3}}(?:年级|批次))")),
    ("named", re.compile(rf"{_LEAD}({_KINDS}[{_CN}\d]{{1,3}})(?:[：、.]|(?=“))")),
    ("cn_bracket", re.compile(rf"{_LEAD}(（[{_CN}]{{1,4}}）|〔[{_CN}]{{1,4}}〕|[㈠-㈩])[、.]?")),
    ("cn_bracket", re.compile(rf"{_LEAD}([{_CN}]{{1,3}}）)[、.]?(?=[\u4e00-\u9fff“《])")),
    ("number", re.compile(_NUMBER, re.VERBOSE)),
    ("number_bracket", re.compile(rf"{_LEAD}(（\d{{1,3}}）|[⑴-⒇])[、.]?")),
    ("number_half", re.compile(rf"{_LEAD}(\d{{1,3}}）)")),
    ("circle", re.compile(rf"{_LEAD}([①-⑳❶-❿㊀-㊉])[、.]?")),
)
"""Styles of numbers that open a paragraph, with their variants in use."""

_LOOSE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("padded", re.compile(r"(0\d)[、.]?(?=[\u4e00-\u9fff“《]|$)")),
    ("number", re.compile(r"(\d{1,2})[，：；](?=[\u4e00-\u9fff“《])")),
    ("number", re.compile(r"(\d{1,2})[.、]?[ \u3000\xa0]+(?=[\u4e00-\u9fff“《])")),
    ("cn", re.compile(rf"([{_CN}]{{1,3}})[：；](?=[\u4e00-\u9fff“《])")),
    ("cn", re.compile(rf"([{_CN}]{{1,3}})[ \u3000\xa0]+(?=[\u4e00-\u9fff“《])")),
    (
        "decimal",
        re.compile(
            r"(\d{1,2}\.\d{1,2})[ \u3000\xa0、.]*(?=[\u4e00-\u9fff“《])(?![万亿个名家项次人元倍年分])"
        ),
    ),
    ("decimals", re.compile(r"(\d{1,2}\.\d{1,2}\.\d{1,2})[ \u3000\xa0、.]*(?=[\u4e00-\u9fff“《])")),
)
"""Numbers that open a line only where the lines before or after go on counting."""
_SERIES = (("①", "⑳", 1), ("⑴", "⒇", 1), ("⒈", "⒛", 1), ("㈠", "㈩", 1), ("❶", "❿", 1), ("㊀", "㊉", 1))


def mark_of(flow: Flow, loose: Set[int] = frozenset()) -> tuple[str | None, str | None, int]:
    """Style, number as printed and length of the mark that opens a paragraph; ``loose`` as of :func:`loose_marks`."""
    if not flow.s:
        return None, None, 0
    for style, pattern in MARKS:
        match = pattern.match(flow.s)
        if match and not (flow.s[0] == "0" and flow.at[0] in loose):
            group = match.lastindex or 1
            return style, flow.raw[match.start(group) : match.end(group)], match.end()
    if flow.at[0] in loose:
        match = re.match(rf"(\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}|[{_CN}]{{1,3}})[、.，：；]?", flow.s)
        if match:
            first, points = match[1][0], match[1].count(".")
            plain = "padded" if first == "0" else "number" if first.isdigit() else "cn"
            style = (plain, "decimal", "decimals")[points]
            return style, flow.raw[: match.end(1)], match.end()
    return None, None, 0


def ordinal(number: str) -> int:
    """The place in its list that a printed number says."""
    for first, last, value in _SERIES:
        if len(number) == 1 and first <= number <= last:
            return ord(number) - ord(first) + value
    core = re.sub(rf"^[^{_CN}\d]+|[^{_CN}\d]+$", "", number)
    if "." in core:
        core = core.rpartition(".")[2]
    if core.isdigit() and core.isascii():
        return int(core)
    return chinese(core) or 0


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that opens with a number: its place, the style and the list it would belong to, and whether it is known at sight."""

    place: int
    style: str
    stem: str
    value: int
    known: bool


def loose_marks(lines: Sequence[tuple[int, str]]) -> Set[int]:
    """Places of the lines that open with a number in none of the usual marks, and count on with the lines around them."""
    opened = [one for place, line in lines if (one := _opened(place, line)) is not None]
    if all(one.known for one in opened):
        return frozenset()
    accepted: set[int] = set()
    lists: dict[tuple[str, str], list[_Line]] = {}
    for one in opened:
        lists.setdefault((one.style, one.stem), []).append(one)
    for own in lists.values():
        for i, one in enumerate(own):
            near = (own[i - 1].value + 1 if i else 0, own[i + 1].value - 1 if i + 1 < len(own) else 0)
            if not one.known and one.value and one.value in near:
                accepted.add(one.place)
    return accepted


def _opened(place: int, line: str) -> _Line | None:
    bare = line.strip()
    if not bare or not (bare[0].isdigit() or bare[0] in _CN) or "\t" in bare:
        return None
    start = place + len(line) - len(line.lstrip())
    folded = fold(bare)
    for style, pattern in _LOOSE:
        match = pattern.match(folded)
        if match and (style == "padded" or not _is_known(folded)):
            stem = match[1].rpartition(".")[0]
            return _Line(start, style, stem, ordinal(match[1]), known=False)
    known = _is_known(folded)
    return _Line(start, known[0], "", ordinal(known[1]), known=True) if known else None


def _is_known(line: str) -> tuple[str, str] | None:
    """Style and number of a line of one of the usual marks."""
    for style, pattern in MARKS:
        match = pattern.match(line) if style in ("cn", "number") else None
        if match:
            return style, match[match.lastindex or 1]
    return None

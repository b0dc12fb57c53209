"""Texts whose line breaks were lost: a web page pasted as one line is cut into lines again, at its numbers, address, signature and annexes.

Only a line of hundreds of characters with several numbers of the first level in order is touched; each part keeps its place.

>>> text = "各区政府：" + "现将方案印发给你们，请认真组织实施。" * 20 + "一、工作目标到2025年建成十个基地。二、主要任务（一）做好培训。每年一期。"
>>> [line[:9] for _, line in unfolded([(0, text)])]
['各区政府：', '现将方案印发给你们', '一、工作目标', '到2025年建成十', '二、主要任务', '（一）做好培训。每']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

LONG = 300
"""A line of fewer characters is a paragraph as it is."""
_CN = "一二三四五六七八九十"
_DATE = rf"(?:(?:19|20)\d\d|[一二][〇零○O{_CN}]{{3}}) ?年 ?(?:\d{{1,2}}|[{_CN}]{{1,3}}) ?月 ?(?:\d{{1,2}}|[{_CN}]{{1,3}}) ?日"
_STOP = r"(?<=[。；！!;：:])[ \u3000]*|(?<!^)[ \u3000]+"
_CUTS = (
    re.compile(rf"(?:{_STOP})(?=[{_CN}]{{1,3}}、)"),
    re.compile(rf"(?:{_STOP}|(?<=[\u4e00-\u9fff）)]))(?=[（(][{_CN}]{{1,3}}[）)](?![、，]))"),
    re.compile(r"[ \u3000]+(?=\d{1,2}[.、．](?!\d))"),
    re.compile(r"(?<=[。！!])[ \u3000]*(?=附件?\d{0,2}[：:])|[ \u3000]+(?=附件?\d{0,2}[：:])"),
    re.compile(rf"(?<=[。！])(?=[\u4e00-\u9fff（）、 ]{{3,40}}{_DATE})"),
    re.compile(r"[ \u3000]+(?=联 ?系 ?人[:：])"),
    re.compile(rf"[ \u3000]+(?={_DATE}(?:[ \u3000]|$))"),
    re.compile(r"附件?\d{1,2}[：:][ \u3000]*[^\s：:。]{4,40}表(?=[ \u3000])"),
)
_BLANKS = re.compile(
    rf"[ \u3000]+(?=[（(][{_CN}]{{1,3}}[）)]|[{_CN}]{{1,3}}、|\d{{1,2}}[.．、](?!\d)|附件?\d{{0,2}}[:：]|联 ?系 ?人[:：])"
)
"""Blanks before the marks of items: three of them tell a page without its breaks."""
_DATED = re.compile(
    rf"(?<=[会府局厅部委办院校组室处科司社联协队站所团])[ \u3000]*{_DATE}[ \u3000]*(?=\S)|[ \u3000]{_DATE}[ \u3000]+(?=\S)"
)
_ADDRESS = re.compile(
    r"[^。：:]{0,120}?(?:单位|部门|政府|机构|委员会|各[^。：:，,]{1,40})[：:](?=[ \u3000]*\S)"
)
_TITLE = re.compile(
    r"""
    [^。：:，,]{0,60}? 关于 [^。：:]{4,70}? 的? (?:通知|意见|决定|公告|通告|函|方案)
    (?= [ \u3000]+ | (?:各|有关)[^。：:]{2,80}[：:] )
    """,
    re.VERBOSE,
)
"""A title that opens a page of one line, before those whom it is sent to."""
_BARE_NO = re.compile(r"[\u4e00-\u9fff]{2,6}(?:19|20)\d\d\d{1,3}号(?=[\u4e00-\u9fff])")
"""A document number that lost its brackets, before the title: 澄教发20297号."""
_HEADED = re.compile(
    rf"^[{_CN}]{{1,3}}、(?:指导思想|基本原则|(?:总体|工作|主要|发展|行动)目标|(?:总体|工作)要求|(?:主要|重点|工作)任务|(?:重点|工作|主要|保障)(?:措施|内容)|组织(?:实施|领导|保障)|实施步骤)(?=[^，。、和与及的：:])"
    rf"|^[{_CN}]{{1,3}}、(?:培养|培训|建设|活动|评选|申报)(?:目标|形式|对象|内容|方式|原则|要求|条件)(?=通过|按照|根据|以|围绕|坚持|采取)"
)


_PAGE = re.compile(r"[ \u3000]*(\d{1,3})、(?=\S)")
"""The number that a viewer of documents writes before the text of each page."""


def without_page_numbers(lines: Sequence[tuple[int, str]]) -> Sequence[tuple[int, str]]:
    """The lines without the numbers of pages that a viewer put before them: 1、…意 / 2、见…, each page breaking off in a sentence.

    >>> pages = [(0, "1、" + "为落实工作要求，" * 50 + "提出如下意"), (500, "2、见，请各单位认真贯彻。")]
    >>> [line[:4] for _, line in without_page_numbers(pages)]
    ['为落实工', '见，请各']
    """
    pages = [(place, line) for place, line in lines if line.strip()]
    marks = [_PAGE.match(line) for _, line in pages]
    if len(pages) < 2 or [m and int(m[1]) for m in marks] != list(range(1, len(pages) + 1)):
        return lines
    broken = [len(line) >= LONG and line.rstrip()[-1] not in "。；：！？;:!?" for _, line in pages[:-1]]
    if not all(broken):
        return lines
    return [(place + m.end(), line[m.end() :]) for (place, line), m in zip(pages, marks, strict=True) if m]


def unfolded(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines with those that hold a whole document cut apart; all others as they are."""
    found: list[tuple[int, str]] = []
    pages = without_page_numbers(lines)
    for place, line in pages:
        if len(line) < LONG and "\t" not in line:
            found += _headed(place, line)
            continue
        if (
            len(line) < LONG
            or "\t" in line
            or not (pages is not lines or _CUTS[0].search(line) or len(_BLANKS.findall(line)) > 2)
        ):
            found.append((place, line))
            continue
        at = {0, len(line)} | {m.end() for pattern in _CUTS for m in pattern.finditer(line)}
        at |= {m.end() for m in _DATED.finditer(line)}
        number = _BARE_NO.match(line)
        at |= {number.end()} if number else set()
        title = _TITLE.match(line, number.end() if number else 0)
        at |= {title.end()} if title else set()
        address = _ADDRESS.match(line, title.end() if title else 0)
        at |= {address.end()} if address else set()
        ends = sorted(at)
        for start, end in pairwise(ends):
            headed = _HEADED.match(line[start:end])
            parts = [(start, start + headed.end()), (start + headed.end(), end)] if headed else [(start, end)]
            for a, b in parts:
                if line[a:b].strip():
                    found += _headed(place + a, line[a:b].rstrip())
    return found


_OPENS = re.compile(
    rf"""
    [ \u3000]* (?: [{_CN}]{{1,3}}[、.．] | [（(][{_CN}]{{1,3}}[）)] | \d{{1,2}}[.、．] | 第[{_CN}]{{1,3}}[章节]?(?:部分)? )
    [ \u3000]* (?P<head>[^ \u3000\t，。；：:;,（(]{{3,24}}?)
    (?: [ \u3000]+ (?=[\u4e00-\u9fff][^ \u3000]*[，。,；：](?:.|$))   # 一、工作目标 到2025年，…
      | (?<!\d)(?=[（(]一[）)][^、，]) | (?=[ \u3000]*1[.、．][^\d].{{8}})        # 二、重点任务（一）…
    )
    """,
    re.VERBOSE,
)
_INNER = re.compile(
    rf"(?:(?<=[。；;])[ \u3000]*|(?<=[）)])[ \u3000]+)(?=[（(]([{_CN}]{{1,3}})[）)][\u4e00-\u9fff“])"
)
_NO = r"[\u4e00-\u9fff]{1,12}[〔\[［【（(](?:19|20)\d\d[〕\]］】）)][ 第]*\d{1,5}[ ]*号"
_NUMBERED = re.compile(
    rf"(?P<after>(?<=通知|意见|措施|方案|办法|决定|公告)[ \u3000|]+{_NO}[ \u3000|]*$)|^[ \u3000|]*{_NO}[ \u3000|]+(?=[^。]{{0,40}}关于)"
)
"""A document number on the line of the title, behind it or before it."""
_OPENED = re.compile(r"各[^。：:\n]{2,120}[：:](?:[ \u3000]+|(?=现将|为|根据|按照|经))(?=\S.{20})")
"""The address with the first sentence behind it on the same line."""
_SIGNED = re.compile(rf"(?<=[。！])[ \u3000]+(?=[\u4e00-\u9fff（）、 \u3000]{{3,60}}{_DATE}[ \u3000]*$)")
"""A signature on the last line of the text."""
_NEXT = re.compile(
    rf"(?<=[。；）)])[ \u3000]+(?=(?:[{_CN}]{{1,3}}、|[（(][{_CN}]{{1,3}}[）)])[\u4e00-\u9fff“])"
)
_GAP = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")


def _headed(place: int, line: str) -> list[tuple[int, str]]:
    """A line with a heading and the text below it, or several numbered items, cut into its parts."""
    found: list[tuple[int, str]] = []
    numbered = _NUMBERED.search(line) if "关于" in line and len(line) < 160 else None
    if numbered:
        cut = numbered.start() if numbered["after"] else numbered.end()
        return [(place, line[:cut].rstrip()), (place + cut, line[cut:].rstrip())]
    opened = _OPENED.match(line)
    ends = [m.end() for pattern in (_NEXT, _SIGNED) for m in pattern.finditer(line)]
    cuts = sorted({*([opened.end()] if opened else []), *ends} - {0, len(line)})
    for start, end in pairwise([0, *cuts, len(line)]):
        found += _cut(place + start, line[start:end])
    return found


def _cut(place: int, line: str) -> list[tuple[int, str]]:
    opened = _OPENS.match(line)
    cuts = [0]
    if opened and _heads(opened["head"]) and len(_GAP.findall(line)) < 4 and len(line) - opened.end() > 12:
        cuts.append(opened.end())
    first = re.match(rf"[ \u3000]*[{_CN}]{{1,3}}、", line)
    inner = list(_INNER.finditer(line, cuts[-1])) if first else []
    if inner and ("（一）" in line or "(一)" in line) and inner[0][1] == "二":
        cuts += [m.end() for m in inner]
    return [(place + a, line[a:b].rstrip()) for a, b in pairwise([*cuts, len(line)])]


def _heads(words: str) -> bool:
    return re.search(r"[\u4e00-\u9fff”》]$", words) is not None and words[-1] not in "和与及、在对把将为"

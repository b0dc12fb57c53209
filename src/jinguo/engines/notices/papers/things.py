"""Forms in 《》 and things with a number, a length or a shape beside them, as a sentence names them.

>>> text = "报送《推荐表》、工作总结2份，近期照片1张。"
>>> [text[slice(*spot[1:3])] for spot in (*forms(text), *things(text))]
['推荐表', '工作总结', '近期照片']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..calls.vocabulary import any_of
from ..layout.numbers import CN_DIGITS
from .unmarked import Spot
from .works import COUNT, LENGTH

_FORM = re.compile(
    r"《([^《》]{2,50}(?:表|书|卡|单|名册|函|活页|登记表|汇总表)(?:（[^（）]*）)?)》|“([^《》“”]{4,50}(?:表|申报书|申请书|推荐书))”"
)
_SETS = rf"一式(?:\d{{1,3}}|[{CN_DIGITS}]{{1,3}})(?:份|套)"
_THING = re.compile(
    rf"""
    (?P<name>[^，。；：、（）《》]{{0,24}}?{any_of("named_papers")})
    (?:（[^（）]*）)?
    (?:
        (?P<count>[^，。；、（）]{{0,6}}?各?{COUNT}|，(?:纸质版?|原件|均)?{_SETS})
        |(?P<length>{LENGTH})
        |(?P<as>的?(?:(?:PDF|WORD|Word|word|pdf)(?:格式|版)?的?)?(?:电子版|电子稿|电子文档|纸质版))
        |(?<=）)
        |(?=采用|格式|须|应|为|要求|时长|大小|像素)
    )
    """,
    re.VERBOSE,
)
_OF_BEFORE = re.compile(r"复印件|扫描件|原件|电子版|电子材料|纸质材料")
"""Words that say in what shape the thing before them is handed in, and no thing of their own."""
_SHAPED = re.compile(r"[^。；]{0,16}(?:格式|像素|分辨率|时长|不(?:小|大|低|高|超)[于过]\d)")
_IN_BRACKET = re.compile(
    rf"（[^（）]*(?:{COUNT}|\d{{2,5}}字|格式|MP4|PDF|JPG|\d页|\d[MK]B?|分钟|像素)[^（）]*）$", re.I
)
_LEAD = re.compile(
    r"^.*?(?:填好|填写|填报好|提交|报送|上报|填报|附上|附(?!件)|提供|撰写|上传|另附|推荐人选的|候选人的|需要|准备|上交|以及|其中|并|及|和|将|含)(?=[^，。；]{2})"
)


_LISTED = re.compile(r"[^，。；：、（）《》]{0,16}(?:复印件|证书|证明|原件)、$")
"""Papers of one kind that stand before those with the number: 获奖证书复印件、有关证明材料2套."""
_TO_READ = re.compile(r"名额分配表|分配表|评分表|评审标准|任务表|时间表|安排表")
"""Tables that a notice gives and nobody fills in."""


def forms(sentence: str) -> Iterator[Spot]:
    for match in _FORM.finditer(sentence):
        group = 1 if match[1] else 2
        cited = re.search(r"关于.*函$", match[group])  # a letter that the notice rests on
        if (
            not re.match(r"(?:见|详见)附", sentence[match.end() :])
            and not _TO_READ.search(match[group])
            and not cited
        ):
            yield match.start(), *match.span(group), True


def _bracket_before(sentence: str, at: int) -> int:
    """How long the part of a name is that a bracket inside it cuts off: 先进集体（个人）推荐表."""
    before = re.search(r"[^，。；：、（）《》]{2,20}（[^（）\d]{1,6}）$", sentence[max(0, at - 28) : at])
    return len(before.group()) if before else 0


def things(sentence: str) -> Iterator[Spot]:
    """Things that can be handed in, with a number, a length or a shape beside them."""
    for match in _THING.finditer(sentence):
        end = match.end("name")
        longer = re.match(r"的[^，。；的]{0,6}?(?:照片?|视频|材料|图片|报告|说明)", sentence[end:])
        end += longer.end() if longer else 0
        shot = re.search(r"(?:照片?|图片|视频|短片)$", sentence[max(0, end - 2) : end]) and _SHAPED.match(
            sentence, end
        )
        told = match["count"] or match["length"] or match["as"] or shot
        if not told and not _IN_BRACKET.search(match.group()):
            continue
        start = match.start() - _bracket_before(sentence, match.start())
        reach = max(0, start - 24)
        if listed := _LISTED.search(sentence[reach:start]):
            start = reach + listed.start()
        lead = _LEAD.match(sentence[start:end])
        begin = start + (lead.end() if lead else 0)
        mark = re.match(r"(?:附?件\d{1,2}[.、：]?)", sentence[begin:end])
        begin += mark.end() if mark else 0
        while begin < end - 2 and sentence[begin] in "的了须需应请":
            begin += 1
        name = sentence[begin:end]
        if sentence.count("（", 0, begin) > sentence.count("）", 0, begin):  # 照片3张（全家福1张、生活照2张）
            continue
        if _OF_BEFORE.fullmatch(name) and re.search(
            r"(?:[》份张]|》（[^（）]*）)，?$", sentence[max(0, begin - 80) : begin]
        ):
            continue
        if len(name) < 2 or re.match(r"附件|本通知|该|此|其|所有|每|上述|以上|全部|将", name):
            continue
        yield begin, begin, end, False

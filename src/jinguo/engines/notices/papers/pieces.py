"""How a list of things is cut: at its marks outside brackets, each piece ending in the name of a thing or saying something of one.

>>> text = "推荐表、汇总表（各一式3份），身份证和学历证书复印件"
>>> [text[a:b] for a, b in pieces(text, 0, len(text))]
['推荐表', '汇总表（各一式3份）', '身份证', '学历证书复印件']
>>> ends_in_thing(bare("事迹材料（2000字以内）")), ends_in_thing("逾期不候")
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..calls.vocabulary import any_of
from ..layout.numbers import CN_DIGITS

_THING = any_of("papers")
_END = re.compile(
    rf"(?:《[^《》]*(?:表|书|卡|单|册|函|信|材料|简介|报告|总结|证明|承诺|活页|目录|方案|事迹|规划|论证)(?:（[^（）]*）)?》|{_THING})$"
)
SHAPE = r"(?:的)?(?:PDF|WORD|Word|word|pdf|JPG|jpg|EXCEL|Excel|excel|MP4|mp4)?(?:格式|版)?的?(?:电子版|电子稿|电子文档|电子文本|纸质版原件|纸质版|纸质稿|纸质材料|扫描版|盖章版|书面版)(?:本|文件)?(?:[和及与、](?:电子版|纸质版|电子稿|纸质稿))?"
COUNT = rf"(?:各|均|共)?(?:不少于|不超过|不多于|至少|最多|限)?(?:[一1]式)?(?:\d{{1,3}}(?:[-~—至]\d{{1,3}})?|[{CN_DIGITS}]{{1,3}})(?:份|张|套|幅|篇|册|个|页|件|部|段|封|本)(?:以上|以内)?"
SETS = rf"[一1]式(?:\d{{1,3}}|[{CN_DIGITS}]{{1,3}})(?:（\d+）)?[份套]"
_LENGTH = rf"(?:不超过|不少于|控制在|约|限)?(?:\d{{2,5}}|[{CN_DIGITS}]{{2,6}})(?:[-~—至]{{1,2}}\d{{2,5}})?字(?:以内|左右|以上|之内|以下)?"
_TAIL = re.compile(
    rf"(?:（[^（）]*）|{SHAPE}|{COUNT}|{_LENGTH}|[和及与]{SHAPE}|等(?:材料|资料)?|全文|各|(?<=原件)[和及与、]复印件|(?<=复印件)[和及与、]原件)+$"
)
"""What stands behind a name and is none of it: brackets, numbers, the shape in which it is handed in."""
_MARKS = "、，；。："


def ends_in_thing(text: str) -> bool:
    """Whether words end in the name of something to hand in."""
    return _END.search(text) is not None


def pieces(text: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """The parts between the marks and words of a list, outside brackets and titles."""
    start, depth = begin, 0
    for i, c in enumerate(text[:stop]):
        if i < begin:
            continue
        if c in "（《“":
            depth += 1
        elif c in "）》”":
            depth = max(0, depth - 1)
            if depth == 0 and (
                text[i : i + 2] == "》《" or (text[i : i + 2] == "）《" and "》（" in text[start:i])
            ):
                yield start, i + 1
                start = i + 1
        elif depth == 0 and (c in _MARKS or (c in "和及与并" and _joins(text, start, i))):
            yield start, i
            start = i + 1
    yield start, stop


_PICTURE_OF = re.compile(r"(?:反映|体现|展示)[^，；。：（）]{2,24}的(?:照片|图片|视频|材料)")
"""A picture of several things: 反映工作、学习、生活的照片."""


def _joins(text: str, start: int, at: int) -> bool:
    """Whether 和 or 及 stands between two things and not inside a name."""
    left = _TAIL.sub("", text[start:at])
    if text[at - 1] == "以":
        left = _TAIL.sub("", text[start : at - 1])
    after = re.split(r"[、，；。：]", re.sub(r"（[^（）]*）", "", text[at + 1 : at + 60]))[0]
    return (
        _END.search(left) is not None
        and not re.match(SHAPE, text[at + 1 :])
        and (re.search(_THING + "|《", after) is not None or _PICTURE_OF.match(text, at + 1) is not None)
    )


_SENT = re.compile(
    r"""
    (?:一并|打包|统一|一起|同时)*
    (?:报送|提交|递交|上报|发送|寄送|邮寄|送交|上传|报|发|交|送|寄)
    (?:至|到|给|往|[省市县区校院学]|[^告名送][^、，]{1,8}[处部室办会科])[^、]*$
    |(?:一并|一起|统一|同时|打包)(?:报送|上报|提交|递交|报|交|送|寄)?$
    """,
    re.VERBOSE,
)
_DATED = re.compile(r"于(?:20\d\d年)?\d{1,2}月[^、]*$")
"""Where the things are sent, behind the last of them."""
_WORDED = re.compile(r"(?<=[介料述要迹])(?:要|应|须|内容|生动|真实|突出|详实)")
"""What is said of a text in words before its length: 事迹简介要真实精炼（300字以内）."""


def bare(piece: str) -> str:
    """A piece without what stands behind the name of the thing."""
    bare = _TAIL.sub("", piece.removesuffix("以"))
    if _END.search(bare):
        return bare
    for further in (_SENT, _DATED, _WORDED):
        if (match := further.search(piece)) and _END.search(cut := _TAIL.sub("", piece[: match.start()])):
            return cut
    return bare


def names_thing(text: str) -> bool:
    """Whether the first clause of a line ends in the name of something to hand in."""
    clause = re.split(r"[，。；：]", re.sub(r"（[^（）]*）", "", text))[0]
    return any(_END.search(bare(part)) for part in (clause, clause.split("、")[0]))


_VERB = re.compile(
    r"""
    ^(?:
        [^，。；、]{0,40}前将(?:推荐的?人选(?:及其?|和))?
        |.*(?:
            填写好?|填报好?|填好|递交|提交|报送|上报|送交|上交|寄送|寄交|上传
            |附上|[另并后各应须需]附有?|提供|撰写|准备好?|出具|制作
            |包括|包含|以及|连同|携带|同时
            |(?:统一|一并|分别|校|院|位|者|系|门)将
            |可以?是|可为|分别[为是]
        )
        |附(?!件)|将|(?<!申)请|须|需要?|并|及|含|为
    )*
    (?:以下|下列|如下|相关|好)?
    """,
    re.VERBOSE,
)
_BEFORE_NAME = re.compile(
    rf"(?:附件\d{{1,2}}[.、：]?|[①-⑳]|{COUNT}(?:的)?|（\d）|\d[.、）]|[\d{CN_DIGITS}][\d{CN_DIGITS}—~-]*(?:字|分钟|秒|页)(?:左右|以内|之内|以上)?的?)+"
)


def name_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the name of a thing stands: behind the verb, inside 《》."""
    title = re.search(r"《([^《》]+)》$", text[start:end])
    if title:
        return start + title.start(1), start + title.end(1)
    lead = _VERB.match(text[start : end - 1])
    begin = start + (lead.end() if lead and end - start - lead.end() > 1 else 0)
    while begin < end - 2 and text[begin] in "的了须需应请（":
        begin += 1
    mark = _BEFORE_NAME.match(text[begin:end])
    return begin + (mark.end() if mark and mark.end() < end - begin - 1 else 0), end

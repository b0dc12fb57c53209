"""Materials that a sentence lists one after the other: 包括：推荐表一式3份、身份证和学历证书复印件各1份、近期照片2张（JPG格式）.

The sentence is cut at the marks and words of a list (、，和及以及) outside brackets. A piece that ends in the name of a thing (…表, …书, …复印件,
…报告) begins an entry; a piece that only says how many, how long or in what shape belongs to the entry before it, and to all entries of its run where it
says 各, 均 or 以上. Pieces without a thing before one with are the beginning of its name (学历、学位证书).

>>> text = "需报送以下材料：推荐表、汇总表（各一式3份），身份证复印件1份，工作照片2张及事迹材料（2000字以内）。"
>>> [(one.data["name"], one.data["copies"]) for one in listed(Flow.of(text, 0), True)]
[('推荐表', 3), ('汇总表', 3), ('身份证复印件', 1), ('工作照片', None), ('事迹材料', None)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .materials import bounds, kind_of_material
from .numbers import CN_DIGITS
from .text import Flow, Found

_THING = (
    r"(?:表格?|(?<!证)书|证书|证件?|函|推荐信|介绍信|登记卡|材料|资料|照片?|图片|视频|录像|短片|微课|微电影|音频|复印件|复制件|影印件|扫描件|原件|证明|论文|专著|著作|报告|总结|事迹|"
    r"简介|简历|介绍|剧本|脚本|讲解?稿|发言稿|文稿|书稿|稿件|公示件|幻灯片|活页|样书|画册|实物|软件|程序|方案|规划|计划|课件|PPT|ppt|教案|教学设计|征文|文章|名单|名册|花名册|目录|清单|意见|说明|摘要|概要|概述|译文|光盘|U盘|海报|图纸|"
    r"承诺|声明|推荐(?:词|语|理由)|颁奖词|宣言|感言|短视频|作品)"
)
_END = re.compile(
    rf"(?:《[^《》]*(?:表|书|卡|单|册|函|信|材料|简介|报告|总结|证明|承诺)(?:（[^（）]*）)?》|{_THING})$"
)
_SHAPE = r"(?:的)?(?:PDF|WORD|Word|word|pdf|JPG|jpg|EXCEL|Excel|excel|MP4|mp4)?(?:格式|版)?的?(?:电子版|电子稿|电子文档|电子文本|纸质版原件|纸质版|纸质稿|纸质材料|扫描版|盖章版|书面版)(?:本|文件)?(?:[和及与、](?:电子版|纸质版|电子稿|纸质稿))?"
_COUNT = rf"(?:各|均|共)?(?:[一1]式)?(?:\d{{1,3}}(?:[-~—至]\d{{1,3}})?|[{CN_DIGITS}]{{1,3}})(?:份|张|套|幅|篇|册|个|页|件|部|段)(?:以上|以内)?"
_TAIL = re.compile(rf"(?:（[^（）]*）|{_SHAPE}|{_COUNT}|[和及与]{_SHAPE}|等(?:材料|资料)?|全文|各)+$")
"""What stands behind a name and is none of it: brackets, numbers, the shape in which it is handed in."""
_ONLY_SAID = re.compile(
    rf"(?:{_COUNT}|{_SHAPE}|（[^（）]*）|等|。)*$|(?:以上|上述|均|一律|统一|含|并加盖|加盖|盖章|签字|采用|用[A\d]|要求|每[张份篇个]|其中|时长|大小|分辨率|像素|字数|篇幅|文件|单[个张]|不超过|不少于|不低于|不小于|不大于|控制在|限\d|约\d|格式|A4|横|竖|正反|双面|(?:须|需|应)(?!要?(?:同时|统一)?(?:提交|提供|报送|上报|填|附|上传|递交|准备|寄|交)))"
)
_FOR_ALL = re.compile(r"各|均|以上|上述|一律|每张")
_GENERIC = re.compile(
    r"(?:(?:相关|有关|所需|各类|各项|全部|所有|以上|上述|下列|以下|本人|其他|其它|推荐|申报|报名|参评|参赛|书面|纸质|电子|报送|评选|佐证|支撑|的|等|其|该|各单位|个人|一|套)*(?:材料|资料|作品|文件|附件|原件|复印件|扫描件|证件?|照)|"
    r"(?:相关|有关|所需|各类|各项|以上|上述|下列|以下|其他|其它|的|其|该)*(?:表格?|意见|说明|承诺|声明|要求|方案|计划|规划|目录|清单|函|书|总结|报告))"
)
"""Words for all that is handed in, and words too short to name a thing."""
_VERB = re.compile(
    r"^(?:[^，。；、]{0,20}前将|.*(?:填写好?|填报好?|填好|递交|提交|报送|上报|附上|[另并后各]附|提供|撰写|送交|上交|寄送|寄交|上传|准备好?|出具|包括|包含|以及|连同|携带|同时|制作|可以?是|可为|分别[为是])|附(?!件)|将|(?<!申)请|须|需要?|并|及|含|为)*(?:以下|下列|如下|相关|好)?"
)
_OPENED = re.compile(
    r"(?:材料|资料|附件|内容)[^。；：，]{0,10}(?:包括|包含|如下|为|有|：)|(?:包括|包含)：?《|(?:提交|报送|提供|上报|递交|准备|填报|填写|附|寄送|送交|上传|发送)|[报交](?:至|到|[^告送名][\u4e00-\u9fff]{1,8}[处部室办会科局])"
)
_NAMED = re.compile(
    r"(?:材料|资料|附件)，分别[为是]|(?:材料|资料|附件)[^。；：，]{0,10}(?:包括|包含|如下|为|有|：)|(?:包括|包含)：?《|(?:以下|下列|如下)[^。；：，]{0,8}(?:材料|资料|附件)"
)
_EXAMPLE = re.compile(r"^(?:如|例如|比如|包括但不限于|主要(?:指|是|包括)|指|即)")
_MARKS = "、，；。："


@dataclass(slots=True)
class _Entry:
    start: int
    name: tuple[int, int]
    end: int
    run: int
    said: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)


_WHOLE = re.compile(
    r"(?:材料|资料)(?P<open>（)(?P<inner>[^（）]*[、和及][^（）]*)）(?P<tail>[^、，；。（）]{0,10}(?:份|套))"
)
"""All that is handed in, with its parts in a bracket: 推荐材料（推荐表、事迹材料）一式三份."""


def listed(flow: Flow, asked: bool) -> list[Found]:
    """The things of a sentence that lists two or more; nothing where it lists fewer or asks for nothing."""
    if whole := _WHOLE.search(flow.s):
        parts = list(_entries(flow.s[: whole.end()], whole.start("inner"), whole.end("inner")))
        if len(parts) > 1:
            for part in parts:
                part.shared.append(whole["tail"])
                part.end = whole.end()
            return [_made(flow, part) for part in parts]
    opened = _OPENED.search(flow.s) is not None
    if not (opened or asked):
        return []
    named = _NAMED.search(flow.s) is not None
    entries = _whole(flow.s, _entries(flow.s))
    told = []
    for entry in entries:
        well = _named_well(flow.s[slice(*entry.name)], asked or flow.s[entry.start] == "《")
        if _stands(flow.s, entry, named or (opened and well)):
            told.append(entry)
    if told:  # beside a thing another is one, however short its name
        told = [e for e in entries if e in told or _stands(flow.s, e, opened)]
    if len(told) < 2:
        return []
    return [_made(flow, entry) for entry in told]


def _pieces(text: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """The parts between the marks and words of a list, outside brackets and titles."""
    start, depth = begin, 0
    for i, c in enumerate(text[:stop]):
        if i < begin:
            continue
        if c in "（《“":
            depth += 1
        elif c in "）》”":
            depth = max(0, depth - 1)
            if depth == 0 and text[i : i + 2] == "》《":
                yield start, i + 1
                start = i + 1
        elif depth == 0 and (c in _MARKS or (c in "和及与并" and _joins(text, start, i))):
            yield start, i
            start = i + 1
    yield start, stop


def _joins(text: str, start: int, at: int) -> bool:
    """Whether 和 or 及 stands between two things and not inside a name."""
    left = _TAIL.sub("", text[start:at])
    if text[at - 1] == "以":
        left = _TAIL.sub("", text[start : at - 1])
    after = re.split(r"[、，；。：]", re.sub(r"（[^（）]*）", "", text[at + 1 : at + 60]))[0]
    return (
        _END.search(left) is not None
        and not re.match(_SHAPE, text[at + 1 :])
        and re.search(_THING + "|《", after) is not None
    )


def _entries(text: str, begin_at: int = 0, stop: int | None = None) -> Iterator[_Entry]:
    """The things of a stretch of text with what is said of each."""
    gathered: list[_Entry] = []
    begin: int | None = None
    run, example = 0, False
    for start, end in _pieces(text, begin_at, len(text) if stop is None else stop):
        piece = text[start:end]
        mark = text[end : end + 1]
        said = ""
        example = (example and (mark != "；")) or _EXAMPLE.match(piece) is not None
        bare = _bare(piece)
        if not example and _END.search(bare) and not (_ONLY_SAID.match(piece) and not piece.startswith("《")):
            first, last = _name(text, start if begin is None else begin, start + len(bare))
            said = text[last:end]
            lead = text[start:first] if _bounded(text[start:first]) else ""
            title = text[last : last + 1] in ("》", "”")
            if (
                gathered
                and _GENERIC.fullmatch(text[first:last])
                and gathered[-1].run == run
                and _numbered(text[last:end])
            ):
                gathered[-1].said.append("以上" + text[last:end])
                said = "以上"
            else:
                gathered.append(
                    _Entry(
                        start if lead else first - title,
                        (first, last),
                        end,
                        run,
                        [lead + "，" + text[first - title : end]],
                    )
                )
            begin = None
        elif gathered and (_ONLY_SAID.match(piece) or example or (mark in "，。；" and _bounded(piece))):
            gathered[-1].said.append(piece)
            gathered[-1].end = end
            said, begin = piece, None
        else:
            begin = start if mark == "、" and begin is None and piece else begin if mark == "、" else None
        if gathered and (_FOR_ALL.search(said) or (said.strip("》”") and _side_by_side(text, gathered))):
            for other in gathered:
                alike = re.search(r"\d张|每张", said) is None or re.search(r"照|图", text[slice(*other.name)])
                if other.run == run and other is not gathered[-1] and alike:
                    other.shared.append(_of_all(gathered[-1].said[-1]))
                    other.end = max(other.end, end)
            run += re.search("每张|均", said) is None
        if mark and mark in "。；":
            run, begin, example = run + 1, None, False
    yield from gathered


_COPIED = re.compile(r"复印件|原件|扫描件|证明材料")
_PAPER = re.compile(r"(?:证书|证明|证件?|奖状|论文|专著|著作)$")


def _whole(text: str, entries: Iterator[_Entry]) -> list[_Entry]:
    """The entries, with papers of one kind that share their last word taken together: 学历证书、职称证书复印件; 证书和证明材料的复印件."""
    kept: list[_Entry] = []
    for entry in entries:
        name = text[slice(*entry.name)]
        while kept and _COPIED.search(name):
            last = kept[-1]
            bare = _PAPER.search(text[slice(*last.name)]) and not _bounded("".join(last.said))
            if not bare or not 0 < entry.start - last.name[1] <= 2:
                break
            first = (last.name[0], entry.name[1])
            entry = _Entry(last.start, first, entry.end, entry.run, entry.said, entry.shared)
            kept.pop()
        kept.append(entry)
    return kept


def _numbered(words: str) -> bool:
    return re.search(rf"{_COUNT}|{_SHAPE}", words) is not None


_SENT = re.compile(
    r"(?:一并|打包|统一|一起|同时)*(?:报送|提交|递交|上报|发送|寄送|邮寄|送交|上传|报|发|交|送|寄)(?:至|到|给|往|[省市县区校院学]|[^告名送][^、，]{1,8}[处部室办会科])[^、]*$|于(?:20\d\d年)?\d{1,2}月[^、]*$"
)
"""Where the things are sent, behind the last of them."""
_WORDED = re.compile(r"(?<=[介料述要迹])(?:要|应|须|内容|生动|真实|突出|详实)")
"""What is said of a text in words before its length: 事迹简介要真实精炼（300字以内）."""


def _bare(piece: str) -> str:
    """A piece without what stands behind the name of the thing."""
    bare = _TAIL.sub("", piece.removesuffix("以"))
    if _END.search(bare):
        return bare
    for further in (_SENT, _WORDED):
        if (match := further.search(piece)) and _END.search(cut := _TAIL.sub("", piece[: match.start()])):
            return cut
    return bare


def names_thing(text: str) -> bool:
    """Whether the first clause of a line ends in the name of something to hand in."""
    return _END.search(_bare(re.split(r"[，。；：]", re.sub(r"（[^（）]*）", "", text))[0])) is not None


def _of_all(said: str) -> str:
    """What of the words behind the last thing is said of all: the bracket that says 各, else all from 各 on."""
    brackets: list[str] = [b for b in re.findall(r"（[^（）]*）", said) if _FOR_ALL.search(b)]
    if brackets:
        return brackets[-1]
    match = _FOR_ALL.search(said, said.rfind("，", 0, len(said)) + 1) or _FOR_ALL.search(said)
    return said[match.start() :] if match else said


def _side_by_side(text: str, gathered: list[_Entry]) -> bool:
    """Whether what is said of the last form is said of those before it, with at most 、 or 和 between: 《A表》《B表》（一式两份）."""
    start = gathered[-1].start
    return (
        len(gathered) > 1
        and re.fullmatch("》[、和及与]?《", text[gathered[-2].name[1] : start + 1]) is not None
    )


def _bounded(piece: str) -> bool:
    told = bounds(piece)
    return any(told.get(key) for key in _BOUNDS)


_BEFORE_NAME = re.compile(
    rf"(?:附件\d{{1,2}}[.、：]?|[①-⑳]|{_COUNT}(?:的)?|（\d）|\d[.、）]|[\d{CN_DIGITS}][\d{CN_DIGITS}—~-]*(?:字|分钟|秒|页)(?:左右|以内|之内|以上)?的?)+"
)


def _name(text: str, start: int, end: int) -> tuple[int, int]:
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


_BOUNDS = ("copies", "max_count", "chars", "max_chars", "format", "max_duration_s", "approx_duration_s", "min_size_bytes", "max_size_bytes", "min_pixels")  # fmt: skip


def _stands(text: str, entry: _Entry, opened: bool) -> bool:
    """Whether an entry is something to hand in and no word for the whole, no rule and no mention."""
    name = text[slice(*entry.name)]
    told = _bounded("".join([*entry.said, *entry.shared]))
    if len(name) < 2 or len(name) > 44 or _NO_THING.search(name):
        return False
    if _GENERIC.fullmatch(name) or name.endswith(("有关材料", "相关材料")):
        return told and re.search(r"份|套|字", "".join(entry.said)) is not None
    return told or (
        opened and (text[entry.name[1] : entry.name[1] + 1] in ("》", "”") or _LOOSE.search(name) is None)
    )


def _named_well(name: str, asked: bool) -> bool:
    """Whether a name says what is handed in where nothing more is said of it."""
    return (asked and len(name) > 3) or _COPY.search(name) is not None


_COPY = re.compile(r"(?:复印件|扫描件|证明材料|佐证材料)$")
_NO_THING = re.compile(
    r"不得|不予|逾期|根据|按照|依据|审[核查](?:通过|合格|后|过)|^审[核查]|严格|本通知|下载|组织材料|需要|以完成|评审标准|分配"
)
_LOOSE = re.compile(r"(?:作品|方案|计划|规划|说明|声明|意见|名单|文章|论文|报告|表格|清单|目录)$")
"""Words that as often are spoken of as handed in."""


def _made(flow: Flow, entry: _Entry) -> Found:
    name = flow.raw[slice(*entry.name)]
    own = bounds("，".join(entry.said))
    for words in entry.shared:
        more = bounds(words)
        own |= {key: value for key, value in more.items() if value and not own.get(key)}
    kind = kind_of_material(name + "，")
    data: dict[str, Any] = {"kind": kind, "name": name, **own}
    if kind in ("video", "photo", "slides") and not re.search(r"一式|光盘", "".join(entry.said)):
        data["copies"] = None
    data["text"] = flow.raw[entry.start : entry.end].rstrip("；。，、;, ")
    sure = 0.7 if _bounded("".join([*entry.said, *entry.shared])) else 0.6
    return Found(data, flow.span(entry.start, entry.end), sure)

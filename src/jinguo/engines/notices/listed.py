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

from .bounds import bounds
from .materials import kind_of_material
from .pieces import COUNT, SHAPE, bare, ends_in_thing, name_of, pieces
from .text import Flow, Found

_ONLY_SAID = re.compile(
    rf"(?:{COUNT}|{SHAPE}|（[^（）]*）|等|。)*$|(?:以上|上述|均|一律|统一|含|并加盖|加盖|盖章|签字|采用|用[A\d]|要求|每[张份篇个]|其中|时长|大小|分辨率|像素|字数|篇幅|文件|单[个张]|不超过|不少于|不低于|不小于|不大于|控制在|限\d|约\d|格式|A4|横|竖|正反|双面|(?:须|需|应)(?!要?(?:同时|统一)?(?:提交|提供|报送|上报|填|附|上传|递交|准备|寄|交)))"
)
_FOR_ALL = re.compile(r"各|均|以上|上述|一律|每张")
_GENERIC = re.compile(
    r"(?:(?:相关|有关|所需|各类|各项|全部|所有|以上|上述|下列|以下|本人|其他|其它|推荐|申报|报名|参评|参赛|书面|纸质|电子|报送|评选|佐证|支撑|的|等|其|该|各单位|个人|一|套)*(?:材料|资料|作品|文件|附件|原件|复印件|扫描件|证件?|照)|"
    r"(?:相关|有关|所需|各类|各项|以上|上述|下列|以下|其他|其它|的|其|该)*(?:表格?|意见|说明|承诺|声明|要求|方案|计划|规划|目录|清单|函|书|总结|报告))"
)
"""Words for all that is handed in, and words too short to name a thing."""
_OPENED = re.compile(
    r"(?:材料|资料|附件|内容)[^。；：，]{0,10}(?:包括|包含|如下|为|有|：)|(?:包括|包含)：?《|(?:提交|报送|提供|上报|递交|准备|填报|填写|附|寄送|送交|上传|发送)|[报交](?:至|到|[^告送名][\u4e00-\u9fff]{1,8}[处部室办会科局])"
)
_NAMED = re.compile(
    r"(?:材料|资料|附件)，分别[为是]|(?:材料|资料|附件)[^。；：，]{0,10}(?:包括|包含|如下|为|有|：)|(?:包括|包含)：?《|(?:以下|下列|如下)[^。；：，]{0,8}(?:材料|资料|附件)"
)
_EXAMPLE = re.compile(r"^(?:如|例如|比如|包括但不限于|主要(?:指|是|包括)|指|即)")


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


LONGEST = 3000
"""No sentence that asks for papers has more characters."""


def listed(flow: Flow, asked: bool) -> list[Found]:
    """The things of a sentence that lists two or more; nothing where it lists fewer or asks for nothing."""
    if len(flow) > LONGEST:
        return []
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


def _entries(text: str, begin_at: int = 0, stop: int | None = None) -> Iterator[_Entry]:
    """The things of a stretch of text with what is said of each."""
    gathered: list[_Entry] = []
    begin: int | None = None
    run, example = 0, False
    for start, end in pieces(text, begin_at, len(text) if stop is None else stop):
        piece = text[start:end]
        mark = text[end : end + 1]
        said = ""
        example = (example and (mark != "；")) or _EXAMPLE.match(piece) is not None
        own = bare(piece)
        if (
            not example
            and ends_in_thing(own)
            and not (_ONLY_SAID.match(piece) and not piece.startswith("《"))
        ):
            first, last = name_of(text, start if begin is None else begin, start + len(own))
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
    return re.search(rf"{COUNT}|{SHAPE}", words) is not None


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
        opened
        and (
            text[entry.name[1] : entry.name[1] + 1] in ("》", "”")
            or _LOOSE.search(name) is None
            or text[entry.name[0] - 1 : entry.name[0]] in _CIRCLED
        )
    )


def _named_well(name: str, asked: bool) -> bool:
    """Whether a name says what is handed in where nothing more is said of it."""
    return (asked and len(name) > 3) or _COPY.search(name) is not None


_COPY = re.compile(r"(?:复印件|扫描件|证明材料|佐证材料)$")
_NO_THING = re.compile(
    r"不得|不予|逾期|根据|按照|依据|审[核查](?:通过|合格|后|过)|^审[核查]|严格|本通知|下载|组织材料|需要|以完成|评审标准|分配"
)
_CIRCLED = tuple("①②③④⑤⑥⑦⑧⑨⑩")
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

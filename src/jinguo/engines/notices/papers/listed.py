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
from typing import Any

from ..layout.text import Flow, Found
from .bounds import bounds
from .gathering import ALL_OF_IT, TOO_SHORT, Entry, Gathering, bounded, is_generic
from .materials import kind_of_material
from .pieces import COUNT, pieces

_OPENED = re.compile(
    r"(?:材料|资料|附件|内容)[^。；：，]{0,10}(?:包括|包含|如下|为|有|：)|(?:包括|包含)：?《|(?:提交|报送|提供|上报|递交|准备|填报|填写|附|寄送|送交|上传|发送)|[报交](?:至|到|[^告送名][\u4e00-\u9fff]{1,8}[处部室办会科局])"
)
_NAMED = re.compile(
    r"(?:材料|资料|附件)，分别[为是]|(?:材料|资料|附件)[^。；：，]{0,10}(?:包括|包含|如下|为|有|：)|(?:包括|包含)：?《|(?:以下|下列|如下)[^。；：，]{0,8}(?:材料|资料|附件)"
)
_WHOLE = re.compile(
    r"(?:材料|资料)(?P<open>（)(?P<inner>[^（）]*[、和及][^（）]*)）(?P<tail>[^、，；。（）]{0,10}(?:份|套))"
)
"""All that is handed in, with its parts in a bracket: 推荐材料（推荐表、事迹材料）一式三份."""


LONGEST = 3000
"""No sentence that asks for papers has more characters."""
_SENDS = re.compile(
    r"(?:将|把|连同)(?P<what>[^。；]{4,200}?)(?:一并|一起|统一|同时|打包)?(?:报送|上报|报至|报到|报(?=[\u4e00-\u9fff]{2,12}(?:会|部|处|室|办|局|科|联|协|组|邮箱))|寄至|寄送|送至|送交|送到|发(?=邮箱)|交至|交到|交送|发至|发送|发到|提交|上传)"
)
"""What a sentence says is sent, so that no name of a thing in it is only spoken of: 将活动方案、总结及照片报送组委会."""


def listed(flow: Flow, asked: bool, inside: bool = False) -> list[Found]:
    """The things of a sentence that lists two or more; nothing where it lists fewer or asks for nothing.

    ``asked``: it stands under a heading of papers; ``inside``: it is an entry of a list of them.
    """
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
    named = inside or _NAMED.search(flow.s) is not None
    sent = [match.span("what") for match in _SENDS.finditer(flow.s)]
    entries = _whole(flow.s, _entries(flow.s))
    told = []
    for entry in entries:
        well = _named_well(flow.s[slice(*entry.name)], asked or flow.s[entry.start] == "《")
        along = any(a <= entry.start and entry.name[1] <= b for a, b in sent)
        if _stands(flow.s, entry, named or (opened and well)) or (
            along and _is_sent(flow.s[slice(*entry.name)])
        ):
            told.append(entry)
    if told:  # beside a thing another is one, however short its name
        told = [e for e in entries if e in told or _stands(flow.s, e, opened) or _works_counted(flow.s, e)]
    if len(told) < 2:
        return []
    return [_made(flow, entry) for entry in told]


_ALONE = re.compile(
    r"(?:表格?|书|函|事迹材料|证明材料|业绩材料|佐证材料|事迹|报告|总结|证明|复印件|简介|简历|照片|光盘)$"
)
"""What is asked for where nothing else is sent with it and no number is set."""


def sent_alone(flow: Flow) -> Found | None:
    """The one thing with a name of its own that a sentence says is sent: 将推荐的人选及事迹材料上报校工会."""
    spans = [match.span("what") for match in _SENDS.finditer(flow.s)]
    if not spans:
        return None
    for entry in _entries(flow.s):
        name = flow.s[slice(*entry.name)]
        if (
            any(a <= entry.start and entry.name[1] <= b for a, b in spans)
            and _is_sent(name)
            and not TOO_SHORT.fullmatch(name)
            and _ALONE.search(name)
        ):
            return _made(flow, entry)
    return None


def _entries(text: str, begin_at: int = 0, stop: int | None = None) -> Iterator[Entry]:
    """The things of a stretch of text with what is said of each."""
    gathering = Gathering(text)
    for start, end in pieces(text, begin_at, len(text) if stop is None else stop):
        gathering.take(start, end)
    yield from gathering.entries


_COPIED = re.compile(r"复印件|原件|扫描件|证明材料")
_PROOF = re.compile("(?:有关|相关)?(?:证明|佐证|支撑)材料")
_PAPER = re.compile(r"(?:证书|证明|证件?|奖状|论文|专著|著作)$")


def _whole(text: str, entries: Iterator[Entry]) -> list[Entry]:
    """The entries, with papers of one kind that share their last word taken together: 学历证书、职称证书复印件; 证书和证明材料的复印件."""
    kept: list[Entry] = []
    for entry in entries:
        name = text[slice(*entry.name)]
        while kept and _COPIED.search(name):
            last = kept[-1]
            alike = _PAPER.search(text[slice(*last.name)]) or (
                _PROOF.fullmatch(name) and text[: last.name[1]].endswith("复印件")
            )
            bare = alike and not bounded("".join(last.said))
            if not bare or not 0 < entry.start - last.name[1] <= 2:
                break
            first = (last.name[0], entry.name[1])
            entry = Entry(last.start, first, entry.end, entry.run, entry.said, entry.shared)
            kept.pop()
        kept.append(entry)
    return kept


def _stands(text: str, entry: Entry, opened: bool) -> bool:
    """Whether an entry is something to hand in and no word for the whole, no rule and no mention."""
    name = text[slice(*entry.name)]
    told = bounded("".join([*entry.said, *entry.shared]))
    announces = text[entry.name[1] :] == "："  # …并附以下证明材料：
    if len(name) < 2 or len(name) > 44 or _NO_THING.search(name) or announces:
        return False
    if is_generic(name) or name.endswith(("有关材料", "相关材料")):
        return told and re.search(r"份|套|字", "".join(entry.said)) is not None
    return told or (
        opened
        and (
            text[entry.name[1] : entry.name[1] + 1] in ("》", "”")
            or _LOOSE.search(name) is None
            or text[entry.name[0] - 1 : entry.name[0]] in _CIRCLED
        )
    )


def _works_counted(text: str, entry: Entry) -> bool:
    """Whether an entry is so many works, beside the papers that go with them: 参赛作品1件、报名表1份."""
    name = text[slice(*entry.name)]
    return (
        name.endswith("作品")
        and re.match(rf"[1一]{{1}}[件个部幅]|{COUNT}", text[entry.name[1] :]) is not None
    )


_BARE_WORD = re.compile("图片|说明|意见|作品|文件|表格|名单|声明|要求|目录|视频|软件|程序")
"""Words of two characters that are no names of papers by themselves."""


def _is_sent(name: str) -> bool:
    """Whether a name among those that are sent is a thing of its own and no word for the whole."""
    spoken = ALL_OF_IT.fullmatch(name) or _NO_THING.search(name) or _BARE_WORD.fullmatch(name)
    return 1 < len(name) < 44 and not spoken


def _named_well(name: str, asked: bool) -> bool:
    """Whether a name says what is handed in where nothing more is said of it."""
    return (asked and len(name) > 3) or _COPY.search(name) is not None


_COPY = re.compile(r"(?:复印件|扫描件|证明材料|佐证材料)$")
_NO_THING = re.compile(
    r"不得|不予|逾期|根据|按照|依据|审[核查](?:通过|合格|后|过)|^审[核查]|严格|本通知|下载|组织材料|需要|以完成|分为|等其[他它]|^(?:以上|上述)(?:所有|全部)?(?:申报|推荐|报送)?(?:材料|资料)|评审标准|分配"
)
_CIRCLED = tuple("①②③④⑤⑥⑦⑧⑨⑩")
_LOOSE = re.compile(r"(?:作品|方案|计划|规划|说明|声明|意见|名单|文章|论文|报告|表格|清单|目录)$")
"""Words that as often are spoken of as handed in."""


def _made(flow: Flow, entry: Entry) -> Found:
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
    sure = 0.7 if bounded("".join([*entry.said, *entry.shared])) else 0.6
    return Found(data, flow.span(entry.start, entry.end), sure)

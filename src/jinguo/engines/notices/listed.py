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
from .numbers import CN_DIGITS
from .pieces import COUNT, SETS, SHAPE, bare, ends_in_thing, name_of, pieces
from .text import Flow, Found

_ONLY_SAID = re.compile(
    rf"""
    (?:{COUNT}|{SHAPE}|（[^（）]*）|等|。)*$
    |以上|上述|均|一律|统一|含|其中
    |并加盖|加盖|盖章|签字|采用|用[A\d]|要求|格式|A4|正反|双面|横|竖
    |每[张份篇个]|单[个张]|时长|大小|分辨率|像素|字数|篇幅|文件
    |不超过|不少于|不低于|不小于|不大于|控制在|限\d|约\d
    |(?:须|需|应)(?![^，。；]{{0,6}}(?:提交|提供|报送|上报|填|附|上传|递交|准备|寄|交))
    """,
    re.VERBOSE,
)
"""A piece that says more of the thing before it and names none."""
_FOR_ALL = re.compile(r"各|均|以上|上述|一律|每张")
_ALL_OF_IT = re.compile(
    r"""
    (?:相关|有关|所需|各类|各项|全部|所有|以上|上述|下列|以下|本人|其他|其它|推荐|申报|报名|参评|参赛|书面|纸质|电子|报送|评选|佐证|支撑|的|等|其|该|各单位|个人|一|套)*
    (?:材料|资料|作品|文件|附件|原件|复印件|扫描件|证件?|照)
    """,
    re.VERBOSE,
)
"""Words for all that is handed in."""
_TOO_SHORT = re.compile(
    r"""
    (?:相关|有关|所需|各类|各项|以上|上述|下列|以下|其他|其它|的|其|该)*
    (?:表格?|意见|说明|承诺|声明|要求|方案|计划|规划|目录|清单|函|书|总结|报告)
    """,
    re.VERBOSE,
)
"""Words too short to name a thing, where nothing says that it is sent."""
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
            and not _TOO_SHORT.fullmatch(name)
            and _ALONE.search(name)
        ):
            return _made(flow, entry)
    return None


def _entries(text: str, begin_at: int = 0, stop: int | None = None) -> Iterator[_Entry]:
    """The things of a stretch of text with what is said of each."""
    gathering = _Gathering(text)
    for start, end in pieces(text, begin_at, len(text) if stop is None else stop):
        gathering.take(start, end)
    yield from gathering.entries


@dataclass(slots=True)
class _Gathering:
    """The entries so far, piece by piece: the run they stand in, where a name began, and who shares what is said."""

    text: str
    entries: list[_Entry] = field(default_factory=list)
    begin: int | None = None
    run: int = 0
    example: bool = False
    joined: list[_Entry] = field(default_factory=list)

    def take(self, start: int, end: int) -> None:
        """The next piece: the name of a thing, something said of the one before, or the beginning of a name."""
        piece, mark = self.text[start:end], self.text[end : end + 1]
        self.example = (self.example and mark != "；") or _EXAMPLE.match(piece) is not None
        own, said = bare(piece), ""
        if not self.example and ends_in_thing(own) and _names_one(piece):
            said = self._thing(start, start + len(own), end)
        elif self.entries and (
            _ONLY_SAID.match(piece)
            or self.example
            or (mark in "，。；" and _bounded(piece) and not _OTHER.match(piece))
        ):
            self.entries[-1].said.append(piece)
            self.entries[-1].end = end
            said, self.begin = piece, None
        elif mark == "、":
            self.begin = start if self.begin is None and piece else self.begin
        else:
            self.begin = None
        if self.entries and said:
            self._share(said, end)
        if mark and mark in "。；":
            self.run, self.begin, self.example, self.joined = self.run + 1, None, False, []

    def _thing(self, start: int, own_end: int, end: int) -> str:
        """Takes the name of a thing; gives back what is said behind it."""
        text = self.text
        first, last = name_of(text, start if self.begin is None else self.begin, own_end)
        self.begin = None
        behind = text[last:end]
        whole = is_generic(text[first:last]) and _numbered(behind)
        if whole and self.entries and self.entries[-1].run == self.run:
            self.entries[-1].said.append("以上" + behind)
            return "以上"
        lead = text[start:first] if _bounded(text[start:first]) else ""
        title = text[last : last + 1] in ("》", "”")
        told = [lead + "，" + text[first - title : end]]
        self.entries.append(_Entry(start if lead else first - title, (first, last), end, self.run, told))
        self.joined = []
        return behind

    def _share(self, said: str, end: int) -> None:
        """What is said of the last thing, given to those of its run that it is said of too."""
        last, words = self.entries[-1], self.entries[-1].said[-1]
        of_all = _FOR_ALL.search(_BRACKET.sub("", said) if _ONE_BY_ONE.search(said) else said)
        if of_all or (said.strip("》”") and _side_by_side(self.text, self.entries)):
            self.joined = [
                other
                for other in self.entries[:-1]
                if other.run == last.run
                and (not _OF_PICTURES.search(said) or _PICTURE.search(self.text[slice(*other.name)]))
            ]
            words = _of_all(words)
            self.run += re.search("每张|均", said) is None
        elif _SETS.search(said):
            self.joined = self._abreast()
            words = said
        elif self.joined:
            words = said
        for other in self.joined:
            other.shared.append(words)
            other.end = max(other.end, end)

    def _abreast(self) -> list[_Entry]:
        """The things before the last one that stand beside it without a word between: 推荐表、事迹材料一式三份."""
        beside: list[_Entry] = []
        later = self.entries[-1]
        for other in reversed(self.entries[:-1]):
            between = self.text[other.name[1] : later.start]
            if other.run != later.run or not _BETWEEN.fullmatch(between):
                break
            beside.append(other)
            later = other
        return beside


_BRACKET = re.compile(r"（[^（）]*）")
_ONE_BY_ONE = re.compile(
    r"^[^（，]*（(?:(?![^（）]*(?:各|均|以上|上述|一律))[^（）]*每张|[^（）]*[和与及、][^（）]*各)[^（）]*）"
)
"""Each picture, or each of the parts, of the one thing that a bracket stands behind: 事迹材料（2000字和500字各一份）."""
_OF_PICTURES = re.compile(r"\d张|每张|像素|dpi|jpe?g", re.I)
_PICTURE = re.compile("照|图")
_SETS = re.compile(rf"[^，；]{{0,12}}{SETS}")
"""A number of sets behind the last of several things, which is meant of each."""
_OTHER = re.compile("[并同时另可]*(?:撰写|拍摄|录制|制作|提供|提交|填写|报送|附上?)")
"""A piece that asks for another thing, however it is called."""
_BETWEEN = re.compile(r"》?(?:（附件[^（）]{1,4}）)?(?:、|和|及|与|以及)《?")
_BY_NUMBER = re.compile(
    rf"(?:不少于|不超过|至少|约)?(?:\d+|[{CN_DIGITS}]{{1,3}})(?:[-~—至](?:\d+|[{CN_DIGITS}]{{1,3}}))?(?:张|份|字|分钟|秒|篇|个|幅|件|套)(?:以内|左右|以上|之内)?的?[\u4e00-\u9fff]{{2,}}"
)
"""A thing with its number or length before it: 不少于10张的活动照片."""


def _names_one(piece: str) -> bool:
    """Whether a piece that ends in a thing names one, and does not only say more of the one before."""
    return piece.startswith("《") or not _ONLY_SAID.match(piece) or _BY_NUMBER.match(piece) is not None


_COPIED = re.compile(r"复印件|原件|扫描件|证明材料")
_PROOF = re.compile("(?:有关|相关)?(?:证明|佐证|支撑)材料")
_PAPER = re.compile(r"(?:证书|证明|证件?|奖状|论文|专著|著作)$")


def _whole(text: str, entries: Iterator[_Entry]) -> list[_Entry]:
    """The entries, with papers of one kind that share their last word taken together: 学历证书、职称证书复印件; 证书和证明材料的复印件."""
    kept: list[_Entry] = []
    for entry in entries:
        name = text[slice(*entry.name)]
        while kept and _COPIED.search(name):
            last = kept[-1]
            alike = _PAPER.search(text[slice(*last.name)]) or (
                _PROOF.fullmatch(name) and text[: last.name[1]].endswith("复印件")
            )
            bare = alike and not _bounded("".join(last.said))
            if not bare or not 0 < entry.start - last.name[1] <= 2:
                break
            first = (last.name[0], entry.name[1])
            entry = _Entry(last.start, first, entry.end, entry.run, entry.said, entry.shared)
            kept.pop()
        kept.append(entry)
    return kept


def is_generic(name: str) -> bool:
    """Whether a name is a word for all that is handed in, or too short for a name."""
    return (_ALL_OF_IT.fullmatch(name) or _TOO_SHORT.fullmatch(name)) is not None


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
    return any(told.get(key) for key in BOUNDS)


BOUNDS = ("copies", "max_count", "min_count", "chars", "min_chars", "max_chars", "format", "max_duration_s", "approx_duration_s", "min_size_bytes", "max_size_bytes", "min_pixels")  # fmt: skip


def _stands(text: str, entry: _Entry, opened: bool) -> bool:
    """Whether an entry is something to hand in and no word for the whole, no rule and no mention."""
    name = text[slice(*entry.name)]
    told = _bounded("".join([*entry.said, *entry.shared]))
    if len(name) < 2 or len(name) > 44 or _NO_THING.search(name):
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


def _works_counted(text: str, entry: _Entry) -> bool:
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
    spoken = _ALL_OF_IT.fullmatch(name) or _NO_THING.search(name) or _BARE_WORD.fullmatch(name)
    return 1 < len(name) < 44 and not spoken


def _named_well(name: str, asked: bool) -> bool:
    """Whether a name says what is handed in where nothing more is said of it."""
    return (asked and len(name) > 3) or _COPY.search(name) is not None


_COPY = re.compile(r"(?:复印件|扫描件|证明材料|佐证材料)$")
_NO_THING = re.compile(
    r"不得|不予|逾期|根据|按照|依据|审[核查](?:通过|合格|后|过)|^审[核查]|严格|本通知|下载|组织材料|需要|以完成|^(?:以上|上述)(?:所有|全部)?(?:申报|推荐|报送)?(?:材料|资料)|评审标准|分配"
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

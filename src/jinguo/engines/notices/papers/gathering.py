"""A list of papers taken in piece by piece: which piece names a thing, which says more of the one before, and of whom what is said is said.

>>> gathering = Gathering("推荐表、汇总表（各一式3份），照片2张")
>>> for start, end in pieces(gathering.text, 0, len(gathering.text)):
...     gathering.take(start, end)
>>> [(gathering.text[slice(*entry.name)], entry.shared) for entry in gathering.entries]
[('推荐表', ['（各一式3份）']), ('汇总表', []), ('照片', [])]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..layout.numbers import CN_DIGITS
from .bounds import bounds
from .pieces import COUNT, SETS, SHAPE, bare, ends_in_thing, name_of, pieces

__all__ = ["ALL_OF_IT", "BOUNDS", "TOO_SHORT", "Entry", "Gathering", "bounded", "is_generic", "pieces"]

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
ALL_OF_IT = re.compile(
    r"""
    (?:相关|有关|所需|各类|各项|全部|所有|以上|上述|下列|以下|本人|其他|其它|推荐|申报|报名|参评|参赛|书面|纸质|电子|报送|评选|佐证|支撑|的|等|其|该|各单位|个人|一|套)*
    (?:材料|资料|作品|文件|附件|原件|复印件|扫描件|证件?|照|(?<=纸质)表|(?<=电子)表|(?<=书面)表)
    """,
    re.VERBOSE,
)
"""Words for all that is handed in."""
TOO_SHORT = re.compile(
    r"""
    (?:相关|有关|所需|各类|各项|以上|上述|下列|以下|其他|其它|的|其|该)*
    (?:表格?|意见|说明|承诺|声明|要求|方案|计划|规划|目录|清单|函|书|总结|报告)
    """,
    re.VERBOSE,
)
"""Words too short to name a thing, where nothing says that it is sent."""
_EXAMPLE = re.compile(r"^(?:如|例如|比如|包括但不限于|主要(?:指|是|包括)|指|即)")


@dataclass(slots=True)
class Entry:
    start: int
    name: tuple[int, int]
    end: int
    run: int
    said: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Gathering:
    """The entries so far, piece by piece: the run they stand in, where a name began, and who shares what is said."""

    text: str
    entries: list[Entry] = field(default_factory=list)
    begin: int | None = None
    run: int = 0
    example: bool = False
    joined: list[Entry] = field(default_factory=list)

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
            or (mark in "，。；" and bounded(piece) and not _OTHER.match(piece))
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
        sent = ALL_OF_IT.fullmatch(text[first:last]) and re.search("[将把]$", text[start:first])
        whole = sent or (is_generic(text[first:last]) and _numbered(behind))
        if whole and self.entries and self.entries[-1].run == self.run:
            self.entries[-1].said.append("以上" + behind)
            self.entries[-1].end = end
            return "以上"
        lead = text[start:first] if bounded(text[start:first]) else ""
        title = text[last : last + 1] in ("》", "”")
        told = [lead + "，" + text[first - title : end]]
        self.entries.append(Entry(start if lead else first - title, (first, last), end, self.run, told))
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
        elif _SETS.match(said.lstrip("》”")):
            self.joined = self._abreast()
            words = said
        elif self.joined:
            words = said
        for other in self.joined:
            other.shared.append(words)
            other.end = max(other.end, end)

    def _abreast(self) -> list[Entry]:
        """The things before the last one that stand beside it without a word between: 推荐表、事迹材料一式三份."""
        beside: list[Entry] = []
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
_SETS = re.compile(rf"[^，；（]{{0,12}}{SETS}")
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


def is_generic(name: str) -> bool:
    """Whether a name is a word for all that is handed in, or too short for a name."""
    return (ALL_OF_IT.fullmatch(name) or TOO_SHORT.fullmatch(name)) is not None


def _numbered(words: str) -> bool:
    return re.search(rf"{COUNT}|{SHAPE}", words) is not None


def _of_all(said: str) -> str:
    """What of the words behind the last thing is said of all: the bracket that says 各, else all from 各 on."""
    brackets: list[str] = [b for b in re.findall(r"（[^（）]*）", said) if _FOR_ALL.search(b)]
    if brackets:
        return brackets[-1]
    match = _FOR_ALL.search(said, said.rfind("，", 0, len(said)) + 1) or _FOR_ALL.search(said)
    return said[match.start() :] if match else said


def _side_by_side(text: str, gathered: list[Entry]) -> bool:
    """Whether what is said of the last form is said of those before it, with at most 、 or 和 between: 《A表》《B表》（一式两份）."""
    start = gathered[-1].start
    return (
        len(gathered) > 1
        and re.fullmatch("》[、和及与]?《", text[gathered[-2].name[1] : start + 1]) is not None
    )


_MAY_BOUND = re.compile("[0-9一二两三四五六七八九十半]|[A-Za-z]{2}")


def bounded(piece: str) -> bool:
    """Whether words say how many, how long, how large or in what format."""
    if _MAY_BOUND.search(piece) is None:
        return False
    told = bounds(piece)
    return any(told.get(key) for key in BOUNDS)


BOUNDS = ("copies", "max_count", "min_count", "chars", "min_chars", "max_chars", "format", "max_duration_s", "approx_duration_s", "min_size_bytes", "max_size_bytes", "min_pixels")  # fmt: skip

"""Titles in lines that keep words whole (回行时要做到词意完整, GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Final

from .text import clean, ems, one_line

_OPENING: Final = "“‘《〈（(〔【「『"
_CLOSING: Final = "”’》〉）)〕】」』"
#: Words after which a title may well be broken, …
_AFTER: Final = (
    "”",
    "》",
    "活动",
    "工作",
    "年度",
    "协会",
    "学会",
    "委员会",
    "联合会",
    "、",
    "会议",
    "评选",
    "推荐",
    "有关",
)
#: … and words that should not begin a line.
_NEVER_FIRST: Final = ("的", "了", "和", "与", "及", "名单", "人选", "”", "、", "，")
_MOST_POSITIONS: Final = 60


def title_lines(title: str, width: float) -> list[str]:
    """The title in as few lines of ``width`` characters as hold it, even in length, broken between words.

    A line end in the title is kept. Words are known by a short list and by quotes and brackets.

    >>> title_lines("关于2023年度“首都最美巾帼奋斗者”选树活动拟推荐人选的公示", 20)
    ['关于2023年度“首都最美巾帼奋斗者”', '选树活动拟推荐人选的公示']
    """
    return [line for part in clean(title).split("\n") for line in _broken(one_line(part), width)]


def _broken(text: str, width: float) -> list[str]:
    if ems(text) <= width:
        return [text]
    places = _places(text)
    for breaks in range(1, 4):
        best = min(
            (cuts for cuts in combinations(places, breaks) if _longest(text, cuts) <= width),
            key=lambda cuts: _badness(text, cuts),
            default=None,
        )
        if best is not None:
            return _cut(text, best)
    return [text]


def _places(text: str) -> list[int]:
    """Where a line may end: outside quotes and brackets, not within a number or a Latin word."""
    places, depth = [], 0
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        depth += (before in _OPENING) - (before in _CLOSING)
        joined = before.isascii() and after.isascii() and before != " "
        if depth <= 0 and not joined and not text.startswith(_NEVER_FIRST, at) and after != "年":
            places.append(at)
    return places[:_MOST_POSITIONS]


def _cut(text: str, cuts: tuple[int, ...]) -> list[str]:
    edges = (0, *cuts, len(text))
    return [text[start:end].strip() for start, end in pairwise(edges)]


def _longest(text: str, cuts: tuple[int, ...]) -> float:
    return max(ems(line) for line in _cut(text, cuts))


def _badness(text: str, cuts: tuple[int, ...]) -> float:
    """Uneven lines and breaks at no known word cost; a known word is worth a good deal of unevenness."""
    lengths = [ems(line) for line in _cut(text, cuts)]
    unknown = sum(not text[:cut].endswith(_AFTER) for cut in cuts)
    return max(lengths) - min(lengths) + 8.0 * unknown

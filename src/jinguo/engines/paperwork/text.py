"""Text as paper takes it: no character that breaks a file, values printed the Chinese way, widths in
characters."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

#: What XML 1.0 forbids (section 2.2), with the byte order mark, which no one means to print.
_ILLEGAL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_LINE_END: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK: Final = re.compile(r"[\s\u200b\u200c\u200d\u2060]+")

#: A line may not begin with these (避头), nor end with those (避尾).
_NOT_FIRST: Final = frozenset("，。、；：？！）》〉」』】〕”’％…—·,.;:?!)]}%")
_NOT_LAST: Final = frozenset("（《〈「『【〔“‘([{")


def clean(text: object) -> str:
    """The text without characters that XML cannot hold; line ends become ``\\n``.

    >>> clean("王\\x00芳\\r\\n𠮷田")
    '王芳\\n𠮷田'
    """
    return _ILLEGAL.sub("", _LINE_END.sub("\n", str(text)))


def one_line(text: object) -> str:
    """Clean text on one line: each run of white space becomes one space."""
    return " ".join(clean(text).split())


def folded(label: object) -> str:
    """A label as one compares it: no white space, full width folded to half width, no colon at the end.

    >>> folded("姓    名：") == folded("姓名")
    True
    """
    return _BLANK.sub("", unicodedata.normalize("NFKC", clean(label))).rstrip(":")


def printed(value: object) -> str:
    """A value as it stands in a form: dates 2023年10月20日, several things joined by 、, nothing for None.

    >>> printed(date(2023, 10, 20)), printed(["甲", "乙"]), printed(None)
    ('2023年10月20日', '甲、乙', '')
    """
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case str():
            return clean(value)
        case datetime() | date():
            return f"{value.year}年{value.month}月{value.day}日"
        case Decimal():
            return format(value, "f")
        case Iterable():
            return "、".join(printed(item) for item in value)
        case _:
            return clean(value)


@lru_cache(maxsize=16_384)
def width_of(character: str) -> float:
    """The width of one character in ems: 1 for Chinese characters and signs, about a half for Latin.

    Signs that are narrow in Latin and wide in Chinese text (“ ” — · □) are wide here.
    """
    if character in "☑☒":
        return 1.0
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    return 0.62 if character.isupper() or character in "@%&" else 0.5


def ems(text: str) -> float:
    """The width of a line of text in characters.

    >>> ems("2023年10月20日")
    7.0
    """
    return sum(map(width_of, text))


def count_lines(text: str, em_per_line: float, first_indent: float = 0.0) -> int:
    """How many lines the text takes when set ``em_per_line`` characters wide, broken as Chinese is broken."""
    return sum(_paragraph_lines(paragraph, em_per_line, first_indent) for paragraph in text.split("\n"))


def _paragraph_lines(text: str, em_per_line: float, first_indent: float) -> int:
    lines, used, previous = 1, first_indent, ""
    width = max(1.0, math.floor(em_per_line * 2) / 2)
    for character in text:
        step = width_of(character)
        if used + step > width + 1e-9:
            carried = ""
            if character in _NOT_FIRST or previous in _NOT_LAST:
                carried = previous
            lines, used = lines + 1, ems(carried)
        used += step
        previous = character
    return lines

"""The official order by strokes (按姓氏笔画排序, 按姓名笔画排序) of congresses, notices and lists.

Names are compared character by character: fewer strokes first; then the kinds of strokes one by one in the
order 横(提) 竖 撇 点(捺) 折; then left-right before top-bottom before whole characters (the order of
characters of GB 13000.1). In the order by surname (姓氏笔画) a single-character given name leaves a gap
after the surname, so 田富 stands before 田大利; in the order by whole name (姓名笔画) it does not.

Data: Conway Stroke Data (CC BY 4.0) for counts and kinds, cn_sort (MIT) for the order among characters of
equal strokes; see ``data/SOURCES.md``. Nothing is guessed for characters without data:
:func:`unknown_strokes` names them, and an officer's counts are passed as ``counts``.

>>> sorted(["邓尹", "孔王", "毛方", "王文"], key=stroke_key)
['王文', '毛方', '孔王', '邓尹']
>>> sorted(["田大利", "田富"], key=stroke_key)
['田富', '田大利']
>>> sorted(["田富", "田大利"], key=lambda name: stroke_key(name, by="name"))
['田大利', '田富']
>>> strokes("达")
(6, '134454')
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from jinguo.standards.names import normalise_name

__all__ = ["stroke_key", "strokes", "unknown_strokes"]

Order = Literal["surname", "name"]

_NONE: Mapping[str, int] = MappingProxyType({})
_GAP = "000000"
_SEPARATOR = "000001"
_AFTER_ALL = "9999"  # within a stroke count: after every character whose place is known
_SEPARATORS = frozenset(" ·-'")


def stroke_key(name: str, by: Order = "surname", *, counts: Mapping[str, int] = _NONE) -> str:
    """A key of digits and lower-case letters whose order, byte by byte, is the order by strokes.

    Six places for each known character (two for the count, four for the place within it), at most thirteen
    for others. ``counts`` gives stroke counts that an officer has entered for characters without data; such
    a character stands after the known ones of that count. Without a count a character stands after all
    others, by code point. Shorter names come first where one begins the other. Different normalised names
    have different keys.
    """
    name = normalise_name(name)
    parts = [_part(character, counts) for character in name]
    if by == "surname" and len(parts) == 2:
        parts.insert(1, _GAP)
    return "".join(parts)


def strokes(character: str) -> tuple[int, str] | None:
    """Stroke count and the kinds (1 横 2 竖 3 撇 4 点 5 折) of a character; None where there is no data."""
    place = _places().get(character)
    if place is None:
        return None
    count, rank = place
    return count, _kinds()[count][rank]


def unknown_strokes(name: str, *, counts: Mapping[str, int] = _NONE) -> tuple[str, ...]:
    """The characters of a name for which an officer must give the count, each once.

    Letters and separators need none.
    """
    known = _places()
    missing = (c for c in normalise_name(name) if c not in known and c not in counts and _is_ideograph(c))
    return tuple(dict.fromkeys(missing))


def _part(character: str, counts: Mapping[str, int]) -> str:
    place = _places().get(character)
    if place is not None:
        return f"{place[0]:02d}{place[1]:04d}"
    if character in _SEPARATORS:
        return _SEPARATOR + f"{ord(character):06x}"
    if character in counts:
        return f"{counts[character]:02d}{_AFTER_ALL}{ord(character):06x}"
    return f"z{ord(character):06x}"


def _is_ideograph(character: str) -> bool:
    point = ord(character)
    return (
        0x3400 <= point <= 0x9FFF
        or 0xE000 <= point <= 0xFAFF
        or 0x20000 <= point <= 0x3FFFF
        or 0xF0000 <= point <= 0x10FFFD
        or 0x2E80 <= point <= 0x2FDF
        or point == 0x3007
    )


@cache
def _places() -> Mapping[str, tuple[int, int]]:
    """character → (stroke count, place among the characters of that count)."""
    places: dict[str, tuple[int, int]] = {}
    for line in _data("stroke-order.txt").splitlines():
        count, characters = line.split("\t")
        places.update(zip(characters, ((int(count), rank) for rank in range(len(characters))), strict=True))
    return places


@cache
def _kinds() -> Mapping[int, list[str]]:
    """stroke count → the kinds of the characters of that count, in their order."""
    lines = (line.split(" ") for line in _data("stroke-kinds.txt").splitlines())
    return {len(sequences[0]): sequences for sequences in lines}


def _data(name: str) -> str:
    return resources.files("jinguo.standards").joinpath("data", name).read_text("utf-8")

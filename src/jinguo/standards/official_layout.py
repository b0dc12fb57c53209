"""The layout of official documents (GB/T 9704-2012 党政机关公文格式) as one fixed description, for those
who set documents.

Lengths are millimetres, sizes of type points. Where offices' practice goes beyond the standard, the field
says so.

>>> OFFICIAL.page.type_width, OFFICIAL.page.type_height, OFFICIAL.body.size
(156, 225, 16.0)
>>> round(OFFICIAL.page.type_height / OFFICIAL.lines_per_page * 72 / 25.4, 2)
28.99
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["OFFICIAL", "TYPE_SIZES", "Face", "OfficialLayout", "Page"]

TYPE_SIZES: Mapping[str, float] = MappingProxyType(
    {
        "初号": 42.0,
        "小初": 36.0,
        "一号": 26.0,
        "小一": 24.0,
        "二号": 22.0,
        "小二": 18.0,
        "三号": 16.0,
        "小三": 15.0,
        "四号": 14.0,
        "小四": 12.0,
        "五号": 10.5,
        "小五": 9.0,
    }
)
"""Names of type sizes and their points, as word processors have them."""


@dataclass(frozen=True, slots=True)
class Page:
    """A4 with the type area of GB/T 9704 §5.1 and §5.2.1: 天头 37±1, 订口 28±1, 版心 156 × 225; the rest
    follows."""

    width: int = 210
    height: int = 297
    top: int = 37
    left: int = 28
    type_width: int = 156
    type_height: int = 225

    @property
    def right(self) -> int:
        return self.width - self.left - self.type_width

    @property
    def bottom(self) -> int:
        return self.height - self.top - self.type_height


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface by the names that an office's computer knows, the first preferred, and what a server
    without them uses."""

    size: float
    names: tuple[str, ...]
    free: tuple[str, ...]
    bold: bool = False


_SONG = ("Noto Serif CJK SC", "HanaMinB")
_HEI = ("Noto Sans CJK SC", "HanaMinB")
_FANGSONG = ("FangSong", "Noto Serif CJK SC", "HanaMinB")
_KAI = ("LXGW WenKai", "Noto Serif CJK SC", "HanaMinB")


@dataclass(frozen=True, slots=True)
class OfficialLayout:
    """GB/T 9704-2012. Paragraphs of the standard stand beside the fields."""

    page: Page = Page()
    lines_per_page: int = 22  # §5.2.3
    characters_per_line: int = 28  # §5.2.3
    line_pitch: float = 29.0  # practice: offices set a fixed line of 28.95 to 29 pt, 22 of them fill 225 mm
    title: Face = Face(TYPE_SIZES["二号"], ("方正小标宋简体", "方正小标宋_GBK", "宋体"), _SONG)  # §7.3.1
    title_blank_lines: int = 2  # §7.3.1: below the red rule
    body: Face = Face(TYPE_SIZES["三号"], ("仿宋_GB2312", "仿宋"), _FANGSONG)  # §5.2.2, §7.3.3
    headings: tuple[Face, ...] = (  # §7.3.3: 一、 （一） 1. （1）
        Face(TYPE_SIZES["三号"], ("黑体",), _HEI),
        Face(TYPE_SIZES["三号"], ("楷体_GB2312", "楷体"), _KAI),
        Face(TYPE_SIZES["三号"], ("仿宋_GB2312", "仿宋"), _FANGSONG),
        Face(TYPE_SIZES["三号"], ("仿宋_GB2312", "仿宋"), _FANGSONG),
    )
    heading_patterns: tuple[str, ...] = ("{n}、", "（{n}）", "{n}.", "（{n}）")
    first_line_indent: int = 2  # characters, §7.3.3
    attachment_blank_lines: int = 1  # §7.3.4: 附件 one line below the body
    attachment_indent: int = 2  # characters, §7.3.4
    date_right_indent: int = 4  # characters, §7.3.5.1: with a seal
    attachment_mark: Face = Face(
        TYPE_SIZES["三号"], ("黑体",), _HEI
    )  # §7.3.8: 附件 at the top left of a new page
    page_number: Face = Face(TYPE_SIZES["四号"], ("宋体",), _SONG)  # §7.5
    page_number_pattern: str = "— {n} —"  # §7.5: a dash each side, odd pages right, even pages left
    page_number_indent: int = 1  # characters from the edge, §7.5
    page_number_below: int = 7  # mm below the type area, §7.5
    document_number_pattern: str = "{office}〔{year}〕{number}号"  # §7.2.5
    table_head_repeats: bool = True  # practice
    seal_diameter: int = 42  # practice: room for a round seal in opinion boxes


OFFICIAL = OfficialLayout()
"""The layout that official documents of this software follow."""

"""Measures of official documents: GB/T 9704-2012 党政机关公文格式, and the fonts that offices use for it.

The standard gives the page and the type area; two values are the usual practice of offices, not the
standard's words: the fixed line of 28.95 pt (225 mm / 22 lines) and the narrowing of 0.25 pt that puts 28
characters of 16 pt on 156 mm. The fonts are named in the file and shown by the reader's computer; none is
shipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MM_PER_POINT: Final = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet and its margins in millimetres."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    footer: float
    header: float = 10.0

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface: the name for Chinese characters and the one for Latin letters and digits."""

    chinese: str
    latin: str = "Times New Roman"


#: GB/T 9704-2012, 5.2: A4; top (天头) 37 mm, left (订口) 28 mm, type area 156 mm × 225 mm.
#: The page number stands 7 mm below the type area (7.5): the foot is set so that its line comes to lie there.
LETTER_PAGE: Final = Page(210, 297, top=37, right=26, bottom=35, left=28, footer=23)

#: Registration forms need the sheet: the table is as wide as printers allow, the foot holds the version code.
FORM_PAGE: Final = Page(210, 297, top=14, right=17, bottom=18, left=18, footer=5)

LINES_PER_PAGE: Final = 22
CHARACTERS_PER_LINE: Final = 28
LINE_PITCH: Final = 28.95
BODY_SIZE: Final = 16.0
BODY_NARROWING: Final = -0.25
TITLE_SIZE: Final = 22.0
PAGE_NUMBER_SIZE: Final = 14.0
TABLE_SIZE: Final = 14.0
#: The date stands four characters from the right edge when the document will be sealed (7.3.5.1), …
DATE_FROM_RIGHT: Final = 4.0
#: … an unsealed one has the signatory two characters from the right edge (7.3.5.2).
SIGNATORY_FROM_RIGHT: Final = 2.0
RED: Final = "FF0000"

TITLE_FACE: Final = Face("方正小标宋简体")
BODY_FACE: Final = Face("仿宋_GB2312")
BLACK_FACE: Final = Face("黑体")
KAI_FACE: Final = Face("楷体_GB2312")
SONG_FACE: Final = Face("宋体")

#: Room for a round seal. About 42 mm is usual; a layout may ask for more.
SEAL_MM: Final = 42.0

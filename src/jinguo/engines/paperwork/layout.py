"""Measures on paper: the letter's from GB/T 9704-2012 (:mod:`jinguo.standards.official_layout`), the
form's own.

Word counts lengths of type in twentieths of a point. The line and the width of a character are the
largest such lengths with which the 22 lines and the 28 characters of the standard still fit its type area.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from jinguo.standards import official_layout
from jinguo.standards.official_layout import OFFICIAL

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


def _face(of: official_layout.Face) -> Face:
    return Face(of.names[0])


def _twentieths(points: float) -> float:
    return math.floor(points * 20) / 20


#: The page number's line lies below the type area; the foot is set so that its digits come to stand there.
LETTER_PAGE: Final = Page(
    OFFICIAL.page.width,
    OFFICIAL.page.height,
    top=OFFICIAL.page.top,
    right=OFFICIAL.page.right,
    bottom=OFFICIAL.page.bottom,
    left=OFFICIAL.page.left,
    footer=OFFICIAL.page.bottom - OFFICIAL.page_number_below - 5,
)

#: Registration forms need the sheet: the table is as wide as printers allow, the foot holds the version code.
FORM_PAGE: Final = Page(210, 297, top=14, right=17, bottom=18, left=18, footer=5)

LINE_PITCH: Final = _twentieths(LETTER_PAGE.text_height / MM_PER_POINT / OFFICIAL.lines_per_page)
BODY_SIZE: Final = OFFICIAL.body.size
BODY_NARROWING: Final = (
    _twentieths(LETTER_PAGE.text_width / MM_PER_POINT / OFFICIAL.characters_per_line) - BODY_SIZE
)
TITLE_SIZE: Final = OFFICIAL.title.size
PAGE_NUMBER_SIZE: Final = OFFICIAL.page_number.size
TABLE_SIZE: Final = official_layout.TYPE_SIZES["四号"]
#: Tables of many columns.
SMALL_SIZE: Final = official_layout.TYPE_SIZES["小四"]
#: The date stands four characters from the right edge when the document will be sealed (7.3.5.1), …
DATE_FROM_RIGHT: Final = float(OFFICIAL.date_right_indent)
#: … an unsealed one has the signatory two characters from the right edge (7.3.5.2).
SIGNATORY_FROM_RIGHT: Final = 2.0
RED: Final = "FF0000"

TITLE_FACE: Final = _face(OFFICIAL.title)
BODY_FACE: Final = _face(OFFICIAL.body)
BLACK_FACE: Final = _face(OFFICIAL.headings[0])
KAI_FACE: Final = _face(OFFICIAL.headings[1])
SONG_FACE: Final = _face(OFFICIAL.page_number)

#: Room for a round seal; a layout may ask for more.
SEAL_MM: Final = float(OFFICIAL.seal_diameter)

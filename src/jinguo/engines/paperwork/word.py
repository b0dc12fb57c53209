"""The few strokes with which Word files are drawn here; python-docx below, fonts for Chinese above it.

Word keeps two fonts for a run: one for Latin and one for East Asian characters. Signs that both know (“ ”
· —) follow the *hint*, which is always East Asian here, so that they come out full width. The GB2312
fonts of offices know 6763 characters; a name with another one (镕, 㛃, 𠮷) gets a font that has it, for
that character alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from .archive import repacked
from .layout import BODY_FACE, BODY_SIZE, Face, Page
from .text import clean

LEFT: Final = WD_ALIGN_PARAGRAPH.LEFT
CENTRE: Final = WD_ALIGN_PARAGRAPH.CENTER
RIGHT: Final = WD_ALIGN_PARAGRAPH.RIGHT
BOTH: Final = WD_ALIGN_PARAGRAPH.JUSTIFY

_NO_DATE: Final = datetime(2000, 1, 1)
_WIDER: Final = {"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "方正小标宋简体": "宋体"}


@dataclass(frozen=True, slots=True)
class Ink:
    """How characters look: face, size in points, and what is seldom needed."""

    face: Face = BODY_FACE
    size: float = BODY_SIZE
    bold: bool = False
    colour: str = ""
    spacing: float = 0.0

    def of(self, size: float) -> Ink:
        return replace(self, size=size)


def element(tag: str, **attributes: object) -> Any:
    """A WordprocessingML element: ``element("w:ind", leftChars=200)``."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def new_document(page: Page, ink: Ink, title: str = "") -> Document:
    """An empty document on this page, with ``ink`` as its normal style and nothing in it that changes
    with time."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance, section.footer_distance = Mm(page.header), Mm(page.footer)
    normal: Any = document.styles["Normal"]
    normal.font.size = Pt(ink.size)
    normal.font.name = ink.face.latin
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), ink.face.chinese)
    normal.element.rPr.append(element("w:lang", val="en-US", eastAsia="zh-CN"))
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.widow_control = False
    for tag in ("w:autoSpaceDE", "w:autoSpaceDN"):
        normal.element.get_or_add_pPr().insert_element_before(
            element(tag, val=0), "w:spacing", "w:ind", "w:jc"
        )
    _drop_thumbnail(document)
    core = document.core_properties
    core.author = core.last_modified_by = core.comments = ""
    core.title = clean(title)[:200]
    core.language = "zh-CN"
    core.created = core.modified = _NO_DATE
    core.revision = 1
    return document


def _drop_thumbnail(document: Document) -> None:
    """python-docx starts from a template that carries a picture of itself; file managers would show it."""
    package: Any = document.part.package
    for key in [key for key, relation in package.rels.items() if relation.reltype.endswith("/thumbnail")]:
        del package.rels[key]


def finished(document: Document) -> bytes:
    """The document's bytes, the same for the same content."""
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue())


def write(paragraph: Paragraph, text: object, ink: Ink) -> Paragraph:
    """Add text to a paragraph; ``\\n`` becomes a line break, rare characters get a font that has them."""
    for font, piece in _by_font(clean(text), ink.face.chinese):
        dress(paragraph.add_run(piece), ink, font)
    return paragraph


def dress(run: Run, ink: Ink, chinese: str | None = None) -> Run:
    """Give a run its look."""
    run.font.size = Pt(ink.size)
    run.font.name = ink.face.latin
    fonts: Any = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), chinese or ink.face.chinese)
    fonts.set(qn("w:cs"), ink.face.latin)
    fonts.set(qn("w:hint"), "eastAsia")
    if ink.bold:
        run.font.bold = True
    if ink.colour:
        run.font.color.rgb = RGBColor.from_string(ink.colour)
    if ink.spacing:
        spacing = element("w:spacing", val=round(ink.spacing * 20))
        properties: Any = run._r.get_or_add_rPr()
        properties.insert_element_before(
            spacing,
            "w:w",
            "w:kern",
            "w:position",
            "w:sz",
            "w:szCs",
            "w:highlight",
            "w:u",
            "w:effect",
            "w:lang",
        )
    return run


def shape(
    paragraph: Paragraph,
    *,
    align: WD_ALIGN_PARAGRAPH | None = None,
    line: float | None = None,
    before: float = 0.0,
    after: float = 0.0,
    first_chars: float = 0.0,
    left_chars: float = 0.0,
    right_chars: float = 0.0,
    em: float = BODY_SIZE,
    keep_next: bool = False,
) -> Paragraph:
    """Set a paragraph: ``line`` in points exactly, indents in characters of ``em`` points."""
    form = paragraph.paragraph_format
    if align is not None:
        form.alignment = align
    if line is not None:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    form.space_before, form.space_after = Pt(before), Pt(after)
    if keep_next:
        form.keep_with_next = True
    indent = {
        side: amount
        for side, amount in (("left", left_chars), ("right", right_chars), ("firstLine", first_chars))
        if amount
    }
    if indent:
        if first_chars < 0:
            indent["hanging"] = -indent.pop("firstLine")
        properties: Any = paragraph._p.get_or_add_pPr()
        found = properties.get_or_add_ind()
        for side, amount in indent.items():
            found.set(qn(f"w:{side}Chars"), str(round(amount * 100)))
            found.set(qn(f"w:{side}"), str(round(amount * em * 20)))
    return paragraph


def add_field(paragraph: Paragraph, instruction: str, ink: Ink) -> None:
    """A field such as PAGE, which Word works out."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("text", "1"), ("end", "")):
        run = dress(paragraph.add_run(), ink)
        if kind == "text":
            run.text = text
        elif kind:
            run._r.append(element("w:fldChar", fldCharType=kind))
        else:
            code = element("w:instrText")
            code.text = f" {text} "
            run._r.append(code)


def _by_font(text: str, chinese: str) -> Iterator[tuple[str, str]]:
    for font, piece in groupby(text, key=lambda character: font_for(character, chinese)):
        yield font, "".join(piece)


def font_for(character: str, chinese: str) -> str:
    """The font for one character: the wanted one unless it cannot hold it.

    >>> [font_for(c, "仿宋_GB2312") for c in "芳镕㛃𠮷·"]
    ['仿宋_GB2312', '仿宋', '宋体', 'SimSun-ExtB', '仿宋_GB2312']
    """
    code = ord(character)
    if code >= 0x20000:
        return "SimSun-ExtB"
    if 0x3400 <= code < 0x4DC0:
        return "宋体"
    if 0x4E00 <= code < 0xA000 and chinese in _WIDER:
        try:
            character.encode("gb2312")
        except UnicodeEncodeError:
            return _WIDER[chinese]
    return chinese

"""Charts in Word files as Word draws them itself (DrawingML charts, ECMA-376 part 1, 21.2): sharp in print, and the reader
can open the numbers behind each. XlsxWriter writes the chart; it is lifted out of its workbook into the document, and a
workbook with the numbers goes along."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from .archive import repacked
from .layout import BLACK_FACE, LETTER_PAGE, LINE_PITCH, SONG_FACE
from .letters import Chart
from .tables import CREATED
from .text import clean, one_line
from .word import CENTRE, Ink, shape, write

_CHART: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PRINT: Final = re.compile(r"<c:printSettings>.*?</c:printSettings>", re.S)
_LATIN: Final = re.compile(r'<a:latin typeface="([^"]*)"/>')
#: What a label does not show must be said: left out, programs take it as shown (21.2.2.182 and others default to true).
_LABELS: Final = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
#: Fills that can be told apart in grey print as well: dark, light, middle.
_FILLS: Final = ("#1F4E79", "#BDD0E6", "#C55A11", "#7F7F7F")
_KINDS: Final[Mapping[str, dict[str, str]]] = MappingProxyType(
    {
        "column": {"type": "column"},
        "bar": {"type": "bar"},
        "stacked": {"type": "bar", "subtype": "stacked"},
        "line": {"type": "line"},
    }
)
_FONT: Final = {"name": SONG_FACE.chinese, "size": 9, "color": "#333333"}
_BAR_MM, _HEIGHT_MM, _TALLEST_MM = 7.5, 50.0, 190.0


def write_chart(document: Document, chart: Chart, number: int) -> None:
    """Add the chart with its caption over it. ``number`` tells it from the other charts of the document."""
    caption = shape(document.add_paragraph(), align=CENTRE, line=LINE_PITCH, keep_next=True)
    write(caption, clean(chart.caption), Ink(BLACK_FACE, 12))
    line = shape(document.add_paragraph(), align=CENTRE, keep_next=chart.keep_next)
    line.add_run()._r.append(_inline(_placed(document, chart, number), chart, number))


def _placed(document: Document, chart: Chart, number: int) -> str:
    """The chart and its numbers as parts of the document; answers with the relation to the chart."""
    package: Any = document.part.package
    numbers = Part(PackURI(f"/word/embeddings/numbers{number}.xlsx"), _SHEET, _workbook(chart), package)
    drawn = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, b"", package)
    related = drawn.relate_to(numbers, RELATIONSHIP_TYPE.PACKAGE)
    drawn._blob = _chart_xml(chart, related)
    return document.part.relate_to(drawn, RELATIONSHIP_TYPE.CHART)


def _workbook(chart: Chart, *, drawn: bool = False) -> bytes:
    """The numbers as a workbook, with the chart in it where it is wanted."""
    import xlsxwriter  # here, so that a letter without charts is spared it

    target = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, safe) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet("Sheet1")
        for row, name in enumerate(chart.categories, 1):
            sheet.write_string(row, 0, one_line(name))
        for column, series in enumerate(chart.series, 1):
            sheet.write_string(0, column, one_line(series.name))
            for row, value in enumerate(series.values, 1):
                if value is not None:
                    sheet.write_number(row, column, float(value))
        if drawn:
            _draw(book, sheet, chart)
    return repacked(target.getvalue())


def _draw(book: Any, sheet: Any, chart: Chart) -> None:
    made = book.add_chart(_KINDS[chart.kind])
    last = len(chart.categories)
    for column, _ in enumerate(chart.series, 1):
        colour = _FILLS[(column - 1) % len(_FILLS)]
        look = (
            {"line": {"color": colour, "width": 2}, "marker": {"type": "circle", "size": 5, "fill": {"color": colour}}}
            if chart.kind == "line"
            else {"fill": {"color": colour}, "gap": 60}
        )  # fmt: skip
        form = "#;-#;;" if chart.kind == "stacked" else "General"
        labels = {"value": True, "font": _label_font(chart, column), "num_format": form}
        if chart.kind == "line":
            labels["position"] = "above"
        made.add_series(
            {
                "name": ["Sheet1", 0, column],
                "categories": ["Sheet1", 1, 0, last, 0],
                "values": ["Sheet1", 1, column, last, column],
                "data_labels": labels,
                **look,
            }
        )
    across = {"num_font": _FONT, "line": {"color": "#7F7F7F"}, "major_tick_mark": "none"}
    up = {
        "num_font": _FONT, "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3", "width": 0.5}}, "min": 0,
        "line": {"none": True}, "num_format": "General", "name": one_line(chart.unit), "name_font": {**_FONT, "bold": False},
    }  # fmt: skip
    if chart.most is not None:
        up["max"] = float(chart.most)
    lying = chart.kind in ("bar", "stacked")
    made.set_x_axis(up if lying else across)
    made.set_y_axis({**across, "reverse": True, "crossing": "max"} if lying else up)
    several = len(chart.series) > 1
    made.set_legend({"position": "bottom", "font": _FONT} if several else {"none": True})
    made.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    sheet.insert_chart("H2", made)


def _label_font(chart: Chart, column: int) -> dict[str, object]:
    """White on a dark bar that is stacked, dark elsewhere."""
    dark = chart.kind == "stacked" and column in (1, 3, 4)
    return {**_FONT, "color": "#FFFFFF"} if dark else dict(_FONT)


def _chart_xml(chart: Chart, related: str) -> bytes:
    """The chart as XlsxWriter wrote it, pointing to the numbers beside it, with its typeface for Chinese as well."""
    with zipfile.ZipFile(io.BytesIO(_workbook(chart, drawn=True))) as book:
        xml = book.read("xl/charts/chart1.xml").decode()
    beside = f'<c:externalData r:id="{related}"><c:autoUpdate val="0"/></c:externalData>'
    xml = _without_gaps(_PRINT.sub(beside, xml), chart).replace('<c:showVal val="1"/>', _LABELS)
    if chart.kind == "line":
        xml = xml.replace("</c:val></c:ser>", '</c:val><c:smooth val="0"/></c:ser>')
    return _LATIN.sub(r'<a:latin typeface="\1"/><a:ea typeface="\1"/>', xml).encode()


def _without_gaps(xml: str, chart: Chart) -> str:
    """Where there is no number the chart shows none: XlsxWriter keeps a 0 for an empty cell."""
    head, *blocks = xml.split("<c:val>")
    for number, series in enumerate(chart.series):
        for place, value in enumerate(series.values):
            if value is None:
                blocks[number] = blocks[number].replace(f'<c:pt idx="{place}"><c:v>0</c:v></c:pt>', "", 1)
    return "<c:val>".join([head, *blocks])


def _inline(related: str, chart: Chart, number: int) -> Any:
    """The frame in the line of text in which Word shows the chart; its words are for who cannot see it."""
    height = _HEIGHT_MM
    if chart.kind in ("bar", "stacked"):
        height = min(
            _TALLEST_MM,
            22.0 + _BAR_MM * len(chart.categories) * (1 if chart.kind == "stacked" else len(chart.series)),
        )
    words = (
        clean(chart.words or chart.caption).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    )
    return parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'r', 'c')}>"
        f'<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{Mm(LETTER_PAGE.text_width)}" cy="{Mm(height)}"/>'
        f'<wp:docPr id="{100 + number}" name="chart{number}" descr="{words}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{related}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )

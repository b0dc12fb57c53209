"""Small tables of reports: the cells of a column stand alike."""

from __future__ import annotations

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from jinguo.engines.paperwork.letters import NameTable
from jinguo.engines.paperwork.tables_in_word import write_name_table


def test_a_column_with_one_long_text_is_set_left_throughout():
    document = Document()
    rows = (("专题报道（篇）", "65"), ("新设立女性科研专项的单位（家）", "4"))
    write_name_table(document, NameTable(columns=("指标", "完成"), rows=rows, small=True))

    cells = [row.cells for row in document.tables[0].rows][1:]
    left, centre = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
    assert [[c.paragraphs[0].alignment for c in row[-2:]] for row in cells] == [[left, centre]] * 2

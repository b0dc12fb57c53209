"""The table that breaks a plan down, in Excel and in Word."""

from __future__ import annotations

import io

import docx
import openpyxl
from docx.oxml.ns import qn

from jinguo.engines.paperwork import (
    Breakdown,
    BreakdownPart,
    BrokenDown,
    Step,
    breakdown_document,
    breakdown_sheet,
)

TABLE = Breakdown(
    "巾帼行动任务分解表",
    (
        BreakdownPart(
            "一、搭建平台",
            (
                BrokenDown(
                    "1 学术交流",
                    (Step("举办学术交流活动。", "2026—2027年"), Step("=HYPERLINK(\"http://x\")", "2026年6月30日")),
                    "市科协",
                    "各区科协",
                    "不少于1000项",
                ),
                BrokenDown("2 人才库", (Step("建立人才库。"),), "市妇联"),
            ),
        ),
        BreakdownPart("", (BrokenDown("3 宣传", (), note="参与"),)),
    ),
    "市科协　2026年4月2日",
)  # fmt: skip


def test_in_excel_a_measure_is_merged_over_its_steps_and_nothing_is_a_formula():
    sheet = openpyxl.load_workbook(io.BytesIO(breakdown_sheet(TABLE))).active

    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"A5:A6", "B5:B6", "D5:D6", "A1:H1", "A4:H4"} <= merged
    assert [sheet.cell(row, 3).value for row in (5, 6, 7)] == [
        "举办学术交流活动。", '=HYPERLINK("http://x")', "建立人才库。",
    ]  # fmt: skip
    assert sheet["C6"].data_type == "s"
    assert sheet["C6"].quotePrefix
    assert [sheet.cell(row, 1).value for row in (5, 7, 8)] == [1, 2, 3]
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.paperSize) == (
        "$3:$3", "landscape", 9,
    )  # fmt: skip


def test_in_word_the_table_lies_across_with_repeated_headings_and_page_numbers():
    document = docx.Document(io.BytesIO(breakdown_document(TABLE)))

    section = document.sections[0]
    table = document.tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert section.page_width > section.page_height
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert rows[0][:4] == ["序号", "任务", "具体举措", "牵头单位"]
    assert rows[1] == ["一、搭建平台"] * 8
    assert [row[1] for row in rows[2:4]] == ["1 学术交流"] * 2
    assert [row[5] for row in rows[2:4]] == ["2026—2027年", "2026年6月30日"]
    assert "NUMPAGES" in section.footer._element.xml


def test_the_same_table_gives_the_same_bytes():
    assert breakdown_document(TABLE) == breakdown_document(TABLE)
    assert breakdown_sheet(TABLE) == breakdown_sheet(TABLE)

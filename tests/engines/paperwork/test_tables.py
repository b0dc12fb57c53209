"""The summary table: numbers stay numbers, what people typed never becomes a formula, memory stays flat."""

import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.engines.paperwork import Column, SummaryTable, summary_table

COLUMNS = (
    Column("姓名"),
    Column("出生日期"),
    Column("身份证号", "text"),
    Column("得分", digits=2),
    Column("备注"),
)
ROW = ("示例", date(1980, 1, 2), "11010519491231002X", Decimal("91.50"), "无")


def read(document: bytes):
    return openpyxl.load_workbook(io.BytesIO(document)).active


def one_cell(value: object):
    return read(summary_table(SummaryTable("表", (Column("值"),), [(value,)], numbered=False)))["A3"]


def test_a_table_reads_back_with_title_headings_numbers_dates_and_footer():
    table = SummaryTable("汇总表", COLUMNS, [ROW, ROW], below_title="单位：某某学会", footer="填表人：某某")
    rows = list(read(summary_table(table)).iter_rows(values_only=True))

    empty = (None,) * 5
    assert rows == [
        ("汇总表", *empty),
        ("单位：某某学会", *empty),
        ("序号", "姓名", "出生日期", "身份证号", "得分", "备注"),
        (1, "示例", datetime(1980, 1, 2), "11010519491231002X", 91.5, "无"),
        (2, "示例", datetime(1980, 1, 2), "11010519491231002X", 91.5, "无"),
        ("填表人：某某", *empty),
    ]


def test_the_page_is_a4_across_fits_the_width_and_repeats_its_headings():
    sheet = read(summary_table(SummaryTable("汇总表", COLUMNS, [ROW])))

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.freeze_panes == "A3"
    assert sheet.print_title_rows == "$1:$2"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:F1"]


def test_columns_are_as_wide_as_what_they_hold():
    sheet = read(
        summary_table(SummaryTable("表", (Column("名称"), Column("乙")), [("短", "很长的单位名称" * 2)]))
    )

    assert sheet.column_dimensions["B"].width < 10 < 28 < sheet.column_dimensions["C"].width


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 10", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']
)
def test_what_looks_like_a_formula_is_text_and_marked_as_such(text):
    cell = one_cell(text)

    assert cell.data_type == "s"
    assert cell.value.lstrip() == text.lstrip()
    assert cell.quotePrefix or not text[0].strip()


def test_an_address_of_a_page_is_no_link():
    assert one_cell("https://example.org").hyperlink is None


def test_a_number_typed_as_text_stays_text_and_a_long_one_keeps_its_digits():
    assert one_cell("0100").value == "0100"
    assert one_cell(110105194912310021).value == "110105194912310021"


def test_a_moment_is_written_as_the_clock_showed_it():
    assert one_cell(datetime(2023, 10, 8, 9, 5, tzinfo=UTC)).value == datetime(2023, 10, 8, 9, 5)


def test_years_before_1900_and_numbers_that_are_none_are_text():
    assert one_cell(date(1898, 5, 1)).value == "1898-05-01"
    assert one_cell(float("nan")).value == "nan"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=50))
def test_any_text_reads_back_as_text(text):
    assert one_cell(text).data_type in ("s", "n")
    assert not str(one_cell(text).value or "").startswith("\x00")


def test_the_same_table_gives_the_same_bytes():
    first, second = (summary_table(SummaryTable("汇总表", COLUMNS, [ROW])) for _ in range(2))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="row 2 has 1 values"):
        summary_table(SummaryTable("表", COLUMNS, [ROW, ("缺",)]))


def test_ten_thousand_rows_need_little_memory():
    def rows():
        for number in range(10_000):
            yield (f"示例{number}", date(1980, 1, 2), "11010519491231002X", number / 7, "说明" * 20)

    tracemalloc.start()
    try:
        document = summary_table(SummaryTable("汇总表", COLUMNS, rows()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 24 * 2**20
    assert len(document) < 2 * 2**20

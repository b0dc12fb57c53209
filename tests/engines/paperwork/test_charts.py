"""Charts in letters: drawn by Word from numbers that go along."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest

from jinguo.engines.paperwork import Chart, NameTable, OfficialDocument, Series, official_letter

NAMES = ("第一季度", "第二季度", "第三季度")
SHARES = Chart("图1　占比", NAMES, (Series("占比", (32.5, None, 36)),), "line", "%", words='占比 <32.5> "36"')
REPORTS = Chart(
    "图2　报送", NAMES, (Series("按期", (3, 2, 0)), Series("=逾期", (0, 1, 3))), "stacked", keep_next=False
)


def letter() -> bytes:
    return official_letter(OfficialDocument("年度报告", (SHARES, NameTable(("一",), (("二",),)), REPORTS)))


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(letter())) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_each_chart_is_a_part_with_its_numbers_in_a_workbook():
    found = parts()

    sheet = openpyxl.load_workbook(io.BytesIO(found["word/embeddings/numbers2.xlsx"])).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, "按期", "=逾期"],
        ["第一季度", 3, 0],
        ["第二季度", 2, 1],
        ["第三季度", 0, 3],
    ]
    assert sheet["C1"].data_type == "s"
    assert b"embeddings/numbers2.xlsx" in found["word/charts/_rels/chart2.xml.rels"]
    assert b'r:id="rId1"' in found["word/charts/chart2.xml"]


def test_a_missing_number_is_no_zero_and_labels_show_values_alone():
    chart = parts()["word/charts/chart1.xml"].decode()

    values = chart.split("<c:val>")[1]
    assert '<c:pt idx="1">' not in values
    assert "<c:v>32.5</c:v>" in values
    assert '<c:showSerName val="0"/>' in chart
    assert '<c:smooth val="0"/>' in chart
    assert '<a:ea typeface="宋体"/>' in chart


def test_a_chart_has_words_for_who_cannot_see_it_and_the_letter_opens():
    document = docx.Document(io.BytesIO(letter()))

    assert 'descr="占比 &lt;32.5&gt; &quot;36&quot;"' in document.element.xml
    assert [line.text for line in document.paragraphs if line.text.startswith("图")] == [
        "图1　占比",
        "图2　报送",
    ]
    assert letter() == letter()


def test_a_series_has_a_number_for_each_category():
    with pytest.raises(ValueError, match="as many numbers"):
        Chart("图", NAMES, (Series("少", (1.0,)),))

"""Filling an organisation's own form by its labels."""

import io
import os
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

from jinguo.engines.paperwork import (
    STANDARD_FIELDS,
    RegistrationForm,
    fill_template,
    layout_of,
    registration_form,
)
from jinguo.errors import Refused
from jinguo.phrases import say

SHARED = Path(os.environ.get("JINGUO_SHARED", Path(__file__).parents[3].parent / "shared"))
FORMS = SHARED / "corpus" / "forms"


def template() -> bytes:
    document = docx.Document()
    document.add_paragraph("推荐单位：              填表日期：")
    table = document.add_table(rows=6, cols=4)
    for row, texts in enumerate(
        [
            ("姓    名", "", "民\n族", "汉族"),
            ("主要事迹（1000字以内）", "", "", ""),
            ("称谓", "姓名", "单位", ""),
            ("", "", "", ""),
            ("", "", "", ""),
            ("已填", "别的", "末", ""),
        ]
    ):
        for cell, text in zip(table.rows[row].cells, texts, strict=True):
            cell.text = text
    look = table.cell(0, 1).paragraphs[0].add_run(" ")
    look.font.size, look.font.name = Pt(13), "楷体"
    table.cell(1, 1).merge(table.cell(1, 3))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def table_of(document: bytes):
    return docx.Document(io.BytesIO(document)).tables[0]


def test_cells_are_found_by_their_labels_and_keep_their_look():
    filled = fill_template(template(), {"姓名": "王芳", "主要事迹": "第一段\n第二段"})

    table = table_of(filled.document)
    assert filled.reasons == ()
    assert table.cell(0, 1).text == "王芳"
    font = table.cell(0, 1).paragraphs[0].runs[0].font
    assert (font.size.pt, font.name) == (13, "楷体")
    assert [p.text for p in table.cell(1, 1).paragraphs] == ["第一段", "第二段"]


def test_a_label_that_is_missing_or_taken_is_reported_in_words():
    filled = fill_template(template(), {"身份证号": "1", "已填": "x"})

    assert [(reason.code, reason.params["label"]) for reason in filled.reasons] == [
        ("template_label_missing", "身份证号"),
        ("template_cell_taken", "已填"),
    ]
    assert all(say(reason, lang) for reason in filled.reasons for lang in ("zh-Hans", "en"))
    assert table_of(filled.document).cell(5, 1).text == "别的"


def test_rows_of_a_table_are_filled_below_its_headings():
    members = [{"称谓": "父亲", "姓名": "甲"}, {"称谓": "母亲", "姓名": "乙"}, {"称谓": "妹", "姓名": "丙"}]
    filled = fill_template(template(), {"家庭成员": members})

    table = table_of(filled.document)
    assert [[table.cell(row, column).text for column in (0, 1)] for row in (3, 4)] == [
        ["父亲", "甲"],
        ["母亲", "乙"],
    ]
    assert [(reason.code, reason.params["left"]) for reason in filled.reasons] == [("template_rows_left", 1)]


def test_a_label_in_the_running_text_takes_its_value_after_the_colon():
    filled = fill_template(template(), {"推荐单位": "某某学会", "填表日期": "2023年10月8日"})

    line = docx.Document(io.BytesIO(filled.document)).paragraphs[0].text
    assert line == "推荐单位：某某学会　　填表日期：2023年10月8日"


def test_our_own_blank_form_can_be_filled():
    blank = registration_form(RegistrationForm("登记表", layout_of(STANDARD_FIELDS), {}))
    filled = fill_template(
        blank, {"推荐单位": "某某学会", "姓名": "王芳", "主要事迹": "事迹", "政治面目": "群众"}
    )

    rows = [[cell.text for cell in row.cells] for row in table_of(filled.document).rows]
    assert filled.reasons == ()
    assert (rows[0][1], rows[1][1], rows[4][1]) == ("王芳", "群众", "事迹")


def test_characters_that_xml_forbids_do_not_break_the_file():
    filled = fill_template(template(), {"姓名": "王\x00芳\x1b", "推荐单位": "某\x07会"})

    assert table_of(filled.document).cell(0, 1).text == "王芳"


def test_the_same_template_and_values_give_the_same_bytes():
    source = template()

    assert fill_template(source, {"姓名": "王芳"}) == fill_template(source, {"姓名": "王芳"})


@pytest.mark.parametrize("broken", [b"", b"no zip", b"PK\x03\x04"])
def test_what_is_no_word_file_is_refused(broken):
    with pytest.raises(Refused, match="template_unreadable"):
        fill_template(broken, {})


def test_a_template_that_unpacks_to_too_much_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", bytes(65 * 2**20))

    with pytest.raises(Refused, match="template_too_large"):
        fill_template(target.getvalue(), {})


@pytest.mark.skipif(not FORMS.is_dir(), reason="the shared collection of real forms is not there")
@pytest.mark.parametrize(
    "name",
    ["owip-ganbu-xinxibiao.docx", "owip-ganbu-xinxibiao-jianbiao.docx", "owip-ganbu-xinxi-caijibiao.docx"],
)
def test_a_real_form_takes_facts_and_family_members(name):
    values = {
        "姓名": "示例·阿依古丽",
        "籍贯": "某省某市",
        "民族": "维吾尔族",
        "简历": "2010年—2015年 某某大学\n2015年至今 某某研究所",
        "家庭成员": [{"称谓": "父亲", "姓名": "某甲", "工作单位及职务": "某某厂退休"}],
    }
    filled = fill_template((FORMS / name).read_bytes(), values, placeholders=("骥",))

    assert filled.reasons == ()
    texts = [cell.text for row in table_of(filled.document).rows for cell in row.cells]
    everything = "\n".join(
        cell.text
        for table in docx.Document(io.BytesIO(filled.document)).tables
        for row in table.rows
        for cell in row.cells
    )
    assert "示例·阿依古丽" in texts
    for text in ("某省某市", "维吾尔族", "2015年至今 某某研究所", "某某厂退休"):
        assert text in everything

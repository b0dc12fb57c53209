"""The registration form: the notice's own table, one page, the same bytes."""

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from jinguo.engines.paperwork import (
    STANDARD_FIELDS,
    Cell,
    FormField,
    FormLayout,
    Opinion,
    RegistrationForm,
    Row,
    TableColumn,
    layout_of,
    registration_form,
)
from jinguo.engines.paperwork.form_fit import fitted
from jinguo.engines.paperwork.text import folded

from .office import as_pdf, needs_office

SENTENCE = "她长期在一线工作，带领团队解决难题，主持项目3项，发表论文20余篇。"
DEEDS = (SENTENCE * 40)[:1000]
VALUES = {
    "nominating_unit": "某某学会",
    "name": "示例·阿依𠮷㛃镕",
    "age": 38,
    "education": "博士研究生",
    "political_affiliation": "中共党员",
    "ethnic_group": "维吾尔族",
    "phone": "13800000000",
    "unit_and_post": "某某大学信息工程学院副院长、教授",
    "id_number": "11010519491231002X",
    "honours": "2021年 某某奖\n2019年 某某奖\n2018年 某某奖",
    "deeds": DEEDS,
}


def standard(**changes: object) -> RegistrationForm:
    return RegistrationForm(
        "“首都最美巾帼奋斗者”推荐人员登记表",
        layout_of(STANDARD_FIELDS),
        {**VALUES, **changes},
        version_code="JG-0007-V2",
    )


def opened(document: bytes) -> Document:
    return docx.Document(io.BytesIO(document))


def rows_of(document: bytes, table: int = 0) -> list[list[str]]:
    found = opened(document).tables[table]
    return [[cell.text for cell in _distinct(row.cells)] for row in found.rows]


def _distinct(cells):
    kept = []
    for cell in cells:
        if not kept or kept[-1]._tc is not cell._tc:
            kept.append(cell)
    return kept


def test_the_table_has_the_twelve_fields_of_the_notice_in_its_order():
    rows = rows_of(registration_form(standard()))

    labels = [[folded(text) for text in row[::2]] for row in rows]
    assert labels == [
        ["姓名", "年龄", "文化程度"],
        ["政治面目", "民族", "联系电话"],
        ["单位及职务", "身份证号"],
        ["曾获荣誉"],
        ["主要事迹(1000字以内)"],
        ["推荐单位意见"],
        ["主办单位意见"],
    ]
    assert rows[0][1::2] == ["示例·阿依𠮷㛃镕", "38", "博士研究生"]
    assert rows[4][1] == DEEDS
    assert [text.split() for text in (rows[5][1], rows[6][1])] == [["（盖", "章）", "年", "月", "日"]] * 2


def test_the_line_above_the_table_names_the_nominating_unit():
    paragraphs = [paragraph.text for paragraph in opened(registration_form(standard())).paragraphs]

    assert paragraphs[:2] == ["“首都最美巾帼奋斗者”推荐人员登记表", "推荐单位：某某学会"]


def test_the_same_form_gives_the_same_bytes_and_holds_no_time():
    first, second = registration_form(standard()), registration_form(standard())

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_two_copies_stand_in_one_document_each_from_a_new_page_on():
    document = opened(registration_form(standard(), copies=2))

    titles = [p for p in document.paragraphs if p.text.endswith("登记表")]
    assert [p.paragraph_format.page_break_before for p in titles] == [False, True]
    assert len(document.tables) == 2


def test_a_form_printed_no_times_is_refused():
    with pytest.raises(ValueError, match="at least once"):
        registration_form(standard(), copies=0)


def test_opinion_boxes_have_room_for_a_round_seal():
    table = opened(registration_form(standard())).tables[0]

    assert [round(row.height.mm) >= 42 for row in table.rows[-2:]] == [True, True]


def test_chinese_fonts_are_named_and_rare_characters_get_a_font_that_has_them():
    xml = opened(registration_form(standard())).element.xml

    for font in ("仿宋_GB2312", "方正小标宋简体", "SimSun-ExtB"):
        assert f'w:eastAsia="{font}"' in xml


def test_the_version_code_is_in_the_foot_with_its_picture():
    document = opened(registration_form(standard()))

    footer = document.sections[0].footer
    assert "JG-0007-V2" in footer.paragraphs[0].text
    assert len(footer._element.xpath(".//pic:pic")) == 1


def test_characters_that_xml_forbids_never_break_the_file():
    everything = "".join(map(chr, range(0x20))) + "\x7f\ud800\ufffe\uffff王芳"
    rows = rows_of(registration_form(standard(name=everything, deeds=everything)))

    assert rows[0][1].endswith("王芳")


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_gives_a_file_that_opens(name, deeds):
    assert len(rows_of(registration_form(standard(name=name, deeds=deeds)))) == 7


def test_long_text_is_set_smaller_to_keep_one_page():
    short, long, endless = (fitted(standard(deeds=SENTENCE * times)) for times in (3, 30, 200))

    assert (short.one_page, short.size) == (True, 12.0)
    assert long.one_page
    assert 9.0 <= long.size < 12.0
    assert not endless.one_page
    assert endless.size >= 10.5


OTHER = (
    FormField("name", "姓名"),
    FormField("sex", "性别", "choice", choices=("男", "女"), tick=True),
    FormField("born", "出生日期", "date"),
    FormField("papers", "论文数", "number"),
    FormField(
        "career",
        "工作经历",
        "rows",
        columns=(TableColumn("years", "起止年月"), TableColumn("unit", "单位", 2)),
        min_rows=3,
    ),
    FormField("summary", "主要贡献（2000字以内）", "long_text", max_chars=2000),
    FormField("self", "本人承诺", "opinion", signing="签字："),
    FormField("unit", "所在单位意见", "opinion"),
)


def test_a_form_with_other_fields_comes_out_with_choices_dates_and_a_table_inside():
    values = {
        "name": "示例",
        "sex": "女",
        "born": date(1985, 3, 4),
        "papers": 12,
        "career": [{"years": "2010—2015", "unit": "某某研究所"}],
        "unit": Opinion("同意推荐。", dated="2023年10月8日", signed_by="负责人：某某"),
    }
    document = opened(registration_form(RegistrationForm("推荐表", layout_of(OTHER), values)))

    table = document.tables[0]
    texts = [[cell.text for cell in _distinct(row.cells)] for row in table.rows]
    assert texts[0][1::2] == ["示例", "□男　☑女"]
    assert texts[1][1::2] == ["1985年3月4日", "12"]
    nested = _distinct(table.rows[2].cells)[1].tables[0]
    assert [[cell.text for cell in row.cells] for row in nested.rows] == [
        ["起止年月", "单位"],
        ["2010—2015", "某某研究所"],
        ["", ""],
        ["", ""],
    ]
    assert "签字：" in texts[4][1]
    assert texts[5][1].split("\n") == ["同意推荐。", "负责人：某某", "（盖　章）", "2023年10月8日"]


def test_a_layout_whose_row_does_not_fill_the_grid_is_refused():
    with pytest.raises(ValueError, match="row 1"):
        FormLayout((50.0, 50.0), (Row((Cell("label", "姓名"),)),))


@needs_office
@pytest.mark.parametrize(
    "deeds",
    [
        pytest.param(DEEDS, id="one paragraph"),
        pytest.param("\n".join(DEEDS[at : at + 200] for at in range(0, 1000, 200)), id="five paragraphs"),
        pytest.param("", id="blank"),
    ],
)
def test_a_thousand_characters_and_both_opinions_stand_on_one_page(tmp_path: Path, deeds: str):
    pages = PdfReader(as_pdf(registration_form(standard(deeds=deeds)), tmp_path)).pages

    assert len(pages) == 1
    assert "主办单位" in pages[0].extract_text()


@needs_office
def test_two_copies_take_two_pages(tmp_path: Path):
    assert len(PdfReader(as_pdf(registration_form(standard(), copies=2), tmp_path)).pages) == 2


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("推荐单位意见", ["推荐单位", "意见"]),
        ("负责人单位及职务", ["负责人", "单位及职务"]),
        ("统一社会信用代码", ["统一社会", "信用代码"]),
        ("主要事迹（1000字以内）", ["主要事迹", "（1000字以内）"]),
    ],
)
def test_a_long_label_is_broken_between_words(label, lines):
    row = layout_of([FormField("key", label, "long_text")]).rows[0]

    assert row.cells[0].text.split("\n") == lines

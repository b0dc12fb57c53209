"""Letters and notices: the layout of GB/T 9704 and what may be shown."""

import dataclasses
import io
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from jinguo.engines.paperwork import (
    Attachment,
    Contact,
    Heading,
    Listed,
    NameColumns,
    NameTable,
    OfficialDocument,
    Paragraph,
    PublicNotice,
    Receipt,
    ReceivedMaterial,
    Recommendation,
    document_number,
    official_letter,
    public_notice,
    receipt,
    recommendation_letter,
)
from jinguo.engines.paperwork.text import ems
from jinguo.engines.paperwork.titles import title_lines

from .office import as_pdf, needs_office

PEOPLE = (
    Listed("王芳", "某某大学教授", "科研创新女性科技工作者"),
    Listed("示例·阿依古丽", "某某公司快递员", "新业态、新就业群体女性"),
)
CONTACT = Contact("某某部", "张三、李四", "010-12345678", "a@example.org", "某某路1号", "100000")
ACTIVITY = "2023年度“首都最美巾帼奋斗者”选树活动"
NOTICE = PublicNotice(
    ACTIVITY,
    "某某科协",
    PEOPLE,
    date(2023, 10, 8),
    date(2023, 10, 12),
    "5个工作日",
    CONTACT,
    date(2023, 10, 7),
)
LETTER = OfficialDocument(
    "关于某事的函",
    (
        Heading("第一"),
        Heading("小节", 2),
        Paragraph("正文。"),
        Heading("小节", 2),
        Heading("第二"),
        Heading("小节", 2),
        Heading("三级", 3),
        Heading("四级", 4),
    ),
    addressee="某某单位",
    signatory="某某学会",
    dated=date(2023, 9, 27),
    attachments=(Attachment("名单", (NameTable(("姓名", "单位"), (("王芳", "某某"),)),)), Attachment("表格")),
)


def opened(letter: OfficialDocument):
    return docx.Document(io.BytesIO(official_letter(letter)))


def texts(letter: OfficialDocument) -> list[str]:
    return [paragraph.text for paragraph in opened(letter).paragraphs if paragraph.text]


def line_with(letter: OfficialDocument, text: str):
    return next(paragraph for paragraph in opened(letter).paragraphs if text in paragraph.text)


def test_the_page_is_that_of_the_standard():
    section = opened(LETTER).sections[0]

    measures = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(measure.mm) for measure in measures] == [210, 297, 37, 35]
    assert [round(measure.mm) for measure in (section.left_margin, section.right_margin)] == [28, 26]


def test_the_parts_stand_in_the_order_of_the_standard():
    assert texts(LETTER) == [
        "关于某事的函",
        "某某单位：",
        "一、第一",
        "（一）小节",
        "正文。",
        "（二）小节",
        "二、第二",
        "（一）小节",
        "1.三级",
        "（1）四级",
        "附件：1.名单",
        "2.表格",
        "某某学会",
        "2023年9月27日",
        "附件1",
        "名单",
    ]


def test_title_body_and_headings_have_their_fonts_and_sizes():
    def look(text):
        run = line_with(LETTER, text).runs[0]
        return run.font.size.pt, run._r.rPr.rFonts.get(docx.oxml.ns.qn("w:eastAsia"))

    assert look("关于某事") == (22, "方正小标宋简体")
    assert look("正文") == (16, "仿宋_GB2312")
    assert look("一、") == (16, "黑体")
    assert look("（一）") == (16, "楷体_GB2312")
    assert look("附件1") == (16, "黑体")


def test_body_lines_are_fixed_and_indented_by_two_characters():
    body = line_with(LETTER, "正文")

    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.95)
    assert body._p.pPr.ind.get(docx.oxml.ns.qn("w:firstLineChars")) == "200"


def test_the_date_stands_four_characters_in_and_the_signatory_is_centred_over_it():
    indents = {}
    for text in ("某某学会", "2023年9月27日"):
        line = line_with(LETTER, text)
        assert line.alignment == WD_ALIGN_PARAGRAPH.RIGHT
        indents[text] = int(line._p.pPr.ind.get(docx.oxml.ns.qn("w:rightChars"))) / 100

    assert indents["2023年9月27日"] == 4
    centre = {text: indent + ems(text) / 2 for text, indent in indents.items()}
    assert len(set(centre.values())) == 1


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones():
    document = opened(LETTER)
    section = document.sections[0]

    assert document.settings.odd_and_even_pages_header_footer
    sides = [footer.paragraphs[0].alignment for footer in (section.footer, section.even_page_footer)]
    assert sides == [WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT]
    assert section.footer.paragraphs[0].text == "— 1 —"


def test_tables_repeat_their_headings_and_keep_rows_whole():
    table = opened(LETTER).tables[0]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "姓名", "单位"],
        ["1", "王芳", "某某"],
    ]
    assert table._tbl.xpath("count(.//w:tblHeader)") == 1
    assert table._tbl.xpath("count(.//w:cantSplit)") == 2


def test_a_red_head_stands_over_a_red_rule():
    letter = dataclasses.replace(LETTER, red_head="某某学会文件", number=document_number("某学会", 2023, 7))
    document = opened(letter)

    assert [p.text for p in document.paragraphs[:2]] == ["某某学会文件", "某学会〔2023〕7号"]
    assert str(document.paragraphs[0].runs[0].font.color.rgb) == "FF0000"
    assert document.paragraphs[1]._p.xpath("./w:pPr/w:pBdr/w:bottom/@w:color") == ["FF0000"]


def test_names_stand_in_columns():
    letter = OfficialDocument("名单", (NameColumns(("王芳", "欧阳兰", "示例·阿依古丽", "李四"), 4),))

    assert texts(letter)[1:] == ["王　芳\t欧阳兰\t示例·阿依古丽", "李　四"]


def test_the_same_letter_gives_the_same_bytes():
    assert official_letter(LETTER) == official_letter(LETTER)


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="as many cells"):
        NameTable(("姓名", "单位"), (("王芳",),))


def test_a_public_notice_says_who_how_long_and_how_to_object():
    whole = "\n".join(texts(public_notice(NOTICE)))

    for part in (
        "公示名单（按姓氏笔画排序）",
        "2023年10月8日至10月12日，共5个工作日。",
        "真实姓名",
        "加盖公章",
        "联系电话：010-12345678",
        "邮戳",
    ):
        assert part in whole
    table = opened(public_notice(NOTICE)).tables[0]
    assert [cell.text for cell in table.rows[1].cells] == [
        "1",
        "王　芳",
        "某某大学教授",
        "科研创新女性科技工作者",
    ]


def test_the_line_on_strokes_is_left_out_where_the_order_is_another():
    notice = public_notice(dataclasses.replace(NOTICE, by_strokes=False))

    assert not any("笔画" in text for text in texts(notice))


def test_a_long_list_goes_into_an_attachment():
    notice = public_notice(dataclasses.replace(NOTICE, people=PEOPLE * 10))

    assert len(notice.attachments) == 1
    assert "名单共20名，见附件。" in texts(notice)


def test_only_name_unit_and_category_can_be_listed():
    assert [field.name for field in dataclasses.fields(Listed)] == ["name", "unit_and_post", "category"]


def test_a_recommendation_names_the_nominee_the_notice_given_and_the_materials():
    letter = recommendation_letter(
        Recommendation(
            ACTIVITY,
            "某某学会",
            "某某科协",
            PEOPLE[:1],
            CONTACT,
            date(2023, 10, 16),
            shown_from=date(2023, 10, 8),
            shown_until=date(2023, 10, 12),
            materials=("登记表（一式两份）", "工作照3张"),
        )
    )

    whole = "\n".join(texts(letter))
    assert "现推荐以下1名人选" in whole
    assert "2023年10月8日至10月12日在本单位公示，公示期间未收到异议。" in whole
    assert "1.登记表（一式两份）；2.工作照3张。" in whole
    assert texts(letter)[-2:] == ["某某学会", "2023年10月16日"]


def test_a_receipt_lists_what_came_in_and_when():
    at = datetime(2023, 10, 16, 9, 5)
    letter = receipt(
        Receipt(ACTIVITY, "某某科协", "某某学会", at, (ReceivedMaterial("登记表", "2份"),), "R-7", ("王芳",))
    )

    whole = "\n".join(texts(letter))
    assert "回执编号：R-7" in whole
    assert "2023年10月16日09:05收到" in whole
    assert [cell.text for cell in opened(letter).tables[0].rows[1].cells] == ["1", "登记表", "2份", ""]


@given(st.text(max_size=70), st.integers(12, 24))
def test_a_title_broken_into_lines_loses_nothing(title, width):
    lines = title_lines(title, width)

    assert "".join("".join(lines).split()) == "".join("".join(title_lines(title, 10**6)).split())


@needs_office
def test_a_line_holds_28_characters_and_a_page_22_lines(tmp_path: Path):
    body = "国" * (28 * 44)
    letter = OfficialDocument("题", (Paragraph(body, indented=False),), page_numbers=False)

    pages = PdfReader(as_pdf(official_letter(letter), tmp_path)).pages

    lines = [line.strip() for page in pages for line in page.extract_text().splitlines() if line.strip("题 ")]
    assert [len(line) for line in lines] == [28] * 44
    assert [page.extract_text().count("国") // 28 for page in pages] == [20, 22, 2]

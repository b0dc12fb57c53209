"""Forms as files: cells, merged cells, tables of repeated rows, workbooks, ruled pages."""

import io

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from jinguo.engines.notices import load, read


def _page(stream: str) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(400, 400)
    font = {
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    }
    fonts = DictionaryObject({NameObject("/F1"): DictionaryObject(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    content.set_data(stream.encode("ascii"))
    page[NameObject("/Contents")] = writer._add_object(content)
    return _saved_pdf(writer)


def _saved_pdf(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def _form() -> bytes:
    document = Document()
    document.add_paragraph("女科技工作者登记表")
    document.add_paragraph("单位：              填表日期：    年  月  日")
    table = document.add_table(rows=8, cols=5)
    for row, texts in enumerate(
        [
            ("姓  名", "", "性  别", ""),
            ("出生年月\n（ 岁）", "", "民  族", ""),
            ("学历\n学位", "全日制\n教  育", "", ""),
        ]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 4).merge(table.cell(2, 4))  # where the photograph goes
    table.cell(3, 0).merge(table.cell(5, 0)).text = "家\n庭\n成\n员"
    for column, text in enumerate(("称谓", "姓名", "出生年月", "工作单位及职务"), 1):
        table.cell(3, column).text = text
    table.cell(6, 0).text = "主要事迹（1500字以内）"
    table.cell(6, 1).merge(table.cell(6, 4))
    table.cell(7, 0).text = "本人承诺"
    table.cell(7, 1).merge(table.cell(7, 4)).text = "所填内容属实。\n申报人签字：      年  月  日"
    return _saved(document)


def test_a_form_in_word_gives_its_fields_groups_and_tables() -> None:
    loaded = load(_form(), "登记表.docx")
    document = read(loaded.text, "登记表", loaded.findings).document
    assert (document["kind_of_document"], document["title"]) == ("form", "女科技工作者登记表")
    fields = {f["label"]: f for f in document["form_fields"]}
    assert list(fields) == [
        "单位", "填表日期", "姓名", "性别", "照片", "出生年月", "民族", "全日制教育", "主要事迹（1500字以内）", "本人承诺", "申报人签字"
    ]  # fmt: skip
    assert fields["填表日期"]["type"] == "date"
    assert (fields["照片"]["type"], fields["照片"]["printed"]) == ("photo", False)
    assert fields["出生年月"]["hint"] == "（岁）"
    assert fields["主要事迹（1500字以内）"]["max_chars"] == 1500
    assert fields["本人承诺"]["statement"] == "所填内容属实。"
    assert (fields["申报人签字"]["signature"], fields["申报人签字"]["date"]) == (True, True)
    [table] = document["tables"]
    assert table["name"] == "家庭成员"
    assert table["columns"] == ["称谓", "姓名", "出生年月", "工作单位及职务"]
    assert table["blank_rows"] == 2


def test_a_workbook_gives_its_columns_and_keeps_codes_as_written() -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "报名"
    for row in (
        ["推荐人选汇总表（按姓氏笔画排序）"],
        ["序号", "姓名", "出生\n年月", "单位编号"],
        [1, "某某", "1980-01", "010200"],
    ):
        sheet.append(row)
    loaded = load(_saved(book), "汇总表.xlsx")
    assert "010200" in loaded.text
    document = read(loaded.text, "汇总表", loaded.findings).document
    assert (document["kind_of_document"], document["title"]) == ("form", "推荐人选汇总表")
    [table] = document["tables"]
    assert (table["name"], table["columns"]) == ("报名", ["序号", "姓名", "出生年月", "单位编号"])


def test_the_numbers_that_word_counts_are_read() -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    kind = OxmlElement("w:abstractNum")
    kind.set(qn("w:abstractNumId"), "77")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for tag, value in (("w:start", "1"), ("w:numFmt", "chineseCountingThousand"), ("w:lvlText", "%1、")):
        part = OxmlElement(tag)
        part.set(qn("w:val"), value)
        level.append(part)
    kind.append(level)
    numbering.insert(0, kind)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    which = OxmlElement("w:abstractNumId")
    which.set(qn("w:val"), "77")
    number.append(which)
    numbering.append(number)
    document.add_paragraph("关于推荐候选人的通知")
    document.add_paragraph("各区妇联：")
    for text in ("推荐名额", "推荐条件"):
        paragraph = document.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr()
        numbered = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", "0"), ("w:numId", "77")):
            part = OxmlElement(tag)
            part.set(qn("w:val"), value)
            numbered.append(part)
        properties.append(numbered)
        document.add_paragraph("各区推荐1名。")
    loaded = load(_saved(document), "通知.docx")
    sections = read(loaded.text, "通知").document["sections"]
    assert [(s["number"], s["heading"]) for s in sections] == [("一", "推荐名额"), ("二", "推荐条件")]


def test_the_cells_of_a_ruled_page_do_not_run_together() -> None:
    drawn = "".join(f"{x} 300 0.5 60 re f\n" for x in (50, 150, 250, 350)) + "".join(
        f"50 {y} 300 0.5 re f\n" for y in (300, 330, 360)
    )
    words = "".join(
        f"BT /F1 10 Tf {x} {y} Td ({t}) Tj ET\n"
        for x, y, t in ((55, 340, "AAA"), (155, 340, "BBB"), (55, 310, "CCC"), (255, 310, "DDD"))
    )
    loaded = load(_page(drawn + words), "a.pdf")
    assert [line.split("\t") for line in loaded.text.splitlines()] == [["AAA", "BBB", ""], ["CCC", "", "DDD"]]


def test_printed_text_of_a_page_with_its_tables_reads_as_the_page() -> None:
    text = "[page 1]\n报 送 材 料 明 细\n姓 名 所在单位\n序\n材料名称 份数 备注\n号\n1 申报表\n[table]\n姓 名\t\t所在单位\t\n[table]\n序⏎号\t材料名称\t份数\t备注\n1\t申报表\t\t\n\t\t\t\n"
    document = read(text, "明细").document
    assert document["title"] == "报送材料明细"
    assert [f["label"] for f in document["form_fields"]] == ["姓名", "所在单位"]
    assert document["tables"][0]["rows"] == ["申报表"]


def test_a_table_of_places_gives_quotas_and_no_form() -> None:
    text = (
        "关于推荐候选人的通知\n各区妇联：\n一、推荐名额\n名额分配见附件1。\n云州市妇女联合会\n2024年1月5日\n附件1\n名额分配表\n"
        "单位\t三八红旗手\t红旗集体\n东区妇联\t8\t4\n西区妇联\t9\t4\n合计\t17\t8\n"
    )
    document = read(text).document
    assert [(q["who"], q["object"], q["count"]) for q in document["quotas"]][:2] == [
        ("东区妇联", "三八红旗手", 8),
        ("东区妇联", "红旗集体", 4),
    ]
    assert len(document["quotas"]) == 4
    assert document["form_fields"] == []
    assert document["tables"][0]["name"] == "名额分配表"


def test_a_table_of_tasks_gives_measures_with_units() -> None:
    text = (
        "关于印发任务分解表的通知\n各有关单位：\n现印发给你们。\n云州市妇女联合会\n2024年3月1日\n任务分解表\n序号\t具体措施\t牵头单位\t配合单位\t完成时限\n"
        "1\t每年举办培训班不少于12期\t市妇联\t市科协、市教育局\t每年12月底\n2\t建成女科技人才工作室30个\t市科技局\t市妇联\t2025年\n"
    )
    first, second = read(text).document["measures"]
    assert (first["lead"], first["cooperating"], first["until"]) == (
        "市妇联",
        ["市科协", "市教育局"],
        "每年12月底",
    )
    assert second["targets"][0]["quantity"] == 30


def test_the_form_behind_a_notice_in_word_is_read_cell_by_cell() -> None:
    document = Document()
    for line in (
        "关于推荐候选人的通知",
        "各区妇联：",
        "一、报送",
        "请于2024年5月1日前报送《推荐表》一式2份。",
        "云州市妇女联合会",
        "2024年3月1日",
        "附件",
        "候选人推荐表",
    ):
        document.add_paragraph(line)
    table = document.add_table(rows=3, cols=4)
    for row, texts in enumerate([("姓  名", "", "性  别", ""), ("民  族", "", "电  话", "")]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(2, 0).text = "推荐单位意见"
    table.cell(2, 1).merge(table.cell(2, 3)).text = "（盖章）\n    年  月  日"
    loaded = load(_saved(document), "通知.docx")
    fields = read(loaded.text, "通知").document["form_fields"]
    assert [(f["form"], f["label"]) for f in fields][:2] == [
        ("候选人推荐表", "姓名"),
        ("候选人推荐表", "性别"),
    ]
    assert (fields[-1]["label"], fields[-1]["seal"], fields[-1]["date"]) == ("推荐单位意见", True, True)

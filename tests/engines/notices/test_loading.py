"""Bad input: each file gives what can be read, or one reason why not."""

import io

import pytest
from docx import Document
from pypdf import PdfWriter

from jinguo.engines.notices import load, read
from jinguo.reasons import Reason


def _pdf(password: str | None = None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "notice_empty"),
        (b" \n\t", "notice_empty"),
        (_pdf(), "notice_scan"),
        (_pdf("secret"), "notice_encrypted"),
        (b"%PDF-1.4 broken", "notice_damaged"),
        (b"PK\x03\x04 broken", "notice_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "notice_old_word"),
    ],
)
def test_an_unusable_file_says_why(content: bytes, code: str) -> None:
    loaded = load(content, "a")
    assert not loaded.usable
    assert [r.code for r in loaded.findings] == [code]


def test_a_docx_of_tables_only_is_read_as_a_form() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=4)
    for cell, text in zip(table.row_cells(0), ("姓 名", "", "性别", ""), strict=True):
        cell.text = text
    table.cell(1, 0).text = "主要事迹（800字以内）"
    out = io.BytesIO()
    document.save(out)
    loaded = load(out.getvalue(), "表.docx")
    assert [r.code for r in loaded.findings] == ["notice_tables_only"]
    draft = read(loaded.text, "表", loaded.findings)
    assert draft.document["kind_of_document"] == "form"
    fields = {f["label"]: f for f in draft.document["form_fields"]}
    assert {"姓名", "性别"} <= set(fields)


def test_english_and_a_novel_give_findings_and_no_values() -> None:
    english = read("Call for nominations. Please send three copies before May 1.\n" * 20)
    assert [r.code for r in english.findings] == ["notice_not_chinese"]
    novel = read("他说天气很好，她没有回答，只是看着窗外的雨。\n" * 200)
    assert "notice_no_structure" in {r.code for r in novel.findings}
    assert not novel.document["measures"]
    assert not novel.document["deadlines"]
    dated = read("他在2020年5月3日前离开了，走了三十里路。她等到6月底前完成了小说。\n" * 50)
    assert not dated.document["deadlines"]


def test_numbered_lines_in_english_and_chapters_of_a_novel_are_not_taken_for_measures() -> None:
    english = read(
        "Notice of the Selection\n" + "1. Every district recommends 2 candidates before 1 May 2026.\n" * 9
    )
    assert not any(english.document[key] for key in ("title", "measures", "sections", "deadlines", "quotas"))
    novel = read(
        "雨夜\n第一章 门外\n2019年5月3日前的那天夜里，雨下得很大，屋里有3个人。\n第二章 屋里\n谁也不说话。\n"
    )
    assert [r.code for r in novel.findings] == ["notice_no_content"]


def test_a_text_of_a_hundred_pages_is_said_to_be_long_once() -> None:
    text = "切实把各项任务落到实处。" * 6000
    assert "notice_long_text" in {r.code for r in read(text).findings}
    told = Reason.warning("notice_long", pages=300)
    assert "notice_long_text" not in {r.code for r in read(text, "", [told]).findings}


def test_dates_that_contradict_each_other_are_said() -> None:
    text = (
        "关于推荐候选人的通知\n各区科协：\n一、报送材料\n请于2023年5月1日前报送市科协。\n"
        "云州市科学技术协会\n2023年6月1日\n"
    )
    draft = read(text)
    assert "notice_deadline_before_issue" in {r.code for r in draft.findings}
    assert draft.spans["/deadlines/0"][2] < 0.7


def test_a_list_of_places_alone_gives_quotas() -> None:
    document = read("名额分配表\n单位\t推荐名额\n东区妇联\t3\n西区妇联\t2\n").document
    assert [(q["who"], q["count"]) for q in document["quotas"]] == [("东区妇联", 3), ("西区妇联", 2)]
    assert document["form_fields"] == []


def test_a_long_document_and_a_hostile_one_are_read_in_the_end() -> None:
    assert read("每年推荐材料" * 5000).document["kind_of_document"] == "policy"
    assert read("（" * 2000 + "市妇联负责" + "）" * 2000 + "《" * 2000).document["measures"] == []

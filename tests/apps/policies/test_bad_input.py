"""Whatever is uploaded is kept, and the page says in the reader's language what was found, what was not, and why."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

from jinguo.apps.clock import held_at
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.policies import actions
from jinguo.apps.policies.models import PolicyDocument
from jinguo.apps.policies.states import DocumentState, ItemState
from tests import factories
from tests.apps.policies.papers import NOTICE, POLICY

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    with held_at(datetime(2026, 10, 13, 9, tzinfo=UTC)):
        yield factories.cast()


@pytest.fixture
def officer(people):
    client = Client()
    client.force_login(people.officer)
    return client


def scan():
    page, out = Image.new("L", (300, 400), 240), io.BytesIO()
    page.save(out, "PDF", save_all=True, append_images=[page])
    return out.getvalue()


def locked():
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def odd_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    return out.getvalue()


def pages_of(texts):
    """A .pdf with a text layer: a page for each text, a line for each of its lines."""
    writer, out = PdfWriter(), io.BytesIO()
    name = NameObject
    info = DictionaryObject(
        {
            name("/Type"): name("/Font"),
            name("/Subtype"): name("/CIDFontType0"),
            name("/BaseFont"): name("/STSong-Light"),
        }
    )
    font = writer._add_object(DictionaryObject({
        name("/Type"): name("/Font"), name("/Subtype"): name("/Type0"), name("/BaseFont"): name("/STSong-Light"),
        name("/Encoding"): name("/GBK-EUC-H"), name("/DescendantFonts"): ArrayObject([writer._add_object(info)]),
    }))  # fmt: skip
    fonts = DictionaryObject({name("/Font"): DictionaryObject({name("/F"): font})})
    for text in texts:
        lines = "".join(f"<{line.encode('gbk').hex()}> Tj 0 -18 Td\n" for line in text.splitlines())
        content = DecodedStreamObject()
        content.set_data(f"BT /F 12 Tf 50 780 Td\n{lines}ET".encode())
        page = writer.add_blank_page(595, 842)
        page[name("/Resources")], page[name("/Contents")] = fonts, writer._add_object(content)
    writer.write(out)
    return out.getvalue()


def table(*rows):
    made, out = Document(), io.BytesIO()
    cells = made.add_table(rows=len(rows), cols=len(rows[0]))
    for line, row in zip(cells.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    made.save(out)
    return out.getvalue()


NOVEL = "雨夜\n\n" + "".join(
    f"第{n}章 门外\n\n那天夜里，雨下得很大。林秋站在门口，想起2019年5月3日前的事情。“你来了？”母亲问。屋里有3个人，谁也不说话。\n"
    for n in "一二三四五六七八"
)
ENGLISH = "Notice of the Selection of 2026\n" + "".join(
    f"{n}. Every district recommends {n} candidates before 30 November 2026.\n" for n in range(1, 9)
)
TRADITIONAL = POLICY.translate(str.maketrans("联发对业员术学务项责动单导优", "聯發對業員術學務項責動單導優"))
TWO_DATES = NOTICE.replace("联系人：", "请于2026年9月1日前报送市科协。\n\n联系人：")


@dataclass(frozen=True)
class Case:
    """A file, and what the page says of it: in Chinese, in English, how many values of which kind, whether a call or a
    plan can be made of it."""

    name: str
    content: bytes
    zh: str
    en: str
    kind: str = ""
    count: int = 0
    maker: str = ""
    """Text of the button, or none."""


CASES = (
    Case("scan.pdf", scan(), "扫描图像，没有文字层（共 2 页）", "holds pictures without text (2 pages)"),
    Case("locked.pdf", locked(), "设有打开密码", "protected by a password"),
    Case("blank.txt", b" \n \n", "没有内容", "is empty"),
    Case("odd.docx", odd_zip(), "不是可读取的文本", "is not text that can be read"),
    Case("novel.txt", NOVEL.encode(), "只发现 8 个章节标题", "Only 8 headings were found"),
    Case("english.txt", ENGLISH.encode(), "文本基本不是中文", "hardly Chinese"),
    Case("table.docx", table(("单位", "名额"), ("甲学会", "2"), ("乙学会", "1")), "只有表格、没有正文", "has tables only", "quota", 2),
    Case("gb.txt", NOTICE.encode("gb18030"), "文本编码为 gb18030", "encoded in gb18030", "category", 2, "Make the call"),
    Case("old.txt", TRADITIONAL.encode(), "文本含繁体字", "has traditional characters", "measure", 3, "Make the plan"),
    Case("dates.txt", TWO_DATES.encode(), "同一事项出现不同日期，请核对原文：2026-09-01、2026-11-20", "different dates; check the document: 2026-09-01, 2026-11-20", "deadline", 2, "Make the call"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[one.name for one in CASES])
def test_the_page_says_what_was_found_and_what_stands_in_the_way(officer, case):
    answer = officer.post(reverse("policies:add"), {"file": SimpleUploadedFile(case.name, case.content)})

    zh, en = (
        officer.get(answer["Location"], headers={"accept-language": lang}) for lang in ("zh-hans", "en")
    )
    document = PolicyDocument.objects.get()
    assert case.zh in zh.content.decode()
    assert case.en in en.content.decode()
    assert document.items.filter(kind=case.kind).count() == case.count
    if not case.kind:
        assert not document.items.exclude(kind="title").exists()
    buttons = {label for label in ("Make the call", "Make the plan") if label in en.content.decode()}
    assert buttons == ({case.maker} if case.maker else set())
    read = document.state == DocumentState.READ
    assert ("The text is kept and can be found" if read and not case.kind else "") in en.content.decode()
    assert ("Upload another file" in en.content.decode()) == (not read)


@pytest.mark.parametrize(("lang", "said"), [("zh-hans", "空文件"), ("en", "The file is empty")])
def test_a_file_of_no_bytes_is_refused_where_it_was_given(officer, lang, said):
    file = SimpleUploadedFile("a.pdf", b"")

    answer = officer.post(reverse("policies:add"), {"file": file}, headers={"accept-language": lang})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PolicyDocument.objects.exists()


def test_dates_that_contradict_each_other_are_not_accepted_with_the_sure_values(people):
    document = actions.take_in(keeper=people.association, by=people.officer, pasted=TWO_DATES)
    document.refresh_from_db()

    actions.accept_sure(document=document, by=people.officer)

    assert set(document.items.filter(kind="deadline").values_list("state", flat=True)) == {ItemState.PROPOSED}


def test_three_hundred_pages_are_read_by_a_worker_and_shown_in_parts(officer):
    pages = [POLICY] + [
        f"{n}.措施。加强第{n}项工作，每年举办活动不少于{n}场。\n" + "切实把各项任务落到实处。" * 10
        for n in range(4, 303)
    ]
    file = SimpleUploadedFile("long.pdf", pages_of(pages))

    where = officer.post(reverse("policies:add"), {"file": file})["Location"]
    document = PolicyDocument.objects.get()
    assert "under-way" in officer.get(where).content.decode()
    jobs.run(document.job.uid)

    first, last = officer.get(where), officer.get(where + "?page=999", headers={"accept-language": "en"})
    assert "文件共 300 页，超出一般公文篇幅" in first.content.decode()
    assert "The document has 300 pages" in last.content.decode()
    assert document.items.filter(kind="measure").count() == 302
    assert first.context["page"].last == last.context["page"].number > 3
    assert sum(len(piece.text) for piece in first.context["page"].pieces) <= 12_000
    assert officer.get(where, {"part": "work"}).status_code == 200

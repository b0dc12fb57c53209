"""Papers made from records: right people, right order, right types, and a trail of who took them."""

from __future__ import annotations

import io
import subprocess
import zipfile

import openpyxl
import pytest
from docx import Document

from jinguo.apps.audit.models import Entry
from jinguo.apps.calls import paperwork
from jinguo.apps.calls.actions import checking, documents, printing
from jinguo.apps.calls.actions.results import Place, record_selection
from jinguo.apps.calls.models import Material
from jinguo.apps.files import actions as files
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.jobs.models import Job
from jinguo.apps.organisations import actions as organisations
from jinguo.apps.organisations import kinds
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def call(people):
    call = factories.open_call(
        people, materials=[{"key": "photo", "label": "工作照", "kind": "photo", "required": False}]
    )
    first = factories.handed_in(call, people.society, people.li, factories.filled_values("毛方", 1))
    second = factories.handed_in(call, people.district, people.zhao, factories.filled_values("王文", 2))
    for nomination in (first, second):
        checking.accept(nomination=nomination, by=people.officer)
    return call


def words_of(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def decide(call, people, chosen: list[str]):
    rows = call.nominations.filter(state="nomination_accepted").order_by("number")
    places = [Place(nomination, rank, nomination.name in chosen) for rank, nomination in enumerate(rows, 1)]
    return record_selection(
        call=call, places=places, record={"digest": "0" * 64}, record_digest="0" * 64, by=people.officer
    )


def test_a_form_holds_every_value_and_the_version_code(call, people):
    nomination = call.nominations.get(name="王文")

    content, name = printing.take_form(nomination=nomination, by=people.officer)

    text = words_of(content)
    assert factories.id_number(2) in text
    assert "示例市材料研究所" in text
    assert name == "王文-推荐人员登记表.docx"


def test_the_summary_table_stands_in_the_order_of_strokes_with_numbers_as_numbers(call, people):
    paper = documents.take_summary_table(
        call=call, group="group_handed_in", order="surname_strokes", by=people.officer
    )

    sheet = openpyxl.load_workbook(io.BytesIO(paper.content)).active
    heading = [cell.value for cell in sheet[3]]
    rows = [
        dict(zip(heading, [cell.value for cell in row], strict=True))
        for row in sheet.iter_rows(min_row=4, max_row=5)
    ]
    assert [row["姓名"] for row in rows] == ["王文", "毛方"]
    assert rows[0]["年龄"] == 41
    assert rows[0]["身份证号"] == factories.id_number(2)
    assert rows[0]["联系电话"] == "13800001234"
    assert rows[0]["推荐单位"] == "示例市东城区科协"


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("pinyin", ["毛方", "王文"]),
        ("surname_strokes", ["王文", "毛方"]),
        ("name_strokes", ["王文", "毛方"]),
        ("unit", ["王文", "毛方"]),
    ],
)
def test_the_officer_chooses_the_order(call, order, names):
    assert [n.name for n in paperwork.nominations_for(call, "group_accepted", order)] == names


def test_a_group_is_what_it_says(call, people):
    decide(call, people, ["毛方"])

    assert [n.name for n in paperwork.nominations_for(call, "group_chosen")] == ["毛方"]
    assert len(paperwork.nominations_for(call, "group_accepted")) == 2


def test_an_empty_group_is_refused_in_words(call, people):
    with pytest.raises(Refused) as refused:
        documents.take_summary_table(call=call, group="group_chosen", order="rank", by=people.officer)
    assert refused.value.reasons[0].code == "nobody_in_this_group"


def test_an_officer_of_another_organisation_takes_nothing(call, people):
    other = factories.member(people.society, "other", "officer")

    with pytest.raises(Refused):
        documents.take_summary_table(call=call, group="group_handed_in", order="pinyin", by=other)
    with pytest.raises(Refused):
        documents.ask_for(
            paper="paper_package", call=call, group="group_handed_in", order="pinyin", by=people.li
        )


def test_every_paper_with_id_numbers_is_in_the_trail(call, people):
    documents.take_summary_table(call=call, group="group_handed_in", order="pinyin", by=people.officer)
    printing.take_form(nomination=call.nominations.first(), by=people.officer)

    taken = Entry.objects.filter(action="papers_taken", within_id=str(call.pk)).order_by("pk")
    assert [entry.after["paper"] for entry in taken] == ["paper_summary_table", "paper_form"]
    assert taken[0].actor_id == people.officer.pk


def test_the_recommendation_names_the_chosen_and_the_addressee(call, people):
    decide(call, people, ["毛方"])

    paper = documents.take_recommendation(
        call=call,
        group="group_chosen",
        order="surname_strokes",
        addressee="示例市妇女联合会",
        by=people.officer,
    )

    text = words_of(paper.content)
    assert "示例市妇女联合会" in text
    assert "毛　方" in text
    assert "王　文" not in text
    assert factories.id_number(1) not in text


def test_receipts_are_one_for_each_unit(call, people):
    paper = documents.take_receipts(call=call, by=people.officer)

    names = zipfile.ZipFile(io.BytesIO(paper.content)).namelist()
    assert names == ["001-示例市东城区科协-回执.docx", "002-示例市化学学会-回执.docx"]


def test_namesakes_are_told_apart_by_their_unit():
    rows = [
        paperwork.Shown(1, "王芳", "", "甲学会", "A"),
        paperwork.Shown(2, "王芳", "", "乙学会", "A"),
        paperwork.Shown(3, "李兰", "", "甲学会", "A"),
    ]

    assert [row.name for row in paperwork.named_apart(rows)] == ["王芳（甲学会）", "王芳（乙学会）", "李兰"]


def test_the_package_checks_out_file_by_file(call, people, tmp_path, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    nomination = call.nominations.get(name="毛方")
    for place in range(2):
        stored = files.store(
            io.BytesIO(factories.jpeg(300 + place, 200)),
            name=f"{place}.jpg",
            kind="calls.material",
            by=people.li,
        )
        Material.objects.create(nomination=nomination, spec_key="photo", file=stored, position=place)

    target = tmp_path / "package.zip"
    with target.open("wb") as stream:
        paperwork.pack_materials(call, paperwork.nominations_for(call, "group_handed_in"), stream)

    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(target) as package:
        package.extractall(folder)
        names = package.namelist()
    assert "002-示例市化学学会-毛方/002-示例市化学学会-毛方-工作照2.jpg" in names
    assert {"目录.xlsx", "SHA256SUMS"} <= set(names)
    checked = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_packing_stops_when_it_is_cancelled(call):
    def progress(done, total=0, message_code="", **params):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        paperwork.pack_materials(
            call, paperwork.nominations_for(call, "group_handed_in"), io.BytesIO(), progress
        )


def test_the_package_is_made_as_a_job_of_the_officer(call, people, django_capture_on_commit_callbacks):
    job = documents.ask_for(
        paper="paper_package", call=call, group="group_handed_in", order="pinyin", by=people.officer
    )

    jobs.run(job.uid)

    job = Job.objects.get(pk=job.pk)
    assert job.state == "done", job.error
    assert job.result_file.original_name == "巾帼奋斗者选树-报送材料.zip"
    assert job.done <= job.total


def test_a_package_is_read_by_who_asked_while_she_is_an_officer(call, people, client):
    job = documents.ask_for(
        paper="paper_forms", call=call, group="group_handed_in", order="pinyin", by=people.officer
    )
    jobs.run(job.uid)
    address = Job.objects.get(pk=job.pk).result_file.get_absolute_url()

    client.force_login(people.officer)
    factories.read_through(client.get(address))
    client.force_login(factories.member(people.association, "second", kinds.OFFICER))
    assert client.get(address).status_code == 404
    organisations.end_role(membership=people.officer.memberships.get(role=kinds.OFFICER), by=people.officer)
    client.force_login(people.officer)
    assert client.get(address).status_code == 404

"""Documents out of a plan: made in the background, kept, and each unit's own lines."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import docx
import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.files.delivery import DOCX
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.jobs.models import Job
from jinguo.apps.plans import actions
from jinguo.apps.plans.models import Paper
from jinguo.errors import Refused
from tests.apps.plans.conftest import in_force
from tests.factories import read_through

pytestmark = pytest.mark.django_db


def opens(client, file) -> int:
    """How the file answers to this reader."""
    answer = client.get(reverse("files:download", args=[file.uid]))
    read_through(answer)
    return answer.status_code


def kept(paper: Paper) -> bytes:
    with default_storage.open(paper.file.path, "rb") as file:
        return file.read()


def test_the_task_table_is_made_kept_and_said_in_the_trail(people, made, client):
    actions.add_task(duty=made.duty, what="办论坛", due_on=date(2026, 6, 30), who="李联络", by=people.li)
    client.force_login(people.officer)

    asked = client.post(reverse("plans:paper_make", args=[made.plan.uid]), {"paper": "plan_paper_table"})
    jobs.run(Job.objects.get().uid)

    paper = Paper.objects.get()
    assert (asked.status_code, paper.kind, paper.file.mime) == (302, "plan_paper_table", DOCX)
    rows = [
        [cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(kept(paper))).tables[0].rows
    ]
    assert rows[1][1:] == [
        "1 学术交流1", "定期举办学术交流活动。", people.society.name, people.district.name, "2026—2027年",
        "学术交流活动：2026年不少于1000项", "",
    ]  # fmt: skip
    assert rows[2][2] == f"办论坛（{people.society.name}，李联络）"
    assert rows[2][5] == "2026年6月30日"
    assert Entry.objects.filter(action="plan_paper_made").exists()
    page = client.get(reverse("plans:documents", args=[made.plan.uid])).content.decode()
    assert paper.file.original_name in page
    assert opens(client, paper.file) == 200


def test_one_press_packs_the_tables_of_all_units(people, made, client):
    own = actions.add_measure(plan=made.plan, code="2", heading="只给学会", by=people.officer)
    actions.give_duty(measure=own, organisation=people.society, role="role_lead", by=people.officer)
    client.force_login(people.officer)

    client.post(reverse("plans:paper_make", args=[made.plan.uid]), {"paper": "plan_paper_package"})
    jobs.run(Job.objects.get().uid)

    paper = Paper.objects.get()
    with zipfile.ZipFile(io.BytesIO(kept(paper))) as package:
        names = package.namelist()
        district = next(one for one in names if people.district.name in one and one.endswith(".xlsx"))
        sheet = openpyxl.load_workbook(io.BytesIO(package.read(district))).active
    said = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert len(names) == 6, "the whole and two units, in Word and Excel"
    assert "1 学术交流1" in said
    assert "2 只给学会" not in said
    assert opens(client, paper.file) == 200


def test_a_unit_takes_its_own_lines_and_no_others(people, made, client):
    own = actions.add_measure(plan=made.plan, code="2", heading="只给学会", by=people.officer)
    actions.give_duty(measure=own, organisation=people.society, role="role_lead", by=people.officer)
    client.force_login(people.zhao)

    answer = client.post(
        reverse("plans:own_table", args=[made.plan.uid, people.district.uid]), {"paper": "plan_paper_sheet"}
    )
    others = client.post(
        reverse("plans:own_table", args=[made.plan.uid, people.society.uid]), {"paper": "plan_paper_sheet"}
    )

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    said = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert "1 学术交流1" in said
    assert "参与单位" in said
    assert "2 只给学会" not in said
    assert others.status_code == 404


def test_a_leader_reads_what_was_made_but_makes_nothing(people, made, client):
    actions.make_paper(plan=made.plan, kind="plan_paper_sheet", by=people.officer)
    client.force_login(people.leader)
    file = Paper.objects.get().file

    page = client.get(reverse("plans:documents", args=[made.plan.uid])).content.decode()

    assert "生成 Word" not in page
    assert opens(client, file) == 200
    with pytest.raises(Refused):
        actions.ask_for_paper(plan=made.plan, kind="plan_paper_sheet", by=people.leader)
    client.force_login(people.li)
    assert opens(client, file) == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_documents_takes_no_query_for_each_document(
    people, client, django_assert_max_num_queries, count
):
    made = in_force(people)
    for _ in range(count):
        actions.make_paper(plan=made.plan, kind="plan_paper_sheet", by=people.officer)
    client.force_login(people.officer)
    page = reverse("plans:documents", args=[made.plan.uid])
    client.get(page)

    with django_assert_max_num_queries(15) as asked:
        client.get(page)

    assert len(asked) == _COUNTS.setdefault("documents", len(asked))


_COUNTS: dict[str, int] = {}

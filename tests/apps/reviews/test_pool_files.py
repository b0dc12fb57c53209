"""The pool as a file: out, in again, and back with reasons."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jinguo.apps.reviews import actions, queries
from jinguo.apps.reviews.models import Expert
from jinguo.apps.reviews.pool import files as pool_files
from jinguo.apps.reviews.pool.words import Post
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db


def at(name):
    return reverse(f"reviews:{name}")


@pytest.fixture
def people():
    cast = factories.cast()
    cast.experts = [
        actions.add_expert(
            pool=cast.association, by=cast.officer, name="吴敏华", sex="F", unit_name="示例大学", title="教授",
            disciplines="流体力学；湍流控制", keywords="湍流", keywords_en="turbulence", languages="zh,en", home="湖南省长沙市",
            email="wu@example.org", phone="13800001234", posts=(Post("某研究所", 2012, 2018),), max_per_round=5,
        )
    ]  # fmt: skip
    return cast


def whole(pool) -> list[Expert]:
    return list(Expert.objects.filter(pool=pool).prefetch_related("posts").order_by("pk"))


def plan_of(data: bytes, name: str, pool) -> pool_files.Plan:
    return pool_files.plan(pool_files.read(io.BytesIO(data), name), queries.names_of(pool))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_given_out_comes_in_again_the_same(people, form):
    data = pool_files.export(whole(people.association), form)
    elsewhere = factories.organisation("外市科协")
    officer = factories.member(elsewhere, "officer9", "officer")

    plan = actions.import_experts(pool=elsewhere, plan=plan_of(data, f"a.{form}", elsewhere), by=officer)

    assert (len(plan.added), len(plan.refused)) == (1, 0)
    assert pool_files.export(whole(elsewhere), "csv") == pool_files.export(whole(people.association), "csv")
    assert [row.code for row in Expert.objects.get(pool=elsewhere).codes.all()] == ["13025"]


def test_who_is_there_already_is_changed_and_empty_cells_change_nothing(people):
    data = "姓名,单位,邮箱,职称\n吴敏华,新大学,wu@example.org,\n".encode()

    plan = actions.import_experts(
        pool=people.association, plan=plan_of(data, "a.csv", people.association), by=people.officer
    )

    expert = Expert.objects.get(pool=people.association)
    assert (len(plan.added), len(plan.changed)) == (0, 1)
    assert (expert.unit_name, expert.title, expert.max_per_round) == ("新大学", "教授", 5)


def test_a_row_that_fails_costs_only_itself_and_comes_back_with_its_reasons(client, people):
    rows = "姓名,性别,单位,邮箱,每轮最多\n,女,甲,,\n李一,不明,乙,bad,很多\n王二,女,丙,wang@example.org,3\n王二,女,丙,,\n"
    client.force_login(people.officer)

    look = client.post(at("pool_import"), {"file": SimpleUploadedFile("a.csv", rows.encode("gb18030"))})
    before = Expert.objects.count()
    packed = look.context["packed"]
    done = client.post(at("pool_import_confirmed"), {"packed": packed})
    back = client.post(at("pool_import_refused"), {"packed": done.context["packed"]}).content

    table = list(csv.reader(io.StringIO(back.decode("utf-8-sig"))))
    assert before == 1
    assert [(len(one)) for one in (look.context["plan"].added, look.context["plan"].refused)] == [1, 3]
    assert set(Expert.objects.values_list("name", flat=True)) == {"吴敏华", "王二"}
    assert table[0][-1] == "未导入原因"
    assert [row[0] for row in table[1:3]] == ["", "李一"]
    assert all(word in table[2][-1] for word in ("性别", "邮箱", "每轮最多"))
    assert client.post(at("pool_import_confirmed"), {"packed": packed + "x"}).status_code == 409


def test_cells_that_look_like_formulas_stay_text_both_ways(people):
    actions.change_expert(
        expert=people.experts[0], changes={"title": "=1+1", "phone": "+86 138"}, by=people.officer
    )

    as_csv = pool_files.export(whole(people.association), "csv").decode("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO(pool_files.export(whole(people.association), "xlsx"))).active
    again = plan_of(as_csv.encode(), "a.csv", people.association)

    assert "'=1+1" in as_csv
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert (again.lines[0].facts["title"], again.lines[0].facts["phone"]) == ("=1+1", "+86 138")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.csv", "pool_file_no_header"),
        ("姓名,单位\n".encode(), "a.csv", "pool_file_empty"),
        ("谁,单位\n王,甲\n".encode(), "a.csv", "pool_file_no_header"),
        (b"PK\x03\x04 broken", "a.xlsx", "pool_file_unreadable"),
        (b"\xff\xfe\x00\x81", "a.csv", "pool_file_unreadable"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(data, name, code):
    with pytest.raises(Refused) as refused:
        pool_files.read(io.BytesIO(data), name)

    assert [reason.code for reason in refused.value.reasons] == [code]


def test_only_officers_take_the_pool_out(client, people):
    client.force_login(people.li)

    assert client.get(at("pool_xlsx")).status_code == 404

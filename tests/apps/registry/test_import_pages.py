"""The pages of a list: upload, columns, findings, confirm, take back; what a wrong file is answered with."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jinguo.apps.files.models import StoredFile
from jinguo.apps.jobs.models import Job
from jinguo.apps.registry.models import ListImport, PersonEntry
from tests import factories

pytestmark = pytest.mark.django_db
HEADER = "姓名,性别,出生年月,身份证号,单位,鞋码"


def upload(client, *lines, name="名单.csv"):
    file = SimpleUploadedFile(name, "\n".join([HEADER, *lines]).encode())
    return client.post(reverse("lists:lists"), {"file": file})


@pytest.fixture
def people(db):
    return factories.cast()


@pytest.fixture
def officer(client, people):
    client.force_login(people.officer)
    return client


def work():
    """What a worker would do."""
    from jinguo.apps.jobs import actions as jobs

    for job in Job.objects.filter(state="queued"):
        jobs.run(job.uid)


def columns_as_shown(page):
    return {bound.html_name: bound.value() or "" for _, bound in page.context["form"].lines()}


def test_a_list_goes_in_and_out_again(officer, people, settings):
    answer = upload(officer, "王丽,女,1984.03,,某大学,37", "李梅,女,84.3,,某院,")
    run = ListImport.objects.get()
    assert answer["Location"] == reverse("lists:columns", args=[run.uid])

    page = officer.get(answer["Location"])
    said = columns_as_shown(page)
    assert list(said.values()) == ["name", "sex", "birth_date", "id_number", "unit", "other"]
    officer.post(answer["Location"], said | {"column_5": "remarks"})
    work()

    page = officer.get(reverse("lists:one", args=[run.uid]))
    assert "世纪" in page.content.decode() or "century" in page.content.decode()
    refused = officer.get(reverse("lists:refused_csv", args=[run.uid])).content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in refused.splitlines()] == ["姓名", "李梅"]
    assert not PersonEntry.objects.exists()

    officer.post(reverse("lists:confirm", args=[run.uid]))
    work()
    assert PersonEntry.objects.get(source=run.source).name == "王丽"
    officer.post(reverse("lists:take_back", args=[run.uid]))
    run.refresh_from_db()
    assert run.state == ListImport.TAKEN_BACK


def test_a_file_that_is_no_list_is_answered_with_a_sentence(officer):
    file = SimpleUploadedFile("a.xlsx", b"PK\x03\x04 broken")

    answer = officer.post(reverse("lists:lists"), {"file": file})

    assert answer.status_code == 422
    assert "a.xlsx" in answer.content.decode()
    assert not ListImport.objects.exists()


def test_two_columns_with_one_meaning_are_asked_about(officer):
    answer = upload(officer, "王丽,女,1984.03,,某大学,37")
    said = columns_as_shown(officer.get(answer["Location"]))

    assert officer.post(answer["Location"], said | {"column_5": "unit"}).status_code == 422
    assert officer.post(answer["Location"], said | {"column_0": "other"}).status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_database_equally_often(
    officer, rows, django_assert_num_queries, django_assert_max_num_queries
):
    for n in range(rows):
        bad = [f"李{m},女,84.3,,某院{n}," for m in "甲乙丙"[:rows]]
        answer = upload(officer, f"王丽,女,1984.03,,某大学{n},37", *bad)
        officer.post(answer["Location"], columns_as_shown(officer.get(answer["Location"])))
    work()
    run = ListImport.objects.first()
    officer.get(reverse("lists:lists"))

    with django_assert_num_queries(LISTS):
        officer.get(reverse("lists:lists"))
    with django_assert_num_queries(ONE):
        officer.get(reverse("lists:one", args=[run.uid]))
    officer.post(reverse("lists:confirm", args=[run.uid]))
    work()
    with django_assert_max_num_queries(ONE):
        officer.get(reverse("lists:one", args=[run.uid]))


LISTS, ONE = 8, 9


def test_a_list_that_was_taken_in_says_what_comparing_it_brought(officer, people):
    answer = upload(officer, "王丽,女,1984.03,,某大学,37", "李梅,女,1985.05,,某院,")
    run = ListImport.objects.get()
    officer.post(answer["Location"], columns_as_shown(officer.get(answer["Location"])))
    work()
    officer.post(reverse("lists:confirm", args=[run.uid]))
    work()
    assert Job.objects.filter(name="registry.match", params__source=run.source).count() == 1
    waiting = officer.get(reverse("lists:one", args=[run.uid]))
    assert waiting.context["matched"] is None

    work()

    shown = officer.get(reverse("lists:one", args=[run.uid]))
    assert shown.context["matched"].fresh == 2


def test_the_form_names_its_limit_and_says_when_nothing_was_chosen(officer):
    page = officer.get(reverse("lists:lists"))
    assert "512" in page.content.decode()

    assert officer.post(reverse("lists:lists")).status_code == 422


def test_what_cannot_be_read_is_not_kept(officer):
    file = SimpleUploadedFile("a.xlsx", b"PK\x03\x04 broken")
    officer.post(reverse("lists:lists"), {"file": file})

    assert not StoredFile.objects.exists()

"""A table with sensitive data: by an officer, for a reason, recorded with every person before it is made."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.clock import held_at, now
from jinguo.apps.files.models import StoredFile
from jinguo.apps.jobs.models import Job
from jinguo.apps.registry import actions, queries, tasks
from jinguo.apps.registry.actions import exporting
from jinguo.apps.registry.actions.copying import discard_copies
from tests import factories
from tests.apps.registry import hers

pytestmark = pytest.mark.django_db
URL = reverse("registry:export_full")
WHY = "上报市委人才办"


@pytest.fixture
def people():
    made = hers.world()
    hers.entry(made, "李敏", source="import:2")
    return made


@pytest.fixture
def officer(people, client):
    client.force_login(people.officer)
    return client


def made(officer, **said):
    answer = officer.post(URL, {"fields_": ["id_number", "phone"], "why": WHY, **said})
    assert answer.status_code == 302
    job = Job.objects.get(name="registry.export_full")
    stored = tasks.people.export_full(lambda *_: None, **job.params)
    told = factories.read_through(officer.get(reverse("files:download", args=[stored.uid])))
    return stored, openpyxl.load_workbook(io.BytesIO(told)).active


def test_the_table_tells_what_was_ticked_and_each_person_reads_who_took_it(people, officer):
    _, sheet = made(officer)

    cells = [str(cell.value or "") for row in sheet.iter_rows() for cell in row]
    assert factories.id_number(1) in cells
    assert hers.SECRET["phone"] in cells
    assert hers.SECRET["address"] not in cells
    read = Entry.objects.filter(action="person_unmasked").order_by("pk")
    assert [(one.subject_id, one.after["attribute"], one.note) for one in read] == [
        (str(people.entry.pk), "id_number", WHY),
        (str(people.entry.pk), "phone", WHY),
    ]
    assert Entry.objects.get(action="registry_exported_in_full").after["count"] == 2
    assert [one.note for one in queries.rights.readings_of([people.entry])] == [WHY, WHY]


def test_it_is_not_made_without_a_reason_or_a_column_and_not_for_too_many(people, officer, monkeypatch):
    assert officer.get(URL).status_code == 200
    assert officer.post(URL, {"fields_": ["phone"], "why": " "}).status_code == 422
    assert officer.post(URL, {"why": WHY}).status_code == 422
    assert officer.post(URL, {"fields_": ["remarks"], "why": WHY}).status_code == 422
    assert officer.post(URL + "?q=无此人", {"fields_": ["phone"], "why": WHY}).status_code == 409
    monkeypatch.setattr(exporting, "MOST", 1)
    assert officer.post(URL, {"fields_": ["phone"], "why": WHY}).status_code == 409
    assert not Job.objects.exists()


def test_a_liaison_takes_none_out(people, client):
    client.force_login(people.zhao)
    assert client.get(URL).status_code == 404
    assert URL not in client.get(reverse("registry:people")).content.decode()


def test_who_is_no_officer_any_more_gets_none(people, officer):
    officer.post(URL, {"fields_": ["phone"], "why": WHY})
    people.officer.memberships.update(ended_at=now())
    job = Job.objects.get()
    with pytest.raises(Exception, match="not_officer"):
        tasks.people.export_full(lambda *_: None, **job.params)
    assert not StoredFile.objects.filter(kind="registry_full_table").exists()


def test_the_file_goes_after_a_day(people, officer):
    made(officer)
    assert discard_copies() == 0
    with held_at(now() + timedelta(days=2)):
        assert discard_copies() == 1
    assert actions.copying.KEPT_FOR.days == 7

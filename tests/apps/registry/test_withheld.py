"""What she had erased or refused does not come back with the next list that names her."""

from __future__ import annotations

import hashlib

import pytest

from jinguo.apps.files import actions as files
from jinguo.apps.files.models import StoredFile
from jinguo.apps.jobs.models import Job
from jinguo.apps.registry import actions, staging
from jinguo.apps.registry.models import ListImport, PersonEntry, Withheld
from jinguo.apps.registry.persons.sealed import opened
from tests import factories
from tests.apps.registry import hers

pytestmark = pytest.mark.django_db
NUMBER = factories.id_number(1)


@pytest.fixture
def world():
    return hers.world()


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "list.csv"
    found.write_text(f"姓名,身份证号,手机,职称\n王晓兰,{NUMBER},13800009999,研究员\n李梅,,,教授\n", "utf-8")
    return found


def staged(world, path, stored=None):
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    run = actions.begin_import(
        organisation=world.district,
        path=path,
        file_name=path.name,
        sha256=digest,
        by=None,
        stored=stored,
    )
    return actions.stage_import(run=run, path=path, progress=lambda *a, **k: None)


def erase(world):
    actions.erase(entries=[world.entry], organisation=world.district, why="本人来信", by=world.zhao)


def test_who_was_erased_is_refused_with_the_reason(world, path):
    erase(world)

    run = staged(world, path)

    assert run.findings == {"import_person_erased": 1}
    assert run.refused == 1
    actions.commit_import(run=run, by=None)
    assert list(PersonEntry.objects.filter(source=run.source).values_list("name", flat=True)) == ["李梅"]


def test_who_is_erased_while_a_list_waits_is_taken_out_of_it(world, path):
    run = staged(world, path)
    assert len(list(staging.staged_persons(run))) == 2

    erase(world)

    run.refresh_from_db()
    assert run.state == ListImport.OPEN
    assert not run.chunks.exists()
    run = actions.stage_import(run=run, path=path, progress=lambda *a, **k: None)
    assert [one.name for one in staging.staged_persons(run)] == ["李梅"]


def test_the_list_that_brought_her_goes_with_her(world, path):
    with path.open("rb") as stream:
        stored = files.store(stream, name="list.csv", kind="list", by=world.zhao)
    run = actions.commit_import(run=staged(world, path, stored), by=None)
    entry = PersonEntry.objects.get(source=run.source, name="王晓兰")

    actions.erase(entries=[entry], organisation=world.district, why="本人来信", by=world.zhao)

    run.refresh_from_db()
    assert (run.file, run.columns) == (None, [])
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    assert not Job.objects.filter(name="registry.stage_import").exists()


def test_sensitive_data_that_she_refused_stay_out_and_the_rest_is_hers(world, path):
    claim = hers.claimed(world)
    actions.disagree(claim=claim, purpose="registry_sensitive")

    run = actions.commit_import(run=staged(world, path), by=None)

    entry = PersonEntry.objects.get(source=run.source, name="王晓兰")
    assert run.findings == {"import_sensitive_withheld": 1}
    assert opened(entry) == {}
    assert entry.id_number_index == ""
    assert (entry.identity_id, entry.facts["title"]) == (world.entry.identity_id, "研究员")


def test_agreeing_again_lets_them_in(world, path):
    claim = hers.claimed(world)
    actions.disagree(claim=claim, purpose="registry_sensitive")

    actions.agree(
        claim=claim, purpose="registry_sensitive", lang="zh", guardian_name="王母", guardian_relation="母"
    )

    assert not Withheld.objects.exists()
    run = actions.commit_import(run=staged(world, path), by=None)
    assert opened(PersonEntry.objects.get(source=run.source, name="王晓兰"))["phone"] == "13800009999"

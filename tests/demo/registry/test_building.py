"""The demo's registry on a small world: eight lists through the importer, matched, measured; killed in between, it goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory

from jinguo.apps.jobs.models import Job
from jinguo.apps.jobs.states import State
from jinguo.apps.organisations import kinds
from jinguo.apps.registry.models import Card, Claim, Consent, ListImport, PersonEntry, SavedSearch, Tagged
from jinguo.demo import cards, tasks
from jinguo.demo.registry import building, measuring, plan
from jinguo.demo.registry.lists import LISTS
from jinguo.demo.units import ASSOCIATION
from tests import factories

pytestmark = pytest.mark.django_db
PERSONS = 300


def silent(*_: object, **__: object) -> None:
    """Nobody listens to the progress."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo-registry")


@pytest.fixture
def keeper(folder, monkeypatch):
    """The association and its people; every test finds the plan that the last one left unless it writes its own."""
    monkeypatch.setattr(plan, "folder", lambda: folder)
    association = factories.organisation(ASSOCIATION, kinds.ASSOCIATION)
    for officer in ("officer", "officer2"):
        factories.member(association, officer, kinds.OFFICER)
    for number, name in enumerate(("石晓岚", "方若宁", "陆思涵"), 1):
        factories.user(f"expert{number}", name)
    (folder / "plan.json").unlink(missing_ok=True)
    return association


def test_the_whole_registry_is_built_by_the_importer_and_held_against_the_truth(keeper):
    building.begin(PERSONS)
    for step in plan.STEPS:
        building.take(step, silent)

    assert ListImport.objects.filter(state=ListImport.COMMITTED).count() == len(LISTS)
    found = measuring.measure(keeper)
    assert found.persons > PERSONS * 0.97
    assert found.precision > 0.98
    assert found.recall_with_queue > 0.85
    assert found.identities >= found.persons
    assert found.queue + found.merges > 0
    assert f"{found.entries}" in measuring.told(found)
    assert Card.objects.filter(organisation=keeper).count() == found.identities
    assert Tagged.objects.exists() and SavedSearch.objects.count() > 2  # noqa: PT018
    assert Consent.objects.filter(channel="paper").exists()
    assert set(Claim.objects.values_list("state", flat=True)) == {
        Claim.CONFIRMED,
        Claim.WAITING,
        Claim.OFFERED,
    }

    before = PersonEntry.objects.count()
    assert building.ask(PERSONS) is None
    for step in plan.STEPS:
        building.take(step, silent)
    assert PersonEntry.objects.count() == before


def test_a_list_that_was_killed_half_way_is_taken_in_once(keeper, monkeypatch):
    building.begin(80)
    building.take(plan.FIRST, silent)
    spec = LISTS[0]

    def killed(**_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(building.actions, "commit_import", killed)
        with pytest.raises(SystemExit):
            building.take(spec.key, silent)
    assert not PersonEntry.objects.exists()
    assert plan.read().next_step == spec.key

    building.take(spec.key, silent)
    building.take(spec.key, silent)

    run = ListImport.objects.get()
    assert PersonEntry.objects.filter(source=run.source).count() == run.accepted


def test_a_worker_is_asked_for_one_step_and_that_for_the_next(keeper):
    job = building.ask(80)
    assert job.params == {"step": plan.FIRST}
    assert building.go_on() == 0

    Job.objects.update(state=State.RUNNING)
    tasks.build_registry(silent, step=plan.FIRST)

    assert Job.objects.filter(params__step=LISTS[0].key).exists()


def test_a_step_that_fails_again_and_again_is_left_alone(keeper):
    building.begin(80)
    for _ in range(building.TRIES):
        assert building.go_on() == 1
        Job.objects.filter(state=State.QUEUED).update(state=State.FAILED, finished_at=building.now())

    assert building.go_on() == 0


def test_officers_see_how_far_it_is_until_it_stands(keeper):
    request = RequestFactory().get("/")
    request.user = building.officer()
    building.begin(80)
    plan.read().mark(plan.FIRST, 0.1)

    card = cards.registry(request)
    template = Path(cards.__file__).parent / "templates" / card["template"]
    page = engines["django"].from_string(template.read_text("utf-8"))
    assert LISTS[0].file_name in page.render({"card": card["context"]}, request)

    request.user = factories.user("somebody")
    assert cards.registry(request) is None
    request.user = building.officer()
    stands = plan.read()
    stands.done = [*plan.STEPS]
    stands.save()
    assert cards.registry(request) is None

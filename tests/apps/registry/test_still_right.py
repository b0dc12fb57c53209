"""What has aged is said again by one click: by her keeper and by herself, with a new day, on record, and taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.clock import held_at, today
from jinguo.apps.registry import actions, queries
from jinguo.apps.registry.models import Card, PersonEntry, Statement
from jinguo.apps.registry.persons import personal_page
from jinguo.errors import Refused
from tests.apps.registry import hers

pytestmark = pytest.mark.django_db

OLD = date(2019, 5, 1)


@pytest.fixture
def world():
    made = hers.world()
    PersonEntry.objects.update(recorded_on=OLD)
    made.claim = hers.claimed(made)
    return made


def resolved(world, attribute):
    entries = queries.people.entries_of(world.entry.identity, world.association)
    said = queries.people.statements_on(entries)
    return personal_page.page_of(entries, said, ()).profile.resolved[attribute]


def test_her_keeper_says_that_it_still_holds_and_takes_it_back(world, client):
    client.force_login(world.zhao)
    address = reverse("registry:still_right", args=[world.entry.identity.uid])
    own_page = reverse("registry:person", args=[world.entry.identity.uid])
    assert address in client.get(own_page).content.decode()
    assert resolved(world, "title").stale

    answer = client.post(address, {"attribute": "title"})

    assert answer.status_code == 302
    found = resolved(world, "title")
    assert (found.stale, found.fact.value, found.fact.recorded_on) == (False, "研究员", today())
    assert found.fact.confirmed_by == str(world.zhao)
    assert not found.in_conflict
    assert Entry.objects.filter(action="fact_still_right").count() == 1
    again = client.post(address, {"attribute": "title"})
    assert again.status_code == 409
    assert "没有过期" in again.content.decode()

    actions.take_back(statement=Statement.objects.get(), by=world.zhao, why="点错了")
    assert (resolved(world, "title").stale, resolved(world, "title").fact.recorded_on) == (True, OLD)


def test_she_says_it_of_a_sealed_value_that_nobody_shows(world, client):
    client.force_login(world.wang)
    assert reverse("rights:still_right") in client.get(reverse("rights:mine")).content.decode()

    answer = client.post(reverse("rights:still_right"), {"attribute": "phone"})

    assert answer.status_code == 302
    said = Statement.objects.get()
    assert (said.value, said.source) == ("", "source_self")
    entries = queries.people.entries_of(world.entry.identity, world.association)
    assert personal_page.sensitive_of(entries, [said])["phone"] == hers.SECRET["phone"]
    assert not resolved(world, "phone").stale
    assert hers.SECRET["phone"] not in str(Entry.objects.filter(action="fact_still_right").values())


def test_the_search_knows_at_once(world):
    actions.still_right(
        entries=queries.people.entries_of(world.entry.identity, world.association),
        attribute="title",
        organisation=world.district,
        by=world.zhao,
    )
    before = Card.objects.get(organisation=world.district).stale_on
    for attribute in [one.attribute.key for one in _stale(world)]:
        actions.still_right_of_herself(claim=world.claim, attribute=attribute)

    assert before < today() < Card.objects.get(organisation=world.district).stale_on


def _stale(world):
    entries = queries.people.entries_of(world.entry.identity, world.association)
    return personal_page.page_of(entries, queries.people.statements_on(entries), ()).profile.stale


def test_others_do_not_and_contradictions_are_decided_first(world):
    entries = queries.people.entries_of(world.entry.identity, world.association)
    said = {"entries": entries, "attribute": "title"}
    with pytest.raises(Refused, match="person_of_another_registry"):
        actions.still_right(**said, organisation=world.association, by=world.li)

    other = hers.entry(world, "王晓兰", source="import:2", title="教授")
    PersonEntry.objects.filter(pk=other.pk).update(identity=world.entry.identity, recorded_on=OLD)
    with pytest.raises(Refused, match="fact_sources_differ"):
        actions.still_right_of_herself(claim=world.claim, attribute="title")


def test_a_decision_goes_on_with_what_is_said_again(world):
    with held_at(datetime(2020, 5, 1, 4, tzinfo=UTC)):
        fact = resolved(world, "title").fact
        actions.decide(entry=world.entry, fact=fact, why="聘书", by=world.zhao)
    assert resolved(world, "title").stale

    actions.still_right_of_herself(claim=world.claim, attribute="title")

    found = resolved(world, "title")
    assert (found.stale, found.fact.preferred_why) == (False, "聘书")

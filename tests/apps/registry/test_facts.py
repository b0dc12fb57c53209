"""From a number down to its honours: each keeper sees those of persons in her registry, and opens the person."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from jinguo.apps.clock import held_at
from jinguo.apps.facts import counting
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import actions
from jinguo.apps.registry.models import PersonEntry, TierHolding, TierScheme
from jinguo.engines.rosters import PersonRow
from jinguo.engines.tiers import standard_scheme
from tests import factories

pytestmark = pytest.mark.django_db
YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


def granted(people, holder: str, kind: str = "person", entry=None):
    return actions.grant_honour(
        title="示例奖", year=2026, granted_by=people.association.name, granted_on=date(2026, 3, 8), holder_kind=kind,
        holder_name=holder, source=f"test:{holder}", by=people.officer, entry=entry,
    )  # fmt: skip


def test_the_honours_behind_a_number_open_the_person_to_who_keeps_her_alone():
    people = factories.cast()
    actions.add_entries([PersonRow("王晓兰")], source="import:1", organisation=people.society, by=None)
    entry = PersonEntry.objects.get()
    granted(people, "王晓兰", entry=entry)
    granted(people, "示例团队", kind="team")
    days = {"since": date(2026, 1, 1), "until": date(2026, 12, 31), "of": people.association}
    expression = counting.Expression("honour.granted")

    hers = counting.records(expression, people.li, **days)
    others = counting.records(expression, people.zhao, **days)

    assert counting.count(expression, **days).value == 2
    assert [(one.on, one.title, one.url) for one in hers] == [
        (date(2026, 3, 8), "王晓兰 · 示例奖", reverse("registry:person", args=[entry.identity.uid])),
        (date(2026, 3, 8), "示例团队 · 示例奖", ""),
    ]
    assert [one.title for one in others] == ["示例团队 · 示例奖"]


def registered(people, *names: str) -> list[PersonEntry]:
    rows = [PersonRow(name, sex="F") for name in names]
    with held_at(datetime(2026, 3, 1, tzinfo=UTC)):
        actions.add_entries(rows, source="import:1", organisation=people.society, by=None)
    return list(PersonEntry.objects.order_by("pk"))


def holds(people, entry: PersonEntry, tier: str, name: str, since: date = date(2026, 2, 1), **told):
    scheme = standard_scheme().model_dump(mode="json")
    made, _new = TierScheme.objects.get_or_create(
        organisation=people.association, version=1,
        defaults={"rules": scheme, "state": TierScheme.IN_FORCE, "in_force_on": date(2026, 1, 1)},
    )  # fmt: skip
    return TierHolding.objects.create(
        organisation=people.association,
        entry=entry,
        scheme=made,
        tier=tier,
        tier_name=name,
        since=since,
        **told,
    )


@pytest.fixture
def people():
    """王晓兰 was of the lower tier and is of the higher one, 李梅 is of the higher one, 张华 of none."""
    found = factories.cast()
    Organisation.objects.filter(pk=found.society.pk).update(region="110000")
    wang, li, _zhang = registered(found, "王晓兰", "李梅", "张华")
    high, low = standard_scheme().tiers[:2]
    holds(found, wang, low.code, low.name, ended_on=date(2026, 2, 15), ended_why=TierHolding.PROMOTED)
    holds(found, wang, high.code, high.name)
    holds(found, li, high.code, "从前的名称")
    granted(found, "王晓兰", entry=wang)
    granted(found, "示例团队", kind="team")
    return found


HIGH, LOW = (tier.name for tier in standard_scheme().tiers[:2])


def by_tier(people, fact: str) -> dict[str, int]:
    told = counting.count_by(counting.Expression(fact, by="tier"), **YEAR, of=people.association)
    return {name: int(one.value) for name, one in told.items()}


def test_registered_persons_are_told_by_the_tier_that_they_hold_now_as_the_scheme_calls_it(people):
    assert by_tier(people, "person.registered") == {HIGH: 2, "": 1}


def test_honours_are_told_by_the_tier_of_who_has_them_and_those_of_teams_by_none(people):
    assert by_tier(people, "honour.granted") == {HIGH: 1, "": 1}


def test_tiers_given_are_told_by_what_was_given(people):
    assert by_tier(people, "tier.given") == {HIGH: 2, LOW: 1}


@pytest.mark.parametrize("by", ["sex", "unit", "region"])
@pytest.mark.parametrize("fact", ["person.registered", "honour.granted", "tier.given"])
def test_sex_unit_and_region_stand_beside_the_tier(people, fact, by):
    whole = counting.count(counting.Expression(fact), **YEAR, of=people.association)
    told = counting.count_by(counting.Expression(fact, by=by), **YEAR, of=people.association)

    assert sum(one.value for one in told.values()) == whole.value
    assert any(told)


def test_a_number_of_one_tier_leads_down_to_its_persons(people):
    expression = counting.Expression("person.registered", where={"tier": (HIGH,)})
    days = YEAR | {"of": people.association}

    found = counting.records(expression, people.li, **days)

    assert counting.count(expression, **days).value == len(found) == 2
    assert [one.title for one in found] == ["王晓兰", "李梅"]
    assert all(one.url for one in found)
    assert counting.records(expression, people.zhao, **days) == []


def test_a_share_of_persons_by_tier(people):
    expression = counting.Expression("person.registered", counting.SHARE_OF_ROWS, among={"tier": (HIGH,)})

    assert counting.count(expression, **YEAR, of=people.association).value == Decimal("66.67")


def test_a_person_whom_a_unit_wrote_down_twice_is_registered_once(people):
    first = PersonEntry.objects.get(name="李梅")
    actions.add_entries([PersonRow("李梅")], source="import:2", organisation=people.society, by=None)
    PersonEntry.objects.filter(source="import:2").update(identity=first.identity)

    assert by_tier(people, "person.registered") == {HIGH: 2, "": 1}


def test_who_has_no_scheme_tells_of_no_tier(people):
    told = counting.count_by(counting.Expression("person.registered", by="tier"), **YEAR, of=people.society)
    TierScheme.objects.all().update(state=TierScheme.SUPERSEDED, superseded_on=date(2026, 3, 1))

    assert set(by_tier(people, "person.registered")) == {""}
    assert sum(one.value for one in told.values()) == 3

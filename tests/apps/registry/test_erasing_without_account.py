"""A person without an account asks by letter to be erased: the keeper does it on her page."""

from __future__ import annotations

import pytest
from django.db.models import Q

from jinguo.apps.audit.models import Entry
from jinguo.apps.audit.values import shown
from jinguo.apps.clock import today
from jinguo.apps.registry import actions
from jinguo.apps.registry.models import Card, Honour, PersonEntry, Statement
from jinguo.engines.rosters import PersonRow
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def entry(people):
    row = PersonRow("王晓兰", title="教授", phone="13800001234", id_number=factories.id_number(9))
    actions.add_entries(
        [row], source="import:1", organisation=people.district, by=None, source_name="名单.xlsx"
    )
    return PersonEntry.objects.get()


def test_erasing_leaves_nothing_that_tells_of_her(people, entry):
    actions.state_fact(entry=entry, attribute="email", value="wang@example.org", by=people.zhao)
    actions.grant_honour(
        title="三八红旗手", year=2024, granted_by="示例市妇联", granted_on=today(), holder_kind="person",
        holder_name="王晓兰", source="nomination:1", entry=entry, by=None,
    )  # fmt: skip

    with pytest.raises(Refused, match="reason_missing"):
        actions.erase(entries=[entry], organisation=people.district, why=" ", by=people.zhao)
    actions.erase(entries=[entry], organisation=people.district, why="本人来信申请", by=people.zhao)

    entry.refresh_from_db()
    assert (entry.name, entry.facts, entry.facts_sealed, entry.id_number_index) == ("", {}, "", "")
    assert not Statement.objects.exclude(value="").exists()
    assert not Card.objects.exists()
    assert "王" not in Honour.objects.get().holder_name
    stated = Entry.objects.get(action="fact_stated")
    assert "wang@" not in str(shown(stated.after, "zh-hans"))
    assert not Entry.objects.filter(Q(after__icontains="13800001234") | Q(after__icontains="wang@")).exists()


def test_nobody_but_the_keeper_erases(people, entry):
    with pytest.raises(Refused):
        actions.erase(entries=[entry], organisation=people.association, why="本人来信申请", by=people.officer)


def test_who_is_honoured_stands_in_the_organisers_registry(people):
    made = actions.record_entry(name="李芳", source="nomination:2")
    assert not Card.objects.exists()

    actions.grant_honour(
        title="三八红旗手", year=2024, granted_by="示例市科协", granted_on=today(), holder_kind="person",
        holder_name="李芳", source="nomination:2", entry=made, keeper=people.association, by=None,
    )  # fmt: skip

    assert Card.objects.get(organisation=people.association).name == "李芳"

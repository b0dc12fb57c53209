"""Facts stated later: only by whoever keeps the entry, or a registry that reaches down to it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jinguo.apps.clock import held_at
from jinguo.apps.registry import actions
from jinguo.apps.registry.models import PersonEntry, Statement
from jinguo.apps.registry.persons import profile
from jinguo.engines.rosters import PersonRow
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def entry(people):
    actions.add_entries([PersonRow("王晓兰")], source="import:1", organisation=people.district, by=None)
    return PersonEntry.objects.get()


def test_the_keeper_and_the_office_above_state_a_fact_others_do_not(people, entry):
    for keeper in (people.zhao, people.officer):
        actions.state_fact(entry=entry, attribute="title", value="教授", by=keeper)
    for other in (people.li, people.stranger):
        with pytest.raises(Refused, match="person_of_another_registry"):
            actions.state_fact(entry=entry, attribute="title", value="院士", by=other)

    assert {one.value for one in Statement.objects.all()} == {"教授"}


def test_what_was_stated_is_not_taken_back_or_accepted_by_others(people, entry):
    stated = actions.state_fact(entry=entry, attribute="title", value="教授", by=people.zhao)
    proposed = actions.state_fact(entry=entry, attribute="title", value="研究员", by=None, proposed=True)

    with pytest.raises(Refused, match="person_of_another_registry"):
        actions.take_back(statement=stated, by=people.li, why="有误")
    with pytest.raises(Refused, match="person_of_another_registry"):
        actions.answer_proposal(statement=proposed, accepted=True, by=people.li)


def test_what_is_stated_in_the_small_hours_is_of_the_day_that_the_people_have(people, entry):
    with held_at(datetime(2026, 11, 22, 17, 30, tzinfo=UTC)):  # half past one on the 23rd in Beijing
        stated = actions.state_fact(entry=entry, attribute="title", value="教授", by=people.zhao)

    assert profile.fact_of_statement(stated).recorded_on == date(2026, 11, 23)

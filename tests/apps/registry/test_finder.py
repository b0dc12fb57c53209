"""Who knows about something: found by words, weighed with evidence, left out with reasons, taken into the pool."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps.registry import actions
from jinguo.apps.registry.search.availability import Asking
from jinguo.apps.registry.search.experts import Need, experts
from jinguo.apps.reviews.models import Expert, ExpertBreak
from jinguo.apps.reviews.states import PoolState
from jinguo.engines.rosters import PersonRow
from tests import factories

pytestmark = pytest.mark.django_db
ROWS = (
    PersonRow("王晓兰", sex="F", title="教授", unit="示例大学", disciplines=("湍流", "流体力学")),
    PersonRow("李敏", sex="F", title="副教授", unit="示例理工大学", disciplines=("湍流",)),
    PersonRow("张建国", sex="M", title="研究员", unit="示例农业研究所", disciplines=("作物遗传育种",)),
)


@pytest.fixture
def people():
    people = factories.cast()
    actions.add_entries(
        ROWS, source="import:1", organisation=people.association, by=people.officer, source_name="名单"
    )
    return people


@pytest.fixture
def officer(people):
    client = Client()
    client.force_login(people.officer)
    return client


def need(people, text, not_units=(), **when):
    return experts(Need(text, Asking(people.association, **when), not_units))


def test_those_who_know_about_it_come_with_the_evidence(people):
    found = need(people, "湍流的数值模拟")
    assert {one.card.name for one in found.known} == {"王晓兰", "李敏"}
    assert all(one.evidence and 0 < one.affinity <= 1 for one in found.known)


def test_who_works_at_an_excluded_unit_is_left_out_with_the_reason(people):
    found = need(people, "湍流", ("示例理工大学",))
    assert [one.card.name for one in found.known] == ["王晓兰"]
    assert [(one.card.name, one.reasons[0].code) for one in found.left_out] == [("李敏", "finder_of_unit")]


def test_who_takes_a_break_then_is_left_out(people):
    expert = Expert.objects.create(
        pool=people.association, name="李敏", unit_name="示例理工大学", state=PoolState.ACTIVE
    )
    ExpertBreak.objects.create(expert=expert, since=date(2027, 5, 10), until=date(2027, 5, 20))
    may = {"since": date(2027, 5, 1), "until": date(2027, 5, 31)}
    assert [one.reasons[0].code for one in need(people, "湍流", **may).left_out] == ["finder_on_a_break"]
    june = need(people, "湍流", since=date(2027, 6, 1), until=date(2027, 6, 30))
    assert {one.card.name: [note.code for note in one.notes] for one in june.known} == {
        "李敏": ["finder_in_pool"],
        "王晓兰": [],
    }


def test_one_found_is_taken_into_the_pool_once(people, officer):
    text = officer.get(reverse("registry:finder"), {"what": "湍流"}).content.decode()
    assert reverse("reviews:pool_from_registry") in text
    uid = str(need(people, "流体力学").known[0].card.identity.uid)
    for _ in range(2):
        assert officer.post(reverse("reviews:pool_from_registry"), {"person": uid}).status_code == 302
    assert [one.name for one in Expert.objects.filter(pool=people.association, name="王晓兰")] == ["王晓兰"]


def test_the_finder_asks_as_often_for_many_as_for_few(people, officer):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(reverse("registry:finder"), {"what": "湍流"}).status_code == 200
        return len(queries)

    asked()  # what a session reads once
    few = asked()
    more = [PersonRow(f"{one}示例", unit="示例大学", disciplines=("湍流",)) for one in "赵钱孙周"]
    actions.add_entries(more, source="import:2", organisation=people.association, by=people.officer)
    assert asked() == few <= 15


def test_nothing_asked_and_nothing_known_are_told(people, officer):
    assert officer.get(reverse("registry:finder")).status_code == 200
    assert officer.get(reverse("registry:finder"), {"what": ""}).status_code == 422
    assert officer.get(reverse("registry:finder"), {"what": "的"}).status_code == 200

"""Dynamic lists: who came in, who fell out and why, through merges and erasures, and what the keeper is told."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from jinguo.apps.clock import held_at, now
from jinguo.apps.outbox.models import Message
from jinguo.apps.registry import actions
from jinguo.apps.registry.models import ListCount, Listed, PersonEntry
from jinguo.apps.registry.search import finding, indexing
from jinguo.apps.registry.search.asking import Asked
from jinguo.apps.registry.tasks.people import lists_of_the_day
from jinguo.engines.rosters import PersonRow
from jinguo.phrases import say
from jinguo.reasons import Reason
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def officer(people):
    client = Client()
    client.force_login(people.officer)
    return client


def add(people, *rows, source="import:1"):
    actions.add_entries(
        rows, source=source, organisation=people.district, by=people.officer, source_name="名单.xlsx",
        recorded_on=date(2024, 9, 1),
    )  # fmt: skip
    return list(PersonEntry.objects.filter(source=source).order_by("pk"))


def kept(people, **asked):
    query = Asked(**asked).query
    search = actions.keep_search(organisation=people.association, name="后备", query=query, by=people.officer)
    count(search)
    return search


def count(search):
    asked = Asked.read(finding.parts_of(search.query))
    members = finding.found(search.organisation, asked).values_list("identity_id", flat=True)
    return actions.count_list(search=search, members=set(members))


def state(people, entry, attribute, value):
    actions.state_fact(entry=entry, attribute=attribute, value=value, by=people.officer, confirmed=True)


def why(search):
    return {
        row.identity_id: [say(Reason.from_json(one)) for one in row.why]
        for row in Listed.objects.filter(search=search).exclude(until=None)
    }


def test_who_fell_out_is_told_with_the_condition_that_no_longer_holds(people):
    year = now().year
    aged, moved, erased = add(
        people,
        *(
            PersonRow(name, title="教授", unit="示例大学", birth_date=str(year - 40))
            for name in ("王甲", "王乙", "王丙")
        ),
    )
    search = kept(people, title="教授", unit="示例大学", younger=40)
    state(people, moved, "unit", "示例研究院")
    actions.erase(entries=[erased], organisation=people.district, why="本人要求", by=people.zhao)
    state(people, aged, "birth_date", str(year - 41))
    actions.decide(entry=aged, fact=_fact(people, aged, str(year - 41)), why="身份证", by=people.officer)

    assert count(search) == (0, 3)
    assert why(search) == {
        aged.identity_id: ["年龄41岁，超过40岁"],
        moved.identity_id: ["单位变动，现为示例研究院"],
        erased.identity_id: ["应本人要求删除"],
    }
    counted = ListCount.objects.get(search=search)
    assert (counted.members, counted.came, counted.gone) == (0, 0, 3)


def _fact(people, entry, value):
    from jinguo.apps.registry import queries
    from jinguo.apps.registry.persons import personal_page

    page = personal_page.page_of([entry], queries.people.statements_on([entry]), ())
    return next(one for one in page.profile.resolved["birth_date"].facts if one.value == value)


def test_a_merge_and_its_undoing_keep_the_list_true(people):
    one, other = add(people, PersonRow("王晓兰", title="教授"), PersonRow("王小兰", title="教授"))
    search = kept(people, title="教授")
    merge = actions.merge(
        left=one, right=other, organisation=people.association, why="同一人", by=people.officer
    )

    assert count(search) == (0, 1)
    [[told]] = why(search).values()
    assert told == "与另一人合并为同一人"
    actions.undo_merge(merge=merge, organisation=people.association, why="两人", by=people.officer)
    assert count(search) == (1, 0)
    assert Listed.objects.filter(search=search, until=None).count() == 2


def test_whose_entries_go_up_in_another_identity_keeps_her_time_in_the_list(people):
    first, second = add(people, PersonRow("王小兰", title="讲师"), PersonRow("王晓兰", title="教授"))
    search = kept(people, title="教授")
    actions.merge(left=second, right=first, organisation=people.association, why="同一人", by=people.officer)
    second.refresh_from_db()
    state(people, second, "title", "教授")
    indexing.refresh([second.identity_id])

    assert count(search) == (0, 0)
    assert Listed.objects.get(search=search).identity_id == second.identity_id


def test_the_keeper_is_told_once_a_month(people):
    add(people, PersonRow("王晓兰", title="教授"))
    kept(people, title="教授")
    assert lists_of_the_day()["told"] == 0

    begin = now().replace(day=1, hour=12) + timedelta(days=40)
    with held_at(begin.replace(day=1)):
        add(people, PersonRow("李梅", title="教授"), source="import:2")
        assert lists_of_the_day()["told"] == 1
        assert lists_of_the_day()["told"] == 0
    message = Message.objects.get(code="list_of_the_month", channel="site")
    assert message.to_user == people.officer
    assert "入列1人，出列0人" in message.subject


def test_the_page_shows_the_moves_since_a_month_and_gives_them_out(people, officer):
    gone, _ = add(people, PersonRow("王晓兰", title="教授"), PersonRow("李梅", title="教授"))
    search = kept(people, title="教授")
    with held_at(now() + timedelta(days=40)):
        state(people, gone, "title", "研究员")
        add(people, PersonRow("赵霞", title="教授"), source="import:2")
        count(search)
        address = reverse("registry:kept", args=[search.uid])
        text = officer.get(address).content.decode()
        assert "职称现为研究员，名单要求教授" in text
        assert "赵霞" in text
        assert "<polyline" in text
        later = officer.get(address, {"since": "2099-01"}).content.decode()
        assert "职称现为研究员" not in later
        assert officer.get(address, {"since": "nonsense"}).status_code == 200
        file = officer.post(reverse("registry:changes", args=[search.uid]))
    cells = [[cell.value for cell in row] for row in load_workbook(BytesIO(file.content)).active]
    assert any("王晓兰" in row and "职称现为研究员，名单要求教授" in row for row in cells)


def test_the_page_asks_the_database_as_often_for_many_as_for_one(people, officer):
    asked = []
    search = None
    for number in (1, 3):
        add(
            people,
            *(PersonRow(f"王{number}{n}", title="教授") for n in range(number)),
            source=f"import:{number}",
        )
        search = search or kept(people, title="教授")
        count(search)
        officer.get(reverse("registry:kept", args=[search.uid]))
        with CaptureQueriesContext(connection) as context:
            officer.get(reverse("registry:kept", args=[search.uid]))
        asked.append(len(context))
    assert asked[0] == asked[1]
    assert asked[0] <= 12

"""Pages of the registry ask no more of the database when there is more to show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps.registry import actions
from tests.apps.registry import hers

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(client):
    made = hers.world()
    client.force_login(made.zhao)
    return made


def asked(client, url):
    """Queries of a page that was opened before: the first one keeps the session too."""
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def others(people, count, start=0):
    return [
        hers.entry(people, f"李{'甲乙丙丁戊'[n]}", source=f"import:o{n}", birth_date="1990-01")
        for n in range(start, start + count)
    ]


def test_compared_persons(people, client):
    def url(entries):
        return reverse("registry:compare") + "?" + "&".join(f"chosen={one.identity.uid}" for one in entries)

    first = others(people, 1)
    few = asked(client, url(first))
    more = [*first, *others(people, 3, 1)]
    for one in more:
        actions.state_fact(entry=one, attribute="post", value="处长", by=people.zhao)
    assert asked(client, url(more)) == few <= 12


def test_a_kept_list_with_who_came_and_who_left(people, client):
    def url(name, persons):
        search = actions.keep_search(organisation=people.district, name=name, query="q=李", by=people.zhao)
        actions.count_list(search=search, members={one.identity_id for one in persons})
        actions.count_list(search=search, members={persons[0].identity_id})
        return reverse("registry:kept", args=[search.uid])

    first = others(people, 2)
    few = asked(client, url("一", first))
    assert asked(client, url("二", [*first, *others(people, 3, 2)])) == few <= 15


def test_adding_by_hand_whoever_may_be_she(people, client):
    typed = {"name": "李甲", "birth_date": "1990-01", "source": "名片"}

    def shown():
        with CaptureQueriesContext(connection) as found:
            answer = client.post(reverse("registry:add"), typed)
        return len(found), len(answer.context["found"])

    others(people, 1)
    client.post(reverse("registry:add"), typed)
    few, one = shown()
    for n in range(2):
        hers.entry(people, "李甲", source=f"import:x{n}", birth_date=f"1990-0{n + 2}")
    more, several = shown()
    assert (one, several) == (1, 3)
    assert more == few <= 20


def test_her_own_photo_page(people, client):
    hers.claimed(people)
    client.force_login(people.wang)
    assert asked(client, reverse("rights:photo")) <= 12

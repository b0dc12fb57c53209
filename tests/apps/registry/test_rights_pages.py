"""Her pages as they are asked for: what they show, what they hide, and that more data ask no more of the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps.registry import actions
from jinguo.apps.registry.models import Claim, Consent, Erasure
from tests import factories
from tests.apps.registry import hers

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = hers.world()
    made.claim = hers.claimed(made)
    return made


@pytest.fixture
def her(world, client):
    client.force_login(world.wang)
    return client


def count(client, url):
    """Queries of a page that was opened before: the first one keeps the session too."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def more_of_her(world, times):
    for n in range(times):
        entry = hers.entry(
            world, "王晓兰", source=f"import:m{n}", id_number=factories.id_number(1), phone=f"1380000{n:04d}"
        )
        for attribute in ("title", "phone"):
            actions.propose_correction(claim=world.claim, attribute=attribute, value=f"1390000{n:04d}")
        actions.state_fact(
            entry=entry, attribute="employment", value="研究员", place="甲", since="2019", by=world.zhao
        )


@pytest.mark.parametrize("name", ["mine", "consents", "leave"])
def test_more_data_ask_no_more_queries(her, world, name):
    url = reverse(f"rights:{name}")
    more_of_her(world, 1)
    few = count(her, url)
    more_of_her(world, 3)

    assert count(her, url) == few <= 12, few


def test_what_waits_asks_no_more_queries_with_more_of_it(client, world):
    client.force_login(world.zhao)
    more_of_her(world, 1)
    few = count(client, reverse("rights:requests"))
    more_of_her(world, 3)
    for n in range(3):
        hers.waiting(
            world, user=factories.user(f"u{n}"), entry=hers.entry(world, f"李{n}", source=f"import:l{n}")
        )

    assert count(client, reverse("rights:requests")) <= few + 1 <= 16


def test_her_page_shows_no_sensitive_value_and_reveals_one_at_a_time(her, world):
    page = her.get(reverse("rights:mine")).content.decode()
    assert [value for value in hers.SECRET.values() if value in page] == []

    answer = her.post(reverse("rights:reveal"), {"attribute": "phone"})

    assert hers.SECRET["phone"] in answer.content.decode()
    assert hers.SECRET["address"] not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_proposed_step_of_her_path_is_shown_with_unit_and_years_to_whom_it_waits_for(client, world):
    said = {"value": "特聘研究员", "place": "示例大学", "since": "2019", "until": "2021-06"}
    actions.propose_correction(claim=world.claim, attribute="employment", **said)
    client.force_login(world.zhao)
    person = reverse("registry:person", args=[world.entry.identity.uid])
    for address in (person, reverse("rights:requests")):
        assert " · 示例大学 · 2019–2021-06" in client.get(address).content.decode()
    client.force_login(world.wang)
    assert " · 示例大学 · 2019–2021-06" in client.get(reverse("rights:mine")).content.decode()


def test_a_link_is_taken_up_with_a_new_account(client, world):
    entry = hers.entry(world, "李某", source="import:2")
    url = reverse("rights:claim", args=[hers.offered(world, entry)[1]])
    given = {"name": "李某", "username": "limou", "password": factories.PASSWORD, "again": factories.PASSWORD}

    answer = client.post(url, given)

    assert (answer.status_code, answer["Location"]) == (302, reverse("rights:mine"))
    assert Claim.objects.get(entry=entry).state == Claim.WAITING
    assert "李某" not in client.get(reverse("rights:mine")).content.decode().split("<main")[1]
    assert client.get(url).status_code == 404


def test_nothing_of_a_person_stands_on_the_page_of_a_link(client, world):
    entry = hers.entry(world, "李某", source="import:2")

    page = client.get(reverse("rights:claim", args=[hers.offered(world, entry)[1]])).content.decode()

    assert "李某" not in page
    assert "示例市东城区科协" in page


def test_a_consent_is_taken_back_with_one_click(her):
    her.post(reverse("rights:agree"), {"purpose": "registry_found"})
    her.post(reverse("rights:disagree"), {"purpose": "registry_found"})

    assert Consent.objects.get().withdrawn_at is not None


def test_nobody_is_erased_without_having_read_what_follows(her):
    assert her.post(reverse("rights:leave"), {"note": ""}).status_code == 422
    her.post(reverse("rights:leave"), {"sure": "on"})

    assert Erasure.objects.get().state == Erasure.ASKED


def test_the_keeper_erases_from_her_page(client, world):
    [erasure] = actions.ask_erasure(claim=world.claim)
    client.force_login(world.zhao)
    url = reverse("rights:erasure", args=[erasure.uid])
    assert "王晓兰" in client.get(url).content.decode()

    client.post(url, {"done": "1"})

    page = client.get(url).content.decode()
    assert "王晓兰" not in page
    assert Erasure.objects.get().state == Erasure.DONE


def test_the_link_for_her_is_shown_once(client, world):
    entry = hers.entry(world, "李某", source="import:2")
    client.force_login(world.zhao)
    url = reverse("rights:invite", args=[entry.identity.uid])

    made = client.post(url, {"address": ""}).content.decode()

    assert "/registry/mine/claim/" in made
    assert "/registry/mine/claim/" not in client.get(url).content.decode()


def test_the_link_of_a_nominee_leads_to_her_data(client):
    from tests.apps.registry.nominee import confirmed_nominee

    token, entry = confirmed_nominee()
    client.force_login(factories.user("nominee", "王晓兰"))

    client.post(reverse("rights:claim", args=[token]))

    claim = Claim.objects.get()
    assert (claim.entry_id, claim.origin, claim.organisation.name) == (
        entry.pk,
        Claim.BY_RECORD,
        "示例市化学学会",
    )


def test_what_waits_has_no_dot_before_nothing(client, world):
    client.force_login(world.zhao)
    nameless = factories.user("nameless")
    type(nameless).objects.filter(pk=nameless.pk).update(name="")
    entry = hers.entry(world, "李敏", source="import:n")
    hers.waiting(world, user=nameless, entry=entry)
    actions.state_fact(entry=entry, attribute="post", value="处长", by=None, proposed=True)

    page = " ".join(client.get(reverse("rights:requests")).content.decode().split())

    assert "账号：nameless ·" in page
    assert "· <" not in page

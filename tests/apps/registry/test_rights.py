"""Her rights: she sees what is known of her, corrects it, takes consents back, has a copy, is erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.audit.values import shown
from jinguo.apps.clock import held_at, now, today
from jinguo.apps.registry import actions, queries
from jinguo.apps.registry.models import Card, Consent, Honour, PersonEntry, Statement
from jinguo.apps.registry.rows import PersonRow
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


@pytest.fixture
def token(people, entry):
    return actions.make_link(entry=entry, organisation=people.district, by=people.zhao)


def url(name, token):
    return reverse(f"registry:{name}", args=[token])


def test_her_link_shows_what_is_known_and_who_looked(people, entry, token):
    actions.unmask(
        entries=[entry],
        statements=[],
        attribute="phone",
        organisation=people.district,
        why="电话核实",
        by=people.zhao,
    )

    answer = Client().get(url("own", token))

    text = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    for part in ("王晓兰", "名单.xlsx", "138****1234", "电话核实", "赵霞"):
        assert part in text
    assert "13800001234" not in text


def test_a_link_ends_after_fourteen_days_and_by_the_next_one(people, entry, token):
    with held_at(now() + timedelta(days=15)):
        assert Client().get(url("own", token)).status_code == 404
    actions.make_link(entry=entry, organisation=people.district, by=people.zhao)

    assert Client().get(url("own", token)).status_code == 404


def test_a_correction_counts_once_her_unit_accepts_it(people, entry, token):
    Client().post(url("own_propose", token), {"attribute": "title", "value": "研究员"})
    statement = Statement.objects.get()
    before = Card.objects.get(organisation=people.district).title

    actions.answer_proposal(statement=statement, accepted=True, by=people.zhao)

    assert (before, Card.objects.get(organisation=people.district).title) == ("教授", "研究员")


def test_a_consent_is_taken_back_by_one_press(entry, token):
    given = {"text_version": "1", "channel": "link", "source": "nomination:1"}
    actions.give_consent(entry=entry, purposes=["consent_publication", "consent_processing"], **given)

    Client().post(url("own_withdraw", token), {"purpose": "consent_publication"})

    assert list(Consent.objects.filter(withdrawn_at=None).values_list("purpose", flat=True)) == [
        "consent_processing"
    ]


def test_the_copy_is_for_whoever_knows_the_number_on_record(token):
    refused = Client().post(url("own_copy", token), {"proof": "13900000000"})
    given = Client().post(url("own_copy", token), {"proof": "13800001234"})

    assert refused.status_code == 422
    assert given.json()["sensitive"] == {"phone": "13800001234", "id_number": factories.id_number(9)}
    assert {"attribute": "title", "value": "教授"}.items() <= given.json()["facts"][1].items()


def test_erasing_leaves_nothing_that_tells_of_her(people, entry, token):
    Client().post(url("own_erasure", token))
    assert queries.erasure_asked([entry])
    actions.state_fact(entry=entry, attribute="email", value="wang@example.org", by=people.zhao)
    actions.grant_honour(
        title="三八红旗手", year=2024, granted_by="示例市妇联", granted_on=today(), holder_kind="person",
        holder_name="王晓兰", source="nomination:1", entry=entry, by=None,
    )  # fmt: skip

    with pytest.raises(Refused, match="reason_missing"):
        actions.erase(entries=[entry], organisation=people.district, why=" ", by=people.zhao)
    actions.erase(entries=[entry], organisation=people.district, why="本人申请", by=people.zhao)

    entry.refresh_from_db()
    assert (entry.name, entry.facts, entry.facts_sealed, entry.id_number_index) == ("", {}, "", "")
    assert not Statement.objects.exists()
    assert not Card.objects.exists()
    assert Honour.objects.get().holder_name == "王**"
    stated = Entry.objects.get(action="fact_stated")
    assert "wang@" not in str(shown(stated.after, "zh-hans"))
    assert not Entry.objects.filter(Q(after__icontains="13800001234") | Q(after__icontains="wang@")).exists()


def test_who_is_honoured_stands_in_the_organisers_registry(people):
    made = actions.record_entry(name="李芳", source="nomination:2")
    assert not Card.objects.exists()

    actions.grant_honour(
        title="三八红旗手", year=2024, granted_by="示例市科协", granted_on=today(), holder_kind="person",
        holder_name="李芳", source="nomination:2", entry=made, keeper=people.association, by=None,
    )  # fmt: skip

    assert Card.objects.get(organisation=people.association).name == "李芳"

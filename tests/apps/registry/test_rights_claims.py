"""Whose account is whose: links offered and taken up, confirmed, followed through merges."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jinguo.apps.clock import held_at, now
from jinguo.apps.outbox.models import Message
from jinguo.apps.registry import actions, queries
from jinguo.apps.registry.models import Claim, PersonEntry
from tests import factories
from tests.apps.registry import hers

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return hers.world()


def test_an_invitation_taken_up_waits_until_the_keeper_confirms_it(world):
    claim, token = hers.offered(world)

    taken = actions.take_up(token=token, user=world.wang)

    assert (taken.pk, taken.state) == (claim.pk, Claim.WAITING)
    assert not queries.rights.is_hers(taken)
    assert Message.objects.filter(to_user=world.zhao, code="claim_waiting").exists()
    confirmed = actions.answer_claim(claim=taken, accepted=True, by=world.zhao)
    assert queries.rights.is_hers(confirmed)
    assert Message.objects.filter(to_user=world.wang, code="claim_confirmed").exists()


def test_a_link_works_once_and_no_longer_than_it_says(world):
    _, token = hers.offered(world)
    with held_at(now() + timedelta(days=31)), hers.refused("claim_link_over"):
        actions.take_up(token=token, user=world.wang)
    actions.take_up(token=token, user=world.wang)

    with hers.refused("claim_link_over"):
        actions.take_up(token=token, user=world.stranger)


def test_a_new_link_ends_the_earlier_one(world):
    _, first = hers.offered(world)
    hers.offered(world)

    with hers.refused("claim_link_over"):
        actions.take_up(token=first, user=world.wang)


@pytest.mark.parametrize("answered", [True, False])
def test_one_account_is_one_person_and_one_person_one_account(world, answered):
    claim = hers.claimed(world) if answered else hers.waiting(world)
    entry = hers.entry(world, "李某某", source="import:2")

    with hers.refused("account_has_person"):
        actions.take_up(token=hers.offered(world, entry)[1], user=world.wang)
    if answered:
        with hers.refused("person_has_account"):
            hers.offered(world)
    assert Claim.objects.get(user=world.wang) == claim


def test_only_who_keeps_her_confirms_and_nobody_her_own(world):
    claim = hers.waiting(world)

    with hers.refused("not_keeper_of_registry"):
        actions.answer_claim(claim=claim, accepted=True, by=world.li)
    with hers.refused("reason_missing"):
        actions.answer_claim(claim=claim, accepted=False, by=world.zhao)
    assert actions.answer_claim(claim=claim, accepted=True, by=world.officer).state == Claim.CONFIRMED


def test_nobody_confirms_her_own_account(world):
    claim = actions.take_up(token=hers.offered(world)[1], user=world.zhao)

    with hers.refused("claim_is_ones_own"):
        actions.answer_claim(claim=claim, accepted=True, by=world.zhao)


def test_a_refused_one_may_be_invited_again(world):
    claim = hers.waiting(world)
    actions.answer_claim(claim=claim, accepted=False, why="电话核实不是本人。", by=world.zhao)

    again = actions.take_up(token=hers.offered(world)[1], user=world.wang)

    assert again.state == Claim.WAITING
    assert (
        Message.objects.get(to_user=world.wang, code="claim_refused", channel="site").body.count("电话核实")
        == 1
    )


def test_of_two_accounts_that_come_together_the_earlier_one_holds_until_they_part(world):
    first = hers.claimed(world)
    other = hers.entry(world, "王小兰", source="import:2")
    second = hers.claimed(world, user=world.stranger, entry=other)
    PersonEntry.objects.filter(pk=other.pk).update(identity=world.entry.identity)

    assert [queries.rights.is_hers(hers.fresh(one)) for one in (first, second)] == [True, False]

    PersonEntry.objects.filter(pk=other.pk).update(identity=other.home)
    assert [queries.rights.is_hers(hers.fresh(one)) for one in (first, second)] == [True, True]


def test_her_page_follows_what_is_merged(world):
    claim = hers.claimed(world)
    other = hers.entry(world, "王小兰", source="import:2")

    PersonEntry.objects.filter(pk=other.pk).update(identity=world.entry.identity)

    assert [one.name for one in queries.rights.entries_of(hers.fresh(claim))] == ["王晓兰", "王小兰"]


def test_an_id_number_alone_opens_nothing(world):
    number = factories.id_number(1)

    with hers.refused("claim_link_over"):
        actions.take_up(token=number, user=world.wang)

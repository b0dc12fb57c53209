"""A tier that an officer gives on her own ground, as far as the scheme lets her."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from jinguo.apps.clock import today
from jinguo.apps.registry.actions import tiers
from jinguo.apps.registry.models import TierHolding, TierProposal
from jinguo.engines.rosters import PersonRow
from jinguo.engines.tiers import Scheme
from jinguo.errors import Refused
from tests import factories
from tests.apps.registry import test_tiers as rules

pytestmark = pytest.mark.django_db
TYPED = {"tier": "backbone", "since": date(2025, 9, 1), "ground": "市委人才办2025年第8号决定"}
MORE = rules.SCHEME.model_dump()
MORE["tiers"] += (
    {**MORE["tiers"][1], "code": "new", "name": "新星人才", "confirm": "automatic"},
    {**MORE["tiers"][1], "code": "later", "name": "后备人才", "confirm": "board", "direct": True},
)
MORE["tiers"][0]["direct"], MORE["tiers"][0]["after"] = False, ("backbone",)


@pytest.fixture
def people():
    made = factories.cast()
    (made.entry,) = rules.add(made, PersonRow("王晓兰", **rules.HER))
    made.scheme = rules.in_force(made, Scheme.model_validate(MORE))
    return made


def give(people, **said):
    return tiers.give(
        person=people.entry.identity,
        scheme=people.scheme,
        by=said.pop("by", people.officer),
        **{**TYPED, **said},
    )


def refused(people, **said):
    with pytest.raises(Refused) as told:
        give(people, **said)
    return told.value.reasons[0].code


def test_it_holds_from_the_day_said_with_its_ground_for_the_term_of_the_scheme(people, client):
    client.force_login(people.officer)
    url = reverse("tiers:give", args=[people.entry.identity.uid])
    assert "骨干人才" in client.get(url).content.decode()
    client.post(url, {**TYPED, "since": "2025-09-01"})

    held = TierHolding.objects.get()
    assert (held.tier, held.since, held.until) == ("backbone", date(2025, 9, 1), date(2028, 9, 1))
    page = client.get(reverse("registry:person", args=[people.entry.identity.uid])).content.decode()
    assert "直接认定：市委人才办2025年第8号决定" in page


def test_what_the_scheme_does_not_allow_is_refused(people):
    assert refused(people, tier="new") == "tier_not_by_hand"
    assert refused(people, tier="none") == "tier_not_by_hand"
    assert refused(people, tier="leading") == "tier_reached_from"
    assert refused(people, tier="later") == "tier_document_missing"
    assert refused(people, ground=" ") == "reason_missing"
    assert refused(people, since=today() + timedelta(days=1)) == "tier_begins_later"
    assert refused(people, since=date(2010, 1, 1)) == "tier_would_be_over"
    assert not TierProposal.objects.exists()
    give(people)
    assert refused(people) == "tier_is_held"


def test_where_two_officers_are_asked_for_it_waits_and_no_rule_overtakes_it(people):
    colleague = factories.member(people.association, "colleague", "officer", "周敏")
    give(people)
    waiting = give(people, tier="leading", since=today())
    tiers.weigh(scheme=people.scheme)
    waiting.refresh_from_db()
    assert waiting.state == TierProposal.HALF
    tiers.confirm(proposal=waiting, by=colleague)

    now, before = TierHolding.objects.order_by("-pk")
    assert (now.tier, now.second_by_name, before.ended_why) == ("leading", "周敏", TierHolding.PROMOTED)


def test_a_liaison_gives_no_tier(people, client):
    client.force_login(people.zhao)
    assert client.get(reverse("tiers:give", args=[people.entry.identity.uid])).status_code == 404

"""The part of the world that shares: partners, agreements, a package, a program, a registration."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from jinguo.apps.clock import now, today
from jinguo.apps.exchange import actions as exchange
from jinguo.apps.exchange.models import Receipt
from jinguo.apps.exchange.states import RECEIVING
from jinguo.apps.jobs.models import Job
from jinguo.apps.organisations import kinds
from jinguo.engines.exchange import new_keys
from tests import factories


def sharing(people: SimpleNamespace) -> dict[str, Any]:
    """市科协 gives to 化学学会 and takes from it; a program; a person who registers herself at 化学学会."""
    admin = factories.member(people.association, "admin", kinds.ADMIN, "管某")
    second = factories.member(people.association, "second", kinds.OFFICER, "周某")
    theirs = factories.member(people.society, "theirs", kinds.OFFICER, "吴某")
    for organisation, by in ((people.association, people.officer), (people.society, theirs)):
        exchange.make_key(organisation=organisation, by=by)
    partner = exchange.add_partner(organisation=people.association, other=people.society, by=people.officer)
    away = exchange.add_partner(organisation=people.association, name="外省科协", by=people.officer)
    card = new_keys("外省科协", "2026-10-12").card.to_json()
    key = exchange.add_key(partner=away, card=card, by=people.officer)
    plain: dict[str, Any] = {
        "partner": partner,
        "purpose": "registry_sharing",
        "fields": ["unit"],
        "since": today(),
        "until": today(),
        "by": people.officer,
    }
    gives = exchange.propose(way="agreement_gives", title="一号", **plain)
    exchange.approve(agreement=gives, by=second)
    proposed = exchange.propose(way="agreement_takes", title="二号", **plain)
    package = exchange.ask_for_package(agreement=gives, by=people.officer)
    receipt = Receipt.objects.create(organisation=people.association, agreement=proposed, number=1)
    coming = Job.objects.create(
        name=RECEIVING, params={"file_name": "一号.jinguo.zip"}, by=people.officer, created_at=now()
    )
    token, _ = exchange.make_token(
        organisation=people.association,
        name="门户",
        purpose="展示",
        scopes=["scope_read"],
        expires_on=today(),
        by=admin,
    )
    registration = exchange.register(
        unit=people.society,
        said={"name": "钱某"},
        consents=["registry_found"],
        lang="zh",
        user=factories.user("qian", "钱某"),
    )
    return {
        "partner": partner.uid,
        "partner_key": key.uid,
        "agreement": gives.uid,
        "proposed_agreement": proposed.uid,
        "exchange_package": package.uid,
        "receipt": receipt.uid,
        "package_coming": coming.uid,
        "api_token": token.uid,
        "registration": registration.uid,
    }

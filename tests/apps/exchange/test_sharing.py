"""Sharing from end to end: only who agreed is given, who withdrew is named and erased, a package is one import."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinguo.apps.clock import now, today
from jinguo.apps.exchange import actions, queries
from jinguo.apps.exchange.models import Agreement, Package, Sent, Share
from jinguo.apps.files import blobs
from jinguo.apps.outbox.models import Message
from jinguo.apps.registry import actions as registry
from jinguo.apps.registry import elsewhere
from jinguo.apps.registry.actions import consenting
from jinguo.apps.registry.models import Card, Consent, ListImport, PersonEntry, Statement
from jinguo.engines.exchange import Expected, open_package
from jinguo.errors import Refused
from tests.apps.exchange import sharing
from tests.apps.registry.hers import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return sharing.sharing()


def read(people, made):
    """What a package says, as its receiver reads it."""
    own = queries.partners.own_keys(people.taker)
    card = queries.partners.own_key(people.giver)
    from jinguo.engines.exchange import KeyCard

    with (
        blobs.on_disk(made.file.path) as path,
        open_package(path, Expected(own, [KeyCard.from_json(card.card)])) as one,
    ):
        assert one.findings() == []
        return [row for _, row in one.people()], [row for _, row in one.withdrawn()]


def withdraw(entry, purpose=sharing.PURPOSE):
    Consent.objects.filter(entry__identity=entry.identity_id, purpose=purpose).update(withdrawn_at=now())
    consenting.take_effect(identity=entry.identity_id, purpose=purpose)


def test_a_package_holds_who_agreed_and_the_agreed_fields_alone(people):
    wang = sharing.person(
        people, phone="13800001234", id_number="11010519491231002X", honours=("三八红旗手",)
    )
    sharing.agrees(wang)
    sharing.person(people, "李梅", 2)
    made = sharing.package(people)
    persons, gone = read(people, made)
    [record] = persons
    assert record["name"] == "王晓兰"
    assert record["honours"] == ["三八红旗手"]
    assert "phone" not in record
    assert "id_number" not in json.dumps(record)
    assert gone == []
    assert made.left_out == {"left_no_consent": 1}
    assert Sent.objects.get().consent.entry == wang


def test_sensitive_fields_go_out_with_their_own_consent_alone(people):
    wang = sharing.person(people, phone="13800001234")
    sharing.agrees(wang, sharing.PURPOSE, "registry_sensitive")
    [record], _ = read(people, sharing.package(people))
    assert record["phone"] == "13800001234"


def test_under_14_a_guardian_agrees(people):
    child = sharing.person(people, birth_date=f"{today().year - 10}-01-01")
    sharing.agrees(child)
    assert sharing.package(people).left_out == {"left_no_guardian": 1}
    Consent.objects.update(guardian_name="王母", guardian_relation="母亲")
    assert len(read(people, sharing.package(people))[0]) == 1


def test_a_later_package_holds_what_changed_and_who_withdrew(people):
    wang, li = sharing.person(people), sharing.person(people, "李梅", 2)
    for one in (wang, li):
        sharing.agrees(one)
    first, _ = read(people, sharing.package(people))
    refs = {one["name"]: one["ref"] for one in first}
    second = sharing.package(people)
    assert (second.people, second.unchanged) == (0, 2)
    registry.state_fact(entry=li, attribute="title", value="教授", by=people.officer, confirmed=True)
    withdraw(wang)
    persons, gone = read(people, sharing.package(people))
    assert [(one["ref"], one["title"]) for one in persons] == [(refs["李梅"], "教授")]
    assert [one["ref"] for one in gone] == [refs["王晓兰"]]
    assert read(people, sharing.package(people))[1] == []


def test_who_withdraws_while_the_package_is_made_is_not_in_it(people, monkeypatch):
    wang, li = sharing.person(people), sharing.person(people, "李梅", 2)
    for one in (wang, li):
        sharing.agrees(one)
    stored, times = actions.giving.files.store, []

    def slow(*args, **kwargs):
        if not times:
            times.append(withdraw(wang))
        return stored(*args, **kwargs)

    monkeypatch.setattr(actions.giving.files, "store", slow)
    made = sharing.package(people)
    assert [one["name"] for one in read(people, made)[0]] == ["李梅"]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=st.lists(st.sampled_from(["yes", "no", "taken back", "never", "again"]), min_size=1, max_size=5))
def test_whoever_did_not_agree_is_in_no_package_whatever_was_said_before(people, said):
    with transaction.atomic():
        for number, word in enumerate(said):
            entry = sharing.person(people, f"王{'甲乙丙丁戊'[number]}", number)
            if word in ("yes", "taken back", "again"):
                sharing.agrees(entry)
            if word in ("taken back", "again"):
                withdraw(entry)
            if word == "again":
                sharing.agrees(entry)
            if word == "no":
                Consent.objects.create(
                    entry=entry,
                    purpose=sharing.PURPOSE,
                    source="x",
                    text_version="1",
                    channel="page",
                    withdrawn_at=now(),
                )
        persons, _ = read(people, sharing.package(people))
        wanted = {f"王{'甲乙丙丁戊'[number]}" for number, word in enumerate(said) if word in ("yes", "again")}
        assert {one["name"] for one in persons} == wanted
        transaction.set_rollback(True)


def test_the_database_keeps_nobody_in_a_package_without_a_consent(people):
    made = Package.objects.create(agreement=people.gives, number=9)
    share = Share.objects.create(agreement=people.gives, entry=sharing.person(people))
    with pytest.raises(IntegrityError), transaction.atomic():
        Sent.objects.create(package=made, share=share, consent_id=None)


def test_an_agreement_takes_two_officers_and_consents_that_carry_it(people):
    proposed = actions.propose(
        partner=people.to, way=Agreement.GIVES, title="二号", purpose=sharing.PURPOSE, fields=["name"],
        since=today(), until=today(), by=people.officer,
    )  # fmt: skip
    with refused("agreement_needs_a_second_officer"):
        actions.approve(agreement=proposed, by=people.officer)
    with refused("agreement_not_in_force"):
        actions.ask_for_package(agreement=proposed, by=people.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=proposed.pk).update(
            state="agreement_in_force", approved_at=now(), approved_by=people.officer
        )
    with refused("agreement_fields_beyond_consent"):
        actions.propose(
            partner=people.to, way=Agreement.GIVES, title="三号", purpose="registry_publication", fields=["phone"],
            since=today(), until=today(), by=people.officer,
        )  # fmt: skip


def test_a_package_is_taken_in_as_a_list_linked_and_taken_back(people):
    wang = sharing.person(people, honours=("三八红旗手", "巾帼标兵"))
    registry.state_fact(
        entry=wang,
        attribute="employment",
        value="副研究员",
        place="某所",
        since="2010",
        until="2015",
        by=people.officer,
    )
    sharing.agrees(wang)
    receipt = sharing.taken(people, sharing.package(people))
    assert receipt.run.state == ListImport.OPEN
    assert not Card.objects.filter(organisation=people.taker).exists()
    receipt = sharing.committed(people, receipt)
    [entry] = PersonEntry.objects.filter(organisation=people.taker)
    assert (entry.name, entry.sex, entry.facts["honours"]) == ("王晓兰", "F", ["三八红旗手", "巾帼标兵"])
    step = Statement.objects.get(entry=entry)
    assert (step.attribute, step.value, step.place, step.since) == ("employment", "副研究员", "某所", "2010")
    assert receipt.persons.get().entry == entry
    registry.take_back_import(run=receipt.run, by=people.theirs)
    assert not Card.objects.filter(organisation=people.taker).exists()


def test_the_same_person_again_takes_the_place_of_what_was_said_before_and_gives_it_back(people):
    wang = sharing.person(people)
    sharing.agrees(wang)
    sharing.committed(people, sharing.taken(people, sharing.package(people)))
    [before] = PersonEntry.objects.filter(organisation=people.taker)
    registry.state_fact(entry=wang, attribute="title", value="教授", by=people.officer, confirmed=True)
    receipt = sharing.committed(people, sharing.taken(people, sharing.package(people)))
    [now_] = PersonEntry.objects.filter(organisation=people.taker, withdrawn_at=None)
    assert now_.identity_id == before.identity_id
    assert Card.objects.get(organisation=people.taker).title == "教授"
    registry.take_back_import(run=receipt.run, by=people.theirs)
    assert Card.objects.get(organisation=people.taker).title == "研究员"


def test_who_withdrew_is_erased_when_the_package_is_taken_and_the_partner_is_told_at_once(people):
    wang = sharing.person(people)
    sharing.agrees(wang)
    sharing.committed(people, sharing.taken(people, sharing.package(people)))
    withdraw(wang)
    assert Message.objects.filter(code="sharing_withdrawn", to_user=people.theirs).exists()
    assert queries.given.agreements_due(today()) == [people.gives]
    receipt = sharing.taken(people, sharing.package(people))
    assert (receipt.run, receipt.erased) == (None, 1)
    [entry] = PersonEntry.objects.filter(organisation=people.taker)
    assert entry.name == ""
    assert not Card.objects.filter(organisation=people.taker).exists()
    assert queries.given.agreements_due(today()) == []


def test_a_package_is_taken_once_by_its_receiver_under_an_agreement(people):
    sharing.agrees(sharing.person(people))
    made = sharing.package(people)
    sharing.taken(people, made)
    with refused("exchange_replayed"):
        sharing.taken(people, made)
    actions.end(agreement=people.takes, by=people.theirs, why="到期")
    with refused("exchange_agreement_unknown"):
        sharing.taken(people, made)
    with refused("exchange_key_unknown"), blobs.on_disk(made.file.path) as path:
        actions.receive(organisation=people.giver, path=path, file_name="a", by=people.officer)


def test_keys_change_and_old_packages_still_open(people):
    sharing.agrees(sharing.person(people))
    made = sharing.package(people)
    actions.make_key(organisation=people.taker, by=people.theirs)
    actions.make_key(organisation=people.giver, by=people.officer)
    assert sharing.taken(people, made).people == 1


def test_a_partner_elsewhere_counts_once_its_fingerprint_was_compared(people):
    from jinguo.engines.exchange import new_keys

    away = actions.add_partner(organisation=people.giver, name="外省科协", by=people.officer)
    theirs = new_keys("外省科协", "2026-10-12")
    key = actions.add_key(partner=away, card=theirs.card.to_json(), by=people.officer)
    assert queries.partners.card_of(away) is None
    with refused("fingerprint_differs"):
        actions.confirm_key(key=key, fingerprint="12345 67890", by=people.officer)
    actions.confirm_key(key=key, fingerprint=theirs.card.fingerprint[-11:], by=people.officer)
    assert queries.partners.card_of(away) == theirs.card
    newer = new_keys("外省科协", "2027-01-01", replacing=theirs)
    assert actions.add_key(partner=away, card=newer.card.to_json(), by=people.officer).way == "key_endorsed"
    false = replace(newer.card, replaces=theirs.card.id, endorsed="AAAA", sign=theirs.card.sign)
    assert actions.add_key(partner=away, card=false.to_json(), by=people.officer).confirmed_at is None
    with refused("partner_key_is_ones_own"):
        actions.add_key(partner=away, card=queries.partners.own_key(people.giver).card, by=people.officer)


def test_she_sees_to_whom_she_was_given(people):
    wang = sharing.person(people)
    sharing.agrees(wang)
    sharing.package(people)
    [seen] = elsewhere.shared_with([wang])
    assert (seen.to, seen.agreement, seen.ended) == ("示例市妇女联合会", sharing.TITLE, False)
    assert "attribute_unit" in seen.phrases
    withdraw(wang)
    assert elsewhere.shared_with([wang])[0].ended


def test_outsiders_do_nothing(people):
    for act in (
        lambda: actions.make_key(organisation=people.giver, by=people.theirs),
        lambda: actions.ask_for_package(agreement=people.gives, by=people.theirs),
        lambda: actions.end(agreement=people.gives, by=people.theirs, why="x"),
    ):
        with pytest.raises(Refused):
            act()

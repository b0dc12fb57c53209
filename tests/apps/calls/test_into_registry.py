"""Nominees who agree to it stand in the organiser's registry; who takes it back stands there no more."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps import vault
from jinguo.apps.audit.models import Entry
from jinguo.apps.calls import queries, readiness
from jinguo.apps.calls.actions import confirming, into_registry, nominating
from jinguo.apps.calls.models import Confirmation, TakenIn
from jinguo.apps.outbox.models import Message
from jinguo.apps.registry import actions as registry
from jinguo.apps.registry.models import Card, Consent, ListImport, PersonEntry
from jinguo.apps.registry.persons.profile import words
from jinguo.apps.registry.persons.sealed import opened
from jinguo.apps.registry.rights.consent_texts import FOUND, SENSITIVE
from jinguo.engines.rosters import PersonRow
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db
ALL = (*confirming.PURPOSES, confirming.FOR_REGISTRY)


@pytest.fixture
def people():
    made = factories.cast()
    made.call = factories.open_call(made, consent_required=True, consent_text="自愿参加。")
    return made


@pytest.fixture
def officer(people):
    client = Client()
    client.force_login(people.officer)
    return client


def nominee(people, name="王晓兰", n=1, *, purposes=ALL, unit=None, by=None, **said) -> SimpleNamespace:
    """A nominee who confirmed and was handed in."""
    unit, by = unit or people.society, by or people.li
    nomination = factories.draft(people.call, unit, by, factories.filled_values(name, n, **said))
    confirmation, token = confirming.ask(nomination=nomination, by=by)
    seen = readiness.said_of_her(nomination, queries.values_of(nomination))
    confirming.confirm(confirmation=confirmation, purposes=purposes, seen=seen, lang="zh-hans")
    nomination = nominating.hand_in(nomination=nomination, by=by)
    return SimpleNamespace(nomination=nomination, token=token)


def page(people):
    return reverse("calls:into_talents", args=[people.call.uid])


def taken(people, officer, *nominees):
    uids = [str(one.nomination.uid) for one in nominees]
    answer = officer.post(page(people), {"chosen": uids})
    assert answer.status_code == 302
    return list(TakenIn.objects.order_by("pk"))


def test_the_consent_is_asked_apart_not_ticked_and_the_nomination_does_not_need_it(people, client):
    nomination = factories.draft(people.call, people.society, people.li)
    _, token = confirming.ask(nomination=nomination, by=people.li)
    link = reverse("calls:confirm", args=[token])
    shown = client.get(link)
    text = shown.content.decode()
    assert f'value="{confirming.FOR_REGISTRY}">' in text
    assert "示例市科学技术协会把我的基本信息" in text
    client.post(link, {"answer": "confirm", "purpose": confirming.PURPOSES, "seen": shown.context["digest"]})

    nominating.hand_in(nomination=nomination, by=people.li)

    assert not Consent.objects.filter(purpose=FOUND).exists()
    assert not Confirmation.objects.get().is_for_registry


def test_an_officer_takes_in_who_agreed_as_a_list_with_what_the_form_says(people, officer):
    her = nominee(people)
    (row,) = taken(people, officer, her)

    entry = row.entry
    assert entry.identity == her.nomination.entry.identity
    assert (entry.name, entry.sex, entry.birth_text) == ("王晓兰", "F", "1985-03-12")
    assert (entry.facts["unit"], words("title", entry.facts["title"])) == ("示例市材料研究所", "研究员")
    assert entry.facts["honours"] == ["示例市三八红旗手"]
    assert entry.source_name == f"{people.call.title}推荐人选"
    assert (entry.id_number_sealed, entry.facts_sealed) == ("", "")
    assert entry.statements.get().attribute == "biography"
    assert Consent.objects.get(purpose=FOUND).text_version.startswith("zh-hans:")
    assert Card.objects.filter(identity=entry.identity, organisation=people.association).exists()
    assert Entry.objects.filter(action="nominees_taken_in").exists()
    run = ListImport.objects.get()
    assert officer.get(reverse("lists:one", args=[run.uid])).status_code == 200


def test_id_number_and_telephone_come_only_with_a_consent_of_their_own_and_go_with_it(
    people, officer, client
):
    her = nominee(people, purposes=(*ALL, confirming.FOR_REGISTRY_SENSITIVE))
    other = nominee(people, "赵敏", 5, unit=people.district, by=people.zhao)
    page_ = officer.get(page(people))
    coming = {one.nomination.name: one.with_numbers for one in page_.context["found"].coming}
    assert coming == {"王晓兰": True, "赵敏": False}
    mine, hers = (row.entry for row in taken(people, officer, her, other))

    told = opened(mine)
    assert (told["id_number"], told["phone"]) == (factories.id_number(1), "13800001234")
    assert mine.id_number_index == vault.blind_index("id_number", factories.id_number(1))
    assert (hers.id_number_sealed, hers.facts_sealed) == ("", "")
    assert Consent.objects.get(purpose=SENSITIVE, withdrawn_at=None).entry == her.nomination.entry
    assert Entry.objects.get(action="nominees_taken_in").after == {"count": 2, "sensitive": 1}

    address = reverse("calls:confirm_registry", args=[her.token])
    client.post(address, {"word": "leave_sensitive"})
    mine.refresh_from_db()
    assert (mine.id_number_sealed, mine.id_number_index, mine.facts_sealed) == ("", "", "")
    assert (mine.name, mine.withdrawn_at) == ("王晓兰", None)
    assert not Consent.objects.filter(purpose=SENSITIVE, withdrawn_at=None).exists()
    assert her.nomination.entry.id_number_sealed  # the nomination itself keeps its own
    client.post(address, {"word": "agree_sensitive"})
    assert Consent.objects.filter(purpose=SENSITIVE, withdrawn_at=None).exists()


def test_sensitive_data_without_the_registry_are_no_consent(people, officer):
    her = nominee(people, purposes=(*confirming.PURPOSES, confirming.FOR_REGISTRY_SENSITIVE))
    assert not Consent.objects.filter(purpose=SENSITIVE).exists()
    with pytest.raises(Refused, match="no_registry_consent"):
        into_registry.agree_to_sensitive(confirmation=her.nomination.confirmations.get())


def test_who_did_not_agree_does_not_come_whatever_is_posted(people, officer):
    her = nominee(people, purposes=confirming.PURPOSES)
    shown = officer.get(page(people))
    assert [one.why for one in shown.context["found"].absent] == ["not_taken_in_not_agreed"]
    answer = officer.post(page(people), {"chosen": [str(her.nomination.uid)]})
    assert answer.status_code == 409
    assert not TakenIn.objects.exists()


def test_after_handing_in_she_agrees_and_takes_it_back_with_one_click(people, client, officer):
    her = nominee(people, purposes=confirming.PURPOSES)
    address = reverse("calls:confirm_registry", args=[her.token])
    assert "我同意" in client.get(reverse("calls:confirm", args=[her.token])).content.decode()
    client.post(address, {"word": "agree"})
    (row,) = taken(people, officer, her)
    client.post(address, {"word": "leave"})

    row.entry.refresh_from_db()
    assert row.entry.withdrawn_at is not None
    assert (row.entry.name, row.entry.facts) == ("", {})
    assert not row.entry.statements.exclude(value="").exists()
    assert not Consent.objects.filter(purpose=FOUND, withdrawn_at=None).exists()
    assert Consent.objects.filter(withdrawn_at=None).count() == len(confirming.PURPOSES)
    assert Message.objects.filter(code="nominee_left_registry", to_user=people.officer).exists()
    assert [one.why for one in officer.get(page(people)).context["found"].absent] == ["not_taken_in_withdrew"]
    assert not Card.objects.filter(organisation=people.association).exists()
    client.post(address, {"word": "agree"})
    assert len(officer.get(page(people)).context["found"].coming) == 1


def test_taking_every_consent_back_takes_her_out_of_the_registry_too(people, client, officer):
    her = nominee(people)
    (row,) = taken(people, officer, her)
    client.post(reverse("calls:confirm_withdraw", args=[her.token]))

    row.entry.refresh_from_db()
    assert row.entry.withdrawn_at is not None
    with pytest.raises(Refused):
        into_registry.agree(confirmation=Confirmation.objects.get())


def test_taken_back_on_her_own_page_it_ends_here_too(people, officer):
    her = nominee(people)
    (row,) = taken(people, officer, her)
    user = factories.user("wang", "王晓兰")
    claim = registry.take_up(token=her.token, user=user)
    registry.answer_claim(claim=claim, accepted=True, by=people.li)
    claim.refresh_from_db()
    registry.disagree(claim=claim, purpose=FOUND)

    row.entry.refresh_from_db()
    assert row.entry.withdrawn_at is not None
    assert not Confirmation.objects.get().is_for_registry


def test_the_page_says_who_is_known_and_who_may_be_here_already(people, officer):
    known = PersonRow("王晓兰", id_number=factories.id_number(1), unit="示例市材料研究所")
    namesake = PersonRow("赵敏", birth_date="1985-03-12", sex="F", unit="示例市材料研究所", title="研究员")
    registry.add_entries([known, namesake], source="import:1", organisation=people.association, by=None)
    nominee(people)
    nominee(people, "赵敏", 5, unit=people.district, by=people.zhao)

    coming = {one.nomination.name: one for one in officer.get(page(people)).context["found"].coming}

    assert coming["王晓兰"].card is not None
    assert coming["赵敏"].card is None
    assert [one.card.name for one in coming["赵敏"].alike] == ["赵敏"]


def test_a_list_taken_back_brings_them_to_the_page_again(people, officer):
    her = nominee(people)
    (row,) = taken(people, officer, her)
    assert officer.get(page(people)).context["found"].there
    registry.take_back_import(run=row.run, by=people.officer)

    assert len(officer.get(page(people)).context["found"].coming) == 1
    assert len(taken(people, officer, her)) == 2


def test_who_was_erased_at_her_wish_does_not_come_back(people, officer):
    listed = PersonRow("王晓兰", id_number=factories.id_number(1))
    registry.add_entries([listed], source="import:1", organisation=people.association, by=None)
    entry = PersonEntry.objects.get(source="import:1")
    registry.erase(entries=[entry], organisation=people.association, why="来信", by=people.officer)
    her = nominee(people)

    assert officer.post(page(people), {"chosen": [str(her.nomination.uid)]}).status_code == 409


def test_nomination_and_person_lead_to_each_other(people, officer):
    her = nominee(people)
    (row,) = taken(people, officer, her)
    person = reverse("registry:person", args=[row.entry.identity.uid])
    nomination = reverse("calls:nomination", args=[her.nomination.uid])

    assert person in officer.get(nomination).content.decode()
    shown = officer.get(person).content.decode()
    assert nomination in shown
    assert people.call.title in shown


def test_more_nominees_ask_no_more_queries(people, officer):
    def count():
        officer.get(page(people))
        with CaptureQueriesContext(connection) as asked:
            assert officer.get(page(people)).status_code == 200
        return len(asked)

    registry.add_entries(
        [PersonRow(f"周新{n}", birth_date="1985-03-12") for n in "甲乙丙丁"],
        source="import:1",
        organisation=people.association,
        by=None,
    )
    nominee(people, "周新甲", 11)
    nominee(people, "周新乙", 12, unit=people.district, by=people.zhao, purposes=confirming.PURPOSES)
    few = count()
    for n, name in ((2, "周新丙"), (3, "周新丁")):
        unit = factories.organisation(f"示例学会{n}", parent=people.association)
        liaison = factories.member(unit, f"liaison{n}", "liaison", f"联络员{n}")
        people.call.invitees.create(organisation=unit)
        nominee(people, name, 20 + n, unit=unit, by=liaison)

    assert count() == few <= 15

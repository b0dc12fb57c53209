"""What is sealed can be sealed again after a change of keys: each such column is registered with what it is bound to."""

from __future__ import annotations

import pytest
from django.apps import apps

from jinguo.apps import vault
from jinguo.apps.accounts import second_factor
from jinguo.apps.audit.chain import unsealed
from jinguo.apps.calls.actions import checking as formal
from jinguo.apps.calls.actions import results
from jinguo.apps.calls.actions.investigating import begin_investigation
from jinguo.apps.clock import today
from jinguo.apps.exchange import actions as exchange
from jinguo.apps.exchange.models import Receipt, Received
from jinguo.apps.ids import new_uid
from jinguo.apps.jobs import work
from jinguo.apps.outbox.actions import queue
from jinguo.apps.registry import actions as registry
from jinguo.apps.registry import staging
from jinguo.apps.registry.models import ListImport, PersonEntry
from jinguo.apps.reviews.actions import add_expert, state_relation
from jinguo.apps.vault import checking, registered
from jinguo.engines.rosters import PersonRow, Table
from tests import factories

pytestmark = pytest.mark.django_db
ASKED = {"name": "王晓兰", "call": "选树", "unit": "示例市化学学会"}


def sealed_columns() -> set[str]:
    """By their names: a column that holds tokens is called `sealed`, `sealed_…` or `…_sealed`."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("jinguo.")
        for field in model._meta.concrete_fields
        if "sealed" in field.name.split("_")
    }


def test_every_sealed_column_is_registered():
    assert sealed_columns() == {field.name for field in registered.registered()}


def test_what_the_actions_seal_opens_under_its_registered_name():
    people = factories.cast()
    call = factories.open_call(people)
    nomination = factories.handed_in(call, people.society, people.li)
    notice = _notice(call, people.officer, nomination)
    objection = results.receive_objection(
        notice=notice, nomination=None, objector="赵某", contact="13900000000", content="材料与事实不符。"
    )
    results.take_up_objection(objection=objection, by=people.officer)
    begin_investigation(
        objection=objection, investigator="周核查", began_on=today(), notes="属实。", by=people.officer
    )
    expert = add_expert(pool=people.association, user=people.stranger, name="钱某", by=people.officer)
    state_relation(expert=expert, kind="relation_teacher", name="吴老师", by=people.stranger)
    queue("nominee_asked", to=[("王晓兰", "wang@example.org")], params=ASKED, link="/confirm/secret/")

    row = PersonRow("孙某", phone="13900000001")
    registry.add_entries([row], source="list:1", organisation=people.association, by=people.officer)
    registry.state_fact(
        entry=PersonEntry.objects.get(source="list:1"),
        attribute="email",
        value="sun@example.org",
        by=people.officer,
    )

    run = ListImport.objects.create(organisation=people.association, file_name="名单.csv")
    staging.sealed_chunk(run, 0, Table("", [], {}, [], {}), {}).save()
    _shared(people)

    filled = {
        field.name
        for field in registered.registered()
        if field.model._base_manager.exclude(**{field.field: ""}).exists()
    }

    assert filled == sealed_columns()
    assert checking.findings() == []


def _shared(people):
    """A key, somebody who registered herself, and what a package said that no list has a column for."""
    exchange.make_key(organisation=people.association, by=people.officer)
    exchange.register(
        unit=people.society,
        said={"name": "孙某"},
        consents=["registry_found"],
        lang="zh",
        user=people.stranger,
    )
    partner = exchange.add_partner(organisation=people.association, other=people.society, by=people.officer)
    agreement = exchange.propose(
        partner=partner, way="agreement_takes", title="一号", purpose="registry_sharing", fields=["biography"],
        since=today(), until=today(), by=people.officer,
    )  # fmt: skip
    receipt = Receipt.objects.create(organisation=people.association, agreement=agreement, number=1)
    received = Received(receipt=receipt, ref=new_uid(), row=2)
    received.rest_sealed = vault.seal("{}", about=received.about)
    received.save()


def _notice(call, officer, nomination):
    formal.accept(nomination=nomination, by=officer)
    results.record_selection(
        call=call,
        places=[results.Place(nomination, rank=1, chosen=True)],
        record={},
        record_digest="0" * 64,
        by=officer,
    )
    call.refresh_from_db()
    return results.post_notice(
        call=call,
        title="公示",
        text="",
        posted_on=today(),
        order="surname_strokes",
        by=officer,
    )


def test_an_officer_must_have_a_second_factor_where_the_setting_says_so(settings):
    settings.REQUIRE_SECOND_FACTOR = ["officer"]
    people = factories.cast()

    demanded = [second_factor.second_factor_demanded(user) for user in (people.officer, people.li)]

    assert demanded == [True, False]


def test_a_worker_seals_the_trail():
    factories.open_call(factories.cast())
    [sealing] = [entry for entry in work.rounds() if entry.name == "audit.seal_trail"]
    waiting = unsealed().count()

    counts = sealing.function()

    assert waiting > 0
    assert counts == {"sealed": waiting}
    assert unsealed().count() == 0

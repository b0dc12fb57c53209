"""Erased means erased: nothing of her is found in a dump of the database; and what was kept long enough is cleared."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jinguo.apps import vault
from jinguo.apps.audit.chain import verify
from jinguo.apps.clock import held_at, now, today
from jinguo.apps.jobs.actions import run
from jinguo.apps.outbox.models import Message
from jinguo.apps.registry import actions, tasks
from jinguo.apps.registry.models import Claim, Consent, Erasure, Honour, PersonEntry, Statement, Sweep
from jinguo.apps.registry.persons.sealed import opened
from tests import factories
from tests.apps.registry import hers

pytestmark = pytest.mark.django_db

HERS = (
    "王晓兰", "晓兰", "王小岚", "wangxiaolan", "特聘研究员", "1984-03-12", "示例市材料研究所", "梅花里", "王母", "wang@example.org",
    "请删除我的全部信息", "2024年度巾帼标兵王", factories.id_number(1), *hers.SECRET.values(),
)  # fmt: skip


@pytest.fixture
def world():
    made = hers.world()
    made.claim = hers.claimed(made)
    return made


def lived_in(world):
    """Everything that can be done with her, done."""
    proposal = actions.propose_correction(claim=world.claim, attribute="title", value="特聘研究员")
    actions.answer_proposal(statement=proposal, accepted=True, by=world.zhao)
    actions.propose_correction(claim=world.claim, attribute="phone", value="13800001234")
    actions.agree(
        claim=world.claim, purpose="registry_found", lang="zh", guardian_name="王母", guardian_relation="母"
    )
    actions.grant_honour(
        entry=world.entry, holder_kind="person", holder_name="王晓兰", title="三八红旗手", year=2024,
        granted_by="示例市妇联", granted_on=today(), source="list:h", by=world.zhao,
    )  # fmt: skip
    run(actions.ask_for_copy(claim=world.claim, lang="zh-Hans").uid)


def dump() -> str:
    """Every cell of every table, index tables included, as text."""
    with connection.cursor() as cursor:
        cells = []
        for table in connection.introspection.table_names(cursor, include_views=False):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for cell in row:
                    raw = bytes(cell) if isinstance(cell, memoryview | bytes) else None
                    cells.append(raw.decode("utf-8", "ignore") if raw is not None else str(cell))
    return "\n".join(cells)


def test_before_she_is_erased_the_dump_does_show_her(world):
    lived_in(world)

    there = dump()

    assert [value for value in ("王晓兰", "特聘研究员", "王小岚") if value not in there] == []


def test_nothing_of_her_is_in_the_database_after_the_erasure(world):
    lived_in(world)
    [erasure] = actions.ask_erasure(claim=world.claim, note="请删除我的全部信息")
    refs = [f"person:{one.uid}" for one in PersonEntry.objects.all()]

    done = actions.carry_out_erasure(erasure=erasure, by=world.zhao)

    left = dump()
    assert [value for value in HERS if value in left] == []
    assert all(vault.is_erased(ref) for ref in refs)
    assert verify().flaws == []
    entry = PersonEntry.objects.get()
    assert (entry.name, entry.sex, entry.facts) == ("", "F", {})
    assert done.report["entries"] == 1
    assert ["kept_honours", 1] in done.report["kept"]
    assert Honour.objects.get().title == "三八红旗手"
    assert Claim.objects.get().state == Claim.ENDED
    world.wang.refresh_from_db()
    assert (world.wang.is_active, world.wang.name) == (False, "")


def test_an_account_with_a_role_stays(world):
    claim = hers.claimed(world, user=world.li, entry=hers.entry(world, "李敏", source="import:2"))
    [erasure] = actions.ask_erasure(claim=claim)

    actions.carry_out_erasure(erasure=erasure, by=world.zhao)

    world.li.refresh_from_db()
    assert (world.li.is_active, world.li.name) == (True, "李敏")


def test_each_keeper_answers_for_its_own_entries(world):
    from jinguo.engines.rosters import PersonRow

    actions.add_entries(
        [PersonRow("王晓兰", id_number=factories.id_number(1), unit="示例大学")],
        source="import:2", organisation=world.society, by=world.li,
    )  # fmt: skip
    asked = {one.organisation_id: one for one in actions.ask_erasure(claim=world.claim)}

    with hers.refused("not_keeper_of_registry"):
        actions.carry_out_erasure(erasure=asked[world.society.pk], by=world.zhao)
    actions.carry_out_erasure(erasure=asked[world.district.pk], by=world.zhao)

    assert PersonEntry.objects.get(source="import:1").name == ""
    assert PersonEntry.objects.get(source="import:2").name == "王晓兰"
    assert Claim.objects.get().state == Claim.CONFIRMED
    actions.carry_out_erasure(erasure=asked[world.society.pk], by=world.li)
    assert Claim.objects.get().state == Claim.ENDED


def test_a_refusal_has_a_reason_and_she_may_take_her_wish_back(world):
    [erasure] = actions.ask_erasure(claim=world.claim)
    with hers.refused("erasure_asked_already"):
        actions.ask_erasure(claim=world.claim)
    with hers.refused("reason_missing"):
        actions.refuse_erasure(erasure=erasure, why=" ", by=world.zhao)
    actions.refuse_erasure(erasure=erasure, why="正在公示，期满后再办。", by=world.zhao)

    [again] = actions.ask_erasure(claim=world.claim)
    assert actions.take_back_erasure(claim=world.claim) == 1
    with hers.refused("erasure_answered"):
        actions.carry_out_erasure(erasure=again, by=world.zhao)
    assert "期满" in Message.objects.get(to_user=world.wang, code="erasure_refused", channel="site").body
    assert Erasure.objects.count() == 2


def test_the_sweep_clears_what_was_kept_long_enough_and_reports_it(world):
    actions.state_fact(entry=world.entry, attribute="email", value="new@example.org", by=world.zhao)
    [kept] = [Statement.objects.get().pk]
    with held_at(timezone.now() + timedelta(days=365 * 5 + 10)):
        Statement.objects.update(recorded_at=now() - timedelta(days=30))

        counts = tasks.rights.retention()

        entry = PersonEntry.objects.get()
        assert counts == {"phone": 1, "email": 1, "address": 1, "copies": 0}
        assert set(opened(entry)) == {"id_number"}
        assert entry.phone_index == ""
        assert Statement.objects.exclude(value_sealed="").get().pk == kept
        assert Sweep.objects.get().report["facts"]["phone"] == 1
        assert Message.objects.filter(to_user=world.zhao, code="retention_swept").exists()
        assert tasks.rights.retention() == {"copies": 0}


def test_the_next_night_looks_at_what_came_over_since(world):
    with held_at(timezone.now() + timedelta(days=365)):
        assert tasks.rights.retention() == {"copies": 0}
    with held_at(timezone.now() + timedelta(days=365 * 10 + 10)):
        late = hers.entry(world, "李某", source="import:2", phone="13900000000")
        PersonEntry.objects.filter(pk=late.pk).update(recorded_on=today() - timedelta(days=365 * 6))

        counts = tasks.rights.retention()

    assert (counts["phone"], counts["id_number"]) == (2, 1)


def test_a_copy_lies_a_week(world):
    run(actions.ask_for_copy(claim=world.claim, lang="en").uid)

    with held_at(now() + timedelta(days=8)):
        assert tasks.rights.retention()["copies"] == 1


def test_a_consent_stays_as_a_row_without_the_guardian(world):
    lived_in(world)
    [erasure] = actions.ask_erasure(claim=world.claim)
    actions.carry_out_erasure(erasure=erasure, by=world.zhao)

    assert Consent.objects.get().guardian_name == ""

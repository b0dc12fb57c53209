"""The trail: what is written, what cannot be changed, what is noticed all the same."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction

from jinguo.apps import audit, vault
from jinguo.apps.accounts.models import User
from jinguo.apps.audit import append_only, chain, queries
from jinguo.apps.audit.actions import record
from jinguo.apps.audit.models import Entry, Link, Seal
from jinguo.apps.audit.sentences import sentence
from jinguo.apps.clock import held_at
from jinguo.cli import group

NOON = datetime(2026, 10, 12, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return User.objects.create(username="wang", name="王敏", email="wang@example.org")


@pytest.fixture
def five_acts(officer):
    with held_at(NOON):
        return [
            record("user_changed", subject=officer, by=officer, after={"phone": str(number)})
            for number in range(5)
        ]


def raw(sql):
    """What a person with the database password can do: the triggers off, then SQL."""
    with connection.cursor() as cursor:
        for statement in append_only.removal(connection.vendor):
            cursor.execute(statement)
        cursor.execute(sql)
    append_only.install(connection)


def test_an_act_keeps_names_as_they_were(officer):
    with held_at(NOON):
        entry = record(
            "user_changed",
            subject=officer,
            by=officer,
            within=officer,
            before={"name": "王敏敏"},
            after={"name": "王敏", "on": date(2026, 10, 12), "mean": Decimal("91.50"), "few": {"b", "a"}},
            note="户口本",
        )
    User.objects.filter(pk=officer.pk).update(name="王敏 (已离职)")

    entry.refresh_from_db()

    assert (entry.at, entry.actor_id, entry.actor_name) == (NOON, officer.pk, "王敏")
    assert (entry.subject_type, entry.subject_id, entry.subject_name) == (
        "accounts.user",
        str(officer.pk),
        "王敏",
    )
    assert entry.before == {"name": "王敏敏"}
    assert entry.after == {"name": "王敏", "on": "2026-10-12", "mean": "91.50", "few": ["a", "b"]}
    assert entry.note == "户口本"


@pytest.mark.parametrize("by", [None, AnonymousUser()])
def test_what_the_site_does_by_itself_has_no_actor(officer, by):
    entry = record("user_changed", subject=officer, by=by)

    assert (entry.actor_id, entry.actor_name) == (None, "")


def test_text_that_postgresql_cannot_hold_is_cleaned(officer):
    entry = record(
        "user_changed", subject=officer, by=officer, after={"name": "王\x00敏\ud800"}, note="a\x00b"
    )

    assert entry.after == {"name": "王敏"}
    assert entry.note == "ab"


@pytest.mark.parametrize("action", ["Nomination submitted", "submitted", "nomination-submitted", ""])
def test_an_act_needs_a_proper_code(officer, action):
    with pytest.raises(ValueError, match="code"):
        record(action, subject=officer, by=officer)


def test_an_act_is_undone_with_its_transaction(officer):
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        record("user_changed", subject=officer, by=officer)
        raise ZeroDivisionError

    assert not Entry.objects.exists()


@pytest.mark.parametrize("table", append_only.TABLES)
@pytest.mark.parametrize("act", ["DELETE FROM {table}", "UPDATE {table} SET {column} = {column}"])
def test_the_database_refuses_to_change_the_trail(five_acts, table, act):
    chain.seal_batch()
    column = "number" if table == "audit_link" else "id"

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act.format(table=table, column=column))

    assert (Entry.objects.count(), Link.objects.count(), Seal.objects.count()) == (5, 5, 1)


def test_the_sealer_chains_in_batches_and_the_chain_holds(five_acts):
    first = chain.seal_batch(limit=3)
    second = chain.seal_batch()

    assert (first.entries, second.entries) == (3, 2)
    assert second.previous == first.head
    assert chain.seal_batch() is None
    assert chain.verify() == chain.Finding(links=5, head=second.head, unsealed=0)
    assert chain.verify(first.head).ok


def test_rows_after_the_last_batch_are_reported_as_unsealed(five_acts, officer):
    chain.seal_batch()
    record("user_changed", subject=officer, by=officer)

    found = chain.verify()

    assert (found.ok, found.links, found.unsealed) == (True, 5, 1)


@pytest.mark.parametrize("column", ["actor_name", "note", "action", "subject_id"])
def test_a_changed_row_is_found(five_acts, column):
    chain.seal_batch()

    raw(f"UPDATE audit_entry SET {column} = 'other' WHERE id = {five_acts[2].pk}")

    assert chain.verify().flaws == [chain.Flaw("entry_changed", 3, five_acts[2].pk)]


def test_a_changed_value_inside_is_found(five_acts):
    chain.seal_batch()

    raw(f"""UPDATE audit_entry SET after = '{{"phone": "9"}}' WHERE id = {five_acts[0].pk}""")

    assert chain.verify().flaws == [chain.Flaw("entry_changed", 1, five_acts[0].pk)]


def test_a_deleted_row_is_found(five_acts):
    chain.seal_batch()

    raw(f"DELETE FROM audit_entry WHERE id = {five_acts[1].pk}")

    assert chain.verify().flaws == [chain.Flaw("entry_missing", 2, five_acts[1].pk)]


def test_a_row_deleted_with_its_link_is_found(five_acts):
    chain.seal_batch()

    raw(f"DELETE FROM audit_entry WHERE id = {five_acts[1].pk}")
    raw("DELETE FROM audit_link WHERE number = 2")

    flaws = chain.verify().flaws
    assert [flaw.code for flaw in flaws] == ["link_missing", "entry_changed"]


def test_an_end_cut_off_is_found_with_a_head_noted_earlier(five_acts, officer):
    chain.seal_batch()
    record("user_changed", subject=officer, by=officer)
    noted = chain.seal_batch().head

    raw("DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)")
    raw("DELETE FROM audit_link WHERE number = 6")
    raw(f"DELETE FROM audit_seal WHERE head = '{noted}'")

    assert chain.verify().ok
    assert [flaw.code for flaw in chain.verify(noted).flaws] == ["head_not_in_chain"]


def test_personal_values_are_ciphertext_and_erasure_leaves_the_chain_whole(officer):
    entry = record(
        "user_changed", subject=officer, by=officer, after={"name": audit.personal("李芳", of="nomination:1")}
    )
    head = chain.seal_batch().head
    entry.refresh_from_db()
    assert "李芳" not in json.dumps(entry.after, ensure_ascii=False)
    assert values_of(entry) == {"name": "李芳"}

    vault.erase("nomination:1")

    assert values_of(entry) == {"name": "已按规定删除"}
    assert chain.verify(head).ok


def values_of(entry):
    from jinguo.apps.audit.values import shown

    return shown(entry.after, "zh-hans")


def test_a_history_has_the_acts_on_one_record_newest_first(officer):
    other = User.objects.create(username="li", name="李芳", email="li@example.org")
    first = record("user_changed", subject=officer, by=other)
    record("user_changed", subject=other, by=other)
    inside = record("user_created", subject=other, by=other, within=officer)

    assert list(queries.history_of(officer)) == [first]
    assert list(queries.history_within(officer)) == [inside, first]
    assert list(queries.history_within(officer).filter(action="user_created")) == [inside]


def test_a_sentence_never_shows_a_code(officer):
    entry = record("thing_without_phrase", subject=officer, by=officer)

    assert sentence(entry, "zh-hans") == "王敏办理了一项操作：王敏。"
    assert sentence(entry, "en") == "王敏 did something to 王敏."


def test_the_commands_seal_and_verify(five_acts):
    run = CliRunner().invoke

    sealed = run(group, ["audit", "seal", "--lang", "en"])
    whole = run(group, ["audit", "verify", "--json"])
    wrong = run(group, ["audit", "verify", "--head", "ab" * 32])

    assert (sealed.exit_code, whole.exit_code, wrong.exit_code) == (0, 0, 1)
    assert sealed.output.startswith("Sealed 5 rows")
    document = json.loads(whole.stdout)
    assert document == {"ok": True, "links": 5, "unsealed": 0, "head": Seal.objects.get().head, "flaws": []}
    assert "截去" in wrong.output

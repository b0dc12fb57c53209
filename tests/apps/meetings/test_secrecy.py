"""Who voted is known, what is not: looked for in the database, its log, its copies, the trail."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, connections

from jinguo.apps.audit.models import Entry
from jinguo.apps.meetings import actions, box, papers, queries, tasks
from jinguo.apps.meetings.models import Candidate, SealedBallot, Slip, Turnout
from jinguo.engines.vault import Unreadable, take_out
from tests.apps.meetings import panel

pytestmark = pytest.mark.django_db(transaction=True)
MEMBERS, CANDIDATES = 30, 3


@pytest.fixture
def staged(own_database):
    people = panel.in_session(members=MEMBERS, candidates=CANDIDATES)
    people.vote = panel.opened(people, seats=2)
    people.choices = panel.at_random(people.vote, people.members, seed=11)
    return people


def one_after_the_other(people) -> tuple[list, dict[int, str]]:
    """Everybody votes, in an order that the test knows: (members in it, member → her receipt)."""
    order = random.Random(5).sample(people.members, k=MEMBERS)
    receipts = {}
    for member in order:
        signed = papers.new_receipt(people.vote)
        assert panel.cast(people.vote, member, people.choices[member.pk], signed)
        receipts[member.pk] = papers.read_receipt(people.vote, signed)
    return order, receipts


def bytes_of(database: str) -> bytes:
    """Everything that lies on the disk: the file, its log, its index of the log."""
    return b"".join(path.read_bytes() for path in sorted(Path(database).parent.glob("own.sqlite3*")))


def rows_by_place(table: str) -> list[dict]:
    """A table's rows as they lie, with what a database notes beside them unasked."""
    hidden = (
        "rowid AS place" if connection.vendor == "sqlite" else "ctid::text AS place, xmin::text AS made_by"
    )
    by = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT wr FROM pragma_table_list WHERE name = %s", [table.strip('"')])
            if any(without_place for (without_place,) in cursor.fetchall()):
                hidden, by = (
                    "1 AS place",
                    "1",
                )  # an index over words keeps such tables: they lie by their own key
        cursor.execute(f"SELECT {hidden}, {table}.* FROM {table} ORDER BY {by}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_before_the_close_the_order_joins_member_and_paper_and_only_the_key_keeps_them_apart(staged):
    """The honest half of the claim: who has database and key while the box is open could read everything."""
    order, receipts = one_after_the_other(staged)

    turnout = [row["member_id"] for row in rows_by_place(Turnout._meta.db_table)]
    sealed = [row["paper"] for row in rows_by_place(SealedBallot._meta.db_table)]

    assert turnout == [member.pk for member in order]
    with pytest.raises(Unreadable):
        take_out(sealed[0], private=staged.vote.public_key, about=staged.vote.box)
    key = box.private_key(staged.vote.uid, public=staged.vote.public_key)
    first = take_out(sealed[0], private=key, about=staged.vote.box).decode()
    assert first.startswith(receipts[order[0].pk])


def test_after_the_close_nothing_that_is_kept_joins_a_member_with_her_paper(staged, own_database):
    """With the database before, the database after, its log, and the true order of casting in hand."""
    order, receipts = one_after_the_other(staged)
    sealed = [row["paper"] for row in rows_by_place(SealedBallot._meta.db_table)]
    key = box.private_key(staged.vote.uid, public=staged.vote.public_key)
    codes = {
        candidate.pk: [papers.code_of(receipts[member.pk], candidate.uid) for member in order]
        for candidate in queries.candidates_of(staged.vote)
    }

    vote = actions.close_vote(vote=staged.vote, by=staged.officer)
    actions.announce_vote(vote=vote, by=staged.officer)

    turnout, slips = rows_by_place(Turnout._meta.db_table), rows_by_place(Slip._meta.db_table)
    assert {row["member_id"] for row in turnout} == {member.pk for member in order}
    assert [row["member_id"] for row in turnout] != [member.pk for member in order]
    for candidate, in_order in codes.items():
        here = [row["code"] for row in slips if row["candidate_id"] == candidate]
        assert sorted(here) == sorted(in_order)
        assert here != in_order
        assert _likeness(here, in_order) < 0.85
    assert len({row.get("made_by") for row in turnout}) == 1
    assert len({row.get("made_by") for row in slips}) == 1
    assert {row["id"] for row in turnout}.isdisjoint({row["id"] for row in slips})
    assert not SealedBallot.objects.exists()
    assert list(box.folder().iterdir()) == []
    if connection.vendor == "sqlite":
        connection.close()
        kept = bytes_of(own_database)
        assert key.encode() not in kept
        assert not any(receipt.encode() in kept for receipt in receipts.values())
        assert not any(token[:40].encode() in kept for token in sealed)


def _likeness(one: list[str], other: list[str]) -> float:
    """Spearman's correlation of two orders of the same things: 1 for the same, about 0 for chance."""
    n = len(one)
    far = sum((place - other.index(thing)) ** 2 for place, thing in enumerate(one))
    return abs(1 - 6 * far / (n * (n**2 - 1)))


def test_no_column_anywhere_holds_both_a_member_and_a_paper(staged):
    """Every table is searched for the slips' ids and codes: they stand in one table, which names no member."""
    _, receipts = one_after_the_other(staged)
    opened_at = Entry.objects.order_by("-pk").first().pk
    actions.close_vote(vote=staged.vote, by=staged.officer)
    slips = list(Slip.objects.all())
    marks = {slip.code for slip in slips} | {slip.id.hex for slip in slips} | set(receipts.values())

    found = {
        table
        for table in connection.introspection.table_names()
        for row in rows_by_place(connection.ops.quote_name(table))
        if marks & {_text(value) for value in row.values()}
    }

    assert found == {Slip._meta.db_table}
    assert {field.name for field in Slip._meta.concrete_fields} == {
        "id", "vote", "candidate", "code", "choice", "ranking",
    }  # fmt: skip
    since = Entry.objects.filter(pk__gt=opened_at)
    assert {(entry.action, entry.actor_id) for entry in since} == {("vote_closed", staged.officer.pk)}


def _text(value: object) -> str:
    return value.hex if isinstance(value, UUID) else str(value)


def test_thirty_members_vote_in_the_same_moment_each_sends_twice_and_nothing_is_lost_or_doubled(staged):
    receipts = panel.everybody_votes(staged.vote, staged.members, staged.choices)

    vote = actions.close_vote(vote=staged.vote, by=staged.officer)

    assert vote.voted == MEMBERS
    published = {(slip.candidate_id, slip.code): slip.choice for slip in queries.slips_of(vote)}
    assert len(published) == MEMBERS * CANDIDATES
    for at, candidate in enumerate(queries.candidates_of(vote)):
        wanted = [staged.choices[member.pk][at] for member in staged.members]
        figures = Candidate.objects.get(pk=candidate.pk)
        assert (figures.approve, figures.against) == (wanted.count(Slip.APPROVE), wanted.count(Slip.AGAINST))
        for member in staged.members:
            code = papers.code_of(papers.read_receipt(vote, receipts[member.pk]), candidate.uid)
            assert published[candidate.pk, code] == staged.choices[member.pk][at]


KILLED_BEFORE_THE_PAPER = """
import os, signal, sys
import django
from django.db import connection

django.setup()
connection.settings_dict["NAME"] = sys.argv[1]

from jinguo.apps.meetings.models import Member, SealedBallot, Vote
from tests.apps.meetings import panel

SealedBallot.objects.create = lambda **_: os.kill(os.getpid(), signal.SIGKILL)
panel.cast(Vote.objects.get(pk=sys.argv[2]), Member.objects.get(pk=sys.argv[3]), sys.argv[4:])
"""


def test_a_server_killed_between_turnout_and_paper_leaves_neither(staged, own_database):
    """The server is a process of its own, as on a site. A fork would not do: Django keeps connections by the event
    loop where one runs, as after a browser's tests, and a child has none, so it would open another database."""
    member, choices = staged.members[0], staged.choices[staged.members[0].pk]
    connections.close_all()

    server = subprocess.run(
        [sys.executable, "-c", KILLED_BEFORE_THE_PAPER, own_database, str(staged.vote.pk), str(member.pk), *choices],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "jinguo.site.settings"},
        capture_output=True,
        text=True,
    )  # fmt: skip

    assert server.returncode == -signal.SIGKILL, server.stderr
    assert (Turnout.objects.count(), SealedBallot.objects.count()) == (0, 0)
    assert panel.cast(staged.vote, member, choices)
    assert (Turnout.objects.count(), SealedBallot.objects.count()) == (1, 1)


@pytest.mark.parametrize("later", ["announcement", "round of the worker"])
def test_a_key_that_a_dying_server_left_behind_is_destroyed_later(staged, monkeypatch, later):
    one_after_the_other(staged)
    monkeypatch.setattr("jinguo.apps.meetings.actions.voting._forget", lambda uid: None)
    vote = actions.close_vote(vote=staged.vote, by=staged.officer)
    left = box.lying_here()

    if later == "announcement":
        actions.announce_vote(vote=vote, by=staged.officer)
    else:
        tasks.destroy_keys()

    assert left == [vote.uid]
    assert box.lying_here() == []


def test_the_key_of_an_open_vote_is_left_alone(staged):
    tasks.destroy_keys()

    assert box.lying_here() == [staged.vote.uid]

"""What is done so that nobody can join a member with her paper, from the database, its log or its copies.

- Turnout and papers carry no time and random keys. Both are written in one transaction, so their order in the file
  (rowid; ctid and xmin) joins them while the vote is open: but the papers are sealed to a key outside the database.
- At the close the box is opened, cut into slips, shuffled and written anew; turnout is written anew in another random
  order; the sealed papers are deleted, and then the key is destroyed. An older copy of the database still has sealed
  papers in their order, which nothing opens any more.
- What was deleted is overwritten (SQLite) or vacuumed away (PostgreSQL), and SQLite's log is emptied: not because
  anything rests on it, but because what need not be there shall not be there.
- The trail tells that a vote was opened and closed, never that somebody voted: its rows are in the order of time.

What stays visible is said in docs/decisions/0017-secret-ballots.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TypeVar
from uuid import uuid4

from django.db import DatabaseError, connection, models

from jinguo.apps.meetings.models import SealedBallot, Slip, Turnout, Vote

T = TypeVar("T")
_random = secrets.SystemRandom()


def shuffled(things: Iterable[T]) -> list[T]:
    """In an order that nobody can foretell or find again."""
    found = list(things)
    _random.shuffle(found)
    return found


def overwrite_what_is_deleted() -> None:
    """From here on this connection's deletions leave zeros behind (SQLite)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def write_slips(vote: Vote, slips: Iterable[Slip]) -> None:
    """Put the opened box's slips in place of its sealed papers, in random order."""
    SealedBallot.objects.filter(vote=vote).delete()
    Slip.objects.bulk_create(shuffled(slips))


def rewrite_turnout(vote: Vote) -> None:
    """Write anew who has voted: other keys, another order."""
    members = list(Turnout.objects.filter(vote=vote).values_list("member_id", flat=True))
    Turnout.objects.filter(vote=vote).delete()
    Turnout.objects.bulk_create(
        [Turnout(id=uuid4(), vote=vote, member_id=member) for member in shuffled(members)]
    )


def clear_traces() -> None:
    """Empty SQLite's log, vacuum PostgreSQL's tables: after the commit, as far as others' work allows it now."""
    if connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA secure_delete = OFF")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            elif connection.vendor == "postgresql":
                for model in (SealedBallot, Turnout, Slip):
                    cursor.execute(f"VACUUM {_table(model)}")
    except DatabaseError:  # somebody reads just now; nothing that matters rests on this
        return


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)

"""What an expert sees of others' reviews of what she reads herself: their sums, by the rule of the round, never who.

The letters follow no list: they are dealt anew for every nomination, so that Expert A here is not Expert A there.
"""

from __future__ import annotations

import hashlib
import string
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.models import Assignment
from jinguo.reasons import Verdict


@dataclass(frozen=True)
class Other:
    """Another expert's review: a letter and the sum."""

    letter: str
    total: Decimal


@dataclass(frozen=True)
class Others:
    """The others' reviews, or why they are not shown."""

    verdict: Verdict
    reviews: Sequence[Other] = ()


def others_of(assignment: Assignment, *, submitted: bool) -> Others:
    """One query, and none where the rule of the round shows nothing."""
    verdict = permissions.sees_others_scores(assignment.round, submitted)
    if not verdict.ok:
        return Others(verdict)
    totals = dict(queries.others_totals(assignment))
    dealt = sorted(totals, key=lambda pk: hashlib.sha256(f"{assignment.uid}:{pk}".encode()).digest())
    return Others(verdict, [Other(_letter(n), totals[pk]) for n, pk in enumerate(dealt)])


def _letter(n: int) -> str:
    """A, B … Z, then A2, B2 …"""
    turn, place = divmod(n, len(string.ascii_uppercase))
    return string.ascii_uppercase[place] + (str(turn + 1) if turn else "")

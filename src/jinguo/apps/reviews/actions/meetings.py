"""What a panel meeting asks of the review: sheets for the members in the room, conflicts, and its votes' result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.clock import now
from jinguo.apps.organisations.queries import officers_of
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.actions.reviewing import CONFLICT_KINDS, declare_found
from jinguo.apps.reviews.actions.standing import record_scores, refresh_standing
from jinguo.apps.reviews.criteria import votes_stand_beside
from jinguo.apps.reviews.models import Assignment, Conflict, Expert, Round, Standing
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@transaction.atomic
def give_in_meeting(
    *, round_: Round, nomination: Nomination, experts: Iterable[Expert], by: User
) -> list[Assignment]:
    """Lay a nomination's sheet before the members in the room: nobody is told by message, conflicts are left out.

    The caller has asked whether ``by`` may: the secretary opens an item, or a member comes in while one is open.
    """
    conflicted = {expert for one, expert in queries.conflicted_pairs(round_.call) if one == nomination.pk}
    having = set(
        Assignment.objects.filter(round=round_, nomination=nomination, released_at=None).values_list(
            "expert", flat=True
        )
    )
    fresh = [
        Assignment(
            round=round_, nomination=nomination, expert=expert, position=nomination.number or 0, assigned_at=now()
        )
        for expert in experts
        if expert.pk not in conflicted and expert.pk not in having
    ]  # fmt: skip
    Assignment.objects.bulk_create(fresh)
    if fresh:
        call = round_.call
        audit.record(
            "nominations_assigned", subject=call, by=by, acting_for=call.organiser, within=call,
            after={"count": len(fresh), "experts": len(fresh)},
        )  # fmt: skip
    return fresh


@transaction.atomic
def declare_conflict_in_meeting(
    *, round_: Round, nomination: Nomination, expert: Expert, kind: str, note: str, by: User
) -> Conflict:
    """A member declares a conflict of interest with somebody on the agenda, given to her already or not."""
    demand(permissions.is_this_expert(by, expert))
    if kind not in CONFLICT_KINDS:
        raise Refused.because("no_such_conflict_kind")
    conflict, fresh = Conflict.objects.get_or_create(
        nomination=nomination,
        expert=expert,
        defaults={"kind": kind, "note": note.strip(), "declared_by_expert": True, "declared_at": now()},
    )
    if conflict.origin == Conflict.FOUND:
        declare_found(conflict, kind, note)
        fresh = True
    given = Assignment.objects.filter(round=round_, nomination=nomination, expert=expert, released_at=None)
    if given.update(released_at=now()):
        refresh_standing(round_, nomination)
    if fresh:
        call = round_.call
        audit.record("conflict_declared", subject=nomination, by=by, within=call, after={"kind": kind})
        _tell_officers(call, nomination, expert)
    return conflict


@dataclass(frozen=True)
class Voted:
    """What a nomination got in a meeting's votes: her place among all of them, whether she passed, how many for,
    against, without an opinion, and how many could vote on her."""

    place: int
    passed: bool
    approve: int
    against: int = 0
    abstain: int = 0
    present: int = 0


@transaction.atomic
def record_votes(*, round_: Round, votes: Mapping[int, Voted]) -> None:
    """Take over what a meeting voted, by nomination: as columns that the rules of the list may speak of.

    Unless the call's policy says that votes stand beside the score, they outrank marks too: the score that counts is
    the number of approvals, and who did not pass has none.
    """
    outrank = not votes_stand_beside(round_)
    if outrank:
        record_scores(
            round_=round_,
            scores={pk: Decimal(voted.approve) if voted.passed else None for pk, voted in votes.items()},
        )
    rows = list(round_.standings.filter(nomination__in=list(votes)))
    for row in rows:
        voted = votes[row.nomination_id]
        row.approve, row.against, row.abstain = voted.approve, voted.against, voted.abstain
        row.present, row.voted_in = voted.present, voted.passed
        if outrank:
            row.passed, row.rank = voted.passed, voted.place
    columns = ["approve", "against", "abstain", "present", "voted_in", "passed", "rank"]
    Standing.objects.bulk_update(rows, columns, batch_size=500)


def _tell_officers(call: Call, nomination: Nomination, expert: Expert) -> None:
    for membership in officers_of(call.organiser):
        outbox.queue(
            "conflict_declared",
            to=[membership.user],
            params={"call": call.title, "receipt": nomination.receipt, "expert": expert.name},
            about=call,
            link=f"{reverse('reviews:board', args=[call.uid])}?tab=conflicts",
        )

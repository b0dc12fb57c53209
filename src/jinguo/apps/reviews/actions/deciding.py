"""The decision: the list that scores and policy give, changes by hand with their reasons, the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.calls.actions.results import Place, current_selection, record_selection
from jinguo.apps.calls.models import Call, Nomination, Selection
from jinguo.apps.calls.states import NominationState
from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.actions.rounds import close_round
from jinguo.apps.reviews.candidates import candidates_of
from jinguo.apps.reviews.criteria import policy_of
from jinguo.apps.reviews.models import Round, Standing
from jinguo.engines.selection import Selection as Outcome
from jinguo.engines.selection import decision_record, select
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@dataclass(frozen=True)
class Proposal:
    """The list that the scores and the policy give, before anybody changes it by hand."""

    outcome: Outcome
    record: dict[str, Any]
    nominations: dict[str, Nomination]


def propose(call: Call, round_: Round | None = None) -> Proposal:
    """Rank, cut, resolve ties, with a reason for everyone.

    Raises:
        Refused: the policy leaves a tie at the cut open, or has a rule that can't be kept.
    """
    round_ = round_ or queries.current_round(call)
    if round_ is None:
        raise Refused.because("nothing_to_review")
    nominations = list(queries.on_the_board(round_).exclude(state=NominationState.REMOVED))
    by_id = {str(nomination.uid): nomination for nomination in nominations}
    seats = {c.name: c.seats for c in call.categories.all() if c.seats is not None}
    policy = policy_of(call, seats)
    candidates = candidates_of(call, nominations)
    outcome = select(candidates, policy)
    previous = current_selection(call)
    record = decision_record(candidates, policy, outcome, previous.record_digest if previous else None)
    return Proposal(outcome, record, by_id)


@transaction.atomic
def decide(
    *, call: Call, by: User, by_hand: Mapping[str, tuple[bool, str]] | None = None, digest: str = ""
) -> Selection:
    """Decide the list: as proposed, but for changes by hand, each with its reason.

    Args:
        by_hand: maps a nomination's uid to (chosen, reason).
        digest: of the proposal that the officer looked at. Asked twice for the same one, the list is decided
            once; where a review, a rule or a list changed meanwhile, nothing is decided.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=call.pk)
    demand(call_permissions.is_officer_of_call(by, call))
    present = current_selection(call)
    if digest and present is not None and present.record_digest == digest:
        return present
    proposal = propose(call)
    if digest and proposal.record["digest"] != digest:
        raise Refused.because("list_changed_meanwhile")
    changes = {uid: change_ for uid, change_ in (by_hand or {}).items() if uid in proposal.nominations}
    if any(not reason.strip() for _, reason in changes.values()):
        raise Refused.because("reason_missing")
    demand(permissions.may_decide_now(queries.rounds_of(call)))
    chosen = set(proposal.outcome.chosen)
    places = []
    ranks = {entry.id: entry for entry in proposal.outcome.ranking}
    last = len(ranks) + 1
    for uid, nomination in proposal.nominations.items():
        entry = ranks.get(uid)
        in_list, reason = changes.get(uid, (uid in chosen, ""))
        if in_list == (uid in chosen):
            reason = ""
        places.append(
            Place(
                nomination=nomination,
                rank=entry.place if entry else last,
                chosen=in_list,
                score=entry.score if entry else None,
                reasons=[found.as_json() for found in proposal.outcome.reasons[uid]],
                hand_reason=reason,
            )
        )
    places.sort(key=lambda place: place.rank)
    places += _left_earlier(call, len(places) + 1)
    round_ = queries.current_round(call)
    if round_ is not None and round_.is_open:
        close_round(round_=round_, by=by)
    return record_selection(
        call=call, places=places, record=proposal.record, record_digest=proposal.record["digest"], by=by
    )


def _left_earlier(call: Call, rank: int) -> list[Place]:
    """Who did not go on from an earlier round is not chosen, with that as the reason."""
    rows = (
        Standing.objects.filter(round__call=call, passed=False, nomination__state__in=queries.REVIEWABLE)
        .exclude(nomination__state=NominationState.REMOVED)
        .select_related("round", "nomination__call")
        .order_by("-round__position", "rank", "pk")
    )
    return [
        Place(
            nomination=row.nomination,
            rank=place,
            chosen=False,
            score=row.score,
            reasons=[
                Reason.info(
                    "left_in_round", round=str(row.round), position=row.round.position, rank=row.rank
                ).as_json()
            ],
        )
        for place, row in enumerate(rows, rank)
    ]

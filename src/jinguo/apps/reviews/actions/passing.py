"""Who goes on from a round to the next: proposed by the round's scores, changed by hand with reasons, closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.procedure import Seats
from jinguo.apps.calls.states import NominationState
from jinguo.apps.clock import now
from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.candidates import candidates_of
from jinguo.apps.reviews.criteria import passing_policy
from jinguo.apps.reviews.models import Round, Standing
from jinguo.engines import selection as engine
from jinguo.engines.scoring import round_exact
from jinguo.engines.selection import Candidate, Policy, digest
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@dataclass(frozen=True)
class Entrant:
    """One nomination at the end of a round: its place there, and whether it would go on."""

    nomination: Nomination
    score: Decimal | None
    place: int | None
    rank: int | None
    passes: bool
    tied_at_cut: bool = False
    beyond_seats: bool = False

    @property
    def uid(self) -> str:
        return str(self.nomination.uid)


@dataclass(frozen=True)
class Passing:
    """Who would go on from a round: everyone in her place, the ones without a score last. ``digest`` names it."""

    round: Round
    entrants: tuple[Entrant, ...]
    digest: str
    by_category: bool = False

    @property
    def passing(self) -> int:
        return sum(one.passes for one in self.entrants)


def propose_passing(round_: Round, seats: Seats = None) -> Passing:
    """Rank a round's entrants and cut at its places for the next one; ``seats`` asks for other places.

    Who is equal with the last one in, and stays equal under the call's tie rules, goes on as well: a tie at the cut is
    not broken by chance unless the call's policy draws. Without places everyone with a score goes on.
    """
    nominations = list(queries.entrants(round_).exclude(state=NominationState.REMOVED))
    candidates = candidates_of(round_.call, nominations)
    wanted = round_.seats if seats is None else seats
    policy = passing_policy(round_.call, wanted, candidates)
    outcome = engine.select(candidates, policy)
    extra = set() if _draws(round_.call) else _equal_with_the_last(candidates, policy, outcome.chosen, wanted)
    ranked = {entry.id: entry for entry in outcome.ranking}
    at_cut = {id_ for tie in outcome.ties if tie.at_cut for id_ in tie.ids}
    rows = []
    for nomination in nominations:
        uid = str(nomination.uid)
        entry = ranked.get(uid)
        rows.append(
            Entrant(
                nomination=nomination,
                score=entry.score if entry else None,
                place=entry.place if entry else None,
                rank=(entry.category_rank if isinstance(wanted, dict) else entry.rank) if entry else None,
                passes=bool(entry and entry.chosen) or uid in extra,
                tied_at_cut=uid in at_cut,
                beyond_seats=uid in extra,
            )
        )
    rows.sort(key=lambda row: (row.place is None, row.place or 0, row.nomination.number or 0))
    said = {"seats": wanted, "rows": [[row.uid, row.score, row.passes] for row in rows]}
    return Passing(round_, tuple(rows), digest(said), isinstance(wanted, dict))


@transaction.atomic
def close_and_pass_on(
    *,
    round_: Round,
    by: User,
    seats: Seats = None,
    by_hand: Mapping[str, tuple[bool, str]] | None = None,
    seen: str = "",
) -> Round:
    """Close a round and settle who goes on: as proposed, but for changes by hand, each with its reason.

    Args:
        seats: the places in the next round, where they differ from what the round says.
        by_hand: maps a nomination's uid to (goes on, reason).
        seen: the digest of the proposal that the officer looked at; where something changed since, nothing is done.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=round_.call_id)
    demand(call_permissions.is_officer_of_call(by, call))
    demand(permissions.may_pass_on(call, queries.rounds_of(call)))
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if not round_.is_open:
        raise Refused.because("review_round_closed")
    round_.call = call
    proposal = propose_passing(round_, seats)
    if seen and proposal.digest != seen:
        raise Refused.because("list_changed_meanwhile")
    passes, reasons = _settled(proposal, by_hand or {})
    if not any(passes.values()):
        raise Refused.because("nobody_goes_on")
    _write(round_, proposal.entrants, passes, reasons)
    round_.closed_at = now()
    round_.seats = round_.seats if seats is None else seats
    round_.save(update_fields=["closed_at", "seats"])
    audit.record(
        "round_passed_on", subject=call, by=by, acting_for=call.organiser, within=call,
        after={
            "round": str(round_), "passed": sum(passes.values()), "of": len(passes), "by_hand": len(reasons),
        },
    )  # fmt: skip
    return round_


def _settled(
    proposal: Passing, by_hand: Mapping[str, tuple[bool, str]]
) -> tuple[dict[str, bool], dict[str, str]]:
    passes = {row.uid: row.passes for row in proposal.entrants}
    reasons = {}
    for uid, (goes_on, reason) in by_hand.items():
        if uid not in passes or passes[uid] == goes_on:
            continue
        if not reason.strip():
            raise Refused.because("reason_missing")
        passes[uid], reasons[uid] = goes_on, reason.strip()
    return passes, reasons


def _write(
    round_: Round, entrants: Iterable[Entrant], passes: Mapping[str, bool], reasons: Mapping[str, str]
) -> None:
    """Everyone's rank and whether she goes on; who left the running meanwhile (removed) does not."""
    rows = {row.nomination_id: row for row in round_.standings.all()}
    for row in rows.values():
        row.passed = False
    for entrant in entrants:
        row = rows[entrant.nomination.pk]
        row.rank, row.passed = entrant.rank, passes[entrant.uid]
        row.hand_reason = reasons.get(entrant.uid, "")
    Standing.objects.bulk_update(rows.values(), ["rank", "passed", "hand_reason"], batch_size=500)


def _draws(call: Call) -> bool:
    return bool((call.policy.get("last") or {}).get("draw"))


def _equal_with_the_last(
    candidates: Iterable[Candidate], policy: Policy, chosen: tuple[str, ...], seats: Seats
) -> set[str]:
    """Who is not in, but equal in score and under every tie rule with the last who is (of her category, where places
    are counted by category)."""
    by_id = {one.id: one for one in candidates}
    last: dict[str, tuple[object, ...]] = {}
    for id_ in chosen:  # by place: the last one stays
        last[_group(by_id[id_], seats)] = _worth(by_id[id_], policy)
    return {
        id_
        for id_, one in by_id.items()
        if id_ not in chosen and one.score is not None and last.get(_group(one, seats)) == _worth(one, policy)
    }


def _group(candidate: Candidate, seats: Seats) -> str:
    return candidate.columns.get("category", "") if isinstance(seats, dict) else ""


def _worth(candidate: Candidate, policy: Policy) -> tuple[object, ...]:
    score = None if candidate.score is None else round_exact(candidate.score, policy.score_digits)
    ties = (all(candidate.columns.get(k, "") == v for k, v in tie.prefer.items()) for tie in policy.tie)
    return (score, *ties)

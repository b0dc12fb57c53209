"""The decision: drafted with its changes by hand, agreed to by a second person where needed, recorded in the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.calls.actions.results import Place, record_selection
from jinguo.apps.calls.models import Call, Selection
from jinguo.apps.calls.states import NominationState, may
from jinguo.apps.clock import now
from jinguo.apps.decisions import permissions, queries
from jinguo.apps.decisions.models import Decision, HandChange
from jinguo.apps.decisions.proposing import Changes, Proposal, propose
from jinguo.apps.decisions.states import DecisionState, change
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.reviews import permissions as review_permissions
from jinguo.apps.reviews import queries as reviews
from jinguo.apps.reviews.actions import close_round
from jinguo.apps.reviews.models import Standing
from jinguo.apps.reviews.states import REVIEWABLE
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@transaction.atomic
def keep_changes(*, call: Call, changes: Changes, by: User) -> Decision:
    """Keep changes by hand in the draft, so that they are there when she comes back. Reasons may still lack."""
    call = _locked(call)
    demand(call_permissions.is_officer_of_call(by, call))
    draft = queries.open_decision(call)
    if draft is None:
        draft = Decision.objects.create(call=call, organiser=call.organiser)
    else:
        change(draft, "redraft")
    rows = {str(n.uid): n.pk for n in reviews.reviewable(call).filter(uid__in=list(changes))}
    draft.changes.all().delete()
    HandChange.objects.bulk_create(
        HandChange(decision=draft, nomination_id=rows[uid], taken=taken, reason=reason.strip())
        for uid, (taken, reason) in changes.items()
        if uid in rows
    )
    return draft


@transaction.atomic
def decide(
    *, call: Call, by: User, by_hand: Changes | None = None, seen: str = "", note: str = ""
) -> Decision:
    """Decide the list: recorded at once, or sent to a second person where the call asks for one.

    Args:
        by_hand: nomination uid → (on the list, reason); without it the changes of the draft count.
        seen: fingerprint of the proposal that the officer looked at. Asked twice for the same one, the list is
            decided once; where a review, a rule or a list changed meanwhile, nothing is decided.
    """
    call = _locked(call)
    demand(call_permissions.is_officer_of_call(by, call))
    if seen and (done := _done_already(call, seen)):
        return done
    if by_hand is not None or queries.open_decision(call) is None:
        keep_changes(call=call, changes=by_hand or {}, by=by)
    draft = queries.open_decision(call)
    proposal = _proposal(call, seen)
    changes = proposal.changed(queries.changes_of(draft))
    if any(not reason for _taken, reason in changes.values()):
        raise Refused.because("reason_missing")
    demand(review_permissions.may_decide_now(reviews.rounds_of(call)))
    said = {
        "proposed_by": by,
        "proposed_by_name": str(by),
        "proposed_at": now(),
        "fingerprint": proposal.fingerprint,
        "note": note.strip()[:500],
        "second_needed": call.safeguards_read.needs_second(by_hand=bool(changes)),
        "second_by": None,
        "second_by_name": "",
        "second_at": None,
        "second_note": "",
    }
    if said["second_needed"]:
        change(draft, "ask_approval", **said)
        _ask_second(draft, len(changes), by)
        return draft
    change(draft, "redraft", **said)
    return _record(draft, proposal, by)


@transaction.atomic
def approve(*, decision: Decision, seen: str, by: User, note: str = "") -> Decision:
    """The second person agrees: the list is recorded as it was proposed, or not at all."""
    decision = _locked_decision(decision)
    demand(permissions.may_agree(by, decision))
    if seen != decision.fingerprint:
        raise Refused.because("list_changed_meanwhile")
    proposal = _proposal(decision.call, decision.fingerprint)
    demand(review_permissions.may_decide_now(reviews.rounds_of(decision.call)))
    change(
        decision, "approve", second_by=by, second_by_name=str(by), second_at=now(), second_note=note.strip()[:500]
    )  # fmt: skip
    audit.record(
        "decision_approved", subject=decision.call, by=by, acting_for=decision.organiser, within=decision.call,
        after={"proposed_by": decision.proposed_by_name},
    )  # fmt: skip
    recorded = _record(decision, proposal, decision.proposed_by or by)
    _tell_proposer("decision_was_approved", decision, by)
    return recorded


@transaction.atomic
def give_back(*, decision: Decision, reason: str, by: User) -> Decision:
    """The second person does not agree, and says why; the proposer goes on from there."""
    decision = _locked_decision(decision)
    demand(permissions.may_agree(by, decision))
    if not reason.strip():
        raise Refused.because("reason_missing")
    change(
        decision, "give_back", second_by=by, second_by_name=str(by), second_at=now(), second_note=reason.strip()[:500]
    )  # fmt: skip
    audit.record(
        "decision_returned", subject=decision.call, by=by, acting_for=decision.organiser, within=decision.call,
        note=reason.strip()[:500],
    )  # fmt: skip
    _tell_proposer("decision_was_returned", decision, by)
    return decision


@transaction.atomic
def take_back(*, decision: Decision, by: User) -> Decision:
    """The proposer takes it back before anybody agreed."""
    decision = _locked_decision(decision)
    demand(permissions.may_take_back(by, decision))
    change(decision, "take_back")
    audit.record(
        "decision_taken_back", subject=decision.call, by=by, acting_for=decision.organiser, within=decision.call
    )  # fmt: skip
    return decision


def _locked(call: Call) -> Call:
    return Call.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=call.pk)


def _locked_decision(decision: Decision) -> Decision:
    """As it stands now, its call held first: locks are taken in the order call, organiser."""
    call = _locked(decision.call)
    decision = Decision.objects.select_related("proposed_by", "organiser").get(pk=decision.pk)
    decision.call = call
    return decision


def _done_already(call: Call, seen: str) -> Decision | None:
    """What became of the same proposal when it was decided before: a form sent twice decides once."""
    rows = Decision.objects.filter(call=call, fingerprint=seen)
    current = rows.filter(state=DecisionState.RECORDED, selection__is_current=True).first()
    return current or rows.filter(state=DecisionState.AWAITING).first()


def _proposal(call: Call, seen: str) -> Proposal:
    proposal = propose(call)
    if seen and proposal.fingerprint != seen:
        raise Refused.because("list_changed_meanwhile")
    return proposal


def _record(decision: Decision, proposal: Proposal, by: User) -> Decision:
    """Write record, list and link of the chain. The organiser's row is held: one record follows the other."""
    call = decision.call
    Organisation.objects.select_for_update(of=("self",)).get(pk=decision.organiser_id)
    last = queries.chain_of(decision.organiser).last()
    changes = proposal.changed(queries.changes_of(decision))
    record = proposal.record(last.digest if last else None, changes)
    round_ = reviews.current_round(call)
    if round_ is not None and round_.is_open:
        close_round(round_=round_, by=by)
    if not may(call, "record_selection"):
        raise Refused.because("state_does_not_allow", move="record_selection", state=call.state)
    selection = record_selection(
        call=call,
        places=_places(call, proposal, changes),
        record=record,
        record_digest=record["digest"],
        by=by,
    )
    change(
        decision,
        "record",
        number=(last.number if last else 0) + 1,
        digest=record["digest"],
        previous_digest=last.digest if last else "",
        selection=selection,
        recorded_at=now(),
    )
    return decision


def _places(call: Call, proposal: Proposal, changes: Changes) -> list[Place]:
    """Everybody's place with the reasons, and after them who left in an earlier round."""
    chosen = set(proposal.outcome.chosen)
    ranks = {entry.id: entry for entry in proposal.outcome.ranking}
    places = []
    for uid, nomination in proposal.nominations.items():
        entry = ranks.get(uid)
        on_list, reason = changes.get(uid, (uid in chosen, ""))
        places.append(
            Place(
                nomination=nomination,
                rank=entry.place if entry else len(ranks) + 1,
                chosen=on_list,
                score=entry.score if entry else None,
                reasons=[found.as_json() for found in proposal.outcome.reasons[uid]],
                hand_reason=reason,
            )
        )
    places.sort(key=lambda place: place.rank)
    return places + _left_earlier(call, len(places) + 1)


def _left_earlier(call: Call, rank: int) -> list[Place]:
    """Who did not go on from an earlier round is not chosen, with that as the reason."""
    last = reviews.current_round(call)
    rows = (
        Standing.objects.filter(round__call=call, passed=False, nomination__state__in=REVIEWABLE)
        .exclude(nomination__state=NominationState.REMOVED)
        .exclude(round=last)
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


def _ask_second(decision: Decision, by_hand: int, by: User) -> None:
    call = decision.call
    audit.record(
        "decision_proposed", subject=call, by=by, acting_for=decision.organiser, within=call,
        after={"by_hand": by_hand},
    )  # fmt: skip
    outbox.queue(
        "decision_awaits",
        to=queries.second_persons(call, besides=by),
        params={"call": call.title, "by": str(by), "count": by_hand},
        about=call,
        link=reverse("decisions:approval", args=[decision.uid]),
    )


def _tell_proposer(code: str, decision: Decision, by: User) -> None:
    if decision.proposed_by is None:
        return
    outbox.queue(
        code,
        to=[decision.proposed_by],
        params={"call": decision.call.title, "by": str(by), "reason": decision.second_note},
        about=decision.call,
        link=reverse("decisions:decide", args=[decision.call.uid]),
    )


def selection_of(decision: Decision) -> Selection:
    """The list that a decision recorded.

    Raises:
        Refused: it still waits for the second person.
    """
    if decision.selection is None:
        raise Refused.because("decision_not_recorded_yet")
    return decision.selection

"""The decision: the list that scores and policy give, changes by hand with their reasons, the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.calls import queries as call_queries
from jinguo.apps.calls.actions.results import Place, current_selection, record_selection
from jinguo.apps.calls.models import Call, Nomination, Selection
from jinguo.apps.calls.states import NominationState
from jinguo.apps.reviews import queries
from jinguo.apps.reviews.actions.rounds import close_round
from jinguo.apps.reviews.criteria import policy_of
from jinguo.apps.reviews.models import Round
from jinguo.engines.selection import Candidate, decision_record, select
from jinguo.engines.selection import Selection as Outcome
from jinguo.errors import Refused, demand
from jinguo.standards.identity import read_id

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@dataclass(frozen=True)
class Proposal:
    """The list that the scores and the policy give, before anybody changes it by hand."""

    outcome: Outcome
    record: dict[str, Any]
    nominations: dict[str, Nomination]


def propose(call: Call) -> Proposal:
    """Rank, cut, resolve ties, with a reason for everyone.

    Raises:
        Refused: the policy leaves a tie at the cut open, or has a rule that can't be kept.
    """
    nominations = list(queries.on_the_board(call).exclude(state=NominationState.REMOVED))
    by_id = {str(nomination.uid): nomination for nomination in nominations}
    seats = {c.name: c.seats for c in call.categories.all() if c.seats is not None}
    policy = policy_of(call, seats)
    columns = _columns(call, nominations)
    candidates = [
        Candidate(uid, getattr(getattr(nomination, "standing", None), "score", None), columns[nomination.pk])
        for uid, nomination in by_id.items()
    ]
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
    round_ = Round.objects.filter(call=call, closed_at=None).first()
    if round_ is not None:
        close_round(round_=round_, by=by)
    return record_selection(
        call=call, places=places, record=proposal.record, record_digest=proposal.record["digest"], by=by
    )


def _columns(call: Call, nominations: list[Nomination]) -> dict[int, dict[str, str]]:
    """The columns that a policy's rules may name: category, unit, sex, and every choice of the form."""
    specs = {kind: call.form_spec(kind) for kind in {n.nominee_kind for n in nominations}}
    wanted = {
        field.key
        for spec in specs.values()
        for field in spec.fields
        if field.kind in ("choice", "id_number", "sex")
    }
    values: dict[int, dict[str, Any]] = {}
    rows = call_queries.field_values(nominations, wanted)
    by_pk = {nomination.pk: nomination for nomination in nominations}
    for row in rows:
        nomination = by_pk[row.nomination_id]
        values.setdefault(nomination.pk, {})[row.key] = call_queries.value_of(nomination, row)
    return {n.pk: _columns_of(n, specs[n.nominee_kind], values.get(n.pk, {})) for n in nominations}


def _columns_of(nomination: Nomination, spec: Any, values: Mapping[str, Any]) -> dict[str, str]:
    columns = {
        "category": nomination.category.name,
        "unit": nomination.unit.name,
        "unit_kind": nomination.unit.kind,
        "sex": "",
    }
    for field in spec.fields:
        value = values.get(field.key)
        if field.kind == "id_number" and value:
            columns["sex"] = read_id(str(value)).sex or ""
        elif field.kind == "choice" and value:
            columns[field.key] = str(value)
    return columns

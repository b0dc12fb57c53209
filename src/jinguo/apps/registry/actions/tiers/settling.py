"""What officers say to a proposal, and a tier ended before its term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.audit.values import personal
from jinguo.apps.clock import now, today
from jinguo.apps.registry import bulk
from jinguo.apps.registry.models import TierHolding, TierProposal
from jinguo.apps.registry.permissions.tiers import is_held, may_second, settles_tiers, waits_for_a_word
from jinguo.apps.registry.search import indexing
from jinguo.errors import Refused, demand
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from datetime import date

    from jinguo.apps.accounts.models import User


@transaction.atomic
def confirm(*, proposal: TierProposal, by: User, document: str = "") -> TierProposal:
    """Say that it is so. Where the scheme asks for two officers the first word waits for another's; where it asks for
    a review board, its document is named.

    Raises:
        Refused: not an officer, answered already, the same officer twice, or the document is missing.
    """
    [proposal] = locked([proposal], by)
    say_yes(proposal, by, document)
    settle([proposal], by=by)
    return proposal


def say_yes(proposal: TierProposal, by: User, document: str) -> None:
    """One officer's word, on a proposal that is locked and not yet written: after it one half waits for another's word.

    Raises:
        Refused: as :func:`confirm`.
    """
    demand(waits_for_a_word(proposal) & may_second(by, proposal))
    proposal.document = clean_text(document).strip()[:200] or proposal.document
    if proposal.needs == "board" and not proposal.document:
        raise Refused.because("tier_document_missing")
    if proposal.needs == "two" and proposal.state == TierProposal.OPEN:
        proposal.state, proposal.first_by, proposal.first_by_name = TierProposal.HALF, by, str(by)[:150]
    else:
        proposal.state = TierProposal.DONE


def settle(proposals: Sequence[TierProposal], *, by: User) -> None:
    """Write what :func:`say_yes` said of proposals about as many persons. Part of the caller's transaction."""
    half = [one for one in proposals if one.state == TierProposal.HALF]
    bulk.rewrite(half)
    audit.record_all(_act("tier_proposal_seconded", one, by) for one in half)
    apply([one for one in proposals if one.state == TierProposal.DONE], by=by)


@transaction.atomic
def refuse(*, proposal: TierProposal, why: str, by: User) -> TierProposal:
    """Say that it is not so, and why. It is not proposed again while the facts stay the same."""
    [proposal] = locked([proposal], by)
    demand(waits_for_a_word(proposal))
    if not why.strip():
        raise Refused.because("reason_missing")
    proposal.why = clean_text(why).strip()[:300]
    _close(proposal, TierProposal.REFUSED, by)
    proposal.save()
    audit.record_all([_act("tier_proposal_refused", proposal, by, note=proposal.why)])
    return proposal


@transaction.atomic
def end_early(*, holding: TierHolding, why: str, by: User) -> TierHolding:
    """End a tier before its term, with a reason. What lists said before no longer brings her in."""
    holding = (
        TierHolding.objects.select_for_update(of=("self",))
        .select_related("organisation", "entry")
        .get(pk=holding.pk)
    )
    demand(settles_tiers(by, holding.organisation) & is_held(holding))
    if not why.strip():
        raise Refused.because("reason_missing")
    _end(holding, TierHolding.ENDED_EARLY, by, clean_text(why).strip()[:300])
    holding.save(update_fields=["ended_on", "ended_why", "ended_note", "ended_by_name"])
    TierProposal.objects.filter(
        organisation=holding.organisation,
        entry__identity=holding.entry.identity_id,
        state__in=TierProposal.WAITING,
    ).update(state=TierProposal.OVERTAKEN, decided_at=now())
    indexing.refresh([holding.entry.identity_id])
    entry = holding.entry
    audit.record(
        "tier_ended",
        subject=holding,
        by=by,
        acting_for=holding.organisation,
        within=entry,
        after={"tier": personal(holding.tier_name, of=f"person:{entry.uid}")},
        note=holding.ended_note,
    )
    return holding


def apply(proposals: Sequence[TierProposal], *, by: User | None) -> None:
    """Do what is proposed about as many persons. Part of the caller's transaction; whoever calls has asked for permission.

    All tiers that she holds in this registry end with it: after a merge there may be two.
    """
    held = _held(proposals)
    ended: list[TierHolding] = []
    for proposal in proposals:
        hers = held[proposal.organisation_id, proposal.entry.identity_id]
        since = next((one.since for one in hers if one.tier == proposal.tier), today())
        for one in hers:
            _end(one, _ending(proposal), by, "")
        ended += hers
        if proposal.kind != "expire":
            proposal.holding = _new_holding(proposal, since, by)
        _close(proposal, TierProposal.DONE, by)
    bulk.rewrite(ended)
    made = [one for one in proposals if one.kind != "expire"]
    bulk.write([one.holding for one in made])
    for one in made:
        one.holding = one.holding  # its key is known now
    bulk.rewrite(proposals)
    indexing.refresh({one.entry.identity_id for one in proposals})
    action = "tier_settled_by_rule" if by is None else "tier_proposal_confirmed"
    audit.record_all(_act(action, one, by) for one in proposals)


def _held(proposals: Sequence[TierProposal]) -> dict[tuple[int, int], list[TierHolding]]:
    """What the persons of proposals hold: registry and person → tiers."""
    held: dict[tuple[int, int], list[TierHolding]] = defaultdict(list)
    rows = TierHolding.objects.select_for_update(of=("self",)).filter(
        organisation__in={one.organisation_id for one in proposals},
        entry__identity__in={one.entry.identity_id for one in proposals},
        ended_on=None,
    )
    for one in rows.select_related("entry").order_by("pk"):
        held[one.organisation_id, one.entry.identity_id].append(one)
    return held


def _new_holding(proposal: TierProposal, since: date, by: User | None) -> TierHolding:
    tier = proposal.scheme.scheme.tier(proposal.tier)
    return TierHolding(
        organisation=proposal.organisation,
        entry=proposal.entry,
        scheme=proposal.scheme,
        tier=proposal.tier,
        tier_name=tier.name if tier else proposal.tier,
        since=since if proposal.kind == "renew" else proposal.since or today(),
        until=proposal.until,
        ground=proposal.reasons,
        document=proposal.document,
        confirmed_by_name=proposal.first_by_name or str(by or "")[:150],
        second_by_name=str(by or "")[:150] if proposal.first_by_name else "",
    )


def _ending(proposal: TierProposal) -> str:
    if proposal.kind == "expire":
        over = any(one.get("code") == "tier_term_over" for one in proposal.reasons)
        return TierHolding.EXPIRED if over else TierHolding.ENDED_BY_RULE
    return TierHolding.RENEWED if proposal.kind == "renew" else TierHolding.PROMOTED


def _end(holding: TierHolding, why: str, by: User | None, note: str) -> None:
    holding.ended_on, holding.ended_why, holding.ended_note = today(), why, note
    holding.ended_by_name = str(by or "")[:150]


def _close(proposal: TierProposal, state: str, by: User | None) -> None:
    proposal.state, proposal.decided_at, proposal.decided_by_name = state, now(), str(by or "")[:150]


def locked(proposals: Sequence[TierProposal], by: User) -> list[TierProposal]:
    """Proposals as they stand, for an officer who may settle them."""
    rows = TierProposal.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in proposals])
    found = list(rows.select_related("organisation", "entry", "scheme").order_by("pk"))
    for organisation in {one.organisation for one in found}:
        demand(settles_tiers(by, organisation))
    return found


def _act(action: str, proposal: TierProposal, by: User | None, note: str = "") -> audit.Entry:
    entry = proposal.entry
    return audit.entry(
        action,
        subject=proposal,
        by=by,
        acting_for=proposal.organisation,
        within=entry,
        after={
            "kind": f"tier_kind_{proposal.kind}",
            "tier": personal(proposal.tier, of=f"person:{entry.uid}"),
        },
        note=note,
    )

"""What officers say to a proposal, and a tier ended before its term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.audit.values import personal
from jinguo.apps.clock import now, today
from jinguo.apps.registry.models import TierHolding, TierProposal
from jinguo.apps.registry.permissions.tiers import is_held, may_second, settles_tiers, waits_for_a_word
from jinguo.apps.registry.search import indexing
from jinguo.errors import Refused, demand
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@transaction.atomic
def confirm(*, proposal: TierProposal, by: User, document: str = "") -> TierProposal:
    """Say that it is so. Where the scheme asks for two officers the first word waits for another's; where it asks for
    a review board, its document is named.

    Raises:
        Refused: not an officer, answered already, the same officer twice, or the document is missing.
    """
    proposal = _locked(proposal, by)
    demand(waits_for_a_word(proposal) & may_second(by, proposal))
    proposal.document = clean_text(document).strip()[:200] or proposal.document
    if proposal.needs == "board" and not proposal.document:
        raise Refused.because("tier_document_missing")
    if proposal.needs == "two" and proposal.state == TierProposal.OPEN:
        proposal.state, proposal.first_by, proposal.first_by_name = TierProposal.HALF, by, str(by)[:150]
        proposal.save(update_fields=["state", "first_by", "first_by_name", "document"])
        _tell("tier_proposal_seconded", proposal, by)
        return proposal
    apply(proposal, by=by)
    return proposal


@transaction.atomic
def refuse(*, proposal: TierProposal, why: str, by: User) -> TierProposal:
    """Say that it is not so, and why. It is not proposed again while the facts stay the same."""
    proposal = _locked(proposal, by)
    demand(waits_for_a_word(proposal))
    if not why.strip():
        raise Refused.because("reason_missing")
    proposal.why = clean_text(why).strip()[:300]
    _close(proposal, TierProposal.REFUSED, by)
    _tell("tier_proposal_refused", proposal, by, note=proposal.why)
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


def apply(proposal: TierProposal, *, by: User | None) -> TierHolding | None:
    """Do what is proposed. Part of the caller's transaction; whoever calls has asked for permission.

    All tiers that she holds in this registry end with it: after a merge there may be two.
    """
    identity = proposal.entry.identity_id
    held = list(
        TierHolding.objects.select_for_update().filter(
            organisation=proposal.organisation_id, entry__identity=identity, ended_on=None
        )
    )
    since = next((one.since for one in held if one.tier == proposal.tier), today())
    for one in held:
        _end(one, _ending(proposal), by, "")
    made = None
    if proposal.kind != "expire":
        tier = proposal.scheme.scheme.tier(proposal.tier)
        made = TierHolding.objects.create(
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
        proposal.holding = made
    _close(proposal, TierProposal.DONE, by)
    indexing.refresh([identity])
    _tell("tier_settled_by_rule" if by is None else "tier_proposal_confirmed", proposal, by)
    return made


def _ending(proposal: TierProposal) -> str:
    if proposal.kind == "expire":
        over = any(one.get("code") == "tier_term_over" for one in proposal.reasons)
        return TierHolding.EXPIRED if over else TierHolding.ENDED_BY_RULE
    return TierHolding.RENEWED if proposal.kind == "renew" else TierHolding.PROMOTED


def _end(holding: TierHolding, why: str, by: User | None, note: str) -> None:
    holding.ended_on, holding.ended_why, holding.ended_note = today(), why, note
    holding.ended_by_name = str(by or "")[:150]
    holding.save(update_fields=["ended_on", "ended_why", "ended_note", "ended_by_name"])


def _close(proposal: TierProposal, state: str, by: User | None) -> None:
    proposal.state, proposal.decided_at, proposal.decided_by_name = state, now(), str(by or "")[:150]
    proposal.save()


def _locked(proposal: TierProposal, by: User) -> TierProposal:
    rows = TierProposal.objects.select_for_update(of=("self",))
    proposal = rows.select_related("organisation", "entry", "scheme").get(pk=proposal.pk)
    demand(settles_tiers(by, proposal.organisation))
    return proposal


def _tell(action: str, proposal: TierProposal, by: User | None, note: str = "") -> None:
    entry = proposal.entry
    audit.record(
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

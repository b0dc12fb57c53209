"""Who says which tier a person belongs to, and by which rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinguo.apps.organisations.permissions import is_officer_of
from jinguo.apps.registry.models import TierHolding, TierProposal, TierScheme
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation


def settles_tiers(user: User, organisation: Organisation | int) -> Verdict:
    """An organisation's officers make its scheme, and confirm what it proposes."""
    return is_officer_of(user, organisation)


def may_be_changed(scheme: TierScheme) -> Verdict:
    """Only a draft is changed: what is in force stays as it was when persons were weighed by it."""
    return Verdict.of(scheme.is_draft, "tier_scheme_is_fixed")


def was_tried(scheme: TierScheme) -> Verdict:
    """What it would do was looked at after its last change."""
    return Verdict.of(scheme.has_fresh_outlook, "tier_scheme_not_tried")


def waits_for_a_word(proposal: TierProposal) -> Verdict:
    return Verdict.of(proposal.waits, "tier_proposal_closed")


def may_second(user: User, proposal: TierProposal) -> Verdict:
    """The second word is another officer's."""
    return Verdict.of(
        proposal.state != TierProposal.HALF or proposal.first_by_id != user.pk, "tier_second_is_another"
    )


def is_held(holding: TierHolding) -> Verdict:
    return Verdict.of(holding.is_current, "tier_has_ended")

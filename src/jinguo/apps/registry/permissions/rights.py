"""Whose word counts in what a person asks, and what is hers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry.models import Claim, Erasure
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile


def answers_for(user: User, organisation: Organisation) -> Verdict:
    """Who keeps the registry of an organisation, or of one above it."""
    kept = organisations_with(user, kinds.OFFICER, kinds.LIAISON)
    return Verdict.of(bool(kept) and _is_below(organisation, kept), "not_keeper_of_registry")


def is_open(erasure: Erasure) -> Verdict:
    return Verdict.of(erasure.state == Erasure.ASKED, "erasure_answered")


def is_confirmed(claim: Claim) -> Verdict:
    return Verdict.of(claim.state == Claim.CONFIRMED, "claim_waits")


def may_read_copy(user: User, stored: StoredFile) -> Verdict:
    """A copy of a person's data is for herself alone."""
    return Verdict.of(user.is_authenticated and stored.by_id == user.pk, "job_of_another")


def _is_below(organisation: Organisation, kept: set[int]) -> bool:
    """Whether the organisation or one above it is among these."""
    seen: set[int] = set()
    here: Organisation | None = organisation
    while here is not None and here.pk not in seen:
        if here.pk in kept:
            return True
        seen.add(here.pk)
        here = here.parent
    return False

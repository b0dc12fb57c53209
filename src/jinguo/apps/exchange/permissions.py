"""Who gives, who takes, who approves; each predicate says yes, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinguo.apps.clock import today
from jinguo.apps.exchange.models import Agreement, Package, Registration, Token
from jinguo.apps.exchange.states import AgreementState, may
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import (
    is_admin_of,
    is_liaison_of,
    is_officer_of,
    organisations_with,
)
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile
    from jinguo.apps.organisations.models import Organisation


def may_exchange(user: User, organisation: Organisation | int) -> Verdict:
    """Partners, agreements and packages are the officers' matter."""
    return is_officer_of(user, organisation)


def may_approve(user: User, agreement: Agreement) -> Verdict:
    """A second officer: not the one who proposed it."""
    second = Verdict.of(agreement.proposed_by_id != user.pk, "agreement_needs_a_second_officer")
    return may_exchange(user, agreement.organisation_id) & second


def is_in_force(agreement: Agreement) -> Verdict:
    """Approved, not ended, and today lies within its days."""
    within = agreement.state == AgreementState.IN_FORCE and agreement.since <= today() <= agreement.until
    return Verdict.of(within, "agreement_not_in_force")


def may_make_tokens(user: User, organisation: Organisation | int) -> Verdict:
    return is_admin_of(user, organisation)


def works(token: Token) -> Verdict:
    """Neither revoked nor over, and the account that answers for it still open."""
    lives = token.revoked_at is None and token.expires_on >= today() and token.user.is_active
    return Verdict.of(lives, "token_over")


def may_do(token: Token, scope: str) -> Verdict:
    return Verdict.of(scope in token.scopes, "token_without_scope", scope=scope)


def may_vouch(user: User, registration: Registration) -> Verdict:
    """Her unit says that she is who she says."""
    return is_liaison_of(user, registration.unit_id) & Verdict.of(
        registration.user_id != user.pk, "registration_is_ones_own"
    )


def may_admit(user: User, registration: Registration) -> Verdict:
    """An officer of the unit or above it, and not the one who vouched for her."""
    held = organisations_with(user, kinds.OFFICER)
    above = Verdict.of(bool(held & _upwards(registration.unit)), "not_officer_of_organiser")
    return (
        above
        & Verdict.of(registration.vouched_by_id != user.pk, "registration_needs_a_second")
        & Verdict.of(registration.user_id != user.pk, "registration_is_ones_own")
    )


def may_answer(user: User, registration: Registration) -> Verdict:
    """Who vouches or admits may also refuse."""
    held = organisations_with(user, kinds.OFFICER)
    return is_liaison_of(user, registration.unit_id) | Verdict.of(
        bool(held & _upwards(registration.unit)), "not_officer_of_organiser"
    )


def may_read_package(user: User, stored: StoredFile) -> Verdict:
    """A package is for the officers of the giver, and of the receiver where it is on this site."""
    package = Package.objects.filter(file=stored).select_related("agreement__partner").first()
    if package is None:
        return Verdict.no("not_officer_of_organiser")
    gives = may_exchange(user, package.agreement.organisation_id)
    other = package.agreement.partner.other_id
    return gives | may_exchange(user, other) if other else gives


def may_read_incoming(user: User, stored: StoredFile) -> Verdict:
    """A package on its way in is for who brought it."""
    return Verdict.of(stored.by_id == user.pk, "not_officer_of_organiser")


def may_read_document(user: User, stored: StoredFile) -> Verdict:
    """The signed document of an agreement."""
    agreement = Agreement.objects.filter(document=stored).only("organisation_id").first()
    if agreement is None:
        return Verdict.of(stored.by_id == user.pk, "not_officer_of_organiser")
    return may_exchange(user, agreement.organisation_id)


def can(agreement: Agreement, move: str) -> bool:
    """Whether the table of states offers a move."""
    return may(agreement.state, move)


def _upwards(organisation: Organisation) -> set[int]:
    seen: set[int] = set()
    here: Organisation | None = organisation
    while here is not None and here.pk not in seen:
        seen.add(here.pk)
        here = here.parent
    return seen

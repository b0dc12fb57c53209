"""Who a user is in an organisation. Each predicate says yes, or why not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jinguo.apps.organisations import kinds
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Membership, Organisation


def roles_of(user: User) -> frozenset[tuple[int, str]]:
    """(organisation id, role) of every role the user holds now."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_roles_held"):
        user._roles_held = frozenset((one.organisation_id, one.role) for one in memberships_of(user))
    return user._roles_held


def memberships_of(user: User) -> list[Membership]:
    """What the user is now, and where, by the organisations' pinyin; read once per user object, for every page asks."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_memberships_held"):
        held = user.memberships.filter(ended_at=None, organisation__is_active=True)
        user._memberships_held = [
            *held.select_related("organisation").order_by("organisation__pinyin_key", "pk")
        ]
    return user._memberships_held


def role_names(user: User) -> set[str]:
    """The roles a user holds anywhere."""
    return {role for _, role in roles_of(user)}


def organisations_with(user: User, *roles: str) -> set[int]:
    """Ids of the organisations in which the user holds one of the roles."""
    return {organisation for organisation, role in roles_of(user) if role in roles}


def holds(user: User, organisation: Organisation | int, roles: Iterable[str], otherwise: str) -> Verdict:
    organisation_id = organisation if isinstance(organisation, int) else organisation.pk
    return Verdict.of(any((organisation_id, role) in roles_of(user) for role in roles), otherwise)


def is_officer_of(user: User, organisation: Organisation | int) -> Verdict:
    return holds(user, organisation, (kinds.OFFICER,), "not_officer_of_organiser")


def is_liaison_of(user: User, organisation: Organisation | int) -> Verdict:
    """Officers answer for their own organisation too: small units have one person for both."""
    return holds(user, organisation, (kinds.LIAISON, kinds.OFFICER), "not_liaison_of_unit")


def is_admin_of(user: User, organisation: Organisation | int) -> Verdict:
    return holds(user, organisation, (kinds.ADMIN,), "not_admin_of_organisation")


def may_manage(user: User, organisation: Organisation) -> Verdict:
    """Officers and administrators keep their own organisation, and officers the units below it."""
    verdict = is_officer_of(user, organisation) | is_admin_of(user, organisation)
    if not verdict and organisation.parent_id:
        return is_officer_of(user, organisation.parent_id)
    return verdict


def may_give(user: User, organisation: Organisation, role: str) -> Verdict:
    """An officer gives the roles of the work; who administers or audits is named by an administrator alone."""
    if role in (kinds.ADMIN, kinds.AUDITOR):
        return is_admin_of(user, organisation)
    return may_manage(user, organisation)


def may_close(user: User, organisation: Organisation) -> Verdict:
    """A unit that no longer exists is closed, and opened again, by the organisation above it."""
    if not organisation.parent_id:
        return Verdict.no("no_unit_above")
    return is_officer_of(user, organisation.parent_id) | is_admin_of(user, organisation.parent_id)


def keeps_the_calendar(user: User) -> Verdict:
    """The calendar counts for every organiser of the site: an administrator of an organisation at the top enters its days."""
    held = organisations_with(user, kinds.ADMIN)
    at_the_top = held and user.memberships.filter(organisation__in=held, organisation__parent=None).exists()
    return Verdict.of(bool(at_the_top), "calendar_is_kept_by_administrators")


def sees_all_units(user: User) -> Verdict:
    """The list of all units is for those who choose among them."""
    return Verdict.of(
        bool(organisations_with(user, kinds.OFFICER, kinds.ADMIN, kinds.AUDITOR)), "not_officer_of_organiser"
    )

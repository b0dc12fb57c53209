"""Writes of units, roles and invitations."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from jinguo.apps.accounts.actions import create_user
from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.organisations import kinds, permissions
from jinguo.apps.organisations.models import (
    CalendarDay,
    FormerName,
    Invitation,
    Membership,
    Organisation,
    StrokeCount,
)
from jinguo.apps.outbox import actions as outbox
from jinguo.errors import Refused, demand
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.inviting import Invited

LONGEST_RUN = 31
INVITATION_DAYS = 14
MOST_STROKES = 84

when_accepted: list[Callable[[Invitation, User], None]] = []
"""What apps above do when an invitation is accepted, within its transaction: they add to it when they are ready."""

when_moved: list[Callable[[Organisation, User], None]] = []
"""What apps above do when a unit gets another unit above it, within its transaction."""


@dataclass(frozen=True)
class Sent:
    """An invitation and the one moment at which its link is known."""

    invitation: Invitation
    token: str


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_organisation(*, by: User | None, **fields: Any) -> Organisation:
    organisation = Organisation.objects.create(**fields)
    audit.record("organisation_created", subject=organisation, by=by, after={"name": organisation.name})
    return organisation


@transaction.atomic
def change_organisation(*, organisation: Organisation, changes: Mapping[str, Any], by: User) -> Organisation:
    demand(permissions.may_manage(by, organisation))
    before = {name: str(getattr(organisation, name)) for name in changes}
    above = organisation.parent_id
    if "name" in changes and changes["name"] != organisation.name:
        organisation.former_names.get_or_create(name=organisation.name, defaults={"until": now().date()})
    for name, value in changes.items():
        setattr(organisation, name, value)
    organisation.save()
    audit.record(
        "organisation_changed",
        subject=organisation,
        by=by,
        acting_for=organisation,
        before=before,
        after={name: str(value) for name, value in changes.items()},
    )
    if organisation.parent_id != above:
        for follow in when_moved:
            follow(organisation, by)
    return organisation


@transaction.atomic
def give_role(*, user: User, organisation: Organisation, role: str, by: User | None) -> Membership:
    """Let a user hold a role; holding it already is no error."""
    if role not in kinds.ROLES:
        raise Refused.because("no_such_role")
    membership, created = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, ended_at=None
    )
    if created:
        audit.record(
            "role_given",
            subject=organisation,
            by=by,
            acting_for=organisation,
            after={"user": str(user), "role": role},
        )
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: User) -> None:
    """End a role. The last officer of an organisation cannot be ended: somebody must hold the keys."""
    organisation = membership.organisation
    demand(permissions.may_give(by, organisation, membership.role))
    if membership.role == kinds.OFFICER:
        others = organisation.memberships.filter(role=kinds.OFFICER, ended_at=None).exclude(pk=membership.pk)
        if not others.exists():
            raise Refused.because("last_officer_stays")
    Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=now())
    audit.record(
        "role_ended",
        subject=organisation,
        by=by,
        acting_for=organisation,
        after={"user": str(membership.user), "role": membership.role},
    )


@transaction.atomic
def invite_user(*, organisation: Organisation, role: str, name: str, email: str, by: User, link: str) -> Sent:
    """Offer a role by a link that works once. ``link`` is the address with ``{token}`` in it."""
    if role not in kinds.ROLES:
        raise Refused.because("no_such_role")
    demand(permissions.may_give(by, organisation, role))
    return _invite(organisation=organisation, role=role, name=name, email=email, by=by, link=link)


@transaction.atomic
def found(*, organisation: str, kind: str, name: str, email: str, role: str, link: str) -> Sent:
    """Register an organiser, unless it is there, and invite somebody who can invite all others.

    For whoever runs the site, at its beginning or when an organiser has lost its last officer.
    """
    if kind not in kinds.KINDS:
        raise Refused.because("no_such_kind")
    there = Organisation.objects.filter(name=organisation).first()
    there = there or create_organisation(by=None, name=organisation, kind=kind)
    return _invite(organisation=there, role=role, name=name, email=email, by=None, link=link)


def _invite(
    *, organisation: Organisation, role: str, name: str, email: str, by: User | None, link: str
) -> Sent:
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        organisation=organisation,
        role=role,
        name=name,
        email=email,
        token_hash=hash_of(token),
        invited_by=by,
        expires_at=now() + timedelta(days=INVITATION_DAYS),
    )
    audit.record(
        "user_invited",
        subject=organisation,
        by=by,
        acting_for=organisation,
        after={"user": name, "role": role},
    )
    if email:
        outbox.queue(
            "account_invitation",
            to=[(name, email)],
            params={"name": name, "organisation": organisation.name},
            about=invitation,
            link=link.format(token=token),
        )
    return Sent(invitation, token)


def invitation_by_token(token: str) -> Invitation | None:
    return (
        Invitation.objects.filter(
            token_hash=hash_of(token), accepted_at=None, revoked_at=None, expires_at__gt=now()
        )
        .select_related("organisation")
        .first()
    )


@transaction.atomic
def accept_invitation(*, token: str, user: User) -> Membership:
    """Take up the role. The link works once: one conditional update decides who has it."""
    invitation = invitation_by_token(token)
    if invitation is None:
        raise Refused.because("invitation_not_valid")
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(
        accepted_at=now(), accepted_by=user
    )
    if not taken:
        raise Refused.because("invitation_not_valid")
    membership = give_role(user=user, organisation=invitation.organisation, role=invitation.role, by=user)
    for follow in when_accepted:
        follow(invitation, user)
    return membership


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    demand(permissions.may_manage(by, invitation.organisation))
    Invitation.objects.filter(Q(pk=invitation.pk), accepted_at=None).update(revoked_at=now())
    audit.record(
        "invitation_revoked",
        subject=invitation.organisation,
        by=by,
        acting_for=invitation.organisation,
        after={"user": invitation.name},
    )


@transaction.atomic
def set_calendar_day(*, day: date, is_workday: bool, source: str, by: User) -> CalendarDay:
    """Enter a day against the shipped calendar, with the notice it stands in."""
    demand(permissions.keeps_the_calendar(by))
    if not source.strip():
        raise Refused.because("calendar_day_needs_source")
    before = CalendarDay.objects.filter(day=day).values("is_workday", "source").first()
    entry, _ = CalendarDay.objects.update_or_create(
        day=day, defaults={"is_workday": is_workday, "source": source}
    )
    audit.record(
        "calendar_day_set",
        subject=entry,
        by=by,
        before=before,
        after={"day": day.isoformat(), "worked": is_workday},
    )
    return entry


@transaction.atomic
def set_stroke_count(*, character: str, strokes: int, by: User) -> StrokeCount:
    """Enter how many strokes a character has that the shipped data does not hold."""
    if not permissions.organisations_with(by, kinds.OFFICER, kinds.ADMIN):
        raise Refused.because("not_officer_of_organiser")
    if not 1 <= strokes <= MOST_STROKES:
        raise Refused.because("stroke_count_impossible", character=character, most=MOST_STROKES)
    before = StrokeCount.objects.filter(character=character).values("strokes").first()
    entry, _ = StrokeCount.objects.update_or_create(
        character=character,
        defaults={"strokes": strokes, "entered_by_name": str(by)[:100], "entered_at": now()},
    )
    audit.record(
        "stroke_count_set",
        subject=entry,
        by=by,
        before=before,
        after={"character": character, "strokes": strokes},
    )
    return entry


@transaction.atomic
def register_units(*, names: Iterable[str], kind: str, parent: Organisation, by: User) -> list[Organisation]:
    """Register units of one kind below an organisation, by their full names; a name that is there already is skipped."""
    demand(permissions.is_officer_of(by, parent) | permissions.is_admin_of(by, parent))
    if kind not in kinds.KINDS:
        raise Refused.because("no_such_kind")
    wanted = list(dict.fromkeys(clean_text(name).strip()[:120] for name in names))
    there = set(Organisation.objects.filter(name__in=wanted).values_list("name", flat=True))
    return [
        create_organisation(by=by, name=name, kind=kind, parent=parent)
        for name in wanted
        if name and name not in there
    ]


@transaction.atomic
def add_unit(*, parent: Organisation, by: User, **fields: Any) -> Organisation:
    """Register a unit below an organisation of hers."""
    demand(permissions.is_officer_of(by, parent) | permissions.is_admin_of(by, parent))
    return create_organisation(by=by, parent=parent, **fields)


@transaction.atomic
def close_unit(*, organisation: Organisation, reason: str, by: User) -> Organisation:
    """Close a unit that was dissolved or merged: its people no longer act for it, and it is nowhere invited.

    What it nominated stays as it is, and is read on by those who could. Invitations that wait are revoked.
    """
    demand(permissions.may_close(by, organisation))
    if not reason.strip():
        raise Refused.because("reason_missing")
    if not organisation.is_active:
        return organisation
    organisation.is_active, organisation.closed_at = False, now()
    organisation.closing_reason = reason.strip()[:300]
    organisation.save(update_fields=["is_active", "closed_at", "closing_reason"])
    organisation.invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=now())
    audit.record("unit_closed", subject=organisation, by=by, acting_for=organisation.parent, note=reason)
    return organisation


@transaction.atomic
def reopen_unit(*, organisation: Organisation, reason: str, by: User) -> Organisation:
    """Take the closing of a unit back: its people act for it again."""
    demand(permissions.may_close(by, organisation))
    if not reason.strip():
        raise Refused.because("reason_missing")
    if organisation.is_active:
        return organisation
    organisation.is_active, organisation.closed_at, organisation.closing_reason = True, None, ""
    organisation.save(update_fields=["is_active", "closed_at", "closing_reason"])
    audit.record("unit_reopened", subject=organisation, by=by, acting_for=organisation.parent, note=reason)
    return organisation


@transaction.atomic
def add_former_name(
    *, organisation: Organisation, name: str, until: date | None = None, by: User
) -> FormerName:
    """Note a name the unit once had, so that old lists find it."""
    demand(permissions.may_manage(by, organisation))
    former, created = organisation.former_names.get_or_create(name=name, defaults={"until": until})
    if created:
        _note_change(organisation, by, after={"former_name": name})
    return former


@transaction.atomic
def remove_former_name(*, former: FormerName, by: User) -> None:
    demand(permissions.may_manage(by, former.organisation))
    _note_change(former.organisation, by, before={"former_name": former.name})
    former.delete()


@transaction.atomic
def accept_with_new_account(*, token: str, username: str, name: str, password: str) -> User:
    """Make the account that an invitation offers, and take the role up: both or neither."""
    invitation = invitation_by_token(token)
    if invitation is None:
        raise Refused.because("invitation_not_valid")
    user = create_user(username=username, name=name, email=invitation.email, password=password, by=None)
    accept_invitation(token=token, user=user)
    return user


@transaction.atomic
def invite_liaisons(*, rows: Iterable[Invited], by: User, link: str) -> list[Sent]:
    """Invite the liaisons of many units at once; each row was planned before, and is checked again by `invite_user`."""
    return [
        invite_user(
            organisation=row.unit, role=kinds.LIAISON, name=row.name, email=row.email, by=by, link=link
        )
        for row in rows
    ]


@transaction.atomic
def set_calendar_days(*, first: date, last: date, is_workday: bool, source: str, by: User) -> int:
    """Enter a run of days, both ends included, against the shipped calendar."""
    count = (last - first).days + 1
    if not 1 <= count <= LONGEST_RUN:
        raise Refused.because("calendar_run_too_long", most=LONGEST_RUN)
    for offset in range(count):
        set_calendar_day(day=first + timedelta(days=offset), is_workday=is_workday, source=source, by=by)
    return count


@transaction.atomic
def remove_calendar_day(*, entry: CalendarDay, by: User) -> None:
    """Take an entry back: the shipped calendar counts again."""
    demand(permissions.keeps_the_calendar(by))
    audit.record("calendar_day_removed", subject=entry, by=by, after={"day": entry.day.isoformat()})
    entry.delete()


def _note_change(organisation: Organisation, by: User, **values: Mapping[str, Any]) -> None:
    audit.record("organisation_changed", subject=organisation, by=by, acting_for=organisation, **values)

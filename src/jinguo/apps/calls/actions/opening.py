"""What the organiser does to bring a call into being: create, copy, set up, invite, open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions, presets, setting_up
from jinguo.apps.calls.models import Call, Category, Invitee, Quota
from jinguo.apps.calls.states import CallState, change
from jinguo.apps.clock import now, told
from jinguo.apps.organisations.permissions import is_officer_of
from jinguo.apps.organisations.queries import liaisons_of, units_below
from jinguo.apps.outbox import actions as outbox
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason, Verdict
from jinguo.standards.dates import closing_instant

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.calls.presets import Preset
    from jinguo.apps.organisations.models import Organisation

_COPIED = [
    "honour_title",
    "basis",
    "notice_text",
    "closing_includes_day",
    "forms",
    "materials",
    "eligibility",
    "copies",
    "stamped_form_required",
    "consent_required",
    "consent_text",
    "criteria",
    "policy",
    "procedure",
    "safeguards",
    "blind_review",
    "experts_see_stamped",
    "notice_days",
    "notice_counts_first_day",
    "contact_name",
    "contact_phone",
    "contact_email",
    "contact_address",
]


@transaction.atomic
def create_call(*, organiser: Organisation, title: str, year: int, by: User, **settings: Any) -> Call:
    """A draft of a call, with the standard form for each kind of nominee."""
    demand(is_officer_of(by, organiser))
    call = Call(organiser=organiser, title=title, year=year, created_by=by, forms=presets.standard_forms())
    for name, value in settings.items():
        setattr(call, name, value)
    _set_closing(call)
    call.save(force_insert=True)
    audit.record(
        "call_created", subject=call, by=by, acting_for=organiser, within=call, after={"title": title}
    )
    return call


@transaction.atomic
def create_from_preset(
    *,
    organiser: Organisation,
    preset: Preset,
    title: str,
    year: int,
    by: User,
    closing_day: date | None = None,
    invite_units: bool = True,
) -> Call:
    """A draft with everything that a preset says: categories, quotas, form, materials, rules, criteria, ties.

    The birth-date limits and the like are not in a preset: they are for the officer to state. With ``invite_units`` the
    organiser's units of the preset's kinds are invited, so that a date is all that is missing before it can be opened.
    """
    call = create_call(
        organiser=organiser,
        title=title,
        year=year,
        by=by,
        closing_day=closing_day,
        forms=presets.forms_of(preset),
        **presets.settings_of(preset, organiser=organiser.name),
    )
    set_categories(call=call, rows=[row.model_dump() for row in preset.categories], by=by)
    set_quotas(call=call, rows=[row.model_dump() for row in preset.quotas], by=by)
    if invite_units:
        kinds_named = {row.unit_kind for row in preset.quotas if row.unit_kind}
        invite(call=call, organisations=units_below(organiser).filter(kind__in=kinds_named), by=by)
    call.refresh_from_db()
    return call


@transaction.atomic
def copy_call(*, call: Call, title: str, year: int, by: User) -> Call:
    """A new draft with everything of an earlier call but its dates, its units' extensions and its nominations."""
    demand(permissions.is_officer_of_call(by, call))
    copy = Call(organiser=call.organiser, title=title, year=year, created_by=by, copied_from=call)
    for name in _COPIED:
        setattr(copy, name, getattr(call, name))
    if call.parent_call and call.parent_call.state in (CallState.DRAFT, CallState.OPEN):
        copy.parent_call = call.parent_call  # last year's, which is over, takes nobody any more
    copy.save(force_insert=True)
    twins = {}
    for category in call.categories.all():
        twins[category.pk] = Category.objects.create(
            call=copy,
            position=category.position,
            name=category.name,
            description=category.description,
            nominee_kind=category.nominee_kind,
            seats=category.seats,
        )
    for quota in call.quotas.all():
        Quota.objects.create(
            call=copy,
            scope=quota.scope,
            unit_kind=quota.unit_kind,
            organisation_id=quota.organisation_id,
            category=twins.get(quota.category_id),
            places=quota.places,
        )
    invited = call.invitees.filter(organisation__is_active=True).values_list("organisation_id", flat=True)
    Invitee.objects.bulk_create([Invitee(call=copy, organisation_id=unit) for unit in invited])
    audit.record(
        "call_copied",
        subject=copy,
        by=by,
        acting_for=call.organiser,
        within=copy,
        after={"source": call.title},
    )
    return copy


@transaction.atomic
def change_call(*, call: Call, changes: Mapping[str, Any], seen_version: int, by: User) -> Call:
    """Change settings of a call. What binds the units is fixed once the call is open; only the date may move later.

    Raises:
        Refused: changed by somebody else since ``seen_version``, or fixed already.
    """
    call = Call.objects.select_for_update().select_related("organiser").get(pk=call.pk)
    demand(permissions.is_officer_of_call(by, call))
    _demand_version(call, seen_version)
    changed = {name: value for name, value in changes.items() if getattr(call, name) != value}
    demand(Verdict.all(permissions.may_set(call, name) for name in changed))
    closed_at = call.closes_at
    before = {name: _plain(getattr(call, name)) for name in {*changed, "closing_day"}}
    for name, value in changed.items():
        setattr(call, name, value)
    _set_closing(call)
    if call.state != CallState.DRAFT and _is_earlier(call.closes_at, closed_at):
        raise Refused.because("closing_day_only_moves_later", day=before["closing_day"])
    call.version = F("version") + 1
    call.save()
    call.refresh_from_db()
    if changed:
        audit.record(
            "call_changed",
            subject=call,
            by=by,
            acting_for=call.organiser,
            within=call,
            before={name: before[name] for name in changed},
            after={name: _plain(value) for name, value in changed.items()},
        )
    return call


@transaction.atomic
def set_categories(
    *, call: Call, rows: Iterable[Mapping[str, Any]], by: User, seen_version: int | None = None
) -> list[Category]:
    """Set the categories of a draft: rows with ``uid`` change what is there, rows without add, the rest goes."""
    call = _locked_draft(call, by)
    _demand_version(call, seen_version)
    there = {str(category.uid): category for category in call.categories.all()}
    before = [category.name for category in there.values()]
    kept = []
    for position, row in enumerate(rows):
        category = there.pop(str(row.get("uid") or ""), None) or Category(call=call)
        category.position = position
        for name in ("name", "description", "nominee_kind", "seats"):
            setattr(category, name, row.get(name, getattr(category, name)))
        kept.append(category)
    call.categories.filter(pk__in=[category.pk for category in there.values()]).delete()
    # Two categories may swap their names: out of each other's way first.
    for category in call.categories.all():
        Category.objects.filter(pk=category.pk).update(name=f"{category.uid}")
    for category in kept:
        category.save()
    _touch(call)
    audit.record(
        "call_categories_set",
        subject=call,
        by=by,
        acting_for=call.organiser,
        within=call,
        before={"categories": before},
        after={"categories": [category.name for category in kept]},
    )
    return kept


@transaction.atomic
def set_quotas(
    *, call: Call, rows: Iterable[Mapping[str, Any]], by: User, seen_version: int | None = None
) -> list[Quota]:
    """State the quotas anew: each row has scope, places, and what it limits."""
    call = Call.objects.select_for_update().select_related("organiser").get(pk=call.pk)
    demand(permissions.is_officer_of_call(by, call) & permissions.is_not_over(call))
    _demand_version(call, seen_version)
    _touch(call)
    before = [[quota.scope, quota.unit_kind, quota.places] for quota in call.quotas.all()]
    call.quotas.all().delete()
    quotas = [Quota(call=call, **row) for row in rows]
    for quota in quotas:
        quota.save(force_insert=True)
    audit.record(
        "call_quotas_set",
        subject=call,
        by=by,
        acting_for=call.organiser,
        within=call,
        before={"quotas": before},
        after={"quotas": [[quota.scope, quota.unit_kind, quota.places] for quota in quotas]},
    )
    return quotas


@transaction.atomic
def invite(*, call: Call, organisations: Iterable[Organisation], by: User) -> list[Invitee]:
    """Invite units; those invited before are left as they are. Once the call is open they are told at once."""
    demand(permissions.is_officer_of_call(by, call) & permissions.is_not_over(call))
    known = set(call.invitees.values_list("organisation_id", flat=True))
    fresh = [Invitee(call=call, organisation=unit) for unit in organisations if unit.pk not in known]
    Invitee.objects.bulk_create(fresh)
    if fresh:
        audit.record(
            "units_invited",
            subject=call,
            by=by,
            acting_for=call.organiser,
            within=call,
            after={"count": len(fresh), "units": [invitee.organisation.name for invitee in fresh]},
        )
    if call.state == CallState.OPEN:
        _tell(call, [invitee.organisation_id for invitee in fresh])
    return fresh


@transaction.atomic
def uninvite(*, invitee: Invitee, by: User) -> None:
    """Take an invitation back from a unit that has begun nothing."""
    call = invitee.call
    demand(permissions.is_officer_of_call(by, call))
    if call.nominations.filter(unit=invitee.organisation_id).exists():
        raise Refused.because("unit_has_nominations", unit=invitee.organisation.name)
    audit.record(
        "unit_uninvited",
        subject=call,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"unit": invitee.organisation.name},
    )
    invitee.delete()


@transaction.atomic
def uninvite_all(*, invitees: Iterable[Invitee], by: User) -> int:
    """Take back several invitations, or none: one that cannot be taken back refuses all."""
    count = 0
    for invitee in invitees:
        uninvite(invitee=invitee, by=by)
        count += 1
    return count


def missing_before_opening(call: Call) -> tuple[Reason, ...]:
    """What a draft still lacks before it can be opened."""
    return setting_up.of(call).missing


@transaction.atomic
def open_call(*, call: Call, by: User) -> Call:
    """Open a call and tell every invited unit's liaisons."""
    call = Call.objects.select_for_update().select_related("organiser").get(pk=call.pk)
    demand(permissions.is_officer_of_call(by, call))
    missing = missing_before_opening(call)
    if missing:
        raise Refused(*missing)
    change(call, "open_call", opened_at=now())
    audit.record("call_opened", subject=call, by=by, acting_for=call.organiser, within=call)
    _tell(call, list(call.invitees.values_list("organisation_id", flat=True)))
    return call


@transaction.atomic
def cancel_call(*, call: Call, reason: str, by: User) -> Call:
    """Cancel a call before any review; nothing is deleted."""
    demand(permissions.is_officer_of_call(by, call))
    if not reason.strip():
        raise Refused.because("reason_missing")
    was_open = call.state == CallState.OPEN
    change(call, "cancel_call")
    audit.record("call_cancelled", subject=call, by=by, acting_for=call.organiser, within=call, note=reason)
    if was_open:
        for membership in liaisons_of(list(call.invitees.values_list("organisation_id", flat=True))):
            outbox.queue(
                "call_was_cancelled",
                to=[membership.user],
                params={"call": call.title, "unit": membership.organisation.name, "reason": reason.strip()},
                about=call,
            )
    return call


def _locked_draft(call: Call, by: User) -> Call:
    call = Call.objects.select_for_update().select_related("organiser").get(pk=call.pk)
    demand(permissions.is_officer_of_call(by, call))
    if call.state != CallState.DRAFT:
        raise Refused.because("call_is_open_already")
    return call


def _demand_version(call: Call, seen: int | None) -> None:
    """Refuse to overwrite what somebody else changed since the page was opened; None asks for no such care."""
    if seen is not None and call.version != seen:
        raise Refused.because("call_changed_meanwhile")


def _touch(call: Call) -> None:
    """Categories and quotas are settings too: whoever has a page open is told that they changed."""
    Call.objects.filter(pk=call.pk).update(version=F("version") + 1)
    call.refresh_from_db(fields=["version"])


def _is_earlier(new: datetime | None, old: datetime | None) -> bool:
    return old is not None and (new is None or new < old)


def _set_closing(call: Call) -> None:
    call.closes_at = (
        closing_instant(call.closing_day, call.organiser.zone, includes_day=call.closing_includes_day)
        if isinstance(call.closing_day, date)
        else None
    )


def _tell(call: Call, unit_ids: list[int]) -> None:
    for membership in liaisons_of(unit_ids):
        outbox.queue(
            "call_opened",
            to=[membership.user],
            params={
                "call": call.title,
                "unit": membership.organisation.name,
                "closes": told(call.closes_at).isoformat(),
            },
            about=call,
        )


def _plain(value: Any) -> Any:
    """A value as the trail keeps it."""
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value)

"""Filling in the page: several fields at once, each on its own; looking at what is kept masked; having
seen the call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions, queries, readiness
from jinguo.apps.calls.actions import nominating
from jinguo.apps.calls.models import FieldValue, Invitee, Nomination
from jinguo.apps.clock import now
from jinguo.engines.forms import derived_values
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@dataclass(frozen=True)
class Clash:
    """A field that somebody else saved meanwhile: what was typed here, what stands there now."""

    mine: Any
    theirs: Any
    version: int
    by: str


@dataclass
class Outcome:
    """What became of each field of a page: saved, standing against another's version, or not to be
    saved at all.
    """

    saved: dict[str, int] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)
    unsaved: dict[str, Any] = field(default_factory=dict)
    refused: tuple[Reason, ...] = ()


def save_fields(*, nomination: Nomination, typed: Mapping[str, tuple[Any, int]], by: User) -> Outcome:
    """Save what a page holds, field by field: one that cannot be saved does not keep the others back.

    ``typed`` holds, by key, what was typed and the version that the page had seen. What the form can work
    out from a saved field (an age from an ID number) is filled in where it is still empty.
    """
    outcome = Outcome()
    _save(nomination, typed, outcome, by)
    if outcome.saved:
        _fill_in_the_derived(nomination, outcome, by)
    return outcome


def _save(nomination: Nomination, typed: Mapping[str, tuple[Any, int]], outcome: Outcome, by: User) -> None:
    try:
        found = nominating.save_fields(nomination=nomination, typed=typed, by=by)
    except Refused as refused:
        found = dict.fromkeys(typed, refused)
    for key, what in found.items():
        raw = typed[key][0]
        match what:
            case nominating.ChangedMeanwhile():
                outcome.clashes[key] = Clash(raw, what.theirs, what.version, what.changed_by)
            case Refused():
                outcome.unsaved[key] = raw
                outcome.refused = what.reasons
            case _:
                outcome.saved[key] = what.version


def _fill_in_the_derived(nomination: Nomination, outcome: Outcome, by: User) -> None:
    spec = queries.spec_of(nomination)
    waiting = [one for one in spec.fields if one.derived_from in outcome.saved]
    if not waiting:
        return
    values = queries.values_of(nomination)
    known = derived_values(spec, values, readiness.reference_day(nomination))
    versions = dict(FieldValue.objects.filter(nomination=nomination).values_list("key", "version"))
    empty = [
        one.key
        for one in waiting
        if one.key in known and values.get(one.key) is None and one.key not in outcome.clashes
    ]
    if empty:
        _save(nomination, {key: (known[key], versions.get(key, 0)) for key in empty}, outcome, by)


@transaction.atomic
def open_sensitive(*, nomination: Nomination, key: str, by: User) -> str:
    """Show a masked value to who fills it in. Who looked is recorded."""
    demand(permissions.is_liaison_of_nomination(by, nomination))
    try:
        label = queries.spec_of(nomination).field(key).label
    except KeyError:
        raise Refused.because("no_such_field", field=key[:60]) from None
    audit.record(
        "sensitive_value_opened",
        subject=nomination,
        by=by,
        acting_for=nomination.unit,
        within=nomination.call,
        after={"field": label},
    )
    return label


def see(*, invitee: Invitee) -> None:
    """Note when a unit first opened a call."""
    if invitee.first_seen_at is None:
        Invitee.objects.filter(pk=invitee.pk, first_seen_at=None).update(first_seen_at=now())

"""What a nominating unit does: start, fill in field by field, add materials, hand in, take back."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction

from jinguo.apps import vault
from jinguo.apps.audit import actions as audit
from jinguo.apps.audit import personal
from jinguo.apps.audit.models import Entry
from jinguo.apps.calls import permissions, qualifying, queries, readiness
from jinguo.apps.calls.actions import confirming
from jinguo.apps.calls.models import Call, Category, FieldValue, Invitee, Nomination
from jinguo.apps.calls.states import NominationState, change
from jinguo.apps.clock import now
from jinguo.apps.organisations.queries import stroke_counts
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry import actions as registry
from jinguo.engines.forms import Field, FormSpec, check_value, normalise_value
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason
from jinguo.standards.identity import read_id
from jinguo.standards.names import initials, pinyin, pinyin_key
from jinguo.standards.strokes import stroke_key, unknown_strokes

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


NOMINATING_UNIT = "nominating_unit"
"""The field of a form that says who nominates: the system knows, nobody types it."""


@dataclass(frozen=True)
class Saved:
    """What became of one field's save: its new version and what was found in the value."""

    value: Any
    version: int
    findings: tuple[Reason, ...]


class ChangedMeanwhile(Refused):
    """Somebody else saved this field after the page was loaded. Nothing was overwritten; both values are at hand."""

    def __init__(self, field: Field, *, theirs: Any, version: int, by: str) -> None:
        super().__init__(Reason.error("field_changed_meanwhile", field=field.label, by=by or "?"))
        self.field, self.theirs, self.version, self.changed_by = field, theirs, version, by


@transaction.atomic
def start_nomination(
    *, invitee: Invitee, category: Category, by: User, uid: UUID | None = None
) -> Nomination:
    """Begin a draft of the unit in a category. ``uid`` names the draft beforehand: asked twice, it answers with the one."""
    demand(permissions.may_start(by, invitee.call, invitee, now()))
    if category.call_id != invitee.call_id:
        raise Refused.because("category_of_another_call")
    begun = Nomination.objects.filter(uid=uid).first() if uid else None
    if begun and (begun.call_id, begun.unit_id) == (invitee.call_id, invitee.organisation_id):
        return begun
    named = {"uid": uid} if uid and not begun else {}
    nomination = Nomination.objects.create(
        **named,
        call=invitee.call,
        category=category,
        unit=invitee.organisation,
        nominee_kind=category.nominee_kind,
        created_by=by,
    )
    for field in queries.spec_of(nomination).fields:
        if field.key == NOMINATING_UNIT:
            write_value(nomination, field, None, invitee.organisation.name, by)
    refresh_summary(nomination)
    audit.record(
        "nomination_started", subject=nomination, by=by, acting_for=invitee.organisation, within=invitee.call
    )
    return nomination


@transaction.atomic
def save_field(*, nomination: Nomination, key: str, raw: Any, seen_version: int, by: User) -> Saved:
    """Save one field as it was typed. ``seen_version`` is the version her page showed (0: it was empty).

    A value with findings is kept all the same: the findings stand beside it until they are mended.

    Raises:
        ChangedMeanwhile: the field was saved by somebody else since.
        Refused: not hers to edit, handed in already, or past the date.
    """
    [found] = save_fields(nomination=nomination, typed={key: (raw, seen_version)}, by=by).values()
    if isinstance(found, Refused):
        raise found
    return found


@transaction.atomic
@vault.keys_at_hand()
def save_fields(
    *, nomination: Nomination, typed: Mapping[str, tuple[Any, int]], by: User
) -> dict[str, Saved | Refused]:
    """Save several fields under one lock: by key what became of each. One that is refused does not keep others back.

    ``typed`` holds, by key, what was typed and the version that the page showed.

    Raises:
        Refused: the nomination is not hers to edit, handed in already, or past the date.
    """
    nomination = _locked(nomination)
    invitee = queries.invitee_of(nomination.call, nomination.unit_id)
    demand(permissions.may_edit(by, nomination, invitee, now()))
    rows = {row.key: row for row in nomination.values.filter(key__in=typed)}
    found: dict[str, Saved | Refused] = {}
    changes = _Changes()
    for key, (raw, seen_version) in typed.items():
        try:
            found[key] = _save_one(nomination, key, raw, rows.get(key), seen_version, by, changes)
        except Refused as refused:
            found[key] = refused
    if changes.rows:
        changes.write()
        refresh_summary(nomination)
    return found


@dataclass
class _Changes:
    """What a page changed, written together: a field and its line in the trail each for itself takes ten times as long,
    and so long others wait for the lock."""

    rows: list[FieldValue] = dataclasses.field(default_factory=list)
    trail: list[Entry] = dataclasses.field(default_factory=list)

    def write(self) -> None:
        for row in self.rows:
            if row.pk is not None:
                row.save()
        FieldValue.objects.bulk_create([row for row in self.rows if row.pk is None])
        audit.record_all(self.trail)


def _save_one(
    nomination: Nomination,
    key: str,
    raw: Any,
    row: FieldValue | None,
    seen_version: int,
    by: User,
    changes: _Changes,
) -> Saved:
    field = _field_for_units(nomination, queries.spec_of(nomination), key)
    value = normalise_value(field, raw)
    before = queries.value_of(nomination, row) if row else None
    on = readiness.reference_day(nomination)
    if row and row.version != seen_version and before != value:
        raise ChangedMeanwhile(field, theirs=before, version=row.version, by=row.changed_by_name)
    if before == value:
        return Saved(value, row.version if row else 0, check_value(field, value, on=on))
    if key == NOMINATING_UNIT and value != nomination.unit.name:
        raise Refused.because("nominating_unit_is_given", unit=nomination.unit.name)
    row = _with_value(nomination, field, row, value, by)
    changes.rows.append(row)
    changes.trail.append(_change_of(nomination, field, before, value, by))
    return Saved(value, row.version, check_value(field, value, on=on))


@transaction.atomic
def change_category(*, nomination: Nomination, category: Category, by: User) -> Nomination:
    """Move a draft to another category of the same kind of nominee."""
    nomination = _locked(nomination)
    invitee = queries.invitee_of(nomination.call, nomination.unit_id)
    demand(permissions.may_edit(by, nomination, invitee, now()))
    if category.call_id != nomination.call_id or category.nominee_kind != nomination.nominee_kind:
        raise Refused.because("category_of_another_kind")
    before = nomination.category.name
    nomination.category = category
    nomination.changed_at = now()
    nomination.save(update_fields=["category", "changed_at"])
    audit.record(
        "nomination_category_changed",
        subject=nomination,
        by=by,
        acting_for=nomination.unit,
        within=nomination.call,
        before={"category": before},
        after={"category": category.name},
    )
    return nomination


@transaction.atomic
def hand_in(*, nomination: Nomination, by: User) -> Nomination:
    """Hand a nomination in and give it its number. Asked twice, it answers with the one receipt.

    Locks the call, which owns the quota and the numbers, before anything is counted.

    Raises:
        Refused: with every reason that stands in the way.
    """
    call = Call.objects.select_for_update().get(pk=nomination.call_id)
    nomination = _locked(nomination)
    if nomination.state == NominationState.SUBMITTED and permissions.is_liaison_of_nomination(by, nomination):
        return nomination
    nomination.call = call
    demand(permissions.may_edit(by, nomination, queries.invitee_of(call, nomination.unit_id), now()))
    values = queries.values_of(nomination)
    found = readiness.of(nomination, values)
    if not found.complete:
        raise Refused(*found.standing_in_the_way)
    was_returned = nomination.state == NominationState.RETURNED
    _take_number(call, nomination)
    _know_the_person(nomination, values)
    confirming.keep_consents(nomination)
    try:
        with transaction.atomic():
            change(
                nomination,
                "hand_in",
                submitted_at=now(),
                submitted_by=by,
                number=nomination.number,
                mend_until=None,
                changed_at=now(),
                finding_count=found.worth_a_look,
            )
    except IntegrityError:
        raise Refused.because("nominee_nominated_by_another_unit", name=nomination.name) from None
    if was_returned:
        nomination.returns.filter(mended_at=None).update(mended_at=now())
    refresh_summary(nomination, values)
    audit.record(
        "nomination_handed_in",
        subject=nomination,
        by=by,
        acting_for=nomination.unit,
        within=call,
        after={"receipt": nomination.receipt},
    )
    outbox.queue(
        "nomination_received",
        to=[by],
        params={"name": nomination.name, "receipt": nomination.receipt, "call": call.title},
        about=nomination,
    )
    return nomination


@transaction.atomic
def take_back(*, nomination: Nomination, by: User) -> Nomination:
    """Take a nomination back to mend it; its number waits for it, its place in the quota is free again."""
    nomination = _locked(nomination)
    invitee = queries.invitee_of(nomination.call, nomination.unit_id)
    demand(permissions.may_take_back(by, nomination, invitee, now()))
    change(nomination, "take_back", changed_at=now())
    audit.record(
        "nomination_taken_back", subject=nomination, by=by, acting_for=nomination.unit, within=nomination.call
    )
    return nomination


@transaction.atomic
def discard_draft(*, nomination: Nomination, by: User) -> None:
    """Throw a draft away that was never handed in."""
    nomination = _locked(nomination)
    demand(permissions.is_liaison_of_nomination(by, nomination))
    if nomination.state != NominationState.DRAFT or nomination.number is not None:
        raise Refused.because("nomination_is_handed_in")
    audit.record(
        "nomination_discarded", subject=nomination, by=by, acting_for=nomination.unit, within=nomination.call
    )
    nomination.delete()


def refresh_summary(nomination: Nomination, values: dict[str, Any] | None = None) -> None:
    """Bring the columns by which lists show, sort and search a nomination up to its values."""
    values = queries.values_of(nomination) if values is None else values
    spec = queries.spec_of(nomination)
    report = readiness.check_form(spec, values, on=readiness.reference_day(nomination))
    name = str(values.get(spec.name_field) or "")
    posts = [str(values.get(field.key) or "") for field in spec.of_kind("unit_and_post")]
    nomination.name = name[:200]
    nomination.post = (posts[0] if posts else "")[:300]
    nomination.pinyin_key = pinyin_key(name)[:240]
    set_stroke_keys(nomination, stroke_counts() if unknown_strokes(name) else {})
    spoken = pinyin(name).replace(" ", "")
    unit = nomination.unit
    nomination.search = f"{name} {spoken} {initials(name)} {unit.search} {nomination.receipt}".lower()[:900]
    nomination.fields_done, nomination.fields_total = report.done, report.total
    nomination.changed_at = now()
    nomination.save(
        update_fields=[
            "name",
            "post",
            "pinyin_key",
            "surname_strokes_key",
            "name_strokes_key",
            "search",
            "fields_done",
            "fields_total",
            "changed_at",
        ]
    )


def set_stroke_keys(nomination: Nomination, counts: Mapping[str, int]) -> None:
    """The keys of the official order; ``counts`` are those that officers entered for rare characters."""
    nomination.surname_strokes_key = stroke_key(nomination.name, by="surname", counts=counts)[:2000]
    nomination.name_strokes_key = stroke_key(nomination.name, by="name", counts=counts)[:2000]


def _locked(nomination: Nomination) -> Nomination:
    return (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("call", "call__organiser", "category", "unit")
        .get(pk=nomination.pk)
    )


def write_value(
    nomination: Nomination, field: Field, row: FieldValue | None, value: Any, by: User
) -> FieldValue:
    """Store one value, sealed where the form says so, with the next version. For actions that did their checks."""
    row = _with_value(nomination, field, row, value, by)
    row.save()
    return row


def _with_value(
    nomination: Nomination, field: Field, row: FieldValue | None, value: Any, by: User
) -> FieldValue:
    row = row or FieldValue(nomination=nomination, key=field.key, version=0)
    secret = field.key in queries.spec_of(nomination).encrypted_keys and value not in (None, "", [])
    about = queries.sealed_about(nomination, field.key)
    row.sealed = vault.seal(json.dumps(value, ensure_ascii=False), about=about) if secret else ""
    row.value = None if secret else value
    row.version += 1
    row.changed_at, row.changed_by_id, row.changed_by_name = now(), by.pk, str(by)
    return row


def _field_for_units(nomination: Nomination, spec: FormSpec, key: str) -> Field:
    """A field of the form that the unit fills in, or a question of eligibility; the organiser's opinion is not hers."""
    asked = [*spec.fields, *qualifying.questions(nomination)]
    field = next((one for one in asked if one.key == key), None)
    if field is None:
        raise Refused.because("no_such_field", field=key[:60])
    if field.filled_by != "unit":
        raise Refused.because("field_is_the_organisers", field=field.label)
    return field


def _change_of(nomination: Nomination, field: Field, before: Any, after: Any, by: User) -> Entry:
    about = f"nomination:{nomination.uid}"
    private = field.personal != "none" or field.key in queries.spec_of(nomination).encrypted_keys
    return audit.entry(
        "field_changed",
        subject=nomination,
        by=by,
        acting_for=nomination.unit,
        within=nomination.call,
        before={"field": field.label, "value": personal(before, of=about) if private else before},
        after={"field": field.label, "value": personal(after, of=about) if private else after},
    )


def _take_number(call: Call, nomination: Nomination) -> None:
    if nomination.number is None:
        nomination.number = call.next_number
        Call.objects.filter(pk=call.pk).update(next_number=call.next_number + 1)


def _know_the_person(nomination: Nomination, values: dict[str, Any]) -> None:
    """Write the nominee into the registry, and the index by which a second nomination of her is noticed."""
    numbers = [str(values.get(field.key) or "") for field in queries.spec_of(nomination).of_kind("id_number")]
    number = numbers[0] if numbers else ""
    read = read_id(number) if number else None
    if nomination.nominee_kind == "person":
        index = vault.blind_index("id_number", read.number) if read and read.valid else ""
        known = nomination.entry
        # Taken back or returned, it may name another person now: her record is not the first one's.
        if known is None or (known.name, known.id_number_index) != (nomination.name[:100], index):
            nomination.entry = registry.record_entry(
                name=nomination.name[:100],
                sex=(read.sex or "") if read else "",
                birth_date=read.birth_date if read else None,
                id_number=read.number if read and read.valid else "",
                source=f"nomination:{nomination.uid}",
            )
    else:
        index = vault.blind_index(nomination.nominee_kind, nomination.name)
    nomination.identity_index = index
    nomination.save(update_fields=["entry", "identity_index"])

"""A nomination laid out for an officer to read: fields with their findings, materials with theirs, and what else the
organisers know of the same nominee. Gathers once, with a fixed number of queries, for the page and for the check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import get_language

from jinguo.apps.calls import queries, readiness
from jinguo.apps.calls.models import Confirmation, Material, Nomination, Return
from jinguo.apps.calls.readiness import Readiness
from jinguo.engines.forms import Field, FormSpec, display
from jinguo.engines.materials import MaterialSpec
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

_LONG = ("long_text", "table")


@dataclass(frozen=True)
class ShownField:
    """A field as on paper: masked where it is sensitive, unless this very answer was asked to show it."""

    field: Field
    text: str
    findings: tuple[Reason, ...]
    masked: bool

    @property
    def long(self) -> bool:
        return self.field.kind in _LONG


@dataclass(frozen=True)
class ShownMaterial:
    """A file that was handed in, with the machine's findings in it."""

    material: Material
    findings: tuple[Reason, ...]


@dataclass(frozen=True)
class Wish:
    """One kind of material asked for, with what was handed in for it. ``count_findings`` are about the number of files."""

    key: str
    label: str
    kind: str
    given: tuple[ShownMaterial, ...]
    findings: tuple[Reason, ...]


@dataclass(frozen=True)
class Sheet:
    spec: FormSpec
    material_specs: tuple[MaterialSpec, ...]
    readiness: Readiness
    short: tuple[ShownField, ...]
    long: tuple[ShownField, ...]
    organisers_own: tuple[ShownField, ...]
    wishes: tuple[Wish, ...]
    stamped: Wish | None
    confirmation: Confirmation | None
    returns: tuple[Return, ...]
    elsewhere: tuple[Nomination, ...]
    namesakes: tuple[Nomination, ...]

    @property
    def doubles(self) -> tuple[Reason, ...]:
        """What the officer should know before she says that nobody was nominated twice."""
        return (
            *(Reason.warning("same_name_in_this_call", unit=other.unit.name) for other in self.namesakes),
            *(
                Reason.info(
                    "nominated_in_another_call",
                    call=other.call.title,
                    unit=other.unit.name,
                    state=other.state,
                )
                for other in self.elsewhere
            ),
        )

    @property
    def portrait(self) -> Material | None:
        """The first picture, to put a face to the name."""
        pictures = (
            shown.material for wish in self.wishes for shown in wish.given if shown.material.file.is_picture
        )
        return next(pictures, None)


def of(nomination: Nomination, user: User, *, shown: Mapping[str, str] | None = None) -> Sheet:
    """Gather everything. ``shown`` are values to print in full, by key, as `checking.unmask` answered them."""
    values = queries.values_of(nomination)
    prefetch_related_objects([nomination], Prefetch("materials", Material.objects.select_related("file")))
    materials = list(nomination.materials.all())
    found = readiness.of(nomination, values)
    spec = queries.spec_of(nomination)
    fields = [_field(field, values.get(field.key), found, shown or {}) for field in spec.fields]
    specs = tuple(nomination.call.material_specs())
    others = list(queries.others_like(user, nomination))
    return Sheet(
        spec=spec,
        material_specs=specs,
        readiness=found,
        short=tuple(
            f for f in fields if f.field.kind not in (*_LONG, "opinion") and f.field.filled_by == "unit"
        ),
        long=tuple(f for f in fields if f.long),
        organisers_own=tuple(f for f in fields if f.field.kind == "opinion" and f.text),
        wishes=tuple(_wish(asked, materials, found) for asked in specs),
        stamped=_stamped(nomination, materials, found),
        confirmation=_her_word(nomination, found),
        returns=tuple(nomination.returns.all()),
        elsewhere=tuple(o for o in others if o.call_id != nomination.call_id),
        namesakes=tuple(o for o in others if o.call_id == nomination.call_id),
    )


def _field(field: Field, value: object, found: Readiness, shown: Mapping[str, str]) -> ShownField:
    lang = get_language() or "zh-Hans"
    open_now = field.key in shown
    text = shown[field.key] if open_now else display(field, value, lang, masked=True)
    sensitive = any(part.personal == "sensitive" for part in (field, *field.columns))
    return ShownField(
        field, text, tuple(found.form.findings.get(field.key, ())), sensitive and not open_now and bool(text)
    )


def _wish(asked: MaterialSpec, materials: list[Material], found: Readiness) -> Wish:
    given = tuple(_shown(material) for material in materials if material.spec_key == asked.key)
    in_files = {reason for file in given for reason in map(_comparable, file.findings)}
    about_number = tuple(r for r in found.materials.get(asked.key, ()) if _comparable(r) not in in_files)
    return Wish(asked.key, asked.label or asked.key, asked.kind, given, about_number)


def _stamped(nomination: Nomination, materials: list[Material], found: Readiness) -> Wish | None:
    given = tuple(_shown(m) for m in materials if m.spec_key == Material.STAMPED_FORM)
    if not given and not nomination.call.stamped_form_required:
        return None
    in_files = {reason for file in given for reason in map(_comparable, file.findings)}
    findings = tuple(r for r in found.stamped_form if _comparable(r) not in in_files)
    return Wish(Material.STAMPED_FORM, "check_stamped_form", "document", given, findings)


def _her_word(nomination: Nomination, found: Readiness) -> Confirmation | None:
    """Where the call wants it, and where she gave it unasked."""
    asked = found.asked
    return asked if asked and (nomination.call.consent_required or asked.confirmed_at) else None


def _shown(material: Material) -> ShownMaterial:
    return ShownMaterial(material, tuple(Reason.from_json(stored) for stored in material.findings))


def _comparable(reason: Reason) -> tuple[str, str]:
    return reason.code, repr(sorted(reason.params.items()))

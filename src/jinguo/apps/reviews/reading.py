"""What an expert reads of a nomination: the form as on paper without what review does not need, and the materials.

In a blind round names, units and posts stand nowhere: their fields are left out, and they are blacked out of the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinguo.apps.calls import queries as call_queries
from jinguo.apps.calls.models import FieldValue, Material, Nomination
from jinguo.apps.reviews.blinding import hide, words_of
from jinguo.apps.reviews.models import Round
from jinguo.engines.forms import AVOID_EXPERTS, Field, FormSpec, display

NOT_FOR_REVIEW = frozenset({"id_number", "phone", "email", "opinion"})
"""Kinds of field that no review needs."""
TELLS_WHO = frozenset({"name", "organisation", "unit_and_post"})
"""Kinds of field that say who it is."""
NEUTRAL = {"photo": "photo", "video": "video", "document": "document"}


@dataclass(frozen=True)
class Item:
    """One field as it is read: a line, a long text, or a table."""

    label: str
    text: str = ""
    is_long: bool = False
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Shown:
    """A material as the expert sees it: its own page address is by uid, its name neutral in a blind round."""

    material: Material
    kind: str
    label: str
    name: str


@dataclass(frozen=True)
class Sheet:
    """Everything of one nomination on one page."""

    title: str
    items: tuple[Item, ...]
    photos: tuple[Shown, ...] = ()
    videos: tuple[Shown, ...] = ()
    documents: tuple[Shown, ...] = ()
    hidden_materials: int = 0
    words: tuple[str, ...] = field(default=(), repr=False)

    @property
    def short(self) -> list[Item]:
        return [item for item in self.items if not item.is_long and not item.heads]

    @property
    def long(self) -> list[Item]:
        return [item for item in self.items if item.is_long or item.heads]


def sheet_of(round_: Round, nomination: Nomination, lang: str) -> Sheet:
    """Read one nomination: two queries, three in a blind round. Values that are kept sealed are never opened."""
    spec = nomination.call.form_spec(nomination.nominee_kind)
    sealed = set(spec.encrypted_keys)
    rows = FieldValue.objects.filter(nomination=nomination).exclude(key__in=sealed)
    values = call_queries.values_of(nomination, rows)
    words = hidden_words(nomination, spec, values) if round_.blind else ()
    shown = [one for one in spec.fields if _is_read(one, sealed, blind=round_.blind)]
    items = tuple(_item(one, values.get(one.key), words, round_.blind, lang) for one in shown)
    materials = list(nomination.materials.select_related("file"))
    open_ = named(round_, nomination, materials)
    return Sheet(
        title="" if round_.blind else nomination.name,
        items=items,
        photos=tuple(one for one in open_ if one.kind == "photo"),
        videos=tuple(one for one in open_ if one.kind == "video"),
        documents=tuple(one for one in open_ if one.kind == "document"),
        hidden_materials=len(materials) - len(open_),
        words=words,
    )


def named(round_: Round, nomination: Nomination, materials: Iterable[Material]) -> list[Shown]:
    """The materials that this round shows, each under the name it is shown and served by.

    A blind round shows none, unless the officer allows photos, videos and documents; the stamped form, never. An open
    round shows the stamped form only where the call says so: it carries the number of the identity card.
    """
    labels = {spec.key: spec.label or spec.key for spec in nomination.call.material_specs()}
    shown = []
    counted: dict[str, int] = {}
    for material in materials:
        stamped = material.spec_key == Material.STAMPED_FORM
        if stamped and (round_.blind or not nomination.call.experts_see_stamped):
            continue
        if round_.blind and not round_.blind_shows_media:
            continue
        kind = kind_of(material)
        counted[kind] = counted.get(kind, 0) + 1
        neutral = f"{NEUTRAL[kind]}-{counted[kind]}.{material.file.suffix or 'bin'}"
        name = neutral if round_.blind else material.file.original_name
        shown.append(Shown(material, kind, "" if stamped else labels.get(material.spec_key, ""), name))
    return shown


def kind_of(material: Material) -> str:
    if material.file.is_video:
        return "video"
    is_photo = material.file.is_picture and material.spec_key != Material.STAMPED_FORM
    return "photo" if is_photo else "document"


def hidden_words(nomination: Nomination, spec: FormSpec, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What is blacked out: her name and those in the form's tables, her unit, the nominating unit, all their names."""
    names, units = [nomination.name], [nomination.post]
    unit = nomination.unit
    units += [unit.name, unit.short_name, *unit.former_names.values_list("name", flat=True)]
    for one, value in _flat(spec.fields, values):
        if one.kind == "name" or one.key == spec.name_field:
            names.append(str(value))
        elif one.kind in TELLS_WHO:
            units.append(str(value))
    return words_of(names=filter(None, names), units=filter(None, units))


def _flat(fields: Iterable[Field], values: Mapping[str, Any]) -> Iterable[tuple[Field, Any]]:
    for one in fields:
        value = values.get(one.key)
        if one.kind == "table" and isinstance(value, list):
            for row in value:
                yield from _flat(one.columns, row)
        elif value:
            yield one, value


def _is_read(one: Field, sealed: set[str], *, blind: bool) -> bool:
    if (
        one.key == AVOID_EXPERTS
        or one.kind in NOT_FOR_REVIEW
        or one.personal == "sensitive"
        or one.filled_by == "organiser"
    ):
        return False
    if one.kind != "table" and one.key in sealed:
        return False
    return not (blind and one.kind in TELLS_WHO)


def _item(one: Field, value: Any, words: tuple[str, ...], blind: bool, lang: str) -> Item:
    if one.kind == "table":
        columns = [column for column in one.columns if _is_read(column, set(), blind=blind)]
        rows = value if isinstance(value, list) else []
        return Item(
            one.label,
            heads=tuple(column.label for column in columns),
            rows=tuple(
                tuple(hide(display(column, row.get(column.key), lang), words) for column in columns)
                for row in rows
            ),
        )
    return Item(one.label, hide(display(one, value, lang), words), is_long=one.kind == "long_text")

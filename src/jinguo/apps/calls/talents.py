"""The nominees of a call on their way into the organiser's registry: who comes, who is there, who does not come and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jinguo.apps.calls import queries
from jinguo.apps.calls.models import Call, Confirmation, Nomination, TakenIn
from jinguo.apps.calls.states import HANDED_IN
from jinguo.apps.registry.models import Card
from jinguo.apps.registry.persons.sealed import opened
from jinguo.apps.registry.same_person import Alike, Looking
from jinguo.engines.forms import display
from jinguo.standards.names import normalise_name
from jinguo.standards.spells import split_unit
from jinguo.standards.titles import level_of

if TYPE_CHECKING:
    from jinguo.engines.forms import FormSpec
    from jinguo.engines.rosters import PersonRow

PERSON = "person"
_MORE = frozenset("、，,/ 兼长")
_BETWEEN = re.compile(r"[;；、，,\n]+")
_KINDS = ("education", "ethnic_group", "political_affiliation", "sex")
_KEYS = ("title", "degree", "department", "post", "unit", "region", "former_name")


@dataclass(frozen=True, slots=True)
class Coming:
    """A nominee who agreed. ``card``: she stands in the registry already, an ID number says so; ``alike``: who may be she;
    ``with_numbers``: she agreed that her ID number and telephone are kept too.
    """

    nomination: Nomination
    card: Card | None
    alike: tuple[Alike, ...] = ()
    with_numbers: bool = False


@dataclass(frozen=True, slots=True)
class There:
    """A nominee who was taken in, and stands there."""

    nomination: Nomination
    card: Card | None
    taken: TakenIn


@dataclass(frozen=True, slots=True)
class Absent:
    """A nominee who does not come; ``why`` is a code."""

    nomination: Nomination
    why: str


@dataclass(frozen=True)
class Talents:
    coming: list[Coming] = field(default_factory=list)
    there: list[There] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)


def talents_of(call: Call, *, look: bool = True) -> Talents:
    """Everybody who was handed in, with a number of queries that does not grow with them. ``look``: also for who may be alike."""
    nominations = list(
        call.nominations.filter(state__in=HANDED_IN)
        .select_related("call", "unit", "category", "entry__identity")
        .order_by("pinyin_key", "pk")
    )
    words, taken = _words(nominations), _standing(nominations)
    why = {one.pk: why_not(one, words.get(one.pk)) for one in nominations}
    agreed = [one for one in nominations if not why[one.pk]]
    alike, cards = _alike(call, agreed) if look else ({}, {})
    found = Talents()
    for one in nominations:
        card = cards.get(one.entry.identity_id) if one.entry else None
        if why[one.pk]:
            found.absent.append(Absent(one, why[one.pk]))
        elif one.pk in taken:
            found.there.append(There(one, card, taken[one.pk]))
        else:
            numbers = words[one.pk].is_for_registry_sensitive
            found.coming.append(Coming(one, card, () if card else alike.get(one.pk, ()), numbers))
    return found


def card_of(nomination: Nomination) -> Card | None:
    """The nominee in the organiser's registry, where she stands in it."""
    if nomination.entry_id is None:
        return None
    rows = Card.objects.filter(
        organisation=nomination.call.organiser_id, identity__entries=nomination.entry_id
    )
    return rows.select_related("identity").first()


def why_not(nomination: Nomination, word: Confirmation | None) -> str:
    """The code of why a nominee is not taken in; empty where she agreed and nothing stands against it."""
    if nomination.nominee_kind != PERSON:
        return "not_taken_in_no_person"
    if word is None or word.confirmed_at is None:
        return "not_taken_in_no_word"
    if word.withdrawn_at:
        return "not_taken_in_withdrew_all"
    if word.registry_withdrawn_at:
        return "not_taken_in_withdrew"
    return "" if word.registry_agreed_at and nomination.entry_id else "not_taken_in_not_agreed"


def _words(nominations: Sequence[Nomination]) -> dict[int, Confirmation]:
    """nomination → the word that counts: the link that was not replaced."""
    rows = Confirmation.objects.filter(nomination__in=nominations, revoked_at=None)
    return {one.nomination_id: one for one in rows.order_by("pk")}


def _standing(nominations: Sequence[Nomination]) -> dict[int, TakenIn]:
    rows = TakenIn.objects.filter(nomination__in=nominations, entry__withdrawn_at=None)
    return {one.nomination_id: one for one in rows.select_related("run").order_by("pk")}


def _alike(
    call: Call, nominations: Sequence[Nomination]
) -> tuple[dict[int, tuple[Alike, ...]], dict[int, Card]]:
    """Who in the registry may be which nominee, by the normal rules; and the cards of those who are known there."""
    if not nominations:
        return {}, {}
    values = values_by_nomination(nominations)
    said = [_said(row_of(one, values.get(one.pk, {}))) for one in nominations]
    hers = [one.entry.identity_id for one in nominations if one.entry]
    found, cards = Looking(call.organiser).alike_many(said, hers)
    return {one.pk: tuple(some) for one, some in zip(nominations, found, strict=True) if some}, cards


def values_by_nomination(nominations: Iterable[Nomination]) -> dict[int, dict[str, Any]]:
    """nomination → what its form says that is kept open, in one query: nothing sealed is opened for it."""
    found: dict[int, dict[str, Any]] = {}
    rows = [one.pk for one in nominations]
    for value in queries.open_values(rows):
        found.setdefault(value.nomination_id, {})[value.key] = value.value
    return found


def row_of(nomination: Nomination, values: Mapping[str, Any]) -> PersonRow:
    """What a nomination says of its nominee, as one row of a list: nothing that is sensitive."""
    from jinguo.engines.rosters import PersonRow  # slow import: it brings NumPy

    told: dict[str, Any] = {}
    for key, text in _texts(queries.spec_of(nomination), values):
        told.setdefault(key, text)
    unit, post = _unit_and_post(told.pop("unit_and_post", "") or nomination.post)
    told.setdefault("unit", unit)
    told.setdefault("title" if _is_title(post) else "post", post)
    honours = tuple(part for text in _BETWEEN.split(told.pop("honours", "")) if (part := text.strip(" 。")))
    entry = nomination.entry
    if entry is not None:
        told |= {"sex": entry.sex or told.get("sex", ""), "birth_date": entry.birth_text}
    return PersonRow(
        normalise_name(nomination.name)[:100],
        honours=honours,
        **{key: text[:500] for key, text in told.items()},
    )


def sensitive_values(nominations: Sequence[Nomination]) -> dict[int, dict[str, str]]:
    """nomination → her ID number and telephone, opened, of those alone who agreed that the registry keeps them."""
    words = _words(nominations)
    covered = [one for one in nominations if one.pk in words and words[one.pk].is_for_registry_sensitive]
    keys = {one.pk: _numbers_in(queries.spec_of(one)) for one in covered}
    wanted = {key for some in keys.values() for key in some}
    found: dict[int, dict[str, str]] = {}
    by_pk = {one.pk: one for one in covered}
    for row in queries.field_values(covered, wanted):
        attribute = keys[row.nomination_id].get(row.key)
        value = str(queries.value_of(by_pk[row.nomination_id], row) or "").strip() if attribute else ""
        if attribute and value:
            found.setdefault(row.nomination_id, {})[attribute] = value
    for one in covered:  # as it was read when she was handed in: without blanks, with its check digit right
        if one.entry and one.entry.id_number_sealed:
            found.setdefault(one.pk, {})["id_number"] = opened(one.entry)["id_number"]
    return found


def _numbers_in(spec: FormSpec) -> dict[str, str]:
    """key of a field → what it says of her: her telephone. One of a contact person is not hers."""
    return {one.key: "phone" for one in spec.fields if one.key == "phone"}


def deeds_of(nomination: Nomination, values: Mapping[str, Any]) -> str:
    """What her form tells of her deeds, for her biography."""
    spec = queries.spec_of(nomination)
    texts = (
        str(values.get(one.key) or "")
        for one in spec.fields
        if one.key == "deeds" and one.personal != "sensitive"
    )
    return next((text for text in texts if text.strip()), "")[:4000]


def _texts(spec: FormSpec, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """(attribute, text) of the fields of a form that say something of her which a registry keeps."""
    for one in spec.fields:
        value = values.get(one.key)
        if value in (None, "", [], {}) or one.personal == "sensitive":
            continue
        if one.kind in _KINDS:
            text = display(one, value, "zh-Hans", masked=False)
            yield one.kind, {"女": "F", "男": "M"}.get(text[:1], text) if one.kind == "sex" else text
        elif one.kind == "unit_and_post" or one.key in (*_KEYS, "honours"):
            yield "unit_and_post" if one.kind == "unit_and_post" else one.key, str(value).strip()


def _is_title(post: str) -> bool:
    """Whether a professional title alone stands where the form asks for unit and post."""
    return bool(level_of(post)) and not set(post) & _MORE


def _unit_and_post(text: str) -> tuple[str, str]:
    return split_unit(text) if text.strip() else ("", "")


def _said(row: PersonRow) -> dict[str, str]:
    keys = ("name", "former_name", "sex", "birth_date", "unit", "title", "region")
    return {key: value for key in keys if (value := str(getattr(row, key) or ""))}

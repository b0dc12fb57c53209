"""Reads of the units in which persons of a registry work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.models import Card
from jinguo.apps.registry.queries.people import cards_of
from jinguo.standards.units import normalise_unit


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a unit goes or went by, and how many persons of the registry still stand under it."""

    name: str
    key: str
    until: date | None
    people: int
    present: bool


@dataclass(frozen=True, slots=True)
class Names:
    """The unit as it is registered, where it is, and its names, the present one first."""

    organisation: Organisation | None
    names: tuple[Name, ...]


def units_of(organisation: Organisation, text: str = "") -> QuerySet[Card]:
    """The units in which persons of a registry work: name, key, how many."""
    rows = cards_of(organisation).exclude(unit_key="")
    if text:
        rows = rows.filter(unit_key__contains=normalise_unit(text))
    return (
        rows.values("unit_key").annotate(name=Max("unit"), people=Count("pk")).order_by("-people", "unit_key")
    )


def names_of(organisation: Organisation, name: str) -> Names:
    """What a unit was called before it was renamed or merged, as the list of units knows it. Three queries."""
    found = (
        Organisation.objects.filter(Q(name=name) | Q(short_name=name) | Q(former_names__name=name))
        .order_by("-is_active", "pk")
        .first()
    )
    if found is None:
        return Names(None, ())
    former = list(found.former_names.order_by("-until", "pk").values_list("name", "until"))
    keys = {one: normalise_unit(one)[:200] for one in (found.name, *(one for one, _ in former))}
    rows = cards_of(organisation).filter(unit_key__in=keys.values()).order_by()
    people = dict(rows.values_list("unit_key").annotate(Count("pk")))
    told = [(found.name, None, True), *((one, until, False) for one, until in former)]
    return Names(
        found,
        tuple(Name(one, keys[one], until, people.get(keys[one], 0), present) for one, until, present in told),
    )

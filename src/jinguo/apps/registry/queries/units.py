"""Reads of the units in which persons of a registry work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Max, QuerySet

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.models import (
    Card,
)
from jinguo.standards.units import normalise_unit

if TYPE_CHECKING:
    pass
from jinguo.apps.registry.queries.people import cards_of


def units_of(organisation: Organisation, text: str = "") -> QuerySet[Card]:
    """The units in which persons of a registry work: name, key, how many."""
    rows = cards_of(organisation).exclude(unit_key="")
    if text:
        rows = rows.filter(unit_key__contains=normalise_unit(text))
    return (
        rows.values("unit_key").annotate(name=Max("unit"), people=Count("pk")).order_by("-people", "unit_key")
    )

"""What the forms of nominations say; sealed values are opened here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import (
    QuerySet,
)

from jinguo.apps import vault
from jinguo.apps.calls.models import (
    FieldValue,
    Nomination,
)
from jinguo.engines.forms import FormSpec

if TYPE_CHECKING:
    pass


def sealed_about(nomination: Nomination, key: str) -> str:
    """The name a sealed value is bound to: it cannot be moved to another field or record."""
    return f"nomination:{nomination.uid}:{key}"


def value_of(nomination: Nomination, row: FieldValue) -> Any:
    """A row's value as the form knows it; a sealed one is opened."""
    return (
        json.loads(vault.unseal(row.sealed, about=sealed_about(nomination, row.key)))
        if row.sealed
        else row.value
    )


def values_of(nomination: Nomination, rows: Iterable[FieldValue] | None = None) -> dict[str, Any]:
    """All values of a nomination, sealed ones opened: for checks and paperwork, never for a list."""
    rows = nomination.values.all() if rows is None else rows
    return {row.key: value_of(nomination, row) for row in rows}


def spec_of(nomination: Nomination) -> FormSpec:
    return nomination.call.form_spec(nomination.nominee_kind)


def open_values(nominations: Iterable[int]) -> QuerySet[FieldValue]:
    """What the forms of some nominations say that is not sealed."""
    return FieldValue.objects.filter(nomination__in=list(nominations), sealed="")


def field_values(nominations: Iterable[Nomination], keys: Iterable[str]) -> QuerySet[FieldValue]:
    """The named values of many nominations at once."""
    return FieldValue.objects.filter(nomination__in=list(nominations), key__in=list(keys))

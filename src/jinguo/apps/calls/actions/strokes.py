"""Stroke counts of rare characters: asked of an officer, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from jinguo.apps.calls import permissions
from jinguo.apps.calls.actions.nominating import set_stroke_keys
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.organisations import actions as organisations
from jinguo.apps.organisations.queries import stroke_counts
from jinguo.errors import demand
from jinguo.standards.strokes import unknown_strokes

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def characters_to_count(nominations: Iterable[Nomination]) -> dict[str, list[str]]:
    """character → the names it stands in, for characters whose strokes nobody has counted yet."""
    asked: dict[str, list[str]] = {}
    found = [nomination for nomination in nominations if "z" in nomination.surname_strokes_key]
    counts = stroke_counts() if found else {}
    for nomination in found:
        for character in unknown_strokes(nomination.name, counts=counts):
            asked.setdefault(character, []).append(nomination.name)
    return asked


@transaction.atomic
def enter_stroke_counts(*, call: Call, counts: Mapping[str, int], by: User) -> int:
    """Enter counts and put every name with such a character into its place; how many names moved."""
    demand(permissions.is_officer_of_call(by, call))
    wanted = Q(pk__in=[])
    for character, strokes in counts.items():
        organisations.set_stroke_count(character=character, strokes=strokes, by=by)
        wanted |= Q(name__contains=character)
    known = stroke_counts()
    moved = list(Nomination.objects.filter(wanted))
    for nomination in moved:
        set_stroke_keys(nomination, known)
    Nomination.objects.bulk_update(moved, ["surname_strokes_key", "name_strokes_key"], batch_size=200)
    return len(moved)

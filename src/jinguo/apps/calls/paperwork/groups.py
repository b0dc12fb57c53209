"""Which nominations a paper is about, and in which order they stand on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from jinguo.apps.calls import queries
from jinguo.apps.calls.models import Call, FieldValue, Nomination
from jinguo.apps.calls.states import HANDED_IN as HANDED_IN_STATES
from jinguo.apps.calls.states import NominationState
from jinguo.errors import Refused

HANDED_IN, ACCEPTED, CHOSEN = "group_handed_in", "group_accepted", "group_chosen"
GROUPS = (HANDED_IN, ACCEPTED, CHOSEN)
ORDERS = ("surname_strokes", "name_strokes", "pinyin", "rank", "category", "unit")

_STATES: Mapping[str, tuple[str, ...]] = {
    HANDED_IN: HANDED_IN_STATES,
    ACCEPTED: (
        NominationState.ACCEPTED,
        NominationState.CHOSEN,
        NominationState.NOT_CHOSEN,
        NominationState.REMOVED,
        NominationState.HONOURED,
    ),
    CHOSEN: (NominationState.CHOSEN, NominationState.HONOURED),
}


def nominations_for(call: Call, group: str, order: str = "surname_strokes") -> list[Nomination]:
    """The nominations of one group of the call, in the order the officer chose.

    Raises:
        Refused: there is no such group or order.
    """
    if group not in _STATES:
        raise Refused.because("no_such_group")
    if order not in ORDERS:
        raise Refused.because("no_such_order")
    found = list(
        call.nominations.filter(state__in=_STATES[group]).select_related("category", "unit").order_by("pk")
    )
    for nomination in found:
        nomination.call = call
    return ordered(found, order, ranks_of(call) if order == "rank" else None)


def ranks_of(call: Call) -> dict[int, int]:
    """nomination id → rank in the list that stands; nothing before one was decided."""
    selection = call.selections.filter(is_current=True).first()
    return dict(selection.entries.values_list("nomination_id", "rank")) if selection else {}


def ordered(
    nominations: Iterable[Nomination], order: str, ranks: Mapping[int, int] | None = None
) -> list[Nomination]:
    """Nominations in the order an officer chose, by stored keys: the same on every database."""
    ranks = ranks or {}
    keys = {
        "surname_strokes": lambda n: (n.surname_strokes_key, n.unit.stroke_key),
        "name_strokes": lambda n: (n.name_strokes_key, n.unit.stroke_key),
        "pinyin": lambda n: (n.pinyin_key, n.unit.pinyin_key),
        "rank": lambda n: (n.category.position, ranks.get(n.pk, 10**9), n.surname_strokes_key),
        "category": lambda n: (n.category.position, n.surname_strokes_key),
        "unit": lambda n: (n.unit.pinyin_key, n.surname_strokes_key),
    }
    return sorted(nominations, key=lambda n: (*keys[order](n), n.number or 0))


def values_of_all(nominations: Iterable[Nomination]) -> dict[int, dict[str, Any]]:
    """nomination id → its values, sealed ones opened; one query for all of them."""
    found = list(nominations)
    rows: dict[int, list[FieldValue]] = defaultdict(list)
    for row in FieldValue.objects.filter(nomination__in=[nomination.pk for nomination in found]):
        rows[row.nomination_id].append(row)
    return {nomination.pk: queries.values_of(nomination, rows[nomination.pk]) for nomination in found}

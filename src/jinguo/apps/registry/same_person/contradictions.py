"""What speaks against two persons being one, whatever their likeness: no machine merges over it, and a person reads it first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import product

from jinguo.apps.registry.models import PersonEntry
from jinguo.reasons import Reason


def contradictions(
    one: Collection[PersonEntry], other: Collection[PersonEntry], tied: Collection[int]
) -> list[Reason]:
    """Between everything that is told of one person and of another: ID numbers, sexes, birth dates that cannot both be
    right, and an account tied to each (``tied``: the entries that an account hangs on).
    """
    found = []
    if _apart(_said(one, "id_number_index"), _said(other, "id_number_index")):
        found.append(Reason.warning("match_two_id_numbers"))
    if _apart(_said(one, "sex"), _said(other, "sex")):
        found.append(Reason.warning("match_two_sexes"))
    births = _said(one, "birth_text"), _said(other, "birth_text")
    if all(births) and not any(_fits(left, right) for left, right in product(*births)):
        left, right = ("、".join(sorted(side)) for side in births)
        found.append(Reason.warning("match_two_birth_dates", left=left, right=right))
    if all(any(entry.pk in tied for entry in side) for side in (one, other)):
        found.append(Reason.warning("match_two_accounts"))
    return found


def _said(entries: Iterable[PersonEntry], name: str) -> set[str]:
    return {value for entry in entries if (value := getattr(entry, name))}


def _apart(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and not one & other


def _fits(one: str, other: str) -> bool:
    """1984 and 1984-03 do not contradict."""
    return one.startswith(other) or other.startswith(one)

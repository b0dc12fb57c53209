"""A sheet of marks: rows ``item, reviewer, criterion, mark`` as a file or a table gives them, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from jinguo.engines.scoring.marks import Criterion, check_mark
from jinguo.engines.scoring.rules import ScoringRules
from jinguo.reasons import Reason

COLUMNS = ("item", "reviewer", "criterion", "mark")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark. ``value`` None: the reviewer was to give one and did not; it counts as absent, never as 0."""

    item: str
    reviewer: str
    criterion: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row, and in which column."""

    row: int
    column: str
    reason: Reason


def read_marks(
    rows: Iterable[tuple[int, Mapping[str, str]]], rules: ScoringRules
) -> tuple[tuple[Mark, ...], tuple[Fault, ...]]:
    """Marks from numbered rows, and every fault with row and column. With any fault nothing may be counted.

    Unknown criteria, two marks of one reviewer for one criterion of an item, marks that are no number, out
    of range or between the steps are faults.
    """
    criteria = {criterion.key: criterion for criterion in rules.criteria}
    marks: list[Mark] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, row in rows:
        mark, found = _read(number, row, criteria, rules.absent)
        faults += found
        if mark is None:
            continue
        place = (mark.item, mark.reviewer, mark.criterion)
        if place in seen:
            reason = Reason.error("mark_twice", reviewer=mark.reviewer, item=mark.item, first=seen[place])
            faults.append(Fault(number, "criterion", reason))
            continue
        seen[place] = number
        marks.append(mark)
    return tuple(marks), tuple(faults)


def _read(
    number: int, row: Mapping[str, str], criteria: Mapping[str, Criterion], absent: Iterable[str]
) -> tuple[Mark | None, list[Fault]]:
    item, reviewer, key, text = ((row.get(column) or "").strip() for column in COLUMNS)
    names = {"item": item, "reviewer": reviewer, "criterion": key}
    faults = [Fault(number, name, Reason.error("cell_empty")) for name, value in names.items() if not value]
    if key and key not in criteria:
        faults.append(
            Fault(number, "criterion", Reason.error("criterion_unknown", found=key, known=tuple(criteria)))
        )
    if faults:
        return None, faults
    if not text or text in absent:
        return Mark(item, reviewer, key, None), []
    value = _decimal(text)
    found = check_mark(value, criteria[key]) if value is not None else [_no_number(criteria[key])]
    if found:
        return None, [Fault(number, "mark", reason) for reason in found]
    return Mark(item, reviewer, key, value), []


def _decimal(text: str) -> Decimal | None:
    """The number a cell holds; None for what is none, or is written with more than thirty decimals."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return None if number.is_finite() and int(number.as_tuple().exponent) < -30 else number


def _no_number(criterion: Criterion) -> Reason:
    return Reason.error("mark_not_a_number", label=criterion.label)

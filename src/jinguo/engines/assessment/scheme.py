"""A scheme of assessment as data: sections and items with weights, deductions, additions, vetoes, grades with quotas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from jinguo.reasons import Reason

HOWS = ("by_indicators", "by_reports", "by_returns", "by_tasks", "by_reviewers")
"""How an item gets its points: numbers against targets, reports in time, reports returned, tasks done, reviewers' marks."""

WHEN_NOTHING = ("spread", "full", "zero")
"""What becomes of an item where a unit has nothing to count: its weight goes to the others (折算), it counts full, or nothing."""

COUNTED = ("by_hand", "missing_reports", "late_reports", "returned_reports")
"""Where the number of a deduction or addition comes from."""

FULL = Decimal(100)
_ZERO, _ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the scheme, worth ``weight`` points at most.

    Attributes:
        late_share: what a late report or task counts, of one in time (0 to 1).
        each: points lost for every returned report.
        self_share: how much of the points is the unit's own score, the rest the reviewers' mean (0 to 1).
        guide: for what points are given (评分标准), as units and reviewers read it.
    """

    code: str
    name: str
    weight: Decimal
    how: str
    nothing: str = "spread"
    late_share: Decimal = Decimal("0.5")
    each: Decimal = _ONE
    self_share: Decimal = _ZERO
    guide: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the scheme; its weight is that of its items together."""

    code: str
    name: str
    weight: Decimal
    items: tuple[Item, ...]
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points taken off or added: ``each`` for every case, ``cap`` together at most (None: no limit)."""

    code: str
    name: str
    kind: str
    each: Decimal
    cap: Decimal | None = None
    counted: str = "by_hand"
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Veto:
    """一票否决: where it happened, the unit's grade is ``grade`` at best (empty: the lowest), whatever its points."""

    code: str
    name: str
    grade: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """From how many points a grade is given, and to which share of the units at most (None: no quota)."""

    code: str
    name: str
    at_least: Decimal
    at_most_share: Decimal | None = None
    name_en: str = ""


Named = Section | Item | Adjustment | Veto | Grade


@dataclass(frozen=True, slots=True)
class Scheme:
    """The whole. Weights make 100; grades stand from the highest to the lowest, which begins at 0.

    Attributes:
        additions_cap, deductions_cap: what all additions, all deductions together make at most.
        at_most: the most a total can be; None: 100 and the additions.
        ties: codes of sections and items by which units of equal totals are told apart, in this order.
        by_group: rank and count quotas within each group of units (districts, departments) instead of among all.
        appeal_days: working days in which a unit may appeal.
    """

    title: str
    sections: tuple[Section, ...]
    grades: tuple[Grade, ...]
    adjustments: tuple[Adjustment, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    additions_cap: Decimal | None = None
    deductions_cap: Decimal | None = None
    at_most: Decimal | None = None
    digits: int = 2
    ties: tuple[str, ...] = ()
    by_group: bool = False
    appeal_days: int = 5

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    def named(self, code: str) -> Named | None:
        """What a code stands for."""
        return next((one for one in _everything(self) if one.code == code), None)

    def grade(self, code: str) -> Grade:
        return next(one for one in self.grades if one.code == code)


def label(one: Named, lang: str) -> str:
    """Its name in a language; the Chinese one where there is no other."""
    return one.name_en if lang.startswith("en") and one.name_en else one.name


def called(one: Named) -> str | dict[str, str]:
    """Its name as a value of a sentence, which says it in the reader's language.

    >>> called(Grade("a", "优秀", Decimal(90), name_en="Excellent"))
    {'zh': '优秀', 'en': 'Excellent'}
    """
    return {"zh": one.name, "en": one.name_en} if one.name_en else one.name


def _everything(scheme: Scheme) -> Iterator[Named]:
    yield from scheme.sections
    yield from scheme.items
    yield from scheme.adjustments
    yield from scheme.vetoes
    yield from scheme.grades


def problems(scheme: Scheme) -> list[Reason]:
    """Everything that keeps a scheme from being used; empty where it is sound."""
    return [*_codes(scheme), *_weights(scheme), *_items(scheme), *_adjustments(scheme), *_grades(scheme)]


def _codes(scheme: Scheme) -> Iterator[Reason]:
    often = Counter(one.code for one in _everything(scheme))
    for code, count in often.items():
        if count > 1 or not code:
            yield Reason.error("scheme_code_twice", found=code)
    known = {one.code for one in scheme.sections} | {one.code for one in scheme.items}
    for code in scheme.ties:
        if code not in known:
            yield Reason.error("scheme_tie_unknown", found=code)


def _weights(scheme: Scheme) -> Iterator[Reason]:
    total = sum((item.weight for item in scheme.items), _ZERO)
    if total != FULL:
        yield Reason.error("scheme_weights_not_100", found=plain(total))
    for section in scheme.sections:
        found = sum((item.weight for item in section.items), _ZERO)
        if found != section.weight:
            told = {"section": section.name, "weight": plain(section.weight), "found": plain(found)}
            yield Reason.error("scheme_section_weight", **told)


def _items(scheme: Scheme) -> Iterator[Reason]:
    for item in scheme.items:
        if item.weight <= 0 or item.each < 0:
            yield Reason.error("scheme_points_not_positive", name=item.name)
        if item.how not in HOWS or item.nothing not in WHEN_NOTHING:
            yield Reason.error("scheme_way_unknown", name=item.name)
        if not (0 <= item.late_share <= 1 and 0 <= item.self_share <= 1):
            yield Reason.error("scheme_share_out_of_range", name=item.name)
    if not 0 <= scheme.digits <= 6:
        yield Reason.error("scheme_digits_out_of_range", found=scheme.digits)
    if not 1 <= scheme.appeal_days <= 60:
        yield Reason.error("scheme_appeal_days_out_of_range", found=scheme.appeal_days)


def _adjustments(scheme: Scheme) -> Iterator[Reason]:
    caps = (scheme.additions_cap, scheme.deductions_cap, *(one.cap for one in scheme.adjustments))
    if any(cap is not None and cap < 0 for cap in caps):
        yield Reason.error("scheme_cap_negative")
    if scheme.at_most is not None and scheme.at_most <= 0:
        yield Reason.error("scheme_points_not_positive", name=scheme.title)
    for one in scheme.adjustments:
        if one.kind not in ("deduction", "addition") or one.counted not in COUNTED:
            yield Reason.error("scheme_way_unknown", name=one.name)
        if one.each <= 0:
            yield Reason.error("scheme_points_not_positive", name=one.name)


def _grades(scheme: Scheme) -> Iterator[Reason]:
    if not scheme.grades:
        yield Reason.error("scheme_without_grades")
        return
    bands = [grade.at_least for grade in scheme.grades]
    if any(upper <= lower for upper, lower in pairwise(bands)):
        yield Reason.error("scheme_grades_not_descending")
    if bands[-1] != 0 or scheme.grades[-1].at_most_share is not None:
        yield Reason.error("scheme_last_grade_not_open", name=scheme.grades[-1].name)
    for grade in scheme.grades:
        if grade.at_most_share is not None and not 0 <= grade.at_most_share <= 1:
            yield Reason.error("scheme_share_out_of_range", name=grade.name)
    codes = {grade.code for grade in scheme.grades}
    for veto in scheme.vetoes:
        if veto.grade and veto.grade not in codes:
            yield Reason.error("scheme_veto_grade_unknown", name=veto.name)


def plain(value: Decimal) -> str:
    """A number for a sentence, without zeros behind it.

    >>> plain(Decimal("95.50")), plain(Decimal("100.00"))
    ('95.5', '100')
    """
    return format(value.normalize(), "f") if value else "0"

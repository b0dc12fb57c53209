"""Ranks and grades: bands, quotas that cannot be passed, vetoes; with the reason for each unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jinguo.engines.assessment.facts import UnitFacts
from jinguo.engines.assessment.scheme import Grade, Scheme, called, plain
from jinguo.engines.assessment.scoring import Scored, score
from jinguo.engines.assessment.totals import Totals
from jinguo.errors import Refused
from jinguo.reasons import Reason


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit with its rank within its group (equal units share one), its grade and why it has that one."""

    scored: Scored
    rank: int
    grade: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """All units, by group and rank. ``quotas``: group → grade → how many units may have it."""

    placed: tuple[Placed, ...]
    quotas: dict[str, dict[str, int]]


def assess(scheme: Scheme, units: Iterable[UnitFacts], totals: Mapping[str, Totals] | None = None) -> Result:
    """The whole assessment: points, ranks, grades.

    Args:
        totals: by unit, the sums of its numbers, reports and tasks where only those were counted (see `score`).

    Raises:
        Refused: the scheme is not sound, facts do not fit it, or a unit stands there twice.
    """
    groups: dict[str, list[Scored]] = {}
    known: set[str] = set()
    for facts in units:
        if facts.unit in known:
            raise Refused.because("assessment_unit_twice", unit=facts.name)
        known.add(facts.unit)
        groups.setdefault(facts.group if scheme.by_group else "", []).append(
            score(scheme, facts, (totals or {}).get(facts.unit))
        )
    placed: list[Placed] = []
    quotas = {}
    for group in sorted(groups):
        quotas[group] = {
            grade.code: room
            for grade in scheme.grades
            if (room := quota(grade, len(groups[group]))) is not None
        }
        placed += _place(scheme, groups[group])
    return Result(tuple(placed), quotas)


def quota(grade: Grade, units: int) -> int | None:
    """How many units may have a grade: the share, rounded down. None where there is no limit.

    >>> quota(Grade("a", "优秀", Decimal(90), Decimal("0.3")), 9)
    2
    """
    if grade.at_most_share is None:
        return None
    return int(Fraction(grade.at_most_share) * units)


def _key(scheme: Scheme, one: Scored) -> tuple[Decimal, ...]:
    """Higher comes first; equal keys are equal units."""
    return (-one.total, *(-one.points_of(code) for code in scheme.ties))


def _place(scheme: Scheme, units: Sequence[Scored]) -> list[Placed]:
    ordered = sorted(units, key=lambda one: (_key(scheme, one), one.name, one.unit))
    keys = [_key(scheme, one) for one in ordered]
    best = {one.unit: _by_band(scheme, one) for one in ordered}
    given: dict[str, tuple[str, tuple[Reason, ...]]] = {}
    waiting: set[str] = set()
    for grade in scheme.grades:
        here = [one for one in ordered if one.unit in waiting or best[one.unit][0] == grade.code]
        room = quota(grade, len(ordered))
        taken = here if room is None else _within(scheme, here, room)
        for one in taken:
            _, reasons = best[one.unit]
            given[one.unit] = (
                grade.code,
                (*reasons, *_fallen(scheme, one, grade, best[one.unit][0], len(ordered))),
            )
        waiting = {one.unit for one in here} - {one.unit for one in taken}
    return [
        Placed(one, keys.index(key) + 1, *given[one.unit]) for one, key in zip(ordered, keys, strict=True)
    ]


def _by_band(scheme: Scheme, one: Scored) -> tuple[str, tuple[Reason, ...]]:
    """The grade of the points alone, or that of a veto."""
    grade = next(grade for grade in scheme.grades if one.total >= grade.at_least)
    reasons = [
        Reason.info(
            "grade_by_points", total=plain(one.total), grade=called(grade), at_least=plain(grade.at_least)
        )
    ]
    order = [each.code for each in scheme.grades]
    for code, why in one.vetoes:
        veto = next(each for each in scheme.vetoes if each.code == code)
        worst = scheme.grade(veto.grade) if veto.grade else scheme.grades[-1]
        reasons.append(Reason.warning("grade_by_veto", veto=called(veto), why=why, grade=called(worst)))
        if order.index(worst.code) > order.index(grade.code):
            grade = worst
    return grade.code, tuple(reasons)


def _within(scheme: Scheme, here: Sequence[Scored], room: int) -> list[Scored]:
    """The best that find room. Equal units at the edge that do not all fit fall out together: a quota is never passed."""
    if len(here) <= room:
        return list(here)
    edge = _key(scheme, here[room])
    return [one for one in here[:room] if _key(scheme, one) != edge]


def _fallen(scheme: Scheme, one: Scored, grade: Grade, best: str, units: int) -> list[Reason]:
    """Why a unit has a lower grade than its points would give."""
    order = [each.code for each in scheme.grades]
    return [
        Reason.info(
            "grade_quota_full",
            grade=called(higher),
            room=quota(higher, units),
            percent=plain(Decimal(100) * (higher.at_most_share or 0)),
            now=called(grade),
        )
        for higher in scheme.grades[order.index(best) : order.index(grade.code)]
    ]

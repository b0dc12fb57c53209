"""The points of one unit, line by line; every line says what it comes from. Exact fractions until a line is rounded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from jinguo.engines.assessment.facts import Correction, UnitFacts, misfits
from jinguo.engines.assessment.scheme import FULL, Adjustment, Item, Scheme, plain, problems
from jinguo.engines.assessment.totals import Totals, reached, totals_of
from jinguo.errors import Refused
from jinguo.reasons import Reason

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that a line counted: the record it leads to (empty: none), and what was counted."""

    ref: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Line:
    """Points with where they come from. ``kind``: item, deduction, addition, converted, limit. ``counts`` is False for an
    item whose weight went to the others; ``awaits`` is True where a mark is missing.
    """

    kind: str
    code: str
    points: Decimal
    reasons: tuple[Reason, ...]
    section: str = ""
    most: Decimal | None = None
    self_points: Decimal | None = None
    pieces: tuple[Piece, ...] = ()
    counts: bool = True
    awaits: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with its lines; the total is their sum. ``vetoes`` are (code, why) of what happened."""

    unit: str
    name: str
    group: str
    lines: tuple[Line, ...]
    total: Decimal
    vetoes: tuple[tuple[str, str], ...] = ()

    @property
    def awaits(self) -> tuple[str, ...]:
        """The items without any mark."""
        return tuple(line.code for line in self.lines if line.awaits)

    def points_of(self, code: str) -> Decimal:
        """The points of an item or a section."""
        lines = (line for line in self.lines if code in (line.code, line.section))
        return sum((line.points for line in lines), _ZERO)


@dataclass(frozen=True, slots=True)
class _Counted:
    """Points before they are rounded; None where there was nothing to count."""

    points: Fraction | None
    reasons: tuple[Reason, ...]
    pieces: tuple[Piece, ...] = ()
    awaits: bool = False


def score(scheme: Scheme, facts: UnitFacts, totals: Totals | None = None) -> Scored:
    """The points of a unit by a scheme.

    Args:
        totals: the sums of its numbers, reports and tasks, where only those were counted; the lines are the same, but lead
            to no single record.

    Raises:
        Refused: the scheme is not sound, or the facts do not fit it.
    """
    wrong = (*problems(scheme), *misfits(scheme, facts))
    if wrong:
        raise Refused(*wrong)
    counted = totals or totals_of(facts)
    corrected = {change.code: change for change in facts.corrections}
    lines = [
        _corrected(_item(scheme, section.code, item, facts, counted), corrected.get(item.code))
        for section in scheme.sections
        for item in section.items
    ]
    lines += _converted(scheme, lines)
    lines += _adjusted(scheme, facts, counted, corrected)
    lines += _limited(scheme, sum((line.points for line in lines), _ZERO))
    vetoes = {veto.code for veto in scheme.vetoes}
    happened = tuple(sorted((case.code, case.why) for case in facts.cases if case.code in vetoes))
    total = sum((line.points for line in lines), _ZERO)
    return Scored(facts.unit, facts.name, facts.group, tuple(lines), total, happened)


def rounded(value: Fraction, digits: int) -> Decimal:
    """Half up to so many digits.

    >>> rounded(Fraction(1, 8), 2), rounded(Fraction(-1, 8), 2)
    (Decimal('0.13'), Decimal('-0.13'))
    """
    scaled = abs(value) * 10**digits
    whole = Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator))
    return (whole if value >= 0 else -whole).scaleb(-digits).quantize(Decimal(1).scaleb(-digits))


def _item(scheme: Scheme, section: str, item: Item, facts: UnitFacts, totals: Totals) -> Line:
    counted = _WAYS[item.how](item, facts, totals)
    own = next((one.points for one in facts.self_scores if one.item == item.code), None)
    line = Line(
        "item",
        item.code,
        _ZERO,
        counted.reasons,
        section,
        item.weight,
        own,
        counted.pieces,
        awaits=counted.awaits,
    )
    if counted.points is not None:
        return replace(line, points=rounded(counted.points, scheme.digits))
    reason = Reason.info(f"assessment_nothing_{item.nothing}", weight=plain(item.weight))
    points = item.weight if item.nothing == "full" else _ZERO
    return replace(
        line,
        points=rounded(Fraction(points), scheme.digits),
        reasons=(reason,),
        counts=item.nothing != "spread",
    )


def _corrected(line: Line, change: Correction | None) -> Line:
    """A line as an appeal changed it."""
    if change is None:
        return line
    points = -change.points if line.kind == "deduction" else change.points
    reason = Reason.info("assessment_corrected", was=plain(line.points), now=plain(points), why=change.why)
    return replace(line, points=points, reasons=(*line.reasons, reason), counts=True, awaits=False)


def _by_indicators(item: Item, facts: UnitFacts, totals: Totals) -> _Counted:
    """The mean of what was reached of the targets, each by its weight."""
    if not totals.weight:
        return _Counted(None, ())
    pieces, share = [], totals.reached / totals.weight
    for one in sorted(facts.indicators, key=lambda fact: (fact.name, fact.ref)):
        told: dict[str, object] = {
            "name": one.name,
            "target": plain(one.target),
            "percent": plain(rounded(reached(one) * 100, 1)),
        }
        if one.value is None:
            pieces.append(Piece(one.ref, Reason.warning("assessment_indicator_without_figure", **told)))
        else:
            told |= {"value": plain(one.value), "weight": plain(one.weight)}
            pieces.append(Piece(one.ref, Reason.info("assessment_indicator_reached", **told)))
    percent = plain(rounded(share * 100, 2))
    reason = Reason.info(
        "assessment_by_indicators", count=totals.indicators, percent=percent, most=plain(item.weight)
    )
    return _Counted(share * Fraction(item.weight), (reason,), tuple(pieces))


def _report_pieces(facts: UnitFacts) -> tuple[Piece, ...]:
    return tuple(
        Piece(
            one.ref,
            Reason.info(f"assessment_report_{one.state}", name=one.name, by=one.by, returned=one.returned),
        )
        for one in sorted(facts.reports, key=lambda fact: (fact.name, fact.ref))
    )


def _by_reports(item: Item, facts: UnitFacts, totals: Totals) -> _Counted:
    """Reports in time count one, late ones less, missing ones nothing; of all that were due."""
    if not totals.reports:
        return _Counted(None, ())
    share = (totals.in_time + totals.late * Fraction(item.late_share)) / totals.reports
    reason = Reason.info(
        "assessment_by_reports",
        due=totals.reports,
        share=plain(item.late_share),
        most=plain(item.weight),
        in_time=totals.in_time,
        late=totals.late,
        missing=totals.missing,
    )
    return _Counted(share * Fraction(item.weight), (reason,), _report_pieces(facts))


def _by_returns(item: Item, facts: UnitFacts, totals: Totals) -> _Counted:
    """Each return costs points; a report that was not handed in has no quality that could be full."""
    if not totals.reports:
        return _Counted(None, ())
    returned, handed = totals.returned, totals.in_time + totals.late
    left = max(Fraction(item.weight) - returned * Fraction(item.each), Fraction(0))
    told = {"returned": returned, "each": plain(item.each), "handed": handed, "due": totals.reports}
    reason = Reason.info("assessment_by_returns", most=plain(item.weight), **told)
    pieces = tuple(one for one in _report_pieces(facts) if one.reason.params["returned"])
    return _Counted(left * handed / totals.reports, (reason,), pieces)


def _by_tasks(item: Item, facts: UnitFacts, totals: Totals) -> _Counted:
    """Tasks done in time count one, those done late less."""
    if not totals.tasks:
        return _Counted(None, ())
    done, late = totals.tasks_done, totals.tasks_late
    share = (done - late + late * Fraction(item.late_share)) / totals.tasks
    pieces = []
    for one in sorted(facts.tasks, key=lambda fact: (fact.name, fact.ref)):
        code = "open" if not one.done else "late" if one.late else "done"
        pieces.append(Piece(one.ref, Reason.info(f"assessment_task_{code}", name=one.name)))
    told = {"count": totals.tasks, "done": done, "late": late, "share": plain(item.late_share)}
    reason = Reason.info("assessment_by_tasks", most=plain(item.weight), **told)
    return _Counted(share * Fraction(item.weight), (reason,), tuple(pieces))


def _by_reviewers(item: Item, facts: UnitFacts, _totals: Totals) -> _Counted:
    """The mean of the reviewers' marks, and the unit's own score for its share."""
    marks = sorted(
        (one for one in facts.marks if one.item == item.code),
        key=lambda mark: (mark.by, mark.points, mark.note),
    )
    if not marks:
        return _Counted(Fraction(0), (Reason.warning("assessment_without_marks"),), awaits=True)
    mean = sum((Fraction(one.points) for one in marks), Fraction(0)) / len(marks)
    pieces = tuple(
        Piece("", Reason.info("assessment_mark", by=one.by, points=plain(one.points), note=one.note))
        for one in marks
    )
    told = {"count": len(marks), "mean": plain(rounded(mean, 2)), "most": plain(item.weight)}
    reasons = [Reason.info("assessment_by_reviewers", **told)]
    share = Fraction(item.self_share)
    if not share:
        return _Counted(mean, tuple(reasons), pieces)
    own = next((one.points for one in facts.self_scores if one.item == item.code), None)
    percent = plain(rounded(share * 100, 2))
    if own is None:
        reasons.append(Reason.warning("assessment_self_share_missing", percent=percent))
    else:
        reasons.append(Reason.info("assessment_self_share", percent=percent, points=plain(own)))
    return _Counted(mean * (1 - share) + Fraction(own or _ZERO) * share, tuple(reasons), pieces)


_WAYS: dict[str, Callable[[Item, UnitFacts, Totals], _Counted]] = {
    "by_indicators": _by_indicators,
    "by_reports": _by_reports,
    "by_returns": _by_returns,
    "by_tasks": _by_tasks,
    "by_reviewers": _by_reviewers,
}


def _converted(scheme: Scheme, lines: Sequence[Line]) -> list[Line]:
    """折算: what the items that count made, on the scale of a hundred. A line of its own, so that parts make the total."""
    left = sum((line.most or _ZERO for line in lines if line.counts), _ZERO)
    if left == FULL:
        return []
    made = sum((line.points for line in lines), _ZERO)
    whole = rounded(Fraction(made) * 100 / Fraction(left), scheme.digits) if left else _ZERO
    reason = Reason.info("assessment_converted", made=plain(made), of=plain(left), now=plain(whole))
    return [Line("converted", "converted", whole - made, (reason,))]


def _adjusted(
    scheme: Scheme, facts: UnitFacts, totals: Totals, corrected: dict[str, Correction]
) -> list[Line]:
    """Deductions and additions, each up to its cap, and all of a kind up to theirs, in the scheme's order."""
    left = {"deduction": scheme.deductions_cap, "addition": scheme.additions_cap}
    lines = []
    for one in scheme.adjustments:
        line, count = _adjustment(scheme, one, facts, totals)
        line = _corrected(line, corrected.get(one.code))
        room = left[one.kind]
        amount = abs(line.points)
        if room is not None:
            if amount > room:
                reason = Reason.info("assessment_capped", cap=plain(room), found=plain(amount))
                line = replace(line, points=room.copy_sign(line.points), reasons=(*line.reasons, reason))
            left[one.kind] = room - abs(line.points)
        if line.points or len(line.reasons) > 1 or line.pieces or count:
            lines.append(line)
    return lines


def _adjustment(scheme: Scheme, one: Adjustment, facts: UnitFacts, totals: Totals) -> tuple[Line, int]:
    """The line, and how many cases or reports it counted."""
    pieces: tuple[Piece, ...]
    if one.counted == "by_hand":
        cases = sorted(
            (case for case in facts.cases if case.code == one.code), key=lambda c: (c.why, c.ref, c.count)
        )
        count = sum(case.count for case in cases)
        pieces = tuple(
            Piece(case.ref, Reason.info("assessment_case", why=case.why, count=case.count)) for case in cases
        )
    else:
        state = one.counted.removesuffix("_reports")
        hit = [
            fact for fact in facts.reports if (fact.returned if state == "returned" else fact.state == state)
        ]
        count = getattr(totals, state)
        pieces = _report_pieces(replace(facts, reports=tuple(hit)))
    amount = one.each * count
    reasons = [Reason.info(f"assessment_{one.kind}", count=count, each=plain(one.each), points=plain(amount))]
    if one.cap is not None and amount > one.cap:
        reasons.append(Reason.info("assessment_capped", cap=plain(one.cap), found=plain(amount)))
        amount = one.cap
    points = rounded(Fraction(amount), scheme.digits) * (-1 if one.kind == "deduction" else 1)
    return Line(one.kind, one.code, points + _ZERO, tuple(reasons), most=one.cap, pieces=pieces), count


def _limited(scheme: Scheme, total: Decimal) -> list[Line]:
    """A total below nothing is nothing; one above the most that the scheme allows is that."""
    if total < 0:
        return [Line("limit", "floor", -total, (Reason.info("assessment_floor", found=plain(total)),))]
    if scheme.at_most is not None and total > scheme.at_most:
        told = {"found": plain(total), "most": plain(scheme.at_most)}
        return [
            Line("limit", "ceiling", scheme.at_most - total, (Reason.info("assessment_ceiling", **told),))
        ]
    return []


__all__ = ["Line", "Piece", "Scored", "rounded", "score"]

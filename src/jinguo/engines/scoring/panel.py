"""From a sheet of marks to the score of every item, by the call's rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jinguo.engines.scoring.figures import Column, Figures, counted, exact_figure, panel_warnings, summary
from jinguo.engines.scoring.marks import total
from jinguo.engines.scoring.rounding import round_exact
from jinguo.engines.scoring.rules import ScoringRules
from jinguo.engines.scoring.sheet import Mark
from jinguo.reasons import Reason


@dataclass(frozen=True, slots=True)
class ItemScore:
    """``score`` counts, read from ``column``; ``figures`` are of the reviews' totals; ``by_criterion`` holds each
    criterion's figure over the panel. ``score`` is None where nothing can be counted.
    """

    item: str
    score: Decimal | None
    column: Column
    figures: Figures
    by_criterion: Mapping[str, Decimal | None]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's total of one item; None while a criterion has no mark."""

    item: str
    reviewer: str
    total: Decimal | None


def reviews_of(marks: Iterable[Mark], rules: ScoringRules) -> tuple[Review, ...]:
    """The total of every review, ordered by item and reviewer."""
    sheets: dict[tuple[str, str], dict[str, Decimal | None]] = defaultdict(dict)
    for mark in marks:
        sheets[mark.item, mark.reviewer][mark.criterion] = mark.value
    return tuple(
        Review(item, reviewer, total(sheet, rules.criteria, rules.rounding))
        for (item, reviewer), sheet in sorted(sheets.items())
    )


def score_items(
    marks: Iterable[Mark], rules: ScoringRules, *, reviews: Iterable[Review] | None = None
) -> tuple[ItemScore, ...]:
    """The score of every item, ordered by item id. The order of the marks changes nothing. ``reviews`` saves working
    the totals out anew where :func:`reviews_of` these marks is at hand.
    """
    marks = tuple(marks)
    totals: dict[str, list[Decimal | None]] = defaultdict(list)
    for review in reviews_of(marks, rules) if reviews is None else reviews:
        totals[review.item].append(review.total)
    given: dict[str, dict[str, list[Decimal]]] = {item: defaultdict(list) for item in totals}
    for mark in marks:
        if mark.value is not None:
            given[mark.item][mark.criterion].append(mark.value)
    return tuple(_score(item, totals[item], given[item], rules) for item in totals)


def _score(
    item: str, totals: list[Decimal | None], given: Mapping[str, list[Decimal]], rules: ScoringRules
) -> ItemScore:
    figures = summary(totals, rules.rounding)
    column, score = counted(figures, rules.column, trim_from=rules.trim_from)
    exact = _exact_by_criterion(given, rules)
    if rules.order == "criteria_first":
        fewest = min(len(given.get(criterion.key, ())) for criterion in rules.criteria)
        column, score = _column(fewest, rules), _sum(exact, rules)
        reasons = panel_warnings(fewest, rules.column, column) if score is not None else ()
    else:
        reasons = panel_warnings(figures.n, rules.column, column) if figures.n else ()
    if score is None:
        reasons = (Reason.warning("item_without_score", item=item),)
    digits = rules.rounding.digits if rules.rounding.panel is None else rules.rounding.panel
    shown = {
        key: None if value is None else round_exact(value, digits, rules.rounding.way)
        for key, value in exact.items()
    }
    return ItemScore(item, score, column, figures, shown, reasons)


def _column(n: int, rules: ScoringRules) -> Column:
    """The figure that counts with ``n`` marks: a trimmed mean only from ``trim_from`` on."""
    few = n < max(rules.trim_from, 2 * rules.rounding.trim + 1)
    return "mean" if rules.column == "trimmed_mean" and few else rules.column


def _exact_by_criterion(
    given: Mapping[str, list[Decimal]], rules: ScoringRules
) -> dict[str, Fraction | None]:
    """Each criterion's figure over the panel: exact, or rounded where the rules round at this step."""
    rule = rules.rounding
    found: dict[str, Fraction | None] = {}
    for criterion in rules.criteria:
        values = given.get(criterion.key, [])
        exact = exact_figure(values, _column(len(values), rules), trim=rule.trim)
        if exact is not None and rule.panel is not None:
            exact = Fraction(round_exact(exact, rule.panel, rule.way))
        found[criterion.key] = exact
    return found


def _sum(exact: Mapping[str, Fraction | None], rules: ScoringRules) -> Decimal | None:
    """Weights and sum; None where a criterion has no mark at all."""
    rule = rules.rounding
    whole = Fraction(0)
    for criterion in rules.criteria:
        value = exact[criterion.key]
        if value is None:
            return None
        part = value * Fraction(criterion.weight)
        whole += part if rule.parts is None else Fraction(round_exact(part, rule.parts, rule.way))
    return rule(whole)

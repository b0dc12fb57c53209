"""From an expression to a number: fact + filter + aggregate + period + dimension, counted by the database.

An expression is data (it is stored with an indicator and with every figure that came of it), so that a figure can be counted
again. Four aggregates: rows, different persons, the sum of an amount, the share of rows for which more holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DateTimeField, Q, QuerySet, Sum
from django.utils import timezone

from jinguo.apps.facts import kernel

COUNT_ROWS, COUNT_PERSONS, SUM_AMOUNT, SHARE_OF_ROWS = (
    "count_rows",
    "count_persons",
    "sum_amount",
    "share_of_rows",
)
AGGREGATES = (COUNT_ROWS, COUNT_PERSONS, SUM_AMOUNT, SHARE_OF_ROWS)


class Uncountable(ValueError):
    """An expression that names what its fact does not have. ``code`` says what."""

    def __init__(self, code: str, name: str) -> None:
        self.code, self.name = code, name
        super().__init__(f"{code}: {name}")


@dataclass(frozen=True)
class Expression:
    """What to count. ``where`` and ``among``: dimension → the values that count; ``by``: a dimension to break it down by."""

    fact: str
    aggregate: str = COUNT_ROWS
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    among: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    amount: str = ""
    by: str = ""

    @property
    def dimensions(self) -> list[str]:
        """Every dimension that it names."""
        return sorted({*self.where, *self.among, *([self.by] if self.by else [])})

    def as_json(self) -> dict[str, Any]:
        """The form in which it is stored with a figure."""
        return {
            "fact": self.fact,
            "aggregate": self.aggregate,
            "where": {name: list(values) for name, values in self.where.items()},
            "among": {name: list(values) for name, values in self.among.items()},
            "amount": self.amount,
            "by": self.by,
        }


@dataclass(frozen=True)
class Counted:
    """A number, and for a share what it is a share of (``base``); ``people`` is how many rows stand behind it."""

    value: Decimal
    base: Decimal | None = None
    people: int = 0


def problem(expression: Expression) -> Uncountable | None:
    """Why this cannot be counted; None where it can."""
    fact = kernel.declared().get(expression.fact)
    if fact is None:
        return Uncountable("fact_not_declared", expression.fact)
    if expression.aggregate not in AGGREGATES:
        return Uncountable("aggregate_unknown", expression.aggregate)
    for name in expression.dimensions:
        if name not in fact.dimensions:
            return Uncountable("dimension_unknown", name)
    if expression.aggregate == COUNT_PERSONS and not fact.person:
        return Uncountable("fact_without_persons", expression.fact)
    if expression.aggregate == SUM_AMOUNT and expression.amount not in fact.amounts:
        return Uncountable("amount_unknown", expression.amount)
    if expression.aggregate == SHARE_OF_ROWS and not expression.among:
        return Uncountable("share_of_nothing", expression.fact)
    return None


def rows(
    expression: Expression, *, since: date, until: date, of: Any = None, among: bool = False
) -> QuerySet:
    """The rows that count, from the first day to the last (both count). ``of`` is the organisation whose own they are.

    Raises:
        Uncountable: see :func:`problem`.
    """
    if (wrong := problem(expression)) is not None:
        raise wrong
    fact = kernel.declared()[expression.fact]
    found = fact.told(expression.dimensions, of)
    found = found.filter(_within(fact, since, until), _holds(fact, expression.where))
    if of is not None:
        found = found.filter(fact.owned(of)) if fact.owned else found.none()
    return found.filter(_holds(fact, expression.among)) if among else found


def count(expression: Expression, *, since: date, until: date, of: Any = None) -> Counted:
    """The number as a whole."""
    fact = kernel.declared().get(expression.fact)
    found = rows(expression, since=since, until=until, of=of)
    told = found.aggregate(**_aggregates(fact, expression)) if fact else {}
    return _counted(expression, told)


def count_by(expression: Expression, *, since: date, until: date, of: Any = None) -> dict[str, Counted]:
    """The number for each value of the expression's dimension, by value; rows without one are under the empty text."""
    fact = kernel.declared().get(expression.fact)
    found = rows(expression, since=since, until=until, of=of)
    if fact is None or not expression.by:
        return {}
    path = fact.path(expression.by)
    groups = found.order_by().values_list(path).annotate(**_aggregates(fact, expression))
    names = list(_aggregates(fact, expression))
    told: dict[str, dict[str, Any]] = {}
    for value, *numbers in groups:
        same = told.setdefault("" if value is None else str(value), dict.fromkeys(names, 0))
        for name, number in zip(names, numbers, strict=True):
            same[name] += number or 0
    return {value: _counted(expression, numbers) for value, numbers in sorted(told.items())}


def _aggregates(fact: kernel.Fact | None, expression: Expression) -> dict[str, Any]:
    if fact is None:
        return {}
    found: dict[str, Any] = {"told_rows": Count("pk", distinct=True)}
    if expression.aggregate == COUNT_PERSONS:
        found["told_persons"] = Count(fact.person, distinct=True)
    if expression.aggregate == SUM_AMOUNT:
        found["told_sum"] = Sum(fact.amounts[expression.amount])
    if expression.aggregate == SHARE_OF_ROWS:
        found["told_part"] = Count("pk", distinct=True, filter=_holds(fact, expression.among))
    return found


def _counted(expression: Expression, told: Mapping[str, Any]) -> Counted:
    number = told.get("told_rows") or 0
    if expression.aggregate == COUNT_PERSONS:
        return Counted(Decimal(told["told_persons"] or 0), people=told["told_persons"] or 0)
    if expression.aggregate == SUM_AMOUNT:
        return Counted(Decimal(told["told_sum"] or 0), people=number)
    if expression.aggregate == SHARE_OF_ROWS:
        part = Decimal(told["told_part"] or 0)
        share = (part * 100 / number).quantize(Decimal("0.01")) if number else Decimal(0)
        return Counted(share, base=Decimal(number), people=number)
    return Counted(Decimal(number), people=number)


def _holds(fact: kernel.Fact, where: Mapping[str, Any]) -> Q:
    held = Q()
    for name, values in where.items():
        held &= Q(**{f"{fact.path(name)}__in": list(values)})
    return held


def _within(fact: kernel.Fact, since: date, until: date) -> Q:
    """Both days count. A moment is taken by the day that it was at the site's place."""
    if not _is_moment(fact):
        return Q(**{f"{fact.date}__gte": since, f"{fact.date}__lte": until})
    zone = timezone.get_default_timezone()
    start = datetime.combine(since, time(), tzinfo=zone)
    end = datetime.combine(until + timedelta(days=1), time(), tzinfo=zone)
    return Q(**{f"{fact.date}__gte": start, f"{fact.date}__lt": end})


def _is_moment(fact: kernel.Fact) -> bool:
    model = fact.rows().model
    *way, last = fact.date.split("__")
    for step in way:
        model = model._meta.get_field(step).related_model
    return isinstance(model._meta.get_field(last), DateTimeField)


def records(
    expression: Expression, user: Any, *, since: date, until: date, of: Any = None, among: bool = False
) -> list[kernel.Record]:
    """The single records behind a number, as far as this reader may look at them."""
    found = rows(expression, since=since, until=until, of=of, among=among)
    seen = kernel.declared()[expression.fact].seen
    return seen(user, found) if seen else []

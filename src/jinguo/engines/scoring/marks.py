"""One review: marks by criterion, their check and their total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Context, Decimal, Inexact

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jinguo.engines.scoring.rounding import Rounding, round_exact
from jinguo.reasons import Reason

_EXACT = Context(prec=400, traps=[Inexact])


class Criterion(BaseModel):
    """What an expert gives a mark for. The mark, from ``min`` to ``max`` in steps of ``step``, is
    multiplied by ``weight``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)
    label: str = Field(min_length=1, max_length=200)
    weight: Decimal = Field(default=Decimal(1), gt=0)
    min: Decimal = Decimal(0)
    max: Decimal = Decimal(100)
    step: Decimal | None = Field(default=Decimal(1), gt=0)
    help: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Criterion:
        if self.min >= self.max:
            raise ValueError(f"{self.key}: the lowest mark must be below the highest")
        return self


def total(
    marks: Mapping[str, Decimal | None], criteria: Sequence[Criterion], rounding: Rounding | None = None
) -> Decimal | None:
    """The weighted sum of a complete review; None while any criterion has no mark (a half review has no
    total).
    """
    rule = rounding or Rounding()
    exact = Decimal(0)
    for criterion in criteria:
        mark = marks.get(criterion.key)
        if mark is None:
            return None
        part = _EXACT.multiply(mark, criterion.weight)
        exact = _EXACT.add(exact, part if rule.parts is None else round_exact(part, rule.parts, rule.way))
    return rule(exact) if criteria else None


def check_marks(marks: Mapping[str, Decimal | None], criteria: Sequence[Criterion]) -> tuple[Reason, ...]:
    """What is wrong with a review's marks: absent ones, ones outside the range, ones between the steps.

    >>> novelty = Criterion(key="novelty", label="创新性", max=Decimal(10), step=Decimal("0.5"))
    >>> [reason.code for reason in check_marks({"novelty": Decimal("7.3")}, [novelty])]
    ['mark_off_step']
    """
    found: list[Reason] = []
    for criterion in criteria:
        found += check_mark(marks.get(criterion.key), criterion)
    known = {criterion.key for criterion in criteria}
    found += [Reason.error("mark_without_criterion", key=key) for key in marks if key not in known]
    return tuple(found)


def check_mark(mark: Decimal | None, criterion: Criterion) -> list[Reason]:
    """What is wrong with one mark."""
    if mark is None:
        return [Reason.error("mark_absent", label=criterion.label)]
    if not mark.is_finite():
        return [Reason.error("mark_not_a_number", label=criterion.label)]
    if not criterion.min <= mark <= criterion.max:
        return [
            Reason.error(
                "mark_out_of_range",
                label=criterion.label,
                found=str(mark),
                min=str(criterion.min),
                max=str(criterion.max),
            )
        ]
    if criterion.step and _EXACT.remainder(_EXACT.subtract(mark, criterion.min), criterion.step):
        return [
            Reason.error("mark_off_step", label=criterion.label, found=str(mark), step=str(criterion.step))
        ]
    return []

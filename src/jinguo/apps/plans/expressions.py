"""What an indicator counts, as the kernel takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinguo.apps.facts.counting import Expression

if TYPE_CHECKING:
    from jinguo.apps.plans.models import Indicator


def expression_of(indicator: Indicator) -> Expression:
    return Expression(
        fact=indicator.fact,
        aggregate=indicator.aggregate,
        where={name: tuple(values) for name, values in indicator.where.items()},
        among={name: tuple(values) for name, values in indicator.among.items()},
        amount=indicator.amount,
        by=indicator.by,
    )

"""How the nominations of a round are given out: loads, reserve, what counts, and the rules of composition.

A round keeps the rules as the assignment engine takes them. The page edits the usual ones by simple controls; each has a
name of its own here, which is the code of its phrase.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

WOMEN = "rule_women"
ONE_UNIT = "rule_one_unit"
DISCIPLINE = "rule_discipline"
OUTSIDE_REGION = "rule_outside_region"
USUAL = (WOMEN, ONE_UNIT, DISCIPLINE, OUTSIDE_REGION)


class Assigning(BaseModel):
    """What a round says on giving out.

    Loads of None follow from an even spread: what it gives everybody, and one more than it needs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_load: int | None = Field(default=None, ge=0)
    max_load: int | None = Field(default=None, ge=1)
    alternates: int = Field(default=1, ge=0, le=5)
    objective: Literal["total", "maxmin"] = "total"
    rules: tuple[dict[str, Any], ...] = ()

    def rule(self, name: str) -> Mapping[str, Any]:
        """One of the usual rules by its name; empty where it is not asked for."""
        return next((rule for rule in self.rules if rule.get("name") == name), {})


def women(*, at_least: int | None = None, share: str = "") -> dict[str, Any]:
    """女专家比例: so many women on each panel, or a share of the whole round.

    A share on each panel of four rounds up to much more than the share overall, so it is counted over the round.
    """
    rule: dict[str, Any] = {"name": WOMEN, "column": "sex", "value": "F"}
    if at_least is not None:
        return rule | {"at_least": at_least}
    return rule | {"at_least_share": share, "over": "all"}


def one_unit(at_most: int = 1) -> dict[str, Any]:
    """同一单位专家: at most so many experts of one unit on a panel."""
    return {"name": ONE_UNIT, "same": "unit", "at_most": at_most}


def discipline(at_least: int = 1) -> dict[str, Any]:
    """同行专家: so many of the nomination's first discipline, where it states one."""
    return {"name": DISCIPLINE, "column": "discipline", "value_of": "discipline", "at_least": at_least}


def outside_region(at_most: int = 0) -> dict[str, Any]:
    """外地专家: at most so many experts of the region of the nominating unit, where both are known."""
    return {"name": OUTSIDE_REGION, "column": "region", "value_of": "region", "at_most": at_most}

"""Rules of composition: who must, may and may not sit together on an item's panel.

A rule is data. As a file it is TOML: ``[[rule]]`` with ``name``, and

* ``column`` and ``value`` (or ``value_of``, a column of the items) with one or two of ``at_least``, ``at_most``,
  ``exactly``, ``at_least_share``, ``at_most_share``: how many of the panel are in the group;
* or ``same = "unit"`` and ``at_most = 1``: no more than so many with one and the same value. An empty value is
  unknown, and not the same as another empty one;
* ``items = [...]`` where it concerns some items only; ``over = "all"`` where it counts over the whole round.

A share is of the item's demand (over the round: of all demands), on exact decimals or fractions; at least rounds
up, at most rounds down. An item with demand 0 has no panel and no rule concerns it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from jinguo.errors import Refused
from jinguo.reasons import Reason

BUILT_IN = ("demand", "max_load", "min_load", "fixed", "conflicts", "keep")
"""Names by which a conflict speaks of what is not a rule of composition."""

_COUNTS = ("at_least", "at_most", "exactly")
_SHARES = ("at_least_share", "at_most_share")
_KEYS = {"name", "column", "value", "value_of", "same", "items", "over", *_COUNTS, *_SHARES}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``items`` None: all items."""

    name: str
    column: str = ""
    value: str = ""
    value_of: str = ""
    same: str = ""
    at_least: int | None = None
    at_most: int | None = None
    exactly: int | None = None
    at_least_share: Fraction | None = None
    at_most_share: Fraction | None = None
    items: tuple[str, ...] | None = None
    over: Literal["item", "all"] = "item"

    def bounds(self, demand: int) -> tuple[int, int]:
        """The least and the greatest number from the group among so many seats (all seats, where none is too many).

        >>> women = Rule("women", column="sex", value="F", at_least_share=Fraction(2, 5))
        >>> women.bounds(3), women.bounds(5)
        ((2, 3), (2, 5))
        """
        low, high = 0, demand
        if self.exactly is not None:
            low = high = self.exactly
        if self.at_least is not None:
            low = max(low, self.at_least)
        if self.at_most is not None:
            high = min(high, self.at_most)
        if self.at_least_share is not None:
            low = max(low, ceil(self.at_least_share * demand))
        if self.at_most_share is not None:
            high = min(high, floor(self.at_most_share * demand))
        capped = self.exactly is not None or self.at_most is not None or self.at_most_share is not None
        return low, high if capped else max(high, low)

    @classmethod
    def of(cls, given: Mapping[str, object], *, place: str = "rules", row: int = 1) -> Rule:
        """A rule from a table of TOML or JSON, numbers as written (share 0.25, "1/3", Decimal).

        Raises:
            Refused: the rule cannot be understood; the reason names the rule and the key.
        """
        name = str(given.get("name") or "").strip()
        where = {"file": place, "row": row, "rule": name}

        def refuse(code: str, **params: object) -> Refused:
            return Refused(Reason(code, {**where, **params}))

        if not name:
            raise refuse("assign_rule_unnamed")
        if name in BUILT_IN:
            raise refuse("assign_rule_name_taken")
        if unknown := sorted(set(given) - _KEYS):
            raise refuse("assign_rule_key_unknown", column=unknown[0])
        counts = {key: _count(given[key]) for key in _COUNTS if key in given}
        shares = {key: _share(given[key]) for key in _SHARES if key in given}
        for key, found in (counts | shares).items():
            if found is None:
                raise refuse("assign_rule_number", column=key, found=str(given[key]))
        if (not counts and not shares) or ("exactly" in counts and len(counts) + len(shares) > 1):
            raise refuse("assign_rule_bound", column="at_least")
        over = given.get("over", "item")
        if over not in ("item", "all"):
            raise refuse("assign_rule_value", column="over", found=str(over))
        texts = {key: str(given.get(key, "")) for key in ("column", "value", "value_of", "same")}
        _check_shape(given, refuse)
        rule = cls(name=name, **texts, **counts, **shares, items=_items(given, refuse), over=over)  # type: ignore[arg-type]
        if rule.at_least is not None and rule.at_most is not None and rule.at_least > rule.at_most:
            raise refuse("assign_rule_bound", column="at_least")
        return rule


def rules_from_toml(text: str, *, place: str = "rules.toml") -> tuple[Rule, ...]:
    """The rules of a TOML text.

    Raises:
        Refused: it is not TOML, or a rule cannot be understood, or two have one name.

    >>> [rule.at_least for rule in rules_from_toml('''
    ... [[rule]]
    ... name = "women"
    ... column = "sex"
    ... value = "F"
    ... at_least = 1''')]
    [1]
    """
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ValueError) as problem:
        raise Refused.because("assign_rules_not_toml", file=place, problem=str(problem)) from None
    if unknown := sorted(set(tables) - {"rule"}):
        raise Refused.because("assign_rules_table", file=place, column=unknown[0])
    given = tables.get("rule", [])
    if not isinstance(given, list) or not all(isinstance(table, dict) for table in given):
        raise Refused.because("assign_rules_table", file=place, column="rule")
    return rules_of(given, place=place)


def rules_of(given: Sequence[Mapping[str, object] | Rule], *, place: str = "rules") -> tuple[Rule, ...]:
    """Rules from tables; two of one name are refused."""
    rules = tuple(
        table if isinstance(table, Rule) else Rule.of(table, place=place, row=number)
        for number, table in enumerate(given, 1)
    )
    seen: set[str] = set()
    for number, rule in enumerate(rules, 1):
        if rule.name in seen:
            raise Refused.because("assign_rule_twice", file=place, row=number, rule=rule.name)
        seen.add(rule.name)
    return rules


def _check_shape(given: Mapping[str, object], refuse: object) -> None:
    """Either a group (column, and a value or where to read it) or `same`, not both."""
    assert callable(refuse)
    if "same" in given:
        if "column" in given or "value" in given or "value_of" in given:
            raise refuse("assign_rule_shape", column="same")
        if {*_COUNTS, *_SHARES} & set(given) != {"at_most"} or given.get("over") == "all":
            raise refuse("assign_rule_same", column="same")
        if not str(given["same"]).strip():
            raise refuse("assign_rule_shape", column="same")
    elif not str(given.get("column", "")).strip() or ("value" in given) == ("value_of" in given):
        raise refuse("assign_rule_shape", column="column")


def _items(given: Mapping[str, object], refuse: object) -> tuple[str, ...] | None:
    assert callable(refuse)
    items = given.get("items")
    if items is None:
        return None
    if not isinstance(items, Iterable) or isinstance(items, str | Mapping):
        raise refuse("assign_rule_value", column="items", found=str(items))
    return tuple(str(item) for item in items)


def _count(found: object) -> int | None:
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        return None
    return found


def _share(found: object) -> Fraction | None:
    if isinstance(found, bool) or not isinstance(found, int | str | float | Decimal | Fraction):
        return None
    try:
        share = found if isinstance(found, Fraction) else Fraction(str(found).strip())
    except (ValueError, ZeroDivisionError):
        return None
    return share if 0 <= share <= 1 else None

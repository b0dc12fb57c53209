"""Small random problems with all kinds of rules, and an independent integer program (SciPy) that says what is best."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from random import Random

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from jinguo.engines.assignment import Problem

VALUES = {"sex": ["F", "M", ""], "unit": ["甲", "乙", "丙", ""], "field": ["a", "b"]}


def cases(rules=0, most_rules=3, ties=True):
    """Rows for ``Problem.of``: 2–4 items, 4–7 reviewers, most pairs, loads that fit more often than not.

    Drawn from one number: to draw each value by itself took longer than to solve the problem. What fails is small already.
    """
    return st.integers(0, 2**48).map(lambda seed: drawn(Random(seed), rules, most_rules, ties))


def drawn(chance: Random, rules: int, most_rules: int, ties: bool) -> dict[str, list]:
    n, m = chance.randint(2, 4), chance.randint(4, 7)
    items = [
        {"item": f"i{k}", "demand": chance.choice([2, 1, 2, 3, 0]), "unit": chance.choice(VALUES["unit"])}
        for k in chance.sample(range(n), n)
    ]
    reviewers = []
    for k in chance.sample(range(m), m):
        least = chance.choice([0, 0, 0, 0, 0, 0, 1])
        row = {"reviewer": f"r{k}", "min_load": least, "max_load": least + chance.choice([3, 2, 4, 1, 0])}
        reviewers.append(row | {name: chance.choice(values) for name, values in VALUES.items()})
    affinities = ["0", "0.25", "0.5", "1"] if ties else ["0", "0.123456", "0.77", "0.5", "0.910003", "-0.2"]
    pairs = [
        (item["item"], reviewer["reviewer"], chance.choice(affinities))
        for item in items
        for reviewer in reviewers
        if chance.random() < 0.9
    ]
    conflicts = chance.sample([p[:2] for p in pairs], min(len(pairs), chance.randint(0, 2)))
    open_ = [p[:2] for p in pairs if p[:2] not in conflicts or chance.random() < 0.25]
    fixed = [chance.choice(open_)] if open_ and chance.random() < 0.5 else []
    names = chance.sample(["p", "q", "s"], chance.randint(rules, most_rules))
    ids = [row["item"] for row in items]
    return {
        "items": items, "reviewers": reviewers, "pairs": pairs, "conflicts": conflicts, "fixed": fixed,
        "rules": [_rule(chance, name, ids) for name in names],
    }  # fmt: skip


def _rule(chance: Random, name: str, items: list[str]) -> dict[str, object]:
    rule: dict[str, object] = {"name": name}
    if chance.random() < 0.5:
        rule["items"] = chance.sample(items, chance.randint(1, len(items)))
    kind = chance.choice(["count", "count", "share", "same", "own", "round"])
    if kind == "same":
        return rule | {"same": chance.choice(["unit", "field"]), "at_most": chance.randint(1, 2)}
    column = "unit" if kind == "own" else chance.choice(sorted(VALUES))
    rule["column"] = column
    rule |= {"value_of": "unit"} if kind == "own" else {"value": chance.choice(VALUES[column])}
    if kind == "round":
        rule["over"] = "all"
    if kind in ("share", "round"):
        key = chance.choice(["at_least_share", "at_most_share"])
        return rule | {key: chance.choice(["0.25", "0.34", "1/3", "0.3", "0.5"])}
    return rule | {chance.choice(["at_least", "at_most", "at_least", "exactly"]): chance.choice([1, 1, 2, 0])}


class Model:
    """The problem written down a second time: rows (coefficients, low, high, name, item or reviewer), one column a pair."""

    def __init__(self, case) -> None:
        self.items = {row["item"]: row for row in case["items"]}
        self.reviewers = {row["reviewer"]: row for row in case["reviewers"]}
        self.pairs = [(i, r) for i, r, _ in case["pairs"]]
        self.affinity = np.array([float(a) for _, _, a in case["pairs"]])
        self.rows: list[tuple[np.ndarray, int, int, str, str]] = []
        for i, row in self.items.items():
            self.row(lambda p, i=i: p[0] == i, row["demand"], row["demand"], "demand", i)
        for r, row in self.reviewers.items():
            self.row(lambda p, r=r: p[1] == r, row["min_load"], row["max_load"], "load", r)
        for pair in case["conflicts"]:
            self.row(lambda p, pair=pair: p == tuple(pair), 0, 0, "conflicts", pair[0])
        for pair in case["fixed"]:
            self.row(lambda p, pair=pair: p == tuple(pair), 1, 1, "fixed", pair[0])
        for rule in case["rules"]:
            self.rule(rule)

    def row(self, inside, low, high, name, where) -> None:
        self.rows.append((np.array([float(inside(p)) for p in self.pairs]), low, high, name, where))

    def rule(self, rule) -> None:
        concerned = [i for i in rule.get("items", self.items) if self.items[i]["demand"] > 0]
        if "same" in rule:
            for i in concerned:
                for value in {r[rule["same"]] for r in self.reviewers.values()} - {""}:
                    self.row(
                        lambda p, i=i, v=value: p[0] == i and self.of(p, rule["same"]) == v,
                        0,
                        rule["at_most"],
                        rule["name"],
                        i,
                    )
            return

        def inside(p):
            wanted = self.items[p[0]][rule["value_of"]] if "value_of" in rule else rule["value"]
            return self.of(p, rule["column"]) == wanted

        if rule.get("over") == "all":
            low, high = self.bounds(rule, sum(self.items[i]["demand"] for i in concerned))
            self.row(lambda p: p[0] in concerned and inside(p), low, high, rule["name"], "")
            return
        for i in concerned:
            low, high = self.bounds(rule, self.items[i]["demand"])
            self.row(lambda p, i=i: p[0] == i and inside(p), low, high, rule["name"], i)

    def of(self, pair, column):
        return self.reviewers[pair[1]][column]

    @staticmethod
    def bounds(rule, demand):
        low, high = 0, 99
        if "exactly" in rule:
            low = high = rule["exactly"]
        if "at_least" in rule:
            low = rule["at_least"]
        if "at_most" in rule:
            high = rule["at_most"]
        if "at_least_share" in rule:
            low = ceil(Fraction(rule["at_least_share"]) * demand)
        if "at_most_share" in rule:
            high = floor(Fraction(rule["at_most_share"]) * demand)
        return low, high

    def best(self, extra=(), cost=None):
        """The least cost (None where there is no assignment); ``extra`` rows are (coefficients, low, high)."""
        rows = [row[:3] for row in self.rows] + list(extra)
        if not self.pairs:
            return None if any(low > 0 or high < 0 for _, low, high in rows) else 0.0
        a = np.array([row[0] for row in rows])
        low, high = (np.array([float(row[k]) for row in rows]) for k in (1, 2))
        if (low > high).any():
            return None
        found = milp(
            -self.affinity if cost is None else cost,
            constraints=LinearConstraint(a, low, high),
            integrality=np.ones(len(self.pairs)),
            bounds=(0, 1),
            options={"mip_rel_gap": 0},
        )
        return None if found.x is None else float(found.fun)


def problem_of(case) -> Problem:
    return Problem.of(**case)

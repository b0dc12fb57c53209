"""Small random problems with all kinds of rules, and an independent integer program (SciPy) that says what is best."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from jinguo.engines.assignment import Problem

VALUES = {"sex": ["F", "M", ""], "unit": ["甲", "乙", "丙", ""], "field": ["a", "b"]}


@st.composite
def cases(draw, rules=0, most_rules=3, ties=True):
    """Rows for ``Problem.of``: 1–5 items, 1–6 reviewers, most pairs, loads that fit more often than not."""
    n, m = draw(st.integers(2, 4)), draw(st.integers(4, 7))
    items = [
        {
            "item": f"i{k}",
            "demand": draw(st.sampled_from([2, 1, 2, 3, 0])),
            "unit": draw(st.sampled_from(VALUES["unit"])),
        }
        for k in draw(st.permutations(range(n)))
    ]
    reviewers = []
    for k in draw(st.permutations(range(m))):
        least = draw(st.sampled_from([0, 0, 0, 0, 0, 0, 1]))
        row = {
            "reviewer": f"r{k}",
            "min_load": least,
            "max_load": least + draw(st.sampled_from([3, 2, 4, 1, 0])),
        }
        reviewers.append(row | {name: draw(st.sampled_from(values)) for name, values in VALUES.items()})
    affinity = st.sampled_from(
        ["0", "0.25", "0.5", "1"] if ties else ["0", "0.123456", "0.77", "0.5", "0.910003", "-0.2"]
    )
    pairs = [
        (item["item"], reviewer["reviewer"], draw(affinity))
        for item in items
        for reviewer in reviewers
        if draw(st.integers(0, 9)) < 9
    ]
    conflicts = (
        draw(st.lists(st.sampled_from([p[:2] for p in pairs]), max_size=2, unique=True)) if pairs else []
    )
    open_ = [p[:2] for p in pairs if p[:2] not in conflicts or not draw(st.integers(0, 3))]
    fixed = draw(st.lists(st.sampled_from(open_), max_size=1)) if open_ else []
    return {
        "items": items, "reviewers": reviewers, "pairs": pairs, "conflicts": conflicts, "fixed": fixed,
        "rules": draw(
            st.lists(_rules([i["item"] for i in items]), min_size=rules, max_size=most_rules, unique_by=lambda r: r["name"])
        ),
    }  # fmt: skip


@st.composite
def _rules(draw, items):
    rule: dict[str, object] = {"name": draw(st.sampled_from(["p", "q", "s"]))}
    if draw(st.booleans()):
        rule["items"] = draw(st.lists(st.sampled_from(items), min_size=1, unique=True))
    kind = draw(st.sampled_from(["count", "count", "share", "same", "own", "round"]))
    if kind == "same":
        return rule | {"same": draw(st.sampled_from(["unit", "field"])), "at_most": draw(st.integers(1, 2))}
    column = "unit" if kind == "own" else draw(st.sampled_from(sorted(VALUES)))
    rule["column"] = column
    rule |= {"value_of": "unit"} if kind == "own" else {"value": draw(st.sampled_from(VALUES[column]))}
    if kind == "round":
        rule["over"] = "all"
    if kind in ("share", "round"):
        key = draw(st.sampled_from(["at_least_share", "at_most_share"]))
        return rule | {key: draw(st.sampled_from(["0.25", "0.34", "1/3", "0.3", "0.5"]))}
    return rule | {
        draw(st.sampled_from(["at_least", "at_most", "at_least", "exactly"])): draw(
            st.sampled_from([1, 1, 2, 0])
        )
    }


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

"""Every list there is, tried one by one: the definition itself, written without the engine's means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random

from hypothesis import strategies as st

from jinguo.engines.selection import Candidate, Policy


def has(candidate: Candidate, where: dict[str, str]) -> bool:
    return all(candidate.columns.get(column) == value for column, value in where.items())


def keeps(policy: Policy, group: Sequence[Candidate]) -> bool:
    """Whether a list keeps every rule, read straight from the policy."""
    if len(group) > policy.seats or any(has(c, rule.where) for rule in policy.exclude for c in group):
        return False
    return all((_limits(policy, group), _seats_by(policy, group), _shares(policy, group)))


def _limits(policy: Policy, group: Sequence[Candidate]) -> bool:
    for limit in policy.limit:
        counts = Counter(value for c in group if (value := c.columns.get(limit.column, "")))
        counted = counts.values() if limit.value is None else [counts[limit.value]]
        if any(count > limit.at_most for count in counted):
            return False
    return True


def _seats_by(policy: Policy, group: Sequence[Candidate]) -> bool:
    for column, by_value in policy.seats_by.items():
        counts = Counter(c.columns.get(column, "") for c in group)
        if any(counts[value] > seats for value, seats in by_value.items()):
            return False
        if policy.unfillable == "refuse" and any(counts[v] != seats for v, seats in by_value.items()):
            return False
        rest = sum(count for value, count in counts.items() if value not in by_value)
        if rest > policy.seats - sum(by_value.values()):
            return False
    return True


def _shares(policy: Policy, group: Sequence[Candidate]) -> bool:
    size = len(group)
    for share in policy.share:
        held = sum(has(c, share.where) for c in group)
        if share.at_least is not None and held < Fraction(share.at_least) * size:
            return False
        if share.at_most is not None and held > Fraction(share.at_most) * size:
            return False
    for aside in policy.set_aside:
        held = sum(has(c, aside.where) for c in group)
        if policy.unfillable == "refuse" and held < aside.seats:
            return False
        if policy.unfillable == "leave_empty" and size - held > policy.seats - aside.seats:
            return False
    return True


def lists(policy: Policy, ranked: Sequence[Candidate]) -> Iterator[tuple[int, ...]]:
    """The valid lists of the greatest length as places in the ranking."""
    for size in range(min(policy.seats, len(ranked)), 0, -1):
        valid = [
            group
            for group in combinations(range(len(ranked)), size)
            if keeps(policy, [ranked[n] for n in group])
        ]
        if valid:
            yield from valid
            return


def best(policy: Policy, ranked: Sequence[Candidate]) -> tuple[str, ...] | None:
    """The ids of the lexicographically best list by rank; None when no list keeps the rules."""
    found = min(lists(policy, ranked), default=None)
    return None if found is None else tuple(ranked[n].id for n in found)


WHERES = st.sampled_from(
    [{"sex": "F"}, {"sex": "M"}, {"region": "west"}, {"unit": "甲"}, {"sex": "F", "region": "west"}]
)
SHARES = st.sampled_from(["0.2", "0.25", "0.3", "0.5", "0.6", "0.75"])


def people(most: int = 9) -> st.SearchStrategy[list[Candidate]]:
    """Some candidates, few values in every column, so that rules meet and cross; from one number, for speed."""
    return st.builds(_people, st.integers(1, most), st.integers(0, 2**48))


def _people(count: int, seed: int) -> list[Candidate]:
    chance = Random(seed)
    return [
        Candidate(
            f"N{number}",
            Decimal(chance.randint(80, 85)),
            {
                "category": chance.choice(["科研", "农业", "服务"]),
                "unit": chance.choice(["甲", "乙", "丙", ""]),
                "sex": chance.choice("FM"),
                "region": chance.choice(["west", "east"]),
            },
        )
        for number in range(count)
    ]


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Policies with every kind of rule, many of them crossing."""
    seats = draw(st.integers(1, 5))
    rules: dict[str, object] = {"seats": seats, "last": {"draw": "seed"}}
    if draw(st.booleans()):
        first = draw(st.integers(0, seats))
        by_category = {"科研": first}
        if draw(st.booleans()):
            by_category["农业"] = draw(st.integers(0, seats - first))
        rules["seats_by"] = {"category": by_category}
    if draw(st.booleans()):
        rules["limit"] = draw(
            st.lists(
                st.sampled_from(
                    [
                        {"column": "unit", "at_most": 1},
                        {"column": "unit", "at_most": 2},
                        {"column": "region", "at_most": 2},
                        {"column": "sex", "value": "M", "at_most": 1},
                    ]
                ),
                max_size=2,
            )
        )
    if draw(st.booleans()):
        bound = draw(st.sampled_from(["at_least", "at_most"]))
        rules["share"] = draw(
            st.lists(st.fixed_dictionaries({"where": WHERES, bound: SHARES}), min_size=1, max_size=2)
        )
    if draw(st.booleans()):
        rules["set_aside"] = [{"where": draw(WHERES), "seats": draw(st.integers(1, min(2, seats)))}]
    if draw(st.integers(0, 3)) == 0:
        rules["exclude"] = [{"where": draw(WHERES)}]
    if draw(st.booleans()):
        rules["tie"] = [{"prefer": draw(WHERES)}]
    rules["unfillable"] = draw(st.sampled_from(["refuse", "leave_empty"]))
    return Policy.model_validate(rules)

"""The list is what the definition says: compared with every list there is, on small cases of all kinds."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from tests.engines.selection.brute import best, has, keeps, lists, people, policies

from jinguo.engines.selection import Candidate, Policy
from jinguo.engines.selection.choose import Run, run
from jinguo.engines.selection.line import thresholds
from jinguo.engines.selection.order import Order
from jinguo.engines.selection.solve import NoList

SLOW = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def ranked(rows: list[Candidate], rules: Policy) -> list[Candidate]:
    order = Order(rows, rules).candidates
    return [c for c in order if not any(has(c, rule.where) for rule in rules.exclude)]


def made(rows: list[Candidate], rules: Policy) -> Run | None:
    try:
        return run(rows, rules)
    except NoList:
        return None


@settings(max_examples=100, **SLOW)
@given(people(), policies())
def test_it_is_the_best_by_rank_of_all_valid_lists_and_there_is_none_only_if_there_is_none(
    rows: list[Candidate], rules: Policy
) -> None:
    assume(ranked(rows, rules))
    done = made(rows, rules)

    assert (done and done.chosen) == best(rules, ranked(rows, rules))


@settings(max_examples=60, **SLOW)
@given(people(14), policies())
def test_no_rule_is_ever_broken(rows: list[Candidate], rules: Policy) -> None:
    done = made(rows, rules)

    if done is not None:
        by_id = {c.id: c for c in rows}
        assert keeps(rules, [by_id[id_] for id_ in done.chosen])


@settings(max_examples=60, **SLOW)
@given(people(8), policies())
def test_the_line_runs_where_trying_every_place_says(rows: list[Candidate], rules: Policy) -> None:
    done = made(rows, rules)
    assume(done is not None)
    assert done is not None
    order = ranked(rows, rules)
    place = {c.id: n for n, c in enumerate(order)}
    classes = done.solved.problem.class_of
    class_of = {c.id: int(k) for c, k in zip(done.pool.candidates, classes, strict=True)}
    valid = [frozenset(group) for group in lists(rules, order)]
    line = thresholds(done.solved)

    for candidate in order:
        if candidate.id in done.chosen:
            continue
        found = 0
        for number in range(1, len(done.chosen) + 1):
            above = {place[id_] for id_ in done.chosen[: number - 1]} | {place[candidate.id]}
            if not any(above <= group for group in valid):
                break
            found = number
        assert line.number[class_of[candidate.id]] == found

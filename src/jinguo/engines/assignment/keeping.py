"""Changing as little as possible of an assignment of before: first as many of its pairs as can stay, then affinity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from jinguo.engines.assignment.crossing import crossing
from jinguo.engines.assignment.flow import network_of, send
from jinguo.engines.assignment.ground import ROUND, Family, Ground, merged
from jinguo.engines.assignment.problem import SCALE, Ints, Problem
from jinguo.engines.assignment.result import Progress


def positions_of(problem: Problem, pairs: Iterable[tuple[str, str]]) -> Ints:
    """Positions of pairs given by ids, -1 where an id or a pair is gone."""
    items = {one: n for n, one in enumerate(problem.items)}
    reviewers = {one: n for n, one in enumerate(problem.reviewers)}
    at = np.array([(items.get(i, -1), reviewers.get(r, -1)) for i, r in pairs], np.int64).reshape(-1, 2)
    known = (at >= 0).all(axis=1)
    return np.where(known, problem.pairs_at(np.maximum(at[:, 0], 0), np.maximum(at[:, 1], 0)), -1)


def keeping(ground: Ground, pairs: Iterable[tuple[str, str]], until: float, tell: Progress) -> Ground:
    """The ground with one row more over the whole round: as many of these pairs stay as can.

    Where there is no assignment at all, or the clock runs out, the ground as it was.
    """
    old = np.isin(ground.free, positions_of(ground.problem, pairs))
    alone = replace(ground, affinity=old.astype(np.int64) * SCALE)
    tell("assign_stage_keep", 0, 1)
    if alone.crossing:
        found = crossing(alone, until, tell).chosen
        stay = -1 if found is None else int(old[found].sum())
    else:
        network = network_of(alone, merged(alone.families))
        flow = send(network, -alone.affinity)
        stay = -1 if flow is None else int(flow[: network.pairs][old].sum())
    if stay < 0:
        return ground
    row = Family(
        "keep", "", np.where(old, 0, -1), np.array([ROUND]), np.array([stay]), np.array([len(old)]), ("",)
    )
    return replace(ground, families=(*ground.families, row))

"""The selection whole: rank, choose, and say why, for every single candidate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from jinguo.engines.selection.conflict import infeasible
from jinguo.engines.selection.keeping import slack
from jinguo.engines.selection.line import MANY, Line, near_the_line, thresholds
from jinguo.engines.selection.order import Order
from jinguo.engines.selection.policy import Policy
from jinguo.engines.selection.problem import Pool
from jinguo.engines.selection.reasoning import explain
from jinguo.engines.selection.relaxing import Effects, effects
from jinguo.engines.selection.result import Candidate, Ranked, Selection, TieGroup
from jinguo.engines.selection.solve import NoList, Solved, solve
from jinguo.errors import Refused
from jinguo.reasons import Reason


@dataclass
class Run:
    """A policy carried out on candidates: their order, the list, without reasons."""

    order: Order
    pool: Pool
    solved: Solved

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(self.pool.candidates[position].id for position in self.solved.chosen)


def run(candidates: Sequence[Candidate], policy: Policy) -> Run:
    """The list alone.

    Raises:
        NoList: no list keeps the rules.
    """
    order = Order(candidates, policy)
    pool = Pool(order.candidates)
    solved = solve(pool, policy)
    if policy.within is None or not solved.chosen:
        return Run(order, pool, solved)
    cut = min(order.score[pool.candidates[position].id] for position in solved.chosen)
    order = Order(candidates, policy, cut)
    pool = Pool(order.candidates)
    return Run(order, pool, solve(pool, policy))


def select(candidates: Sequence[Candidate], policy: Policy, *, counterfactuals: bool = True) -> Selection:
    """Make the list: the lexicographically best by rank among all lists that keep every rule, with as many
    seats filled as any of them fills.

    Candidates are ranked by rounded score; equals by the call's tie rules in their order, then by the draw
    or the id. The list does not depend on the order in which candidates are given.

    Args:
        counterfactuals: also say which single rule, one seat wider, would bring somebody in, and without
            which rule somebody would not be on the list. Each is found by making the list again, so this is
            left out beyond 5,000 candidates, and the note ``no_counterfactuals`` says so.

    Raises:
        Refused: an id stands twice (``candidate_twice``), an open tie would decide who is chosen
            (``tie_unresolved``), no list keeps the rules (``no_list``, with the rules that cannot hold
            together), or none could whoever the candidates are (``policy_contradicts``).
    """
    twice = [id_ for id_, count in Counter(c.id for c in candidates).items() if count > 1]
    if twice:
        raise Refused.because("candidate_twice", ids=sorted(twice))
    try:
        done = run(candidates, policy)
    except NoList:
        raise Refused(*infeasible(Pool(Order(candidates, policy).candidates), policy)) from None
    line = thresholds(done.solved, [*near_the_line(done.solved), *_open_classes(done)])
    ties = _ties(done, line)
    few = len(done.pool.candidates) <= MANY
    changed = effects(candidates, policy, done.chosen, run_again) if counterfactuals and few else Effects()
    ranking = _ranking(done)
    reasons: dict[str, tuple[Reason, ...]] = {
        c.id: (reason, *changed.of(c.id)) for c in candidates if (reason := _outside(c, policy))
    }
    reasons |= explain(done.order, done.solved, ranking, line, changed)
    states = slack(policy, candidates, done.chosen)
    notes = _unfilled(done, policy)
    if counterfactuals and not few:
        notes += (Reason.info("no_counterfactuals", count=len(done.pool.candidates), most=MANY),)
    in_order = {id_: reasons[id_] for id_ in sorted(reasons)}
    return Selection(done.chosen, ranking, in_order, ties, notes, states)


def run_again(candidates: Sequence[Candidate], policy: Policy) -> tuple[str, ...] | None:
    """The list under another policy; None where no list keeps its rules."""
    try:
        return run(candidates, policy).chosen
    except NoList:
        return None


def _outside(candidate: Candidate, policy: Policy) -> Reason | None:
    for number, exclude in enumerate(policy.exclude, 1):
        if exclude.covers(candidate.columns):
            return exclude.about("excluded", f"exclude[{number}]")
    return Reason.info("no_score") if candidate.score is None else None


def _open_classes(done: Run) -> list[int]:
    """The classes of those not on the list whom no rule separates from somebody on it."""
    class_of = {c.id: int(k) for c, k in zip(done.pool.candidates, done.solved.problem.class_of, strict=True)}
    chosen = set(done.chosen)
    blocks = [block for group in done.order.groups for block in done.order.open_blocks(group)]
    crossed = [block for block in blocks if 0 < len(chosen.intersection(block)) < len(block)]
    return sorted({class_of[i] for block in crossed for i in block if i not in chosen} - {-1})


def _ties(done: Run, line: Line) -> tuple[TieGroup, ...]:
    order, solved = done.order, done.solved
    eligible = {
        c.id: int(index)
        for c, index in zip(done.pool.candidates, solved.problem.class_of, strict=True)
        if index >= 0
    }
    number = {id_: place for place, id_ in enumerate(done.chosen, 1)}
    ties = []
    for everyone in order.groups:
        group = [id_ for id_ in everyone if id_ in eligible]
        if len(group) < 2:
            continue
        at_cut = 0 < sum(id_ in number for id_ in group) < len(group)
        for block in order.open_blocks(group) if at_cut else ():
            first = min((number[id_] for id_ in block if id_ in number), default=None)
            if first and any(id_ not in number and line.number[eligible[id_]] >= first for id_ in block):
                raise Refused.because("tie_unresolved", score=str(order.level[group[0]]), ids=block)
        ties.append(TieGroup(order.level[group[0]], tuple(group), order.decided_by(group), at_cut))
    return tuple(ties)


def _ranking(done: Run) -> tuple[Ranked, ...]:
    solved, order = done.solved, done.order
    chosen = set(solved.chosen)
    seen: dict[str, tuple[int, int, int]] = {}  # by category: how many so far, the last one's rank, within it
    ranking: list[Ranked] = []
    rank, last_level = 0, None
    for position, candidate in enumerate(done.pool.candidates):
        if solved.problem.class_of[position] < 0:
            continue
        if order.equals(candidate.id) != last_level:
            rank, last_level = len(ranking) + 1, order.equals(candidate.id)
        category = candidate.columns.get("category", "")
        count, last_rank, category_rank = seen.get(category, (0, 0, 0))
        if rank != last_rank:
            category_rank = count + 1
        seen[category] = (count + 1, rank, category_rank)
        ranking.append(
            Ranked(
                id=candidate.id,
                score=order.score[candidate.id],
                rank=rank,
                place=len(ranking) + 1,
                category_rank=category_rank,
                chosen=position in chosen,
            )
        )
    return tuple(ranking)


def _unfilled(done: Run, policy: Policy) -> tuple[Reason, ...]:
    """Seats that stayed empty: of the whole, and of each value with seats of its own."""
    notes = []
    filled = len(done.solved.chosen)
    if filled < policy.seats:
        notes.append(Reason.warning("seats_unfilled", seats=policy.seats, filled=filled))
    held = done.solved.problem.counts(done.solved.counts())
    for row, count in zip(done.solved.problem.rows, held, strict=True):
        quota = row.quota
        if quota.kind == "seats_by" and quota.most is not None and count < quota.most:
            notes.append(
                Reason.warning(
                    "seats_by_unfilled",
                    column=quota.column,
                    value=quota.where[quota.column],
                    seats=quota.most,
                    filled=int(count),
                )
            )
    return tuple(notes)

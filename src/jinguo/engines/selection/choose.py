"""The selection itself: rank, cut, and say why, for every single candidate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from jinguo.engines.selection.cut import Cut, may_fill_more
from jinguo.engines.selection.order import Order
from jinguo.engines.selection.policy import Policy, matches, unsupported, where_text
from jinguo.engines.selection.result import Candidate, Ranked, Selection, TieGroup
from jinguo.errors import Refused
from jinguo.reasons import Reason


def select(candidates: Sequence[Candidate], policy: Policy) -> Selection:
    """Make the list.

    Candidates are ranked by rounded score; equals by the call's tie rules in their order, then by the draw
    or the id; whoever finds a quota full is passed over, with the quota and its holders as the reason. The
    list does not depend on the order in which candidates are given.

    Raises:
        Refused: the policy has a rule that this version cannot keep (``policy_rule_not_kept``), an id
        stands twice
            (``candidate_twice``), an open tie would decide who is chosen (``tie_unresolved``), or quotas
            cross one another and leave seats empty (``quotas_cross``).
    """
    _refuse_unfit(candidates, policy)
    outside = {c.id: reason for c in candidates if (reason := _outside(c, policy))}
    order = Order([c for c in candidates if c.id not in outside], policy)
    cut = Cut(policy)
    chosen = cut.run(order.candidates)
    notes = cut.unfilled(len(chosen))
    if notes and may_fill_more(policy, order.candidates, chosen):
        raise Refused(Reason.error("quotas_cross"), *notes)
    ties = _ties(order, frozenset(chosen))
    ranking = _ranking(order, frozenset(chosen))
    reasons: dict[str, tuple[Reason, ...]] = {id_: (reason,) for id_, reason in outside.items()}
    reasons |= _reasons(order, cut, ranking)
    in_order = {id_: reasons[id_] for id_ in sorted(reasons)}
    return Selection(chosen, ranking, in_order, ties, tuple(notes))


def _refuse_unfit(candidates: Sequence[Candidate], policy: Policy) -> None:
    if refused := unsupported(policy):
        raise Refused(*refused)
    twice = [id_ for id_, count in Counter(c.id for c in candidates).items() if count > 1]
    if twice:
        raise Refused.because("candidate_twice", ids=sorted(twice))


def _outside(candidate: Candidate, policy: Policy) -> Reason | None:
    for exclude in policy.exclude:
        if matches(candidate.columns, exclude.where):
            return Reason.info("excluded", where=where_text(exclude.where))
    return Reason.info("no_score") if candidate.score is None else None


def _ties(order: Order, chosen: frozenset[str]) -> tuple[TieGroup, ...]:
    ties = []
    for group in order.groups:
        if len(group) < 2:
            continue
        at_cut = 0 < len(chosen.intersection(group)) < len(group)
        if at_cut and order.unresolved(group):
            raise Refused.because("tie_unresolved", score=str(order.score[group[0]]), ids=list(group))
        ties.append(TieGroup(order.score[group[0]], tuple(group), order.decided_by(group), at_cut))
    return tuple(ties)


def _ranking(order: Order, chosen: frozenset[str]) -> tuple[Ranked, ...]:
    ranks: dict[str, int] = {}
    place = 1
    for group in order.groups:
        ranks |= dict.fromkeys(group, place)
        place += len(group)
    seen: dict[str, tuple[int, int, int]] = {}  # by category: how many so far, the last one's rank, within it
    ranking = []
    for place, candidate in enumerate(order.candidates, start=1):
        category = candidate.columns.get("category", "")
        count, last_rank, category_rank = seen.get(category, (0, 0, 0))
        if ranks[candidate.id] != last_rank:
            category_rank = count + 1
        seen[category] = (count + 1, ranks[candidate.id], category_rank)
        ranking.append(
            Ranked(
                id=candidate.id,
                score=order.score[candidate.id],
                rank=ranks[candidate.id],
                place=place,
                category_rank=category_rank,
                chosen=candidate.id in chosen,
            )
        )
    return tuple(ranking)


def _reasons(order: Order, cut: Cut, ranking: Sequence[Ranked]) -> dict[str, tuple[Reason, ...]]:
    tied: dict[str, list[Reason]] = {}
    for group in order.groups:
        if len(group) > 1:
            tied |= order.tie_reasons(group)
    total = len(ranking)
    reasons = {}
    for entry in ranking:
        outcome = Reason.info("chosen", place=entry.place) if entry.chosen else cut.stopped[entry.id]
        ranked = Reason.info("ranked", rank=entry.rank, total=total, score=str(entry.score))
        reasons[entry.id] = (ranked, *tied.get(entry.id, ()), outcome)
    return reasons

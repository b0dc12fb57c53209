"""What the page of a plan shows: panels, loads, rules with their slack, and how good the whole is.

Everything is worked out from the pairs as they stand and the problem that the plan keeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinguo.apps.calls.models import Nomination
from jinguo.apps.reviews import actions, composition
from jinguo.apps.reviews.models import AssignmentPlan, Expert, PlanPair
from jinguo.phrases import say, term
from jinguo.reasons import Reason
from jinguo.standards.codes import label

if TYPE_CHECKING:
    from jinguo.engines.assignment import Evaluation, RuleState

FEW = Decimal("0.000001")


@dataclass(frozen=True)
class Panel:
    """One nomination with who reads it and who stands in reserve."""

    nomination: Nomination
    mains: Sequence[PlanPair]
    reserve: Sequence[PlanPair]
    fit: Decimal
    broken: Sequence[Reason] = ()
    is_worst: bool = False

    @property
    def women(self) -> int:
        return sum(row.expert.sex == "F" for row in self.mains)


@dataclass(frozen=True)
class Load:
    """One expert with how many she would read, of how many at most."""

    expert: Expert
    count: int
    most: int
    least: int
    reserve: int

    @property
    def is_over(self) -> bool:
        return self.count > self.most or self.count < self.least


@dataclass(frozen=True)
class RuleLook:
    """One rule over all nominations it concerns: where it holds with room, just holds, is broken."""

    name: str
    slacks: Sequence[int]
    found: int
    whole: bool
    label: str = ""

    @property
    def concerned(self) -> int:
        return len(self.slacks)

    @property
    def broken(self) -> int:
        return sum(slack < 0 for slack in self.slacks)

    @property
    def tight(self) -> int:
        return sum(slack == 0 for slack in self.slacks)

    @property
    def loose(self) -> int:
        return self.concerned - self.broken - self.tight

    @property
    def least_slack(self) -> int:
        return min(self.slacks, default=0)


@dataclass(frozen=True)
class Look:
    """A plan, looked at."""

    plan: AssignmentPlan
    evaluation: Evaluation
    panels: Sequence[Panel]
    loads: Sequence[Load]
    rules: Sequence[RuleLook]
    violations: Sequence[Reason]
    below: Decimal
    names: Names

    @property
    def pairs(self) -> int:
        return sum(len(panel.mains) for panel in self.panels)

    @property
    def changed(self) -> int:
        return sum(row.by_hand for panel in self.panels for row in panel.mains)

    @property
    def women_share(self) -> int | None:
        """Women's share of all review work, in percent, of those whose sex is stated."""
        stated = [row.expert.sex for panel in self.panels for row in panel.mains if row.expert.sex]
        return round(100 * sum(sex == "F" for sex in stated) / len(stated)) if stated else None

    @property
    def worst_name(self) -> str:
        return self.names.items.get(self.evaluation.worst[0], "") if self.evaluation.worst else ""

    @property
    def scale(self) -> int:
        """The width of the picture of loads: the most that anybody may read or reads."""
        return max((max(load.most, load.count) for load in self.loads), default=1)

    @property
    def mean_fit(self) -> Decimal:
        return self.evaluation.objective / self.pairs if self.pairs else Decimal(0)


@dataclass(frozen=True)
class Names:
    """Ids of nominations and experts as people know them."""

    items: Mapping[str, str] = field(default_factory=dict)
    experts: Mapping[str, str] = field(default_factory=dict)
    lang: str = "zh-hans"

    def told(self, reason: Reason) -> Reason:
        """The reason with names in the place of ids and codes."""
        params = dict(reason.params)
        if "item" in params:
            params["item"] = self.items.get(str(params["item"]), params["item"])
        if "reviewer" in params:
            params["reviewer"] = self.experts.get(str(params["reviewer"]), params["reviewer"])
        if "value" in params and "rule" in params:
            params["value"] = self.value(str(params["rule"]), str(params["value"]))
        if str(params.get("rule", "")).startswith("rule_"):
            params["rule"] = term(str(params["rule"]), self.lang)
        return replace(reason, params=params)

    def value(self, rule: str, value: str) -> str:
        if rule == "rule_women":
            return term("policy_sex_F", self.lang)
        return label("disciplines", value) if rule == "rule_discipline" else value


def names_of(
    rows: Iterable[PlanPair], lang: str, more: Iterable[Expert] = (), nominations: Iterable[Nomination] = ()
) -> Names:
    rows = list(rows)
    items = {str(one.uid): one.name for one in nominations}
    items |= {str(row.nomination.uid): row.nomination.name for row in rows}
    experts = {str(row.expert.uid): row.expert.name for row in rows}
    return Names(items, experts | {str(one.uid): one.name for one in more}, lang)


def look(
    plan: AssignmentPlan,
    rows: Sequence[PlanPair],
    experts: Sequence[Expert],
    lang: str,
    nominations: Iterable[Nomination] = (),
) -> Look:
    """``rows`` are the plan's pairs with the people, ``experts`` all who could be given something; ``nominations``
    are named too, where a plan has no pairs.
    """
    mains = [row for row in rows if row.role == PlanPair.MAIN]
    evaluation = actions.judge(plan, mains)
    names = names_of(rows, lang, experts, nominations)
    bound = Decimal(plan.result.get("objective") or 0)
    return Look(
        plan=plan,
        evaluation=evaluation,
        panels=_panels(rows, evaluation),
        loads=_loads(plan, rows, experts),
        rules=_rules(plan, evaluation, lang),
        violations=[names.told(reason) for reason in evaluation.violations],
        below=max(bound - evaluation.objective, Decimal(0)),
        names=names,
    )


def _panels(rows: Sequence[PlanPair], evaluation: Evaluation) -> list[Panel]:
    by_item: dict[int, list[PlanPair]] = {}
    for row in rows:
        by_item.setdefault(row.nomination_id, []).append(row)
    broken: dict[str, list[Reason]] = {}
    for reason in evaluation.violations:
        broken.setdefault(str(reason.params.get("item", "")), []).append(reason)
    worst = evaluation.worst[0] if evaluation.worst else ""
    return [
        Panel(
            nomination=panel[0].nomination,
            mains=[row for row in panel if row.role == PlanPair.MAIN],
            reserve=[row for row in panel if row.role == PlanPair.ALTERNATE],
            fit=evaluation.totals.get(uid, Decimal(0)),
            broken=broken.get(uid, []),
            is_worst=uid == worst,
        )
        for panel in by_item.values()
        for uid in [str(panel[0].nomination.uid)]
    ]


def _loads(plan: AssignmentPlan, rows: Iterable[PlanPair], experts: Iterable[Expert]) -> list[Load]:
    mains: Counter[int] = Counter()
    reserve: Counter[int] = Counter()
    for row in rows:
        (mains if row.role == PlanPair.MAIN else reserve)[row.expert_id] += 1
    bounds = {row["reviewer"]: (row["min_load"], row["max_load"]) for row in plan.made_from["reviewers"]}
    loads = [
        Load(expert, mains[expert.pk], most, least, reserve[expert.pk])
        for expert in experts
        if (found := bounds.get(str(expert.uid)))
        for least, most in [found]
    ]
    return sorted(loads, key=lambda load: (-load.count, load.expert.pinyin_key, load.expert.pk))


def _rules(plan: AssignmentPlan, evaluation: Evaluation, lang: str) -> list[RuleLook]:
    by_rule: dict[str, dict[str, RuleState]] = {}
    for state in evaluation.rules:
        states = by_rule.setdefault(state.rule, {})
        if state.slack is not None and (
            state.item not in states or state.slack < (states[state.item].slack or 0)
        ):
            states[state.item] = state
    asked = {rule["name"]: rule for rule in plan.made_from["rules"]}
    return [
        RuleLook(
            name,
            [state.slack or 0 for state in states.values()],
            sum(state.found for state in states.values()),
            list(states) == [""],
            rule_in_words(asked[name], lang),
        )
        for name, states in by_rule.items()
        if states
    ]


def rule_in_words(rule: Mapping[str, Any], lang: str) -> str:
    """A rule as the page tells it; one that the page does not know by its name."""
    name, share = str(rule["name"]), rule.get("at_least_share")
    bound = round(Decimal(share) * 100) if share else rule.get("at_least", rule.get("at_most", 0))
    code = f"{name}_share" if share else f"{name}_asked"
    return say(Reason.info(code, n=bound), lang) if name in composition.USUAL else name


@dataclass(frozen=True)
class Choice:
    """An expert who could come in, with what that would do."""

    expert: Expert
    affinity: Decimal
    difference: Decimal
    load: int
    most: int
    breaks: Sequence[Reason]
    mends: int
    in_reserve: bool


def choices(
    plan: AssignmentPlan,
    rows: Sequence[PlanPair],
    nomination: Nomination,
    out: PlanPair | None,
    experts: Sequence[Expert],
    names: Names,
    most: int = 12,
) -> list[Choice]:
    """Who could come in for ``out`` (or beside the panel), the best first, each with the effect worked out."""
    from jinguo.apps.reviews import matching  # here: it loads the solvers

    problem = matching.problem_of(plan.made_from)
    mains = [row for row in rows if row.role == PlanPair.MAIN]
    before = actions.judge(plan, mains, problem)
    standing = list(before.violations)
    here = {row.expert_id for row in mains if row.nomination_id == nomination.pk}
    reserve = {
        row.expert_id for row in rows if row.role != PlanPair.MAIN and row.nomination_id == nomination.pk
    }
    fits = _fits(plan, nomination)
    bounds = {row["reviewer"]: row["max_load"] for row in plan.made_from["reviewers"]}
    free = [one for one in experts if one.pk not in here and str(one.uid) in fits]
    free.sort(key=lambda one: (one.pk not in reserve, -fits[str(one.uid)], one.pk))
    kept = [row for row in mains if out is None or row.pk != out.pk]
    found = []
    for expert in free[:most]:
        pair = PlanPair(nomination=nomination, expert=expert, role=PlanPair.MAIN)
        after = actions.judge(plan, [*kept, pair], problem)
        new = [reason for reason in after.violations if reason not in standing]
        found.append(
            Choice(
                expert=expert,
                affinity=fits[str(expert.uid)],
                difference=after.objective - before.objective,
                load=after.loads[str(expert.uid)],
                most=bounds[str(expert.uid)],
                breaks=[names.told(reason) for reason in new],
                mends=len(standing) - len([reason for reason in after.violations if reason in standing]),
                in_reserve=expert.pk in reserve,
            )
        )
    found.sort(key=lambda one: (len(one.breaks), -one.mends, -one.difference, one.expert.pk))
    return found


def _fits(plan: AssignmentPlan, nomination: Nomination) -> dict[str, Decimal]:
    """How well each possible expert fits a nomination, by her uid."""
    made = plan.made_from
    item = next(n for n, row in enumerate(made["items"]) if row["item"] == str(nomination.uid))
    who: list[dict[str, Any]] = made["reviewers"]
    return {who[r]["reviewer"]: Decimal(affinity) for i, r, affinity in made["pairs"] if i == item}


def explained(plan: AssignmentPlan, rows: Sequence[PlanPair], row: PlanPair, names: Names) -> list[Reason]:
    """Why this expert has this nomination: where she ranks for it, and what kept the better ones away."""
    from jinguo.apps.reviews import matching  # here: it loads the solvers
    from jinguo.engines.assignment import explain  # here: it loads the solvers

    problem = matching.problem_of(plan.made_from)
    mains = [one for one in rows if one.role == PlanPair.MAIN]
    chosen = matching.positions(problem, [(str(m.nomination.uid), str(m.expert.uid)) for m in mains])
    found = explain(problem, chosen, str(row.nomination.uid), str(row.expert.uid))
    return [names.told(reason) for reason in found]


@dataclass(frozen=True)
class Hindrance:
    """What stands in the way of any plan: a rule or a bound, and by how much it would have to give way, and where."""

    what: str
    by: int = 0
    where: str = ""
    side: str = ""


def in_the_way(plan: AssignmentPlan, names: Names) -> tuple[list[str], list[Hindrance]]:
    """Of a plan that cannot be: the rules that do not hold together, and the smallest relaxation that would do."""
    together = [_rule_name(name, names.lang) for name in plan.result.get("conflict", [])]
    relaxed = [
        Hindrance(
            what=_rule_name(one["rule"], names.lang),
            by=one.get("by", 0),
            where=names.items.get(one.get("item", ""), "")
            or names.experts.get(one.get("reviewer", ""), one.get("value", "")),
            side=one.get("side", ""),
        )
        for one in plan.result.get("relaxation", [])
    ]
    return together, relaxed


def _rule_name(name: str, lang: str) -> str:
    return term(name if name.startswith("rule_") else f"bound_{name}", lang)

"""Every rule of a policy against a list: how many it holds, how many it asks for or allows, what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from jinguo.engines.selection.policy import Policy, matches
from jinguo.engines.selection.result import Candidate
from jinguo.engines.selection.rules import Quota, quotas
from jinguo.reasons import Reason

_NAMED = 10


@dataclass(frozen=True, slots=True)
class RuleState:
    """A rule and the list. ``held`` candidates of ``at_least`` to ``at_most`` stand under it; ``slack`` is
    how many more or fewer would break it first (negative: it is broken by so many). For a limit of every
    value, the value that holds most; ``full`` names the values without room.
    """

    rule: str
    about: Reason
    held: int
    at_least: int
    at_most: int
    slack: int
    kept: bool
    full: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The state in JSON values."""
        about = {"code": self.about.code, "params": dict(self.about.params)}
        named = ("rule", "held", "at_least", "at_most", "slack", "kept")
        return {**{name: getattr(self, name) for name in named}, "about": about, "full": list(self.full)}


def slack(policy: Policy, candidates: Sequence[Candidate], chosen: Collection[str]) -> tuple[RuleState, ...]:
    """The state of every rule for any list of chosen ids, also one that a person changed.

    >>> people = [Candidate("A", None, {"sex": "F"}), Candidate("B", None, {"sex": "M"})]
    >>> rules = Policy.from_toml('seats = 2\\n[[share]]\\nwhere = { sex = "F" }\\nat_least = 0.6')
    >>> [(one.rule, one.held, one.at_least, one.slack, one.kept) for one in slack(rules, people, ["A", "B"])]
    [('share[1]', 1, 2, -1, False), ('seats', 2, 0, 0, True)]
    """
    on_list = set(chosen)
    people = [c for c in candidates if c.id in on_list]
    states = [_excluded(policy, number, people) for number in range(1, len(policy.exclude) + 1)]
    states += [_state(quota, people, len(people)) for quota in quotas(policy)]
    return tuple(states)


def broken(states: Sequence[RuleState]) -> tuple[RuleState, ...]:
    """The rules that the list does not keep."""
    return tuple(state for state in states if not state.kept)


def _excluded(policy: Policy, number: int, people: Sequence[Candidate]) -> RuleState:
    rule = policy.exclude[number - 1]
    held = sum(rule.covers(c.columns) for c in people)
    name = f"exclude[{number}]"
    return RuleState(name, rule.about("by_exclude", name), held, 0, 0, -held, held == 0)


def _state(quota: Quota, people: Sequence[Candidate], filled: int) -> RuleState:
    least, most = quota.bounds(filled)
    full: tuple[str, ...] = ()
    if quota.each:
        counts = Counter(value for c in people if (value := c.columns.get(quota.column, "")))
        held = max(counts.values(), default=0)
        most = quota.most if quota.most is not None else most
        full = tuple(sorted(value for value, count in counts.items() if count >= most))[:_NAMED]
    else:
        held = sum(stands_in(quota, c) for c in people)
        most = quota.most if quota.rule == "seats" and quota.most is not None else most
    room = most - held if least == 0 else min(most - held, held - least)
    if least > most:
        room = most - least
    return RuleState(quota.rule, quota.describe(filled), held, least, most, room, least <= held <= most, full)


def stands_in(quota: Quota, candidate: Candidate) -> bool:
    """Whether a candidate stands in the set of a quota (not for ``each``)."""
    if quota.listed is not None:
        return candidate.columns.get(quota.column, "") not in quota.listed
    return matches(candidate.columns, quota.where) != quota.others

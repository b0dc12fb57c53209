"""The answer to every rule, with the fact, its source and the rule's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from jinguo.engines.eligibility.facts import Fact
from jinguo.reasons import Reason, Verdict

Outcome = Literal["ok", "not", "unknown", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Answer:
    """How one rule came out.

    ``reason`` carries the limit, the candidate's own value and the answer; ``facts`` what was used, by key;
    ``ask`` the keys that must be asked for first; ``relaxation`` the name of the one without which it would
    not hold.
    """

    rule_id: str
    outcome: Outcome
    reason: Reason
    facts: Mapping[str, Fact] = field(default_factory=dict)
    ask: tuple[str, ...] = ()
    rule_text: str = ""
    rule_source: str = ""
    relaxation: str = ""
    strict: bool = True


@dataclass(frozen=True, slots=True)
class EligibilityReport:
    """The answers to all rules, in their order."""

    answers: tuple[Answer, ...]

    @property
    def outcome(self) -> Outcome:
        """``not`` when a strict rule does not hold; else ``unknown`` when something must be asked; else
        ``ok``.
        """
        if any(answer.outcome == "not" and answer.strict for answer in self.answers):
            return "not"
        return "unknown" if self.ask else "ok"

    @property
    def ask(self) -> tuple[str, ...]:
        """The facts to ask for, each once, in the order of the rules."""
        return tuple(dict.fromkeys(key for answer in self.answers for key in answer.ask))

    @property
    def verdict(self) -> Verdict:
        """No only for what is known to fail; what is unknown is asked for, not refused."""
        failed = tuple(a.reason for a in self.answers if a.outcome == "not" and a.strict)
        return Verdict(False, failed) if failed else Verdict.yes(*(a.reason for a in self.answers))

    def answer(self, rule_id: str) -> Answer:
        """The answer to one rule. KeyError where there is no such rule."""
        for answer in self.answers:
            if answer.rule_id == rule_id:
                return answer
        raise KeyError(rule_id)

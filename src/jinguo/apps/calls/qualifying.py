"""Eligibility of a nominee as far as her form tells it: what a rule makes of it, what must be asked.

What the form does not tell is asked of the unit in the rule's own words; its answer is kept beside the
form's values under ``declared_<rule>`` and counts as the unit's declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinguo.apps.calls import queries
from jinguo.apps.calls.models import Nomination
from jinguo.apps.registry.queries import honours_of_person
from jinguo.engines.eligibility import Entry, Fact, Rule, RuleSet, examine
from jinguo.engines.forms import Field, FormSpec
from jinguo.reasons import Reason
from jinguo.standards.identity import read_id

HOLDS, FAILS = "符合", "不符合"
DECLARED, ON_RECORD = "source_declared", "source_registry"
_OF_HONOURS = {"honour_needed": "ok", "honour_excludes": "not"}
"""Kinds of rule about honours, with the outcome that an honour on our records settles: those not on record may exist."""
_OF_A_PERSON = frozenset({"sex", "born_on_or_after", "min_age"})
_FROM_ID = frozenset({"birth_date", "sex"})


@dataclass(frozen=True)
class Answered:
    """One rule: how it came out, in which words, from which facts (name of the fact's source), and its
    question.
    """

    rule_id: str
    outcome: str
    text: str
    source: str
    reason: Reason
    known_from: tuple[str, ...] = ()
    question: Field | None = None

    @property
    def as_reasons(self) -> tuple[Reason, ...]:
        return (self.reason,)


def rules_of(nomination: Nomination) -> tuple[Rule, ...]:
    """The call's rules that can concern this kind of nominee."""
    rules = RuleSet.model_validate(nomination.call.eligibility or {}).rules
    if nomination.nominee_kind == "person":
        return rules
    return tuple(rule for rule in rules if rule.kind not in _OF_A_PERSON)


def question_for(rule: Rule) -> Field:
    """The rule as a question to the unit, answered like any field of the form."""
    return Field(
        key=f"declared_{rule.id}"[:60],
        label=(rule.text or rule.id)[:200],
        kind="choice",
        required=True,
        choices=(HOLDS, FAILS),
        help=rule.source,
    )


def questions(nomination: Nomination) -> tuple[Field, ...]:
    """A question for every rule; which of them are asked depends on what is known."""
    return tuple(question_for(rule) for rule in rules_of(nomination))


def answers(nomination: Nomination, values: Mapping[str, Any], on: date) -> tuple[Answered, ...]:
    """Every rule held against what the form tells and the unit declared."""
    rules = rules_of(nomination)
    if not rules:
        return ()
    spec = queries.spec_of(nomination)
    facts = _facts(spec, values)
    for rule in rules:
        said = values.get(question_for(rule).key)
        if rule.kind == "statement" and said in (HOLDS, FAILS):
            facts[rule.fact or rule.id] = Fact(said == HOLDS, DECLARED)
    report = examine(rules, facts, on)
    on_record = _on_record(rules, spec, values)
    waits_for_id = any(field.required for field in spec.of_kind("id_number"))
    found = []
    for rule, answer in zip(rules, report.answers, strict=True):
        if on_record and answer.outcome == "unknown" and rule.kind in _OF_HONOURS:
            known = examine((rule,), {**facts, rule.fact: on_record}, on).answers[0]
            answer = known if known.outcome == _OF_HONOURS[rule.kind] else answer
        question, reason, outcome = None, answer.reason, answer.outcome
        known_from = tuple(dict.fromkeys(fact.source for fact in answer.facts.values() if fact.source))
        if rule.kind == "statement":
            question = question_for(rule)
        if outcome == "unknown" and not (waits_for_id and set(answer.ask) <= _FROM_ID):
            question = question_for(rule)
            outcome, reason = _declared(rule, values.get(question.key))
            known_from = (DECLARED,) if outcome != "unknown" else ()
        found.append(
            Answered(answer.rule_id, outcome, rule.text or rule.id, rule.source, reason, known_from, question)
        )
    return tuple(found)


def _on_record(rules: tuple[Rule, ...], spec: FormSpec, values: Mapping[str, Any]) -> Fact | None:
    """Her honours as our records have them, found by her ID number; None where no rule asks, or there are none."""
    if not any(rule.kind in _OF_HONOURS for rule in rules):
        return None
    for field in spec.of_kind("id_number"):
        number = str(values.get(field.key) or "")
        if read_id(number).valid and (held := honours_of_person(number)):
            entries = [Entry(one.title, one.granted_on, revoked=one.revoked_on is not None) for one in held]
            return Fact(entries, ON_RECORD)
    return None


def _declared(rule: Rule, said: object) -> tuple[str, Reason]:
    text = rule.text or rule.id
    if said == HOLDS:
        return "ok", Reason.info("declared", rule=text)
    if said == FAILS:
        return "not", Reason("not_declared", {"rule": text}, "error" if rule.strict else "warning")
    return "unknown", Reason.error("eligibility_to_answer", rule=text)


def _facts(spec: FormSpec, values: Mapping[str, Any]) -> dict[str, Fact]:
    facts = {
        field.key: Fact(values[field.key], field.label)
        for field in spec.fields
        if field.kind not in ("table", "long_text", "opinion") and values.get(field.key) is not None
    }
    for field in spec.of_kind("id_number"):
        read = read_id(str(values.get(field.key) or ""))
        if read.valid:
            facts["birth_date"] = Fact(read.birth_date, field.label)
            facts["sex"] = Fact(read.sex, field.label)
    for field in spec.of_kind("table"):
        facts |= _counted(field, values.get(field.key))
    return facts


def _counted(field: Field, rows: object) -> dict[str, Fact]:
    """How many women of how many, from a list of members that has their sex."""
    sexes = [column.key for column in field.columns if column.kind == "sex"]
    if not sexes or not isinstance(rows, list):
        return {}
    women = sum(row.get(sexes[0]) == "2" for row in rows)
    return {"women": Fact(women, field.label), "total": Fact(len(rows), field.label)}

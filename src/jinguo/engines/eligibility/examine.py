"""All rules of a call held against one candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from jinguo.engines.eligibility.facts import Facts, as_sex, as_texts, fact_of, named
from jinguo.engines.eligibility.judge import Finding, judge
from jinguo.engines.eligibility.report import Answer, EligibilityReport
from jinguo.engines.eligibility.rules import RuleBase, RuleSet
from jinguo.reasons import Reason


def examine(rules: RuleSet | Sequence[RuleBase], facts: Facts, on: date) -> EligibilityReport:
    """Hold every rule against the facts on the reference date. The order of the answers is the order of the
    rules.
    """
    listed = rules.rules if isinstance(rules, RuleSet) else rules
    return EligibilityReport(tuple(_answer(rule, facts, on) for rule in listed))


def _answer(rule: RuleBase, facts: Facts, on: date) -> Answer:
    finding = _finding(rule, facts, on)
    reason = finding.reason
    if finding.outcome == "not" and not rule.strict:
        reason = replace(reason, severity="warning")
    params = {"rule": rule.text or rule.id, **reason.params}
    return Answer(
        rule_id=rule.id,
        outcome=finding.outcome,
        reason=replace(reason, params=params),
        facts={key: facts[key] for key in finding.used if key in facts},
        ask=finding.ask,
        rule_text=rule.text,
        rule_source=rule.source,
        relaxation=finding.relaxation,
        strict=rule.strict,
    )


def _finding(rule: RuleBase, facts: Facts, on: date) -> Finding:
    concerned, asked = _concerned(rule, facts)
    if concerned is False:
        return Finding("not_applicable", Reason.info("rule_does_not_apply"), (*rule.when, *rule.unless))
    finding = judge(rule, facts, on)
    if concerned is None and finding.outcome != "ok":
        return Finding(
            "unknown",
            Reason.warning("fact_unknown", facts=[named(key) for key in asked]),
            finding.used,
            asked,
        )
    return finding


def _concerned(rule: RuleBase, facts: Facts) -> tuple[bool | None, tuple[str, ...]]:
    """Whether a rule concerns the candidate; None with the facts to ask for where that is not known."""
    when, when_asked = _all_hold(rule.when, facts)
    unless, unless_asked = _all_hold(rule.unless, facts) if rule.unless else (False, ())
    if when is False or unless is True:
        return False, ()
    if when is None or unless is None:
        return None, when_asked + unless_asked
    return True, ()


def _all_hold(wanted: Mapping[str, str], facts: Facts) -> tuple[bool | None, tuple[str, ...]]:
    unknown = []
    for key, value in wanted.items():
        fact = fact_of(facts, key)
        if fact is None:
            unknown.append(key)
        elif not _same(fact.value, value):
            return False, ()
    return (None, tuple(unknown)) if unknown else (True, ())


def _same(found: object, wanted: str) -> bool:
    if set(as_texts(wanted)) & set(as_texts(found)):
        return True
    sex = as_sex(wanted)
    return sex is not None and wanted in ("F", "M") and as_sex(found) == sex

"""One function for each kind of rule: the facts in, the outcome and its reason out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import singledispatch
from typing import TypeVar

from jinguo.engines.eligibility.calendar import add_months, add_years
from jinguo.engines.eligibility.facts import (
    Entry,
    Facts,
    Sex,
    as_date,
    as_entries,
    as_flag,
    as_number,
    as_sex,
    as_texts,
    fact_of,
    named,
)
from jinguo.engines.eligibility.report import Outcome
from jinguo.engines.eligibility.rules import (
    BornRule,
    FoundedRule,
    HonourExcludesRule,
    HonourNeededRule,
    MinAgeRule,
    NoneOfRule,
    NumberRule,
    OneOfRule,
    PenaltyRule,
    RankCeilingRule,
    Relaxation,
    SexRule,
    StatementRule,
    WomenShareRule,
)
from jinguo.engines.scoring import round_exact
from jinguo.reasons import Reason
from jinguo.standards.identity import full_years

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule finds: the outcome, its reason, the facts it read, the ones it lacks, the relaxation it
    needed.
    """

    outcome: Outcome
    reason: Reason
    used: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    relaxation: str = ""


def _ok(code: str, *used: str, **params: object) -> Finding:
    return Finding("ok", Reason.info(code, **params), used)


def _not(code: str, *used: str, **params: object) -> Finding:
    return Finding("not", Reason.error(code, **params), used)


def _ask(*missing: str) -> Finding:
    return Finding(
        "unknown", Reason.warning("fact_unknown", facts=[named(key) for key in missing]), (), missing
    )


def _unreadable(key: str, value: object) -> Finding:
    return Finding(
        "unknown", Reason.warning("fact_unreadable", fact=named(key), found=str(value)[:80]), (key,), (key,)
    )


def _read(facts: Facts, key: str, read: Callable[[object], T | None]) -> T | Finding:
    """A fact as ``read`` understands it; else what there is to say: it is asked for, or cannot be read."""
    fact = fact_of(facts, key)
    if fact is None:
        return _ask(key)
    value = read(fact.value)
    return _unreadable(key, fact.value) if value is None else value


@singledispatch
def judge(rule: object, facts: Facts, on: date) -> Finding:
    """Hold a rule against the facts on a day. Unknown facts are asked for, never refused."""
    raise TypeError(f"{type(rule).__name__} is no eligibility rule")


@judge.register
def _(rule: SexRule, facts: Facts, on: date) -> Finding:
    sex = _read(facts, rule.fact, as_sex)
    if isinstance(sex, Finding):
        return sex
    params = {"found": f"sex_{sex}", "allowed": [f"sex_{one}" for one in rule.allowed]}
    answer = _ok if sex in rule.allowed else _not
    return answer("sex_fits" if sex in rule.allowed else "sex_does_not_fit", rule.fact, **params)


@judge.register
def _(rule: BornRule, facts: Facts, on: date) -> Finding:
    born_fact, sex_fact = fact_of(facts, rule.fact), fact_of(facts, rule.sex_fact)
    if born_fact is None:
        return _ask(rule.fact)
    born = as_date(born_fact.value)
    if born is None:
        return _unreadable(rule.fact, born_fact.value)
    sexes: Sequence[Sex] = tuple(rule.limits)
    if sex_fact is not None:
        sex = as_sex(sex_fact.value)
        if sex is None:
            return _unreadable(rule.sex_fact, sex_fact.value)
        if sex not in rule.limits:
            return Finding(
                "not_applicable", Reason.info("no_limit_for_sex", sex=f"sex_{sex}"), (rule.sex_fact,)
            )
        sexes = (sex,)
    findings = [_born(rule, born, rule.limits[sex], facts) for sex in sexes]
    if len({finding.outcome for finding in findings}) > 1:
        return _ask(rule.sex_fact)
    if sex_fact is None:  # all limits give one answer: show the one that decides it most narrowly
        return max(findings, key=lambda finding: str(finding.reason.params.get("limit", "")))
    return findings[0]


def _born(rule: BornRule, born: date, stated: date, facts: Facts) -> Finding:
    limit = stated if rule.inclusive else stated + timedelta(days=1)
    used = (rule.fact, rule.sex_fact)
    shown: dict[str, object] = {"found": born.isoformat(), "limit": limit.isoformat()}
    if born >= limit:
        return _ok("born_within_limit", *used, **shown)
    best, missing = None, []
    for relaxation in rule.relaxations:
        fact = fact_of(facts, relaxation.fact)
        years = _most(relaxation) if fact is None else _years(relaxation, fact.value)
        if born < add_years(limit, -years):
            continue
        if fact is None:
            missing.append(relaxation)
        elif best is None or years < best[1]:
            best = (relaxation, years)
    if best is not None:
        relaxation, years = best
        shown |= {
            "relaxed": add_years(limit, -years).isoformat(),
            "relaxation": relaxation.name,
            "years": years,
        }
        reason = Reason.info("born_within_relaxed_limit", **shown)
        return Finding("ok", reason, (*used, relaxation.fact), relaxation=relaxation.name)
    if missing:
        shown["relaxations"] = [relaxation.name for relaxation in missing]
        asked = tuple(relaxation.fact for relaxation in missing)
        return Finding("unknown", Reason.warning("relaxation_may_apply", **shown), used, asked)
    return _not("born_before_limit", *used, **shown)


def _years(relaxation: Relaxation, value: object) -> int:
    """The years that a known fact brings; the sum has a ceiling where the rule names one."""
    if not as_flag(value):
        return 0
    number = as_number(value)
    times = int(number) if relaxation.each and number is not None else 1
    return min(relaxation.years * times, relaxation.most or relaxation.years * times)


def _most(relaxation: Relaxation) -> int:
    """The years that an unknown fact could bring; a relaxation for each child without a ceiling is taken
    for three.
    """
    return relaxation.most or relaxation.years * (3 if relaxation.each else 1)


@judge.register
def _(rule: MinAgeRule, facts: Facts, on: date) -> Finding:
    born = _read(facts, rule.fact, as_date)
    if isinstance(born, Finding):
        return born
    age = full_years(born, on)
    shown = {"found": born.isoformat(), "age": age, "years": rule.years, "on": on.isoformat()}
    if age >= rule.years:
        return _ok("age_reached", rule.fact, **shown)
    return _not("age_not_reached", rule.fact, **shown)


@judge.register
def _(rule: OneOfRule, facts: Facts, on: date) -> Finding:
    found = _read(facts, rule.fact, as_texts)
    if isinstance(found, Finding):
        return found
    shown = {"found": list(found), "allowed": list(rule.values)}
    if set(found) & set(as_texts(rule.values)):
        return _ok("value_allowed", rule.fact, **shown)
    return _not("value_not_allowed", rule.fact, **shown)


@judge.register
def _(rule: NoneOfRule, facts: Facts, on: date) -> Finding:
    found = _read(facts, rule.fact, as_texts)
    if isinstance(found, Finding):
        return found
    out = [value for value in found if value in as_texts(rule.values)]
    if out:
        return _not("value_excluded", rule.fact, found=out)
    return _ok("value_not_excluded", rule.fact, found=list(found), excluded=list(rule.values))


@judge.register
def _(rule: NumberRule, facts: Facts, on: date) -> Finding:
    number = _read(facts, rule.fact, as_number)
    if isinstance(number, Finding):
        return number
    if rule.at_least is not None and number < rule.at_least:
        return _not("number_below", rule.fact, found=str(number), limit=str(rule.at_least))
    if rule.at_most is not None and number > rule.at_most:
        return _not("number_above", rule.fact, found=str(number), limit=str(rule.at_most))
    return _ok("number_fits", rule.fact, found=str(number))


@judge.register
def _(rule: RankCeilingRule, facts: Facts, on: date) -> Finding:
    texts = _read(facts, rule.fact, as_texts)
    if isinstance(texts, Finding):
        return texts
    found = texts[0]
    rank = rule.counts_as.get(found, found)
    if rank not in rule.order:
        return _unreadable(rule.fact, found)
    shown = {"found": found, "counted_as": rank, "highest": rule.highest}
    if rule.order.index(rank) <= rule.order.index(rule.highest):
        return _ok("rank_within_ceiling", rule.fact, **shown)
    return _not("rank_above_ceiling", rule.fact, **shown)


def _met(rule: HonourNeededRule | HonourExcludesRule, entries: Sequence[Entry]) -> list[Entry]:
    names, levels = as_texts(rule.names), as_texts(rule.levels)
    return [
        entry
        for entry in entries
        if (any(name in entry.name for name in names) or entry.level in levels)
        and (rule.revoked_count or not entry.revoked)
    ]


@judge.register
def _(rule: HonourNeededRule, facts: Facts, on: date) -> Finding:
    entries = _read(facts, rule.fact, as_entries)
    if isinstance(entries, Finding):
        return entries
    met = _met(rule, entries)
    if met:
        return _ok("honour_held", rule.fact, found=[entry.name for entry in met])
    return _not("honour_not_held", rule.fact, needed=[*rule.names, *rule.levels])


@judge.register
def _(rule: HonourExcludesRule, facts: Facts, on: date) -> Finding:
    entries = _read(facts, rule.fact, as_entries)
    if isinstance(entries, Finding):
        return entries
    met = _met(rule, entries)
    if rule.within_years is not None:
        if undated := [entry.name for entry in met if entry.on is None]:
            return Finding(
                "unknown", Reason.warning("honour_undated", found=undated), (rule.fact,), (rule.fact,)
            )
        met = [entry for entry in met if entry.on and on <= add_years(entry.on, rule.within_years)]
    if not met:
        return _ok("honour_does_not_exclude", rule.fact)
    names = [entry.name for entry in met]
    if rule.new_deeds_fact:
        deeds = fact_of(facts, rule.new_deeds_fact)
        new = None if deeds is None else as_flag(deeds.value)
        if new is None:
            return _ask(rule.new_deeds_fact)
        if new:
            return _ok("honour_but_new_deeds", rule.fact, rule.new_deeds_fact, found=names)
    return _not("honour_excludes", rule.fact, found=names)


@judge.register
def _(rule: WomenShareRule, facts: Facts, on: date) -> Finding:
    women_fact, total_fact = fact_of(facts, rule.women_fact), fact_of(facts, rule.total_fact)
    missing = [
        key for key, fact in ((rule.women_fact, women_fact), (rule.total_fact, total_fact)) if fact is None
    ]
    if women_fact is None or total_fact is None:
        return _ask(*missing)
    women, total = as_number(women_fact.value), as_number(total_fact.value)
    if total is None or total <= 0:
        return _unreadable(rule.total_fact, total_fact.value)
    if women is None or not 0 <= women <= total:
        return _unreadable(rule.women_fact, women_fact.value)
    share = Fraction(women) / Fraction(total)
    shown = {
        "women": str(women),
        "total": str(total),
        "share": str(round_exact(share * 100, 2, "down")),
        "limit": format((rule.at_least * 100).normalize(), "f"),
    }
    if share >= Fraction(rule.at_least):
        return _ok("women_share_reached", rule.women_fact, rule.total_fact, **shown)
    return _not("women_share_too_low", rule.women_fact, rule.total_fact, **shown)


@judge.register
def _(rule: FoundedRule, facts: Facts, on: date) -> Finding:
    founded = _read(facts, rule.fact, as_date)
    if isinstance(founded, Finding):
        return founded
    shown = {
        "found": founded.isoformat(),
        "years": rule.years,
        "on": on.isoformat(),
        "from": add_years(founded, rule.years).isoformat(),
    }
    if add_years(founded, rule.years) <= on:
        return _ok("founded_long_enough", rule.fact, **shown)
    return _not("founded_too_recently", rule.fact, **shown)


@judge.register
def _(rule: PenaltyRule, facts: Facts, on: date) -> Finding:
    entries = _read(facts, rule.fact, as_entries)
    if isinstance(entries, Finding):
        return entries
    for entry in entries:
        if entry.lifelong:
            return _not("penalty_for_life", rule.fact, found=entry.name)
        if entry.on is None or entry.name not in rule.months:
            return Finding(
                "unknown", Reason.warning("penalty_unclear", found=entry.name), (rule.fact,), (rule.fact,)
            )
        until = add_months(entry.on, rule.months[entry.name])
        if entry.on <= on <= until:
            shown = {"since": entry.on.isoformat(), "until": until.isoformat(), "on": on.isoformat()}
            return _not("penalty_in_force", rule.fact, found=entry.name, **shown)
    return _ok("no_penalty_in_force", rule.fact, on=on.isoformat())


@judge.register
def _(rule: StatementRule, facts: Facts, on: date) -> Finding:
    key = rule.fact or rule.id
    declared = _read(facts, key, as_flag)
    if isinstance(declared, Finding):
        return declared
    return _ok("declared", key) if declared else _not("not_declared", key)

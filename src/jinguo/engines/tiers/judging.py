"""How the conditions of tiers come out; one function for each kind, beside those of `engines/eligibility`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from jinguo.engines.eligibility.calendar import add_months, add_years
from jinguo.engines.eligibility.examine import examine
from jinguo.engines.eligibility.facts import (
    Entry,
    Facts,
    Sex,
    as_date,
    as_entries,
    as_number,
    as_sex,
    as_texts,
    fact_of,
)
from jinguo.engines.eligibility.judge import Finding, judge
from jinguo.engines.tiers.conditions import AgeRule, CountRule, GroupRule, YearsRule
from jinguo.engines.tiers.words import fact_word
from jinguo.reasons import Reason
from jinguo.standards.dates import read_date
from jinguo.standards.identity import full_years


def _ok(code: str, *used: str, **params: object) -> Finding:
    return Finding("ok", Reason.info(code, **params), used)


def _not(code: str, *used: str, **params: object) -> Finding:
    return Finding("not", Reason.warning(code, **params), used)


def _unknown(*missing: str) -> Finding:
    reason = Reason.warning("tier_fact_missing", facts=[fact_word(key) for key in missing])
    return Finding("unknown", reason, (), missing)


def birth_span(value: object) -> tuple[date, date] | None:
    """The first and the last day on which she may have been born, by what is known: a day, a month, a year.

    >>> birth_span("1984-03")
    (datetime.date(1984, 3, 1), datetime.date(1984, 3, 31))
    """
    read = None if isinstance(value, date) else read_date(str(value))
    if read is None:
        day = as_date(value)
        return (day, day) if day else None
    first, precision = read
    months = {"year": 12, "month": 1}.get(precision, 0)
    return first, (add_months(first, months) - timedelta(days=1)) if months else first


def _reference(rule: AgeRule, on: date) -> date:
    return {"year_start": date(on.year, 1, 1), "year_end": date(on.year, 12, 31)}.get(rule.reference, on)


@judge.register
def _(rule: AgeRule, facts: Facts, on: date) -> Finding:
    born = fact_of(facts, rule.fact)
    span = birth_span(born.value) if born else None
    if span is None:
        return _unknown(rule.fact)
    day = _reference(rule, on)
    ages = sorted((full_years(span[1], day), full_years(span[0], day)))
    sex = fact_of(facts, rule.sex_fact)
    known: Sex | None = as_sex(sex.value) if sex else None
    limits: list[int | None] = list(rule.at_most.values())
    if known:
        limits = [rule.at_most.get(known)]
    holds = {
        (rule.at_least is None or age >= rule.at_least) and (limit is None or age <= limit)
        for age in ages
        for limit in (limits or [None])
    }
    if len(holds) > 1:
        return _unknown(rule.fact if ages[0] != ages[1] else rule.sex_fact)
    shown = {"age": ages[0], "on": day.isoformat()}
    if holds == {True}:
        return _ok("tier_age_fits", rule.fact, **shown)
    if rule.at_least is not None and ages[1] < rule.at_least:
        return _not("tier_too_young", rule.fact, years=rule.at_least - ages[1], **shown)
    return _not("tier_too_old", rule.fact, limit=max(one for one in limits if one is not None), **shown)


@judge.register
def _(rule: CountRule, facts: Facts, on: date) -> Finding:
    fact = fact_of(facts, rule.fact)
    if fact is None:
        return _unknown(rule.fact)
    entries = as_entries(fact.value)
    if entries is None:
        return _plain_number(rule, fact.value)
    sure, unsure = _counted(rule, entries, on)
    what = fact_word(rule.fact)
    if len(sure) >= rule.at_least:
        return _ok(
            "tier_count_reached", rule.fact, what=what, found=[one.name for one in sure[:5]], n=len(sure)
        )
    if len(sure) + len(unsure) >= rule.at_least:
        reason = Reason.warning("tier_count_unclear", what=what, found=[one.name for one in unsure[:5]])
        return Finding("unknown", reason, (rule.fact,), (rule.fact,))
    return _not(
        "tier_count_short", rule.fact, what=what, n=len(sure), short=rule.at_least - len(sure),
        levels=[f"honour_level_{one}" for one in rule.levels], names=list(rule.names),
    )  # fmt: skip


def _plain_number(rule: CountRule, value: object) -> Finding:
    """A list said only how many."""
    number = as_number(value)
    if number is None or rule.levels or rule.names or rule.within_years or rule.revoked:
        return _unknown(rule.fact)
    what = fact_word(rule.fact)
    if number >= rule.at_least:
        return _ok("tier_number_reached", rule.fact, what=what, n=int(number))
    short = rule.at_least - int(number)
    return _not("tier_count_short", rule.fact, what=what, n=int(number), short=short, levels=[], names=[])


def _counted(rule: CountRule, entries: Sequence[Entry], on: date) -> tuple[list[Entry], list[Entry]]:
    """(those that surely count, those of which the level or the day is not known). Each name and day once."""
    names = as_texts(rule.names)
    sure: list[Entry] = []
    unsure: list[Entry] = []
    for entry in dict.fromkeys(entries):
        if entry.revoked != rule.revoked or (entry.on and entry.on > on):
            continue
        fits: bool | None = True
        if rule.levels or names:
            fits = any(name in entry.name for name in names) or entry.level in rule.levels
            if not fits and rule.levels and not entry.level:
                fits = None
        if fits is False:
            continue
        if rule.within_years:
            if entry.on and on > add_years(entry.on, rule.within_years):
                continue
            fits = fits if entry.on else None
        (sure if fits else unsure).append(entry)
    return sure, unsure


@judge.register
def _(rule: YearsRule, facts: Facts, on: date) -> Finding:
    fact = fact_of(facts, rule.fact)
    since = as_date(fact.value) if fact else None
    if since is None:
        return _unknown(rule.fact)
    years = full_years(since, on)
    shown = {"what": fact_word(rule.fact), "since": since.isoformat(), "n": years}
    if years >= rule.at_least:
        return _ok("tier_years_reached", rule.fact, **shown)
    return _not(
        "tier_years_short", rule.fact, until=add_years(since, rule.at_least).isoformat(),
        limit=rule.at_least, **shown,
    )  # fmt: skip


@judge.register
def _(rule: GroupRule, facts: Facts, on: date) -> Finding:
    answers = examine(rule.of, facts, on).answers
    met = [one for one in answers if one.outcome == "ok"]
    open_ = [one for one in answers if one.outcome == "unknown"]
    used = tuple(dict.fromkeys(key for one in met for key in one.facts))
    shown: dict[str, object] = {"n": len(met), "wanted": rule.wanted}
    if len(met) >= rule.wanted:
        return _ok("tier_group_counted", *used, **shown)
    asked = tuple(dict.fromkeys(key for one in open_ for key in one.ask))
    if len(met) + len(open_) >= rule.wanted:
        return Finding("unknown", Reason.warning("tier_group_counted", **shown), used, asked)
    return _not("tier_group_counted", *used, **shown)

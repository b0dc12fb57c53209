"""What is to be done about one person on one day: enter, promote, renew, expire, or nothing, and what she still lacks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from jinguo.engines.eligibility.calendar import add_years
from jinguo.engines.eligibility.examine import examine
from jinguo.engines.eligibility.facts import Facts, fact_of
from jinguo.engines.eligibility.report import Answer
from jinguo.engines.tiers.conditions import AgeRule, Condition, CountRule, GroupRule, YearsRule
from jinguo.engines.tiers.judging import birth_span
from jinguo.engines.tiers.scheme import Confirm, Scheme, Tier
from jinguo.engines.tiers.words import fact_word, words_of
from jinguo.reasons import Reason

Kind = Literal["enter", "promote", "renew", "expire", "nothing"]


STATED = "stated_tier"
"""What lists call her: a ground to enter, but nothing that she could still bring about."""
_TOO_OLD = frozenset({"tier_too_old", "tier_age_over"})


@dataclass(frozen=True, slots=True)
class Held:
    """The tier that a person holds: since when, and the last day of its term (None: without end)."""

    tier: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether she fits a tier: ``yes``, ``no``, or ``unknown``; why, what is missing, what must be asked for."""

    outcome: Literal["yes", "no", "unknown"]
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Reason, ...] = ()
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be done. ``tier`` is the tier that she would hold, or loses where it expires; ``until`` the last day
    of the new term. ``missing`` is what she lacks for ``next_tier``, ``to_renew`` what for another term.
    """

    kind: Kind
    tier: str = ""
    before: str = ""
    until: date | None = None
    confirm: Confirm = "officer"
    reasons: tuple[Reason, ...] = ()
    next_tier: str = ""
    missing: tuple[Reason, ...] = ()
    to_renew: tuple[Reason, ...] = ()
    ask: tuple[str, ...] = ()


def propose(
    scheme: Scheme, facts: Facts, held: Held | None, on: date, *, past: Collection[str] = ()
) -> Proposal:
    """Weigh one person. ``past`` are tiers that she held before and that ended; one that can't be renewed is not
    entered twice, and one with conditions of its own for another term asks for these.
    """
    place = scheme.rank(held.tier) if held else len(scheme.tiers)
    ended = _ended(scheme, facts, held, on)
    if ended is None:
        for tier in scheme.tiers[:place]:
            fit = fits(scheme, tier, facts, held, on, past=past)
            if fit.outcome == "yes":
                kind: Kind = "promote" if held else "enter"
                before = held.tier if held else ""
                until = last_day(tier, facts, on)
                return Proposal(kind, tier.code, before, until, tier.confirm, fit.reasons, ask=fit.ask)
    return _stay_or_go(scheme, facts, held, on, ended, past)


def fits(
    scheme: Scheme, tier: Tier, facts: Facts, held: Held | None, on: date, *, past: Collection[str] = ()
) -> Fit:
    """Whether she fits a tier on a day, coming from the one she holds."""
    conditions = tier.conditions
    if tier.code in past:
        conditions = (*conditions, *tier.renew)
    fit = _all(conditions, facts, on)
    missing = list(fit.missing)
    reasons = list(fit.reasons)
    if tier.code in past and not tier.renewable:
        missing.append(Reason.warning("tier_held_once", tier=tier.name))
    if (way := _way(scheme, tier, held, on)) is not None:
        (missing if way.severity == "warning" else reasons).append(way)
    missing += [reason for rule in tier.ends if (reason := _ends(rule, facts, on)) is not None]
    until = last_day(tier, facts, on)
    if until is not None and until <= on:
        missing.append(Reason.warning("tier_age_over", limit=tier.term.until_age))
    if len(missing) > len(fit.missing):
        return Fit("no", fit.reasons, tuple(missing), fit.ask)
    return Fit(fit.outcome, tuple(reasons), fit.missing, fit.ask)


def _all(conditions: Sequence[Condition], facts: Facts, on: date) -> Fit:
    """All of the conditions together."""
    answers = examine(conditions, facts, on).answers
    met: list[Reason] = []
    missing: list[Reason] = []
    ask: list[str] = []
    refused = False
    for rule, answer in zip(conditions, answers, strict=True):
        if answer.outcome == "ok":
            met += _met(rule, answer, facts, on)
        elif answer.outcome in ("not", "unknown"):
            refused |= answer.outcome == "not"
            missing += _lacking(rule, answer, facts, on)
            ask += answer.ask
    outcome: Literal["yes", "no", "unknown"] = "no" if refused else "unknown" if missing else "yes"
    return Fit(outcome, tuple(met), tuple(missing), tuple(dict.fromkeys(ask)))


def _met(rule: Condition, answer: Answer, facts: Facts, on: date) -> list[Reason]:
    """What holds, with the facts that make it so; of a choice the parts that hold."""
    if isinstance(rule, GroupRule):
        inner = examine(rule.of, facts, on).answers
        pairs = [(part, one) for part, one in zip(rule.of, inner, strict=True) if one.outcome == "ok"]
        return [reason for part, one in pairs for reason in _met(part, one, facts, on)]
    if isinstance(rule, AgeRule | CountRule | YearsRule):
        return [Reason.info(answer.reason.code, **{**answer.reason.params, "rule": words_of(rule)})]
    return [Reason.info("tier_condition_met", rule=words_of(rule), found=_shown(answer))]


def _lacking(rule: Condition, answer: Answer, facts: Facts, on: date) -> list[Reason]:
    """What is missing, in a form that says how much; of a choice each way that is left, as one reason."""
    if isinstance(rule, GroupRule):
        return [_lacking_of_group(rule, facts, on)]
    words = words_of(rule)
    if answer.outcome == "unknown":
        if answer.reason.code == "tier_count_unclear":
            return [Reason.warning("tier_count_unclear", **{**answer.reason.params, "rule": words})]
        asked = [fact_word(key) for key in answer.ask]
        return [Reason.warning("tier_fact_missing", rule=words, facts=asked)]
    if isinstance(rule, AgeRule | CountRule | YearsRule):
        return [Reason.warning(answer.reason.code, **{**answer.reason.params, "rule": words})]
    return [Reason.warning("tier_condition_lacking", rule=words, found=_shown(answer))]


def _lacking_of_group(rule: GroupRule, facts: Facts, on: date) -> Reason:
    inner = examine(rule.of, facts, on).answers
    met = sum(one.outcome == "ok" for one in inner)
    ways = [
        reason
        for part, one in zip(rule.of, inner, strict=True)
        if one.outcome in ("not", "unknown")
        for reason in _lacking(part, one, facts, on)
        if getattr(part, "fact", "") != STATED
    ]
    return Reason.warning("tier_more_of", short=rule.wanted - met, ways=ways)


def _shown(answer: Answer) -> list[str]:
    """The facts that a condition read, as they are."""
    values: list[str] = []
    for fact in answer.facts.values():
        several = fact.value if isinstance(fact.value, list | tuple) else [fact.value]
        values += [str(getattr(one, "name", one)) for one in several]
    return [f"sex_{value}" if value in ("F", "M") else value for value in values]


def _way(scheme: Scheme, tier: Tier, held: Held | None, on: date) -> Reason | None:
    """How she would come to a tier: a warning where there is no way."""
    names = [one.name for code in tier.after if (one := scheme.tier(code))]
    if held is not None and held.tier in tier.after:
        there = add_years(held.since, tier.after_years)
        name = names[tier.after.index(held.tier)]
        if there <= on:
            return Reason.info("tier_comes_from", tier=name, since=held.since.isoformat())
        if not tier.direct:
            return Reason.warning("tier_too_soon", tier=name, years=tier.after_years, until=there.isoformat())
        return None
    return None if tier.direct else Reason.warning("tier_only_from", tiers=names, years=tier.after_years)


def _ends(rule: Condition, facts: Facts, on: date) -> Reason | None:
    """Why a condition that ends a tier holds; None where it does not, or nobody knows."""
    [answer] = examine([rule], facts, on).answers
    return Reason.warning("tier_ended_by", rule=words_of(rule)) if answer.outcome == "ok" else None


def _ended(scheme: Scheme, facts: Facts, held: Held | None, on: date) -> Reason | None:
    """Why the tier she holds is over at once."""
    tier = scheme.tier(held.tier) if held else None
    if tier is None:
        return Reason.warning("tier_not_in_scheme") if held else None
    return next((reason for rule in tier.ends if (reason := _ends(rule, facts, on)) is not None), None)


def _stay_or_go(
    scheme: Scheme, facts: Facts, held: Held | None, on: date, ended: Reason | None, past: Collection[str]
) -> Proposal:
    """Nothing higher is open to her: another term, the end, or nothing."""
    above, lacks = _nearest(scheme, facts, held, on, past)
    name, missing = (above.code if above else ""), lacks.missing
    tier = scheme.tier(held.tier) if held else None
    if held is None:
        return Proposal("nothing", next_tier=name, missing=missing, ask=lacks.ask)
    if tier is None or ended is not None:
        why = ended or Reason.warning("tier_not_in_scheme")
        confirm: Confirm = "officer" if tier is None or tier.confirm == "automatic" else tier.confirm
        return Proposal("expire", held.tier, held.tier, None, confirm, (why,), name, missing, ask=lacks.ask)
    over = held.until is not None and held.until < on
    near = held.until is not None and held.until <= on + timedelta(days=scheme.notice_days)
    again = _again(tier, facts, held, on) if near else Fit("no")
    if again.outcome == "yes":
        until = last_day(tier, facts, held.until if held.until and not over else on)
        return Proposal(
            "renew", tier.code, tier.code, until, tier.confirm, again.reasons, name, missing, ask=lacks.ask
        )
    if over:
        ending = Reason.warning("tier_term_over", until=held.until.isoformat() if held.until else "")
        reasons = (ending, *again.missing)
        by: Confirm = "automatic" if tier.confirm == "automatic" and not again.ask else "officer"
        return Proposal(
            "expire", tier.code, tier.code, None, by, reasons, name, missing, again.missing, again.ask
        )
    return Proposal(
        "nothing", tier.code, tier.code, held.until, tier.confirm, (), name, missing, again.missing, lacks.ask
    )


def _nearest(
    scheme: Scheme, facts: Facts, held: Held | None, on: date, past: Collection[str]
) -> tuple[Tier | None, Fit]:
    """The next tier above that is still open to her, and what she lacks for it. One whose age is behind her is not."""
    place = scheme.rank(held.tier) if held else len(scheme.tiers)
    for tier in reversed(scheme.tiers[:place]):
        if not tier.renewable and tier.code in past:
            continue
        lacks = fits(scheme, tier, facts, held, on, past=past)
        if not _TOO_OLD & {reason.code for reason in lacks.missing}:
            return tier, lacks
    return None, Fit("yes")


def _again(tier: Tier, facts: Facts, held: Held, on: date) -> Fit:
    """Whether another term is due."""
    if not tier.renewable:
        return Fit("no", missing=(Reason.warning("tier_not_renewable"),))
    fit = _all(tier.renew or tier.conditions, facts, on)
    start = held.until if held.until and held.until >= on else on
    until = last_day(tier, facts, start)
    if until is not None and held.until is not None and until <= max(held.until, on):
        return Fit("no", missing=(*fit.missing, Reason.warning("tier_age_over", limit=tier.term.until_age)))
    return fit


def last_day(tier: Tier, facts: Facts, start: date) -> date | None:
    """The last day of a term of a tier that begins on a day; where the birth date is not exact, the later one."""
    ends = [add_years(start, tier.term.years)] if tier.term.years else []
    born = fact_of(facts, "birth_date")
    span = birth_span(born.value) if born and tier.term.until_age else None
    if span and tier.term.until_age:
        ends.append(add_years(span[1], tier.term.until_age))
    return min(ends, default=None)

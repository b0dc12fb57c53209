"""Conditions as codes that the phrases turn into words of either language."""

from __future__ import annotations

from functools import singledispatch

from jinguo.engines.eligibility import NoneOfRule, NumberRule, OneOfRule, RuleBase, SexRule, StatementRule
from jinguo.engines.tiers.conditions import AgeRule, CountRule, GroupRule, YearsRule
from jinguo.reasons import Reason

FACTS = (
    "birth_date", "sex", "title", "title_level", "education", "degree", "honours", "projects", "publications", "patents",
    "trainings", "mentoring", "services", "council_posts", "segments", "disciplines", "unit", "post", "region",
    "in_post_since", "stated_tier",
)  # fmt: skip
"""The facts that have a name in the phrases (``tier_fact_title`` …)."""


def fact_word(key: str) -> str:
    """The code of a fact's name; the key itself where there is none."""
    return f"tier_fact_{key}" if key in FACTS else key


def words_of(rule: RuleBase) -> Reason:
    """A condition in words: those of its document where it has them, else what it says."""
    if rule.text:
        return Reason.info("condition_as_written", text=rule.text)
    return describe(rule)


@singledispatch
def describe(rule: object) -> Reason:
    """What a condition says, as a code with values."""
    raise TypeError(f"{type(rule).__name__} is no condition of a tier")


@describe.register
def _(rule: OneOfRule) -> Reason:
    return Reason.info("condition_one_of", what=fact_word(rule.fact), values=list(rule.values))


@describe.register
def _(rule: NoneOfRule) -> Reason:
    return Reason.info("condition_none_of", what=fact_word(rule.fact), values=list(rule.values))


@describe.register
def _(rule: NumberRule) -> Reason:
    what, least, most = fact_word(rule.fact), rule.at_least, rule.at_most
    if least is not None and most is not None:
        return Reason.info("condition_between", what=what, least=str(least), most=str(most))
    if least is not None:
        return Reason.info("condition_at_least", what=what, least=str(least))
    return Reason.info("condition_at_most", what=what, most=str(most))


@describe.register
def _(rule: SexRule) -> Reason:
    return Reason.info("condition_sex", allowed=[f"sex_{one}" for one in rule.allowed])


@describe.register
def _(rule: StatementRule) -> Reason:
    return Reason.info("condition_statement", what=fact_word(rule.fact or rule.id))


@describe.register
def _(rule: AgeRule) -> Reason:
    day = f"age_on_{rule.reference}"
    same = len(set(rule.at_most.values())) == 1 and len(rule.at_most) == 2
    if rule.at_least is not None and not rule.at_most:
        return Reason.info("condition_age_at_least", years=rule.at_least, day=day)
    if same:
        return Reason.info("condition_age_at_most", years=rule.at_most["F"], day=day)
    limits = [Reason.info(f"condition_age_{sex}", years=years) for sex, years in rule.at_most.items()]
    return Reason.info("condition_age_by_sex", limits=limits, day=day)


@describe.register
def _(rule: CountRule) -> Reason:
    params = {"what": fact_word(rule.fact), "n": rule.at_least}
    which: list[object] = [Reason.info(f"honour_level_{one}") for one in rule.levels]
    which += list(rule.names)
    if rule.revoked:
        return Reason.info("condition_count_revoked", **params)
    if rule.within_years and which:
        return Reason.info("condition_count_which_within", which=which, years=rule.within_years, **params)
    if rule.within_years:
        return Reason.info("condition_count_within", years=rule.within_years, **params)
    return (
        Reason.info("condition_count_which", which=which, **params)
        if which
        else Reason.info("condition_count", **params)
    )


@describe.register
def _(rule: YearsRule) -> Reason:
    return Reason.info("condition_years", what=fact_word(rule.fact), n=rule.at_least)


@describe.register
def _(rule: GroupRule) -> Reason:
    parts = [words_of(one) for one in rule.of]
    if rule.wanted == len(rule.of):
        return Reason.info("condition_all_of", parts=parts)
    if rule.wanted == 1:
        return Reason.info("condition_any_of", parts=parts)
    return Reason.info("condition_some_of", n=rule.wanted, parts=parts)

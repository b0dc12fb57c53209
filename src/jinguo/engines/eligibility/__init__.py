"""Eligibility (参评条件): facts on a date and rules give a verdict with reasons, relaxations named.

Problem: whether somebody may be nominated is decided by rules that differ from call to call and are often
misread, first of all ages, which are birth-date limits. So rules are data with the notice's own words and
their source, the officer confirms each, and every answer shows the limit, the candidate's own fact, where
the fact came from and what follows. A fact nobody knows is asked for; it never refuses anyone.

Terms and sources: 以上、以下 include the number (Civil Code art. 1259); periods in years and months end on
the same day (art. 202); penalties and their months as in 公职人员政务处分法 art. 8. The kinds of rule are
those found in notices of 2014 to 2023.

>>> from datetime import date
>>> rules = RuleSet.from_toml('''
... [[rules]]
... id = "age"
... kind = "born_on_or_after"
... limits = { F = 1978-01-01, M = 1983-01-01 }
... text = "女性不超过45周岁，男性不超过40周岁"
... [[rules.relaxations]]
... name = "生育放宽"
... fact = "gave_birth"
... years = 2
... ''')
>>> facts = {"birth_date": Fact(date(1976, 5, 1), "身份证号"), "sex": Fact("F", "身份证号")}
>>> report = examine(rules, facts, date(2023, 10, 20))
>>> report.outcome, report.ask
('unknown', ('gave_birth',))
>>> examine(rules, {**facts, "gave_birth": Fact(True, "本人声明")}, date(2023, 10, 20)).answers[0].relaxation
'生育放宽'
"""

from jinguo.engines.eligibility.examine import examine
from jinguo.engines.eligibility.facts import Entry, Fact, Facts, Sex
from jinguo.engines.eligibility.report import Answer, EligibilityReport, Outcome
from jinguo.engines.eligibility.rules import (
    STANDARD_RULES,
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
    Rule,
    RuleBase,
    RuleSet,
    SexRule,
    StatementRule,
    WomenShareRule,
    propose_birth_limits,
)

__all__ = [
    "STANDARD_RULES",
    "Answer",
    "BornRule",
    "EligibilityReport",
    "Entry",
    "Fact",
    "Facts",
    "FoundedRule",
    "HonourExcludesRule",
    "HonourNeededRule",
    "MinAgeRule",
    "NoneOfRule",
    "NumberRule",
    "OneOfRule",
    "Outcome",
    "PenaltyRule",
    "RankCeilingRule",
    "Relaxation",
    "Rule",
    "RuleBase",
    "RuleSet",
    "Sex",
    "SexRule",
    "StatementRule",
    "WomenShareRule",
    "examine",
    "propose_birth_limits",
]

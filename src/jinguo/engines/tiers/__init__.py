"""Tiers of talent (人才层次): who belongs to which by rules, who moves up, whose term is over, and what is still missing.

Problem: registries are asked to be in tiers (院士、杰出、领军、骨干、新星) and “dynamic”, but a tier in a list is a word that
nobody can trace: by which rule, since when, until when, confirmed by whom. Here a scheme is data: for each tier what it
asks for, who confirms it, how long it holds, what renews it and what ends it, each with its source. One person's facts on
one day give one proposal (enter, promote, renew, expire, or nothing), with reasons that name the facts, and what she
lacks for the next tier. What nobody knows is asked for; it neither admits nor shuts out.

Terms and sources: 层次 tier, 入库 enter, 晋级 promote, 到期 expire, 动态管理 dynamic management. Ages are full years
(周岁) on the reference day; 以上、以下 include the number (民法典 1259). No national rule sets thresholds for such
registries: the scheme that ships (``library/women-in-science.toml``) says of each rule where it comes from, and which are
this project's proposal.

>>> from datetime import date
>>> scheme = Scheme.from_toml('''
... title = "示例"
... [[tiers]]
... code = "backbone"
... name = "骨干人才"
... [[tiers.needs]]
... id = "title"
... kind = "one_of"
... fact = "title_level"
... values = ["正高级", "副高级"]
... [[tiers.needs]]
... id = "honours"
... kind = "count"
... fact = "honours"
... levels = ["national", "provincial"]
... at_least = 2
... ''')
>>> facts = facts_of(title="副教授", honours=["全国三八红旗手"])
>>> proposal = propose(scheme, facts, None, date(2026, 10, 12))
>>> proposal.kind, proposal.next_tier, [(one.code, one.params["short"]) for one in proposal.missing]
('nothing', 'backbone', [('tier_count_short', 1)])
>>> facts = facts_of(title="副教授", honours=["全国三八红旗手", "山东省科学技术奖"])
>>> propose(scheme, facts, None, date(2026, 10, 12)).kind
'enter'
"""

from jinguo.engines.eligibility import Entry, Fact, Facts
from jinguo.engines.tiers.conditions import AgeRule, Condition, CountRule, GroupRule, YearsRule
from jinguo.engines.tiers.gathering import facts_of
from jinguo.engines.tiers.levels import level_of_honour
from jinguo.engines.tiers.scheme import Confirm, Scheme, Term, Tier, standard_scheme
from jinguo.engines.tiers.weighing import Fit, Held, Kind, Proposal, fits, last_day, propose
from jinguo.engines.tiers.words import FACTS, describe, fact_word, words_of
from jinguo.engines.tiers.writing import as_toml

__all__ = [
    "FACTS",
    "AgeRule",
    "Condition",
    "Confirm",
    "CountRule",
    "Entry",
    "Fact",
    "Facts",
    "Fit",
    "GroupRule",
    "Held",
    "Kind",
    "Proposal",
    "Scheme",
    "Term",
    "Tier",
    "YearsRule",
    "as_toml",
    "describe",
    "fact_word",
    "facts_of",
    "fits",
    "last_day",
    "level_of_honour",
    "propose",
    "standard_scheme",
    "words_of",
]

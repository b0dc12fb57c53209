"""Which expert understands which nomination, and who may not judge whom.

Problem: reviewers are to be assigned by what they know, from what is known of both sides: disciplines of GB/T 13745
(three levels), keywords, texts in Chinese and English. The affinity is a weighted mean of three parts in [0, 1]: the
level to which disciplines agree, the similarity of keywords (Dice over character pairs), the cosine of TF-IDF vectors of
the texts (words by jieba, runs of characters). Every affinity comes with its evidence.

Recusal (回避): whoever is near to a nominee may not judge her. :class:`Conflicts` finds what the records show, in kinds
(one unit, joint work, teacher and student, …), each with its reasons and how sure it is: certain, likely, possible. Which
kinds count, how many years back, and what follows is data (``conflict-rules.toml``). Only what is certain blocks by
default; the rest an officer confirms or ignores.

Sources: GB/T 13745-2009 学科分类与代码; 国家自然科学基金条例 第二十条 and 公务员法 第七十四条 (recusal);
Salton and Buckley, Term-weighting approaches in automatic text retrieval, 1988;
Charlin and Zemel, The Toronto Paper Matching System, 2013 (the task).

>>> found = affinities([Profile("N1", ("13025",), ("湍流",))], [Profile("E1", ("1302510",), ("湍流",)), Profile("E2", ("110",))])
>>> found.pairs
(Pair(item='N1', reviewer='E1', affinity=Decimal('0.821429')),)
>>> found.evidence("N1", "E1").codes
(CodeMatch(item_code='13025', reviewer_code='1302510', level=2),)
"""

from jinguo.engines.expertise.affinity import Affinities, AffinityRules, Evidence, Pair, Profile, affinities
from jinguo.engines.expertise.conflict_rules import KINDS, ConflictRules, KindRule, shipped_rules
from jinguo.engines.expertise.conflicts import Conflicts, Finding
from jinguo.engines.expertise.disciplines import CodeMatch, common_level, discipline_code, tree_distance
from jinguo.engines.expertise.parts import KeywordMatch
from jinguo.engines.expertise.persons import Expert, Nomination, Person, PersonRef, Post, Sureness, Work
from jinguo.engines.expertise.similarity import (
    CharacterNGrams,
    Comparison,
    Embedded,
    Term,
    TextSimilarity,
    TfIdf,
    load_similarity,
)

__all__ = [
    "KINDS",
    "Affinities",
    "AffinityRules",
    "CharacterNGrams",
    "CodeMatch",
    "Comparison",
    "ConflictRules",
    "Conflicts",
    "Embedded",
    "Evidence",
    "Expert",
    "Finding",
    "KeywordMatch",
    "KindRule",
    "Nomination",
    "Pair",
    "Person",
    "PersonRef",
    "Post",
    "Profile",
    "Sureness",
    "Term",
    "TextSimilarity",
    "TfIdf",
    "Work",
    "affinities",
    "common_level",
    "discipline_code",
    "load_similarity",
    "shipped_rules",
    "tree_distance",
]

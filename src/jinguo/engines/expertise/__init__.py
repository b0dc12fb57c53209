"""Which expert understands which nomination.

Problem: reviewers are to be assigned by what they know, from what is known of both sides: disciplines of GB/T 13745
(three levels), keywords, texts in Chinese and English. The affinity is a weighted mean of three parts in [0, 1]: the
level to which disciplines agree, the similarity of keywords (Dice over character pairs), the cosine of TF-IDF vectors of
the texts (words by jieba, runs of characters). Every affinity comes with its evidence.

Sources: GB/T 13745-2009 学科分类与代码; Salton and Buckley, Term-weighting approaches in automatic text retrieval, 1988;
Charlin and Zemel, The Toronto Paper Matching System, 2013 (the task).

>>> found = affinities([Profile("N1", ("13025",), ("湍流",))], [Profile("E1", ("1302510",), ("湍流",)), Profile("E2", ("110",))])
>>> found.pairs
(Pair(item='N1', reviewer='E1', affinity=Decimal('0.821429')),)
>>> found.evidence("N1", "E1").codes
(CodeMatch(item_code='13025', reviewer_code='1302510', level=2),)
"""

from jinguo.engines.expertise.affinity import Affinities, AffinityRules, Evidence, Pair, Profile, affinities
from jinguo.engines.expertise.disciplines import CodeMatch, common_level, discipline_code, tree_distance
from jinguo.engines.expertise.parts import KeywordMatch
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
    "Affinities",
    "AffinityRules",
    "CharacterNGrams",
    "CodeMatch",
    "Comparison",
    "Embedded",
    "Evidence",
    "KeywordMatch",
    "Pair",
    "Profile",
    "Term",
    "TextSimilarity",
    "TfIdf",
    "affinities",
    "common_level",
    "discipline_code",
    "load_similarity",
    "tree_distance",
]

"""Who is the same person, in one list or across two, without a common number.

Problem: probabilistic record linkage. Two records agree or differ in each field to some level (the same, the same sound, one
character lost, …). Each level is met by a share m of true pairs and a share u of random pairs and adds log2(m / u) to the
weight of the pair; rare values that agree add more than common ones. With the rate of true pairs this gives a probability.
m, u and the rate are learnt from the lists themselves (:mod:`jinguo.engines.linkage.learning`).

For Chinese lists: names by pinyin (both readings of surnames), by strokes, with traditional and variant characters folded,
with characters lost in transit, with former and Latin names; units by any of their names; dates without day or month; ID
numbers checked by MOD 11-2 and no proof when they do not hold. Lists in other languages work with the fields they have.

Sources: Fellegi and Sunter, A theory for record linkage, JASA 64, 1969; Winkler, Using the EM algorithm for weight
computation in the Fellegi-Sunter model, 1988; Winkler, Frequency-based matching, 2000; Jaro 1989 and Winkler 1990 for the
similarity of strings; Linacre et al., Splink, IJPDS 7, 2022, whose form of settings :meth:`Model.settings` gives.

>>> rows = [
...     {"id": "1", "name": "單曉麗", "birth_date": "1984年3月", "unit": "北大化学学院", "phone": "138 1234 5678"},
...     {"id": "2", "name": "单晓莉", "birth_date": "1984.03", "unit": "北京大学", "phone": "+8613812345678"},
...     {"id": "3", "name": "王芳", "birth_date": "1971.12", "unit": "南京大学"},
... ]
>>> found = pairs(rows)
>>> [(pair.left, pair.right, pair.levels["name"], pair.levels["unit"]) for pair in found]
[('1', '2', 'sound', 'same')]
>>> found.persons()
[('1', '2')]
>>> [reason.code for reason in explain(found.pair(0))][0]
'linkage_phone_same'
"""

from jinguo.engines.linkage.cleaning import COLUMNS, FIELDS, Cleaned, Row, clean
from jinguo.engines.linkage.evidence import Step, explain, waterfall
from jinguo.engines.linkage.learning import Population
from jinguo.engines.linkage.linking import LOOSE, NORMAL, RULES, STRICT, Linkage, Pair, Rules, pairs, search
from jinguo.engines.linkage.model import LevelShares, Model

__all__ = [
    "COLUMNS",
    "FIELDS",
    "LOOSE",
    "NORMAL",
    "RULES",
    "STRICT",
    "Cleaned",
    "LevelShares",
    "Linkage",
    "Model",
    "Pair",
    "Population",
    "Row",
    "Rules",
    "Step",
    "clean",
    "explain",
    "pairs",
    "search",
    "waterfall",
]

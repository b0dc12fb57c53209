"""From scored candidates and a policy to the recommended list, with a reason for every single candidate.

Problem: the list (拟推荐名单) must follow from the marks and the call's published rules alone, and anyone
must be able to recompute it. Scores are compared after half-up rounding to the digits that the call states;
equal scores are a tie, shown as one and resolved only by the call's tie rules in their order
(同等条件下女性优先 is such a rule: it moves nobody but equals), last by a draw from a seed that was
published before the marks were opened.

Method: with upper quotas that nest (total, category, unit within category) going down the ranked list and
passing over whoever finds a quota full gives the best list by rank (greedy on a laminar matroid, Edmonds
1971), and every refusal has one reason. Shares and set-asides need another method and are refused, not
ignored.

>>> from decimal import Decimal
>>> policy = Policy.from_toml('''
... seats = 2
... [[limit]]
... column = "unit"
... at_most = 1
... [[tie]]
... prefer = { sex = "F" }
... [last]
... draw = "2023-10-01"
... ''')
>>> outcome = select([
...     Candidate("A", Decimal("91.004"), {"unit": "甲", "sex": "M"}),
...     Candidate("B", Decimal("91.00"), {"unit": "乙", "sex": "F"}),
...     Candidate("C", Decimal("90.5"), {"unit": "乙", "sex": "F"})], policy)
>>> outcome.chosen, [reason.code for reason in outcome.reasons["B"]], outcome.reasons["C"][-1].code
(('B', 'A'), ['ranked', 'tie_won', 'chosen'], 'limit_full')
"""

from jinguo.engines.selection.canonical import canonical_json, digest
from jinguo.engines.selection.choose import select
from jinguo.engines.selection.order import drawn
from jinguo.engines.selection.policy import Exclude, Last, Limit, Policy, SetAside, Share, Tie, unsupported
from jinguo.engines.selection.record import decision_record
from jinguo.engines.selection.result import Candidate, Ranked, Selection, TieGroup

__all__ = [
    "Candidate",
    "Exclude",
    "Last",
    "Limit",
    "Policy",
    "Ranked",
    "Selection",
    "SetAside",
    "Share",
    "Tie",
    "TieGroup",
    "canonical_json",
    "decision_record",
    "digest",
    "drawn",
    "select",
    "unsupported",
]

"""From scored candidates and a policy to the recommended list, with a reason for every single candidate.

Problem: the list (拟推荐名单) must follow from the marks and the call's published rules alone, and anyone
must be able to recompute it. Scores are compared after half-up rounding to the digits that the call states;
equal scores are a tie, shown as one and resolved only by the call's tie rules in their order
(同等条件下女性优先 is such a rule: it moves nobody but equals), last by a draw from a seed that was
published before the marks were opened.

Answer: of all lists that keep every rule and fill as many seats as any of them, the lexicographically best by
rank: the first seat goes to the best-ranked candidate that any such list contains, and so on. It departs
from the order of scores only where a rule forces it. It is unique, so no solver's version matters.

Method: whether a valid list contains given candidates depends only on how many it contains of each class of
candidates alike to the rules; that is asked of a linear program with an exact check of every answer
(:mod:`oracle`), and seldom, because a witness and certificates answer most questions (:mod:`solve`). With
upper bounds alone going down the list is exact (matroid greedy, Edmonds 1971). The formulas and proofs are
in docs/developers/formulas/selection.md.

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
>>> outcome.chosen, [reason.code for reason in outcome.reasons["B"]], [reason.code for reason in outcome.reasons["C"]]
(('B', 'A'), ['ranked', 'tie_won', 'chosen'], ['ranked', 'limit_full', 'score_needed'])
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from jinguo.engines.selection.adjusting import Adjusted, Change, adjust
from jinguo.engines.selection.canonical import canonical_json, canonical_parts, digest
from jinguo.engines.selection.draw import commitment, drawn
from jinguo.engines.selection.keeping import RuleState, slack
from jinguo.engines.selection.policy import (
    Equal,
    Exclude,
    Last,
    Limit,
    Policy,
    Scale,
    SetAside,
    Share,
    Tie,
    policy_schema,
)
from jinguo.engines.selection.result import Candidate, Ranked, Selection, TieGroup
from jinguo.engines.selection.rules import rule_names

if TYPE_CHECKING:
    from jinguo.engines.selection.choose import select
    from jinguo.engines.selection.comparing import Outlook, compare
    from jinguo.engines.selection.conflict import contradiction
    from jinguo.engines.selection.margin import Figure, Margin, Reviews, margins
    from jinguo.engines.selection.reading import read_candidates, read_reviews
    from jinguo.engines.selection.record import Record, decide, decision_record
    from jinguo.engines.selection.replaying import Replay, read_record, replay

_WITH_NUMPY = {
    "Figure": "margin",
    "Margin": "margin",
    "Outlook": "comparing",
    "Record": "record",
    "Replay": "replaying",
    "Reviews": "margin",
    "compare": "comparing",
    "contradiction": "conflict",
    "decide": "record",
    "decision_record": "record",
    "margins": "margin",
    "read_candidates": "reading",
    "read_record": "replaying",
    "read_reviews": "reading",
    "replay": "replaying",
    "select": "choose",
}
"""What solves, by the module that holds it: loaded when it is first asked for, for it loads NumPy and SciPy."""

__all__ = [
    "Adjusted",
    "Candidate",
    "Change",
    "Equal",
    "Exclude",
    "Figure",
    "Last",
    "Limit",
    "Margin",
    "Outlook",
    "Policy",
    "Ranked",
    "Record",
    "Replay",
    "Reviews",
    "RuleState",
    "Scale",
    "Selection",
    "SetAside",
    "Share",
    "Tie",
    "TieGroup",
    "adjust",
    "canonical_json",
    "canonical_parts",
    "commitment",
    "compare",
    "contradiction",
    "decide",
    "decision_record",
    "digest",
    "drawn",
    "margins",
    "policy_schema",
    "read_candidates",
    "read_record",
    "read_reviews",
    "replay",
    "rule_names",
    "select",
    "slack",
]


def __getattr__(name: str) -> Any:
    """A program that only reads policies and records is spared the libraries that solve."""
    if name in _WITH_NUMPY:
        found = getattr(import_module(f"{__name__}.{_WITH_NUMPY[name]}"), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Every write of the decisions: draft and changes by hand, the second person, the record in its chain, the marks examined."""

from jinguo.apps.decisions.actions.assessing import ask_assessment, keep_assessment
from jinguo.apps.decisions.actions.deciding import (
    approve,
    decide,
    give_back,
    keep_changes,
    selection_of,
    take_back,
)
from jinguo.apps.decisions.actions.revoking import (
    approve_revocation,
    give_back_revocation,
    propose_revocation,
    take_back_revocation,
)

__all__ = [
    "approve",
    "approve_revocation",
    "ask_assessment",
    "decide",
    "give_back",
    "give_back_revocation",
    "keep_assessment",
    "keep_changes",
    "propose_revocation",
    "selection_of",
    "take_back",
    "take_back_revocation",
]

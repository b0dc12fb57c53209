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

__all__ = [
    "approve",
    "ask_assessment",
    "decide",
    "give_back",
    "keep_assessment",
    "keep_changes",
    "selection_of",
    "take_back",
]

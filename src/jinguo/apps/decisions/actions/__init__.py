"""Every write of the decisions: draft and changes by hand, the second person, the record in its chain."""

from jinguo.apps.decisions.actions.deciding import (
    approve,
    decide,
    give_back,
    keep_changes,
    selection_of,
    take_back,
)

__all__ = ["approve", "decide", "give_back", "keep_changes", "selection_of", "take_back"]

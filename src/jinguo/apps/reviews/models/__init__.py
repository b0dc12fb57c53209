"""Experts, the rounds of a call, who reads what, conflicts declared, reviews and their marks.

The review of a call lives here; the engines do the computing.
"""

from jinguo.apps.reviews.models.conflict import Conflict
from jinguo.apps.reviews.models.expert import Expert
from jinguo.apps.reviews.models.pool import (
    ConflictSearch,
    ExpertBreak,
    ExpertDiscipline,
    ExpertPost,
    ExpertRelation,
    PanelInvitation,
)
from jinguo.apps.reviews.models.round import Assignment, AssignmentPlan, PlanPair, Promise, Round
from jinguo.apps.reviews.models.sheet import Mark, Review, Standing

__all__ = [
    "Assignment",
    "AssignmentPlan",
    "Conflict",
    "ConflictSearch",
    "Expert",
    "ExpertBreak",
    "ExpertDiscipline",
    "ExpertPost",
    "ExpertRelation",
    "Mark",
    "PanelInvitation",
    "PlanPair",
    "Promise",
    "Review",
    "Round",
    "Standing",
]

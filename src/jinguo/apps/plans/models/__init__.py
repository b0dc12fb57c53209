"""The records of an action plan."""

from jinguo.apps.plans.models.assessments import (
    Announcement,
    Appeal,
    AppealCorrection,
    AssessedUnit,
    AssessmentCase,
    PlanAssessment,
    ReviewerMark,
    SchemeVersion,
    SelfScore,
    SelfScoreFile,
)
from jinguo.apps.plans.models.documents import Paper, PaperWords
from jinguo.apps.plans.models.duties import Duty, Task
from jinguo.apps.plans.models.indicators import Figure, Indicator, Target
from jinguo.apps.plans.models.measures import (
    Budget,
    Carries,
    Implementing,
    Measure,
    ObjectiveMark,
    Succession,
    Wording,
)
from jinguo.apps.plans.models.periods import Locking, Period, Report, ReportFile, ReportStep
from jinguo.apps.plans.models.plan import Plan

__all__ = [
    "Announcement",
    "Appeal",
    "AppealCorrection",
    "AssessedUnit",
    "AssessmentCase",
    "Budget",
    "Carries",
    "Duty",
    "Figure",
    "Implementing",
    "Indicator",
    "Locking",
    "Measure",
    "ObjectiveMark",
    "Paper",
    "PaperWords",
    "Period",
    "Plan",
    "PlanAssessment",
    "Report",
    "ReportFile",
    "ReportStep",
    "ReviewerMark",
    "SchemeVersion",
    "SelfScore",
    "SelfScoreFile",
    "Succession",
    "Target",
    "Task",
    "Wording",
]

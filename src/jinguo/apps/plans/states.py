"""The lives of a plan and all in it, from duty to assessment, as tables; `change` is the one way to move."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model

from jinguo.errors import Refused


@dataclass(frozen=True)
class Move:
    """A transition: its name, from which states, to which, and who makes it (a role in the plan)."""

    name: str
    sources: tuple[str, ...]
    target: str
    actor: str


class PlanState:
    DRAFT = "action_plan_draft"
    IN_FORCE = "action_plan_in_force"
    CLOSED = "action_plan_closed"


class DutyState:
    """Of a unit's part in a measure: put to it, taken on or disputed, settled by the officer, or taken from it again."""

    PROPOSED = "duty_proposed"
    ACCEPTED = "duty_accepted"
    DISPUTED = "duty_disputed"
    SETTLED = "duty_settled"
    RELEASED = "duty_released"


class TaskState:
    TODO = "task_todo"
    UNDER_WAY = "task_under_way"
    DONE = "task_done"
    DROPPED = "task_dropped"


class IndicatorState:
    PROPOSED = "indicator_proposed"
    CONFIRMED = "indicator_confirmed"
    DROPPED = "indicator_dropped"


class PeriodState:
    PLANNED = "period_planned"
    OPEN = "period_open"
    LOCKED = "period_locked"


class ReportState:
    DRAFT = "report_draft"
    HANDED_IN = "report_handed_in"
    RETURNED = "report_returned"
    APPROVED = "report_approved"


class AssessmentState:
    """Of a year's assessment: the scheme written and published, units score themselves, reviewers mark, appeals, closed."""

    DRAFT = "assessment_draft"
    PUBLISHED = "assessment_published"
    OPEN = "assessment_open"
    MARKING = "assessment_marking"
    ANNOUNCED = "assessment_announced"
    CLOSED = "assessment_closed"


class SelfScoreState:
    DRAFT = "self_score_draft"
    HANDED_IN = "self_score_handed_in"


class AppealState:
    LODGED = "appeal_lodged"
    UPHELD = "appeal_upheld"
    REJECTED = "appeal_rejected"


class MarkState:
    """Of an objective that a measure is said to serve."""

    PROPOSED = "objective_proposed"
    CONFIRMED = "objective_confirmed"
    DECLINED = "objective_declined"


def _values(table: type) -> tuple[str, ...]:
    return tuple(value for name, value in vars(table).items() if name.isupper())


PLAN_STATES = _values(PlanState)
DUTY_STATES = _values(DutyState)
TASK_STATES = _values(TaskState)
INDICATOR_STATES = _values(IndicatorState)
PERIOD_STATES = _values(PeriodState)
REPORT_STATES = _values(ReportState)
MARK_STATES = _values(MarkState)
ASSESSMENT_STATES = _values(AssessmentState)
SELF_SCORE_STATES = _values(SelfScoreState)
APPEAL_STATES = _values(AppealState)

BOUND = (DutyState.PROPOSED, DutyState.ACCEPTED, DutyState.DISPUTED, DutyState.SETTLED)
"""A part that stands. Silence, or a dispute that nobody settled, does not free a unit from it."""

WRITABLE = (ReportState.DRAFT, ReportState.RETURNED)


class Role:
    """The parts that a document gives: 牵头、责任、参与（配合）, and groups such as 各区妇联 that are resolved later."""

    LEAD = "role_lead"
    RESPONSIBLE = "role_responsible"
    PARTICIPATING = "role_participating"
    GROUP = "role_group"


DUTY_ROLES = _values(Role)
PERIOD_KINDS = ("period_quarter", "period_half", "period_year")
SOURCES = ("source_fact", "source_reported")
AGGREGATES = ("count_rows", "count_persons", "sum_amount", "share_of_rows")
COMPARATORS = ("at_least", "at_most", "exactly")
SUCCESSION_KINDS = ("measure_was_split", "measure_was_merged")
PAPER_KINDS = (
    "plan_paper_sheet",
    "plan_paper_table",
    "plan_paper_bulletin",
    "plan_paper_yearly",
    "plan_paper_package",
)
WORDED_PAPERS = PAPER_KINDS[2:4]
"""Papers into which an officer writes words of her own."""
OBJECTIVES = tuple(f"saga_{number}" for number in range(1, 8))

MOVES = (
    Move("put_in_force", (PlanState.DRAFT,), PlanState.IN_FORCE, "officer"),
    Move("close_plan", (PlanState.IN_FORCE,), PlanState.CLOSED, "officer"),
    Move("accept_duty", (DutyState.PROPOSED, DutyState.DISPUTED), DutyState.ACCEPTED, "liaison"),
    Move("dispute_duty", (DutyState.PROPOSED, DutyState.ACCEPTED), DutyState.DISPUTED, "liaison"),
    Move("settle_duty", (DutyState.DISPUTED,), DutyState.SETTLED, "officer"),
    Move("release_duty", BOUND, DutyState.RELEASED, "officer"),
    Move("confirm_indicator", (IndicatorState.PROPOSED,), IndicatorState.CONFIRMED, "officer"),
    Move(
        "drop_indicator",
        (IndicatorState.PROPOSED, IndicatorState.CONFIRMED),
        IndicatorState.DROPPED,
        "officer",
    ),
    Move("open_period", (PeriodState.PLANNED,), PeriodState.OPEN, "officer"),
    Move("lock_period", (PeriodState.OPEN,), PeriodState.LOCKED, "officer"),
    Move("reopen_period", (PeriodState.LOCKED,), PeriodState.OPEN, "officer"),
    Move("hand_in_report", (ReportState.DRAFT, ReportState.RETURNED), ReportState.HANDED_IN, "liaison"),
    Move("take_back_report", (ReportState.HANDED_IN,), ReportState.DRAFT, "liaison"),
    Move("return_report", (ReportState.HANDED_IN, ReportState.APPROVED), ReportState.RETURNED, "officer"),
    Move("approve_report", (ReportState.HANDED_IN,), ReportState.APPROVED, "officer"),
    Move("publish_scheme", (AssessmentState.DRAFT,), AssessmentState.PUBLISHED, "officer"),
    Move("open_assessment", (AssessmentState.PUBLISHED,), AssessmentState.OPEN, "officer"),
    Move("begin_marking", (AssessmentState.OPEN,), AssessmentState.MARKING, "officer"),
    Move("announce_results", (AssessmentState.MARKING,), AssessmentState.ANNOUNCED, "officer"),
    Move("close_assessment", (AssessmentState.ANNOUNCED,), AssessmentState.CLOSED, "officer"),
    Move(
        "reopen_assessment",
        (AssessmentState.ANNOUNCED, AssessmentState.CLOSED),
        AssessmentState.MARKING,
        "officer",
    ),
    Move("hand_in_self_score", (SelfScoreState.DRAFT,), SelfScoreState.HANDED_IN, "liaison"),
    Move("take_back_self_score", (SelfScoreState.HANDED_IN,), SelfScoreState.DRAFT, "liaison"),
    Move("uphold_appeal", (AppealState.LODGED,), AppealState.UPHELD, "officer"),
    Move("reject_appeal", (AppealState.LODGED,), AppealState.REJECTED, "officer"),
)
_MOVES = {move.name: move for move in MOVES}


def may(record: Model, name: str) -> bool:
    """Whether the table allows this move from where the record stands; who may make it is a permission's matter."""
    return record.state in _MOVES[name].sources


def change(record: Model, name: str, **also: object) -> None:
    """Make a move: one conditional update that fails when somebody else moved the record meanwhile.

    Raises:
        Refused: the table does not allow the move from where the record stands now.
    """
    move = _MOVES[name]
    rows = type(record)._base_manager.filter(pk=record.pk, state__in=move.sources)
    if not rows.update(state=move.target, **also):
        record.refresh_from_db()
        raise Refused.because("plan_state_does_not_allow", state=record.state)
    record.state = move.target
    for field, value in also.items():
        setattr(record, field, value)

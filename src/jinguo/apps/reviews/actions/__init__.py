"""Every write of the review: the pool, the round, who reads what, conflicts, reviews, the decision."""

from jinguo.apps.reviews.actions.deciding import Proposal, decide, propose
from jinguo.apps.reviews.actions.giving import (
    ReminderPlan,
    assign,
    plan_distribution,
    plan_reminder,
    record_export,
    release,
    remind_experts,
)
from jinguo.apps.reviews.actions.meetings import (
    Voted,
    declare_conflict_in_meeting,
    give_in_meeting,
    record_votes,
)
from jinguo.apps.reviews.actions.passing import Entrant, Passing, close_and_pass_on, propose_passing
from jinguo.apps.reviews.actions.pool import (
    add_expert,
    change_expert,
    invite_expert,
    link_invited,
    set_active,
)
from jinguo.apps.reviews.actions.reviewing import (
    CONFLICT_KINDS,
    declare_conflict,
    lift_conflict,
    open_reading,
    promise,
    reopen_review,
    save_review,
    submit_review,
)
from jinguo.apps.reviews.actions.rounds import (
    close_round,
    drop_planned_round,
    enter_late,
    open_next_round,
    open_round,
    plan_next_round,
    set_seats,
)
from jinguo.apps.reviews.actions.standing import record_scores, refresh_standing

__all__ = [
    "CONFLICT_KINDS",
    "Entrant",
    "Passing",
    "Proposal",
    "ReminderPlan",
    "Voted",
    "add_expert",
    "assign",
    "change_expert",
    "close_and_pass_on",
    "close_round",
    "decide",
    "declare_conflict",
    "declare_conflict_in_meeting",
    "drop_planned_round",
    "enter_late",
    "give_in_meeting",
    "invite_expert",
    "lift_conflict",
    "link_invited",
    "open_next_round",
    "open_reading",
    "open_round",
    "plan_distribution",
    "plan_next_round",
    "plan_reminder",
    "promise",
    "propose",
    "propose_passing",
    "record_export",
    "record_scores",
    "record_votes",
    "refresh_standing",
    "release",
    "remind_experts",
    "reopen_review",
    "save_review",
    "set_active",
    "set_seats",
    "submit_review",
]

"""Every write of the review: the pool, the round, who reads what, conflicts, reviews, the decision."""

from jinguo.apps.reviews.actions.deciding import Proposal, decide, propose
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
    open_reading,
    promise,
    reopen_review,
    save_review,
    submit_review,
)
from jinguo.apps.reviews.actions.rounds import (
    ReminderPlan,
    assign,
    close_round,
    open_round,
    plan_distribution,
    plan_reminder,
    record_export,
    release,
    remind_experts,
)
from jinguo.apps.reviews.actions.standing import refresh_standing

__all__ = [
    "CONFLICT_KINDS",
    "Proposal",
    "ReminderPlan",
    "add_expert",
    "assign",
    "change_expert",
    "close_round",
    "decide",
    "declare_conflict",
    "invite_expert",
    "link_invited",
    "open_reading",
    "open_round",
    "plan_distribution",
    "plan_reminder",
    "promise",
    "propose",
    "record_export",
    "refresh_standing",
    "release",
    "remind_experts",
    "reopen_review",
    "save_review",
    "set_active",
    "submit_review",
]

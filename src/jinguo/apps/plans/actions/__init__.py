"""Every write of a plan: setting it up, its measures, duties, indicators, periods and reports."""

from jinguo.apps.plans.actions.counting import count_period
from jinguo.apps.plans.actions.documents import ask_for_paper, make_paper, take_own_table
from jinguo.apps.plans.actions.duties import (
    accept_duty,
    add_task,
    change_task,
    dispute_duty,
    give_duty,
    match_duty,
    name_liaison,
    pass_duty_on,
    release_duty,
    settle_duty,
)
from jinguo.apps.plans.actions.indicators import add_indicator, change_indicator, settle_indicator
from jinguo.apps.plans.actions.making import make_plan, proposal_of
from jinguo.apps.plans.actions.measures import (
    add_measure,
    carry,
    end_carrying,
    end_measure,
    implement,
    merge_measures,
    propose_objectives,
    reword_measure,
    set_budget,
    settle_objective,
    split_measure,
    stop_implementing,
)
from jinguo.apps.plans.actions.periods import lock_period, open_period, plan_periods, reopen_period
from jinguo.apps.plans.actions.reminding import nightly
from jinguo.apps.plans.actions.reporting import (
    add_file,
    approve_report,
    hand_in_report,
    remove_file,
    return_report,
    save_report,
    take_back_report,
)
from jinguo.apps.plans.actions.setting_up import change_plan, close_plan, create_plan, put_in_force

__all__ = [
    "accept_duty",
    "add_file",
    "add_indicator",
    "add_measure",
    "add_task",
    "approve_report",
    "ask_for_paper",
    "carry",
    "change_indicator",
    "change_plan",
    "change_task",
    "close_plan",
    "count_period",
    "create_plan",
    "dispute_duty",
    "end_carrying",
    "end_measure",
    "give_duty",
    "hand_in_report",
    "implement",
    "lock_period",
    "make_paper",
    "make_plan",
    "match_duty",
    "merge_measures",
    "name_liaison",
    "nightly",
    "open_period",
    "pass_duty_on",
    "plan_periods",
    "proposal_of",
    "propose_objectives",
    "put_in_force",
    "release_duty",
    "remove_file",
    "reopen_period",
    "return_report",
    "reword_measure",
    "save_report",
    "set_budget",
    "settle_duty",
    "settle_indicator",
    "settle_objective",
    "split_measure",
    "stop_implementing",
    "take_back_report",
    "take_own_table",
]

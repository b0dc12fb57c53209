"""Where an officer follows, checks and returns what comes in."""

from jinguo.apps.calls.views.officer.check import (
    accept,
    check,
    check_next,
    mark,
    pass_rest,
    reject,
    reopen,
    return_for_mending,
)
from jinguo.apps.calls.views.officer.nomination import history, nomination, unmask, withdraw_consent
from jinguo.apps.calls.views.officer.nominations import nominations, nominations_table
from jinguo.apps.calls.views.officer.overview import calls, overview
from jinguo.apps.calls.views.officer.overview import history as call_history
from jinguo.apps.calls.views.officer.talents import into_talents
from jinguo.apps.calls.views.officer.units import extend, units, units_remind, units_table

__all__ = [
    "accept",
    "call_history",
    "calls",
    "check",
    "check_next",
    "extend",
    "history",
    "into_talents",
    "mark",
    "nomination",
    "nominations",
    "nominations_table",
    "overview",
    "pass_rest",
    "reject",
    "reopen",
    "return_for_mending",
    "units",
    "units_remind",
    "units_table",
    "unmask",
    "withdraw_consent",
]

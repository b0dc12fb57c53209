"""Tiers by rules: the scheme, what it proposes, what officers say to it, and who is reminded."""

from jinguo.apps.registry.actions.tiers.giving import give
from jinguo.apps.registry.actions.tiers.proposing import ask_to_weigh, try_out, weigh
from jinguo.apps.registry.actions.tiers.reminding import remind
from jinguo.apps.registry.actions.tiers.schemes import (
    ask_to_try,
    change_scheme,
    draft_scheme,
    drop_draft,
    put_in_force,
)
from jinguo.apps.registry.actions.tiers.settling import confirm, end_early, refuse
from jinguo.apps.registry.actions.tiers.settling_many import Said, confirm_all

__all__ = [
    "Said",
    "ask_to_try",
    "ask_to_weigh",
    "change_scheme",
    "confirm",
    "confirm_all",
    "draft_scheme",
    "drop_draft",
    "end_early",
    "give",
    "put_in_force",
    "refuse",
    "remind",
    "try_out",
    "weigh",
]

"""Every write of sharing, one module for each thing."""

from __future__ import annotations

from jinguo.apps.exchange.actions.agreeing import approve, end, propose, refuse
from jinguo.apps.exchange.actions.giving import ask_for_package, end_shares, make_package
from jinguo.apps.exchange.actions.keys import (
    add_key,
    add_partner,
    change_partner,
    confirm_key,
    end_key,
    make_key,
)
from jinguo.apps.exchange.actions.registering import admit, refuse_registration, register, vouch
from jinguo.apps.exchange.actions.taking import ask_to_receive, follow_commit, follow_taking_back, receive
from jinguo.apps.exchange.actions.tokens import hand_in, make_token, note_reading, revoke_token

__all__ = [
    "add_key",
    "add_partner",
    "admit",
    "approve",
    "ask_for_package",
    "ask_to_receive",
    "change_partner",
    "confirm_key",
    "end",
    "end_key",
    "end_shares",
    "follow_commit",
    "follow_taking_back",
    "hand_in",
    "make_key",
    "make_package",
    "make_token",
    "note_reading",
    "propose",
    "receive",
    "refuse",
    "refuse_registration",
    "register",
    "revoke_token",
    "vouch",
]

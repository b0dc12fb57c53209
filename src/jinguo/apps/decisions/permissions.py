"""Who may decide, and who may agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinguo.apps.calls.permissions import is_officer_of_call
from jinguo.apps.decisions.states import may
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import holds
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.decisions.models import Decision

SECONDS = (kinds.OFFICER, kinds.LEADER)
"""The roles in the organiser whose holders may be the second person."""
READERS = (kinds.OFFICER, kinds.LEADER, kinds.AUDITOR)
"""The roles whose holders read an organiser's records."""


def is_another_person(user: User, decision: Decision) -> Verdict:
    """复核人不是经办人."""
    return Verdict.of(user.pk != decision.proposed_by_id, "second_person_is_proposer")


def is_proposer(user: User, decision: Decision) -> Verdict:
    """经办人."""
    return Verdict.of(user.pk == decision.proposed_by_id, "not_the_proposer")


def awaits_approval(decision: Decision) -> Verdict:
    """待复核."""
    return Verdict.of(may(decision, "approve"), "decision_does_not_await_approval")


def may_agree(user: User, decision: Decision) -> Verdict:
    """复核: another officer of the organiser, or who leads it."""
    return (
        holds(user, decision.organiser_id, SECONDS, "not_second_person")
        & awaits_approval(decision)
        & is_another_person(user, decision)
    )


def may_take_back(user: User, decision: Decision) -> Verdict:
    return is_officer_of_call(user, decision.call) & awaits_approval(decision) & is_proposer(user, decision)

"""Who may decide, and who may agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinguo.apps.calls.permissions import is_officer_of_call
from jinguo.apps.calls.states import CallState
from jinguo.apps.decisions.states import may
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import holds, organisations_with
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.calls.models import Call
    from jinguo.apps.decisions.models import Decision, Revocation
    from jinguo.apps.files.models import StoredFile
    from jinguo.apps.registry.models import Honour

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


def may_propose_revocation(user: User, call: Call, honour: Honour, *, open_already: bool) -> Verdict:
    """提出撤销或恢复: an officer of the organiser, of an honour on record, while no other proposal waits."""
    return (
        is_officer_of_call(user, call)
        & Verdict.of(call.state == CallState.FINAL, "honours_come_with_the_end")
        & Verdict.of(not hasattr(honour, "restored_as"), "honour_is_in_force")
        & Verdict.of(not open_already, "revocation_waits_already")
    )


def revocation_awaits(revocation: Revocation) -> Verdict:
    """待复核."""
    return Verdict.of(may(revocation, "approve_revocation"), "revocation_does_not_await")


def may_agree_to_revocation(user: User, revocation: Revocation) -> Verdict:
    """复核撤销或恢复: another officer of the organiser, or who leads it."""
    organiser = revocation.nomination.call.organiser_id
    return (
        holds(user, organiser, SECONDS, "not_second_person_of_honour")
        & revocation_awaits(revocation)
        & Verdict.of(user.pk != revocation.proposed_by_id, "revocation_second_is_proposer")
    )


def may_take_back_revocation(user: User, revocation: Revocation) -> Verdict:
    return (
        is_officer_of_call(user, revocation.nomination.call)
        & revocation_awaits(revocation)
        & Verdict.of(user.pk == revocation.proposed_by_id, "not_the_proposer_of_revocation")
    )


def may_read_revocation_file(user: User, stored: StoredFile) -> Verdict:
    """The deciding document is read by who reads the organiser's records."""
    organisers = set(
        stored.revocations.values_list("nomination__call__organiser_id", flat=True)  # type: ignore[attr-defined]
    )
    return Verdict.of(bool(organisers & organisations_with(user, *READERS)), "not_officer_of_organiser")

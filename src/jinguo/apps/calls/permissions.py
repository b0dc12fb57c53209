"""Who may do what in a call, in the words of the notice. Each predicate says yes, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from jinguo.apps.calls.models import Call, Confirmation
from jinguo.apps.calls.states import EDITABLE, HANDED_IN, CallState, NominationState, may
from jinguo.apps.clock import told
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import is_liaison_of, is_officer_of, organisations_with
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.calls.models import Invitee, Nomination, Objection, PublicNotice
    from jinguo.apps.files.models import StoredFile


_ALWAYS_OPEN = {"contact_name", "contact_phone", "contact_email", "contact_address"}
_OPEN_WHILE_TAKING = {
    *_ALWAYS_OPEN,
    "notice_text",
    "notice_file",
    "document_number",
    "closing_day",
    "closing_includes_day",
    "criteria",
    "policy",
    "procedure",
    "safeguards",
    "blind_review",
    "experts_see_stamped",
    "notice_days",
    "notice_counts_first_day",
}


def may_set(call: Call, name: str) -> Verdict:
    """Whether a setting may still change: nothing moves the goal under the feet of the units that fill
    in the form.
    """
    if call.state == CallState.DRAFT:
        return Verdict.yes()
    loose = _OPEN_WHILE_TAKING if call.state == CallState.OPEN else _ALWAYS_OPEN
    code = "call_is_open_already" if call.state == CallState.OPEN else "call_is_past_changing"
    return Verdict.of(name in loose, code)


def is_not_over(call: Call) -> Verdict:
    """Who is invited and how many each may nominate is settled while the call is prepared or open."""
    return Verdict.of(call.state in (CallState.DRAFT, CallState.OPEN), "call_is_past_changing")


def is_officer_of_call(user: User, call: Call) -> Verdict:
    """主办单位工作人员."""
    return is_officer_of(user, call.organiser_id)


def is_liaison_of_nomination(user: User, nomination: Nomination) -> Verdict:
    """推荐单位联络员."""
    return is_liaison_of(user, nomination.unit_id)


def deadline_for(call: Call, invitee: Invitee | None) -> datetime | None:
    """The closing instant that binds a unit: the call's, or its own later one."""
    if invitee is not None and invitee.extended_until and call.closes_at:
        return max(call.closes_at, invitee.extended_until)
    return call.closes_at


def call_takes_nominations(call: Call, invitee: Invitee | None, at: datetime) -> Verdict:
    """受理期内: the call is open and its date, or the unit's own later one, has not passed."""
    due = deadline_for(call, invitee)
    return Verdict.of(call.state == CallState.OPEN, "call_not_open") & Verdict.of(
        due is not None and at < due, "call_is_closed", closed_at=told(due) if due else None
    )


def unit_is_invited(invitee: Invitee | None) -> Verdict:
    """在通知范围内."""
    return Verdict.of(invitee is not None, "unit_not_invited")


def mending_is_open(nomination: Nomination, at: datetime) -> Verdict:
    """补正期内."""
    until = nomination.mend_until
    return Verdict.of(
        until is not None and at < until, "mending_is_over", until=told(until) if until else None
    )


def may_start(user: User, call: Call, invitee: Invitee | None, at: datetime) -> Verdict:
    verdict = unit_is_invited(invitee)
    if invitee is not None:
        verdict = verdict & is_liaison_of(user, invitee.organisation_id)
    return verdict & call_takes_nominations(call, invitee, at)


def may_edit(user: User, nomination: Nomination, invitee: Invitee | None, at: datetime) -> Verdict:
    """The liaison fills in a draft until the date, a returned nomination until the date set for mending."""
    who = is_liaison_of_nomination(user, nomination)
    what = Verdict.of(nomination.state in EDITABLE, "nomination_is_handed_in")
    if nomination.state == NominationState.RETURNED:
        return who & what & mending_is_open(nomination, at)
    return who & what & call_takes_nominations(nomination.call, invitee, at)


def may_take_back(user: User, nomination: Nomination, invitee: Invitee | None, at: datetime) -> Verdict:
    """撤回: until the date, while nobody has checked it."""
    return (
        is_liaison_of_nomination(user, nomination)
        & Verdict.of(nomination.state == NominationState.SUBMITTED, "nomination_not_handed_in")
        & call_takes_nominations(nomination.call, invitee, at)
    )


def may_read(user: User, nomination: Nomination) -> Verdict:
    """The unit reads its own; the organiser reads what was handed in."""
    return is_liaison_of_nomination(user, nomination) | (
        is_officer_of_call(user, nomination.call)
        & Verdict.of(nomination.state in HANDED_IN, "nomination_not_handed_in")
    )


def may_check(user: User, nomination: Nomination) -> Verdict:
    """形式审查."""
    return is_officer_of_call(user, nomination.call) & Verdict.of(
        nomination.state == NominationState.SUBMITTED, "nomination_not_waiting_for_check"
    )


def consent_stands(*nominations: Nomination) -> Verdict:
    """None of the nominees took her consent back."""
    taken_back = Confirmation.objects.filter(
        nomination__in=nominations, revoked_at=None, withdrawn_at__isnull=False
    )
    names = sorted(set(taken_back.values_list("nomination__name", flat=True)))
    return Verdict.of(not names, "consent_was_taken_back", names=names)


def may_decide(user: User, nomination: Nomination, decision: str) -> Verdict:
    """Whether the table of states allows an officer's decision (``return``, ``reject``, ``reopen``) now."""
    move = {"return": "return_for_mending", "reject": "reject", "reopen": "reopen_check"}[decision]
    return is_officer_of_call(user, nomination.call) & Verdict.of(
        may(nomination, move), "state_does_not_allow", move=move, state=nomination.state
    )


def may_read_material_file(user: User, stored: StoredFile) -> Verdict:
    """Read through the materials that refer to it, of a nomination and of its forwarded one: by the unit's own
    people, and by the organiser's officers once it is handed in. Experts read by the pages of their round.
    """
    verdict = Verdict.no("nomination_not_handed_in")
    for material in stored.materials.select_related("nomination__call"):
        verdict = verdict | may_read(user, material.nomination)
    return verdict


def notice_has_ended(notice: PublicNotice | None, open_objections: int, at: datetime) -> Verdict:
    """公示期满、异议办结: the notice has run its days and every objection is answered."""
    if notice is None:
        return Verdict.no("no_notice_yet")
    return Verdict.of(at >= notice.closes_at, "notice_still_runs", last_day=notice.last_day) & Verdict.of(
        not open_objections, "objections_open", count=open_objections
    )


def may_make_final(
    user: User,
    notice: PublicNotice | None,
    open_objections: int,
    at: datetime,
    *,
    stages_left: Sequence[str] = (),
) -> Verdict:
    """办结: every notice that the procedure wants has run its days and every objection is answered."""
    if notice is None:
        return Verdict.no("no_notice_yet")
    return (
        is_officer_of_call(user, notice.call)
        & notice_has_ended(notice, open_objections, at)
        & Verdict.of(not stages_left, "notices_still_to_come", names=list(stages_left))
    )


def may_post_notice(
    user: User, call: Call, standing: PublicNotice | None, open_objections: int, at: datetime, *, left: int
) -> Verdict:
    """公示名单: of a list that was decided, or the next one that the procedure wants once the one before has ended."""
    if call.state == CallState.ON_NOTICE:
        return (
            is_officer_of_call(user, call)
            & Verdict.of(left > 0, "no_notice_to_come")
            & notice_has_ended(standing, open_objections, at)
        )
    return is_officer_of_call(user, call) & Verdict.of(
        may(call, "post_notice"), "state_does_not_allow", move="post_notice", state=call.state
    )


def notice_has_begun(notice: PublicNotice, at: datetime) -> Verdict:
    """A notice prepared for a later day is not shown before it."""
    day = told(at).date()
    return Verdict.of(day >= notice.posted_on, "no_notice_yet")


def may_object(notice: PublicNotice, at: datetime, *, dated: date | None = None) -> Verdict:
    """公示期内. A letter counts by the day it was sent (以邮戳日期为准), until the call is final."""
    state = CallState.REVIEWING if notice.after_round else CallState.ON_NOTICE
    standing = notice.withdrawn_at is None and notice.call.state == state
    if dated is not None:
        in_time = notice.posted_on <= dated <= notice.last_day
    else:
        in_time = (
            at < notice.closes_at and told(at, notice.call.organiser.time_zone).date() >= notice.posted_on
        )
    return Verdict.of(standing and in_time, "notice_is_over", last_day=notice.last_day)


def may_object_so(call: Call, objector: str, contact: str, *, has_evidence: bool) -> Verdict:
    """实名；匿名须有证据: by name and address, or without both where the call hears it and there is evidence."""
    if objector.strip() and contact.strip():
        return Verdict.yes()
    heard = call.safeguards_read.anonymous_objections
    return Verdict.of(heard, "objection_needs_a_real_name") & Verdict.of(
        has_evidence or not heard, "anonymous_objection_needs_evidence"
    )


def may_investigate(user: User, objection: Objection) -> Verdict:
    """调查核实: an officer of the organiser writes while the objection is being looked into."""
    return (
        is_officer_of_call(user, objection.notice.call)
        & Verdict.of(objection.closed_at is None, "objection_is_closed")
        & Verdict.of(objection.state != objection.RECEIVED, "objection_to_take_up_first")
    )


def was_investigated(objection: Objection, outcome: str) -> Verdict:
    """先调查，后处理: where the call asks for it, an objection that is taken up ends only after somebody looked into it."""
    if outcome == objection.NOT_TAKEN_UP or not objection.notice.call.safeguards_read.investigation_needed:
        return Verdict.yes()
    done = objection.investigations.filter(ended_on__isnull=False).exists()
    return Verdict.of(done, "objection_needs_an_investigation")


def may_read_evidence(user: User, stored: StoredFile) -> Verdict:
    """What was handed in with an objection, or found by looking into it, is read by officers of the organiser alone."""
    organisers = set(
        stored.objections.values_list("notice__call__organiser_id", flat=True)  # type: ignore[attr-defined]
    ) | set(
        stored.investigation_files.values_list(  # type: ignore[attr-defined]
            "investigation__objection__notice__call__organiser_id", flat=True
        )
    )
    return Verdict.of(bool(organisers & organisations_with(user, kinds.OFFICER)), "not_officer_of_organiser")


def may_read_papers(user: User, stored: StoredFile) -> Verdict:
    """Papers made in the background: for who asked for them, as long as she is an officer of the organiser."""
    jobs = stored.jobs.filter(by=user.pk) if user.is_authenticated else []  # type: ignore[attr-defined]
    organisers = set(
        Call.objects.filter(pk__in=[job.params.get("call_id") for job in jobs]).values_list(
            "organiser_id", flat=True
        )
    )
    return Verdict.of(bool(organisers & organisations_with(user, kinds.OFFICER)), "not_officer_of_organiser")


def may_read_notice_file(user: User, stored: StoredFile) -> Verdict:
    """The notice of an open call is public; that of a draft is the organiser's."""
    calls = list(stored.announces.all())
    if any(call.state not in (CallState.DRAFT, CallState.CANCELLED) for call in calls):
        return Verdict.yes()
    return Verdict.of(any(is_officer_of_call(user, call) for call in calls), "not_officer_of_organiser")

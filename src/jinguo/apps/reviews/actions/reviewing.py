"""What an expert does: give her word, declare a conflict, mark, hand in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.states import CallState
from jinguo.apps.clock import now
from jinguo.apps.organisations.queries import officers_of
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.reviews import permissions
from jinguo.apps.reviews.actions.standing import refresh_standing
from jinguo.apps.reviews.criteria import criteria_of
from jinguo.apps.reviews.models import Assignment, Conflict, Expert, Mark, Promise, Review, Round
from jinguo.apps.reviews.states import ConflictState
from jinguo.engines.scoring import check_marks, total
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

CONFLICT_KINDS = (
    "conflict_same_unit",
    "conflict_family",
    "conflict_teacher_student",
    "conflict_joint_work",
    "conflict_nominator",
    "conflict_other",
)


@transaction.atomic
def promise(*, round_: Round, expert: Expert, by: User) -> Promise:
    """She gives her word once for a round: confidence, fairness, and to declare every conflict of interest."""
    demand(permissions.is_this_expert(by, expert))
    given, fresh = Promise.objects.get_or_create(round=round_, expert=expert)
    if fresh:
        audit.record("review_promised", subject=round_.call, by=by, within=round_.call)
    return given


def open_reading(assignment: Assignment) -> None:
    """Note when she first opened what she was given; at most one write, ever."""
    if assignment.opened_at is None:
        Assignment.objects.filter(pk=assignment.pk, opened_at=None).update(opened_at=now())


@transaction.atomic
def declare_conflict(*, assignment: Assignment, kind: str, note: str, by: User) -> Conflict:
    """The expert declares a conflict of interest: what she was given goes back to the officer at once.

    A review that she handed in before does not count any more.
    """
    demand(permissions.is_the_expert(by, assignment) & permissions.round_is_read(assignment.round))
    if kind not in CONFLICT_KINDS:
        raise Refused.because("no_such_conflict_kind")
    conflict, fresh = Conflict.objects.get_or_create(
        nomination=assignment.nomination,
        expert=assignment.expert,
        defaults={"kind": kind, "note": note.strip(), "declared_by_expert": True, "declared_at": now()},
    )
    if conflict.origin == Conflict.FOUND:
        declare_found(conflict, kind, note)
        fresh = True
    taken = Assignment.objects.filter(pk=assignment.pk, released_at=None).update(released_at=now())
    if taken:
        refresh_standing(assignment.round, assignment.nomination)
    if not fresh:
        return conflict
    call = assignment.round.call
    audit.record("conflict_declared", subject=assignment, by=by, within=call, after={"kind": kind})
    for user in _officers(call):
        outbox.queue(
            "conflict_declared",
            to=[user],
            params={
                "call": call.title,
                "receipt": assignment.nomination.receipt,
                "expert": assignment.expert.name,
            },
            about=call,
            link=f"{reverse('reviews:board', args=[call.uid])}?tab=conflicts",
        )
    return conflict


def declare_found(conflict: Conflict, kind: str, note: str) -> None:
    """What the machine found before she says so herself becomes her declaration; what was found stays beside it."""
    conflict.origin, conflict.declared_by_expert, conflict.declared_at = Conflict.DECLARED, True, now()
    conflict.kind, conflict.note, conflict.state = kind, note.strip(), ConflictState.CONFIRMED
    conflict.save()


@transaction.atomic
def lift_conflict(*, conflict: Conflict, reason: str, by: User) -> None:
    """Take back a conflict that was declared by mistake, with the reason; the trail keeps it.

    What she was given is not given to her again by that: the officer does it, if she wants it.
    """
    call = conflict.nomination.call
    demand(call_permissions.is_officer_of_call(by, call))
    if not reason.strip():
        raise Refused.because("reason_missing")
    audit.record(
        "conflict_lifted",
        subject=conflict.nomination,
        by=by,
        acting_for=call.organiser,
        within=call,
        before={"expert": conflict.expert.name, "kind": conflict.kind, "note": conflict.note},
        after={"expert": conflict.expert.name},
        note=reason.strip(),
    )
    if conflict.expert.user is not None:
        outbox.queue(
            "conflict_lifted",
            to=[conflict.expert.user],
            params={"call": call.title, "receipt": conflict.nomination.receipt},
            about=call,
        )
    if not conflict.findings:
        conflict.delete()
        return
    # What the records show beside it is ignored with the same reason, so that it is not found again.
    conflict.origin, conflict.declared_by_expert = Conflict.FOUND, False
    conflict.state, conflict.settled_at = ConflictState.IGNORED, now()
    conflict.settled_by_name, conflict.settled_reason = str(by)[:100], reason.strip()[:500]
    conflict.save()


@transaction.atomic
def save_review(
    *, assignment: Assignment, marks: Mapping[str, Decimal | None], comment: str, seen_version: int, by: User,
    page: str = "",
) -> Review:  # fmt: skip
    """Save a review as a draft: marks may be missing, none may be outside its scale.

    ``page`` names the opened page that saves. What the same page saved itself meanwhile is no conflict.
    """
    review = _review_to_write(assignment, seen_version, page, by)
    criteria = criteria_of(assignment.round.criteria)
    found = [reason for reason in check_marks(marks, criteria) if reason.code != "mark_absent"]
    if found:
        raise Refused(*found)
    _write_review(review, marks, comment, criteria, page)
    return review


@transaction.atomic
def submit_review(
    *, assignment: Assignment, marks: Mapping[str, Decimal | None], comment: str, seen_version: int, by: User,
    page: str = "",
) -> Review:  # fmt: skip
    """Hand a review in: every criterion has its mark. Asked twice, it stays submitted."""
    present = Review.objects.filter(assignment=assignment, state=Review.SUBMITTED).first()
    if present is not None and permissions.is_the_expert(by, assignment):
        return present
    review = _review_to_write(assignment, seen_version, page, by)
    criteria = criteria_of(assignment.round.criteria)
    found = check_marks(marks, criteria)
    if found:
        raise Refused(*found)
    _write_review(review, marks, comment, criteria, page)
    review.state, review.submitted_at = Review.SUBMITTED, now()
    review.save(update_fields=["state", "submitted_at"])
    refresh_standing(assignment.round, assignment.nomination)
    audit.record("review_submitted", subject=assignment, by=by, within=assignment.round.call)
    return review


@transaction.atomic
def reopen_review(*, assignment: Assignment, reason: str, by: User) -> None:
    """Give a submitted review back to its expert, with a reason."""
    call = assignment.round.call
    demand(call_permissions.is_officer_of_call(by, call))
    if not reason.strip():
        raise Refused.because("reason_missing")
    if call.state != CallState.REVIEWING or assignment.round.closed_at is not None:
        raise Refused.because("review_round_closed")
    given_back = Review.objects.filter(assignment=assignment, state=Review.SUBMITTED).update(
        state=Review.DRAFT, submitted_at=None, times_returned=F("times_returned") + 1
    )
    if not given_back:
        raise Refused.because("review_not_submitted")
    refresh_standing(assignment.round, assignment.nomination)
    audit.record(
        "review_reopened", subject=assignment, by=by, acting_for=call.organiser, within=call,
        after={"expert": assignment.expert.name}, note=reason,
    )  # fmt: skip
    if assignment.expert.user_id:
        outbox.queue(
            "review_reopened",
            to=[assignment.expert.user],
            params={"call": call.title, "receipt": assignment.nomination.receipt, "reason": reason},
            about=call,
            link=reverse("reviews:read", args=[assignment.uid]),
        )


def _review_to_write(assignment: Assignment, seen_version: int, page: str, by: User) -> Review:
    pair = {"nomination": assignment.nomination_id, "expert": assignment.expert_id}
    conflicted = Conflict.objects.filter(state=ConflictState.CONFIRMED, **pair).exists()
    demand(permissions.may_review(by, assignment, conflicted=conflicted, at=now()))
    review, created = Review.objects.select_for_update().get_or_create(
        assignment=assignment, defaults={"version": 0}
    )
    if review.state == Review.SUBMITTED:
        raise Refused.because("review_is_submitted")
    own = bool(page) and review.saved_from == page
    if not created and review.version != seen_version and not own:
        raise Refused.because("review_changed_meanwhile")
    return review


def _write_review(
    review: Review, marks: Mapping[str, Decimal | None], comment: str, criteria: tuple[Any, ...], page: str
) -> None:
    given = {key: value for key, value in marks.items() if value is not None}
    review.marks.exclude(criterion__in=given).delete()
    Mark.objects.bulk_create(
        [Mark(review=review, criterion=key, value=value) for key, value in given.items()],
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["value"],
    )
    review.comment = comment.strip()
    review.total = total(marks, criteria)
    review.version += 1
    review.saved_at, review.saved_from = now(), page[:36]
    review.save(update_fields=["comment", "total", "version", "saved_at", "saved_from"])


def _officers(call: Call) -> list[User]:
    return [membership.user for membership in officers_of(call.organiser)]

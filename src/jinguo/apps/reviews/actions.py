"""Every write of the review: the round, who reads what, conflicts, reviews, the decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.calls import queries as call_queries
from jinguo.apps.calls.actions.results import Place, current_selection, record_selection
from jinguo.apps.calls.models import Call, Nomination, Selection
from jinguo.apps.calls.states import CallState, NominationState, change
from jinguo.apps.clock import now, told
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.actions import give_role
from jinguo.apps.organisations.permissions import is_officer_of
from jinguo.apps.organisations.queries import officers_of
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.criteria import counting_column, criteria_of, policy_of
from jinguo.apps.reviews.models import Assignment, Conflict, Expert, Mark, Review, Round, Standing
from jinguo.engines.scoring import check_marks, counted, summary, total
from jinguo.engines.selection import Candidate, decision_record, select
from jinguo.engines.selection import Selection as Outcome
from jinguo.errors import Refused, demand
from jinguo.standards.identity import read_id

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation

CONFLICT_KINDS = (
    "conflict_same_unit",
    "conflict_family",
    "conflict_teacher_student",
    "conflict_joint_work",
    "conflict_nominator",
    "conflict_other",
)


@transaction.atomic
def add_expert(*, pool: Organisation, by: User, user: User | None = None, **facts: Any) -> Expert:
    """Take an expert into the pool; with an account, she holds the expert's role there."""
    demand(is_officer_of(by, pool))
    expert = Expert.objects.create(pool=pool, user=user, **facts)
    if user is not None:
        give_role(user=user, organisation=pool, role=kinds.EXPERT, by=by)
    audit.record("expert_added", subject=expert, by=by, acting_for=pool, after={"name": expert.name})
    return expert


@transaction.atomic
def open_round(
    *, call: Call, reviews_each: int, closes_at: datetime, by: User, instructions: str = ""
) -> Round:
    """Begin the review of a call with the criteria it states now; they are kept with the round."""
    call = Call.objects.select_for_update().select_related("organiser").get(pk=call.pk)
    demand(call_permissions.is_officer_of_call(by, call))
    if not call.criteria:
        raise Refused.because("call_without_criteria")
    if not queries.reviewable(call).exists():
        raise Refused.because("nothing_to_review")
    if call_queries.waiting_for_check(call).exists():
        raise Refused.because("formal_check_not_finished")
    if closes_at <= now():
        raise Refused.because("review_date_is_past")
    change(call, "begin_review")
    round_ = Round.objects.create(
        call=call,
        criteria=call.criteria,
        reviews_each=reviews_each,
        blind=call.blind_review,
        closes_at=closes_at,
        instructions=instructions,
        opened_at=now(),
    )
    audit.record("review_opened", subject=call, by=by, acting_for=call.organiser, within=call)
    return round_


def plan_distribution(round_: Round) -> list[tuple[Nomination, Expert]]:
    """Propose who reads what: for each nomination the experts with the least to read so far, conflicts left out.

    A plain even spread, not an optimum: it knows nothing of expertise. What is assigned already is kept.
    """
    conflicted = queries.conflicted_pairs(round_.call)
    experts = list(queries.experts_with_load(round_).exclude(user=None))
    load = {expert.pk: expert.given for expert in experts}
    kept: dict[int, set[int]] = {}
    for nomination_id, expert_id in round_.assignments.filter(released_at=None).values_list(
        "nomination_id", "expert_id"
    ):
        kept.setdefault(nomination_id, set()).add(expert_id)
    plan = []
    for nomination in queries.reviewable(round_.call).order_by("number"):
        has = kept.get(nomination.pk, set())
        free = [
            expert
            for expert in experts
            if expert.pk not in has
            and (nomination.pk, expert.pk) not in conflicted
            and not _of_one_unit(expert, nomination)
        ]
        free.sort(key=lambda expert: (load[expert.pk], expert.pk))
        for expert in free[: max(0, round_.reviews_each - len(has))]:
            load[expert.pk] += 1
            plan.append((nomination, expert))
    return plan


@transaction.atomic
def assign(*, round_: Round, pairs: Iterable[tuple[Nomination, Expert]], by: User) -> list[Assignment]:
    """Give nominations to experts, and tell each expert once."""
    call = round_.call
    demand(call_permissions.is_officer_of_call(by, call))
    demand(permissions.round_is_open(round_, now()))
    conflicted = queries.conflicted_pairs(call)
    standing = set(round_.assignments.filter(released_at=None).values_list("nomination_id", "expert_id"))
    fresh = []
    for nomination, expert in pairs:
        if nomination.call_id != call.pk or expert.pool_id != call.organiser_id:
            raise Refused.because("not_of_this_call")
        if (nomination.pk, expert.pk) in conflicted:
            raise Refused.because("expert_has_a_conflict", expert=expert.name)
        if (nomination.pk, expert.pk) not in standing:
            standing.add((nomination.pk, expert.pk))
            fresh.append(
                Assignment(
                    round=round_, nomination=nomination, expert=expert, position=nomination.number or 0,
                    assigned_at=now(),
                )
            )  # fmt: skip
    Assignment.objects.bulk_create(fresh)
    if fresh:
        audit.record(
            "nominations_assigned", subject=call, by=by, acting_for=call.organiser, within=call,
            after={"count": len(fresh), "experts": len({row.expert_id for row in fresh})},
        )  # fmt: skip
        _tell_experts(round_, fresh)
    return fresh


@transaction.atomic
def release(*, assignment: Assignment, reason: str, by: User) -> None:
    """Take a nomination from an expert; what she submitted stays on record but no longer counts."""
    call = assignment.round.call
    demand(call_permissions.is_officer_of_call(by, call))
    if not reason.strip():
        raise Refused.because("reason_missing")
    taken = Assignment.objects.filter(pk=assignment.pk, released_at=None).update(released_at=now())
    if taken:
        refresh_standing(assignment.nomination)
        audit.record(
            "assignment_released", subject=assignment.nomination, by=by, acting_for=call.organiser, within=call,
            after={"expert": assignment.expert.name}, note=reason,
        )  # fmt: skip


@transaction.atomic
def declare_conflict(*, assignment: Assignment, kind: str, note: str, by: User) -> Conflict:
    """The expert declares a conflict of interest: what she was given goes back to the officer at once."""
    demand(permissions.is_the_expert(by, assignment))
    if kind not in CONFLICT_KINDS:
        raise Refused.because("no_such_conflict_kind")
    conflict, _ = Conflict.objects.get_or_create(
        nomination=assignment.nomination,
        expert=assignment.expert,
        defaults={"kind": kind, "note": note.strip(), "declared_by_expert": True, "declared_at": now()},
    )
    call = assignment.round.call
    audit.record("conflict_declared", subject=assignment.nomination, by=by, within=call, after={"kind": kind})
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
        )
    return conflict


@transaction.atomic
def save_review(
    *, assignment: Assignment, marks: Mapping[str, Decimal | None], comment: str, seen_version: int, by: User
) -> Review:
    """Save a review as a draft: marks may be missing, none may be outside its scale."""
    review = _review_to_write(assignment, seen_version, by)
    criteria = criteria_of(assignment.round.criteria)
    found = [reason for reason in check_marks(marks, criteria) if reason.code != "mark_absent"]
    if found:
        raise Refused(*found)
    _write_review(review, marks, comment, criteria)
    return review


@transaction.atomic
def submit_review(
    *, assignment: Assignment, marks: Mapping[str, Decimal | None], comment: str, seen_version: int, by: User
) -> Review:
    """Hand a review in: every criterion has its mark. Asked twice, it stays submitted."""
    present = Review.objects.filter(assignment=assignment, state=Review.SUBMITTED).first()
    if present is not None and permissions.is_the_expert(by, assignment):
        return present
    review = _review_to_write(assignment, seen_version, by)
    criteria = criteria_of(assignment.round.criteria)
    found = check_marks(marks, criteria)
    if found:
        raise Refused(*found)
    _write_review(review, marks, comment, criteria)
    review.state, review.submitted_at = Review.SUBMITTED, now()
    review.save(update_fields=["state", "submitted_at"])
    refresh_standing(assignment.nomination)
    audit.record("review_submitted", subject=assignment.nomination, by=by, within=assignment.round.call)
    return review


@transaction.atomic
def reopen_review(*, assignment: Assignment, reason: str, by: User) -> None:
    """Give a submitted review back to its expert, with a reason."""
    call = assignment.round.call
    demand(call_permissions.is_officer_of_call(by, call))
    if not reason.strip():
        raise Refused.because("reason_missing")
    if call.state != CallState.REVIEWING:
        raise Refused.because("review_round_closed")
    Review.objects.filter(assignment=assignment).update(state=Review.DRAFT, submitted_at=None)
    refresh_standing(assignment.nomination)
    audit.record(
        "review_reopened", subject=assignment.nomination, by=by, acting_for=call.organiser, within=call,
        after={"expert": assignment.expert.name}, note=reason,
    )  # fmt: skip


@transaction.atomic
def remind_experts(*, round_: Round, experts: Iterable[Expert], by: User) -> list[Expert]:
    """Remind the experts who have something left to review."""
    call = round_.call
    demand(call_permissions.is_officer_of_call(by, call))
    owing = [expert for expert in experts if expert.user_id and expert.done < expert.given]
    for expert in owing:
        outbox.queue(
            "review_reminder",
            to=[expert.user],
            params={"call": call.title, "left": expert.given - expert.done, "closes": _closes(round_)},
            about=call,
        )
    audit.record(
        "experts_reminded", subject=call, by=by, acting_for=call.organiser, within=call,
        after={"count": len(owing)},
    )  # fmt: skip
    return owing


@transaction.atomic
def close_round(*, round_: Round, by: User) -> Round:
    """End the review: no mark changes any more."""
    demand(call_permissions.is_officer_of_call(by, round_.call))
    Round.objects.filter(pk=round_.pk, closed_at=None).update(closed_at=now())
    round_.refresh_from_db()
    audit.record(
        "review_closed", subject=round_.call, by=by, acting_for=round_.call.organiser, within=round_.call
    )
    return round_


def refresh_standing(nomination: Nomination) -> Standing:
    """Work the figures of a nomination out anew. Locks the nomination, so that two reviews never lose one another."""
    nomination = (
        Nomination.objects.select_for_update(of=("self",)).select_related("call").get(pk=nomination.pk)
    )
    figures = summary(queries.totals_of([nomination.pk]).get(nomination.pk, []))
    wanted, trim_from = counting_column(nomination.call)
    column, score = counted(figures, wanted, trim_from=trim_from)
    standing, _ = Standing.objects.update_or_create(
        nomination=nomination,
        defaults={
            "reviews": figures.n,
            "mean": figures.mean,
            "trimmed_mean": figures.trimmed_mean,
            "median": figures.median,
            "spread": figures.sd,
            "range": figures.range,
            "score": score,
            "column": column,
        },
    )
    return standing


@dataclass(frozen=True)
class Proposal:
    """The list that the scores and the policy give, before anybody changes it by hand."""

    outcome: Outcome
    record: dict[str, Any]
    nominations: dict[str, Nomination]


def propose(call: Call) -> Proposal:
    """Rank, cut, resolve ties, with a reason for everyone.

    Raises:
        Refused: the policy leaves a tie at the cut open, or has a rule that can't be kept.
    """
    nominations = list(queries.on_the_board(call).exclude(state=NominationState.REMOVED))
    by_id = {str(nomination.uid): nomination for nomination in nominations}
    seats = {c.name: c.seats for c in call.categories.all() if c.seats is not None}
    policy = policy_of(call, seats)
    columns = _columns(call, nominations)
    candidates = [
        Candidate(uid, getattr(getattr(nomination, "standing", None), "score", None), columns[nomination.pk])
        for uid, nomination in by_id.items()
    ]
    outcome = select(candidates, policy)
    previous = current_selection(call)
    record = decision_record(candidates, policy, outcome, previous.record_digest if previous else None)
    return Proposal(outcome, record, by_id)


@transaction.atomic
def decide(*, call: Call, by: User, by_hand: Mapping[str, tuple[bool, str]] | None = None) -> Selection:
    """Decide the list: as proposed, but for changes by hand, each with its reason.

    ``by_hand`` maps a nomination's uid to (chosen, reason).
    """
    demand(call_permissions.is_officer_of_call(by, call))
    proposal = propose(call)
    changes = {uid: change_ for uid, change_ in (by_hand or {}).items() if uid in proposal.nominations}
    if any(not reason.strip() for _, reason in changes.values()):
        raise Refused.because("reason_missing")
    chosen = set(proposal.outcome.chosen)
    places = []
    ranks = {entry.id: entry for entry in proposal.outcome.ranking}
    last = len(ranks) + 1
    for uid, nomination in proposal.nominations.items():
        entry = ranks.get(uid)
        in_list, reason = changes.get(uid, (uid in chosen, ""))
        if in_list == (uid in chosen):
            reason = ""
        places.append(
            Place(
                nomination=nomination,
                rank=entry.place if entry else last,
                chosen=in_list,
                score=entry.score if entry else None,
                reasons=[found.as_json() for found in proposal.outcome.reasons[uid]],
                hand_reason=reason,
            )
        )
    places.sort(key=lambda place: place.rank)
    round_ = Round.objects.filter(call=call, closed_at=None).first()
    if round_ is not None:
        close_round(round_=round_, by=by)
    return record_selection(
        call=call, places=places, record=proposal.record, record_digest=proposal.record["digest"], by=by
    )


def _columns(call: Call, nominations: list[Nomination]) -> dict[int, dict[str, str]]:
    """The columns that a policy's rules may name: category, unit, sex, and every choice of the form."""
    specs = {kind: call.form_spec(kind) for kind in {n.nominee_kind for n in nominations}}
    wanted = {
        field.key
        for spec in specs.values()
        for field in spec.fields
        if field.kind in ("choice", "id_number", "sex")
    }
    values: dict[int, dict[str, Any]] = {}
    rows = call_queries.field_values(nominations, wanted)
    by_pk = {nomination.pk: nomination for nomination in nominations}
    for row in rows:
        nomination = by_pk[row.nomination_id]
        values.setdefault(nomination.pk, {})[row.key] = call_queries.value_of(nomination, row)
    return {n.pk: _columns_of(n, specs[n.nominee_kind], values.get(n.pk, {})) for n in nominations}


def _columns_of(nomination: Nomination, spec: Any, values: Mapping[str, Any]) -> dict[str, str]:
    columns = {
        "category": nomination.category.name,
        "unit": nomination.unit.name,
        "unit_kind": nomination.unit.kind,
        "sex": "",
    }
    for field in spec.fields:
        value = values.get(field.key)
        if field.kind == "id_number" and value:
            columns["sex"] = read_id(str(value)).sex or ""
        elif field.kind == "choice" and value:
            columns[field.key] = str(value)
    return columns


def _of_one_unit(expert: Expert, nomination: Nomination) -> bool:
    return bool(expert.unit_name) and (
        expert.unit_name in nomination.post or expert.unit_name == nomination.unit.name
    )


def _review_to_write(assignment: Assignment, seen_version: int, by: User) -> Review:
    conflicted = Conflict.objects.filter(
        nomination=assignment.nomination_id, expert=assignment.expert_id
    ).exists()
    demand(permissions.may_review(by, assignment, conflicted=conflicted, at=now()))
    review, created = Review.objects.select_for_update().get_or_create(
        assignment=assignment, defaults={"version": 0}
    )
    if review.state == Review.SUBMITTED:
        raise Refused.because("review_is_submitted")
    if not created and review.version != seen_version:
        raise Refused.because("review_changed_meanwhile")
    return review


def _write_review(
    review: Review, marks: Mapping[str, Decimal | None], comment: str, criteria: tuple[Any, ...]
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
    review.saved_at = now()
    review.save(update_fields=["comment", "total", "version", "saved_at"])


def _tell_experts(round_: Round, fresh: list[Assignment]) -> None:
    counts: dict[int, tuple[Expert, int]] = {}
    for row in fresh:
        expert, count = counts.get(row.expert_id, (row.expert, 0))
        counts[row.expert_id] = (expert, count + 1)
    for expert, count in counts.values():
        if expert.user_id:
            outbox.queue(
                "review_assigned",
                to=[expert.user],
                params={"call": round_.call.title, "count": count, "closes": _closes(round_)},
                about=round_.call,
            )


def _closes(round_: Round) -> str:
    return told(round_.closes_at).isoformat() if round_.closes_at else ""


def _officers(call: Call) -> list[User]:
    return [membership.user for membership in officers_of(call.organiser)]

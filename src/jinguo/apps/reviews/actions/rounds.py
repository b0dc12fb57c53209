"""The rounds of a call: open the first, plan more, open the next, close."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.procedure import RoundPlan, Seats
from jinguo.apps.calls.states import change
from jinguo.apps.clock import now
from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.actions import noticing
from jinguo.apps.reviews.models import Round, Standing
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

SETTABLE = ("name", "criteria", "instructions", "others_scores", "blind", "blind_shows_media")
"""What of a round may differ from what the call says, until its first review is begun."""


@transaction.atomic
def open_round(
    *,
    call: Call,
    reviews_each: int,
    closes_at: datetime,
    by: User,
    instructions: str = "",
    blind_shows_media: bool = False,
) -> Round:
    """Begin the review of a call: its first round opens, the others that the call plans stand planned.

    Everyone who passed the formal check enters. The criteria that the call states now are kept with the rounds.
    """
    call = _locked(call, by)
    demand(queries.ready_for_review(call))
    _demand_future(closes_at)
    change(call, "begin_review")
    rounds = [
        _planned(call, plan, position) for position, plan in enumerate(call.procedure_read.rounds, start=1)
    ]
    Round.objects.bulk_create(rounds)
    first = rounds[0]
    _open(first, reviews_each, closes_at, instructions, blind_shows_media)
    _enter(first, queries.checked(call))
    audit.record("review_opened", subject=call, by=by, acting_for=call.organiser, within=call)
    return first


@transaction.atomic
def plan_next_round(
    *,
    call: Call,
    by: User,
    name: str,
    kind: str,
    others_scores: str = Round.NEVER,
    blind: bool | None = None,
    criteria: Iterable[Any] = (),
) -> Round:
    """Plan one more round behind those that the call has. Who enters is settled when the round before it closes."""
    call = _locked(call, by)
    demand(permissions.may_plan_round(call))
    position = max((one.position for one in queries.rounds_of(call)), default=0) + 1
    plan = RoundPlan(
        name=name.strip(), kind=kind, others_scores=others_scores, blind=blind, criteria=tuple(criteria)
    )
    round_ = _planned(call, plan, position)
    round_.save()
    audit.record(
        "round_planned", subject=call, by=by, acting_for=call.organiser, within=call,
        after={"round": str(round_)},
    )  # fmt: skip
    return round_


@transaction.atomic
def set_round(*, round_: Round, changes: Mapping[str, Any], by: User) -> Round:
    """Change what one round looks for and who sees what when: its name, criteria, instructions, sight, names hidden.

    Raises:
        Refused: a review of the round is begun, the round is closed, or it is by correspondence and has no criteria.
    """
    call = _locked(round_.call, by)
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    round_.call = call
    demand(permissions.may_set_round(round_, queries.reviews_begun(round_)))
    changed = {key: value for key, value in changes.items() if getattr(round_, key) != value}
    if set(changed) - set(SETTABLE):
        raise ValueError(f"not settable: {sorted(set(changed) - set(SETTABLE))}")
    if not changed:
        return round_
    if not changed.get("criteria", True) and not round_.is_meeting:
        raise Refused.because("round_without_criteria")
    before = {key: getattr(round_, key) for key in changed}
    for key, value in changed.items():
        setattr(round_, key, value)
    round_.save(update_fields=list(changed))
    audit.record(
        "round_changed", subject=call, by=by, acting_for=call.organiser, within=call,
        before=before, after={"round": str(round_), "criteria_count": len(round_.criteria), **changed},
    )  # fmt: skip
    return round_


@transaction.atomic
def drop_planned_round(*, round_: Round, by: User) -> None:
    """Take a round that was planned and not opened off again; those behind it move up."""
    call = _locked(round_.call, by)
    taken, _rows = Round.objects.filter(pk=round_.pk, opened_at=None).delete()
    if not taken:
        raise Refused.because("round_is_not_planned")
    for later in Round.objects.filter(call=call, position__gt=round_.position).order_by("position"):
        Round.objects.filter(pk=later.pk).update(position=later.position - 1)
    audit.record(
        "round_dropped", subject=call, by=by, acting_for=call.organiser, within=call,
        after={"round": str(round_)},
    )  # fmt: skip


@transaction.atomic
def open_next_round(
    *,
    call: Call,
    reviews_each: int,
    closes_at: datetime,
    by: User,
    instructions: str = "",
    blind_shows_media: bool = False,
    despite: str = "",
) -> Round:
    """Open the next planned round: whoever went on from the round before, and was not taken off since, enters it.

    It waits for the public notice of those who went on, where one is wanted or posted, and for every objection to it;
    ``despite`` says why it does not wait, and stands in the trail.
    """
    call = _locked(call, by)
    demand(permissions.may_open_next(call, queries.rounds_of(call)))
    _demand_future(closes_at)
    before, round_ = queries.current_round(call), queries.next_planned(call)
    if before is None or round_ is None:
        raise Refused.because("no_round_planned")
    waits = noticing.next_round_waits(before)
    if not waits.ok:
        if not despite.strip():
            raise Refused(*waits.reasons)
        audit.record(
            "round_opened_despite_notice", subject=call, by=by, acting_for=call.organiser, within=call,
            after={"round": str(before)}, note=despite.strip()[:500],
        )  # fmt: skip
    _open(round_, reviews_each, closes_at, instructions, blind_shows_media)
    _enter(round_, queries.going_on(before))
    audit.record(
        "round_opened", subject=call, by=by, acting_for=call.organiser, within=call,
        after={"round": str(round_), "entrants": round_.standings.count()},
    )  # fmt: skip
    return round_


@transaction.atomic
def set_seats(*, round_: Round, seats: Seats, by: User) -> Round:
    """How many go on from a round: in all, or for each category by its name."""
    demand(call_permissions.is_officer_of_call(by, round_.call) & permissions.round_is_read(round_))
    Round.objects.filter(pk=round_.pk).update(seats=seats)
    round_.seats = seats
    return round_


@transaction.atomic
def close_round(*, round_: Round, by: User) -> Round:
    """End a round: no mark changes any more."""
    demand(call_permissions.is_officer_of_call(by, round_.call))
    Round.objects.filter(pk=round_.pk, closed_at=None).update(closed_at=now())
    round_.refresh_from_db()
    audit.record(
        "review_closed", subject=round_.call, by=by, acting_for=round_.call.organiser, within=round_.call
    )
    return round_


def enter_late(nomination: Nomination) -> None:
    """Who passes the formal check after the review began enters the first round, while that is open."""
    first = Round.objects.filter(call=nomination.call_id, position=1, closed_at=None).first()
    if first is not None and first.is_open:
        Standing.objects.get_or_create(round=first, nomination=nomination)


def _locked(call: Call, by: User) -> Call:
    call = Call.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=call.pk)
    demand(call_permissions.is_officer_of_call(by, call))
    return call


def _demand_future(closes_at: datetime) -> None:
    if closes_at <= now():
        raise Refused.because("review_date_is_past")


def _planned(call: Call, plan: RoundPlan, position: int) -> Round:
    criteria = [one.model_dump(mode="json") for one in plan.criteria]
    return Round(
        call=call,
        position=position,
        name=plan.name,
        kind=plan.kind,
        others_scores=plan.others_scores,
        blind=call.blind_review if plan.blind is None else plan.blind,
        seats=plan.seats,
        notice_stage=plan.notice,
        criteria=criteria or call.criteria,
    )


def _open(
    round_: Round, reviews_each: int, closes_at: datetime, instructions: str, blind_shows_media: bool
) -> None:
    round_.reviews_each, round_.closes_at, round_.instructions = reviews_each, closes_at, instructions
    round_.blind_shows_media = round_.blind and blind_shows_media
    round_.opened_at = now()
    round_.save()


def _enter(round_: Round, nominations: Iterable[Nomination]) -> None:
    Standing.objects.bulk_create(
        [Standing(round=round_, nomination=nomination) for nomination in nominations], batch_size=500
    )

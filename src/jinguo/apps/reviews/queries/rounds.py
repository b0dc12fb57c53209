"""The rounds of a call, whose they are and how far each has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.queries import calls_of_organiser
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.reviews.models import (
    Assignment,
    Review,
    Round,
    Standing,
)
from jinguo.apps.reviews.states import REVIEWABLE

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


MOST_TO_COPY_FROM = 20


def rounds_of(call: Call) -> list[Round]:
    """The rounds of a call in their order: closed ones, the open one, planned ones."""
    return list(Round.objects.filter(call=call).order_by("position"))


def reviews_begun(round_: Round) -> int:
    """How many reviews of a round are begun or handed in."""
    return Review.objects.filter(assignment__round=round_).count()


def rounds_to_copy_from(round_: Round) -> list[Round]:
    """Other rounds of the organiser with criteria: those of the same call first, then the latest calls. One query."""
    rows = Round.objects.filter(call__organiser=round_.call.organiser_id).exclude(pk=round_.pk)
    own_first = Case(When(call=round_.call_id, then=0), default=1)
    rows = rows.exclude(criteria=[]).select_related("call").order_by(own_first, "-call_id", "position")
    return list(rows[:MOST_TO_COPY_FROM])


def current(rounds: Iterable[Round]) -> Round | None:
    """Of a call's rounds the one that counts now: the open one, else the last that was closed."""
    begun = [round_ for round_ in rounds if not round_.is_planned]
    return next((round_ for round_ in begun if round_.is_open), begun[-1] if begun else None)


def current_round(call: Call) -> Round | None:
    """The open round of a call, else its last closed one; None before the review was begun."""
    return current(rounds_of(call))


def rounds_of_nomination(nomination: Nomination) -> list[Round]:
    """The rounds that a nomination took part in, in their order."""
    return list(Round.objects.filter(standings__nomination=nomination).order_by("position"))


def next_planned(call: Call) -> Round | None:
    """The round that comes next, where one is planned."""
    return Round.objects.filter(call=call, opened_at=None).order_by("position").first()


def rounds_of_expert(user: User) -> QuerySet[Round]:
    """The rounds in which an expert has something to review, with how much is done."""
    pools = organisations_with(user, kinds.EXPERT)
    mine = Q(
        assignments__expert__user=user,
        assignments__expert__pool__in=pools,
        assignments__released_at=None,
    )
    return (
        Round.objects.filter(mine)
        .select_related("call__organiser")
        .annotate(
            given=Count("assignments", filter=mine, distinct=True),
            done=Count(
                "assignments", filter=mine & Q(assignments__review__state=Review.SUBMITTED), distinct=True
            ),
        )
        .order_by("closed_at", "closes_at")
    )


def rounds_met(user: User) -> QuerySet[Round]:
    """The rounds of which an expert has, or had, something."""
    pools = organisations_with(user, kinds.EXPERT)
    mine = Assignment.objects.filter(expert__user=user, expert__pool__in=pools).values("round")
    return Round.objects.filter(pk__in=mine).select_related("call__organiser")


def rounds_of_organiser(user: User) -> QuerySet[Round]:
    return Round.objects.filter(call__in=calls_of_organiser(user)).select_related("call__organiser")


@dataclass(frozen=True)
class Progress:
    """How far a round is: reviews given out and handed in, nominations with all their reviews."""

    given: int
    done: int
    experts: int
    nominations: int
    complete: int


def complete_in(round_: Round, prefix: str = "") -> Q:
    """Who has all her reviews: as many as the round wants; in a meeting the marks of every member who was given her
    sheet, or a vote. The rows carry ``given``, see :func:`sheets_given`; ``prefix`` leads to their standing."""
    if not round_.is_meeting:
        return Q(**{f"{prefix}reviews__gte": round_.reviews_each})
    marked = Q(**{f"{prefix}reviews__gt": 0, f"{prefix}reviews__gte": F("given")})
    return marked | Q(**{f"{prefix}voted_in__isnull": False})


def sheets_given(round_: Round, nomination: str = "pk") -> Coalesce:
    """To annotate rows: how many experts have the sheet of a nomination in a round now."""
    rows = Assignment.objects.filter(round=round_, nomination=OuterRef(nomination), released_at=None)
    counted = rows.order_by().values("nomination").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def progress_of(round_: Round) -> Progress:
    """Two queries for any size of round."""
    reviews = Assignment.objects.filter(round=round_, released_at=None).aggregate(
        given=Count("pk"),
        done=Count("pk", filter=Q(review__state=Review.SUBMITTED)),
        experts=Count("expert", distinct=True),
    )
    rows = Standing.objects.filter(round=round_, nomination__state__in=REVIEWABLE)
    if round_.is_meeting:
        rows = rows.annotate(given=sheets_given(round_, "nomination"))
    nominations = rows.aggregate(nominations=Count("pk"), complete=Count("pk", filter=complete_in(round_)))
    return Progress(**reviews, **nominations)


def open_rounds(user: User) -> QuerySet[Round]:
    """The rounds under way of the organisations she is an officer of, with how far they are."""
    given = Q(assignments__released_at=None)
    return (
        rounds_of_organiser(user)
        .filter(opened_at__isnull=False, closed_at=None)
        .annotate(
            given=Count("assignments", filter=given, distinct=True),
            done=Count(
                "assignments", filter=given & Q(assignments__review__state=Review.SUBMITTED), distinct=True
            ),
        )
        .order_by("closes_at", "pk")
    )

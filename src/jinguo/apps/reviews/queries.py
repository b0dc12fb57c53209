"""Reads of the review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.queries import calls_of_organiser, waiting_for_check
from jinguo.apps.calls.states import NominationState
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.reviews.models import (
    Assignment,
    AssignmentPlan,
    Conflict,
    Expert,
    PanelInvitation,
    PlanPair,
    Promise,
    Review,
    Round,
    Standing,
)
from jinguo.apps.reviews.states import PanelState
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

REVIEWABLE = (
    NominationState.ACCEPTED,
    NominationState.CHOSEN,
    NominationState.NOT_CHOSEN,
    NominationState.REMOVED,
    NominationState.HONOURED,
)


def checked(call: Call) -> QuerySet[Nomination]:
    """The nominations that passed the formal check: who enters the first round."""
    return call.nominations.filter(state__in=REVIEWABLE).select_related("category", "unit")


def entrants(round_: Round) -> QuerySet[Nomination]:
    """The nominations that take part in a round, each with its ``standing`` in that round."""
    return (
        round_.call.nominations.filter(state__in=REVIEWABLE)
        .annotate(standing=FilteredRelation("standings", condition=Q(standings__round=round_)))
        .filter(standing__isnull=False)
        .select_related("category", "unit", "standing")
    )


def going_on(round_: Round) -> QuerySet[Nomination]:
    """Who went on from a closed round, but for those taken off since."""
    return entrants(round_).filter(standing__passed=True).exclude(state=NominationState.REMOVED)


def reviewable(call: Call) -> QuerySet[Nomination]:
    """Who is under review: the entrants of the present round; before the first, who passed the formal check."""
    round_ = current_round(call)
    return checked(call) if round_ is None else entrants(round_)


def standing_of(round_: Round, nomination: Nomination) -> Standing | None:
    """How a nomination stands in a round; None where it does not take part."""
    return Standing.objects.filter(round=round_, nomination=nomination).first()


def ready_for_review(call: Call) -> Verdict:
    """What the review of a call still lacks before it can begin."""
    return (
        Verdict.of(bool(call.criteria), "call_without_criteria")
        & Verdict.of(checked(call).exists(), "nothing_to_review")
        & Verdict.of(not waiting_for_check(call).exists(), "formal_check_not_finished")
    )


def on_the_board(round_: Round) -> QuerySet[Nomination]:
    """Nominations of a round with their figures and how many experts they are with."""
    assigned = (
        Assignment.objects.filter(round=round_, nomination=OuterRef("pk"), released_at=None)
        .order_by()
        .values("nomination")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return entrants(round_).annotate(assigned=Subquery(assigned))


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


def visible_assignments(user: User) -> QuerySet[Assignment]:
    """What an expert was given, and nothing else; nothing any more once her role in the pool has ended."""
    pools = organisations_with(user, kinds.EXPERT)
    return Assignment.objects.filter(
        expert__user=user, expert__pool__in=pools, released_at=None
    ).select_related(
        "round__call__organiser",
        "nomination__category",
        "nomination__call",
        "nomination__unit",
        "expert",
        "review",
    )


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


def experts_with_load(round_: Round, *, everyone: bool = False) -> QuerySet[Expert]:
    """The pool's experts with what they were given and what they have handed in for this round.

    With ``everyone`` also those who are no longer in use.
    """
    given = Q(assignments__round=round_, assignments__released_at=None)
    pool = Expert.objects.filter(pool=round_.call.organiser_id)
    return (pool if everyone else pool.filter(is_active=True)).annotate(
        given=Count("assignments", filter=given, distinct=True),
        done=Count(
            "assignments", filter=given & Q(assignments__review__state=Review.SUBMITTED), distinct=True
        ),
    )


def conflicted_pairs(call: Call) -> set[tuple[int, int]]:
    """(nomination id, expert id) of every conflict in a call that keeps an expert from a nomination."""
    rows = Conflict.objects.blocking().filter(nomination__call=call)
    return set(rows.values_list("nomination_id", "expert_id"))


def totals_of(round_: Round, nominations: Iterable[int]) -> dict[int, list]:
    """The totals of a round's submitted reviews by nomination, in one query."""
    rows = (
        Review.objects.filter(
            state=Review.SUBMITTED,
            assignment__round=round_,
            assignment__nomination__in=list(nominations),
            assignment__released_at=None,
        )
        .order_by("pk")
        .annotate(nomination_id=F("assignment__nomination_id"))
        .values_list("nomination_id", "total")
    )
    found: dict[int, list] = {}
    for nomination_id, total in rows:
        found.setdefault(nomination_id, []).append(total)
    return found


def desk(user: User, round_: Round) -> QuerySet[Assignment]:
    """What an expert was given in one round, in its order, with her reviews."""
    return visible_assignments(user).filter(round=round_).order_by("position", "pk")


def laid_on_the_desk(user: User, round_: Round) -> list[Assignment]:
    """The same for the page that lists them, which knows the round and its call: neither is read for every row."""
    given = desk(user, round_).select_related(None)
    rows = list(given.select_related("nomination__category", "nomination__unit", "expert", "review"))
    for row in rows:
        row.round, row.nomination.call = round_, round_.call
    return rows


def next_undone(user: User, round_: Round, after: Assignment | None = None) -> Assignment | None:
    """The next of hers that is not handed in: after the given one, else from the beginning."""
    undone = desk(user, round_).exclude(review__state=Review.SUBMITTED)
    if after is not None:
        here = (after.position, after.pk)
        later = undone.filter(Q(position__gt=here[0]) | Q(position=here[0], pk__gt=here[1]))
        return later.first() or undone.exclude(pk=after.pk).first()
    return undone.first()


def declared_conflicts(user: User, round_: Round) -> QuerySet[Conflict]:
    """The conflicts that she declared in a round herself."""
    return (
        Conflict.objects.filter(expert__user=user, nomination__call=round_.call_id, origin=Conflict.DECLARED)
        .select_related("nomination__category", "nomination__call")
        .order_by("declared_at", "pk")
    )


def has_promised(user: User, round_: Round) -> bool:
    return Promise.objects.filter(round=round_, expert__user=user).exists()


def pools_of(user: User) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=organisations_with(user, kinds.OFFICER))


def experts_of(pool: Organisation) -> QuerySet[Expert]:
    return Expert.objects.filter(pool=pool).select_related("user", "invitation")


def experts_matching(experts: QuerySet[Expert], text: str) -> QuerySet[Expert]:
    """Experts whose name, pinyin, initials, unit, title or disciplines contain every word of the text."""
    for word in text.lower().split():
        experts = experts.filter(search__contains=word)
    return experts


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


def call_under_review(call: Call) -> QuerySet[Nomination]:
    """The nominations that passed the formal check, for counting: nothing joined."""
    return Nomination.objects.filter(call=call, state__in=REVIEWABLE)


def given_to(round_: Round, nominations: Iterable[int]) -> Mapping[int, int]:
    """How many experts each of these nominations is with now in a round, in one query."""
    rows = (
        Assignment.objects.filter(round=round_, nomination__in=list(nominations), released_at=None)
        .order_by()
        .values_list("nomination")
        .annotate(Count("pk"))
    )
    return dict(rows)


def conflicts_of(call: Call) -> QuerySet[Conflict]:
    return (
        Conflict.objects.blocking()
        .filter(nomination__call=call)
        .select_related("nomination__category", "nomination__unit", "nomination__call", "expert")
        .order_by("-declared_at", "-pk")
    )


def reviews_of(round_: Round, nomination: Nomination) -> QuerySet[Assignment]:
    """Who reviews a nomination in a round, and how: for its officer."""
    return (
        nomination.assignments.filter(round=round_, released_at=None)
        .select_related("expert", "review", "round__call__organiser", "nomination")
        .prefetch_related("review__marks")
        .order_by("assigned_at", "pk")
    )


def totals_by_expert(round_: Round) -> QuerySet[Assignment]:
    """(nomination, expert, total) of every review handed in: for the export."""
    return (
        Assignment.objects.filter(round=round_, released_at=None, review__state=Review.SUBMITTED)
        .order_by("pk")
        .values_list("nomination_id", "expert_id", "review__total")
    )


def others_totals(assignment: Assignment) -> QuerySet[Assignment]:
    """(assignment, total) of the other reviews handed in for the same nomination in the same round."""
    return (
        Assignment.objects.filter(
            round=assignment.round_id,
            nomination=assignment.nomination_id,
            released_at=None,
            review__state=Review.SUBMITTED,
        )
        .exclude(pk=assignment.pk)
        .order_by("pk")
        .values_list("pk", "review__total")
    )


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


def desk_states(user: User, round_: Round) -> QuerySet[Assignment]:
    """(uid, state of the review) of all she was given in a round, in its order."""
    return (
        Assignment.objects.filter(expert__user=user, round=round_, released_at=None)
        .order_by("position", "pk")
        .values_list("uid", "review__state")
    )


def expert_in(user: User, round_: Round) -> Expert | None:
    """As whom a user takes part in a round."""
    return Expert.objects.filter(user=user, pool=round_.call.organiser_id).first()


def experts_with_account(pool_id: int) -> int:
    return Expert.objects.filter(pool=pool_id, is_active=True, user__isnull=False).count()


def has_conflict(nomination: Nomination, expert: Expert) -> bool:
    return Conflict.objects.blocking().filter(nomination=nomination, expert=expert).exists()


def not_handed_in(round_: Round, expert: Expert) -> QuerySet[Assignment]:
    """What an expert was given in a round and has not handed in."""
    return (
        Assignment.objects.filter(round=round_, expert=expert, released_at=None)
        .exclude(review__state=Review.SUBMITTED)
        .select_related(
            "round__call__organiser",
            "nomination__call",
            "nomination__category",
            "nomination__unit",
            "expert__user",
        )
        .order_by("position", "pk")
    )


def given_pairs(round_: Round, nominations: Iterable[int]) -> set[tuple[int, int]]:
    """(nomination id, expert id) of what is given out of these nominations."""
    return set(
        Assignment.objects.filter(
            round=round_, nomination__in=list(nominations), released_at=None
        ).values_list("nomination_id", "expert_id")
    )


def experts_to_assign(round_: Round) -> QuerySet[Expert]:
    """Who can be given something in a round: in use, with an account; where experts were asked for it, who accepted."""
    pool = Expert.objects.filter(pool=round_.call.organiser_id, is_active=True, user__isnull=False)
    asked = PanelInvitation.objects.filter(call=round_.call_id, position=round_.position)
    if asked.exclude(state=PanelState.WITHDRAWN).exists():
        pool = pool.filter(pk__in=asked.filter(state=PanelState.ACCEPTED).values("expert"))
    return pool.prefetch_related("codes").order_by("pinyin_key", "pk")


def plan_in_hand(round_: Round) -> AssignmentPlan | None:
    """The plan that is being made or looked at; where its work was cancelled or failed, there is none."""
    plan = (
        AssignmentPlan.objects.filter(round=round_, state__in=(AssignmentPlan.WORKING, AssignmentPlan.DRAFT))
        .select_related("job")
        .first()
    )
    return None if plan is None or plan.is_lost else plan


def published_plan(round_: Round) -> AssignmentPlan | None:
    """The plan that was published last."""
    return (
        AssignmentPlan.objects.filter(round=round_, state=AssignmentPlan.PUBLISHED)
        .order_by("-published_at", "-pk")
        .first()
    )


def experts_in_plan(plan: AssignmentPlan) -> QuerySet[Expert]:
    """Everyone who could be given something when the plan was made."""
    uids = [row["reviewer"] for row in plan.made_from.get("reviewers", [])]
    return Expert.objects.filter(uid__in=uids).order_by("pinyin_key", "pk")


def pairs_of(plan: AssignmentPlan) -> QuerySet[PlanPair]:
    """A plan's pairs with the people: by nomination, the mains before the reserve, the best fit first."""
    return plan.pairs.select_related("nomination__category", "nomination__unit", "expert").order_by(
        "nomination__number", "nomination_id", "-role", "place", "-affinity", "pk"
    )


def experts_free_for(round_: Round, nomination: Nomination) -> QuerySet[Expert]:
    """Who could be given this nomination: active, with an account, not having it, without a conflict."""
    has = Assignment.objects.filter(round=round_, nomination=nomination, released_at=None).values("expert")
    conflicted = Conflict.objects.blocking().filter(nomination=nomination).values("expert")
    return (
        Expert.objects.filter(pool=round_.call.organiser_id, is_active=True, user__isnull=False)
        .exclude(pk__in=has)
        .exclude(pk__in=conflicted)
        .order_by("pinyin_key", "pk")
    )


def by_score(round_: Round) -> QuerySet[Nomination]:
    """All in a round, the best of each category first."""
    return entrants(round_).order_by(
        "category__position", F("standing__score").desc(nulls_last=True), "number"
    )

"""What the officer's boards show, ready before they are printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.queries import matching
from jinguo.apps.reviews import queries
from jinguo.apps.reviews.criteria import criteria_of, is_far_apart
from jinguo.apps.reviews.models import Assignment, Expert, Review, Round
from jinguo.engines.scoring import Criterion
from jinguo.reasons import Reason

PER_PAGE = 50
FIGURES = {
    "score": "standing__score",
    "mean": "standing__mean",
    "trimmed": "standing__trimmed_mean",
    "median": "standing__median",
    "spread": "standing__spread",
    "reviews": "standing__reviews",
}
COLUMNS = {
    "number": ("number",),
    "name": ("pinyin_key",),
    "unit": ("unit__pinyin_key",),
    "category": ("category__position", "number"),
}


@dataclass(frozen=True)
class Need:
    """One thing a review needs before it begins."""

    code: str
    met: bool
    count: int = 0


def needs(call: Call) -> list[Need]:
    """Criteria, checked nominations, experts with an account: what is there and what is missing."""
    checked = queries.call_under_review(call).count()
    waiting = queries.waiting_for_check(call).count()
    experts = queries.experts_with_account(call.organiser_id)
    return [
        Need("need_criteria", bool(call.criteria), len(call.criteria)),
        Need("need_checked", checked > 0, checked),
        Need("need_all_checked", waiting == 0, waiting),
        Need("need_experts", experts > 0, experts),
    ]


class BoardFilter:
    """How the officer narrows the board down and sorts it: by GET, all of it in the address."""

    def __init__(self, asked: Mapping[str, str], round_: Round) -> None:
        self.round = round_
        self.categories = list(round_.call.categories.all())
        self.category = asked.get("category", "")
        self.text = asked.get("q", "").strip()
        self.only = asked.get("only", "")
        self.sort = asked.get("sort", "")

    @property
    def active(self) -> bool:
        return bool(self.category or self.text or self.only)

    def rows(self) -> QuerySet[Nomination]:
        rows = queries.entrants(self.round)
        chosen = [one for one in self.categories if str(one.uid) == self.category]
        if chosen:
            rows = rows.filter(category=chosen[0])
        if self.text:
            rows = matching(rows, self.text)
        if self.only == "incomplete":
            rows = rows.filter(standing__reviews__lt=self.round.reviews_each)
        elif self.only == "apart":
            rows = rows.filter(standing__range__gte=is_far_apart(self.round))
        return rows.order_by(*self._order())

    def _order(self) -> list[Any]:
        wanted = self.sort.removeprefix("-")
        down = self.sort.startswith("-")
        if wanted in FIGURES:
            figure = F(FIGURES[wanted])
            return [figure.desc(nulls_last=True) if down else figure.asc(nulls_last=True), "number"]
        keys = COLUMNS.get(wanted)
        if keys is None:
            return [F("standing__score").desc(nulls_last=True), "number", "pk"]
        return [f"-{key}" if down else key for key in (*keys, "pk")]


def with_given(rows: Iterable[Nomination], round_: Round) -> None:
    """Put beside each row how many experts it is with, and whether their sums lie far apart."""
    rows = list(rows)
    given = queries.given_to(round_, [row.pk for row in rows])
    limit = is_far_apart(round_)
    for row in rows:
        row.given = given.get(row.pk, 0)
        row.figures = getattr(row, "standing", None)
        row.apart = bool(row.figures and row.figures.range is not None and row.figures.range >= limit)


@dataclass(frozen=True)
class Load:
    """An expert in a plan: what she has, what would come."""

    expert: Expert
    now: int
    more: int
    reason: Reason | None = None

    @property
    def then(self) -> int:
        return self.now + self.more


@dataclass(frozen=True)
class Distribution:
    """What a distribution would do."""

    reviews: int
    nominations: int
    loads: Sequence[Load]
    left_out: Sequence[Load]
    short: Sequence[tuple[Nomination, int, int]]
    ways_out: Sequence[Reason] = ()


def describe(round_: Round, plan: Sequence[tuple[Nomination, Expert]]) -> Distribution:
    """Per expert how many, who gets none and why, and which nominations stay short of reviewers."""
    more = Counter(expert.pk for _nomination, expert in plan)
    fresh = Counter(nomination.pk for nomination, _expert in plan)
    loads, left_out = [], []
    for expert in queries.experts_with_load(round_, everyone=True).order_by("pinyin_key", "pk"):
        load = Load(expert, expert.given, more[expert.pk], _why_none(expert, more[expert.pk]))
        (left_out if load.reason else loads).append(load)
    rows = list(queries.entrants(round_).order_by("number"))
    given = queries.given_to(round_, [row.pk for row in rows])
    reached = {row.pk: given.get(row.pk, 0) + fresh[row.pk] for row in rows}
    short = [
        (row, reached[row.pk], round_.reviews_each) for row in rows if reached[row.pk] < round_.reviews_each
    ]
    return Distribution(len(plan), len(fresh), loads, left_out, short)


def _why_none(expert: Expert, more: int) -> Reason | None:
    if not expert.is_active:
        return Reason.info("expert_not_in_use")
    if expert.user_id is None:
        return Reason.warning("expert_has_no_account")
    if not more and not expert.given:
        return Reason.info("expert_free_of_none")
    return None


@dataclass(frozen=True)
class Given:
    """An expert's review of one nomination, for the officer's page."""

    assignment: Assignment
    review: Review | None
    marks: Sequence[tuple[Criterion, Decimal | None]]

    @property
    def state(self) -> str:
        return self.review.state if self.review else "review_not_started"

    @property
    def submitted(self) -> bool:
        return self.state == Review.SUBMITTED


def reviews_with_marks(round_: Round, assignments: Iterable[Assignment]) -> list[Given]:
    """Marks are shown of reviews that were handed in; a draft is the expert's own."""
    criteria = criteria_of(round_.criteria)
    found = []
    for assignment in assignments:
        review = getattr(assignment, "review", None)
        done = review is not None and review.state == Review.SUBMITTED
        by_key = {mark.criterion: mark.value for mark in review.marks.all()} if done else {}
        found.append(
            Given(assignment, review, [(one, by_key.get(one.key)) for one in criteria] if done else [])
        )
    return found

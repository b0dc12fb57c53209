"""What the officer's boards show, ready before they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.queries import matching, waiting_for_check
from jinguo.apps.reviews import queries
from jinguo.apps.reviews.actions import Entrant, Passing
from jinguo.apps.reviews.criteria import criteria_of, is_far_apart
from jinguo.apps.reviews.models import Assignment, Review, Round
from jinguo.engines.scoring import Criterion
from jinguo.phrases import term

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
    waiting = waiting_for_check(call).count()
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
            if self.round.is_meeting:
                rows = rows.annotate(given=queries.sheets_given(self.round))
            rows = rows.exclude(queries.complete_in(self.round, "standing__"))
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


def round_steps(call: Call, rounds: Sequence[Round], shown: Round) -> list[dict[str, object]]:
    """The rounds of a call as a line of steps: closed, shown, planned; none where there is only one."""
    if len(rounds) < 2:
        return []
    here = reverse("reviews:board", args=[call.uid])
    lang = get_language() or "zh-hans"
    return [
        {
            "label": str(one) if one.name else term(one.kind, lang),
            "state": "current" if one == shown else "done" if one.closed_at else "todo",
            "url": "" if one.is_planned or one == shown else f"{here}?round={one.position}",
            "when": term(one.state, lang),
        }
        for one in rounds
    ]


@dataclass(frozen=True)
class PassingRow:
    """One entrant on the page that settles who goes on."""

    entrant: Entrant
    wanted: tuple[bool, str] | None
    last_in: bool = False

    @property
    def nomination(self) -> Nomination:
        return self.entrant.nomination

    @property
    def goes_on(self) -> bool:
        return self.wanted[0] if self.wanted else self.entrant.passes


def passing_rows(
    proposal: Passing, by_hand: Mapping[str, tuple[bool, str]]
) -> list[tuple[str, list[PassingRow]]]:
    """The entrants in their order: in one list, or by category where places are counted so."""
    groups: dict[str, list[PassingRow]] = {}
    for one in proposal.entrants:
        name = one.nomination.category.name if proposal.by_category else ""
        groups.setdefault(name, []).append(PassingRow(one, by_hand.get(one.uid)))
    for rows in groups.values():
        passing = [place for place, row in enumerate(rows) if row.entrant.passes]
        if passing:
            rows[passing[-1]] = replace(rows[passing[-1]], last_in=True)
    return list(groups.items())


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

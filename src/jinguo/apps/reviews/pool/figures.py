"""Women's share of the pool, of every panel and of all review work, over the years and by discipline; how lenient one is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F
from django.db.models.functions import ExtractYear, Substr

from jinguo.apps.clock import today
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.reviews import queries
from jinguo.apps.reviews.models import Assignment, Expert, ExpertDiscipline, Review
from jinguo.apps.reviews.queries import Facet
from jinguo.apps.reviews.states import IN_USE, PoolState
from jinguo.standards.codes import label

if TYPE_CHECKING:
    from jinguo.engines.scoring.calibration import Leniency

YEARS = 6
_MOST_PANELS = 40


@dataclass(frozen=True)
class Share:
    """A row of a chart: women, men, and those whose sex is not stated, who count in neither."""

    label: str
    women: int = 0
    men: int = 0
    unstated: int = 0
    url: str = ""

    @property
    def total(self) -> int:
        return self.women + self.men + self.unstated

    @property
    def percent(self) -> float | None:
        """Women in percent of those whose sex is stated."""
        stated = self.women + self.men
        return round(100 * self.women / stated, 1) if stated else None


@dataclass(frozen=True)
class Shares:
    """All shares of one pool."""

    whole: Share
    by_discipline: list[Share]
    by_year: list[Share]
    panels: list[Share]
    work_by_year: list[Share]
    work_by_discipline: list[Share]


def shares_of(pool: Organisation) -> Shares:
    """Six queries for any size of pool."""
    here = Expert.objects.filter(pool=pool, state__in=(*IN_USE, PoolState.ON_BREAK))
    whole = _share("", dict(here.order_by().values_list("sex").annotate(Count("pk"))))
    fields = (
        ExpertDiscipline.objects.filter(expert__in=here.order_by().values("pk"))
        .order_by()
        .values_list(Substr("code", 1, 3), "expert__sex")
        .annotate(Count("expert", distinct=True))
    )
    done = Review.objects.filter(
        state=Review.SUBMITTED, assignment__released_at=None, assignment__expert__pool=pool
    ).order_by()
    years = (
        done.annotate(year=ExtractYear("submitted_at"))
        .values_list("year", "assignment__expert__sex")
        .annotate(Count("pk"))
    )
    work = (
        done.filter(assignment__expert__codes__position=0)
        .values_list(Substr("assignment__expert__codes__code", 1, 3), "assignment__expert__sex")
        .annotate(Count("pk"))
    )
    return Shares(
        whole=whole,
        by_discipline=_by_code(fields),
        by_year=_pool_by_year(pool),
        panels=_panels(pool),
        work_by_year=[_share(str(year), sexes) for year, sexes in sorted(_grouped(years).items())][-YEARS:],
        work_by_discipline=_by_code(work),
    )


def share_of_sexes(rows: Iterable[Facet]) -> Share:
    """The same from what the facets of a list counted."""
    return _share("", {"" if row.value == "-" else row.value: row.count for row in rows})


def panel_share(experts: Iterable[Expert], name: str = "") -> Share:
    """Women's share of a few experts at hand."""
    return _share(name, Counter(one.sex for one in experts))


def leniency_of(expert: Expert) -> Leniency | None:
    """How far above the others she marks, in percent of the possible, with its standard error; None before it can be said.

    By the calibration of all reviews in the rounds she took part in, put on one scale.
    """
    marks = queries.marks_beside(expert)
    if sum(reviewer == str(expert.pk) for _item, reviewer, _value in marks) < queries.ENOUGH_REVIEWS:
        return None
    from jinguo.engines.scoring.calibration import calibrate  # loads NumPy, which other pages are spared
    from jinguo.engines.scoring.design import Design  # loads NumPy, which other pages are spared

    found = calibrate(Design.of(marks))
    return next((row for row in found.reviewers if row.reviewer == str(expert.pk)), None)


def _pool_by_year(pool: Organisation) -> list[Share]:
    """Who was in the pool at the end of each year: joined until then, and not gone yet. Who came back counts throughout."""
    rows = list(Expert.objects.filter(pool=pool, joined_on__isnull=False).values_list(
        "sex", "joined_on__year", "state", "state_since__year"
    ))  # fmt: skip
    if not rows:
        return []
    this = today().year
    first = max(min(row[1] for row in rows), this - YEARS + 1)
    return [
        _share(
            str(year),
            Counter(
                sex
                for sex, joined, state, since in rows
                if joined <= year and not (state == PoolState.LEFT and since and since <= year)
            ),
        )
        for year in range(first, this + 1)
    ]


def _panels(pool: Organisation) -> list[Share]:
    """Everyone who was given something in a round, the newest rounds first."""
    rows = (
        Assignment.objects.filter(round__call__organiser=pool, released_at=None)
        .order_by()
        .values(
            "round_id", "expert__sex", title=F("round__call__title"), name=F("round__name"),
            at=F("round__opened_at"), place=F("round__position"), year=F("round__call__year"),
        )
        .annotate(n=Count("expert", distinct=True))
        .order_by("-at", "-round_id")
    )  # fmt: skip
    named: dict[int, str] = {}
    counts: dict[int, Counter[str]] = {}
    for row in rows:
        part = row["name"] or str(row["place"])
        named.setdefault(row["round_id"], f"{row['year']} {row['title']} · {part}")
        counts.setdefault(row["round_id"], Counter())[row["expert__sex"]] += row["n"]
    return [_share(named[pk], counts[pk]) for pk in list(named)[:_MOST_PANELS]]


def _by_code(rows: Iterable[tuple[str, str, int]]) -> list[Share]:
    """The greatest discipline first."""
    found = [_share(label("disciplines", code), sexes) for code, sexes in _grouped(rows).items()]
    return sorted(found, key=lambda row: (-row.total, row.label))


def _grouped(rows: Iterable[tuple[object, str, int]]) -> dict[object, Counter[str]]:
    found: dict[object, Counter[str]] = {}
    for key, sex, count in rows:
        found.setdefault(key, Counter())[sex] += count
    return found


def _share(name: str, sexes: Mapping[str, int]) -> Share:
    women, men = sexes.get("F", 0), sexes.get("M", 0)
    return Share(name, women, men, sum(sexes.values()) - women - men)

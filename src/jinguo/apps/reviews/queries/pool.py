"""Who is in the pool of experts, who is free, who is known by a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.reviews.models import (
    Assignment,
    Expert,
)
from jinguo.apps.reviews.states import GONE

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models.functions import Substr

from jinguo.apps import vault
from jinguo.apps.reviews.models import (
    ExpertBreak,
    ExpertDiscipline,
    ExpertRelation,
)
from jinguo.apps.reviews.states import IN_USE, PoolState
from jinguo.standards.codes import label

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def pools_of(user: User) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=organisations_with(user, kinds.OFFICER))


def experts_of(pool: Organisation) -> QuerySet[Expert]:
    return Expert.objects.filter(pool=pool).select_related("user", "invitation")


def experts_matching(experts: QuerySet[Expert], text: str) -> QuerySet[Expert]:
    """Experts whose name, pinyin, initials, unit, title or disciplines contain every word of the text."""
    for word in text.lower().split():
        experts = experts.filter(search__contains=word)
    return experts


def experts_with_account(pool_id: int) -> int:
    return Expert.objects.filter(pool=pool_id, is_active=True, user__isnull=False).count()


@dataclass(frozen=True)
class Asked:
    """What a person looks for in the pool. Empty parts ask for nothing."""

    text: str = ""
    discipline: str = ""
    sex: str = ""
    state: str = ""
    free_on: date | None = None
    not_unit: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Asked()


@dataclass(frozen=True)
class Facet:
    """One answer of a question with how many there are."""

    value: str
    label: str
    count: int
    chosen: bool


def found_in(pool: Organisation, asked: Asked) -> QuerySet[Expert]:
    """The experts of a pool as asked for. Without a state those who are gone or said no are left out."""
    rows = experts_matching(experts_of(pool), asked.text)
    if asked.state == "all":
        pass
    elif asked.state:
        rows = rows.filter(state=asked.state)
    else:
        rows = rows.exclude(state__in=GONE)
    if asked.discipline:
        coded = ExpertDiscipline.objects.filter(code__startswith=asked.discipline).values("expert")
        rows = rows.filter(pk__in=coded)
    if asked.sex:
        rows = rows.filter(sex="" if asked.sex == "-" else asked.sex)
    if asked.not_unit:
        rows = rows.exclude(unit_name__contains=asked.not_unit)
    if asked.free_on:
        rows = rows.filter(state__in=IN_USE).exclude(_away(asked.free_on))
    return rows


def known_by(pool: Organisation, name: str, unit: str) -> Expert | None:
    """The expert of this name and unit, where she is in the pool and did not leave it."""
    return Expert.objects.filter(pool=pool, name=name, unit_name=unit[:120]).exclude(state__in=GONE).first()


def facets(pool: Organisation, asked: Asked) -> dict[str, list[Facet]]:
    """How many experts each answer would find, the others kept: by state, sex and discipline. Two queries."""
    either = found_in(pool, replace(asked, state="all", sex=""))
    counts = list(either.order_by().values_list("state", "sex").annotate(Count("pk")))
    states: Counter[str] = Counter()
    sexes: Counter[str] = Counter()
    for state, sex, n in counts:
        if not asked.sex or (sex or "-") == asked.sex:
            states[state] += n
        if state == asked.state or asked.state == "all" or (not asked.state and state not in GONE):
            sexes[sex] += n
    within = found_in(pool, replace(asked, discipline="")).order_by().values("pk")
    fields = (
        ExpertDiscipline.objects.filter(expert__in=within)
        .order_by()
        .values_list(Substr("code", 1, 3))
        .annotate(n=Count("expert", distinct=True))
        .order_by("-n", Substr("code", 1, 3))
    )
    return {
        "state": [Facet(code, code, n, code == asked.state) for code, n in sorted(states.items())],
        "sex": [
            Facet(sex or "-", sex, n, (sex or "-") == asked.sex)
            for sex, n in sorted(sexes.items(), reverse=True)
        ],
        "discipline": [
            Facet(code, label("disciplines", code), n, code == asked.discipline) for code, n in fields
        ],
    }


def on_a_break(experts: Iterable[Expert], day: date) -> set[int]:
    """Of these experts the ids of those with a break on the day."""
    rows = Expert.objects.filter(_away(day), pk__in=[one.pk for one in experts])
    return set(rows.values_list("pk", flat=True))


def _away(day: date) -> Q:
    breaks = ExpertBreak.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day)
    return Q(pk__in=breaks.values("expert"))


def given_in_year(year: int) -> Subquery:
    """To annotate an expert: how many nominations she was given in a year and has, or had reviewed."""
    rows = Assignment.objects.filter(expert=OuterRef("pk"), released_at=None, assigned_at__year=year)
    return Subquery(rows.order_by().values("expert").annotate(n=Count("pk")).values("n"))


def without_room(experts: Iterable[Expert], year: int) -> set[int]:
    """Of these experts the ids of those who have as much as they want in this year."""
    wanted = Expert.objects.filter(pk__in=[one.pk for one in experts], max_per_year__isnull=False)
    rows = wanted.annotate(given=given_in_year(year)).filter(given__gte=F("max_per_year"))
    return set(rows.values_list("pk", flat=True))


def memberships_of(user: User) -> QuerySet[Expert]:
    """As whom a user stands in pools."""
    return Expert.objects.filter(user=user).select_related("pool", "user").order_by("pk")


def names_of(pool: Organisation) -> Mapping[tuple[str, str], Expert]:
    """The pool's experts by name and unit, and by e-mail, for reading files in. One query."""
    found: dict[tuple[str, str], Expert] = {}
    for one in Expert.objects.filter(pool=pool).order_by("pk"):
        found.setdefault((one.name, one.unit_name), one)
        if one.email:
            found.setdefault(("@", one.email.lower()), one)
    return found


@dataclass(frozen=True)
class Stated:
    """A relation that an expert stated, opened for herself."""

    relation: ExpertRelation
    name: str
    unit: str
    title: str
    year: int | None


def relations_of(expert: Expert) -> list[Stated]:
    """What she stated, for her own page."""
    found = []
    for row in expert.relations.all():
        who = json.loads(vault.unseal(row.who_sealed, about=row.sealed_about))
        found.append(Stated(row, who["name"], who["unit"], who["title"], who["year"]))
    return found


def breaks_due(day: date) -> QuerySet[Expert]:
    """Whose state does not say what her breaks say on a day."""
    pausing = Q(state=PoolState.ACTIVE) & _away(day)
    returning = Q(state=PoolState.ON_BREAK) & ~_away(day)
    return Expert.objects.filter(pausing | returning).order_by("pk")

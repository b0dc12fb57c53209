"""What this app reports to plans and figures: each person at a unit that registered her, each honour that stands (a revoked one
is in no count), each tier given. Persons are told by tier: the one that they hold now, by the scheme of who counts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.urls import reverse

from jinguo.apps.clock import told
from jinguo.apps.facts.kernel import Fact, Record, declare
from jinguo.apps.registry import queries
from jinguo.apps.registry.models import Honour, PersonEntry, TierHolding

if TYPE_CHECKING:
    from jinguo.apps.organisations.models import Organisation


def _granted_by(organisation: Organisation) -> Q:
    """Honours keep the name of who granted them: the one it bears, or bore."""
    former = organisation.former_names.values_list("name", flat=True)
    return Q(granted_by=organisation.name) | Q(granted_by__in=former)


def _kept_by(user: Any, path: str) -> Q:
    """What is about persons in the registries that a user keeps."""
    kept = Q(pk__in=[])
    for registry in queries.people.registries_of(user):
        kept |= Q(**{path: queries.people.entries_in(registry)})
    return kept


def _first_entries() -> QuerySet[PersonEntry]:
    """Each person once at each unit that keeps her: what it wrote of her first."""
    standing = PersonEntry.objects.filter(withdrawn_at=None, organisation__isnull=False)
    same = standing.filter(
        identity=OuterRef("identity"), organisation=OuterRef("organisation"), pk__lt=OuterRef("pk")
    )
    return standing.exclude(Exists(same))


def _persons_seen(user: Any, rows: QuerySet[PersonEntry]) -> list[Record]:
    found = rows.filter(_kept_by(user, "pk__in")).select_related("identity").order_by("created_at", "pk")
    return [Record(told(one.created_at).date(), one.name, _page_of(one)) for one in found]


def _tiers_seen(user: Any, rows: QuerySet[TierHolding]) -> list[Record]:
    found = rows.filter(_kept_by(user, "entry__in")).select_related("entry__identity").order_by("since", "pk")
    return [Record(one.since, f"{one.entry.name} · {one.tier_name}", _page_of(one.entry)) for one in found]


def _page_of(entry: PersonEntry) -> str:
    return reverse("registry:person", args=[entry.identity.uid])


def _honours_seen(user: Any, rows: QuerySet[Honour]) -> list[Record]:
    """Honours of persons in the registries that she keeps, each opening the person; those of teams, units and works tell of
    no person and are named alone.
    """
    kept = ~Q(holder_kind="person") | _kept_by(user, "entry__in")
    found = rows.filter(kept).select_related("entry__identity").order_by("granted_on", "pk")
    return [
        Record(
            one.granted_on,
            f"{one.holder_name} · {one.title}",
            _page_of(one.entry) if one.entry else "",
        )
        for one in found
    ]


def _of_holder(field: str) -> Callable[[Any], Combinable]:
    """Of an honour: by the unit that keeps the person, or by the unit that holds it."""
    return lambda _organisation: Coalesce(F(f"entry__organisation__{field}"), F(f"organisation__{field}"))


REGISTERED = Fact(
    "person.registered",
    rows=_first_entries,
    date="created_at",
    dimensions={
        "sex": "sex",
        "unit": "organisation__uid",
        "unit_kind": "organisation__kind",
        "region": "organisation__region",
        "tier": queries.tiers.tier_now("identity"),
    },
    values={"tier": queries.tiers.tier_names},
    person="identity",
    owned=lambda organisation: Q(organisation__in=queries.people.below(organisation)),
    seen=_persons_seen,
)
TIER_GIVEN = Fact(
    "tier.given",
    rows=lambda: TierHolding.objects.filter(entry__withdrawn_at=None),
    date="since",
    dimensions={
        "sex": "entry__sex",
        "unit": "entry__organisation__uid",
        "unit_kind": "entry__organisation__kind",
        "region": "entry__organisation__region",
        "tier": queries.tiers.tier_given,
    },
    values={"tier": queries.tiers.tier_names},
    person="entry__identity",
    owned=lambda organisation: Q(organisation=organisation),
    seen=_tiers_seen,
)
GRANTED = Fact(
    "honour.granted",
    rows=lambda: Honour.objects.filter(revoked_on=None),
    date="granted_on",
    dimensions={
        "holder_kind": "holder_kind",
        "sex": "entry__sex",
        "unit": _of_holder("uid"),
        "region": _of_holder("region"),
        "tier": queries.tiers.tier_now("entry__identity"),
        "title": "title",
        "granted_by": "granted_by",
    },
    values={"tier": queries.tiers.tier_names},
    person="entry__identity",
    owned=_granted_by,
    seen=_honours_seen,
)


def declare_facts() -> None:
    """Called once, when the app is ready."""
    for fact in (REGISTERED, GRANTED, TIER_GIVEN):
        declare(fact)

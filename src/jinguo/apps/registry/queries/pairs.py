"""Reads of pairs that may be one person, and of merges."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Max, Q, QuerySet

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.models import Claim, Merge, Pair, PersonEntry, Statement
from jinguo.apps.registry.queries.people import both_in, entries_in

BANDS = {
    "band_certain": Q(probability__gte=0.99),
    "band_likely": Q(probability__gte=0.9, probability__lt=0.99),
    "band_possible": Q(probability__gte=0.5, probability__lt=0.9),
    "band_faint": Q(probability__lt=0.5),
    "band_keys": Q(probability=None),
}
"""How likely pairs are, as the queue divides them; the last are those that exact keys found."""
MOST_OF_A_CASE = 8
MOST_LISTS = 12
LIKELIEST_FIRST = (F("probability").desc(nulls_last=True), "pk")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pairs of the queue somebody looks at. ``source``: one of the two entries came from there."""

    state: str = Pair.OPEN
    band: str = ""
    source: str = ""

    @classmethod
    def read(cls, said: Any) -> Wanted:
        """From the parameters of an address; what is not known is left out."""
        state, band = said.get("state", Pair.OPEN), said.get("band", "")
        return cls(
            state if state in Pair.STATES else Pair.OPEN,
            band if band in BANDS else "",
            str(said.get("source", ""))[:80],
        )

    def address(self, **other: str) -> str:
        """The parameters of an address, some of them changed."""
        said = {"state": self.state, "band": self.band, "source": self.source, **other}
        return "?" + urlencode({key: value for key, value in said.items() if value})


def merges_among(entries: list[PersonEntry]) -> QuerySet[Merge]:
    """The merges that touch any of these entries, the latest first."""
    keys = [entry.pk for entry in entries]
    return (
        Merge.objects.filter(Q(left__in=keys) | Q(right__in=keys))
        .select_related("left", "right", "kept", "gone")
        .order_by("-at", "-pk")
    )


def pairs_in(organisation: Organisation) -> QuerySet[Pair]:
    """The pairs of which this registry keeps both entries."""
    return _kept(organisation).select_related(
        "left__organisation", "right__organisation", "left__identity", "right__identity"
    )


def _kept(organisation: Organisation) -> QuerySet[Pair]:
    return Pair.objects.filter(both_in(organisation))


def _standing(rows: QuerySet[Pair]) -> QuerySet[Pair]:
    """Without those that wait although another merge has made them one person."""
    return rows.exclude(state__in=Pair.WAITING, left__identity=F("right__identity"))


def queue_of(organisation: Organisation, wanted: Wanted) -> QuerySet[Pair]:
    """The pairs that somebody wants to look at, the likeliest first."""
    rows = _standing(pairs_in(organisation)).filter(state=wanted.state)
    if wanted.band:
        rows = rows.filter(BANDS[wanted.band])
    if wanted.source:
        rows = rows.filter(Q(left__source=wanted.source) | Q(right__source=wanted.source))
    return rows.order_by(*LIKELIEST_FIRST)


def pair_counts(organisation: Organisation) -> dict[str, int]:
    """How many pairs of a registry stand in each state."""
    rows = _standing(_kept(organisation)).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))


def band_counts(organisation: Organisation, wanted: Wanted) -> dict[str, int]:
    """How many pairs of a state, and of a source where one is chosen, are how likely."""
    rows = queue_of(organisation, Wanted(wanted.state, "", wanted.source)).select_related(None).order_by()
    return rows.aggregate(**{band: Count("pk", filter=condition) for band, condition in BANDS.items()})


def source_counts(organisation: Organisation, wanted: Wanted) -> list[dict[str, Any]]:
    """The lists that pairs of a state came from, by their later entry: source, name, how many; the most first."""
    rows = queue_of(organisation, Wanted(wanted.state, wanted.band)).select_related(None).order_by()
    found = rows.values("right__source").annotate(name=Max("right__source_name"), pairs=Count("pk"))
    return list(found.order_by("-pairs", "right__source")[:MOST_LISTS])


def case_of(organisation: Organisation, pair: Pair) -> list[Pair]:
    """The open pairs that hang together with one: through a person that they share, and through hers. At most a handful."""
    found: dict[int, Pair] = {pair.pk: pair}
    persons = {pair.left.identity_id, pair.right.identity_id}
    for _ in range(2):
        rows = _standing(pairs_in(organisation)).filter(
            Q(left__identity__in=persons) | Q(right__identity__in=persons), state__in=Pair.WAITING
        )
        more = {one.pk: one for one in rows.order_by(*LIKELIEST_FIRST)[:MOST_OF_A_CASE]}
        new = {end.identity_id for one in more.values() for end in (one.left, one.right)} - persons
        found = {**more, **found}
        if not new:
            break
        persons |= new
    return list(found.values())


def entries_by_identity(
    organisation: Organisation, identities: Iterable[int]
) -> dict[int, list[PersonEntry]]:
    """identity → what a registry knows of her."""
    found: dict[int, list[PersonEntry]] = {}
    for entry in entries_in(organisation).filter(identity__in=set(identities)).order_by("pk"):
        found.setdefault(entry.identity_id, []).append(entry)
    return found


def tied(entries: Collection[PersonEntry]) -> frozenset[int]:
    """Of these entries those to which a person's account is tied."""
    rows = Claim.objects.filter(state=Claim.CONFIRMED, entry__in=[entry.pk for entry in entries])
    return frozenset(rows.values_list("entry_id", flat=True))


def said_last(pair: Pair) -> Any:
    """When something was last said of one of its entries; None where nothing was said since they were written."""
    rows = Statement.objects.filter(entry__in=(pair.left_id, pair.right_id))
    return rows.aggregate(Max("recorded_at"))["recorded_at__max"]

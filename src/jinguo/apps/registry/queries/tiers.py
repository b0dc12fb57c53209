"""Reads of tiers: the scheme that counts, what it proposes, who holds what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.models import (
    Honour,
    PersonEntry,
    Statement,
    TierHolding,
    TierProposal,
    TierScheme,
)
from jinguo.apps.registry.queries.people import above, entries_in


def schemes_of(organisation: Organisation) -> QuerySet[TierScheme]:
    """Every version, the latest first."""
    return TierScheme.objects.filter(organisation=organisation).select_related("job").order_by("-version")


def scheme_in_force(organisation: Organisation) -> TierScheme | None:
    """The organisation's own scheme."""
    return TierScheme.objects.filter(organisation=organisation, state=TierScheme.IN_FORCE).first()


def scheme_that_counts(organisation: Organisation) -> TierScheme | None:
    """Its own scheme, else that of the nearest organisation above it."""
    rows = TierScheme.objects.filter(state=TierScheme.IN_FORCE, organisation__in=above(organisation))
    schemes = {one.organisation_id: one for one in rows.select_related("organisation")}
    if len(schemes) < 2 or organisation.pk in schemes:
        return schemes.get(organisation.pk) or next(iter(schemes.values()), None)
    parents = dict(Organisation.objects.filter(pk__in=above(organisation)).values_list("pk", "parent_id"))
    at: int | None = organisation.pk
    while at is not None and at not in schemes:
        at = parents.pop(at, None)
    return schemes.get(at or 0)


class Named:
    """What the tiers are called by the scheme of each organisation: lists write 领军 where a scheme says 领军人才.

    Read once for a whole batch; ``above`` gives an organisation and those above it, the nearest first.
    """

    def __init__(self) -> None:
        self._rules = {key: one.scheme for key, one in _in_force().items()}

    def __call__(self, word: str, above: Iterable[int]) -> str:
        """A word as the nearest scheme calls the tier that it means; the word itself where it means none of it."""
        if not word or not self._rules:
            return word
        rules = next((self._rules[key] for key in above if key in self._rules), None)
        tier = rules.named(word) if rules else None
        return tier.name if tier else word


def called(word: str, organisation: Organisation) -> str:
    """A tier's word as the scheme that counts calls it: a search kept before the scheme finds the same persons."""
    scheme = scheme_that_counts(organisation) if word else None
    tier = scheme.scheme.named(word) if scheme else None
    return tier.name if tier else word


def _in_force() -> dict[int, TierScheme]:
    """Every scheme in force, by its organisation: there are few."""
    rows = TierScheme.objects.filter(state=TierScheme.IN_FORCE).select_related("organisation")
    return {one.organisation_id: one for one in rows}


def schemes_over(entries: Sequence[PersonEntry]) -> list[tuple[TierScheme, frozenset[int]]]:
    """The schemes by which a person is weighed, each with those of her entries that its registry reaches."""
    schemes = _in_force()
    parents = dict(Organisation.objects.values_list("pk", "parent_id")) if schemes else {}
    reached: dict[int, set[int]] = defaultdict(set)
    for entry in entries:
        at, seen = entry.organisation_id, set()
        while at is not None and at not in seen:
            seen.add(at)
            if at in schemes:
                reached[at].add(entry.pk)
            at = parents.get(at)
    return [(schemes[key], frozenset(keys)) for key, keys in sorted(reached.items())]


def schemes_to_weigh(day: date) -> QuerySet[TierScheme]:
    """The schemes in force by which nobody was weighed on a day yet."""
    rows = TierScheme.objects.filter(state=TierScheme.IN_FORCE).exclude(weighed_on=day)
    return rows.select_related("organisation").order_by("pk")


def proposals_of(organisation: Organisation) -> QuerySet[TierProposal]:
    """What waits for a word."""
    return (
        TierProposal.objects.filter(organisation=organisation, state__in=TierProposal.WAITING)
        .select_related("entry__identity", "scheme", "holding")
        .order_by("kind", "tier", "pk")
    )


def proposal_counts(organisation: Organisation) -> dict[str, int]:
    """kind → how many wait."""
    rows = TierProposal.objects.filter(organisation=organisation, state__in=TierProposal.WAITING)
    return dict(rows.order_by().values_list("kind").annotate(Count("pk")))


def tier_counts(organisation: Organisation) -> dict[str, int]:
    """tier → how many hold it now."""
    rows = TierHolding.objects.filter(organisation=organisation, ended_on=None, entry__withdrawn_at=None)
    return dict(rows.order_by().values_list("tier").annotate(Count("entry__identity", distinct=True)))


def tiers_of(entries: Sequence[PersonEntry], organisation: Organisation | None = None) -> list[TierHolding]:
    """The tiers that a person holds and held, the latest first."""
    rows = TierHolding.objects.filter(entry__in=entries).select_related("organisation")
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    return list(rows.order_by("-since", "-pk"))


def proposal_on(entries: Sequence[PersonEntry], organisation: Organisation) -> TierProposal | None:
    """What waits for a word about a person."""
    return proposals_of(organisation).filter(entry__in=entries).first()


def identities_to_weigh(organisation: Organisation) -> list[int]:
    """Everybody in a registry, in a fixed order."""
    rows = entries_in(organisation).order_by("identity").values_list("identity_id", flat=True)
    return list(rows.distinct())


class Batch:
    """What is known of some persons of a registry, read with a fixed number of queries."""

    def __init__(self, organisation: Organisation, identities: Sequence[int]) -> None:
        self.entries: dict[int, list[PersonEntry]] = defaultdict(list)
        owner: dict[int, int] = {}
        for entry in entries_in(organisation).filter(identity__in=identities).order_by("pk"):
            self.entries[entry.identity_id].append(entry)
            owner[entry.pk] = entry.identity_id
        keys = list(owner)
        self.statements = _by_person(
            owner, Statement.objects.filter(entry__in=keys, state=Statement.STANDING).order_by("pk")
        )
        self.honours = _by_person(
            owner, Honour.objects.filter(entry__in=keys, restored_as=None).order_by("pk")
        )
        holdings = TierHolding.objects.filter(organisation=organisation, entry__identity__in=identities)
        self.holdings: dict[int, list[TierHolding]] = defaultdict(list)
        for one in holdings.select_related("entry").order_by("pk"):
            self.holdings[one.entry.identity_id].append(one)
        proposals = TierProposal.objects.filter(
            Q(state__in=TierProposal.WAITING) | Q(state=TierProposal.REFUSED),
            organisation=organisation,
            entry__identity__in=identities,
        )
        self.proposals: dict[int, list[TierProposal]] = defaultdict(list)
        for one in proposals.select_related("entry").order_by("pk"):
            self.proposals[one.entry.identity_id].append(one)


def _by_person(owner: dict[int, int], rows: Iterable) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[owner[row.entry_id]].append(row)
    return found


def entries_by_key(keys: Iterable[int]) -> dict[int, PersonEntry]:
    """The entries that a trial of a scheme named."""
    return PersonEntry.objects.select_related("identity").in_bulk(list(keys))


def running_out(organisation: Organisation, until: date) -> QuerySet[TierHolding]:
    """The holdings whose term is over by a day and of which nobody was reminded."""
    rows = TierHolding.objects.filter(
        organisation=organisation, ended_on=None, until__lte=until, reminded_on=None
    )
    return rows.select_related("entry").order_by("until", "pk")


def tier_now(person: str) -> Callable[[Organisation | None], Combinable]:
    """For counts: the tier that a person (``person``: the path to her identity) holds now in the registry of who counts, by
    the scheme that counts there and its names; of several the highest; empty without one.
    """

    def held(organisation: Organisation | None) -> Combinable:
        scheme = scheme_that_counts(organisation) if organisation else None
        if scheme is None:
            return Value("")
        rank = Case(*_when(scheme, lambda place, _name: place), default=Value(len(scheme.scheme.tiers)))
        holdings = TierHolding.objects.filter(
            organisation=scheme.organisation_id,
            entry__identity=OuterRef(person),
            entry__withdrawn_at=None,
            ended_on=None,
        ).order_by(rank, "-pk")
        return Coalesce(Subquery(holdings.values_list(_name_by(scheme))[:1]), Value(""))

    return held


def tier_names(organisation: Organisation) -> list[str]:
    """The tiers that counts of an organisation tell apart, from the highest; empty without a scheme."""
    scheme = scheme_that_counts(organisation)
    return [one.name for one in scheme.scheme.tiers] if scheme else []


def tier_given(organisation: Organisation | None) -> Combinable:
    """For counts of holdings: what the tier of each is called by the scheme that counts for who counts."""
    scheme = scheme_that_counts(organisation) if organisation else None
    return _name_by(scheme) if scheme else F("tier_name")


def _name_by(scheme: TierScheme) -> Case:
    """A holding's tier by the scheme's name for it; one that the scheme no longer has keeps its own."""
    return Case(*_when(scheme, lambda _place, name: name), default=F("tier_name"))


def _when(scheme: TierScheme, told: Callable[[int, str], int | str]) -> list[When]:
    tiers = enumerate(scheme.scheme.tiers)
    return [When(tier=tier.code, then=Value(told(place, tier.name))) for place, tier in tiers]

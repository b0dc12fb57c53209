"""Makes the cards that searches see, from entries and statements, for each organisation that may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import date

from django.db import transaction

from jinguo.apps.clock import now, today
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import bulk
from jinguo.apps.registry.attributes import attributes
from jinguo.apps.registry.models import Card, Honour, PersonEntry, Statement, Tagged, TierHolding
from jinguo.apps.registry.persons.profile import Fact, Profile, fact_of_statement, facts_of_entry, profile_of
from jinguo.apps.registry.persons.tier_facts import tier_shown
from jinguo.apps.registry.queries.rights import refusing
from jinguo.apps.registry.queries.tiers import Named
from jinguo.apps.registry.rights.consent_texts import FOUND
from jinguo.apps.registry.search import derived, words
from jinguo.standards.codes import ancestors, label
from jinguo.standards.names import pinyin_key
from jinguo.standards.strokes import stroke_key
from jinguo.standards.titles import level_of
from jinguo.standards.units import normalise_unit

BATCH = 800
TIER, SEGMENT, TAG, DISCIPLINE, EDUCATION, SEX, TITLE = "t", "s", "g", "d", "e", "x", "l"
LEVEL, REGION, SOURCE, KEEPER = "v", "r", "o", "k"
"""The kinds of words that filters ask for. Every card carries the word of its keeper, so that the index alone answers."""


def refresh(identities: Iterable[int]) -> int:
    """Make the cards of these identities anew; answers how many persons have one. Part of the caller's transaction."""
    wanted = sorted(set(identities))
    above, named = keepers_above(), Named()
    done = 0
    for start in range(0, len(wanted), BATCH):
        chosen = wanted[start : start + BATCH]
        made = _cards(chosen, above, named, today())
        done += len({card.identity_id for card in made})
        _replace(chosen, made)
    return done


def refresh_source(source: str, behind: int = 0) -> Iterator[int]:
    """The same for all whom a source tells of, a batch a transaction; gives the last entry of each batch, which is where to
    go on (``behind``). May be stopped and begun again at any time."""
    rows = PersonEntry.objects.filter(source=source).order_by("pk")
    while batch := list(rows.filter(pk__gt=behind).values_list("pk", "identity_id")[:BATCH]):
        with transaction.atomic():
            refresh(identity for _, identity in batch)
        behind = batch[-1][0]
        yield behind


def _replace(identities: Sequence[int], made: list[Card]) -> None:
    """Write the new cards over the old ones: a card keeps its row, so that nothing is counted twice meanwhile."""
    old = {
        (card.identity_id, card.organisation_id): card.pk
        for card in Card.objects.filter(identity__in=identities).only("identity_id", "organisation_id")
    }
    fresh, kept = [], []
    for card in made:
        card.pk = old.pop((card.identity_id, card.organisation_id), None)
        (fresh if card.pk is None else kept).append(card)
    if old:
        Card.objects.filter(pk__in=old.values()).delete()
    bulk.rewrite(kept)
    bulk.write(fresh)


FROM_EVERYWHERE = frozenset({kinds.SOCIETY, kinds.FOUNDATION})
"""Kinds of organisation whose seat says nothing of where their people are."""


class Above:
    """organisation → itself and those above it, which may see what it keeps; and where the people are whom it keeps, of
    whom neither a list nor their unit's name says it: where itself is, unless its members come from everywhere."""

    def __init__(self) -> None:
        rows = list(Organisation.objects.values_list("pk", "parent_id", "region", "kind"))
        self._parents = {key: parent for key, parent, _, _ in rows}
        self.regions = {key: "" if kind in FROM_EVERYWHERE else region for key, _, region, kind in rows}

    def __call__(self, organisation: int) -> tuple[int, ...]:
        found = [organisation]
        while (one := self._parents.get(found[-1])) is not None and one not in found:
            found.append(one)
        return tuple(found)


def keepers_above() -> Above:
    """Read once for a whole batch."""
    return Above()


def _cards(identities: Sequence[int], above: Above, named: Named, on: date) -> list[Card]:
    entries = list(
        PersonEntry.objects.filter(
            identity__in=identities, withdrawn_at=None, organisation__isnull=False
        ).order_by("pk")
    )
    unwilling = refusing(identities, FOUND)
    entries = [entry for entry in entries if entry.identity_id not in unwilling]
    keys = [entry.pk for entry in entries]
    said = _grouped(Statement.objects.filter(entry__in=keys, state=Statement.STANDING).order_by("pk"))
    honours = _grouped(Honour.objects.filter(entry__in=keys, revoked_on=None).order_by("pk"))
    tiers = _grouped(TierHolding.objects.filter(entry__in=keys).order_by("pk"))
    tags = defaultdict(list)
    for entry, organisation, name in Tagged.objects.filter(entry__in=keys).values_list(
        "entry_id", "tag__organisation_id", "tag__name"
    ):
        tags[entry].append((organisation, name))
    seen: dict[tuple[int, int], list[PersonEntry]] = defaultdict(list)
    for entry in entries:
        for organisation in above(entry.organisation_id):
            seen[entry.identity_id, organisation].append(entry)
    made: dict[tuple[int, ...], tuple[Card, set[str], Profile]] = {}
    cards = []
    for (identity, organisation), hers in seen.items():
        which = tuple(entry.pk for entry in hers)
        if which not in made:
            facts = [fact for entry in hers for fact in facts_of_entry(entry)]
            facts += [fact_of_statement(one) for entry in hers for one in said[entry.pk]]
            profile = profile_of(facts, on)
            titles = [honour.title for entry in hers for honour in honours[entry.pk]]
            place = derived.region_of(profile, above.regions, [entry.organisation_id for entry in hers])
            sources = sorted({entry.source_name or entry.source_code for entry in hers})
            made[which] = (
                _card(profile, len(hers), place, sources),
                _words(profile, facts, titles) | set(_places(place, sources)),
                profile,
            )
        card, found, profile = made[which]
        worn = sorted({name for one in which for org, name in tags[one] if org == organisation})
        own = {words.of_kind(TAG, name) for name in worn} | {words.of_kind(KEEPER, organisation)}
        card = copy(card)
        card.identity_id, card.organisation_id = identity, organisation
        card.tags = lines(worn, 300)
        tier, holding = tier_shown(profile, [one for key in which for one in tiers[key]], organisation)
        card.tier = (tier if holding else named(tier, above(organisation)))[:60]
        card.tier_confirmed = holding is not None
        if card.tier:
            own.add(words.of_kind(TIER, card.tier))
        card.tokens = " ".join(sorted(found | own))
        cards.append(card)
    return cards


def _grouped(rows: Iterable) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.entry_id].append(row)
    return found


def _card(profile: Profile, entries: int, place: str, sources: Sequence[str]) -> Card:
    """A card but for whose it is, where, and its words."""
    name, born = profile.value("name"), profile.value("birth_date")
    unit = profile.value("unit")[:200]
    discipline = profile.value("disciplines")
    return Card(
        name=name,
        sex=profile.value("sex"),
        birth_year=int(born[:4]) if born[:4].isdigit() else None,
        unit=unit,
        unit_key=normalise_unit(unit)[:200] if unit else "",
        post=" ".join(filter(None, (profile.value("department"), profile.value("post"))))[:200],
        title=profile.value("title")[:80],
        title_level=level_of(profile.value("title")),
        region=place,
        segments=lines(profile.values("segments"), 200),
        sources=lines(sources, 300),
        education=profile.value("education")[:4],
        discipline=discipline[:3] if discipline[:3].isdigit() else "",
        pinyin_key=pinyin_key(name)[:240],
        stroke_key=stroke_key(name)[:600],
        entry_count=min(entries, 32_000),
        missing=len(profile.missing),
        stale_on=profile.stale_on,
        conflicts=len(profile.conflicts),
        updated_at=now(),
    )


def _words(profile: Profile, facts: Iterable[Fact], honours: Iterable[str]) -> set[str]:
    """All words of a person. Values that no longer count find her too: that is how a former name or unit is known."""
    found: set[str] = set()
    known = attributes()
    for fact in facts:
        if known[fact.attribute].searched and fact.value:
            found |= _words_of(fact)
    for title in honours:
        found |= words.of_text(title)
    found |= set(_filters(profile))
    return found


def _words_of(fact: Fact) -> frozenset[str] | set[str]:
    if fact.attribute in ("name", "former_name", "latin_name"):
        return words.of_name(fact.value)
    if fact.attribute in ("unit", "second_unit", "employment"):
        return words.of_unit(fact.place or fact.value)
    return words.of_text(f"{fact.shown} {fact.place}")


def _places(place: str, sources: Iterable[str]) -> Iterator[str]:
    """The words of where she lives, with everything above it, and of the lists she came with."""
    for code in derived.regions_above(place):
        yield words.of_kind(REGION, code)
    for source in sources:
        yield words.of_kind(SOURCE, source)


def lines(values: Iterable[str], most: int) -> str:
    """Several values in one column, a line each; what does not fit is left out."""
    kept = ""
    for value in values:
        longer = f"{kept}\n{value}" if kept else value
        if len(longer) > most:
            break
        kept = longer
    return kept


def _filters(profile: Profile) -> Iterator[str]:
    """The words of what counts now, for filters."""
    for kind, attribute in ((SEX, "sex"), (EDUCATION, "education"), (TITLE, "title")):
        if value := profile.value(attribute):
            yield words.of_kind(kind, value)
    if level := level_of(profile.value("title")):
        yield words.of_kind(LEVEL, level)
    for segment in profile.values("segments"):
        yield words.of_kind(SEGMENT, segment)
    for code in profile.values("disciplines"):
        for one in (*(entry.code for entry in ancestors("disciplines", code)), code):
            yield words.of_kind(DISCIPLINE, one)
        for entry in ancestors("disciplines", code):
            yield from words.of_text(entry.name)
    if region := profile.value("region"):
        yield from words.of_text(label("divisions", region))

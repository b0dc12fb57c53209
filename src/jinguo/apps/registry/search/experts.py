"""Who knows about something: cards found by the words of a need, weighed by what their entries tell, with the evidence.

The search takes cards that have any of the need's words or disciplines; of those with the most of them at most
:data:`WEIGHED` are read in full and weighed by ``engines/expertise``, so that the time is bounded however large the
registry is. Who works at an excluded unit, is away, busy or too near is left out with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jinguo.apps.registry import queries
from jinguo.apps.registry.models import Card, Honour, PersonEntry, Statement
from jinguo.apps.registry.persons.profile import fact_of_statement, facts_of_entry
from jinguo.apps.registry.search import availability, full_text, indexing, words
from jinguo.apps.registry.search.availability import Asking
from jinguo.reasons import Reason
from jinguo.standards.codes import find
from jinguo.standards.units import normalise_unit

READ, WEIGHED, SHOWN = 5_000, 300, 30
_TELLING = (
    "project",
    "publication",
    "patent",
    "title",
    "department",
    "biography",
    "honours",
    "service",
    "keywords",
)


@dataclass(frozen=True, slots=True)
class Need:
    """Who is looked for: what she should know, from which units she must not be, for when and for what."""

    text: str
    asking: Asking
    not_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who knows about it: how well (0 to 1), and why."""

    card: Card
    affinity: Decimal
    evidence: tuple[Reason, ...]
    notes: tuple[Reason, ...] = ()

    @property
    def percent(self) -> int:
        return round(self.affinity * 100)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who knows about it and can't be asked, with the reasons."""

    card: Card
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Found:
    known: tuple[Known, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    considered: int = 0
    more: bool = False
    terms: tuple[str, ...] = field(default=())


def experts(need: Need) -> Found:
    """Those who know about it, the best first. Some six queries whatever the registry's size."""
    from jinguo.engines.expertise.words import words as taken_apart  # loads jieba: only where it is asked for

    terms = tuple(dict.fromkeys(term for term in taken_apart(need.text) if len(term) > 1))[:20]
    codes = _codes(need.text, terms)
    if not terms and not codes:
        return Found()
    found, more = _candidates(need, terms, codes)
    if not found and (shorter := _shorter(terms)):
        terms = shorter
        found, more = _candidates(need, terms, codes)
    if not found:
        return Found(terms=terms)
    weighed = _weighed(need.text, terms, codes, found)
    known = availability.known_of([one.card for one in weighed], need.asking)
    barred = tuple(normalise_unit(unit) for unit in need.not_units if unit.strip())
    kept: list[Known] = []
    gone: list[LeftOut] = []
    for one in weighed:
        reasons = [*_of_unit(one.card, barred), *known.get(one.card.identity_id, ())]
        against = tuple(reason for reason in reasons if reason.severity == "error")
        if against:
            gone.append(LeftOut(one.card, against))
        elif len(kept) < SHOWN:
            kept.append(_with(one, reasons))
    return Found(tuple(kept), tuple(gone[:SHOWN]), len(found), more, terms)


def _with(one: Known, reasons: Iterable[Reason]) -> Known:
    return Known(one.card, one.affinity, one.evidence, tuple(reasons))


def _of_unit(card: Card, barred: Sequence[str]) -> list[Reason]:
    return [
        Reason.error("finder_of_unit", unit=card.unit)
        for unit in barred
        if unit and card.unit_key and (unit in card.unit_key or card.unit_key in unit)
    ][:1]


def _codes(text: str, terms: Iterable[str]) -> tuple[str, ...]:
    """The disciplines that a need names: by code or by name."""
    parts = [text.strip(), *text.replace("，", " ").replace("、", " ").replace(",", " ").split(), *terms]
    found = (entry.code for part in parts if (entry := find("disciplines", part)))
    return tuple(dict.fromkeys(found))[:5]


def _shorter(terms: Sequence[str]) -> tuple[str, ...]:
    """Where nobody is known by the whole words: their beginnings and ends.

    >>> _shorter(("催化化学", "芯片"))
    ('催化', '化学', '芯片')
    """
    parts = [part for term in terms for part in ((term[:2], term[-2:]) if len(term) > 3 else (term,))]
    return tuple(dict.fromkeys(parts)) if any(len(term) > 3 for term in terms) else ()


def _candidates(need: Need, terms: Sequence[str], codes: Sequence[str]) -> tuple[list[Card], bool]:
    """Cards with the most of the words; whether there were more than are read."""
    groups = [tuple(words.wanted(term).words or words.wanted(term).beginnings) for term in terms]
    nearby = dict.fromkeys(one for code in codes for one in (code, code[:5]))
    groups += [(words.of_kind(indexing.DISCIPLINE, code),) for code in nearby]
    own = words.of_kind(indexing.KEEPER, need.asking.registry.pk)
    rows = full_text.having_any(
        queries.people.cards_of(need.asking.registry), [group for group in groups if group], own
    )
    seen = list(rows.values_list("pk", "tokens")[: READ + 1])
    weights = []
    for key, tokens in seen[:READ]:
        has = set(tokens.split(" "))
        weights.append((-sum(2 if "=" in group[0] else 1 for group in groups if has.issuperset(group)), key))
    best = [key for _, key in sorted(weights)[:WEIGHED]]
    cards = Card.objects.filter(pk__in=best).defer("tokens").select_related("identity")
    return sorted(cards, key=lambda card: card.pk), len(seen) > READ


def _weighed(text: str, terms: Sequence[str], codes: Sequence[str], cards: Sequence[Card]) -> list[Known]:
    from jinguo.engines.expertise import (  # scikit-learn: only where it is asked for
        AffinityRules,
        Profile,
        affinities,
    )

    profiles = _profiles(cards)
    rules = AffinityRules(top=len(cards), threshold=Decimal("0.05"))
    need = Profile("need", tuple(codes), tuple(terms), text)
    found = affinities([need], [profiles[card.pk] for card in cards], rules)
    by_key = {str(card.pk): card for card in cards}
    known = []
    for pair in found.pairs:
        if pair.affinity <= 0:
            continue
        evidence = found.evidence("need", pair.reviewer).reasons()
        known.append(Known(by_key[pair.reviewer], pair.affinity, evidence))
    return known


def _profiles(cards: Sequence[Card]) -> dict[int, object]:
    """What the entries of these persons tell, as the engine takes it. Three queries."""
    from jinguo.engines.expertise import Profile  # scikit-learn: only where it is asked for

    of = {card.identity_id: card for card in cards}
    entries = list(PersonEntry.objects.filter(identity__in=of, withdrawn_at=None))
    whose = {entry.pk: entry.identity_id for entry in entries}
    facts = [(entry.identity_id, fact) for entry in entries for fact in facts_of_entry(entry)]
    said = Statement.objects.filter(entry__in=whose, state=Statement.STANDING, value_sealed="")
    facts += [(whose[one.entry_id], fact_of_statement(one)) for one in said]
    codes: dict[int, dict[str, None]] = defaultdict(dict)
    keys: dict[int, dict[str, None]] = defaultdict(dict)
    texts: dict[int, list[str]] = defaultdict(list)
    for identity, fact in facts:
        if fact.attribute == "disciplines":
            entry = find("disciplines", fact.value)
            (codes if entry else keys)[identity][entry.code if entry else fact.value] = None
            texts[identity].append(fact.shown)
        elif fact.attribute == "keywords":
            keys[identity][fact.value] = None
            texts[identity].append(fact.value)
        elif fact.attribute in _TELLING:
            texts[identity].append(fact.shown)
    for identity, title in Honour.objects.filter(entry__in=whose, revoked_on=None).values_list(
        "entry__identity", "title"
    ):
        texts[identity].append(title)
    return {
        card.pk: Profile(str(card.pk), tuple(codes[one]), tuple(keys[one]), " ".join(texts[one]))
        for one, card in of.items()
    }

"""One picture of a person from everything that is said of her: which value counts, what contradicts it, what is
missing, what has aged. Pure: it takes facts and a day, and asks no database.

What counts is, in this order: what somebody decided on, what was confirmed, what was recorded last. Attributes that
change in life (title, unit) are in conflict only where the records do not tell which came later; the others (birth
date, sex) as soon as two sources differ, unless one value is the other one known more exactly (1984, 1984-03).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from jinguo.apps.clock import told
from jinguo.apps.registry.attributes import Attribute, attributes
from jinguo.apps.registry.models import PersonEntry, Statement
from jinguo.standards.codes import find, label
from jinguo.standards.names import name_key
from jinguo.standards.spells import read_spell

POSTS = ("employment", "council_post")
"""Steps on her path of which the unit can be told from the post."""
MONTH = timedelta(days=30.4375)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that one source says. ``value`` of a sensitive attribute is empty until somebody opens it; ``said_as`` is the id
    of the statement that says it, where one does.
    """

    attribute: str
    value: str
    entry: int
    source: str = ""
    recorded_on: date | None = None
    statement: int | None = None
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    preferred_at: datetime | None = None
    preferred_by: str = ""
    preferred_why: str = ""
    fresh_until: date | None = None
    since: str = ""
    until: str = ""
    place: str = ""
    said_as: UUID | None = None

    @property
    def shown(self) -> str:
        """The value in words."""
        return words(self.attribute, self.value)

    @property
    def key(self) -> str:
        """Equal for values that say the same."""
        return name_key(f"{self.value}{self.place}{self.since}{self.until}")

    @property
    def rank(self) -> tuple[float, float, int, int]:
        """The higher, the more it counts."""
        return (
            self.preferred_at.timestamp() if self.preferred_at else 0.0,
            self.confirmed_at.timestamp() if self.confirmed_at else 0.0,
            self.recorded_on.toordinal() if self.recorded_on else 0,
            self.statement or 0,
        )


@dataclass(frozen=True, slots=True)
class Resolved:
    """An attribute of a person: the fact that counts, all that is said, and whether somebody must decide."""

    attribute: Attribute
    facts: tuple[Fact, ...]
    others: tuple[Fact, ...] = ()
    in_conflict: bool = False
    stale: bool = False

    @property
    def fact(self) -> Fact:
        return self.facts[0]


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that is known of a person, attribute by attribute."""

    resolved: dict[str, Resolved]
    missing: tuple[str, ...]

    def value(self, attribute: str) -> str:
        """The value that counts; empty where nothing is known."""
        found = self.resolved.get(attribute)
        return found.fact.value if found else ""

    def values(self, attribute: str) -> list[str]:
        """All values of an attribute, each once, the one that counts most first."""
        found = self.resolved.get(attribute)
        return list(dict.fromkeys(fact.value for fact in found.facts)) if found else []

    def to_correct(self, attribute: str) -> str:
        """What a form begins with that asks anew for an attribute: what counts now, where there is one value and it is open."""
        found = self.resolved.get(attribute)
        if found is None or found.attribute.many or found.attribute.sealed:
            return ""
        return found.fact.shown

    @property
    def conflicts(self) -> list[Resolved]:
        return [one for one in self.resolved.values() if one.in_conflict]

    @property
    def stale(self) -> list[Resolved]:
        return [one for one in self.resolved.values() if one.stale]

    @property
    def stale_on(self) -> date | None:
        """The day from which something of this is no longer fresh."""
        days = [one.fact.fresh_until for one in self.resolved.values() if one.fact.fresh_until]
        return min(days, default=None)


def profile_of(facts: Iterable[Fact], on: date) -> Profile:
    """Resolve everything that is said of one person."""
    said: dict[str, list[Fact]] = {}
    for fact in facts:
        said.setdefault(fact.attribute, []).append(fact)
    known = attributes()
    resolved = {key: _resolved(one, said[key], on) for key, one in known.items() if key in said}
    missing = tuple(key for key, one in known.items() if one.expected and key not in said)
    return Profile(resolved, missing)


def _resolved(attribute: Attribute, facts: list[Fact], on: date) -> Resolved:
    if len(facts) == 1:  # nearly all
        until = facts[0].fresh_until
        return Resolved(attribute, tuple(facts), stale=bool(until and until < on))
    facts.sort(key=lambda fact: fact.rank, reverse=True)
    if attribute.kind == "date" and not facts[0].preferred_at:
        facts.sort(key=lambda fact: len(fact.value), reverse=True)
    chosen = facts[0]
    alone = attribute.many or attribute.sealed
    others = () if alone else _others(attribute, facts)
    until = chosen.fresh_until
    return Resolved(
        attribute,
        tuple(facts),
        others,
        in_conflict=any(_contradicts(attribute, chosen, other) for other in others),
        stale=bool(until and until < on),
    )


def _others(attribute: Attribute, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Of the facts the first of each value that differs from the one that counts."""
    chosen, seen, found = facts[0], {facts[0].key}, []
    for fact in facts[1:]:
        less_exact = attribute.kind == "date" and chosen.value.startswith(fact.value)
        if fact.key not in seen and not less_exact:
            seen.add(fact.key)
            found.append(fact)
    return tuple(found)


def _contradicts(attribute: Attribute, chosen: Fact, other: Fact) -> bool:
    """Whether somebody must decide between the fact that counts and another value."""
    if chosen.preferred_at:
        decided_on = told(chosen.preferred_at).date()
        return other.recorded_on is not None and other.recorded_on > decided_on
    if attribute.changes and chosen.recorded_on and other.recorded_on:
        return chosen.recorded_on <= other.recorded_on
    return True


def facts_of_entry(entry: PersonEntry) -> list[Fact]:
    """What an entry says. Sensitive attributes are named without their values."""
    source = entry.source_name or entry.source_code
    day = entry.recorded_on
    said = [
        ("name", entry.name),
        ("former_name", entry.former_name),
        ("latin_name", entry.latin_name),
        ("sex", entry.sex),
        ("birth_date", entry.birth_text),
    ]
    known = attributes()
    for key, value in entry.facts.items():
        if key in known:
            said += [(key, one) for one in value] if isinstance(value, list) else [(key, value)]
    found = [
        _step(key, value, entry.pk, source, day)
        if known[key].kind == "spell"
        else Fact(key, value, entry.pk, source, day, fresh_until=_fresh_until(known[key], day))
        for key, value in said
        if value
    ]
    sealed = [*entry.facts.get("sealed", ()), *(["id_number"] if entry.id_number_sealed else [])]
    found += [
        Fact(key, "", entry.pk, source, day, fresh_until=_fresh_until(known[key], day)) for key in sealed
    ]
    return found


def _step(key: str, text: str, entry: int, source: str, day: date | None) -> Fact:
    """A step on her path as a list told it: time, unit and words as far as they can be told apart."""
    told = read_spell(text, post=key in POSTS)
    return Fact(
        key,
        told.text,
        entry,
        source,
        day,
        fresh_until=_fresh_until(attributes()[key], day),
        since=told.since,
        until=told.until,
        place=told.place,
    )


def fact_of_statement(statement: Statement) -> Fact:
    """What was said later."""
    day = told(statement.recorded_at).date()
    return Fact(
        statement.attribute,
        statement.value,
        statement.entry_id,
        statement.source,
        day,
        statement.pk,
        statement.confirmed_at,
        statement.confirmed_by_name,
        statement.preferred_at,
        statement.preferred_by_name,
        statement.preferred_why,
        statement.fresh_until or _fresh_until(attributes()[statement.attribute], day),
        statement.since,
        statement.until,
        statement.place,
        statement.uid,
    )


@lru_cache(maxsize=2_000)
def _fresh_until(attribute: Attribute, day: date | None) -> date | None:
    return day + attribute.fresh * MONTH if attribute.fresh and day else None


def words(attribute: str, value: str) -> str:
    """A value as it is shown: the name of a code, else the text itself."""
    known = attributes().get(attribute)
    if known is None or not known.list or not value:
        return value
    return label(known.list, {"F": "2", "M": "1"}.get(value, value) if attribute == "sex" else value)


@lru_cache(maxsize=20_000)
def coded(attribute: str, text: str) -> str:
    """The code that a text means in the attribute's list; the text itself where the list does not hold it."""
    known = attributes()[attribute]
    entry = find(known.list, text) if known.list and text else None
    return entry.code if entry else text

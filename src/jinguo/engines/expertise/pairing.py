"""One nomination beside one expert, the keys under which persons and works are joined, and what is worked out once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from jinguo.engines.expertise.conflict_rules import ConflictRules, Kind
from jinguo.engines.expertise.persons import (
    SURE,
    Expert,
    Nomination,
    Person,
    PersonRef,
    Relate,
    Sureness,
    Work,
    latin_key,
    refers,
)
from jinguo.standards.names import name_key, surname_of
from jinguo.standards.units import normalise_unit, split_region

__all__ = [
    "Known",
    "Pairing",
    "as_ref",
    "home_key",
    "person_keys",
    "ref_keys",
    "same_person",
    "title_key",
    "work_keys",
]

_NOT_IN_A_TITLE = re.compile(r"[\W_]+")


class Known:
    """What was worked out of a person once, for all pairs that she stands in."""

    def __init__(self) -> None:
        self._own: dict[int, tuple[Person, frozenset[str]]] = {}
        self._works: dict[int, tuple[Person, frozenset[str]]] = {}
        self._partners: dict[tuple[int, int | None], tuple[Person, dict[str, str]]] = {}

    def own(self, person: Person) -> frozenset[str]:
        """Keys under which others mention her."""
        if id(person) not in self._own:
            self._own[id(person)] = (person, person_keys(as_ref(person)))
        return self._own[id(person)][1]

    def works(self, person: Person) -> frozenset[str]:
        """Keys of her works and of everybody in them."""
        if id(person) not in self._works:
            keys = {key for work in person.works for ref in work.people for key in person_keys(ref)}
            keys |= {key for work in person.works for key in work_keys(work)}
            self._works[id(person)] = (person, frozenset(keys))
        return self._works[id(person)][1]

    def partners(self, person: Person, since: int | None, largest: int) -> dict[str, str]:
        """Key → name of everybody with whom she did a work since then."""
        if (id(person), since) not in self._partners:
            self._partners[id(person), since] = (person, _partners(person, since, largest))
        return self._partners[id(person), since][1]

    def share_work(self, one: Person, other: Person) -> bool:
        """Whether a work of one may be the other's: nothing is missed, some of it is none."""
        if not one.works and not other.works:
            return False
        mine, theirs = self.works(one), self.works(other)
        return not (
            mine.isdisjoint(self.own(other)) and theirs.isdisjoint(self.own(one)) and mine.isdisjoint(theirs)
        )


@dataclass
class Pairing:
    """One nomination beside one expert. ``listed``: other nominations on the same list whose nominee the expert may
    be.
    """

    nomination: Nomination
    expert: Expert
    rules: ConflictRules
    year: int
    relate: Relate
    listed: tuple[tuple[str, Sureness], ...] = ()
    known: Known = field(default_factory=lambda: Known())

    @property
    def judge(self) -> Person:
        return self.expert.person

    def since(self, kind: Kind) -> int | None:
        """The first year that counts."""
        rule = self.rules.rule(kind)
        return None if rule is None or rule.years is None else self.year - rule.years


def same_person(one: Person, other: Person, relate: Relate) -> Sureness | None:
    """Whether two records may be of one person: each read as a mention of the other, by any of her units."""
    mentions: Iterable[PersonRef] = [PersonRef(one.name, post.unit, one.id) for post in one.posts]
    found = [
        sure for ref in mentions or [PersonRef(one.name, "", one.id)] if (sure := refers(ref, other, relate))
    ]
    return min(found, key=SURE.index, default=None)


def as_ref(person: Person) -> PersonRef:
    """A person as a mention of herself, with her last unit."""
    return PersonRef(person.name, person.posts[-1].unit if person.posts else "", person.id)


@lru_cache(maxsize=1 << 17)
def ref_keys(ref: PersonRef) -> frozenset[str]:
    """Keys under which two mentions are taken for one person: id and name."""
    named = name_key(ref.name)
    return frozenset(([f"id:{ref.id}"] if ref.id else []) + ([f"name:{named}"] if named else []))


@lru_cache(maxsize=1 << 17)
def person_keys(ref: PersonRef) -> frozenset[str]:
    """Keys of which two share one wherever a mention may mean a person: id, name, spelling in Latin letters."""
    spelt = latin_key(ref.name)
    return ref_keys(ref) | ({f"latin:{spelt}"} if spelt else set())


def work_keys(work: Work) -> set[str]:
    """Keys of which two share one wherever two works may be one: number and title."""
    return {f"work:{work.id}", f"title:{title_key(work.title)}"} - {"work:", "title:"}


@lru_cache(maxsize=1 << 16)
def title_key(title: str) -> str:
    """The title without marks and case; empty where it is too short to tell one work from another."""
    plain = _NOT_IN_A_TITLE.sub("", title).casefold()
    return plain if len(plain) >= 8 else ""


def home_key(person: Person) -> str:
    """Family name and home, where the home is told more closely than by province or city alone."""
    return _home_key(person.name, person.home) if person.home else ""


@lru_cache(maxsize=1 << 16)
def _home_key(name: str, home: str) -> str:
    place = normalise_unit(home)
    region, rest = split_region(place)
    family = surname_of(name)
    if not family or (len(region) < 2 and not (region and rest) and not re.search("[县区旗镇乡村]", place)):
        return ""
    return f"{family}|{'/'.join(region[-1:])}|{rest}"


def _partners(person: Person, since: int | None, largest: int) -> dict[str, str]:
    """Key → name of everybody with whom a person did a work since then, herself left out."""
    own = ref_keys(as_ref(person))
    return {
        key: ref.name or ref.id
        for work in person.works
        if len(work.people) <= largest and (since is None or work.year is None or work.year >= since)
        for ref in work.people
        if not ref_keys(ref) & own
        for key in ref_keys(ref)
    }

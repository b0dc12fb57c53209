"""The facts about persons from which conflicts of interest follow, and when two mentions mean one person."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from jinguo.standards.names import name_key, normalise_name, pinyin, surname_of
from jinguo.standards.unit_relations import UnitRelation

__all__ = [
    "SURE", "Expert", "Nomination", "Person", "PersonRef", "Post", "Sureness", "Work", "latin_key", "lower", "refers",
]  # fmt: skip

Sureness = Literal["certain", "likely", "possible"]
SURE: tuple[Sureness, ...] = ("certain", "likely", "possible")
"""The surest first."""

Relate = Callable[[str, str], UnitRelation | None]
_HAN = re.compile("[㐀-鿿\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person as somebody else's record mentions her. ``id`` is one that both records share, where there is one."""

    name: str
    unit: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A unit where a person works or worked; years, the last one included. No ``until``: she still does."""

    unit: str
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A joint paper, project or award. ``people`` are all of its authors or members, the person herself included."""

    id: str
    kind: Literal["paper", "project", "award"]
    year: int | None
    title: str = ""
    people: tuple[PersonRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a nominee or an expert. ``id`` is the person's own over all lists, empty where there is none."""

    name: str
    id: str = ""
    posts: tuple[Post, ...] = ()
    teachers: tuple[PersonRef, ...] = ()
    students: tuple[PersonRef, ...] = ()
    relatives: tuple[PersonRef, ...] = ()
    works: tuple[Work, ...] = ()
    home: str = ""


@dataclass(frozen=True, slots=True)
class Nomination:
    """A nomination: one nominee, or the members of a team. ``avoid``: experts whom the nominee asks not to judge;
    ``of`` names the list (category, round) on which nominees compete.
    """

    id: str
    nominees: tuple[Person, ...]
    nominators: tuple[PersonRef, ...] = ()
    opinion_givers: tuple[PersonRef, ...] = ()
    nominating_units: tuple[str, ...] = ()
    avoid: tuple[PersonRef, ...] = ()
    of: str = ""


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert. ``declares``: ids of nominations, names of persons or of units that she says she should not judge."""

    id: str
    person: Person
    declares: tuple[str, ...] = ()


def refers(ref: PersonRef, person: Person, relate: Relate) -> Sureness | None:
    """Whether a mention means a person, and how sure that is.

    The same id is certain. The same name with the same unit is certain for names of three characters and more, likely
    for two, which many share. The name alone is likely or possible in the same way; with another unit, or spelt in
    Latin letters, it is possible. Different ids are different persons.
    """
    if ref.id and person.id:
        return "certain" if ref.id == person.id else None
    if _key(ref.name) == _key(person.name) and _key(ref.name):
        common = len(normalise_name(ref.name)) < 3
        if not ref.unit or not person.posts:
            return "possible" if common else "likely"
        kinds = {found.kind for post in person.posts if (found := relate(ref.unit, post.unit))}
        if kinds & {"same", "renamed"}:
            return "likely" if common else "certain"
        return "likely" if kinds and not common else "possible"
    one, other = latin_key(ref.name), latin_key(person.name)
    if one and one == other and (_HAN.search(ref.name) is None) != (_HAN.search(person.name) is None):
        return "possible"
    return None


_key = lru_cache(maxsize=1 << 17)(name_key)


@lru_cache(maxsize=1 << 17)
def latin_key(name: str) -> str:
    """One key for a Chinese name and for its spellings: 王晓丽, Wang Xiaoli, Xiao-Li WANG; empty for names of one
    word.

    >>> latin_key("王晓丽") == latin_key("Xiao-Li WANG") == latin_key("Wang, Xiaoli")
    True
    """
    name = normalise_name(name)
    if _HAN.search(name):
        family = len(surname_of(name))
        syllables = pinyin(name).split()
        pieces = ["".join(syllables[:family]), "".join(syllables[family:])] if family else []
    else:
        pieces = re.sub("[-'’.]", "", name.lower()).replace(",", " ").split()
    pieces = [piece for piece in pieces if len(piece) > 1]
    return " ".join(sorted(pieces)) if len(pieces) > 1 else ""


def lower(sureness: Sureness, *others: Sureness) -> Sureness:
    """The least sure of several."""
    return max((sureness, *others), key=SURE.index)

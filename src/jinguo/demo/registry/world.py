"""The generated world as a whole: so many persons, the same ones for one seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from jinguo.demo.registry.careers import LAST, Careers, Person
from jinguo.demo.registry.names import Names
from jinguo.demo.registry.places import Place, places
from jinguo.demo.units import SOCIETIES
from jinguo.standards.codes import code_list
from jinguo.standards.identity import with_check_digit

SEED = "jinguo registry 2026"
PERSONS = 20_000
MEN = 0.17
"""The share of men: of the lists, half hold women and men."""

KINDS = {"university": 24, "hospital": 27, "institute": 11, "company": 21, "agriculture": 7, "school": 10}
FIELDS = {
    "university": "110 140 150 180 210 320 430 460 510 520 530 560 610 630 880",
    "hospital": "320 320 320 320 330 310 350 360 360",
    "institute": "170 420 430 510 520 540 550 560 570 610",
    "company": "350 430 460 470 510 520 520 530 560 580 610",
    "agriculture": "210 210 220 230 240",
    "school": "110 140 150 180 880 880",
}
_FEW_WOMEN = frozenset({"460", "470", "510", "560", "580"})
ETHNIC = (
    ("汉族", 890),
    ("土家族", 42),
    ("苗族", 24),
    ("回族", 16),
    ("满族", 12),
    ("维吾尔族", 6),
    ("藏族", 5),
    ("壮族", 5),
)
PARTY = (
    ("中共党员", 44),
    ("群众", 36),
    ("共青团员", 4),
    ("民盟盟员", 4),
    ("九三学社社员", 4),
    ("农工党党员", 3),
    ("民建会员", 2),
    ("无党派民主人士", 3),
)
_AREA = "500000"
"""A whole province: no number given to a person begins so."""
_DEPARTMENTS = {
    "university": ("{}学院", "{}系", "{}重点实验室"), "hospital": ("内科", "外科", "妇产科", "儿科", "检验科", "护理部", "影像科", "药剂科", "中医科"),
    "institute": ("{}研究室", "检测中心", "总工办"), "company": ("研发部", "质量部", "技术中心", "生产部"),
    "agriculture": ("作物室", "土肥室", "推广科", "植保室"), "school": ("数学组", "理化组", "生物组", "科学组"),
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """Everybody, and where they work."""

    persons: tuple[Person, ...]
    places: tuple[Place, ...]

    def unit(self, person: Person, year: int) -> Place | None:
        number = person.at("unit", year)
        return None if number is None else self.places[number]  # type: ignore[index]


def world(count: int = PERSONS, seed: str = SEED, guests: Sequence[str] = ()) -> World:
    """A world of ``count`` persons; takes about three seconds for twenty thousand. ``guests``: names that its first persons
    have, so that somebody who has an account finds herself in it."""
    source = random.Random(f"{seed} {count}")
    where = places(source)
    names, careers = Names(source), Careers(source, where)
    taken: set[str] = set()
    persons = tuple(_person(number, source, names, careers, taken) for number in range(count))
    for person, name in zip(persons, guests, strict=False):
        person.latin, person.story["name"] = "", [(0, name)]
    return World(persons, where)


def _person(number: int, source: random.Random, names: Names, careers: Careers, taken: set[str]) -> Person:
    sex = "M" if source.random() < MEN else "F"
    kind = _drawn(source, KINDS)
    field = source.choice(FIELDS[kind].split())
    if sex == "F" and field in _FEW_WOMEN and source.random() < 0.55:
        field = source.choice(FIELDS[kind].split())
    code, word = source.choice(_parts_of(field))
    begins_at = source.randint(22, 28)
    year = min(LAST - begins_at, max(1948, int(source.gauss(1980, 10.5))))
    born = date(year, source.randint(1, 12), source.randint(1, 28))
    ethnic = _drawn(source, dict(ETHNIC))
    named = names.draw(sex, year, ethnic)
    person = Person(
        number,
        sex,
        born,
        ethnic,
        named.latin,
        _id_number(source, born, sex, taken),
        kind,
        code,
        word,
        year + begins_at,
    )
    person.tell("name", 0, named.name)
    careers.live(person, _departments(kind, word), _societies(field))
    _joins(source, person)
    if source.random() < 0.012 and "·" not in named.name:
        person.tell("name", source.randint(2017, 2025), names.draw(sex, year, "汉族").name)
    return person


def _joins(source: random.Random, person: Person) -> None:
    """Her party; some join later, a few belong to two at once."""
    party = _drawn(source, dict(PARTY))
    if party == "共青团员" and person.born.year < 1996:
        party = "群众"
    person.tell("party", 0, party)
    if party in ("群众", "共青团员") and source.random() < 0.12:
        person.tell("party", source.randint(2017, 2025), "中共党员")
    elif party == "中共党员" and source.random() < 0.02:
        person.tell("second_party", 0, source.choice(("民盟盟员", "九三学社社员", "农工党党员")))


def _drawn(source: random.Random, shares: dict[str, int]) -> str:
    return source.choices([*shares], [*shares.values()])[0]


def _id_number(source: random.Random, born: date, sex: str, taken: set[str]) -> str:
    while True:
        sequence = source.randrange(0, 500) * 2 + (sex == "M")
        number = with_check_digit(f"{_AREA}{born:%Y%m%d}{sequence:03d}")
        if number not in taken:
            taken.add(number)
            return number


@cache
def _parts_of(field: str) -> Sequence[tuple[str, str]]:
    """The second-level disciplines of a first-level one, by code and name."""
    return [
        (one.code, one.name)
        for one in code_list("disciplines")
        if one.code.startswith(field)
        and len(one.code) == 5
        and "其他" not in one.name
        and "史" not in one.name
    ]


def _departments(kind: str, word: str) -> tuple[str, ...]:
    return tuple(one.format(word[:8]) for one in _DEPARTMENTS[kind])


@cache
def _societies(field: str) -> tuple[str, ...]:
    """The city's learned societies near a field; three of them, the same ones every time."""
    near = random.Random(field)
    return tuple(near.sample(SOCIETIES, 3))

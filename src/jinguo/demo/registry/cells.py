"""What stands in a cell of a list: what was true of a person in the list's year, as that list writes it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from jinguo.demo.registry.careers import LADDERS, LEVELS, TIERS, Person
from jinguo.demo.registry.places import is_out_of_town
from jinguo.demo.registry.slips import Slips
from jinguo.demo.registry.world import World

Cell = str | int | float | date

_DEGREES = ("", "学士", "硕士", "博士")
_OLDER_TIERS = ("青年人才", "骨干", "领军", "杰出", "院士")
_MANAGES = frozenset(("副总经理", "总经理"))


@dataclass(frozen=True, slots=True)
class Manner:
    """How one list writes things. ``birth`` is a notation: dotted, chinese, date, serial, digits; ``numbers`` the share of rows
    with an ID number; ``code`` writes disciplines as codes of GB/T 13745."""

    year: int
    birth: str = "dotted"
    numbers: float = 1.0
    code: bool = False
    older_tiers: bool = False


class Clerk:
    """Fills in a list, with her slips."""

    def __init__(self, manner: Manner, world: World, source: random.Random) -> None:
        self.manner, self.world, self.source = manner, world, source
        self.slips = Slips(source)

    def cell(self, what: str, person: Person) -> Cell:
        """A cell of the column of this kind; some stay empty."""
        if what in _MAY_BE_EMPTY and self.slips.happens("cell_empty"):
            return ""
        return CELLS[what](self, person)

    def at(self, person: Person, key: str) -> object | None:
        return person.at(key, self.manner.year)

    def name(self, person: Person) -> Cell:
        return self.slips.name(str(self.at(person, "name")))

    def former_name(self, person: Person) -> Cell:
        names = person.until("name", self.manner.year)
        return str(names[-2][1]) if len(names) > 1 else ""

    def sex(self, person: Person) -> Cell:
        women = (person.sex == "F") != self.slips.happens("sex_wrong")
        return "女" if women else "男"

    def birth(self, person: Person) -> Cell:
        slips, born = self.slips, person.born
        if slips.happens("birth_missing"):
            return ""
        if slips.happens("birth_other_month"):
            born = born.replace(month=born.month % 12 + 1)
        if slips.happens("birth_without_century"):
            return f"{born:%y}.{born.month}"
        return _BIRTHS[self.manner.birth](born)

    def number(self, person: Person) -> Cell:
        return self.slips.number(person.id_number) if self.source.random() < self.manner.numbers else ""

    def party(self, person: Person) -> Cell:
        party = str(self.at(person, "party"))
        return "党员" if party == "中共党员" and self.source.random() < 0.04 else party

    def education(self, person: Person) -> Cell:
        return LEVELS[self._level(person)]

    def degree(self, person: Person) -> Cell:
        return _DEGREES[self._level(person)]

    def both(self, person: Person) -> Cell:
        level = self._level(person)
        return "/".join(filter(None, (("大专", "本科", "研究生", "研究生")[level], _DEGREES[level])))

    def _level(self, person: Person) -> int:
        level = self.at(person, "education")
        assert isinstance(level, int)
        return level

    def discipline(self, person: Person) -> Cell:
        return person.discipline if self.manner.code else person.field

    def title(self, person: Person) -> Cell:
        step = self.at(person, "title")
        assert isinstance(step, int)
        return LADDERS[person.kind][step]

    def tier(self, person: Person) -> Cell:
        tier = self.at(person, "tier")
        return (_OLDER_TIERS if self.manner.older_tiers else TIERS)[tier] if isinstance(tier, int) else ""

    def unit(self, person: Person) -> Cell:
        place = self.world.unit(person, self.manner.year)
        assert place is not None
        called = place.called(self.manner.year)
        if place.was and called == place.name and self.slips.happens("unit_by_former_name"):
            return place.was[-1][0]
        return self.slips.unit(called)

    def unit_more(self, person: Person) -> Cell:
        unit = str(self.unit(person))
        return f"{unit}{self.department(person)}" if self.slips.happens("unit_with_department") else unit

    def unit_and_post(self, person: Person) -> Cell:
        post = str(self.post(person)) or str(self.title(person))
        return f"{self.unit(person)} {post}"

    def department(self, person: Person) -> Cell:
        return str(self.at(person, "department"))

    def post(self, person: Person) -> Cell:
        if self.at(person, "retired"):
            return "退休"
        return str(self.at(person, "post") or "")

    def phone(self, person: Person) -> Cell:
        return self.slips.phone(str(self.at(person, "phone")))

    def mail(self, person: Person) -> Cell:
        letters = "".join(one for one in person.latin.lower() if one.isalpha()) or "person"
        return f"{letters}{self.at(person, 'mail')}@mail.jinguo.example"

    def region(self, person: Person) -> Cell:
        place = self.world.unit(person, self.manner.year)
        return place.region if place else ""

    def segments(self, person: Person) -> Cell:
        place = self.world.unit(person, self.manner.year)
        found = [
            word
            for word, holds in (
                ("离退休", self.at(person, "retired")),
                ("市外", place and is_out_of_town(place)),
                ("留学归国", self.at(person, "abroad")),
                ("企业家", self.at(person, "post") in _MANAGES),
                ("青年", person.age(self.manner.year) <= 35),
                ("基层", person.kind == "agriculture"),
            )
            if holds
        ]
        return "、".join(found)

    def honours(self, person: Person) -> Cell:
        return "；".join(f"{year}年{title}" for year, title in person.until("honour", self.manner.year - 1))

    def council(self, person: Person) -> Cell:
        posts = person.until("council", self.manner.year)
        if not posts:
            return "会员代表"
        society, post = posts[-1][1]  # type: ignore[misc]
        return f"{society}{post}"

    def second_party(self, person: Person) -> Cell:
        return str(self.at(person, "second_party") or "")


def _dotted(born: date) -> Cell:
    return f"{born:%Y.%m}"


def _chinese(born: date) -> Cell:
    return f"{born.year}年{born.month}月"


def _day(born: date) -> Cell:
    return born


def _serial(born: date) -> Cell:
    """The day number that a table program counts, left behind where a cell lost its format."""
    return str((born - date(1899, 12, 30)) // timedelta(days=1))


def _digits(born: date) -> Cell:
    return int(f"{born:%Y%m%d}")


_BIRTHS = {"dotted": _dotted, "chinese": _chinese, "date": _day, "serial": _serial, "digits": _digits}

CELLS: MappingProxyType[str, Callable[[Clerk, Person], Cell]] = MappingProxyType({
    "name": Clerk.name, "former_name": Clerk.former_name, "latin": lambda _, person: person.latin, "sex": Clerk.sex,
    "birth": Clerk.birth, "number": Clerk.number, "ethnic": lambda _, person: person.ethnic, "party": Clerk.party,
    "second_party": Clerk.second_party, "education": Clerk.education, "degree": Clerk.degree, "both": Clerk.both,
    "discipline": Clerk.discipline, "title": Clerk.title, "tier": Clerk.tier, "unit": Clerk.unit, "unit_more": Clerk.unit_more,
    "unit_and_post": Clerk.unit_and_post, "department": Clerk.department, "post": Clerk.post, "phone": Clerk.phone,
    "mail": Clerk.mail, "region": Clerk.region, "segments": Clerk.segments, "honours": Clerk.honours, "council": Clerk.council,
})  # fmt: skip

_MAY_BE_EMPTY = frozenset({
    "ethnic", "party", "education", "degree", "both", "discipline", "title", "department", "phone", "mail", "region",
})  # fmt: skip

"""How persons of the generated world get on, year by year. The rates are data, so that what figures show later can be
compared with what was put in: women and men begin alike, and part at the steps to the two senior titles.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date

from jinguo.demo.registry.places import Place, is_out_of_town

LAST = 2026

LADDERS = {
    "university": ("助教", "讲师", "副教授", "教授"),
    "institute": ("研究实习员", "助理研究员", "副研究员", "研究员"),
    "hospital": ("医师", "主治医师", "副主任医师", "主任医师"),
    "company": ("助理工程师", "工程师", "高级工程师", "正高级工程师"),
    "agriculture": ("助理农艺师", "农艺师", "高级农艺师", "农业技术推广研究员"),
    "school": ("二级教师", "一级教师", "高级教师", "正高级教师"),
}  # fmt: skip
RISE = {"F": (0.24, 0.115, 0.042), "M": (0.24, 0.135, 0.070)}
"""The share of those on a step (of at least three years) who rise in a year."""
WAIT = (3, 5, 6)
"""The years that a step lasts at least."""
LEVELS = ("大学专科", "大学本科", "硕士研究生", "博士研究生")
EDUCATION = {
    "university": (0, 12, 40, 48), "institute": (2, 30, 45, 23), "hospital": (8, 45, 32, 15),
    "company": (15, 55, 25, 5), "agriculture": (18, 50, 26, 6), "school": (10, 72, 17, 1),
}  # fmt: skip
MOVES, MOVES_OUT, ABROAD = 0.022, 0.16, 0.05
"""Moves a year; the share of moves that lead out of town; the share of persons who studied or worked abroad first."""
RETIRES = {"F": 55, "M": 60}
PHONE_CHANGES, MAIL_CHANGES = 0.045, 0.04
TIERS = ("科技新星", "骨干人才", "领军人才", "杰出人才", "院士")
COUNCIL = {"F": 0.010, "M": 0.016}
PROJECT = {"F": (0.0, 0.02, 0.045, 0.07), "M": (0.0, 0.025, 0.06, 0.10)}
HONOUR = (0.004, 0.012, 0.028, 0.05)
PAPERS = {
    "university": 1.3,
    "institute": 0.9,
    "hospital": 0.7,
    "company": 0.1,
    "agriculture": 0.3,
    "school": 0.1,
}

_HONOURS_OF_WOMEN = ("云川市三八红旗手", "云川市巾帼建功标兵", "云川市巾帼科技之星")
_HONOURS = (
    "云川市青年科技奖", "云川市科技进步奖二等奖", "云川市科技进步奖三等奖", "云川市优秀科技工作者", "云川市五一劳动奖章", "云川市自然科学奖二等奖", "云川市专利奖优秀奖",
    "云川市最美科技工作者", "云川市科普先进个人",
)  # fmt: skip
_PROGRAMMES = (
    "云川市自然科学基金面上项目",
    "云川市重点研发计划项目",
    "云川市青年科学基金项目",
    "云川市技术创新与应用发展专项",
    "企业委托横向项目",
)
_COUNCIL_POSTS = ("理事", "理事", "理事", "常务理事", "常务理事", "副秘书长", "副理事长", "理事长")
_OFFICES = {
    "university": ("教研室主任", "系主任", "副院长", "院长", "实验中心主任", "学科带头人"),
    "institute": ("研究室副主任", "研究室主任", "副所长", "所长", "总工程师"),
    "hospital": ("科室副主任", "科室主任", "护士长", "副院长", "检验中心主任"),
    "company": ("项目经理", "技术部经理", "研发总监", "总工程师", "副总经理", "总经理"),
    "agriculture": ("技术科科长", "副站长", "站长", "首席专家"),
    "school": ("教研组长", "年级主任", "副校长", "校长"),
}  # fmt: skip


@dataclass(slots=True)
class Person:
    """A generated person. ``story``: what happened, as key → (year, value), the oldest first."""

    number: int
    sex: str
    born: date
    ethnic: str
    latin: str
    id_number: str
    kind: str
    discipline: str
    field: str
    begins: int
    story: dict[str, list[tuple[int, object]]] = field(default_factory=dict)

    def tell(self, key: str, year: int, value: object) -> None:
        self.story.setdefault(key, []).append((year, value))

    def at(self, key: str, year: int) -> object | None:
        """What held at the end of a year; None where nothing did yet."""
        found = None
        for since, value in self.story.get(key, ()):
            if since > year:
                break
            found = value
        return found

    def until(self, key: str, year: int) -> list[tuple[int, object]]:
        """Everything of a kind that had happened by the end of a year."""
        return [one for one in self.story.get(key, ()) if one[0] <= year]

    def works(self, year: int) -> bool:
        """Whether she has begun; who retired is still known."""
        return self.begins <= year

    def age(self, year: int) -> int:
        return year - self.born.year


class Careers:
    """Lives persons through. ``units``: kind → the city's units of that kind; ``outside``: the others."""

    def __init__(self, source: random.Random, places: tuple[Place, ...]) -> None:
        self.source = source
        self.places = places
        self.units: dict[str, list[Place]] = {}
        self.outside: dict[str, list[Place]] = {}
        for place in places:
            side = self.outside if is_out_of_town(place) else self.units
            side.setdefault(place.kind, []).append(place)
        self._weights = {kind: [one.weight for one in units] for kind, units in self.units.items()}
        self._phones = source.sample(range(100_000), 100_000)

    def live(self, person: Person, departments: tuple[str, ...], societies: tuple[str, ...]) -> None:
        """Everything from her first post to the last year."""
        chance, year = self.source.random, person.begins
        level = self.source.choices(range(4), EDUCATION[person.kind])[0]
        person.tell("education", year, level)
        person.tell("title", year, 0)
        self._enters(person, year, self._unit(person.kind), self.source.choice(departments))
        if chance() < ABROAD and level >= 2:
            person.tell("abroad", year, True)
        self._reached(person, year)
        step, since = 0, year
        retires = RETIRES[person.sex] + (5 if chance() < 0.2 else 0)
        for year in range(person.begins + 1, LAST + 1):
            if person.age(year) >= retires:
                person.tell("retired", year, True)
                break
            if (
                step < 3
                and year - since >= WAIT[step]
                and chance() < RISE[person.sex][step] * (0.75 + 0.2 * level)
            ):
                step, since = step + 1, year
                person.tell("title", year, step)
            level = self._learns(person, year, level)
            if chance() < MOVES:
                self._moves(person, year, departments)
            self._works(person, year, step, societies)
        self._unit_goes(person)
        self._phones_and_mails(person)

    def _unit(self, kind: str) -> Place:
        return self.source.choices(self.units[kind], self._weights[kind])[0]

    def _enters(self, person: Person, year: int, place: Place, department: str) -> None:
        while place.into and place.into[0] <= year:
            place = self.places[place.into[1]]
        person.tell("unit", year, place.number)
        person.tell("department", year, department)

    def _moves(self, person: Person, year: int, departments: tuple[str, ...]) -> None:
        out = self.source.random() < MOVES_OUT
        pool = self.outside.get(person.kind) or self.outside["institute"]
        place = self.source.choice(pool) if out else self._unit(person.kind)
        self._enters(person, year, place, self.source.choice(departments))

    def _unit_goes(self, person: Person) -> None:
        """Whose unit was taken in by another one belongs to that from then on."""
        told = person.story["unit"]
        for n, (since, number) in enumerate([*told]):
            into = self.places[number].into  # type: ignore[index]
            ends = told[n + 1][0] if n + 1 < len(told) else LAST + 1
            if into and since < into[0] < ends:
                told.append((into[0], into[1]))
        told.sort(key=lambda one: one[0])

    def _learns(self, person: Person, year: int, level: int) -> int:
        rate = (0.03, 0.022, 0.02 if person.kind in ("university", "hospital", "institute") else 0.003, 0.0)[
            level
        ]
        if person.age(year) < 42 and self.source.random() < rate:
            level += 1
            person.tell("education", year, level)
        return level

    def _works(self, person: Person, year: int, step: int, societies: tuple[str, ...]) -> None:
        """Posts, tiers, honours, projects, councils and papers of one year."""
        chance, choose = self.source.random, self.source.choice
        if step >= 1 and chance() < (0.0, 0.008, 0.018, 0.03)[step] * (1 if person.sex == "F" else 1.5):
            person.tell("post", year, choose(_OFFICES[person.kind]))
        self._tier(person, year, step)
        if year >= 2006 and chance() < HONOUR[step]:
            titles = _HONOURS + _HONOURS_OF_WOMEN * 2 if person.sex == "F" else _HONOURS
            person.tell("honour", year, choose(titles))
        if year >= 2010 and chance() < PROJECT[person.sex][step]:
            person.tell("project", year, f"{choose(_PROGRAMMES)}：{person.field}关键问题研究")
        if year >= 2010 and step >= 2 and chance() < COUNCIL[person.sex]:
            person.tell("council", year, (choose(societies), choose(_COUNCIL_POSTS)))
        papers = int(PAPERS[person.kind] * (step + 0.5) * self.source.random() * 1.4)
        if papers and year >= 2014:
            person.tell("papers", year, papers)

    def _tier(self, person: Person, year: int, step: int) -> None:
        if year < 2004:
            return
        chance, age = self.source.random(), person.age(year)
        now = person.at("tier", year)
        if now is None and age <= 38 and step >= 1 and chance < 0.014:
            person.tell("tier", year, 0)
        elif (now is None or now == 0) and step >= 2 and chance < 0.022:
            person.tell("tier", year, 1)
        elif now == 1 and step == 3 and chance < 0.06:
            person.tell("tier", year, 2)
        elif now == 2 and age >= 42 and chance < 0.040:
            person.tell("tier", year, 3)
        elif now == 3 and age >= 52 and chance < 0.05:
            person.tell("tier", year, 4)

    def _reached(self, person: Person, year: int) -> None:
        person.tell("phone", year, self._phone())
        person.tell("mail", year, self.source.randrange(10, 10_000))

    def _phone(self) -> str:
        return f"199000{self._phones.pop():05d}"

    def _phones_and_mails(self, person: Person) -> None:
        """Numbers change; who begins long before the lists changes hers unseen."""
        for year in range(max(person.begins + 1, 2016), LAST + 1):
            if self.source.random() < PHONE_CHANGES:
                person.tell("phone", year, self._phone())
            if self.source.random() < MAIL_CHANGES:
                person.tell("mail", year, self.source.randrange(10, 10_000))

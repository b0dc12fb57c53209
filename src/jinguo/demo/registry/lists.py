"""The eight lists: whom each holds, in what shape it came, and how it was written. Which row is whom is known, and kept apart."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from jinguo.demo.registry.careers import Person
from jinguo.demo.registry.cells import Cell, Clerk, Manner
from jinguo.demo.registry.places import is_out_of_town
from jinguo.demo.registry.slips import RATES
from jinguo.demo.registry.world import World

Span = tuple[int, int, int, int]
Takes = Callable[[Person, World], float]
_SYSTEMS = {
    "university": "高校",
    "hospital": "卫生健康",
    "institute": "科研院所",
    "company": "企业",
    "agriculture": "农业",
    "school": "教育",
}


@dataclass(frozen=True, slots=True)
class Spec:
    """One list. ``columns``: (upper storey, heading, kind of cell); ``takes``: the probability that it holds a person."""

    key: str
    file_name: str
    as_of: date
    manner: Manner
    title: str
    columns: tuple[tuple[str, str, str], ...]
    takes: Takes
    by_system: bool = False
    women_only: bool = False
    footer: str = ""
    sheet: str = "Sheet1"
    """The name of its only sheet; empty where the format knows none."""

    @property
    def year(self) -> int:
        return self.manner.year


@dataclass
class Table:
    """A sheet as it will be written: its lines, whom each line is about, and what is merged (row, column, last row, last column)."""

    name: str
    lines: list[list[Cell]] = field(default_factory=list)
    who: list[int | None] = field(default_factory=list)
    merged: list[Span] = field(default_factory=list)

    def add(self, line: list[Cell], who: int | None = None) -> None:
        self.lines.append(line)
        self.who.append(who)


@dataclass(frozen=True)
class MadeList:
    """A list with all its sheets."""

    spec: Spec
    tables: tuple[Table, ...]

    @property
    def rows(self) -> int:
        return sum(one is not None for table in self.tables for one in table.who)

    def truth(self) -> list[tuple[str, str, int, int]]:
        """(list, sheet, row of the file from 1, number of the person) of every row that is about somebody."""
        return [
            (self.spec.key, table.name, n, who)
            for table in self.tables
            for n, who in enumerate(table.who, 1)
            if who is not None
        ]


def _step(person: Person, year: int) -> int:
    step = person.at("title", year)
    return step if isinstance(step, int) else -1


def _census(person: Person, world: World) -> float:
    return 0.34 if person.sex == "F" and not person.at("retired", 2016) else 0.0


def _senior(person: Person, world: World) -> float:
    return 0.46 if _step(person, 2018) >= 2 and not person.at("retired", 2018) else 0.0


def _summary_of(year: int, share: float) -> Takes:
    def takes(person: Person, world: World) -> float:
        place = world.unit(person, year)
        return share if place and not is_out_of_town(place) and not person.at("retired", year) else 0.0

    return takes


def _women(person: Person, world: World) -> float:
    if person.sex == "M":
        return RATES["man_among_women"]
    return 0.21 + (0.3 if person.until("honour", 2020) else 0.0)


def _societies(person: Person, world: World) -> float:
    return 0.9 if person.until("council", 2022) else 0.06 * (_step(person, 2022) >= 1)


def _beyond(person: Person, world: World) -> float:
    place = world.unit(person, 2024)
    if place and is_out_of_town(place):
        return 0.8
    if person.at("abroad", 2024):
        return 0.7
    return 0.33 if person.kind == "company" and _step(person, 2024) >= 1 else 0.0


def _latest(person: Person, world: World) -> float:
    return 0.34 if person.sex == "F" else 0.16


def _plain(*columns: tuple[str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple(("", heading, what) for heading, what in columns)


LISTS: tuple[Spec, ...] = (
    Spec(
        "census-2016", "云川市女科技工作者普查表2016.xls", date(2016, 11, 30), Manner(2016),
        "云川市女科技工作者普查登记表（2016年）",
        _plain(("序号", "#"), ("姓 名", "name"), ("性别", "sex"), ("出生年月", "birth"), ("民族", "ethnic"), ("文化程度", "education"), ("所学专业", "discipline"),
               ("技术职称", "title"), ("工作单位", "unit_more"), ("联系电话", "phone")),
        _census, footer="填表人：            审核人：            填表日期：2016年11月30日",
    ),
    Spec(
        "senior-2018", "高级专业技术人员名册_2018.csv", date(2018, 12, 31), Manner(2018, numbers=0.94),
        "",
        _plain(("编号", "#"), ("姓名", "name"), ("性别", "sex"), ("身份证号码", "number"), ("学历学位", "both"), ("专业技术职务", "title"), ("所在单位", "unit"),
               ("所在部门", "department"), ("手机号码", "phone"), ("政治面貌", "party")),
        _senior, sheet="",
    ),
    Spec(
        "summary-2019", "2019年度科技人才汇总表.xlsx", date(2019, 12, 20), Manner(2019, birth="chinese", older_tiers=True),
        "云川市2019年度科技人才汇总表",
        (("序号", "序号", "#"), ("基本信息", "姓名", "name"), ("基本信息", "性别", "sex"), ("基本信息", "出生年月", "birth"), ("基本信息", "民族", "ethnic"),
         ("基本信息", "政治面貌", "party"), ("教育情况", "学历", "education"), ("教育情况", "学位", "degree"), ("工作情况", "单位名称", "unit"),
         ("工作情况", "部门", "department"), ("工作情况", "职务", "post"), ("工作情况", "职称", "title"), ("人才层次", "人才层次", "tier"),
         ("备注", "备注", "blank")),
        _summary_of(2019, 0.30), by_system=True, footer="填表人：            联系电话：            （盖章）",
    ),
    Spec(
        "women-2021", "巾帼科技人才库（2021）.xlsx", date(2021, 9, 10), Manner(2021, birth="date", numbers=0.6),
        "云川市巾帼科技人才信息表",
        (("序号", "序号", "#"), ("姓名", "姓名", "name"), ("曾用名", "曾用名", "former_name"), ("性别", "性别", "sex"), ("出生日期", "出生日期", "birth"),
         ("身份证号", "身份证号", "number"), ("研究方向", "研究方向", "discipline"), ("工作单位及职务", "工作单位及职务", "unit_and_post"), ("职称", "职称", "title"),
         ("联系方式", "手机", "phone"), ("联系方式", "邮箱", "mail"), ("所获荣誉", "所获荣誉", "honours"), ("所属区县", "所属区", "region")),
        _women, women_only=True,
    ),
    Spec(
        "societies-2022", "市级学会理事会及代表名单2022.csv", date(2022, 5, 31), Manner(2022),
        "",
        _plain(("姓名", "name"), ("学会及身份", "council"), ("工作单位及职务", "unit_and_post"), ("职称", "title"), ("政治面貌", "party"), ("第二党派", "second_party"),
               ("出生年月", "birth"), ("联系方式", "phone")),
        _societies, sheet="",
    ),
    Spec(
        "summary-2023", "2023年度科技人才汇总表.xlsx", date(2023, 12, 18), Manner(2023, birth="digits", numbers=0.7, code=True),
        "云川市2023年度科技人才汇总表",
        (("序号", "序号", "#"), ("基本信息", "姓名", "name"), ("基本信息", "性别", "sex"), ("基本信息", "出生日期", "birth"), ("基本信息", "身份证件号码", "number"),
         ("基本信息", "民族", "ethnic"), ("学历情况", "最高学历", "education"), ("学历情况", "最高学位", "degree"), ("学历情况", "学科代码", "discipline"),
         ("任职情况", "工作单位", "unit"), ("任职情况", "二级单位", "department"), ("任职情况", "行政职务", "post"), ("任职情况", "现任专业技术职务", "title"),
         ("人才层次", "人才层次", "tier"), ("联系电话", "联系电话", "phone")),
        _summary_of(2023, 0.36), by_system=True, footer="制表：            审核：            2023年12月18日",
    ),
    Spec(
        "beyond-2024", "企业及市外海外科技人才登记表.xls", date(2024, 10, 31), Manner(2024, birth="serial", numbers=0.5),
        "企业及市外海外科技人才登记表（系统导出，更新日期：2024-10-31）",
        _plain(("姓名", "name"), ("英文名", "latin"), ("性别", "sex"), ("出生日期", "birth"), ("证件号码", "number"), ("学历/学位", "both"), ("研究领域", "discipline"),
               ("现工作单位", "unit"), ("职位", "post"), ("职称", "title"), ("人员类别", "segments"), ("所在地", "region"), ("电子邮箱", "mail"), ("手机", "phone")),
        _beyond, sheet="",
    ),
    Spec(
        "statistics-2026", "2026年巾帼科技人才统计表.xlsx", date(2026, 6, 30), Manner(2026, birth="dotted", numbers=0.85),
        "云川市科技人才统计表（男女均填，截至2026年6月30日）",
        _plain(("序号", "#"), ("姓名", "name"), ("曾用名", "former_name"), ("性别", "sex"), ("出生年月（如1984.03）", "birth"), ("身份证号", "number"), ("民族", "ethnic"),
               ("政治面貌", "party"), ("学历", "education"), ("学位", "degree"), ("一级学科", "discipline"), ("职称", "title"), ("人才层次", "tier"), ("人员类别", "segments"),
               ("单位", "unit"), ("部门", "department"), ("职务", "post"), ("手机", "phone"), ("邮箱", "mail"), ("所在区县", "region"), ("主要荣誉", "honours")),
        _latest, footer="填报单位（盖章）：            填表人：",
    ),
)  # fmt: skip
"""In the order in which they were made."""


def make_lists(world: World, seed: str = "lists") -> list[MadeList]:
    """All eight lists of a world; everybody stands in one of them at least."""
    source = random.Random(f"{seed} {len(world.persons)}")
    held = _held(world, source)
    return [_made(spec, held[spec.key], world, random.Random(f"{seed} {spec.key}")) for spec in LISTS]


def _held(world: World, source: random.Random) -> dict[str, list[Person]]:
    held: dict[str, list[Person]] = {spec.key: [] for spec in LISTS}
    for person in world.persons:
        found = False
        for spec in LISTS:
            if person.works(spec.year) and source.random() < spec.takes(person, world):
                held[spec.key].append(person)
                found = True
        if not found:
            first = (
                "census-2016"
                if person.sex == "F" and person.works(2016) and source.random() < 0.4
                else LISTS[-1].key
            )
            held[first].append(person)
    return held


def _made(spec: Spec, persons: list[Person], world: World, source: random.Random) -> MadeList:
    clerk = Clerk(spec.manner, world, source)
    persons = persons + [one for one in persons if clerk.slips.happens("twice_in_the_list")]
    persons.sort(key=lambda one: (one.at("unit", spec.year), source.random()))
    if not spec.by_system:
        return MadeList(spec, (_table(spec, spec.sheet, persons, clerk),))
    groups = {kind: [one for one in persons if _kind(one, world, spec.year) == kind] for kind in _SYSTEMS}
    return MadeList(
        spec, tuple(_table(spec, _SYSTEMS[kind], group, clerk) for kind, group in groups.items() if group)
    )


def _kind(person: Person, world: World, year: int) -> str:
    place = world.unit(person, year)
    assert place is not None
    return place.kind


def _table(spec: Spec, name: str, persons: list[Person], clerk: Clerk) -> Table:
    table = Table(name)
    _head(table, spec)
    for number, person in enumerate(persons, 1):
        table.add([_cell(what, number, person, clerk) for _, _, what in spec.columns], person.number)
    width = len(spec.columns)
    if spec.title:
        table.add(["合计", f"{len(persons)}人", *[""] * (width - 2)])
    if spec.footer:
        table.add([spec.footer, *[""] * (width - 1)])
    return table


def _cell(what: str, number: int, person: Person, clerk: Clerk) -> Cell:
    if what == "#":
        return number
    return "" if what == "blank" else clerk.cell(what, person)


def _head(table: Table, spec: Spec) -> None:
    """The title over the whole width, the upper storey where there is one, the headings."""
    width = len(spec.columns)
    if spec.title:
        table.add([spec.title, *[""] * (width - 1)])
        table.merged.append((0, 0, 0, width - 1))
    uppers = [upper for upper, _, _ in spec.columns]
    if not any(uppers):
        table.add([heading for _, heading, _ in spec.columns])
        return
    top = len(table.lines)
    table.add([upper if n == 0 or uppers[n - 1] != upper else "" for n, upper in enumerate(uppers)])
    table.add(["" if upper == heading else heading for upper, heading, _ in spec.columns])
    n = 0
    while n < width:
        last = n
        while last + 1 < width and uppers[last + 1] == uppers[n]:
            last += 1
        if last > n:
            table.merged.append((top, n, top, last))
        elif uppers[n] == spec.columns[n][1]:
            table.merged.append((top, n, top + 1, n))
        n = last + 1

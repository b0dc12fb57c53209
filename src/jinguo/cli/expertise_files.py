"""The files of `jinguo affinity` and `jinguo conflicts`: nominations, experts and joint works as CSV.

One row a nomination or expert. Lists are divided by ; (keywords and disciplines also by 、 or a comma). A person is written
王晓丽, 王晓丽@北京大学 or 王晓丽@北京大学#P17, where P17 is an id that all lists share; a unit 北京大学 or, with years,
北京大学 2010-2015 and 北京大学 2016-.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from jinguo.cli.texts import text_of
from jinguo.engines.expertise import (
    Expert,
    Nomination,
    Person,
    PersonRef,
    Post,
    Profile,
    Work,
    discipline_code,
)
from jinguo.errors import Refused
from jinguo.standards.units import UnitRegister, shipped_register

_KINDS = ("paper", "project", "award")
_PERSON = re.compile(r"(?P<name>[^@#]*)(?:@(?P<unit>[^#]*))?(?:#(?P<id>.*))?")
_YEARS = re.compile(r"(?P<unit>.*?)\s*[（(]?\s*(?P<since>\d{4})?\s*[-–—至]\s*(?P<until>\d{4})?\s*[)）]?")


@dataclass(frozen=True)
class Row:
    """One row of a file, with its line."""

    file: str
    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return (self.cells.get(column) or "").strip()

    def list(self, column: str, marks: str = ";；") -> list[str]:
        return [part.strip() for part in re.split(f"[{marks}]", self.get(column)) if part.strip()]

    def need(self, column: str) -> str:
        if not self.get(column):
            raise self.refused("assign_value_missing", column)
        return self.get(column)

    def refused(self, code: str, column: str, **more: object) -> Refused:
        return Refused.because(code, file=self.file, row=self.line, column=column, **more)


def read_rows(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """The rows of a CSV file in UTF-8. Refused: not readable, not UTF-8, a column missing, a row with too many cells."""
    text = text_of(path)
    if not text.strip():
        raise Refused.because("assign_empty", file=path.name)
    return list(_parsed(path.name, text, columns))


def _parsed(name: str, text: str, columns: tuple[str, ...]) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        found = reader.fieldnames or ()
        for column in columns:
            if column not in found:
                raise Refused.because("assign_column_missing", file=name, row=1, column=column)
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if None in cells:
                raise Refused.because("expertise_too_many_cells", file=name, row=line, columns=len(found))
            yield Row(name, line, cells)
    except csv.Error as problem:
        raise Refused.because(
            "assign_unreadable", file=name, row=reader.line_num, problem=str(problem)
        ) from None


def with_ids(path: Path) -> list[tuple[str, Row]]:
    """(id, row) of every row. Refused: no row at all, an id missing or given twice."""
    seen: dict[str, int] = {}
    found = []
    for row in read_rows(path, ("id",)):
        name = row.need("id")
        if name in seen:
            raise row.refused("assign_twice", "id", found=name, first=seen[name])
        seen[name] = row.line
        found.append((name, row))
    if not found:
        raise Refused.because("assign_empty", file=path.name)
    return found


def read_profiles(path: Path) -> list[Profile]:
    """`id,disciplines,keywords,text`; disciplines by code or name. Refused: a discipline that is neither."""
    return [Profile(name, _disciplines(row), _keywords(row), row.get("text")) for name, row in with_ids(path)]


def read_nominations(path: Path, works: Mapping[str, tuple[Work, ...]]) -> list[Nomination]:
    """`id,name` and, where they are there: person_id, unit, members, teachers, students, relatives, home, nominators,
    opinion_givers, nominating_unit, avoid, list.
    """
    return [
        Nomination(
            name,
            (_person(row, works.get(name, ())), *(_member(ref) for ref in _refs(row, "members"))),
            nominators=_refs(row, "nominators"),
            opinion_givers=_refs(row, "opinion_givers"),
            nominating_units=tuple(row.list("nominating_unit")),
            avoid=_refs(row, "avoid"),
            of=row.get("list"),
        )
        for name, row in with_ids(path)
    ]


def read_experts(path: Path, works: Mapping[str, tuple[Work, ...]]) -> list[Expert]:
    """`id,name` and, where they are there: person_id, unit, teachers, students, relatives, home, declares."""
    return [
        Expert(name, _person(row, works.get(name, ())), tuple(row.list("declares")))
        for name, row in with_ids(path)
    ]


def read_works(path: Path, nominations: Path, experts: Path) -> dict[str, tuple[Work, ...]]:
    """`work,kind,year,title,person` and `id`: one row a person of a work; ``id`` where the person is a nomination's
    nominee or an expert. Gives the works of every id.

    Refused: an unknown id, an id that both files have, a kind that is none, a year that is none.
    """
    lists = [{name for name, _ in with_ids(file)} for file in (nominations, experts)]
    works: dict[str, Work] = {}
    of: dict[str, dict[str, None]] = {}
    for row in read_rows(path, ("work", "kind", "year", "person")):
        number, owner = row.need("work"), row.get("id")
        if owner and not any(owner in ids for ids in lists):
            raise row.refused("assign_unknown", "id", found=owner)
        if owner and all(owner in ids for ids in lists):
            raise row.refused("expertise_id_in_both", "id", found=owner)
        one = _work(row, number)
        held = works.setdefault(number, one)
        works[number] = replace(held, people=(*held.people, _ref(row.need("person"))))
        if owner:
            of.setdefault(owner, {})[number] = None
    return {owner: tuple(works[number] for number in numbers) for owner, numbers in of.items()}


def read_register(path: Path | None) -> UnitRegister:
    """`name,now`: former or short names of units and what they are called now, before the shipped ones."""
    if path is None:
        return shipped_register()
    return shipped_register().with_names(
        renamed={row.need("name"): row.need("now") for row in read_rows(path, ("name", "now"))}
    )


def _work(row: Row, number: str) -> Work:
    kind, year = row.need("kind"), row.get("year")
    if kind not in _KINDS:
        raise row.refused("expertise_not_one_of", "kind", found=kind, allowed=_KINDS)
    if year and not re.fullmatch(r"\d{4}", year):
        raise row.refused("expertise_not_a_year", "year", found=year)
    return Work(number, kind, int(year) if year else None, row.get("title"))  # type: ignore[arg-type]


def _disciplines(row: Row) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in row.list("disciplines", ";；、,，"):
        code = discipline_code(text)
        if not code:
            raise row.refused("expertise_discipline_unknown", "disciplines", found=text)
        found[code] = None
    return tuple(found)


def _keywords(row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.list("keywords", ";；、,，")))


def _person(row: Row, works: tuple[Work, ...]) -> Person:
    return Person(
        row.need("name"),
        row.get("person_id"),
        tuple(_post(row, text) for text in row.list("unit")),
        _refs(row, "teachers"),
        _refs(row, "students"),
        _refs(row, "relatives"),
        works,
        row.get("home"),
    )


def _member(ref: PersonRef) -> Person:
    return Person(ref.name, ref.id, (Post(ref.unit),) if ref.unit else ())


def _post(row: Row, text: str) -> Post:
    dated = _YEARS.fullmatch(text)
    if not dated or not (dated["since"] or dated["until"]) or not dated["unit"]:
        return Post(text)
    since, until = (int(year) if (year := dated[name]) else None for name in ("since", "until"))
    if since and until and since > until:
        raise row.refused("expertise_years_reversed", "unit", found=text)
    return Post(dated["unit"].strip(), since, until)


def _refs(row: Row, column: str) -> tuple[PersonRef, ...]:
    return tuple(_ref(text) for text in row.list(column))


def _ref(text: str) -> PersonRef:
    match = _PERSON.fullmatch(text)
    parts = match.groupdict(default="") if match else {"name": text}
    strip: Callable[[str], str] = str.strip
    return PersonRef(**{name: strip(value) for name, value in parts.items()})

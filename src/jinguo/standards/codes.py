"""The state's code lists: sex, ethnic groups, political affiliation, education, professional titles,
disciplines, divisions.

Each is a table in ``data/`` (sources and licences in ``data/SOURCES.md``), read when first asked for.

>>> find("ethnic_groups", "汉"), find("political_affiliation", "党员").code, find("education", "本科").name
(Code(code='01', name='汉族', short='汉', parent='', level='', note=''), '01', '大学本科教育')
>>> len(code_list("ethnic_groups"))
56
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from jinguo.standards.divisions import divisions, region_name

__all__ = ["LISTS", "Code", "ancestors", "by_code", "code_list", "find", "label"]

LISTS: Mapping[str, str] = MappingProxyType(
    {
        "sex": "GB/T 2261.1-2003",
        "ethnic_groups": "GB/T 3304-1991",
        "political_affiliation": "GB/T 4762-1984",
        "education": "GB/T 4658-2006",
        "professional_titles": "GB/T 8561-2001",
        "disciplines": "GB/T 13745-2009",
        "divisions": "GB/T 2260, states of 2020 and 2023",
    }
)
"""The lists and the standards they come from."""


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list.

    ``short`` is the short name where the standard has one, otherwise the name. ``parent`` is the code above
    it (disciplines, titles, divisions). ``level``: 正高级, 副高级, 中级, 助理级, 员级 or 系列 for
    professional titles, 1 to 3 for disciplines.
    """

    code: str
    name: str
    short: str
    parent: str = ""
    level: str = ""
    note: str = ""


@cache
def code_list(name: str) -> tuple[Code, ...]:
    """All entries of a list, by code. KeyError for a name that is not in :data:`LISTS`."""
    if name not in LISTS:
        raise KeyError(name)
    if name == "divisions":
        return tuple(_division(code, own) for code, own in sorted(divisions().items()))
    rows = _rows(f"{name.replace('_', '-')}.csv")
    held = {row["code"] for row in rows}
    return tuple(_entry(name, row, held) for row in rows)


@cache
def by_code(name: str) -> Mapping[str, Code]:
    """The entries of a list by their codes."""
    return MappingProxyType({entry.code: entry for entry in code_list(name)})


def find(name: str, text: str) -> Code | None:
    """The entry that a text means: its code, its name, its short name or a usual other name.

    Width, case and blanks do not matter. None where nothing fits or more than one entry does (朝阳区).
    """
    return _index(name).get(_folded(text))


def label(name: str, code: str, *, short: bool = False) -> str:
    """The name for a stored code; the code itself where the list does not hold it (an older edition)."""
    entry = by_code(name).get(code)
    if entry is None:
        return code
    return entry.short if short else entry.name


def ancestors(name: str, code: str) -> tuple[Code, ...]:
    """The entries above a code, the highest first: 13025 → (130 力学).

    >>> [entry.name for entry in ancestors("disciplines", "1101410")]
    ['数学', '数理逻辑与数学基础']
    """
    entries = by_code(name)
    found: list[Code] = []
    entry = entries.get(code)
    while entry is not None and entry.parent and entry.parent != entry.code:
        entry = entries.get(entry.parent)
        if entry is not None:
            found.insert(0, entry)
    return tuple(found)


@cache
def _index(name: str) -> Mapping[str, Code]:
    """Folded text → entry.

    A stronger kind of text (code, name, short name, synonym) wins; equals of one kind cancel out.
    """
    entries = by_code(name)
    index: dict[str, Code] = {}
    kinds: list[list[tuple[str, Code]]] = [
        [(entry.code, entry) for entry in entries.values()],
        [(entry.name, entry) for entry in entries.values()],
        [(entry.short, entry) for entry in entries.values()],
        [(row["text"], entries[row["code"]]) for row in _rows("synonyms.csv") if row["list"] == name],
    ]
    for kind in kinds:
        meant: dict[str, list[Code]] = {}
        for text, entry in kind:
            same = meant.setdefault(_folded(text), [])
            if entry not in same:
                same.append(entry)
        for text, same in meant.items():
            if len(same) == 1:
                index.setdefault(text, same[0])
    return index


def _entry(name: str, row: Mapping[str, str], held: set[str]) -> Code:
    level, parent = row.get("level", ""), row.get("parent", "")
    if parent and parent not in held:  # the source lacks 460.55, moved to 535.30
        parent = parent[:3]
    if name == "disciplines":
        level = {3: "1", 5: "2", 7: "3"}.get(len(row["code"]), "")
    return Code(
        code=row["code"],
        name=row["name"],
        short=row["short"] or row["name"],
        parent=parent,
        level=level,
        note=row.get("note", "").strip(" ,"),
    )


def _division(code: str, own: str) -> Code:
    if code.endswith("0000"):
        return Code(code, own, own)
    city = code[:4] + "00"
    parent = city if not code.endswith("00") and city in divisions() else code[:2] + "0000"
    return Code(code, region_name(code), own, parent)


def _rows(file: str) -> list[dict[str, str]]:
    text = resources.files("jinguo.standards").joinpath("data", file).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()

"""Which column holds what: guessed from its heading and its contents, corrected by a person, remembered for lists with the
same header.

Contents go before headings where they leave no doubt: a column of 18-digit numbers whose check digits fit holds ID numbers,
whatever stands above it.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from jinguo.engines.rosters.headings import field_of, folded
from jinguo.engines.rosters.packed import column_number
from jinguo.engines.rosters.person import FIELDS, IGNORED, LISTED, OTHER, SPLIT
from jinguo.errors import Refused
from jinguo.reasons import Reason
from jinguo.standards.codes import find
from jinguo.standards.names import surname_of
from jinguo.standards.spells import is_only_time

__all__ = [
    "ColumnGuess",
    "ListMapping",
    "demand_columns",
    "fingerprint",
    "guess_columns",
    "mapping_as_toml",
    "mapping_from_toml",
]

Why = Literal["heading", "contents", "person", "remembered", "nothing"]
_SURE = 0.6
_NOTHING: Why = "nothing"
_HAN_NAME = re.compile(
    r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}|[\u3400-\u9fff]{1,8}(?:·[\u3400-\u9fff]{1,8})+"
)
_UNIT_END = re.compile(
    r".{2,}(?:大学|学院|公司|医院|研究所|研究院|中心|学校|中学|小学|局|厂|委员会|协会|学会|集团)"
)
_LETTERS = re.compile(r"[A-Z]{1,3}")
_NARROW = frozenset({"研究方向", "主要研究方向", "研究领域", "researchinterests"})
_NUMBER = re.compile(r"\d{1,4}(?:\.0)?")
_DATE = re.compile(r"(?:19[2-9]\d|20[01]\d)(?:年|[-/.．]\s?\d{1,2}|[01]\d(?:[0-3]\d)?$|$).*")


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What one column holds. ``place`` from 0; ``field`` is empty for a column that is left out, ``other`` for one that
    is kept by its heading; ``certainty`` from 0 to 1; ``samples`` are the first values."""

    place: int
    heading: str
    field: str
    certainty: float
    why: Why
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListMapping:
    """What a person said about a list: heading (or column letter) → field, and what holds for the whole list."""

    columns: Mapping[str, str] = field(default_factory=dict)
    header_row: int | None = None
    women_only: bool | None = None
    unit: str = ""

    def as_json(self) -> dict[str, object]:
        """The form in which it is stored; its arguments by name."""
        return {
            "columns": dict(self.columns),
            "header_row": self.header_row,
            "women_only": self.women_only,
            "unit": self.unit,
        }

    def field_for(self, heading: str, place: int) -> str | None:
        """The field a person gave this column; None where she said nothing."""
        for key, name in self.columns.items():
            if folded(key) == folded(heading) and folded(key):
                return name
        for key, name in self.columns.items():
            if _LETTERS.fullmatch(key) and column_number(key) == place + 1:
                return name
        return None


def demand_columns(mapping: ListMapping, columns: Sequence[tuple[str, int]], *, place: str = "") -> None:
    """Hold a mapping against the columns, (heading, place), of the list that it was given for.

    Raises:
        Refused: ``roster_mapping_unknown_column`` for each that the list does not have, with what there is.
    """
    have = {folded(heading) for heading, _ in columns if folded(heading)}
    wide = max((at for _, at in columns), default=-1)
    there = list(dict.fromkeys(heading for heading, _ in columns if heading))
    unknown = [
        key
        for key in mapping.columns
        if folded(key) not in have and not (_LETTERS.fullmatch(key) and column_number(key) <= wide + 1)
    ]
    if unknown:
        code = "roster_mapping_unknown_column"
        raise Refused(*(Reason.error(code, file=place, column=key, there=there) for key in unknown))


def fingerprint(headings: Sequence[str]) -> str:
    """The mark by which a header is known again.

    >>> fingerprint(["姓 名", "性别"]) == fingerprint(["姓名：", "性别", ""])
    True
    """
    plain = [folded(heading) for heading in headings]
    while plain and not plain[-1]:
        plain.pop()
    return hashlib.sha256("\x1f".join(plain).encode()).hexdigest()[:32]


def guess_columns(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    mapping: ListMapping | None = None,
    remembered: Mapping[str, str] | None = None,
) -> tuple[ColumnGuess, ...]:
    """What every column holds. ``rows`` are some of the list's own, as text; ``remembered`` maps headings as a person
    corrected them in an earlier list with this header.

    >>> found = guess_columns(["姓名", "编码"], [["王丽", "11010519491231002X"], ["李梅", "440524188001010014"]])
    >>> [(one.field, one.why) for one in found]
    [('name', 'heading'), ('id_number', 'contents')]
    """
    guesses = []
    for place, heading in enumerate(headings):
        values = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        given = mapping.field_for(heading, place) if mapping else None
        name, certainty, why = OTHER, 0.0, _NOTHING
        if given is not None:
            name, certainty, why = given, 1.0, "person"
        elif remembered is not None and heading in remembered:
            name, certainty, why = remembered[heading], 1.0, "remembered"
        else:
            name, certainty, why = _guess(heading, values)
        if name == OTHER and not values and not heading:
            name = IGNORED
        guesses.append(ColumnGuess(place, heading, name, round(certainty, 2), why, tuple(values[:3])))
    return _one_of_each(_directions(_with_names(guesses, rows)))


def mapping_from_toml(text: str, *, place: str = "") -> ListMapping:
    """A mapping file: ``[columns]`` with ``"heading" = "field"`` (or the other way round, or by column letter), and
    ``header_row``, ``women_only``, ``unit``.

    Raises:
        Refused: ``roster_mapping_unreadable``, ``roster_mapping_unknown_field``.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise Refused.because("roster_mapping_unreadable", file=place, problem=str(problem)) from None
    known = {"header_row": int, "women_only": bool, "unit": str}
    settings = {key: data.pop(key) for key in known if isinstance(data.get(key), known[key])}
    tables = [
        data.pop(key) for key in ("columns", "column", "mapping", "map") if isinstance(data.get(key), dict)
    ]
    columns: dict[str, str] = {}
    for key, value in [item for table in [*tables, data] for item in table.items()]:
        if not isinstance(value, str):
            raise Refused.because("roster_mapping_unreadable", file=place, problem=key)
        heading, name = (value, key) if key in FIELDS and value not in _TARGETS else (key, value)
        if name not in _TARGETS:
            raise Refused.because(
                "roster_mapping_unknown_field", file=place, field=name, known=sorted(_TARGETS - {IGNORED})
            )
        columns[heading] = name
    return ListMapping(columns=columns, **settings)


def mapping_as_toml(columns: Sequence[ColumnGuess]) -> str:
    """The mapping of a list as a file that can be given with the next one."""
    lines = [f"{_quoted(one.heading)} = {_quoted(one.field)}" for one in columns if one.heading]
    return "[columns]\n" + "\n".join(lines) + "\n"


_TARGETS = frozenset({*FIELDS, *SPLIT, OTHER, IGNORED})


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _guess(heading: str, values: Sequence[str]) -> tuple[str, float, Why]:
    """By the heading, or its last storey; by the contents where these are beyond doubt or nothing else is known."""
    named = field_of(heading)
    storey = heading.rsplit(" ", 1)[-1]
    if storey != heading and (last := field_of(storey)) and (named is None or last[1] > named[1]):
        named = (last[0], last[1] * 0.97)
    shares = _shares(values)
    if shares["id_number"] >= _SURE and (named is None or named[0] != "id_number"):
        return "id_number", 0.5 + shares["id_number"] / 2, "contents"
    if named is not None:
        name, certainty = _counted(*named, values)
        fits = shares.get(name)
        if fits is None or not values:
            return name, certainty, "heading"
        return name, certainty * (0.5 + fits / 2), "heading"
    best = max(shares, key=lambda key: shares[key])
    if shares[best] >= 0.8:
        return best, shares[best] * 0.9, "contents"
    return OTHER, 0.0, "nothing"


def _is_sex(value: str) -> bool:
    return value in ("男", "女") or (not value.isdigit() and find("sex", value) is not None)


_TELLS: Mapping[str, Callable[[str], object]] = {
    "id_number": re.compile(r"\d{17}[\dXx]|\d(?:\.\d+)?[Ee]\+1[4-7]").fullmatch,
    "phone": re.compile(r"(?:\+?86)?[- ]?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-?\d{7,8}(?:-\d+)?").fullmatch,
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}").fullmatch,
    "sex": _is_sex,
    "link": re.compile(r"https?://\S+|\d{4}-\d{4}-\d{4}-\d{3}[\dXx]").fullmatch,
    "ethnic_group": lambda value: len(value) >= 2 and value.isalpha() and find("ethnic_groups", value),
}


def _shares(values: Sequence[str]) -> dict[str, float]:
    """How much of a column reads like each field that contents can tell."""
    if not values:
        return dict.fromkeys(_TELLS, 0.0)
    return {name: sum(bool(tells(value)) for value in values) / len(values) for name, tells in _TELLS.items()}


def _counted(name: str, certainty: float, values: Sequence[str]) -> tuple[str, float]:
    """Where the cells under 发表论文 or 专利 are numbers alone, the column counts them; where those under 任职时间 are days
    alone, or those under 导师 names alone, it tells no step on her path and is kept by its heading."""
    empty = _NOT_TOLD_BY.get(name)
    if empty is None or not values or sum(map(bool, map(empty, values))) / len(values) < 0.6:
        return name, certainty
    return ("publication_count", certainty * 0.95) if name == "publication" else (OTHER, certainty)


def _is_number(value: str) -> bool:
    return bool(_NUMBER.fullmatch(value))


def _is_someone(value: str) -> bool:
    """A number, yes or no, or somebody's name alone."""
    return (
        _is_number(value)
        or value in ("是", "否", "有", "无")
        or bool(_HAN_NAME.fullmatch(value) and surname_of(value))
    )


_NOT_TOLD_BY: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys(("publication", "patent", "training", "service"), _is_number),
    **dict.fromkeys(("employment", "council_post"), is_only_time),
    "mentoring": _is_someone,
}
"""Fields told in words, and what their cells hold where a column of such a heading means something else."""


def _directions(guesses: list[ColumnGuess]) -> list[ColumnGuess]:
    """研究方向 is the discipline where no other column tells one; beside 学科 it holds the words of her work."""
    told = [n for n, one in enumerate(guesses) if one.field == "disciplines"]
    narrow = [n for n in told if guesses[n].why == "heading" and folded(guesses[n].heading) in _NARROW]
    if len(narrow) < len(told):
        for n in narrow:
            guesses[n] = replace(guesses[n], field="keywords")
    return guesses


def _with_names(guesses: list[ColumnGuess], rows: Sequence[Sequence[str]]) -> list[ColumnGuess]:
    """Where no heading names them: the columns that read like names, birth dates and units."""
    have = {one.field for one in guesses}
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("name", lambda value: bool(_HAN_NAME.fullmatch(value)) and bool(surname_of(value))),
        ("unit", lambda value: bool(_UNIT_END.fullmatch(value))),
        ("birth_date", lambda value: bool(_DATE.fullmatch(value))),
    )
    for name, fits in tests:
        if name in have:
            continue
        for n, one in enumerate(guesses):
            values = [
                row[one.place].strip() for row in rows if one.place < len(row) and row[one.place].strip()
            ]
            if one.why == "nothing" and len(values) >= 2 and sum(map(fits, values)) / len(values) >= 0.8:
                guesses[n] = ColumnGuess(one.place, one.heading, name, 0.7, "contents", one.samples)
                break
    return guesses


def _one_of_each(guesses: list[ColumnGuess]) -> tuple[ColumnGuess, ...]:
    """Two columns for one field: the surer one has it, the other is kept by its heading. Lists of values take both."""
    best: dict[str, ColumnGuess] = {}
    for one in guesses:
        held = best.get(one.field)
        if (
            held is None
            or (one.why == "person") * 2 + one.certainty > (held.why == "person") * 2 + held.certainty
        ):
            best[one.field] = one
    return tuple(
        one
        if one.field in (OTHER, IGNORED) or one.field in LISTED or best[one.field] is one
        else ColumnGuess(one.place, one.heading, OTHER, one.certainty, one.why, one.samples)
        for one in guesses
    )

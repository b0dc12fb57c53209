"""Rows as people write them → columns that can be compared. Done once, at import; every distinct value once."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from jinguo.engines.linkage import persons, values
from jinguo.errors import Refused

__all__ = ["COLUMNS", "FIELDS", "Cleaned", "Row", "clean"]

Row: TypeAlias = Mapping[str, object]
"""One record: any of :data:`FIELDS`; ``other:label`` for further fields, compared as text."""

FIELDS = (
    "id", "name", "former_name", "given_name", "family_name", "sex", "birth_date", "id_number", "id_index", "phone",
    "phone_index", "email", "unit", "title", "discipline", "address", "postcode", "region",
)  # fmt: skip

_NAME = (
    "name",
    "sound",
    "sound2",
    "loose",
    "strokes",
    "lost",
    "sorted",
    "family",
    "given",
    "initials",
    "other",
)
COLUMNS = (
    *(f"name_{key}" if key != "name" else "name" for key in _NAME),
    "given_name", "family_name", "birth", "sex", "id_valid", "id_spoilt", "document", "phone", "phone2", "email", "email_user",
    "unit", "unit_whole", "unit_short", "title", "discipline", "address", "postcode", "region",
)  # fmt: skip
"""The columns of a cleaned record, all text or nothing; further fields stand behind them as ``other_1``, ``other_2``…"""

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``table`` (Arrow): ``id``, :data:`COLUMNS`, ``other_N``, sorted by id. ``others``: the labels of ``other_N`` in order."""

    table: Any
    others: tuple[str, ...] = ()

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def rows(self) -> list[dict[str, str | None]]:
        """One mapping a record: what an importer stores and :meth:`of` takes back."""
        found: list[dict[str, str | None]] = self.table.to_pylist()
        return found

    @classmethod
    def of(cls, stored: Iterable[Mapping[str, str | None]], others: Sequence[str] = ()) -> Cleaned:
        """From columns cleaned before, as :meth:`rows` gave them."""
        names = ["id", *COLUMNS, *(f"other_{n + 1}" for n in range(len(others)))]
        rows = list(stored)
        table = pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})
        return cls(table.sort_by("id"), tuple(others))


def clean(rows: Iterable[Row] | Any) -> Cleaned:
    """The rows (mappings, or an Arrow table whose columns are fields) made comparable, sorted by id.

    Refused: no row, an id missing or given twice, a field that is not known.
    """
    table = _as_table(rows)
    if not table.num_rows:
        raise Refused.because("linkage_empty")
    _check_ids(table)
    names = table.column_names
    others = [name for name in names if name.startswith("other:")]
    unknown = sorted(set(names) - set(FIELDS) - set(others))
    if unknown:
        raise Refused.because("linkage_unknown_field", field=unknown[0], fields=FIELDS)
    return Cleaned(_sorted(_cleaned(table, others)), tuple(name.removeprefix("other:") for name in others))


def _as_table(rows: Any) -> Any:
    if isinstance(rows, pa.Table):
        return pa.table(
            {name: rows.column(name).combine_chunks().cast(pa.string()) for name in rows.column_names}
        )
    listed = list(rows)
    names = dict.fromkeys(name for row in listed for name in row)
    return pa.table(
        {name: pa.array([written(row.get(name)) for row in listed], pa.string()) for name in names}
    )


def written(value: object) -> str | None:
    """A value as text: dates in ISO form, whole numbers without a point, nothing for NaN."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _sorted(table: Any) -> Any:
    """The rows in the order of their ids, which most lists have already."""
    ids = table.column("id").combine_chunks()
    in_order = pc.all(pc.less_equal(ids.slice(0, len(ids) - 1), ids.slice(1))).as_py()
    return table if in_order in (True, None) else table.sort_by("id")


def _check_ids(table: Any) -> None:
    if "id" not in table.column_names:
        raise Refused.because("linkage_no_id")
    ids = table.column("id")
    blank = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(ids), ""), True)
    if pc.any(blank).as_py():
        raise Refused.because("linkage_id_missing", row=pc.index(blank, True).as_py() + 1)
    counted = pc.value_counts(ids)
    twice = counted.filter(pc.greater(counted.field("counts"), 1))
    if len(twice):
        known = min(twice.field("values").to_pylist())
        places = [place for place, one in enumerate(ids.to_pylist(), 1) if one == known]
        raise Refused.because("linkage_id_twice", id=known, rows=tuple(places[:5]), row=places[1])


def _cleaned(table: Any, others: list[str]) -> Any:
    out: dict[str, Any] = {"id": table.column("id")}
    nothing = pa.nulls(table.num_rows, pa.string())

    def put(
        names: Sequence[str], field: str, read: Callable[[list[Any]], Iterable[Any]], keys: Sequence[str]
    ) -> None:
        if field in table.column_names:
            for name, column in zip(names, _columns(table.column(field), read, keys), strict=True):
                out[name] = column

    given = {"given_name", "family_name"} & set(table.column_names)
    if given:
        table = _with_whole_names(table)
    put([_named(key) for key in _NAME], "name", persons.name_keys, _NAME)
    put(["name_former"], "former_name", lambda found: persons.name_keys(found), ["name"])
    if "name_former" in out:
        out["name_other"] = _first_of(out.pop("name_former"), out.get("name_other", nothing))
    put(
        ["id_valid", "id_spoilt", "document", "_born", "_sex"],
        "id_number",
        values.ids,
        ("valid", "spoilt", "document", "birth", "sex"),
    )
    put(["id_valid"], "id_index", values.texts, ())
    put(["birth"], "birth_date", values.dates, ())
    put(["sex"], "sex", values.sexes, ())
    if "_born" in out:
        out["birth"] = _first_of(out["_born"], out.get("birth", nothing))  # a number that holds knows better
        out["sex"] = _first_of(out["_sex"], out.get("sex", nothing))
    put(["phone", "phone2"], "phone", values.phones, ("phone", "phone2"))
    if "phone_index" in table.column_names and "phone" not in table.column_names:
        put(["phone"], "phone_index", values.texts, ())  # a blind index: equal or not, nothing between
    put(["email"], "email", values.mails, ())
    put(["unit", "unit_whole", "unit_short"], "unit", values.units, ("unit", "whole", "short"))
    for field in ("title", "discipline", "address", "postcode", "given_name", "family_name"):
        put([field], field, values.texts, ())
    put(["region"], "region", values.places, ())
    for place, field in enumerate(others, 1):
        put([f"other_{place}"], field, values.texts, ())
    if "email" in out:
        out["email_user"] = _columns(out["email"], lambda found: [v and v.split("@")[0] for v in found], ())[
            0
        ]
    names = ["id", *COLUMNS, *(f"other_{n + 1}" for n in range(len(others)))]
    return pa.table({name: out.get(name, nothing) for name in names})


def _named(key: str) -> str:
    return "name" if key == "name" else f"name_{key}"


def _columns(column: Any, read: Callable[[list[Any]], Iterable[Any]], keys: Sequence[str]) -> list[Any]:
    """``read`` applied to the distinct values; one column for each key, or one when there are none."""
    combined = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    coded = combined.dictionary_encode()
    found = list(read(coded.dictionary.to_pylist()))
    if not keys:
        lists = [found]
    elif found:
        of_key = dict(zip(found[0]._fields, zip(*found, strict=True), strict=True))
        lists = [list(of_key[key]) for key in keys]
    else:
        lists = [[] for _ in keys]
    return [pa.array(listed, pa.string()).take(coded.indices) for listed in lists]


def _first_of(one: Any, other: Any) -> Any:
    return pc.coalesce(one, other)


def _with_whole_names(table: Any) -> Any:
    """Chinese surnames and given names in two columns become one name; names in letters stay in two."""
    family = (
        table.column("family_name").to_pylist()
        if "family_name" in table.column_names
        else [None] * table.num_rows
    )
    given = (
        table.column("given_name").to_pylist()
        if "given_name" in table.column_names
        else [None] * table.num_rows
    )
    whole = table.column("name").to_pylist() if "name" in table.column_names else [None] * table.num_rows
    for place, (f, g) in enumerate(zip(family, given, strict=True)):
        joined = f"{f or ''}{g or ''}"
        if _HAN.search(joined):
            whole[place] = whole[place] or (joined if f and g else None)
            if f and g:
                family[place] = given[place] = None
    columns = {name: table.column(name) for name in table.column_names}
    columns |= {
        "family_name": pa.array(family, pa.string()),
        "given_name": pa.array(given, pa.string()),
    }
    if any(whole):
        columns["name"] = pa.array(whole, pa.string())
    return pa.table(columns)

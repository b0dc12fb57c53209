"""Some thousand rows at once: columns to values, values to persons, contradictions between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import repeat, zip_longest
from typing import Any

from jinguo.engines.rosters import values
from jinguo.engines.rosters.dates import Birth, read_birth
from jinguo.engines.rosters.numbers import CheckedNumbers, check_numbers
from jinguo.engines.rosters.opening import Cell
from jinguo.engines.rosters.person import FIELDS, IGNORED, LISTED, OTHER, Finding
from jinguo.engines.rosters.recognising import SheetPlan, column_label
from jinguo.engines.rosters.tables import Keys, Table
from jinguo.engines.rosters.values import MOST, PLAIN, READERS, Read, as_text, cleaned
from jinguo.reasons import Reason
from jinguo.standards.identity import mask_id, read_id
from jinguo.standards.spells import split_unit

__all__ = ["Batch"]

_MOST_KEPT = 20_000
_EARLIEST = "1900-01-01"
_NOTHING: Mapping[str, object] = {}
_FATAL = frozenset({
    "name_missing", "name_too_long", "name_has_emoji", "name_has_digits", "roster_too_long", "roster_man_among_women",
    "roster_date_no_century", "roster_date_unreadable", "roster_date_out_of_range",
})  # fmt: skip
_OTHER_PAPER = re.compile(r"[A-Z]{1,2}\d{7,9}|[HMC]\d{8,10}|[A-Z]{2,3}\d{12}|\d{8}")
_BLANKS = re.compile(r"[\s\-'’·.]+")
_NUMBER = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{1,2}")

_Got = tuple[str, str, Mapping[str, object], bool]


class Batch:
    """Reads batch after batch of one sheet; remembers distinct texts between them."""

    def __init__(
        self,
        plan: SheetPlan,
        on: date,
        date1904: bool,
        uncalculated: frozenset[tuple[int, int]] = frozenset(),
    ) -> None:
        self.plan, self.on = plan, on
        self.uncalculated = uncalculated
        self._birth: Callable[[Cell], Birth] = partial(read_birth, on=on, date1904=date1904)
        self._labels = {one.place: column_label(one) for one in plan.columns}
        self._kept: dict[int, dict[Cell, str]] = {one.place: {} for one in plan.columns}
        self._odd: dict[int, dict[Cell, _Got]] = {one.place: {} for one in plan.columns}
        self._births: dict[str, Birth] = {}
        self._found: dict[int, list[Finding]] = {}
        self._numbers: list[int] = []

    def read(self, numbers: list[int], lines: list[list[Cell]]) -> Table:
        """Read these lines; ``numbers`` are their rows in the file."""
        self._found, self._numbers = {}, numbers
        told: dict[str, Any] = {}
        others: list[tuple[str, list[str]]] = []
        cells: list[tuple[Cell, ...]] = list(zip_longest(*lines, fillvalue=""))
        for one in self.plan.columns:
            if one.field == IGNORED or one.place >= len(cells):
                continue
            place, raw = one.place, cells[one.place]
            if self.uncalculated:
                self._note_uncalculated(place, one.field)
            if one.field == OTHER:
                others.append((self._labels[place], self._texts(place, raw)))
            elif one.field in ("id_number", "birth_date"):
                told[one.field] = raw
            else:
                self._take(told, one.field, self._texts(place, raw, one.field))
        keys = self._check(told, len(lines))
        columns = {field: told[field] for field in FIELDS if field in told and any(told[field])}
        if others:
            columns[OTHER] = _others(others)
        return Table(self.plan.sheet.name, numbers, columns, keys, self._found)

    def _take(self, told: dict[str, Any], field: str, texts: list[str]) -> None:
        """Values of a column into their field; taken apart where a column holds two."""
        if field == "unit_and_post":
            pairs = [split_unit(text) for text in texts]
            self._take(told, "unit", [unit for unit, _ in pairs])
            self._take(told, "post", [post for _, post in pairs])
        elif field == "education_and_degree":
            pairs = [values.split_education(text) for text in texts]
            self._take(told, "education", [education for education, _ in pairs])
            self._take(told, "degree", [degree for _, degree in pairs])
        elif field in LISTED and field in told:
            told[field] = ["\n".join(filter(None, two)) for two in zip(told[field], texts, strict=True)]
        else:
            held = told.get(field)
            told[field] = [old or new for old, new in zip(held, texts, strict=True)] if held else texts

    def _texts(self, place: int, raw: Sequence[Cell], field: str = "") -> list[str]:
        """The values of a column; what was found in them noted."""
        plain = PLAIN.get(field)
        if plain is None:
            return self._each_once(place, raw, field)
        matches = plain.fullmatch
        odd = [n for n, cell in enumerate(raw) if type(cell) is not str or matches(cell) is None]
        if len(odd) == len(raw):
            return self._each_once(place, raw, field)
        texts: list[Any] = list(raw)
        if odd:  # what is not of the usual form is read cell by cell
            for n, text in zip(odd, self._each_once(place, [raw[n] for n in odd], field, odd), strict=True):
                texts[n] = text
        return texts

    def _each_once(
        self, place: int, raw: Sequence[Cell], field: str = "", at: Sequence[int] | None = None
    ) -> list[str]:
        """Cells of a column, each distinct one read once; ``at`` are their places in the batch where these are not all."""
        kept, odd = self._kept[place], self._odd[place]
        if len(kept) > _MOST_KEPT:
            kept.clear()
            odd.clear()
        read = READERS.get(field)
        distinct = set(raw)
        for cell in distinct - kept.keys():
            got = _one(field, cell if type(cell) is str else as_text(cell), read)
            kept[cell] = got[0]
            if got[1] or got[3] or (field == "name" and not got[0]):
                odd[cell] = got
        if odd and not odd.keys().isdisjoint(distinct):
            for n, cell in enumerate(raw):
                if cell in odd:
                    self._note_value(at[n] if at else n, place, field, odd[cell])
        return [kept[cell] for cell in raw]

    def _note_value(self, n: int, place: int, field: str, got: _Got) -> None:
        column = self._labels[place]
        if got[1]:
            self._note(n, column, field, got[1], got[2])
        if field == "name" and not got[0] and got[1] in ("", "roster_cell_error"):
            self._note(n, column, field, "name_missing")
        if got[3]:
            self._note(n, column, field, "roster_hidden_characters")

    def _note(
        self,
        n: int,
        column: str,
        field: str,
        code: str,
        params: Mapping[str, object] = _NOTHING,
        *,
        fatal: bool | None = None,
    ) -> None:
        fatal = code in _FATAL if fatal is None else fatal
        reason = Reason(
            code, {**params, "row": self._numbers[n], "column": column}, "error" if fatal else "warning"
        )
        self._found.setdefault(n, []).append(Finding(column, field, reason))

    def _note_uncalculated(self, place: int, field: str) -> None:
        for n, number in enumerate(self._numbers):
            if (number, place + 1) in self.uncalculated:
                fatal = field in ("name", "id_number")
                self._note(n, self._labels[place], field, "roster_formula_without_value", fatal=fatal)

    def _check(self, told: dict[str, Any], count: int) -> Keys:
        """ID numbers, birth dates and sexes against one another; answers with the numbers' keys."""
        checked = self._id_numbers(told) if "id_number" in told else None
        self._births_told(told, checked)
        self._sexes_told(told, checked, count)
        if self.plan.unit:
            told["unit"] = [text or self.plan.unit for text in told.get("unit", repeat("", count))]
        return checked.keys if checked else [0] * count

    def _id_numbers(self, told: dict[str, Any]) -> CheckedNumbers:
        texts = [_number_text(cell) for cell in told["id_number"]]
        checked = check_numbers(texts, on=self.on)
        column = self._column("id_number")
        if checked.rounded.any() or checked.unknown_area.any():
            for n in checked.rounded.nonzero()[0].tolist():
                self._note(n, column, "id_number", "id_maybe_rounded")
            for n in checked.unknown_area.nonzero()[0].tolist():
                self._note(n, column, "id_number", "id_unknown_area", {"found": texts[n][:6]})
        for n in (~checked.good).nonzero()[0].tolist():
            texts[n] = self._odd_number(n, texts[n], column, checked) if texts[n] else ""
        told["id_number"] = [text.upper() for text in texts]
        return checked

    def _odd_number(self, n: int, text: str, column: str, checked: CheckedNumbers) -> str:
        """A number that is not 18 good places: another paper's, an old one, or why it is refused."""
        if values.is_empty(text):
            return ""
        if values.is_error(text):
            self._note(n, column, "id_number", "roster_cell_error", {"found": text}, fatal=True)
            return ""
        if _OTHER_PAPER.fullmatch(text.upper()):
            self._note(n, column, "id_number", "roster_other_document")
            return text
        found = read_id(text, on=self.on)
        for reason in found.findings:
            params = dict(reason.params)
            if isinstance(params.get("found"), str) and not _NUMBER.fullmatch(str(params["found"])):
                params["found"] = mask_id(str(params["found"]))
            self._note(n, column, "id_number", reason.code, params, fatal=reason.severity == "error")
        if found.valid and found.birth_date:
            checked.births[n], checked.sexes[n] = found.birth_date.isoformat(), found.sex or ""
            checked.keys[n] = int(found.number[:17])
        return found.number if found.valid else ""

    def _births_told(self, told: dict[str, Any], checked: CheckedNumbers | None) -> None:
        if "birth_date" not in told:
            if checked:
                told["birth_date"] = checked.births
            return
        column = self._column("birth_date")
        raw: Sequence[Cell] = told["birth_date"]
        told["birth_date"] = births = list(checked.births) if checked else [""] * len(raw)
        for n, (cell, by_number) in enumerate(zip(raw, births, strict=True)):
            if cell == by_number and by_number >= _EARLIEST:
                continue  # said twice, exactly
            born = self._births.get(cell) if type(cell) is str else None
            if born is None:
                born = self._born(cell)
            if not (by_number and born.iso and not born.code and by_number.startswith(born.iso)):
                births[n] = self._one_birth(n, column, born, by_number, cell)

    def _one_birth(self, n: int, column: str, born: Birth, by_number: str, cell: Cell) -> str:
        iso = born.iso
        if born.code:
            found = {"found": as_text(cell)[:30]}
            if born.code == "roster_cell_error" or by_number:
                self._note(n, column, "birth_date", born.code, found, fatal=False)
                return by_number or iso
            self._note(n, column, "birth_date", born.code, found)
            return iso
        if not by_number or not iso:
            return iso or by_number
        if by_number.startswith(iso) or (iso.endswith("-01") and by_number[:7] == iso[:7]):
            return by_number
        self._note(n, column, "birth_date", "roster_birth_differs", {"told": iso, "by_number": by_number})
        return iso

    def _born(self, cell: Cell) -> Birth:
        if type(cell) is not str:
            return self._birth(cell) if cell is not None else Birth("")
        got = self._births.get(cell)
        if got is None:
            if len(self._births) > _MOST_KEPT:
                self._births.clear()
            text, _ = cleaned(cell)
            if values.is_error(text):
                got = Birth("", "roster_cell_error")
            else:
                got = Birth("") if values.is_empty(text) else self._birth(text)
            self._births[cell] = got
        return got

    def _sexes_told(self, told: dict[str, Any], checked: CheckedNumbers | None, count: int) -> None:
        by_number = checked.sexes if checked else None
        sexes: list[str] = told.get("sex") or [""] * count
        if by_number:
            column = self._column("sex") or self._column("id_number")
            for n, (one, other) in enumerate(zip(sexes, by_number, strict=True)):
                if one and other and one != other:
                    self._note(n, column, "sex", "roster_sex_differs")
            sexes = [one or other for one, other in zip(sexes, by_number, strict=True)]
        if self.plan.women_only:
            column = self._column("sex") or self._column("id_number")
            for n, one in enumerate(sexes):
                if one == "M":
                    self._note(n, column, "sex", "roster_man_among_women")
            sexes = [one or "F" for one in sexes]
        told["sex"] = sexes

    def _column(self, field: str) -> str:
        place = self.plan.place_of(field)
        return "" if place is None else self._labels[place]


def _others(others: list[tuple[str, list[str]]]) -> list[Mapping[str, str]]:
    """Columns of no field, for each row those that say something."""
    heads = [head for head, _ in others]
    return [
        {head: text for head, text in zip(heads, line, strict=True) if text}
        for line in zip(*(texts for _, texts in others), strict=True)
    ]


def _one(field: str, raw: str, read: Callable[[str], Read] | None) -> _Got:
    """One distinct text of a column: value, code and its values, whether it had hidden characters."""
    text, hidden = cleaned(raw)
    if text in values._EMPTY:
        return "", "", _NOTHING, False
    if text[0] == "#" and values.is_error(text):
        return "", "roster_cell_error", {"found": text}, hidden
    if text[0] == "'" and text[1:2] in ("=", "+", "-", "@"):
        text = text[1:]
    most = MOST.get(field, 2000)
    if len(text) > most:
        return "", "roster_too_long", {"found": len(text), "limit": most}, hidden
    if read is None:
        return text, "", _NOTHING, hidden
    got = read(text)
    return got.value, got.code, got.params, hidden


def _number_text(cell: Cell) -> str:
    """An ID number's cell as text: half width, no blanks; numbers beyond what a table program keeps in their short form."""
    if isinstance(cell, str):
        if len(cell) == 18 and cell.isascii():
            return cell
        text, _ = cleaned(unicodedata.normalize("NFKC", cell))
        return (
            text
            if _NUMBER.fullmatch(text) or values.is_empty(text) or values.is_error(text)
            else _BLANKS.sub("", text)
        )
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= 1e15:
        return f"{cell:.5E}"
    return as_text(cell)

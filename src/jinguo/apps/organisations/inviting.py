"""A list of liaisons to invite, as an office keeps it: unit, name, e-mail; read and planned before anything is sent."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from jinguo.apps.organisations import kinds, queries
from jinguo.apps.organisations.models import Invitation, Organisation
from jinguo.errors import Refused
from jinguo.reasons import Reason
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

MOST_ROWS = 2000
MOST_BYTES = 4 * 1024 * 1024
_MOST_UNPACKED = 60 * 1024 * 1024
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # what the XML parser calls a broken part
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
)
_HEADS = {"单位", "单位名称", "推荐单位", "unit"}


@dataclass(frozen=True)
class Line:
    """One line of the list as typed."""

    unit: str
    name: str
    email: str


@dataclass(frozen=True)
class Invited:
    """One liaison who will be invited."""

    unit: Organisation
    name: str
    email: str


@dataclass
class Plan:
    """What will happen with each line: who is invited, and why the others are not."""

    inviting: list[Invited] = field(default_factory=list)
    not_inviting: list[tuple[Line, Reason]] = field(default_factory=list)


def read_text(text: str) -> list[Line]:
    """Lines pasted from a table or typed: columns by tab, comma or wide blanks."""
    rows = (
        re.split(r"\t|[,，;；]|\s{2,}|(?<=\S) (?=\S+@)", line.strip())
        for line in clean_text(text).split("\n")
    )
    return _lines([part.strip() for part in row if part.strip()] for row in rows)


def read_workbook(file: IO[bytes]) -> list[Line]:
    """The first sheet of an Excel file. Refused: too large, packed beyond reason, or no workbook."""
    import openpyxl  # here: it is large, and this page is rarely asked for

    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Refused.because("upload_too_large", limit=MOST_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > _MOST_UNPACKED:
            raise Refused.because("upload_too_large", limit=_MOST_UNPACKED)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        cells = [
            [str(value).strip() for value in row if value not in (None, "")]
            for row in book.worksheets[0].iter_rows(max_row=MOST_ROWS + 1, max_col=6, values_only=True)
        ]
    except _UNREADABLE:
        raise Refused.because("workbook_unreadable") from None
    return _lines(cells)


def plan(lines: Iterable[Line], *, by: User) -> Plan:
    """Look every line up. Six queries for any number of lines."""
    listed = list(lines)[:MOST_ROWS]
    named = queries.by_names(line.unit for line in listed)
    managed = set(queries.managed_by(by).values_list("pk", flat=True))
    units = list(named.found.values())
    there = {(m.organisation_id, m.user.email.lower()) for m in queries.liaisons_of(units)}
    waiting = {
        (unit, (email or name).lower())
        for unit, name, email in Invitation.objects.filter(
            organisation__in=units, role=kinds.LIAISON, accepted_at=None, revoked_at=None
        ).values_list("organisation_id", "name", "email")
    }
    result = Plan()
    for line in listed:
        unit = named.found.get(queries.squeezed(line.unit))
        reason = _against(line, unit, named.several, managed, there, waiting)
        if reason is None and unit is not None:
            result.inviting.append(Invited(unit, line.name, line.email))
            waiting.add((unit.pk, (line.email or line.name).lower()))
        elif reason is not None:
            result.not_inviting.append((line, reason))
    return result


def _against(
    line: Line,
    unit: Organisation | None,
    several: dict[str, list[Organisation]],
    managed: set[int],
    there: set[tuple[int, str]],
    waiting: set[tuple[int, str]],
) -> Reason | None:
    if unit is None:
        fitting = several.get(queries.squeezed(line.unit))
        if fitting:
            return Reason.error("unit_name_ambiguous", units=[one.name for one in fitting])
        return Reason.error("unit_not_known")
    if unit.pk not in managed:
        return Reason.error("unit_not_yours_to_manage")
    if not line.name:
        return Reason.error("liaison_without_name")
    if line.email and not _is_email(line.email):
        return Reason.error("email_malformed", email=line.email)
    if line.email and (unit.pk, line.email.lower()) in there:
        return Reason.info("is_liaison_already")
    if (unit.pk, (line.email or line.name).lower()) in waiting:
        return Reason.info("is_invited_already")
    return None


def _lines(rows: Iterable[list[str]]) -> list[Line]:
    found = []
    for row in rows:
        if not row or row[0].lower() in _HEADS:
            continue
        if row[0].isdigit() and len(row) > 1:  # a running number in front
            row = row[1:]
            if row[0].lower() in _HEADS:
                continue
        email = next((part for part in row[1:] if "@" in part), "")
        rest = [part for part in row[1:] if part != email]
        found.append(Line(row[0][:120], (rest[0] if rest else "")[:100], email[:254]))
    return found


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True

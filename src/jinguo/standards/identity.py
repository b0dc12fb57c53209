"""Resident identity numbers (公民身份号码, GB 11643-1999) and how personal numbers are shown.

18 places: 6 area, 8 birth date, 3 sequence (odd male, even female), 1 check digit by ISO 7064 MOD 11-2.

>>> found = read_id("１１０１０５ 19491231 002x")
>>> found.valid, found.number, found.birth_date, found.sex, found.region_name
(True, '11010519491231002X', datetime.date(1949, 12, 31), 'F', '北京市朝阳区')
>>> mask_id(found.number)
'110105********002X'
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jinguo.reasons import Reason
from jinguo.standards.divisions import region_name as _region_name
from jinguo.standards.names import clusters

__all__ = [
    "IdNumber",
    "check_digit",
    "full_years",
    "mask_id",
    "mask_name",
    "mask_phone",
    "read_id",
    "with_check_digit",
]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−_.·'’`\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_EARLIEST_YEAR = 1800


@dataclass(frozen=True, slots=True)
class IdNumber:
    """What an identity number says.

    ``valid`` is true when no finding is an error; warnings (unknown area, converted 15 digits) leave it
    true. ``number`` is the normalised text: half width, no separators, upper-case X, 18 places where it
    could be read. ``birth_date`` and ``sex`` are None where the number does not tell them.
    """

    valid: bool
    number: str
    birth_date: date | None
    sex: Literal["F", "M"] | None
    region: str
    region_name: str
    findings: tuple[Reason, ...] = ()


def check_digit(first17: str) -> str:
    """The 18th place for the first 17 digits (GB 11643 §4.2.4, ISO 7064 MOD 11-2).

    >>> check_digit("11010519491231002")
    'X'
    """
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def with_check_digit(first17: str) -> str:
    """The whole number for its first 17 digits. ValueError for other lengths or characters."""
    return first17 + check_digit(first17)


def read_id(text: str, *, on: date | None = None) -> IdNumber:
    """Read an identity number as people type it or as a spreadsheet gives it.

    Full-width digits, a lower-case x, spaces and dashes are accepted. A number of 15 digits (issued before
    1999, void since 2013) is converted with the century 19 for matching, with a warning. ``on`` is the day
    against which a birth date in the future is found. Areas of abolished counties are valid for life, so an
    unknown area is a warning only.

    Findings: id_missing, id_scientific_notation, id_wrong_characters, id_wrong_length, id_impossible_date,
    id_born_in_future, id_wrong_check_digit, id_rounded_by_spreadsheet, id_converted_15 (warning),
    id_maybe_rounded (warning), id_unknown_area (warning).
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if _SCIENTIFIC.fullmatch(folded.replace(" ", "")):
        return _unreadable(folded, Reason.error("id_scientific_notation", found=folded))
    number = _SEPARATORS.sub("", folded).upper()
    if not number:
        return _unreadable("", Reason.error("id_missing"))
    if not number.isascii() or not number[:-1].isdigit() or not (number[-1].isdigit() or number[-1] == "X"):
        return _unreadable(number, Reason.error("id_wrong_characters", found=number))
    findings: list[Reason] = []
    if len(number) == 15 and number.isdigit():
        number = with_check_digit(f"{number[:6]}19{number[6:]}")
        findings.append(Reason.warning("id_converted_15"))
    if len(number) != 18:
        return _unreadable(number, Reason.error("id_wrong_length", found=len(number)))
    birth_date = _birth_date(number)
    if birth_date is None:
        findings.append(Reason.error("id_impossible_date", found=number[6:14]))
    elif on is not None and birth_date > on:
        findings.append(Reason.error("id_born_in_future", found=birth_date))
    findings += _check_findings(number)
    region = number[:6]
    name = _region_name(region)
    if not name:
        findings.append(Reason.warning("id_unknown_area", found=region))
    return IdNumber(
        valid=all(finding.severity != "error" for finding in findings),
        number=number,
        birth_date=birth_date,
        sex="M" if int(number[16]) % 2 else "F",
        region=region,
        region_name=name,
        findings=tuple(findings),
    )


def full_years(born: date, on: date) -> int:
    """Full years of age (周岁) on a day. A person reaches N on the day of the birthday; one born on 29
    February does so on 1 March of a common year. Days before the birth give negative numbers.

    >>> full_years(date(1978, 10, 20), date(2023, 10, 19)), full_years(date(1978, 10, 20), date(2023, 10, 20))
    (44, 45)
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def mask_id(number: str) -> str:
    """Six places, stars, four places: 110105********002X.

    Shorter texts (passports) show the first and last two.
    """
    if len(number) >= 15:
        return number[:6] + "*" * (len(number) - 10) + number[-4:]
    return _masked(number, 2, 2)


def mask_phone(number: str) -> str:
    """138****5678; other telephone numbers keep the first three and the last two characters.

    >>> mask_phone("13812345678"), mask_phone("010-87258923")
    ('138****5678', '010*******23')
    """
    return _masked(number, 3, 4) if len(number) == 11 and number.isdigit() else _masked(number, 3, 2)


def mask_name(name: str) -> str:
    """The first character and stars: 王丽 → 王*, 欧阳少东 → 欧***.

    >>> mask_name("王小丽")
    '王**'
    """
    shown = clusters(name)
    return shown[0] + "*" * (len(shown) - 1) if len(shown) > 1 else "*" * len(shown)


def _masked(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]


def _unreadable(number: str, finding: Reason) -> IdNumber:
    return IdNumber(False, number, None, None, "", "", (finding,))


def _birth_date(number: str) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= _EARLIEST_YEAR else None


def _check_findings(number: str) -> list[Reason]:
    """The check digit, and the trace of a spreadsheet that kept 15 significant digits and wrote 000 for the
    rest."""
    fits = check_digit(number[:17]) == number[17]
    rounded = number.endswith("000")
    if fits:
        return [Reason.warning("id_maybe_rounded")] if rounded else []
    return [Reason.error("id_rounded_by_spreadsheet")] if rounded else [Reason.error("id_wrong_check_digit")]

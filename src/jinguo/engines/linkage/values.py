"""The other fields as keys: dates, ID numbers, telephones, mail, units, places, plain text. Each works on distinct values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from jinguo.engines.linkage.persons import fold
from jinguo.standards.dates import read_date
from jinguo.standards.identity import read_id
from jinguo.standards.units import parse_unit

__all__ = ["IdKeys", "UnitKeys", "dates", "ids", "mails", "phones", "places", "sexes", "texts", "units"]

Texts = Iterable[str | None]
Keys = list[str | None]

_NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "/",
        "\\",
        "无",
        "不详",
        "未知",
        "未填",
        "空",
        "暂无",
        "待补",
        "n/a",
        "na",
        "nan",
        "none",
        "null",
        "nil",
        "unknown",
        "#n/a",
    }
)
_WEIGHTS = np.array((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))
_NUMBER = re.compile(r"\d{15}|\d{17}[\dX]")
_LONG = re.compile(r"[\dX]{14,20}")
_WESTERN = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_SEX = {
    **dict.fromkeys(("f", "female", "woman", "女", "女性", "女士", "2"), "F"),
    **dict.fromkeys(("m", "male", "man", "男", "男性", "先生", "1"), "M"),
}
_PIECES = re.compile(r"[,，、;；/|\s]+")
_PUNCTUATION = re.compile(r"[\s\-‐‑–—_.,，。、;；:：'’\"“”()（）\[\]【】<>《》#·•*]+")
_ENDINGS = re.compile(r"(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|自治州|自治县|地区|省|市|区|县|盟|旗)")


class IdKeys(NamedTuple):
    """``valid`` a resident number whose check digit holds, in 18 places; ``spoilt`` one that does not hold; ``document`` a
    number of another kind. ``birth`` and ``sex`` are what a valid number tells."""

    valid: str | None = None
    spoilt: str | None = None
    document: str | None = None
    birth: str | None = None
    sex: str | None = None


class PhoneKeys(NamedTuple):
    """The number, and a second one."""

    phone: str | None = None
    phone2: str | None = None


class UnitKeys(NamedTuple):
    """``unit`` the first-level unit; ``whole`` with its part; ``short`` a LIKE pattern for names that it may be short for."""

    unit: str | None = None
    whole: str | None = None
    short: str | None = None


def present(text: str | None) -> str:
    """The text stripped; empty for what people write when there is nothing."""
    text = (text or "").strip()
    return "" if text.casefold() in _NOTHING else text


def dates(values: Texts) -> Keys:
    """``YYYYMMDD``, with ``00`` for a month or day that the text does not give; digits as they are where they are no date.

    >>> dates(["1984年3月", "1984", "19840311", "11/03/1984", "19841399", "一九八四年三月"])
    ['19840300', '19840000', '19840311', '19840311', '19841399', '19840300']
    """
    listed = list(values)
    month_first = any((m := _WESTERN.fullmatch((v or "").strip())) and int(m[2]) > 12 for v in listed)
    return [_date(value, month_first) for value in listed]


def _date(value: str | None, month_first: bool) -> str | None:
    text = unicodedata.normalize("NFKC", present(value)).rstrip("生")
    if not text:
        return None
    if re.fullmatch(r"\d{8}", text):
        return text
    if match := _WESTERN.fullmatch(text):
        one, two, year = match.groups()
        month, day = (one, two) if month_first else (two, one)
        return f"{year}{int(month):02}{int(day):02}"
    text = re.sub(r"\.0$", "", text)
    if re.fullmatch(r"(?:19|20)\d{2}[-./年]?(?:00?月?)?[-./]?(?:00?日?)?", text):
        return f"{text[:4]}0000"
    found = read_date(re.sub(r"[-./]0{1,2}$", "", text), serial=True)
    if found is None:
        digits = re.sub(r"\D", "", text)
        return digits if len(digits) == 8 else None
    day, precision = found
    return (
        f"{day.year:04}"
        + (f"{day.month:02}" if precision != "year" else "00")
        + (f"{day.day:02}" if precision == "day" else "00")
    )


def ids(values: Texts) -> list[IdKeys]:
    """ID numbers, checked. A number that does not hold is kept apart: it is never proof.

    >>> ids(["11010519491231002x"])[0].valid, ids(["110105194912310021"])[0].spoilt, ids(["E12345678"])[0].document
    ('11010519491231002X', '110105194912310021', 'E12345678')
    """
    listed = list(values)
    usual = [place for place, value in enumerate(listed) if value and len(value) == 18 and value.isascii()]
    found: dict[int, IdKeys | None] = dict(
        zip(usual, _usual([listed[place] or "" for place in usual]), strict=True)
    )
    return [found.get(place) or _id(value) for place, value in enumerate(listed)]


def _usual(numbers: list[str]) -> list[IdKeys | None]:
    """Numbers of 18 ASCII places in one go (ISO 7064 MOD 11-2); None for those that want a closer look."""
    if not numbers:
        return []
    places = np.frombuffer("".join(numbers).encode("ascii"), np.uint8).reshape(-1, 18).astype(np.int32) - 48
    digits = ((places[:, :17] >= 0) & (places[:, :17] <= 9)).all(axis=1)
    check = np.array([ord(c) - 48 for c in "10X98765432"])[(places[:, :17] @ _WEIGHTS) % 11]
    year = places[:, 6:10] @ np.array([1000, 100, 10, 1])
    month, day = places[:, 10] * 10 + places[:, 11], places[:, 12] * 10 + places[:, 13]
    ordinary = (year >= 1900) & (year < 2100) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 28)
    holds = digits & (check == places[:, 17]) & ordinary & (places[:, 14:].any(axis=1))
    female = places[:, 16] % 2 == 0
    return [
        IdKeys(valid=number, birth=number[6:14], sex="F" if woman else "M") if held else None
        for number, held, woman in zip(numbers, holds.tolist(), female.tolist(), strict=True)
    ]


def _id(value: str | None) -> IdKeys:
    text = unicodedata.normalize("NFKC", present(value)).upper()
    text = re.sub(r"[\s\-'’`._]+", "", text) if text else text
    if not text:
        return IdKeys()
    if _NUMBER.fullmatch(text):
        read = read_id(text)
        if read.valid and read.birth_date and text[-4:] != "0000":
            born = f"{read.birth_date:%Y%m%d}" if read.birth_date.year >= 1000 else None
            return IdKeys(valid=read.number, birth=born, sex=read.sex)
        return IdKeys(spoilt=text)
    if _LONG.fullmatch(text):
        return IdKeys(spoilt=text)
    return (
        IdKeys(document=text)
        if 5 <= len(text) <= 24 and any(c.isdigit() for c in text) and "E+" not in text
        else IdKeys()
    )


def phones(values: Texts) -> list[PhoneKeys]:
    """Up to two numbers, digits only, without the code of the country; mobile numbers first.

    >>> one, two = phones(["+86 138-1234-5678 / 010-87258923", "13812345678.0"])
    >>> one.phone, one.phone2, two.phone
    ('13812345678', '01087258923', '13812345678')
    """
    return [_phones(value) for value in values]


def _phones(value: str | None) -> PhoneKeys:
    if value and len(value) == 11 and value[0] == "1" and value.isascii() and value.isdigit():
        return PhoneKeys(value)
    text = unicodedata.normalize("NFKC", present(value))
    if not text:
        return PhoneKeys()
    text = re.sub(r"(?<=\d)\.0$", "", text)
    found = []
    for piece in re.split(r"[,，、;；/|或]+", text):
        digits = re.sub(r"\D", "", piece)
        digits = re.sub(r"^(?:00)?86(?=1\d{10}$)", "", digits)
        if len(digits) >= 6 and len(set(digits)) > 1:
            found.append(digits)
    found.sort(key=lambda number: not re.fullmatch(r"1\d{10}", number))
    return PhoneKeys(*found[:2])


def mails(values: Texts) -> Keys:
    """The first address, lower case."""
    folded = (unicodedata.normalize("NFKC", present(value)).casefold() for value in values)
    first = (next((piece for piece in _PIECES.split(text) if "@" in piece), "") for text in folded)
    return [mail.removeprefix("mailto:").strip("<>.") or None for mail in first]


def sexes(values: Texts) -> Keys:
    """F or M; nothing for what is neither."""
    return [
        _SEX.get(unicodedata.normalize("NFKC", present(value)).casefold().removesuffix(".0"))
        for value in values
    ]


def units(values: Texts) -> list[UnitKeys]:
    """First-level unit and whole name, abbreviations and former names replaced.

    >>> units(["北大化学学院"])[0].unit == units(["北京大学 化学学院"])[0].unit == units(["北京大学"])[0].unit
    True
    """
    return [_unit(value) for value in values]


def _unit(value: str | None) -> UnitKeys:
    text = present(value)
    if not text:
        return UnitKeys()
    read = parse_unit(fold(text))
    key = _PUNCTUATION.sub("", read.key) or None
    plain = _PUNCTUATION.sub("", f"{read.umbrella}{read.head}").replace("%", "")
    short = "".join(f"{c}%" for c in plain) if 2 <= len(plain) <= 6 and not plain.isascii() else None
    return UnitKeys(key, (key or "") + "/" + _PUNCTUATION.sub("", read.part), short)


def places(values: Texts) -> Keys:
    """Divisions without 省, 市, 区."""
    return [_ENDINGS.sub("", text) or text if (text := _text(value)) else None for value in values]


def texts(values: Texts) -> Keys:
    """Width, case, variants folded, punctuation gone, single blanks between words of letters."""
    return [_text(value) or None for value in values]


def _text(value: str | None) -> str:
    text = present(value)
    if not text:
        return ""
    folded = _PUNCTUATION.sub(" ", fold(text)).strip()
    return folded if folded.isascii() else re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", folded)

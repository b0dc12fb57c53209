"""What the cells of each field mean: sex, people, party, education, telephone, lists of words.

A reader takes clean text and answers with the value and, where something was found, a code and its values. It depends on the
text alone, so that a column is read once for each distinct value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from jinguo.standards.codes import find
from jinguo.standards.links import is_orcid_like, read_link
from jinguo.standards.names import check_name, normalise_name
from jinguo.standards.text import clean_text

__all__ = ["MOST", "PLAIN", "READERS", "Read", "as_text", "cleaned", "split_education"]

MOST: Mapping[str, int] = {
    "name": 100, "former_name": 100, "latin_name": 100, "unit": 200, "department": 200, "post": 200, "title": 100,
    "tier": 100, "phone": 60, "email": 254, "address": 300, "region": 100, "remarks": 2000, "honours": 4000,
    "disciplines": 1000, "keywords": 1000, "segments": 300, "second_unit": 1000, "project": 10_000, "publication_count": 200,
    "publication": 20_000, "patent": 10_000,
    "employment": 20_000, "council_post": 10_000, "training": 10_000, "mentoring": 10_000, "service": 10_000, "link": 2000,
    "biography": 20_000,
    "ethnic_group": 40, "political_affiliation": 60, "education": 60, "degree": 100,
}  # fmt: skip
"""The longest text of each field, in characters."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]"
)
_ODD = re.compile("[^\x20-\x7e\u3400-\u9fff、。，；：（）《》“”‘’·—…\U00020000-\U0003ffff]")
_HALF_WIDTH = {0x3000: " "} | {
    code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：（）！？"
}
_EMPTY = frozenset(
    {
        "",
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "暂无",
        "没有",
        "N/A",
        "n/a",
        "NA",
        "null",
        "NULL",
        "None",
        "nan",
        "NaN",
        "·",
    }
)
_ERRORS = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|GETTING_DATA|SPILL!|CALC!)")
_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_PHONES = re.compile(r"[\d\-()+转,;、/ ]{5,60}")
_EMAIL = re.compile(r"[^@\s]+@[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?\.[A-Za-z]{2,}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
_ITEMS = re.compile(r"[；;\n]+")
_NUMBERED = re.compile(r"^(?:[(（]?\d{1,2}[)）]|\d{1,2}\s?[.、．](?!\d)|[①-⑳]|[•●◆■])\s*")
_LINKS = re.compile(r"[；;，、\s|]+|,(?=\s*https?:)")
_LABEL = re.compile(r"^[^:：/.]{1,20}[:：](?!//)")
_COUNT = re.compile(r"(?:共|约)?(\d{1,5})(?:\.0)?\s*(?:余|多)?(?:篇|部|篇\(部\)|篇（部）)?")
_LISTS = re.compile(r"[；;、\n|]+|，|,(?!\d)")
_DEGREE = re.compile(r"(?:[\u4e00-\u9fff]{0,8}(?:学士|硕士|博士)(?:学位)?)$")


class Read(NamedTuple):
    """A value, and what was found in it: a code with its values; ``value`` is empty where it is not taken over."""

    value: str
    code: str = ""
    params: Mapping[str, object] = {}


def as_text(cell: object) -> str:
    """A cell as a reader of the table would write it; numbers without a point that only the program added."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


def cleaned(text: str) -> tuple[str, bool]:
    """Text without control and direction characters, half width; and whether there were any.

    >>> cleaned("王\\u202e丽\\u200b"), cleaned("１３８　００")
    (('王丽', True), ('138 00', False))
    """
    if not _ODD.search(text):
        return text.strip(), False
    hidden = bool(_HIDDEN.search(text.strip("\r\n\t \ufeff")))
    text = _HIDDEN.sub("", clean_text(text))
    return text.translate(_HALF_WIDTH).strip(), hidden


def is_empty(text: str) -> bool:
    """Whether a cell says nothing: blank, a dash, 无."""
    return text in _EMPTY


def is_error(text: str) -> bool:
    """Whether a table program wrote an error for a value."""
    return text.startswith("#") and bool(_ERRORS.fullmatch(text))


def name(text: str) -> Read:
    """A name. Its errors refuse the row; what is odd is noted."""
    if _PLAIN_NAME.fullmatch(text):
        return Read(text)
    found = check_name(text)
    worst = next((one for one in found if one.severity == "error"), found[0] if found else None)
    return Read(normalise_name(text), worst.code if worst else "", worst.params if worst else {})


def sex(text: str) -> Read:
    word = text.strip().casefold()
    if word in ("女", "f", "female", "女性", "w", "woman", "2"):
        return Read("F")
    if word in ("男", "m", "male", "男性", "man", "1"):
        return Read("M")
    entry = find("sex", text)
    code = entry.code if entry else ""
    return (
        Read("F" if code == "2" else "M")
        if code in ("1", "2")
        else Read("", "roster_sex_unknown", {"found": text[:20]})
    )


def phone(text: str) -> Read:
    if _MOBILE.fullmatch(text):
        return Read(text)
    plain = unicodedata.normalize("NFKC", text).strip()
    if _SCIENTIFIC.fullmatch(plain):
        return Read("", "roster_phone_spoiled", {"found": plain[:20]})
    bare = re.sub(r"[\s\-]", "", plain)
    bare = bare.removeprefix("+86").removeprefix("0086") if len(bare) > 12 else bare
    if _MOBILE.fullmatch(bare):
        return Read(bare)
    if _PHONES.fullmatch(plain) and sum(c.isdigit() for c in plain) >= 5:
        return Read(plain)
    return Read("", "roster_phone_unreadable")


def email(text: str) -> Read:
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    plain = plain.strip().replace(" ", "")
    return Read(plain) if _EMAIL.fullmatch(plain) else Read("", "roster_email_unreadable")


def listed(text: str) -> Read:
    """Several values in a cell, kept apart by line feeds."""
    return Read("\n".join(dict.fromkeys(part.strip() for part in _LISTS.split(text) if part.strip())))


def items(text: str) -> Read:
    """Several lines in a cell, each a sentence of its own; numbers before them go.

    >>> items("1. 面上项目，2020—2023，主持；2. 重点项目").value.split("\\n")
    ['面上项目，2020—2023，主持', '重点项目']
    """
    parts = (_NUMBERED.sub("", part.strip()).strip() for part in _ITEMS.split(text))
    return Read("\n".join(dict.fromkeys(part for part in parts if part)))


def links(text: str) -> Read:
    """Addresses elsewhere; of an ORCID iD the number. What cannot be one is named and left out.

    >>> links("ORCID：https://orcid.org/0000-0002-1825-0097；个人主页: example.org/wang").value.split("\\n")
    ['0000-0002-1825-0097', 'https://example.org/wang']
    >>> links("0000-0002-1825-0098").code
    'roster_orcid_wrong'
    """
    good: list[str] = []
    found: Read = Read("")
    parts = [_LABEL.sub("", part) for part in _LINKS.split(_spread(text)) if part]
    for part in filter(None, parts):
        link = read_link(part)
        if link is not None:
            good.append(link.shown if link.kind == "ORCID" else link.url)
        elif not found.code:
            code = "roster_orcid_wrong" if is_orcid_like(part) else "roster_link_unreadable"
            found = Read("", code, {"found": part[:60]})
    return Read("\n".join(dict.fromkeys(good)), found.code, found.params)


def _spread(text: str) -> str:
    """Blanks behind the colon of a label go: the label and its address are one."""
    return re.sub(r"[:：]\s+", "：", text)


def count(text: str) -> Read:
    """How many: a number alone, or the words that a list has for it, as long as a number is among them."""
    found = _COUNT.fullmatch(text)
    if found:
        return Read(str(int(found[1])))
    if any(c.isdigit() for c in text) and not _SCIENTIFIC.fullmatch(text):
        return Read(text)
    return Read("", "roster_count_unreadable", {"found": text[:40]})


def plain(text: str) -> Read:
    return Read(" ".join(text.split(" ")) if "  " in text else text)


def long_text(text: str) -> Read:
    return Read(text)


def unit(text: str) -> Read:
    return Read(normalise_name(text) if " " in text or not text.isprintable() else text)


def _of_list(codes: str) -> Callable[[str], Read]:
    """A word of a code list by its official name; another is kept as it is, with a note."""

    def read(text: str) -> Read:
        entry = find(codes, text)
        return Read(entry.short) if entry else Read(text, "roster_word_unknown", {"found": text[:40]})

    return read


READERS: Mapping[str, Callable[[str], Read]] = {
    "name": name,
    "former_name": unit,
    "latin_name": plain,
    "sex": sex,
    "ethnic_group": _of_list("ethnic_groups"),
    "political_affiliation": _of_list("political_affiliation"),
    "phone": phone,
    "email": email,
    "unit": unit,
    "disciplines": listed,
    "segments": listed,
    "honours": listed,
    "keywords": listed,
    "second_unit": listed,
    "project": items,
    "publication": items,
    "patent": items,
    **dict.fromkeys(("employment", "council_post", "training", "mentoring", "service"), items),
    "publication_count": count,
    "link": links,
    "biography": long_text,
    "remarks": long_text,
}
"""Reader of each field that is more than plain text; birth dates and ID numbers are read elsewhere."""


PLAIN: Mapping[str, re.Pattern[str]] = {
    "name": _PLAIN_NAME,
    "phone": _MOBILE,
    "email": re.compile(
        r"[A-Za-z0-9._+\-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,150}[A-Za-z0-9])?\.[A-Za-z]{2,20}"
    ),
}
"""The usual form of a field that differs from row to row: a cell of this form is its own value, and nothing is found in it."""


def split_education(text: str) -> tuple[str, str]:
    """学历 and 学位 of a cell that holds both.

    >>> split_education("研究生/工学博士"), split_education("本科 学士"), split_education("博士研究生")
    (('研究生', '工学博士'), ('本科', '学士'), ('博士研究生', ''))
    """
    parts = [part for part in re.split(r"[/／、，,;；\s\n]+", text) if part]
    degrees = [part for part in parts if _DEGREE.fullmatch(part)]
    others = [part for part in parts if part not in degrees]
    return "、".join(others), "、".join(degrees)

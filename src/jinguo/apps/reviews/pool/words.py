"""What an expert's row says as people type it, and back: disciplines, posts, languages.

One and the same form stands in the fields of pages and in the cells of files: parts with ；between them.

>>> read_disciplines("流体力学；130.15 固体力学、湍流控制")
Disciplines(codes=('13025', '13015'), words=('湍流控制',))
>>> read_posts("2012-2018 北京大学；2018- 清华大学")
(Post(unit='北京大学', since=2012, until=2018), Post(unit='清华大学', since=2018, until=None))
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from jinguo.errors import Refused
from jinguo.standards.codes import ancestors, by_code, code_list, find, label

LANGUAGES = ("zh", "en", "ja", "ko", "ru", "fr", "de", "es", "bo", "ug", "mn")
MOST_DISCIPLINES = 12
_PARTS = re.compile(r"[;；,，\n]+")
_SMALL_PARTS = re.compile(r"[、/]+")
_LEADING_CODE = re.compile(r"^(\d{3}(?:\.?\d{2}){0,2})(?:\s+(.*))?$")
_POST = re.compile(r"^(?:(\d{4})?\s*(?:-|－|–|—|~|～|至|到)\s*(\d{4}|今|至今|now)?|(\d{4}))?[\s:：]*(.+)$")
_YEARS = range(1930, 2101)


class Disciplines(NamedTuple):
    """Codes of GB/T 13745, in the order of the words, and words that are no discipline of it."""

    codes: tuple[str, ...]
    words: tuple[str, ...]


class Post(NamedTuple):
    """A unit with the years from and to, as far as they are said."""

    unit: str
    since: int | None = None
    until: int | None = None


def read_disciplines(text: str) -> Disciplines:
    """Disciplines by code or name; what the standard does not know stays a word."""
    codes: list[str] = []
    words: list[str] = []
    for part in parts_of(text):
        for piece in [part] if _is_one(part) else map(str.strip, _SMALL_PARTS.split(part)):
            code = _code_of(piece)
            if code and code not in codes:
                codes.append(code)
            elif piece and not code and piece not in words:
                words.append(piece)
    return Disciplines(tuple(codes[:MOST_DISCIPLINES]), tuple(words))


def write_disciplines(found: Disciplines) -> str:
    """The same for reading and for reading in again; a code stands in front where its name alone means several."""
    return "；".join([*(written_code(code) for code in found.codes), *found.words])


def written_code(code: str) -> str:
    """A discipline as it is typed: its name, with its code in front where the name means more than one."""
    name = label("disciplines", code)
    meant = find("disciplines", name)
    return name if meant and meant.code == code and name != code else f"{code} {name}".strip()


def _is_one(part: str) -> bool:
    """Whether a part is one discipline although its name has a mark in it that stands between several elsewhere."""
    code = _code_of(part)
    return bool(code) and (find("disciplines", part) is not None or part.endswith(label("disciplines", code)))


def _code_of(text: str) -> str:
    """The code that a part means, empty where it means none."""
    if match := _LEADING_CODE.match(text):
        code = match[1].replace(".", "")
        return code if code in by_code("disciplines") else ""
    found = find("disciplines", text)
    return found.code if found else ""


def read_posts(text: str) -> tuple[Post, ...]:
    """Units with their years.

    Raises:
        Refused: a part without a unit, or years that cannot be.
    """
    posts = []
    for part in (piece.strip() for piece in re.split(r"[;；\n]+", text) if piece.strip()):
        match = _POST.match(part)
        since, until, single, unit = match.groups() if match else (None, None, None, "")
        first = _year(since or single)
        last = None if until in (None, "今", "至今", "now") else _year(until)
        if single:
            last = first
        years = [year for year in (first, last) if year is not None]
        if not unit or any(year not in _YEARS for year in years) or years != sorted(years):
            raise Refused.because("post_not_read", part=part)
        posts.append(Post(unit.strip()[:120], first, last))
    return tuple(posts)


def write_posts(posts: Iterable[Post]) -> str:
    """The same for reading and for reading in again."""
    return "；".join(
        f"{post.since or ''}-{post.until or ''} {post.unit}" if post.since or post.until else post.unit
        for post in posts
    )


def read_languages(text: str) -> tuple[str, ...]:
    """Codes of languages (ISO 639-1) from codes or their Chinese names."""
    named = {
        "中文": "zh", "汉语": "zh", "英语": "en", "英文": "en", "日语": "ja", "韩语": "ko", "朝鲜语": "ko",
        "俄语": "ru", "法语": "fr", "德语": "de", "西班牙语": "es", "藏语": "bo", "维吾尔语": "ug", "蒙古语": "mn",
    }  # fmt: skip
    found = []
    for part in re.split(r"[;；,，、\s]+", text.strip()):
        code = named.get(part, part.lower())
        if part and code not in LANGUAGES:
            raise Refused.because("language_not_known", language=part)
        if part and code not in found:
            found.append(code)
    return tuple(found)


def parts_of(text: str) -> list[str]:
    """The parts of a list as typed."""
    return [part.strip() for part in _PARTS.split(text) if part.strip()]


def _year(text: str | None) -> int | None:
    return int(text) if text else None


def discipline_choices(text: str, most: int = 12) -> list[tuple[str, str, str]]:
    """(code, as it is typed, where it stands) of disciplines whose name or code begins with or contains a text."""
    wanted = text.strip().replace(".", "")
    if not wanted:
        return []
    rows = [one for one in code_list("disciplines") if one.code.startswith(wanted) or wanted in one.name]
    rows.sort(key=lambda one: (not one.name.startswith(wanted), len(one.code), one.code))
    return [
        (one.code, written_code(one.code), " / ".join(up.name for up in ancestors("disciplines", one.code)))
        for one in rows[:most]
    ]

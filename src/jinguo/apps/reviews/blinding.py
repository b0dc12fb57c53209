"""Hide who it is: what a blind review may not tell is blacked out of every text, as on paper.

Names are found however they are typed: with spaces or zero-width characters inside, in full or half width, in
capitals, and in pinyin either way round (Wang Xiaolan, Xiaolan WANG). Whatever was found becomes ``○○``. What only
a reader can tell (“王老师”, a well-known project) is beyond this; the page says so to the officer.

>>> hide("王 晓兰（Wang Xiaolan）主持示例市材料研究所的课题。", words_of(names=["王晓兰"], units=["示例市材料研究所"]))
'○○（○○）主持○○的课题。'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from jinguo.standards.names import pinyin, surname_of

BLACKED_OUT = "○○"
_GAPS = r"\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff·•・\-_.*"
_UNIT = re.compile(
    r"所|院|校|公司|大学|中学|小学|中心|学会|协会|联合会|集团|厂|局|委员会|科协|基金会|合作社|站|馆|园|医院|实验室|社区|村"
)
_SHORTEST_UNIT = 4


def words_of(*, names: Iterable[str] = (), units: Iterable[str] = ()) -> tuple[str, ...]:
    """What is to be hidden for these persons and units, the longest first.

    A person's given name of two characters or more is hidden by itself as well, and her name in pinyin; of a name
    in parts (阿依古丽·买买提) each part. Of a unit every beginning that is a unit itself is hidden, and a post
    that stands behind it is not.
    """
    found: set[str] = set()
    for name in names:
        found |= _of_person(name)
    for unit in units:
        found.add(_plain(unit))
        first = _plain(next(iter(unit.split()), ""))
        beginnings = (first[: end.end()] for end in _UNIT.finditer(first))
        found |= {beginning for beginning in beginnings if len(beginning) >= _SHORTEST_UNIT}
    return tuple(sorted((word for word in found if word), key=lambda word: (-len(word), word)))


def hide(text: str, words: tuple[str, ...]) -> str:
    """The text with every occurrence of the words blacked out; all else stays as it was typed."""
    pattern = _pattern(words)
    if pattern is None or not text:
        return text
    shadow, places = _shadow(text)
    shown, done = [], 0
    for found in pattern.finditer(shadow):
        start, end = places[found.start()], places[found.end() - 1] + 1
        shown += [text[done:start], BLACKED_OUT]
        done = max(done, end)
    return "".join([*shown, text[done:]])


def tells(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text still says one of the words."""
    pattern = _pattern(words)
    return pattern is not None and bool(pattern.search(_shadow(text)[0]))


def _of_person(name: str) -> set[str]:
    whole = _plain(name)
    parts = [part for part in map(_plain, re.split(r"[·•・\s]+", name)) if len(part) >= 2]
    found = {whole, *parts}
    family = surname_of(whole) if _is_han(whole) and len(whole) <= 4 else ""
    given = whole.removeprefix(family)
    if family and given:
        spoken, forename = pinyin(family), pinyin(given, surname=False)
        found |= {_plain(spoken + forename), _plain(forename + spoken)}
        if len(given) >= 2:
            found.add(given)
    return found


def _shadow(text: str) -> tuple[str, list[int]]:
    """The text in NFKC and lower case, and for each of its characters where it stands in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = unicodedata.normalize("NFKC", character).lower()
        letters.append(plain)
        places += [place] * len(plain)
    return "".join(letters), places


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    spelt = [f"[{_GAPS}]*".join(map(re.escape, word)) for word in words if word]
    return re.compile("|".join(spelt)) if spelt else None


def _plain(text: str) -> str:
    """A word as it is looked for: NFKC, lower case, without gaps."""
    return re.sub(f"[{_GAPS}]+", "", unicodedata.normalize("NFKC", text)).lower()


def _is_han(name: str) -> bool:
    return bool(name) and all(
        "\u3400" <= character <= "\u9fff" or character >= "\U00020000" for character in name
    )

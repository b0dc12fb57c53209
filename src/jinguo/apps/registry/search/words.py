"""The words by which a person is found, and the words that a searcher typed: made alike, so that they meet.

A word of Chinese is its characters and its pairs of neighbours (王晓兰 → 王 晓 兰 王晓 晓兰), so that a name of two
characters and any piece of a unit's name are found; a name and a unit also by pinyin and by initials; Latin words
by their beginnings. Words of a kind (a tier, a tag, a year of birth) carry a letter and ``=`` before them, so that
nobody's name is taken for one.

>>> sorted(of_text("王丽"))
['丽', '王', '王丽']
>>> wanted("wangxl 大学").words, wanted("wangxl 大学").beginnings
(('大学',), ('wangxl',))
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from jinguo.standards.names import initials, normalise_name, pinyin

_HAN = re.compile(
    r"[\u2e80-\u2fdf\u3007\u3400-\u9fff\ue000-\ufaff\U00020000-\U0003ffff\U000f0000-\U0010ffff]+"
)
_LATIN = re.compile(r"[0-9a-zà-öø-ÿāēīōūǎěǐǒǔ]+")
LONGEST = 30
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be there: whole words, and beginnings of words."""

    words: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.beginnings)


@lru_cache(maxsize=20_000)
def of_text(text: str) -> frozenset[str]:
    """The words of any text: characters, pairs, and whole Latin words and numbers."""
    folded = _folded(text)
    found = {word[:LONGEST] for word in _LATIN.findall(folded)}
    for run in _HAN.findall(folded):
        found.update(run)
        found.update(a + b for a, b in itertools.pairwise(run))
    return frozenset(found)


@lru_cache(maxsize=20_000)
def of_name(name: str) -> frozenset[str]:
    """The words of a person's name, with pinyin and initials."""
    spoken = pinyin(name)
    return frozenset({*of_text(name), spoken.replace(" ", "")[:LONGEST], initials(name)[:LONGEST]} - {""})


@lru_cache(maxsize=20_000)
def of_unit(name: str) -> frozenset[str]:
    """The words of a unit's name, with pinyin and initials."""
    spoken = pinyin(name, surname=False)
    first = initials(name, surname=False)
    return frozenset({*of_text(name), spoken.replace(" ", "")[:LONGEST], first[:LONGEST]} - {""})


@lru_cache(maxsize=20_000)
def of_kind(kind: str, value: object) -> str:
    """A word that only a filter asks for: ``t=领军人才``. Blanks in the value become underscores."""
    return f"{kind}={'_'.join(_folded(str(value)).split())[:LONGEST]}"


def wanted(text: str, kinds: Iterable[str] = ()) -> Wanted:
    """What a searcher means by a text and by the filters she chose."""
    words: dict[str, None] = dict.fromkeys(kinds)
    beginnings: dict[str, None] = {}
    folded = _folded(normalise_name(text) if text.strip() and " " not in text.strip() else text)
    for run in _HAN.findall(folded):
        pairs = [a + b for a, b in itertools.pairwise(run)]
        words.update(dict.fromkeys(pairs or [run]))
    beginnings.update(dict.fromkeys(word[:LONGEST] for word in _LATIN.findall(folded)))
    return Wanted(tuple(words)[: MOST_WORDS + 4], tuple(beginnings)[:MOST_WORDS])


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()

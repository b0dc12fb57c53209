"""What a heading means: the table of synonyms, and how sure the meaning is."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

from jinguo.engines.rosters.person import FIELDS, IGNORED

__all__ = ["field_of", "folded", "standard_heading", "synonyms"]

_BRACKETS = re.compile(r"[(\[{〔【〈《<][^)\]}〕】〉》>]*[)\]}〕】〉》>]")
_MARKS = re.compile(r"[\s*★☆※:;,。.、'\"“”_\-—·#]+")
_MOST = 24
_PARTIAL = 0.75
_ONLY_WHOLE = frozenset({"指导", "导师", "培训", "履历", "帮带"})
"""Headings that mean a field alone, and in a longer one mostly something else: 指导教师, 培训单位."""


@cache
def synonyms() -> Mapping[str, str]:
    """Folded heading → field; the number of the row → the empty text."""
    text = resources.files("jinguo.engines.rosters").joinpath("headings.toml").read_text("utf-8")
    return {
        folded(word): IGNORED if name == "ignored" else name
        for name, words in tomllib.loads(text).items()
        for word in words
    }


@cache
def standard_heading(name: str) -> str:
    """The heading with which a field is given out.

    >>> standard_heading("id_number"), standard_heading("unit")
    ('身份证号', '单位')
    """
    text = resources.files("jinguo.engines.rosters").joinpath("headings.toml").read_text("utf-8")
    return str(tomllib.loads(text)[name][0])


def folded(heading: str) -> str:
    """A heading without width, case, blanks and marks.

    >>> folded("＊ 出生 年月：")
    '出生年月'
    """
    return _MARKS.sub("", unicodedata.normalize("NFKC", heading).casefold())


@lru_cache(maxsize=4096)
def field_of(heading: str) -> tuple[str, float] | None:
    """The field that a heading means and how sure that is, from 0 to 1; None where it means none of them.

    >>> field_of("出生年月（如1984.03）"), field_of("现任专业技术职称"), field_of("鞋码")
    (('birth_date', 0.97), ('title', 0.75), None)
    """
    plain = unicodedata.normalize("NFKC", heading)
    whole = folded(plain)
    if not whole or len(whole) > 60:
        return None
    table = synonyms()
    if whole in table:
        return table[whole], 1.0
    short = folded(_BRACKETS.sub("", plain))
    if short in table:
        return table[short], 0.97
    return _in_part(short)


def _in_part(text: str) -> tuple[str, float] | None:
    """A known heading at the end (现任职务) or the beginning (姓名全拼) of a short one."""
    if len(text) > _MOST or text.isascii():
        return None
    for word in _longest_first():
        if text.endswith(word):
            return synonyms()[word], _PARTIAL
    for word in _longest_first():
        if len(word) > 2 and text.startswith(word):
            return synonyms()[word], 0.6
    return None


@cache
def _longest_first() -> tuple[str, ...]:
    """The headings that may be part of another: of two that fit the longer one tells more."""
    known = synonyms()
    words = sorted(
        (word for word in known if len(word) >= 2 and known[word] in FIELDS and word not in _ONLY_WHOLE),
        key=len,
    )
    return tuple(reversed(words))

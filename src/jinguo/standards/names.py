"""Names of persons: how they are stored, compared, checked, spelt in pinyin.

Names are never split into surname and given name by force; :func:`surname_of` is a proposal for sorting and
salutation. The middle dot is U+00B7 only, a name field holds at least 50 characters, every character of GB
18030 is accepted (民委发〔2016〕33号). Readings of surnames stand in ``data/surname-readings.csv``, since
dictionaries give the common reading of the character.

>>> normalise_name("王　丽"), normalise_name("阿依古丽 • 买买提"), normalise_name("Marie  Curie")
('王丽', '阿依古丽·买买提', 'Marie Curie')
>>> pinyin("单丽"), pinyin("尉迟敬德"), initials("曾小丽")
('shan li', 'yu chi jing de', 'zxl')
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import regex

from jinguo.reasons import Reason
from jinguo.standards.text import clean_text

__all__ = [
    "MAX_LENGTH",
    "check_name",
    "clusters",
    "graphemes",
    "initials",
    "name_key",
    "normalise_name",
    "pinyin",
    "pinyin_key",
    "same_name",
    "surname_of",
    "surname_readings",
]

MAX_LENGTH = 50
"""User-perceived characters that a name may have."""

_DOTS = re.compile(r"\s*[·•‧∙⋅・･．᛫﹒․]\s*")
_HAN = r"\u2e80-\u2fdf\u3007\u3400-\u9fff\ue000-\ufaff\U00020000-\U0003ffff\U000f0000-\U0010ffff"
_HAN_DOT = re.compile(rf"(?<=[{_HAN}])\s*[.。]\s*(?=[{_HAN}])")
_BLANK_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_IDEOGRAPH = re.compile(f"[{_HAN}]")
_ONLY_HAN = re.compile("[\u4e00-\u9fff]+")  # nothing to do: the most of all names
_EMOJI = regex.compile(
    r"[\p{Extended_Pictographic}--[©®™〰〽㊗㊙]]|[\U0001F1E6-\U0001F1FF\U0001F3FB-\U0001F3FF\u20e3]", regex.V1
)
_CLUSTER = regex.compile(r"\X")
_LETTER_OR_MARK = regex.compile(r"[\p{L}\p{M}\p{Co}〇]")
_ALLOWED_MARKS = frozenset(" ·-'’.()（）,，")


def normalise_name(text: str) -> str:
    """The form in which a name is stored: NFC, dots as U+00B7, no blanks between Han characters, single
    blanks elsewhere.

    Full-width Latin letters become half width. Characters are never dropped, save invisible and control
    characters. Applying it twice changes nothing more.
    """
    if _ONLY_HAN.fullmatch(text):
        return text
    text = _INVISIBLE.sub("", clean_text(text))
    text = "".join(_half_width(character) for character in text)
    text = _HAN_DOT.sub("·", _DOTS.sub("·", text))
    text = _BLANK_BESIDE_HAN.sub("", " ".join(text.split()))
    return unicodedata.normalize("NFC", text)


def name_key(text: str) -> str:
    """The key under which names are equal: normalised, case and dots and blanks folded.

    Han names that differ in a variant character (姉, 姊) stay different.
    """
    folded = unicodedata.normalize("NFKC", normalise_name(text)).casefold()
    return re.sub(r"[\s·.'’\-]+", "", folded)


def same_name(left: str, right: str) -> bool:
    """Whether two names are written alike, apart from width, case, dots and inner blanks.

    >>> same_name("王 丽", "王丽"), same_name("古丽・买买提", "古丽·买买提"), same_name("王丽", "王莉")
    (True, True, False)
    """
    return name_key(left) == name_key(right)


def clusters(text: str) -> list[str]:
    """The user-perceived characters of a text (extended grapheme clusters, UAX #29)."""
    found: list[str] = _CLUSTER.findall(text)
    return found


def graphemes(text: str) -> int:
    """How many characters a reader sees.

    >>> graphemes("王𬭊"), graphemes("é")
    (2, 1)
    """
    return len(clusters(text))


def check_name(text: str) -> tuple[Reason, ...]:
    """What an officer should look at in a name as it was typed. Errors refuse it, warnings flag it; nothing
    is dropped.

    Errors: name_missing, name_too_long (found, limit), name_has_emoji (found), name_has_digits (found).
    Warnings: name_has_control_characters, name_has_private_use (found: code points of an office's own font,
    such as U+E863), name_has_marks (found), name_is_pinyin (Latin letters in a place where Chinese names
    stand is possible for foreigners, but also the way in which rare characters arrive), name_mixes_scripts.
    """
    name = normalise_name(text)
    found: list[Reason] = []
    if not name:
        return (Reason.error("name_missing"),)
    length = graphemes(name)
    if length > MAX_LENGTH:
        found.append(Reason.error("name_too_long", found=length, limit=MAX_LENGTH))
    emoji = _EMOJI.findall(name)
    if emoji:
        found.append(Reason.error("name_has_emoji", found=tuple(dict.fromkeys(emoji))))
    digits = [character for character in name if character.isdecimal()]
    if digits:
        found.append(Reason.error("name_has_digits", found="".join(digits)))
    if _CONTROL.search(text.strip()):
        found.append(Reason.warning("name_has_control_characters"))
    private = _PRIVATE.findall(name)
    if private:
        found.append(
            Reason.warning(
                "name_has_private_use", found=tuple(f"U+{ord(c):04X}" for c in dict.fromkeys(private))
            )
        )
    marks = [
        c
        for c in name
        if not (_LETTER_OR_MARK.match(c) or c in _ALLOWED_MARKS or c.isdecimal() or _EMOJI.match(c))
    ]
    if marks:
        found.append(Reason.warning("name_has_marks", found="".join(dict.fromkeys(marks))))
    latin = any(character.isascii() and character.isalpha() for character in name)
    if latin and _IDEOGRAPH.search(name):
        found.append(Reason.warning("name_mixes_scripts"))
    return tuple(found)


def surname_of(name: str) -> str:
    """The surname that a Chinese name most likely begins with; empty for names that have none in this sense.

    Compound surnames come from a list and need a given name after them. Names with a middle dot and names
    in other scripts have no surname here.

    >>> surname_of("欧阳少东"), surname_of("王丽"), surname_of("阿依古丽·买买提"), surname_of("Marie Curie")
    ('欧阳', '王', '', '')
    """
    name = normalise_name(name)
    if not name or "·" in name or not _IDEOGRAPH.match(name):
        return ""
    if len(name) > 2 and name[:2] in _compound_surnames():
        return name[:2]
    return name[0]


@lru_cache(maxsize=20_000)
def pinyin(name: str, surname: bool = True, *, umlaut: bool = False) -> str:
    """The syllables of a name in lower case without tones, divided by blanks. ``surname``: read the
    beginning as a surname.

    A proposal: the person's own spelling goes before it (覃 is Qin or Tan, 吕 is LYU in passports). ü is
    written v, as it is typed, unless ``umlaut`` is set. Letters and characters without a reading stay as
    they are.

    >>> pinyin("吕萍"), pinyin("吕萍", umlaut=True), pinyin("覃丽"), pinyin("Marie Curie")
    ('lv ping', 'lü ping', 'qin li', 'marie curie')
    """
    syllables = [
        re.sub(r"\d$", "", syllable) if toned else syllable for syllable, toned in _readings(name, surname)
    ]
    spelt = " ".join(syllable for syllable in syllables if syllable != "·")
    return spelt.replace("v", "ü") if umlaut and _IDEOGRAPH.search(name) else spelt


def initials(name: str, surname: bool = True) -> str:
    """The first letters of the syllables, for quick search: 欧阳少东 → oysd. ``surname=False`` for units."""
    return "".join(word[0] for word in pinyin(name, surname).split())


@lru_cache(maxsize=20_000)
def pinyin_key(name: str, reading: str = "", *, surname: bool = True) -> str:
    """A plain ASCII key whose order, byte by byte, is the order by pinyin: syllable, tone, then strokes,
    character by character.

    ``reading`` is the person's own pinyin, one syllable a character (tone numbers allowed); it is used
    where the number of syllables fits. ``surname=False`` for units, which do not begin with a surname
    (乐山市, 区妇联).

    >>> sorted(["张丽", "单丽", "王丽", "汪丽", "曾丽"], key=pinyin_key)
    ['单丽', '汪丽', '王丽', '曾丽', '张丽']
    """
    from jinguo.standards.strokes import stroke_key  # the two need each other: strokes normalises names

    name = normalise_name(name)
    read = _readings(name, surname)
    own = reading.lower().replace("ü", "v").split()
    han = [position for position, (_, toned) in enumerate(read) if toned]
    if own and len(own) == len(han):
        for position, syllable in zip(han, own, strict=True):
            read[position] = (syllable if syllable[-1].isdigit() else f"{syllable}0", True)
    pieces = []
    characters = iter([character for character in name if _IDEOGRAPH.match(character)])
    for syllable, toned in read:
        if toned:
            pieces.append(_sortable(syllable) + stroke_key(next(characters), by="name"))
        else:
            pieces.append(syllable.encode("ascii", "backslashreplace").decode("ascii"))
    return " ".join(pieces)


def _readings(name: str, surname: bool) -> list[tuple[str, bool]]:
    """The pieces of a name: (syllable with tone number, True) for each Han character, (word, False) for the
    rest."""
    name = normalise_name(name)
    first = surname_of(name) if surname else ""
    pieces: list[tuple[str, bool]] = []
    table = surname_readings()
    if first in table:
        pieces += [(syllable, True) for syllable in table[first].split()]
    elif first:
        pieces += _plain_readings(first)
    return pieces + list(_plain_readings(name[len(first) :]))


@lru_cache(maxsize=4096)
def _plain_readings(text: str) -> tuple[tuple[str, bool], ...]:
    if not text:
        return ()
    pieces: list[tuple[str, bool]] = []
    for run in re.findall(rf"[{_HAN}]+|[^{_HAN}\s·]+", text):
        if not _IDEOGRAPH.match(run):
            pieces.append((run.lower(), False))
            continue
        syllables = _spelt(run)
        if len(syllables) != len(run):
            syllables = [_spelt(character)[0] for character in run]
        pieces += [(syllable, True) for syllable in syllables]
    return tuple(pieces)


def _sortable(syllable: str) -> str:
    """A syllable in ASCII (ê → e); ``zz`` for a character that has no reading."""
    plain = unicodedata.normalize("NFKD", syllable).encode("ascii", "ignore").decode("ascii")
    return plain or "zz"


def _spelt(run: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin  # loads its dictionaries for about a second: only when needed

    return lazy_pinyin(run, style=Style.TONE3, neutral_tone_with_five=True, errors=_as_they_are)


def _as_they_are(characters: str) -> Any:
    return list(characters)


def _half_width(character: str) -> str:
    """Full-width Latin letters, digits and marks, and the ideographic blank, in half width; parentheses
    stay full width."""
    if character == "\u3000":
        return " "
    if "\uff01" <= character <= "\uff5e" and character not in "（），":
        return chr(ord(character) - 0xFEE0)
    return character


@cache
def surname_readings() -> Mapping[str, str]:
    """Surname → its reading with tone numbers, syllables divided by blanks; compound surnames among them."""
    text = resources.files("jinguo.standards").joinpath("data/surname-readings.csv").read_text("utf-8")
    return {row["surname"]: row["pinyin"] for row in csv.DictReader(text.splitlines())}


@cache
def _compound_surnames() -> frozenset[str]:
    return frozenset(surname for surname in surname_readings() if len(surname) > 1)

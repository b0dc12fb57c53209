"""Names of persons as keys: folded, by sound, by strokes, with what was lost and what stood beside in brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from jinguo.standards.names import surname_readings
from jinguo.standards.strokes import strokes
from jinguo.standards.variants import variants

__all__ = ["LOST", "NameKeys", "name_keys"]

LOST = "□"
"""Stands for a character that a list lost: ?, □, ■, the replacement character, a character of an office's own font."""

_LOST = re.compile(r"[?？□■○●〓*＊�\ue000-\uf8ff\U000f0000-\U0010fffd]")
_BRACKET = re.compile(r"[(（\[【〔]([^)）\]】〕]*)[)）\]】〕]?")
_FORMER = re.compile(
    r"(?:曾用名|原名|旧名|又名|别名|英文名|外文名|拼音|笔名|née|nee|formerly|f\.?k\.?a\.?)\s*[:：]?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:女士|先生|同志|老师|教授|博士|院士)$")
_LATIN_TITLE = re.compile(r"^(?:dr|prof|professor|mr|mrs|ms|miss)\b\.?\s*", re.IGNORECASE)
_GAP = re.compile(r"[\s·•‧∙⋅・･．᛫﹒․.'’`\-‐‑–—_,，、;；/\\%]+")
_HAN = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PLAIN = re.compile("[\u4e00-\u9fff]{2,3}")
"""Most names: nothing but two or three common characters."""
_LOOSE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("v", "u"))
"""Sounds that many speakers of Chinese do not tell apart."""


class NameKeys(NamedTuple):
    """``name`` folded; ``sound`` its pinyin and ``sound2`` the other reading or order; ``loose`` the sound with what
    speakers confuse folded; ``strokes`` the kinds of all strokes; ``lost`` a LIKE pattern where characters were lost;
    ``sorted`` the characters in code order; ``family`` the surname; ``given`` what follows it; ``initials`` of the sound;
    ``other`` a former or further name.
    """

    name: str | None = None
    sound: str | None = None
    sound2: str | None = None
    loose: str | None = None
    strokes: str | None = None
    lost: str | None = None
    sorted: str | None = None
    family: str | None = None
    given: str | None = None
    initials: str | None = None
    other: str | None = None


def name_keys(texts: Iterable[str | None]) -> list[NameKeys]:
    """The keys of each name. Nothing is refused: what holds no letter has no keys.

    >>> one, two, three = name_keys(["單曉麗（曾用名：單紅）", "Shan, Xiao-li", "王?娜"])
    >>> one.name, one.sound, one.sound2, one.family, one.other
    ('单晓丽', 'shanxiaoli', 'danxiaoli', '单', '单红')
    >>> two.sound, two.sound2, three.lost
    ('shanxiaoli', 'xiaolishan', '王_娜')
    """
    return [_keys(text) if text else NameKeys() for text in texts]


def fold(text: str) -> str:
    """Width, case, invisible characters and variants folded; blanks and dots stay."""
    text = unicodedata.normalize("NFKC", _LOST.sub(LOST, _UNSEEN.sub("", text))).casefold()
    return text.translate(_fold_table())


def _keys(text: str) -> NameKeys:
    if _PLAIN.fullmatch(text):
        return _han(text.translate(_fold_table()), "")
    text = fold(text).strip()
    other = ""
    if "(" in text or "[" in text or "【" in text or "〔" in text:
        inside = [_FORMER.sub("", piece) for piece in _BRACKET.findall(text)]
        text = _BRACKET.sub("", text)
        other = next(
            (key for piece in inside if (key := _GAP.sub("", piece)) and key not in {"女", "男"}), ""
        )
    if not _HAN.search(text):
        return _latin(text, other)
    text = _GAP.sub("", text)
    if len(text) > 3:
        text = _ADDRESS.sub("", text)
    latin = "".join(re.findall("[a-zà-ɏ]+", text))
    if latin and (rest := "".join(c for c in text if _HAN.match(c))):
        text, other = rest, other or latin
    return _han(text, other) if text else NameKeys(other=other or None)


def _han(text: str, other: str) -> NameKeys:
    table, surnames = _syllables(), _surname_sounds()
    family = text[:2] if len(text) > 2 and text[:2] in surnames else text[0]
    cut = len(family)
    given = text[cut:]
    read = [table.get(c, c) for c in text]
    plain = "".join(read)
    sound = surnames[family] + "".join(read[cut:]) if family in surnames else plain
    kinds = "".join([_kinds(c) for c in text])
    return NameKeys(
        text,
        sound,
        plain if plain != sound else None,
        _loose(sound),
        kinds or None,
        text.replace(LOST, "_") if LOST in text and text.strip(LOST) else None,
        "".join(sorted(text)),
        family,
        given or None,
        (sound[0] + "".join([r[0] for r in read[cut:]])) if given else None,
        other or None,
    )


def _latin(text: str, other: str) -> NameKeys:
    text = text.replace(LOST, "")
    text = unicodedata.normalize(
        "NFC",
        "".join(
            c
            for c in unicodedata.normalize("NFD", _LATIN_TITLE.sub("", text))
            if not unicodedata.combining(c)
        ),
    )
    surname_first = "," in text or "，" in text
    words = [word for part in re.split(r"[\s,，·]+", text) if (word := _GAP.sub("", part))]
    if not words:
        return NameKeys(other=other or None)
    sound = "".join(words)
    turned = (
        "".join([words[-1], *words[:-1]] if not surname_first else [*words[1:], words[0]])
        if len(words) > 1
        else ""
    )
    return NameKeys(
        " ".join(words),
        sound,
        turned if turned and turned != sound else None,
        _loose(sound),
        family=words[0] if surname_first or len(words) < 2 else words[-1],
        given=(words[1] if surname_first else words[0]) if len(words) > 1 else None,
        sorted="".join(sorted(words)),
        initials="".join(sorted(word[0] for word in words)) if len(words) > 1 else None,
        other=other or None,
    )


def _loose(sound: str) -> str:
    for sharp, dull in _LOOSE:
        sound = sound.replace(sharp, dull)
    return sound


@cache
def _kinds(character: str) -> str:
    found = strokes(character)
    return found[1] if found else ""


@cache
def _surname_sounds() -> dict[str, str]:
    return {surname: re.sub(r"[\d ]", "", reading) for surname, reading in surname_readings().items()}


@cache
def _fold_table() -> dict[int, str]:
    return dict(variants())


@cache
def _syllables() -> dict[str, str]:
    """Character → its first reading without tone, ü as v."""
    from pypinyin.constants import PINYIN_DICT  # a large table: only when names are read

    toned = str.maketrans("āáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜüńňǹḿê", "aaaaeeeeooooiiiiuuuuvvvvvnnnme")
    marks = re.compile("[\u0300-\u036f]")
    return {
        chr(code): marks.sub("", readings.split(",", 1)[0].translate(toned))
        for code, readings in PINYIN_DICT.items()
    }

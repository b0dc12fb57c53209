"""Times from–to as lists and short biographies write them: 2015.03-2019.08 某校 副教授.

Read is what is sure: two days, or a day and 至今, before or (in brackets) behind the words. A day alone is no spell, and what
has a month 13 or ends before it begins is none either: the text then stays whole. Of a post the unit is told apart where a
blank or the unit's ending divides them.

>>> read_spell("2015.03-2019.08 某校 副教授", post=True)
Spell(text='副教授', place='某校', since='2015-03', until='2019-08')
>>> read_spell("2019年9月至今，示例大学教授", post=True)
Spell(text='教授', place='示例大学', since='2019-09', until='')
>>> read_spell("2016年参加科技管理培训班")
Spell(text='2016年参加科技管理培训班', place='', since='', until='')
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from jinguo.standards.dates import read_date

__all__ = ["Spell", "is_only_time", "read_spell", "split_unit", "written_spell"]

_UNIT_ENDS = re.compile(
    r"大学|学院|医院|研究所|研究院|公司|集团|中心|学校|中学|小学|幼儿园|委员会|协会|学会|局|厅|厂|系|部|处|科|所|室|站"
)
_POST_WORD = re.compile(
    r"[\u4e00-\u9fff、兼 /]{0,12}(?:长|任|授|师|员|书记|主席|经理|总监|秘书|干事|院士|顾问|委员|代表|理事|监事)$"
)
_HELD = re.compile(r"^(?:先后|历|担)?任(?=.{2})")
_DAY = (
    r"(?:19|20)\d{{2}}(?:\s*年(?:\s*\d{{1,2}}\s*月(?:份)?(?:\s*\d{{1,2}}\s*[日号])?)?"
    r"|(?P<{0}>[-/.])(?:0?[1-9]|1[0-2])(?!\d)(?:(?P={0})\d{{1,2}}(?!\d))?|(?:0[1-9]|1[0-2])(?!\d))?"
)
_MARK = r"\s*(?:-{1,2}|–|—{1,2}|―|~|～|至|到)\s*"
_NOW = r"(?:至今|现在|现今|目前|今(?!年)|present|now)"
_TIME = (
    rf"(?P<since>{_DAY.format('a')})(?:{_MARK}(?:(?P<until>{_DAY.format('b')})|{_NOW})|\s*至今)"
    rf"|[至到](?P<end>{_DAY.format('c')})(?=\s)"
)
_BEFORE = re.compile(rf"(?:{_TIME})(?!\d)[\s，,：:、.]*(?P<text>[^\s，,：:、.].*)", re.IGNORECASE | re.DOTALL)
_BEHIND = re.compile(rf"(?P<text>.*\S)\s*[(（]\s*(?:{_TIME})\s*[)）]", re.IGNORECASE | re.DOTALL)
_ONLY_TIME = re.compile(rf"[\d\s年月日号份./~～\-–—―至到起]+(?:{_NOW})?", re.IGNORECASE)
_TIME_UNREAD = re.compile(r"\d{1,4}\s*[年.\-/]|\d{4}")
_BETWEEN = " · "


class Spell(NamedTuple):
    """What somebody did, where, and from when to when as exactly as it was written; an empty ``until`` with a ``since`` is
    a time that goes on."""

    text: str
    place: str = ""
    since: str = ""
    until: str = ""


@lru_cache(maxsize=20_000)
def read_spell(text: str, *, post: bool = False) -> Spell:
    """Take a text apart. ``post``: it tells of a post in a unit. What cannot be read stays in ``text``."""
    text = text.strip()
    since, until, words = _time(text)
    if words == text and _TIME_UNREAD.match(text):
        return Spell(text)
    place, mark, rest = words.partition(_BETWEEN)
    if mark and place.strip() and rest.strip():
        return Spell(rest.strip(), place.strip(), since, until)
    if not post:
        return Spell(words, "", since, until)
    place, held = split_unit(words)
    held = _HELD.sub("", held)
    place = place.removeprefix("在") if len(place) > 3 else place
    return Spell(held, place, since, until) if held else Spell(words, "", since, until)


def written_spell(spell: Spell) -> str:
    """The text from which :func:`read_spell` reads the same again.

    >>> written_spell(Spell("教授", "示例大学", "2019-09"))
    '2019-09—至今 示例大学 · 教授'
    """
    time = (
        f"{spell.since}—{spell.until or '至今'}" if spell.since else f"至{spell.until}" if spell.until else ""
    )
    return " ".join(filter(None, (time, _BETWEEN.join(filter(None, (spell.place, spell.text))))))


def is_only_time(text: str) -> bool:
    """Whether a text holds days and nothing else.

    >>> is_only_time("2015.03—2019.08"), is_only_time("2015年3月起"), is_only_time("2015.03 某校")
    (True, True, False)
    """
    return bool(_ONLY_TIME.fullmatch(text.strip()))


def split_unit(text: str) -> tuple[str, str]:
    """Unit and post of a text that holds both; the whole is the unit where they cannot be told apart.

    >>> split_unit("北京大学化学学院教授"), split_unit("某某公司 总工程师"), split_unit("某某大学")
    (('北京大学化学学院', '教授'), ('某某公司', '总工程师'), ('某某大学', ''))
    """
    head, _, tail = text.partition(" ")
    if tail and _POST_WORD.fullmatch(tail.strip()):
        return head, tail.strip()
    for end in reversed([found.end() for found in _UNIT_ENDS.finditer(text)]):
        if end > 2 and _POST_WORD.fullmatch(text[end:].strip()):
            return text[:end].strip(), text[end:].strip()
    return text, ""


def _time(text: str) -> tuple[str, str, str]:
    """(since, until, the words without them); the whole as words where no time is sure."""
    found = None if is_only_time(text) else _BEFORE.fullmatch(text) or _BEHIND.fullmatch(text)
    if found is None:
        return "", "", text
    since, until = _day(found["since"]), _day(found["until"] or found["end"])
    unread = since is None or until is None
    if unread or (since and until and until < since[: len(until)]):
        return "", "", text
    return since or "", until or "", found["text"].strip()


def _day(text: str | None) -> str | None:
    """ISO text as exact as it was written; None where there is no such day."""
    if not text:
        return ""
    read = read_date(re.sub(r"\s", "", text))
    return read[0].isoformat()[: {"year": 4, "month": 7}.get(read[1], 10)] if read else None

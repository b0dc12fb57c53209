"""Persons, telephones, mail and street addresses to turn to. Private mobile numbers are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .paragraphs import Paragraph
from .text import Flow, Found, lexicon

_MAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z]{2,})+")
_PHONE = re.compile(r"(?<![\d.@A-Za-z-])(?:（?0\d{2,3}）?-?)?[2-8]\d{6,7}(?:-\d{1,5})?(?![\d@A-Za-z])")
_PERSONS = re.compile(r"联系人(?:及电话|及联系电话|及联系方式|姓名)?[：]?([^。；\n]{2,60})")
_ADDRESS = re.compile(
    r"(?:地址|地点)[：]([^。；，\n]{6,50})|（([^（）]{2,30}(?:路|街|号|里|道)[^（）]{0,30}(?:室|号|楼|房间|层))）"
)


def _name_pattern() -> re.Pattern[str]:
    surnames = lexicon()["names"]["surnames"]
    return re.compile(rf"[{surnames}][\u4e00-\u9fff]{{1,2}}")


def read_contacts(items: Sequence[Paragraph]) -> dict[str, list[Found]]:
    """All contacts of a document, each once, in order."""
    found: dict[str, dict[str, Found]] = {kind: {} for kind in ("persons", "phones", "emails", "addresses")}
    names = _name_pattern()
    near_end = re.search(r"联系", "".join(p.s for p in items[-12:])) is not None
    for paragraph in items:
        flow, speaks = paragraph.flow, re.search(r"联系|电话|咨询|报名", paragraph.s) is not None
        for match in _MAIL.finditer(flow.s):
            _add(found["emails"], flow, match.span(), 0.98)
        for match in _PHONE.finditer(flow.s) if speaks or near_end else ():
            _add(found["phones"], flow, match.span(), 0.9 if speaks else 0.6)
        _persons(found["persons"], flow, names)
        for match in _ADDRESS.finditer(flow.s):
            group = 1 if match[1] else 2
            if "@" not in match[group]:
                _add(found["addresses"], flow, match.span(group), 0.8)
    return {kind: list(values.values()) for kind, values in found.items()}


_BY_PHONE = re.compile(
    r"(?<=[，：、；）\d科室处办])([\u4e00-\u9fff]{2,3})(?:老师|同志)?(?=[，：（]?(?:联系)?(?:电话)?[：]?(?:0\d{2,3}-)?\d{7,})"
)
_TEACHER = re.compile(
    r"(?:院|中心|处|室|科|办|部|馆|所)([\u4e00-\u9fff]{2,3})(?:老师|同志)(?=处?[，：（]?(?:联系|电话))"
)
_BY_OFFICE = re.compile(
    r"向[\u4e00-\u9fff]{2,8}?(?:办|处|室|科|院|中心|部|馆)([\u4e00-\u9fff]{2,3})(?=报名|联系|咨询)"
)


def _persons(found: dict[str, Found], flow: Flow, names: re.Pattern[str]) -> None:
    """Names after 联系人, before a telephone number, or after the office to turn to."""
    for match in _PERSONS.finditer(flow.s):
        for part in re.finditer(r"[\u4e00-\u9fff]+", match[1]):
            core = re.sub(r"(?:老师|同志|主任|处长|科长)$", "", part.group())
            at = match.start(1) + part.start()
            for begin, end in _apart(flow, at, at + len(core), names):
                if names.fullmatch(flow.s[begin:end]):
                    _add(found, flow, (begin, end), 0.9)
    for match in _TEACHER.finditer(flow.s):
        name = next((match[1][-n:] for n in (3, 2) if names.fullmatch(match[1][-n:])), None)
        if name:
            _add(found, flow, (match.end(1) - len(name), match.end(1)), 0.7)
    for pattern, sure in ((_BY_PHONE, 0.8), (_BY_OFFICE, 0.7)):
        for match in pattern.finditer(flow.s):
            if names.fullmatch(match[1]):
                _add(found, flow, match.span(1), sure)


def _apart(flow: Flow, begin: int, end: int, names: re.Pattern[str]) -> list[tuple[int, int]]:
    """Names that only a blank separates: 赵敏 周杰."""
    cuts = [i for i in range(begin + 1, end) if flow.at[i] - flow.at[i - 1] > 1]
    parts = list(zip([begin, *cuts], [*cuts, end], strict=True))
    return parts if all(names.fullmatch(flow.s[a:b]) for a, b in parts) else [(begin, end)]


def _add(found: dict[str, Found], flow: Flow, place: tuple[int, int], confidence: float) -> None:
    value = flow.raw[place[0] : place[1]]
    found.setdefault(value, Found({"value": value}, flow.span(*place), confidence))

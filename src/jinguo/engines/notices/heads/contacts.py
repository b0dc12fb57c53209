"""Persons, telephones, mail and street addresses to turn to. Private mobile numbers and fax numbers are left out.

>>> from ..layout.paragraphs import paragraphs
>>> found = read_contacts(paragraphs("联 系 人：刘晓燕  于  洋\\n电  话：(020)83548395 83561234  传真：83549014"))
>>> [f.data["value"] for f in found["persons"]], [f.data["value"] for f in found["phones"]]
(['刘晓燕', '于洋'], ['(020)83548395', '83561234'])
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..layout.paragraphs import Paragraph
from ..layout.text import Flow, Found, lexicon

_MAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9]{2,}){0,3}\.[A-Za-z]{2,}")
_PHONE = re.compile(
    r"(?<![\d.@A-Za-z*-])(?:（0\d{2,3}）-?|0\d{2,3}[-—]*)?[2-8]\d{6,7}(?:(?:-|转)\d{1,5})?(?![\d@A-Za-z*])"
)
_FREE = re.compile(r"(?<!\d)(?:400-?\d{3}-?\d{4}|12\d{3})(?!\d)")
_PERSONS = re.compile(r"联系人(?:员)?(?:及电话|及联系电话|及联系方式|姓名)?[：]?([^。；\n]{2,60})")
_ADDRESS = re.compile(
    r"(?:地址|地点)[：]((?:(?!邮编|邮政编码|（邮|联系|电话|收件|邮箱|，|。|；)[^\n]){6,60})"
    r"|（(?!指|含|如|即|包括|不)([^（）]{2,30}(?:路|街|号|里|道)[^（）]{0,30}(?:室|号|楼|房间|层))）"
    r"|（([^（），。；]{1,14}(?:楼|馆|厦|座|室|区)[A-Za-z]?-?\d{2,4}(?:室|房间)?)）"
)


_ROOM = re.compile(
    r"""
    (?:送至|送到|交至|交到|报至|报到|寄至|寄到|提交至|提交到)
    (?P<room>[^，。；：（）@]{2,24}?(?:[楼号][A-Z]?-?\d{2,4}|\d{2,4})(?:[-—]\d{1,2})?室?(?!\d)(?:[\u4e00-\u9fff]{0,6}办公室)?
            |[^，。；：（）@]{2,24}?(?<!办公)(?<!管理)(?<!研究)室(?!\d))(?=[，。；（）]|$)
    |[交寄]（?[寄送]?）?[到至](?P<street>[^，。；：（）@]{2,20}(?:路|街|道|巷)[^，。；：（）@]{0,10}号[^，。；：（）@]{0,24})
    """,
    re.VERBOSE,
)
"""Where papers are brought: 送至办公楼410室."""


_WORDS = "房间|项目|查询|查收|阳光|曲目|颜色|蓝色|毕业"
"""Words that begin like a name."""


def _name_pattern() -> re.Pattern[str]:
    names = lexicon()["names"]
    double = "|".join(names["double_surnames"])
    return re.compile(rf"(?!{_WORDS})(?:{double}|[{names['surnames']}])[\u4e00-\u9fff]{{1,2}}")


def read_contacts(items: Sequence[Paragraph]) -> dict[str, list[Found]]:
    """All contacts of a document, each once, in order."""
    found: dict[str, dict[str, Found]] = {kind: {} for kind in ("persons", "phones", "emails", "addresses")}
    names = _name_pattern()
    near_end = re.search(r"联系", "".join(p.s for p in items[-12:])) is not None
    for paragraph in items:
        flow, speaks = paragraph.flow, re.search(r"联系|电话|咨询|报名", paragraph.s) is not None
        for match in _MAIL.finditer(flow.s):
            _add(found["emails"], flow, (_mail_begins(flow, match), match.end()), 0.98)
        for begin, end in _phones(flow) if speaks or near_end else ():
            _add(found["phones"], flow, (begin, end), 0.9 if speaks else 0.6)
        _persons(found["persons"], flow, names)
        for match in _ADDRESS.finditer(flow.s):
            group = 1 if match[1] else 2 if match[2] else 3
            if "@" not in match[group]:
                _add(found["addresses"], flow, match.span(group), 0.8)
        for match in _ROOM.finditer(flow.s):
            _add(found["addresses"], flow, match.span("room" if match["room"] else "street"), 0.6)
    return {kind: list(values.values()) for kind, values in found.items()}


def _mail_begins(flow: Flow, match: re.Match[str]) -> int:
    """Where an address begins whose line has a telephone number and a blank before it: 63601954 office@example.org."""
    at = match.start() + match.group().index("@")
    gaps = [i for i in range(match.start() + 1, at) if flow.at[i] - flow.at[i - 1] > 1]
    return next((i for i in reversed(gaps) if flow.s[match.start() : i].isdigit()), match.start())


def _parts(text: str, at: int) -> bool:
    """Whether a blank before this place ends a number: a word in letters or another whole number comes after it."""
    if not text[at - 1].isdigit():
        return False
    return re.match(r"[A-Za-z]|[\d-]{7}", text[at:]) is not None


def _phones(flow: Flow) -> Iterator[tuple[int, int]]:
    """Places of telephone numbers; a blank between two digits parts two numbers. Fax numbers are none."""
    cuts = {i for i in range(1, len(flow)) if flow.at[i] - flow.at[i - 1] > 1 and _parts(flow.s, i)}
    parted = "".join(("\n" if i in cuts else "") + c for i, c in enumerate(flow.s))
    before = [0]
    for i in range(len(flow)):
        before += [i] * (2 if i in cuts else 1)
    places = before[1:]
    for pattern in (_PHONE, _FREE):
        for match in pattern.finditer(parted):
            begin, last = places[match.start()], places[match.end() - 1]
            if re.match(r"（传真|传真）", flow.s[last + 1 :]):
                continue
            ahead = flow.s[max(0, begin - 12) : begin]
            if not re.search(
                r"传真(?:号码)?[：]?(?:[\d（）-]{5,9}[、，]?)?$|QQ群?(?:号)?[：]?$|邮编[：]?$", ahead
            ):
                yield begin, last + 1


_BY_PHONE = re.compile(
    r"(?<=[，：、；）\d科室处办局联协会部院])([\u4e00-\u9fff]{2,3})(?:老师|同志|主任|处长|科长)?"
    r"(?=[，：（]?(?:联系)?(?:电话)?[：]?(?:（?0\d{2,3}）?-?)?\d{7,})"
)
_LINE = re.compile(r"([\u4e00-\u9fff]{2,4})(?:老师|同志)?[，：]?(?:（?0\d{2,3}）?[-—]?)?[2-8]\d{6,7}")
"""A line that is a name and a telephone number and nothing else."""
_TEACHER = re.compile(
    r"(?:院|中心|处|室|科|办|部|馆|所)([\u4e00-\u9fff]{2,3})(?:老师|同志)(?=处?[，：（]?(?:联系|电话))"
)
_CALLED = re.compile(
    r"""
    (?:请|可|及时|直接)(?:与|向)?[^，。；：]{0,12}?(?:联系|咨询)(?P<name>[\u4e00-\u9fff]老师)
    |(?:请|可)(?:与|向)(?P<other>[\u4e00-\u9fff]老师)(?:联系|咨询)
    |(?:联系|咨询)：(?P<told>[\u4e00-\u9fff]老师)
    """,
    re.VERBOSE,
)
"""Whom to turn to, as she is called: 未尽事宜请联系李老师."""
_BY_OFFICE = re.compile(
    r"向[\u4e00-\u9fff]{2,8}?(?:办|处|室|科|院|中心|部|馆)([\u4e00-\u9fff]{2,3})(?=报名|联系|咨询)"
)
_RANK = re.compile(r"(?:老师|同志|主任|处长|科长|部长)$")


_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,20}(?:办公室|部|处|科|室|中心|组委会|秘书处|学会|协会)：([\u4e00-\u9fff、，]{2,20})$"
)


def _persons(found: dict[str, Found], flow: Flow, names: re.Pattern[str]) -> None:
    """Names after 联系人, before a telephone number, or after the office to turn to."""
    for match in _PERSONS.finditer(flow.s):
        for part in re.finditer(r"[\u4e00-\u9fff]+", match[1]):
            at = match.start(1) + part.start()
            for begin, end in _apart(flow, at, at + len(part.group())):
                end = begin + len(re.sub(r"(?:办公)?(?:电话|手机)$", "", flow.s[begin:end]))
                if re.fullmatch(r"[\u4e00-\u9fff]老师", flow.s[begin:end]):  # as she is called
                    _add(found, flow, (begin, end), 0.7)
                    continue
                end = begin + len(_RANK.sub("", flow.s[begin:end]))
                if names.fullmatch(flow.s[begin:end]):
                    _add(found, flow, (begin, end), 0.9)
    office = _OFFICE.fullmatch(flow.s)
    if office and all(names.fullmatch(name) for name in re.split(r"[、，]", office[1])):
        for part in re.finditer(r"[^、，]+", office[1]):
            at = office.start(1)
            _add(found, flow, (at + part.start(), at + part.end()), 0.7)
    _beside_phones(found, flow, names)


def _beside_phones(found: dict[str, Found], flow: Flow, names: re.Pattern[str]) -> None:
    """Names told apart by the number after them or by the office before them."""
    line = _LINE.fullmatch(flow.s)
    if line and names.fullmatch(line[1]):
        _add(found, flow, line.span(1), 0.8)
    for match in _TEACHER.finditer(flow.s):
        name = next((match[1][-n:] for n in (3, 2) if names.fullmatch(match[1][-n:])), None)
        if name:
            _add(found, flow, (match.end(1) - len(name), match.end(1)), 0.7)
    for match in _CALLED.finditer(flow.s):
        _add(found, flow, match.span(match.lastgroup or 0), 0.7)
    for pattern, sure in ((_BY_PHONE, 0.8), (_BY_OFFICE, 0.7)):
        for match in pattern.finditer(flow.s):
            if names.fullmatch(match[1]) and not re.search(r"电话|手机|号码|联系|咨询|传真", match[1]):
                _add(found, flow, match.span(1), sure)


def _apart(flow: Flow, begin: int, end: int) -> list[tuple[int, int]]:
    """Names that only blanks separate: 赵敏 周杰; a name of two characters may be spaced out: 于  洋."""
    cuts = [i for i in range(begin + 1, end) if flow.at[i] - flow.at[i - 1] > 1]
    parts = list(zip([begin, *cuts], [*cuts, end], strict=True))
    joined: list[tuple[int, int]] = []
    for a, b in parts:
        if joined and b - a == 1 and joined[-1][1] - joined[-1][0] == 1:
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return joined


def _add(found: dict[str, Found], flow: Flow, place: tuple[int, int], confidence: float) -> None:
    value = flow.raw[place[0] : place[1]]
    found.setdefault(value, Found({"value": value}, flow.span(*place), confidence))

"""Who answers for a measure: lists of units after 责任单位、牵头单位、参与单位 …, or before 负责.

Separators are 、，；and 和; which of them parts units and which stands inside the name of one organ (市科委、中关村管委会) is told by
the issuers' list, by the other lists of the document, and by the lexicon.

>>> lists = unit_lists(Flow.of("开展活动。（牵头单位：市妇联；配合单位：市科协、各区妇联等有关单位）", 0))
>>> [(u.label, u.role, [x.s for x in u.units], u.open) for u in lists]
[('牵头单位', 'lead', ['市妇联'], None), ('配合单位', 'cooperating', ['市科协', '各区妇联'], '等有关单位')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..layout.text import Flow, lexicon
from .unit_names import OFFICE, like_unit, resolve, split_units
from .unit_words import AHEAD, BARE, BRACKET, CLOSING, LABEL, NO_NAME, NOTE, OPEN, PERSON_LINE, VERB, WITH


@dataclass(frozen=True, slots=True)
class UnitList:
    """One list of units with the word that announced it; ``place`` is the place of the whole bracket or sentence."""

    label: str
    role: str
    """lead, cooperating or responsible"""
    units: tuple[Flow, ...]
    open: str | None
    scope: str | None
    place: tuple[int, int]
    first_leads: bool = False


def unit_lists(body: Flow, compounds: Sequence[str] = ()) -> list[UnitList]:
    """All lists of units in the body of a measure."""
    return [one for _, lists in _all_lists(body, compounds) for one in lists]


def unit_place(body: Flow) -> int:
    """Where the lists of units begin in the body, or its length."""
    place = min((start for start, _ in _all_lists(body, ())), default=len(body))
    while place < len(body) and (above := PERSON_LINE.search(body.s, 0, place)):
        place = above.start()
    return place


def _all_lists(body: Flow, compounds: Sequence[str]) -> list[tuple[int, list[UnitList]]]:
    """The lists with the places where they begin: in brackets, behind a label, or as a closing sentence 由…牵头，…配合。"""
    found: list[tuple[int, list[UnitList]]] = []
    taken: list[tuple[int, int]] = []
    for match in BRACKET.finditer(body.s):
        inner, place = body.cut(match.start() + 1, match.end() - 1), body.span(*match.span())
        lists = _labelled(inner, compounds, place) or _with_verb(inner, compounds, place)
        if not lists and (match.start() == 0 or re.match(r"[。；]?(?:\n|$)", body.s[match.end() :])):
            lists = _names_only(inner, compounds, place)
        if lists:
            found.append((match.start(), lists))
            taken.append(match.span())
    for match in BARE.finditer(body.s):
        if not any(a <= match.start() < b for a, b in taken):
            length = len(body.cut(match.start(), match.end()).s.rstrip("。；"))
            part = body.cut(match.start(), match.start() + length)
            lists = _labelled(part, compounds, body.span(*match.span()))
            found += [(match.start(), lists)] if lists else []
    closing = None if found else CLOSING.search(body.s)
    if closing:
        lists = _with_verb(body.cut(*closing.span(1)), compounds, body.span(*closing.span()))
        found += [(closing.start(), lists)] if lists else []
    return found or on_lines(body)


_NAME_LINE = re.compile(r"(?:各?[省市区县州]|各|国家|全国|中国|团)[\u4e00-\u9fff（）、]{1,16}")


def on_lines(body: Flow) -> list[tuple[int, list[UnitList]]]:
    """Names of organs that stand alone on lines of the body: a table that was pasted with each cell on a line of its own."""
    units: list[Flow] = []
    first: int | None = None
    start = 0
    named = False
    for end in [*(i for i, c in enumerate(body.s) if c == "\n"), len(body)]:
        line = body.cut(start, end)
        named = (_NAME_LINE.fullmatch(line.s) is not None and like_unit(line.s)) or (
            named and 3 <= len(line) <= 8 and re.fullmatch(r"[\u4e00-\u9fff]+", line.s) is not None
        )
        if named:
            units += split_units(line)
            first = start if first is None else first
        start = end + 1
    if first is None:
        return []
    return [(first, [UnitList("", "responsible", tuple(units), None, None, body.span(first, len(body)))])]


def _labelled(inner: Flow, compounds: Sequence[str], place: tuple[int, int]) -> list[UnitList]:
    labels = list(LABEL.finditer(inner.s))
    if not labels or labels[0].start() > 0 or not any(m["duty"] for m in labels):
        return []
    found, scope = [], None
    leads = re.search(r"第一(?:个|位)?(?:责任)?(?:单位|部门)?(?:为|是)牵头", inner.s) is not None
    for match, after in zip(labels, [*labels[1:], None], strict=True):
        part = inner.cut(match.end(), after.start() if after else None)
        part = part.cut(0, len(part.s.rstrip("，；。、—")))
        note = NOTE.search(part.s)
        leads = leads or bool(note and "牵头" in note.group())
        part = part.cut(0, note.start()) if note else part
        if match["other"]:
            scope = part.raw.split("，")[0] if match["other"] == "适用范围" else scope
            continue
        stop = re.search(r"。", part.s)
        part = part.cut(0, stop.start()) if stop else part
        led = _with_verb(part, compounds, place) if re.search(r"牵头[，；]", part.s) else []
        if led:
            found += led
            continue
        units, opened = _closed(part, compounds)
        ahead = tuple(u.cut(0, m.start()) for u in units if (m := AHEAD.search(u.s)))
        if ahead and role_of(match["duty"]) == "responsible":
            found.append(UnitList(match["duty"], "lead", ahead, None, None, place))
            units = tuple(u for u in units if not AHEAD.search(u.s))
        if units and ahead:
            found.append(UnitList(match["duty"], "cooperating", units, opened, None, place))
        elif units:
            found.append(UnitList(match["duty"], role_of(match["duty"]), units, opened, None, place))
    return [UnitList(u.label, u.role, u.units, u.open, scope, u.place, leads) for u in found]


def _closed(part: Flow, compounds: Sequence[str]) -> tuple[tuple[Flow, ...], str | None]:
    opened = None
    tail = re.search(
        r"(?:按照?(?:各自)?职责(?:分工)?(?:(?:分别|共同)?(?:负责|落实|牵头|推进))?|负责)$", part.s
    )
    if tail:
        part = part.cut(0, tail.start())
    inner = re.search(
        r"(?<![高中初])等(?:(?:有关|相关)?(?:部门|单位|部门和单位)?(?:和|及|、|，)(?=各|有关|相关|地方)|(?:有关|相关)?(?:部门|单位)[、，])",
        part.s,
    )
    if inner:
        before, _ = _closed(part.cut(0, inner.start()), compounds)
        after, _ = _closed(part.cut(inner.end()), compounds)
        return (*before, *after), re.sub(r"[和及、，]$", "", inner.group())
    match = OPEN.search(part.s)
    if match and match.start() > 0:
        opened = match.group()
        part = part.cut(0, match.start())
    units = [u.cut(0, len(u.s.rstrip("等。；"))) for u in split_units(part, compounds)]
    return tuple(u for u in units if _is_name(u.s)), opened


def _is_name(s: str) -> bool:
    """Whether a piece of a list can be a name: no time, no sentence, and no name that broke off (市协)."""
    return (
        bool(s)
        and len(s) <= 40
        and not NO_NAME.search(s)
        and re.fullmatch(r"[市省区县州][^委区县]", s) is None
    )


def _with_verb(inner: Flow, compounds: Sequence[str], place: tuple[int, int]) -> list[UnitList]:
    """A list without a label: （财政部、人民银行负责）, （市妇联牵头，市科协配合）."""
    inner = inner.cut(1) if inner.s.startswith("由") else inner
    sentence, _, rest = inner.s.partition("。")
    sentence = re.sub(
        r"(?<=负责|牵头|配合|参与|参加|落实)，(?:持续|长期|常态|\d{4}年|\d{1,2}月|年内|年底|全年|适时|近期|按|每|取得)[^。；]*$",
        "",
        sentence,
    )
    first = bool(re.search(r"第一(?:位|个)?.{0,6}(?:为|是)牵头", rest or inner.s))
    sentence = re.sub(r"[，；](?:列|排).{0,4}第一.*$", "", sentence)
    found: list[UnitList] = []
    start = 0
    for clause in re.split(
        r"(?<=牵头)[，、；]|(?<=牵头督[导办])[，；]|(?<=牵头)(?=会同|联合)|(?<=负责)[，；]|；|(?<=配合)[，；]|(?<=参与)[，；]|(?<=参加)[，；]",
        sentence,
    ):
        at = sentence.index(clause, start)
        start = at + len(clause)
        match = VERB.fullmatch(clause)
        helped = WITH.fullmatch(clause) if found and found[-1].role == "lead" else None
        if helped:
            units, opened = _closed(inner.cut(at + helped.start("list"), at + helped.end("list")), compounds)
            found.append(UnitList("配合", "cooperating", units, opened, None, place, first))
            continue
        if not match or re.search(r"[：“]|的$|由", match["list"]):
            return []
        units, opened = _closed(inner.cut(at, at + match.end("list")), compounds)
        if not units or any(len(u) > 22 for u in units) or not any(like_unit(u.s) for u in units):
            return []
        role = role_of(match["verb"])
        found.append(
            UnitList(
                match["verb"] if "按" not in match["verb"] else "负责",
                role,
                units,
                opened,
                None,
                place,
                first,
            )
        )
    return found


def _names_only(inner: Flow, compounds: Sequence[str], place: tuple[int, int]) -> list[UnitList]:
    """A bracket at the end of a measure that holds nothing but names of organs: （市妇联、市科协）."""
    if re.search(r"[。：；“《\d]", inner.s) or len(inner) > 160:
        return []
    units, opened = _closed(inner, compounds)
    named = [OFFICE.search(u.s) is not None and 3 <= len(u) <= 20 for u in units]
    groups = [re.fullmatch(r"各(?!项|类|种)[\u4e00-\u9fff、（）]{1,14}", u.s) is not None for u in units]
    if not any(named) or not all(a or b for a, b in zip(named, groups, strict=True)):
        return []
    if len(units) == 1 and not re.match(
        r"[市省区县州校院团镇]|各|国家|(?!简称|以下|即|原|含)[\u4e00-\u9fff]{1,12}(?:部|委|局|厅|处|办公室|中心|科)$",
        units[0].s,
    ):
        return []
    return [UnitList("", "responsible", units, opened, None, place)]


def names_of(flow: Flow) -> tuple[tuple[Flow, ...], str | None]:
    """The names in a cell of units, and the words that leave the list open."""
    return _closed(flow.cut(0, len(flow.s.rstrip("，；。、"))), ())


def role_of(label: str) -> str:
    """The part that a label or the head of a column gives to those it announces: lead, cooperating or responsible."""
    words = lexicon()["words"]
    if any(w in label for w in words["lead_duty"]):
        return "lead"
    return "cooperating" if any(w in label for w in words["cooperate_duty"]) else "responsible"


def add_units(
    data: dict[str, Any], lists: Sequence[UnitList], leads: bool = False, issuers: Sequence[str] = ()
) -> None:
    """Lists of units written into a measure: all of them, who leads, who helps, and what leaves the list open."""
    units = list(dict.fromkeys(u.raw for one in lists for u in one.units))
    data["units"] = units
    lead = list(dict.fromkeys(u.raw for one in lists if one.role == "lead" for u in one.units))
    helping = [u.raw for one in lists if one.role == "cooperating" for u in one.units]
    if lead:
        data["lead" if len(lead) == 1 else "leads"] = lead[0] if len(lead) == 1 else lead
    elif leads and len(units) > 0 and not units[0].startswith("各"):
        data["lead"] = units[0]
    if lead and helping:
        data["cooperating"] = helping
    opened = next((one.open for one in lists if one.open), None)
    if opened:
        data["units_open"] = opened
    scope = next((one.scope for one in lists if one.scope), None)
    if scope:
        data["scope"] = scope
    full = {u: whole for u in units if (whole := resolve(u, issuers)) and whole != u}
    if full:
        data["units_full"] = full

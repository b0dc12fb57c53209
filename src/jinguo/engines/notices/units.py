"""Who answers for a measure: lists of units after 责任单位、牵头单位、参与单位 …, or before 负责.

Separators are 、，；and 和; which of them parts units and which stands inside the name of one organ (市科委、中关村管委会) is told by
the issuers' list, by the other lists of the document, and by the lexicon.

>>> lists = unit_lists(Flow.of("开展活动。（牵头单位：市妇联；配合单位：市科协、各区妇联等有关单位）", 0))
>>> [(u.label, u.role, [x.s for x in u.units], u.open) for u in lists]
[('牵头单位', 'lead', ['市妇联'], None), ('配合单位', 'cooperating', ['市科协', '各区妇联'], '等有关单位')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .text import Flow, alternatives, lexicon

_DUTY = rf"(?:{alternatives('duty')})"
_OTHER = r"(?:适用范围|完成时限|完成时间|时限|时间要求|完成期限|时间安排|实施时间|进度|期限|时间|地区|备注)"
_LABEL = re.compile(rf"(?P<duty>{_DUTY}(?:及分工|和部门)?)(?:为)?[：]|(?P<other>{_OTHER})[：]")
_BRACKET = re.compile(r"[（〔](?:[^（）〔〕]|（[^（）]*）|〔[^〔〕]*〕)*[）〕]")
_BARE = re.compile(rf"(?:(?<=[。；\n—])|^){_DUTY}[：][^。\n]*(?:[。]|$|(?=\n))")
_VERB = re.compile(
    r"(?P<list>.+?)(?P<verb>按照?(?:各自)?(?:职责|职能)(?:分工)?(?:分别|共同)?负责(?:落实)?|依职责负责|按分工负责|分工负责|分别负责|共同负责|牵头负责|具体负责|联合负责|负责落实|负责|牵头(?:落实|实施|组织|推进)?|配合(?:落实|实施)?|参与|参加|按照?职责分工落实|落实)$"
)
_OPEN = re.compile(
    r"(?:等(?:市级|省级|区级|各)?(?:各)?(?:有关|相关)?(?:部门|单位|机构|地区|委办局|成员单位|部委)*(?:和|及|、)?(?:单位|部门|地区|机构|各区|地方)*|会同(?:有关|相关)(?:部门|单位)(?:和单位)?)$"
)


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


def is_short_for(short: str, full: str) -> bool:
    """Whether a short name (市妇联) can stand for a full one (北京市妇女联合会): its characters in order, same last kind."""
    if short == full:
        return True
    at = 0
    for c in short:
        at = full.find(c, at) + 1
        if at == 0:
            return False
    return len(short) >= 3 and len(short) < len(full)


def resolve(short: str, issuers: Sequence[str]) -> str | None:
    """The one issuer that a short name can stand for, or None."""
    fits = [full for full in issuers if is_short_for(short, full) and _same_kind(short, full)]
    return fits[0] if len(fits) == 1 else None


def _same_kind(short: str, full: str) -> bool:
    ends = {
        "妇联": "妇女联合会",
        "科协": "科学技术协会",
        "工会": "总工会",
        "国资委": "国有资产监督管理委员会",
        "团委": "委员会",
    }
    for end, whole in ends.items():
        if short.endswith(end):
            return full.endswith((whole, end))
    return full.endswith("委员会") if short[-1] == "委" else full[-1] == short[-1] or short[-1] == "办"


def _pieces(flow: Flow, marks: str) -> list[Flow]:
    parts, start, depth = [], 0, 0
    for i, c in enumerate(flow.s + marks[0]):
        depth += (c in "（〔") - (c in "）〕")
        if c in marks and (depth <= 0 or i == len(flow)):
            if i > start:
                parts.append(flow.cut(start, i))
            start = i + 1
    return parts


def _compound(first: str, second: str, compounds: Iterable[str]) -> bool:
    for whole in compounds:
        a, _, b = whole.partition("、")
        if b and is_short_for(first, a) and is_short_for(second, b):
            return True
    return False


def _with(flow: Flow) -> list[Flow]:
    """A piece parted at 会同 or 联合, where names of organs stand on both sides."""
    match = re.search(r"(?<=[局委会部办厅联协])(?:会同|商)(?!有关|相关)(?=.{3})", flow.s)
    return [flow.cut(0, match.start()), flow.cut(match.end())] if match else [flow]


def _split_apart(first: str, second: str) -> bool:
    """Whether a 、 parts the words of one group of organs: 各区、县（市）政府; 省、市妇联."""
    return bool(re.search(r"^(?:有关|相关)?各?[省市区县州镇乡街旗](?:（[^）]*）)?$", first)) and bool(
        re.match(r"[省市区县州镇乡街旗]|自治[区州县]|直辖市|街道", second)
    )


def split_units(flow: Flow, compounds: Sequence[str] = ()) -> list[Flow]:
    """The names in a list. ``compounds`` are organs whose own name holds a 、."""
    known = [*compounds, *lexicon()["words"]["one_organ"]]
    units: list[Flow] = []
    for part in _pieces(flow, "，；/"):
        names = [n for piece in _pieces(part, "、") for one in _at_and(piece) for n in _with(one)]
        joined: list[Flow] = []
        for name in names:
            if joined and (_compound(joined[-1].s, name.s, known) or _split_apart(joined[-1].s, name.s)):
                start, end = joined[-1].at[0], name.at[-1]
                i, j = part.at.index(start), part.at.index(end)
                joined[-1] = part.cut(i, j + 1)
            else:
                joined.append(name)
        units += joined
    return units


def _at_and(flow: Flow) -> list[Flow]:
    """A piece parted at 和、及、以及 where both sides are whole names of organs."""
    for match in re.finditer(r"以及|和|及|与", flow.s):
        left, right = flow.s[: match.start()], flow.s[match.end() :]
        if (
            len(left) >= 3
            and len(right) >= 3
            and re.search(rf"(?:{alternatives('organ_end')}|政府)$", left)
            and re.search(rf"(?:{alternatives('organ_end')}|政府|单位|部门)$", right)
        ):
            return [flow.cut(0, match.start()), *_at_and(flow.cut(match.end()))]
    return [flow]


def unit_lists(body: Flow, compounds: Sequence[str] = ()) -> list[UnitList]:
    """All lists of units in the body of a measure."""
    found: list[UnitList] = []
    taken: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(body.s):
        lists = _labelled(body.cut(match.start() + 1, match.end() - 1), compounds, body.span(*match.span()))
        inner = body.cut(match.start() + 1, match.end() - 1)
        lists = lists or _with_verb(inner, compounds, body.span(*match.span()))
        if not lists and re.match(r"[。；]?(?:\n|$)", body.s[match.end() :]):
            lists = _names_only(inner, compounds, body.span(*match.span()))
        if lists:
            found += lists
            taken.append(match.span())
    for match in _BARE.finditer(body.s):
        if not any(a <= match.start() < b for a, b in taken):
            length = len(body.cut(match.start(), match.end()).s.rstrip("。；"))
            part = body.cut(match.start(), match.start() + length)
            found += _labelled(part, compounds, body.span(*match.span()))
    return found


def unit_place(body: Flow) -> int:
    """Where the lists of units begin in the body, or its length."""
    starts = [
        m.start()
        for m in _BRACKET.finditer(body.s)
        if _labelled(body.cut(m.start() + 1, m.end() - 1), (), (0, 0))
    ]
    starts += [
        m.start()
        for m in _BRACKET.finditer(body.s)
        if _with_verb(body.cut(m.start() + 1, m.end() - 1), (), (0, 0))
    ]
    starts += [m.start() for m in _BARE.finditer(body.s)]
    starts += [
        m.start()
        for m in _BRACKET.finditer(body.s)
        if re.match(r"[。；]?(?:\n|$)", body.s[m.end() :])
        and _names_only(body.cut(m.start() + 1, m.end() - 1), (), (0, 0))
    ]
    return min(starts, default=len(body))


def _role(label: str) -> str:
    words = lexicon()["words"]
    if any(w in label for w in words["lead_duty"]):
        return "lead"
    return "cooperating" if any(w in label for w in words["cooperate_duty"]) else "responsible"


def _labelled(inner: Flow, compounds: Sequence[str], place: tuple[int, int]) -> list[UnitList]:
    labels = list(_LABEL.finditer(inner.s))
    if not labels or labels[0].start() > 0 or not any(m["duty"] for m in labels):
        return []
    found, scope, leads = [], None, False
    for match, after in zip(labels, [*labels[1:], None], strict=True):
        part = inner.cut(match.end(), after.start() if after else None)
        part = part.cut(0, len(part.s.rstrip("，；。、—")))
        note = _NOTE.search(part.s)
        leads = leads or bool(note and "牵头" in note.group())
        part = part.cut(0, note.start()) if note else part
        if match["other"]:
            scope = part.raw.split("，")[0] if match["other"] == "适用范围" else scope
            continue
        stop = re.search(r"。", part.s)
        part = part.cut(0, stop.start()) if stop else part
        units, opened = _closed(part, compounds)
        if units:
            found.append(UnitList(match["duty"], _role(match["duty"]), units, opened, None, place))
    return [UnitList(u.label, u.role, u.units, u.open, scope, u.place, leads) for u in found]


_NOTE = re.compile(
    r"[（，；]?(?:列|排)[^（），；]{0,6}第?一[^（）]{0,12}牵头[^（）]*）?$|（[^（）]*下同[^（）]*）$"
)


def _closed(part: Flow, compounds: Sequence[str]) -> tuple[tuple[Flow, ...], str | None]:
    opened = None
    tail = re.search(r"(?:按照?(?:各自)?职责(?:分工)?(?:分别|共同)?负责|负责|按职责分工落实)$", part.s)
    if tail:
        part = part.cut(0, tail.start())
    inner = re.search(
        r"等(?:有关|相关)?(?:部门|单位|部门和单位)?(?:和|及|、|，)(?=各|有关|相关|地方)", part.s
    )
    if inner:
        before, _ = _closed(part.cut(0, inner.start()), compounds)
        after, _ = _closed(part.cut(inner.end()), compounds)
        return (*before, *after), re.sub(r"[和及、，]$", "", inner.group())
    match = _OPEN.search(part.s)
    if match and match.start() > 0:
        opened = match.group()
        part = part.cut(0, match.start())
    units = [u.cut(0, len(u.s.rstrip("等。；"))) for u in split_units(part, compounds)]
    return tuple(u for u in units if u.s and len(u) <= 40), opened


def _with_verb(inner: Flow, compounds: Sequence[str], place: tuple[int, int]) -> list[UnitList]:
    """A list without a label: （财政部、人民银行负责）, （市妇联牵头，市科协配合）."""
    inner = inner.cut(1) if inner.s.startswith("由") else inner
    sentence, _, rest = inner.s.partition("。")
    sentence = re.sub(
        r"(?<=负责|牵头|配合|参与|参加|落实)，(?:持续|长期|常态|\d{4}年|按|每)[^，。；]*$", "", sentence
    )
    first = bool(re.search(r"第一(?:位|个)?.{0,6}(?:为|是)牵头", rest or inner.s))
    sentence = re.sub(r"[，；](?:列|排).{0,4}第一.*$", "", sentence)
    found: list[UnitList] = []
    start = 0
    for clause in re.split(
        r"(?<=牵头)[，、；]|(?<=负责)[，；]|；|(?<=配合)[，；]|(?<=参与)[，；]|(?<=参加)[，；]", sentence
    ):
        at = sentence.index(clause, start)
        start = at + len(clause)
        match = _VERB.fullmatch(clause)
        if not match or re.search(r"[：“]|的$|由", match["list"]):
            return []
        units, opened = _closed(inner.cut(at, at + match.end("list")), compounds)
        if not units or any(len(u) > 22 for u in units) or not any(_like_unit(u.s) for u in units):
            return []
        role = _role(match["verb"])
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
    if not units or not all(_OFFICE.search(u.s) and 3 <= len(u) <= 20 for u in units):
        return []
    if len(units) == 1 and not re.match(
        r"[市省区县州]|各|国家|[\u4e00-\u9fff]{2,12}(?:部|委|局|厅)$", units[0].s
    ):
        return []
    return [UnitList("", "responsible", units, opened, None, place)]


_OFFICE = re.compile(
    rf"(?:{alternatives('organ_end')}|政府|单位|部门|[区县]|办事处|街道|乡镇|镇街|高校|院校|科研院所|企业|机构)(?:（[^）]*）|〔[^〕]*〕)?$"
)


def _like_unit(s: str) -> bool:
    return bool(
        re.search(rf"(?:{alternatives('organ_end')}|政府|单位|部门|各地|地区|[区县])(?:（[^）]*）)?$", s)
    )

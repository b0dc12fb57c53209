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

from .text import Flow, alternatives, lexicon
from .unit_names import OFFICE, like_unit, resolve, split_units

_DUTY = (
    rf"(?:{alternatives('duty')}|(?:牵头|责任|配合|参与|参加|协同|协助|主责|负责|主办|协办|承办|支持|落实|实施|执行)(?:责任|落实|实施)?"
    r"(?:单位|部门|处室|科室|部室|股室|机构|主体|学院|院系|镇街|支部))"
)
_OTHER = r"""(?:
      (?:责任|牵头|分管|联系|包保|包联|挂钩|督办|主管|协助|主抓|具体|配合|第一)(?:[市县区省州镇校院]?[级委]?(?:政府)?)
        (?:领导|人|市长|县长|区长|主任|院长|校长|负责人|责任人|联系人)
    | [市县区]领导
    | 成果形式 | 预期成果 | 工作目标 | 目标要求 | 工作要求 | 适用范围 | 责任分工
    | (?:完成|实施|推进|启动|责任)?(?:时限|时间|期限|时间节点)(?:要求|安排)?
    | 进度(?:要求|安排|计划)? | 地区 | 备注 | 项目性质 | 资金来源 | 联系方式
)"""
_LABEL = re.compile(rf"(?P<duty>{_DUTY}(?:及分工|和部门)?)(?:为)?[：]|(?P<other>{_OTHER})[：]", re.VERBOSE)
_BRACKET = re.compile(r"[（〔](?:[^（）〔〕]|（[^（）]*）|〔[^〔〕]*〕)*[）〕]")
_BARE = re.compile(
    rf"(?:(?<=[。；\n—])|^|(?<=，)(?=[^，。：]{{2,6}}(?:单位|部门)：)){_DUTY}[：]\n?[^。\n]*(?:[。]|$|(?=\n))"
)
_VERB = re.compile(
    r"""
    (?P<list>.+?)
    (?P<verb>
        按照?(?:各自)?(?:职责|职能)(?:分工)?(?:分别|共同)?负责(?:落实)?
      | 依职责负责 | 按分工负责 | 分工负责 | 分别负责 | 共同负责 | 牵头负责 | 具体负责 | 联合负责 | 负责(?:落实|实施|推进)?
      | 牵头(?:落实|实施|组织|推进|组织实施)?
      | (?:配合|参与|参加|协同|协助|支持)(?:落实|实施|推进)?
      | 按照?职责分工(?:落实|推进|实施)? | (?:组织|共同|联合|抓好)?落实
    )$
    """,
    re.VERBOSE,
)
_WITH = re.compile(
    r"(?:会同|联合|商)(?P<list>.{2,80}?)(?:(?:共同|联合|组织|抓好)?(?:实施|推进|落实|负责|开展|配合|参与))?$"
)
"""The second half of 由…牵头，会同…组织实施."""
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


def unit_lists(body: Flow, compounds: Sequence[str] = ()) -> list[UnitList]:
    """All lists of units in the body of a measure."""
    return [one for _, lists in _all_lists(body, compounds) for one in lists]


def unit_place(body: Flow) -> int:
    """Where the lists of units begin in the body, or its length."""
    place = min((start for start, _ in _all_lists(body, ())), default=len(body))
    while place < len(body) and (above := _PERSON_LINE.search(body.s, 0, place)):
        place = above.start()
    return place


_PERSON_LINE = re.compile(rf"(?:(?<=\n)|(?<=。)|^){_OTHER}：[^。\n]{{0,40}}[。\n]?$", re.VERBOSE)
"""The line above a list of units that says who leads in person, or by when."""


def _all_lists(body: Flow, compounds: Sequence[str]) -> list[tuple[int, list[UnitList]]]:
    """The lists with the places where they begin: in brackets, behind a label, or as a closing sentence 由…牵头，…配合。"""
    found: list[tuple[int, list[UnitList]]] = []
    taken: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(body.s):
        inner, place = body.cut(match.start() + 1, match.end() - 1), body.span(*match.span())
        lists = _labelled(inner, compounds, place) or _with_verb(inner, compounds, place)
        if not lists and re.match(r"[。；]?(?:\n|$)", body.s[match.end() :]):
            lists = _names_only(inner, compounds, place)
        if lists:
            found.append((match.start(), lists))
            taken.append(match.span())
    for match in _BARE.finditer(body.s):
        if not any(a <= match.start() < b for a, b in taken):
            length = len(body.cut(match.start(), match.end()).s.rstrip("。；"))
            part = body.cut(match.start(), match.start() + length)
            lists = _labelled(part, compounds, body.span(*match.span()))
            found += [(match.start(), lists)] if lists else []
    closing = None if found else _CLOSING.search(body.s)
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


_CLOSING = re.compile(
    r"""
    (?:(?<=[。；\n])|^)
    (?:(?:此|该|本|这)项工作|以上(?:工作|任务)|——)?
    (?:由(?=[^。；\n]{2,40}(?:牵头|负责)))?
    (
      [^。；\n]{2,60}(?:牵头|负责|落实)
      (?:[，；][^。；\n]{2,80}(?:配合|参与|参加|协同|落实) | [，；]?(?:会同|联合)[^。；\n]{2,80})?
    )
    。?$
    """,
    re.VERBOSE,
)
"""The last sentence of a measure that says nothing but who leads and who helps."""


def _labelled(inner: Flow, compounds: Sequence[str], place: tuple[int, int]) -> list[UnitList]:
    labels = list(_LABEL.finditer(inner.s))
    if not labels or labels[0].start() > 0 or not any(m["duty"] for m in labels):
        return []
    found, scope = [], None
    leads = re.search(r"第一(?:个|位)?(?:责任)?(?:单位|部门)?(?:为|是)牵头", inner.s) is not None
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
        led = _with_verb(part, compounds, place) if re.search(r"牵头[，；]", part.s) else []
        if led:
            found += led
            continue
        units, opened = _closed(part, compounds)
        ahead = tuple(u.cut(0, m.start()) for u in units if (m := _AHEAD.search(u.s)))
        if ahead and role_of(match["duty"]) == "responsible":
            found.append(UnitList(match["duty"], "lead", ahead, None, None, place))
            units = tuple(u for u in units if not _AHEAD.search(u.s))
        if units and ahead:
            found.append(UnitList(match["duty"], "cooperating", units, opened, None, place))
        elif units:
            found.append(UnitList(match["duty"], role_of(match["duty"]), units, opened, None, place))
    return [UnitList(u.label, u.role, u.units, u.open, scope, u.place, leads) for u in found]


_NOTE = re.compile(
    r"[，；。（]?(?:以下|以上|上述|下列|下述|后面|具体任务|各项任务|所有任务|均需|均涉及)[^，；。]{0,24}(?:[，；][^，；。]{0,10})?(?:不再|下同|从略|略去)[^；。]*$|[，；。（]以下(?:各项)?(?:均|同)[^；。]*$|"
    r"[（，；]?(?:列|排)[^（），；]{0,6}第?一[^（）]{0,12}牵头[^（）]*）?$|（[^（）]*下同[^（）]*）$"
)


_NO_NAME = re.compile(r"\d{4}年|\d月|(?:完成|推进|实施|落实)$|^(?:长期|全年|持续|每年)")
"""What stands in a list of units and is the time by which, and no name."""
_AHEAD = re.compile(r"（(?:牵头|主责|主办)(?:单位|部门)?）$")
"""A name marked as the one that leads: 市妇联（牵头）."""


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
    match = _OPEN.search(part.s)
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
        and not _NO_NAME.search(s)
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
        r"(?<=牵头)[，、；]|(?<=牵头)(?=会同|联合)|(?<=负责)[，；]|；|(?<=配合)[，；]|(?<=参与)[，；]|(?<=参加)[，；]",
        sentence,
    ):
        at = sentence.index(clause, start)
        start = at + len(clause)
        match = _VERB.fullmatch(clause)
        helped = _WITH.fullmatch(clause) if found and found[-1].role == "lead" else None
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
    lead = [u.raw for one in lists if one.role == "lead" for u in one.units]
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

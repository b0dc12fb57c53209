"""The names of units: lists taken apart, names of one organ kept together, short names led back to full ones.

>>> [u.s for u in split_units(Flow.of("市科委、中关村管委会，市妇联和市科协，各区、县政府", 0))]
['市科委、中关村管委会', '市妇联', '市科协', '各区、县政府']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..layout.text import Flow, alternatives, lexicon

OFFICE = re.compile(
    rf"(?:{alternatives('organ_end')}|政府|单位|部门|[区县室]|办事处|街道|乡镇|镇街|高校|院校|科研院所|企业|机构|园区|开发区|高新区)(?:（[^）]*）|〔[^〕]*〕)?$"
)
"""How names of organs, and of groups of organs, end."""


def like_unit(s: str) -> bool:
    """Whether a name ends as organs and groups of organs do."""
    return bool(OFFICE.search(s) or re.search(r"(?:各地|地区)(?:（[^）]*）)?$", s))


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


def _at_gaps(flow: Flow) -> list[Flow]:
    """A piece parted at the blanks between names of organs that begin alike: 市妇联 市科协."""
    if not flow.s or flow.at[-1] - flow.at[0] == len(flow) - 1:
        return [flow]
    for i in range(3, len(flow) - 2):
        gap = flow.at[i] - flow.at[i - 1] > 1
        if (
            gap
            and OFFICE.search(flow.s[:i])
            and (flow.s[i] in flow.s[0] + "各团" and OFFICE.search(flow.s[i:]))
        ):
            return [flow.cut(0, i), *_at_gaps(flow.cut(i))]
    return [flow]


def _split_apart(first: str, second: str) -> bool:
    """Whether a 、 parts the words of one group of organs: 各区、县（市）政府; 省、市妇联; 各市委、市政府."""
    if re.search(r"^各?[省市区县州]委$", first) and re.fullmatch(r"[省市区县州]?(?:人民)?政府", second):
        return True
    return bool(
        re.search(
            r"^(?:有关|相关)?各?(?:有关|相关)?(?:(?:特区|自治[区州县]|直辖市|新区|[省市区县州镇乡街旗])(?:（[^）]*）)?、?)+$",
            first,
        )
    ) and bool(
        re.match(
            r"[省市区县州镇乡街旗](?!直|属|有关|级[各有相部机]|各)|特区|新区|自治[区州县]|直辖市|街道", second
        )
    )


def split_units(flow: Flow, compounds: Sequence[str] = ()) -> list[Flow]:
    """The names in a list. ``compounds`` are organs whose own name holds a 、."""
    known = [*compounds, *lexicon()["words"]["one_organ"]]
    units: list[Flow] = []
    for part in _pieces(flow, "，；/"):
        names = [
            n
            for piece in _pieces(part, "、")
            for own in _at_gaps(piece)
            for one in _at_and(own)
            for n in _with(one)
        ]
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
            and not (
                re.match(r"(?:人民)?政府$|管委会$", right) and re.search(r"党委|党工委|[省市区县州]委$", left)
            )
        ):
            return [flow.cut(0, match.start()), *_at_and(flow.cut(match.end()))]
    return [flow]


_NO_NAME = re.compile(
    rf"(?:{alternatives('measure_verbs')}|建(?!设局|设厅|行|投)|办(?!公|事)|加强|推进|推动|完善|健全|强化|深化|加快|优化|提高|落实|做好)"
)
"""Words that open a task and no name of an organ."""


_KIND = re.compile(
    r"(?:企业|机构|院校|高校|科研院所|园区|单位|部门|中心|街道|乡镇|站|所|馆|社|队|组)(?:（[^）]*）)?$"
)
_WHOSE = re.compile(r"各|有关|相关|[市省区县州镇校]|驻|全[市省县区]|国家|中国")


def is_names(s: str) -> bool:
    """Whether a line holds nothing but names of organs; a kind of places is a name only where it says whose they are."""
    names = split_units(Flow.of(s.rstrip("、，"), 0))
    return bool(names) and all(_named(n.s.rstrip("等")) for n in names)


def _named(s: str) -> bool:
    return (
        2 < len(s) <= 18
        and like_unit(s)
        and not _NO_NAME.match(s)
        and not (_KIND.search(s) and not _WHOSE.match(s))
    )

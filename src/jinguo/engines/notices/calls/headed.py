"""Categories as lists of headings: awards, groups or themes, the smallest that a call tells apart; kinds of works, a line each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..layout.outline import Node
from ..layout.paragraphs import Paragraph
from ..layout.text import Flow, Found
from .awards import GENERAL, HONOURED, OF_PARTS
from .classes import KIND, STEPS, listed_names
from .vocabulary import any_of

_OPENS = re.compile(
    r"类别|奖项|组别|个性条件|项目设置|比赛项目|竞赛项目|大赛项目|活动内容|征集内容|评选项目|重点选树|选拔条件|设置|赛道|主题|选树要求|评选类型|选树类型|推荐类型|申报类型"
)


_OF_KIND = re.compile(
    r"(?:培养对象|候选人|人选)?(?:的)?(?:基本|选拔|推荐|申报|评选|参评|评审|参赛|报名|参选)*(?:条件|标准)(?:为|如下)?$"
)


_OF_WORKS = re.compile(
    r"征[集稿](?:视频|作品)?(?:范围|类别|内容|形式)|作品(?:类别|形式|类型|种类)|参赛(?:类别|组别)"
)


_LABEL = re.compile(
    r"(?!时间|要求|主题|内容|格式|数量|方式)[\u4e00-\u9fff]{2,8}(?:（[\u4e00-\u9fff、]{1,8}）)?(?=：.)"
)
"""A short name and a colon, which is no word for what is asked of works."""


def labelled(nodes: Sequence[Node], items: Sequence[Paragraph]) -> list[Found]:
    """Kinds of works below a heading that announces them, a line each, numbered or not: 书法：…；绘画：…；摄影：…"""
    for i, node in enumerate(nodes):
        if node.heading is None or not _OF_WORKS.search(node.heading.s):
            continue
        end = nodes[i + 1].first if i + 1 < len(nodes) else len(items)
        lines = [p for p in items[node.first + 1 : end] if not p.style and not p.cells]
        below = [items[n.first] for n in nodes if n.parent == i and n.heading is None]
        flows = [p.flow.cut(p.body_at) for p in (lines if len(lines) > 1 else below)]
        names = [_LABEL.match(flow.s) for flow in flows]
        if len(names) >= 2 and all(names):
            cuts = [flow.cut(0, m.end()) for flow, m in zip(flows, names, strict=True) if m]
            return [Found({"number": None, "name": cut.raw}, cut.span(0, len(cut)), 0.7) for cut in cuts]
    return []


def headed(nodes: Sequence[Node], items: Sequence[Paragraph]) -> list[Found]:
    """Awards, groups or themes: lists of headings that are names, the smallest that a call tells apart."""
    lists: dict[tuple[int | None, str], list[int]] = {}
    for i, node in enumerate(nodes):
        lists.setdefault((node.parent, node.style), []).append(i)
    found: dict[str, tuple[int, Found]] = {}
    for (parent, _), members in lists.items():
        if parent is None and (apart := _with_conditions(nodes, members)):
            named = [(i, h) for i in apart if (h := nodes[i].heading) is not None]
            found |= {
                h.raw: (i, Found({"number": nodes[i].number, "name": h.raw}, h.span(0, len(h)), 0.6))
                for i, h in named
            }
            continue
        if parent is None:
            members = _below_plain(nodes, members, items)
        if len(members) < 2:
            continue
        named = _names_of(nodes, parent, members) if parent is not None else _bare_names(nodes, members)
        for i, name in named:
            one = Found({"number": nodes[i].number, "name": name.raw}, name.span(0, len(name)), 0.8)
            found.setdefault(str(one.data["name"]), (i, one))
    divided = {nodes[i].parent for i, _ in found.values()}
    return _told_once([one for i, one in found.values() if i not in divided])


_OWN = re.compile(r"^(?:选拔|评选|推荐|申报|参评|遴选|申请)?(?:条件|名额|标准)")


def _with_conditions(nodes: Sequence[Node], members: list[int]) -> list[int]:
    """Sections that are each of another honour, because each has conditions or places of its own."""
    own = [
        i
        for i in members
        if (h := nodes[i].heading) is not None
        and not OF_PARTS.search(h.s)
        and any((c := nodes[j].heading) is not None and _OWN.search(c.s) for j in nodes[i].children)
    ]
    return own if len(own) > 1 else []


_MARKED = re.compile(r"(?:“[^“”]{3,20}”[、和]?)+(?=：)")


def _quoted(node: Node) -> list[Flow]:
    """The names in marks that open an item: “模范教师”“优秀教师”：…"""
    match = _MARKED.match(node.start.s)
    return [node.start.cut(*m.span(1)) for m in re.finditer(r"“([^“”]+)”", match.group())] if match else []


def _below_plain(nodes: Sequence[Node], members: list[int], items: Sequence[Paragraph]) -> list[int]:
    """The first run of items that stands below a heading without a number which announces names."""
    for n, i in enumerate(members):
        at = nodes[i].first - 1
        if nodes[i].value != 1 or (at >= 0 and (items[at].style or not ANNOUNCES.search(items[at].s))):
            continue
        run = [j for k, j in enumerate(members[n:]) if nodes[j].value == k + 1]
        run = run[: next((k for k, j in enumerate(run) if j != members[n + k]), len(run))]
        named = [
            h
            for j in run
            if (h := nodes[j].heading) is not None and (KIND.search(h.s) or HONOURED.match(h.s))
        ]
        return run if at >= 0 or len(named) == len(run) else []
    return []


def _bare_names(nodes: Sequence[Node], members: list[int]) -> list[tuple[int, Flow]]:
    """The headings of items where all of them are names."""
    names = [(i, _plain(h)) for i in members if (h := nodes[i].heading) is not None]
    told = len(names) == len(members) and all(
        _NAME.fullmatch(h.s) and not OF_PARTS.search(h.s) for _, h in names
    )
    return names if told and not any(STEPS.search(h.s) for _, h in names) else []


def _told_once(found: list[Found]) -> list[Found]:
    """The names, without one that a longer one of as many says in full: 市级巾帼文明岗 and 巾帼文明岗."""
    names = [str(one.data["name"]) for one in found]
    half = len(found) // 2
    if len(found) % 2 == 0 and half > 1:
        first, then = names[:half], names[half:]
        if all(a.endswith(b) or b.endswith(a) for a, b in zip(first, then, strict=True)):
            return found[:half] if len("".join(first)) >= len("".join(then)) else found[half:]
    return found


def _names_of(nodes: Sequence[Node], parent: int, members: list[int]) -> list[tuple[int, Flow]]:
    """The names that the items of a list have as headings, each with its item; nothing where one of them has none."""
    above = nodes[parent]
    told = (above.heading.s if above.heading else "") + above.body.s[-30:]
    quoted = [(i, name) for i in members for name in _quoted(nodes[i])]
    if {i for i, _ in quoted} == set(members) and len(members) > 1:
        return quoted
    listed = [(i, name) for i in members for name in _inside(nodes[i])]
    if above.heading and ANNOUNCES.search(above.heading.s) and len(listed) > len(members):
        return listed
    headings = [(i, nodes[i].heading) for i in members]
    names = [(i, h) for i, h in headings if h is not None and len(h) <= 28]
    if len(of_kind := _of_kind(names)) >= 2:
        return of_kind
    if len(names) > 1 and all(HONOURED.fullmatch(h.s) for _, h in names if not _BESIDE_NAMES.search(h.s)):
        rest = [i for i in members if i not in {j for j, _ in names}]
        if all(_BESIDE_NAMES.search(nodes[i].start.s) for i in rest):  # who is kept out, beside the honours
            names = [(i, h) for i, h in names if not _BESIDE_NAMES.search(h.s)]
            if len(names) > 1:
                return names
    if len(names) < len(members):
        return []
    if (
        above.heading
        and _OF_WORKS.search(above.heading.s)
        and all(_LABEL.match(h.s + "：：") for _, h in names)
    ):
        return names
    names = [(i, _plain(h)) for i, h in names]
    if any(STEPS.search(h.s) for _, h in names):
        return []
    if _announced(nodes, parent) and all(_NAME.fullmatch(h.s) and not OF_PARTS.search(h.s) for _, h in names):
        return names
    names = [(i, h) for i, h in names if not _SENTENCE.search(h.s)]
    if (
        len(names) > 1
        and all(KIND.search(h.s) for _, h in names)
        and (_OPENS.search(told) or not re.search(r"程序|步骤|材料|要求|办法|安排", told))
    ):
        return names
    return []


def _of_kind(names: Sequence[tuple[int, Flow]]) -> list[tuple[int, Flow]]:
    """What headings of conditions are about: 先进集体条件, 先进个人评选标准."""
    cuts = [(i, h, _OF_KIND.search(h.s)) for i, h in names if not GENERAL.match(h.s)]
    return [(i, h.cut(0, m.start())) for i, h, m in cuts if m and m.start() > 1]


_BESIDE_NAMES = re.compile(r"不得|不能|以下|下列|参[见照]|详见|优先|取消")
"""What stands in a list of honours and is none: who is kept out, where more is said."""
ANNOUNCES = re.compile(
    rf"^{any_of('announcing_acts')}*(?:的)?{any_of('announced')}(?:设置|设定|划分|分类|范围)?(?:及|与|和|$)"
)
"""Headings that announce what one can be nominated for: 评选项目, 奖项设置, 参赛组别, 申报类型."""
_NAME = re.compile(r"[“”《》\u4e00-\u9fffA-Za-z0-9·+-]{2,24}(?:（[^（）]{1,12}）)?")
_SENTENCE = re.compile(r"不得|以下|下列|情[况形]|应当|必须|委员会$|组委会$|领导小组$")
_COUNTED = re.compile(r"（[^（）]*\d[^（）]*）$|\d+[名个人户项件](?:左右|以内)?$")
"""What stands behind a name: how many there are of it."""


def _plain(heading: Flow) -> Flow:
    """A name without its number and without the verb and the marks around it: 评选“十佳少年”10人."""
    name = heading.cut(0, len(_COUNTED.sub("", heading.s)))
    quoted = re.fullmatch(r"(?:评选|推荐|表彰|选树|设立?)?“([^“”]+)”", name.s)
    return name.cut(*quoted.span(1)) if quoted else name


def _announced(nodes: Sequence[Node], i: int | None) -> bool:
    """Whether a heading announces names, or stands below one that does."""
    while i is not None:
        heading = nodes[i].heading
        if heading is not None and ANNOUNCES.search(heading.s):
            return True
        i = nodes[i].parent
    return False


def _inside(node: Node) -> list[Flow]:
    """The names that an item lists behind its label: （一）个人类：优秀团员、优秀志愿者。"""
    body = node.body.cut(0, len(node.body.s.rstrip("。；")))
    names = listed_names(body) if node.heading is not None and "，" not in body.s else []
    told = [n for n in names if HONOURED.match(n.s) or KIND.search(re.sub(r"（[^（）]*）$", "", n.s))]
    return told if len(told) > 1 and len(told) == len(names) else []

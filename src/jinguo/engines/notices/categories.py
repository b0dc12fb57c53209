"""Categories of a call: awards, groups or themes that one can be nominated for.

A list of headings that are names, a sentence that names them (设A、B和C三类), quotas one beside the other (A 10名，B 15名), or
the parts that a total falls into.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .numbers import quantity
from .outline import Node
from .paragraphs import Paragraph
from .text import Flow, Found

_KIND = re.compile(
    r"(?:人员|者|人才|类|女性|群体|农人|奖|组|赛|个人|集体|团队|作品|标兵|配音|项目|带头人|组织者|新秀|名师|工作者|模范|单位|先锋|家|手|岗|能手|师|校长|园长|院长|园丁|员工|型|方向|组别|户|家庭|基地|学生|学生干部|团干部|集体|班级|社团|支部|团员|栏目|医生|护士|社区|人物|典型|案例|品牌|论文|成果|课题|专项|党组织|党员)(?:（[^）]*）)?$"
)
_OPENS = re.compile(
    r"类别|奖项|组别|个性条件|项目设置|比赛项目|竞赛项目|大赛项目|活动内容|征集内容|评选项目|重点选树|选拔条件|设置|赛道|主题|选树要求|评选类型|推荐类型|申报类型"
)


_OF_KIND = re.compile(r"(?:培养对象|候选人|人选)?(?:的)?(?:选拔|推荐|申报|评选|参评|评审)?(?:条件|标准)$")
_GENERAL = re.compile(
    r"基本|共性|个性|具体|申报|资格|总体|必备|优先|政治|业务|其他|推荐|评选|参评|思想|师德|工作|专业"
)


def read_categories(
    nodes: Sequence[Node], items: Sequence[Paragraph], quotas: Sequence[Found]
) -> list[Found]:
    """The categories of a call, by headings, else by sentences and quotas."""
    return _in_full(_headed(nodes), quotas) or _labelled(nodes, items) or _named(items, quotas)


def _in_full(headed: list[Found], quotas: Sequence[Found]) -> list[Found]:
    """Headed names that the quotas say in full: 市标兵岗 where 云州市标兵岗10个 stands above."""
    full: list[Found] = []
    for one in headed:
        name = str(one.data["name"])
        longer = [
            q
            for q in quotas
            if re.fullmatch(rf"[\u4e00-\u9fff]{{1,4}}{re.escape(name)}", str(q.data["object"]))
        ]
        if len(longer) != 1:
            return headed
        full.append(Found({**one.data, "name": longer[0].data["object"]}, longer[0].span, one.confidence))
    return full


_OF_WORKS = re.compile(
    r"征[集稿](?:视频|作品)?(?:范围|类别|内容|形式)|作品(?:类别|形式|类型|种类)|参赛(?:类别|组别)"
)


_LABEL = re.compile(
    r"(?!时间|要求|主题|内容|格式|数量|方式)[\u4e00-\u9fff]{2,8}(?:（[\u4e00-\u9fff、]{1,8}）)?(?=：.)"
)
"""A short name and a colon, which is no word for what is asked of works."""


def _labelled(nodes: Sequence[Node], items: Sequence[Paragraph]) -> list[Found]:
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


def _headed(nodes: Sequence[Node]) -> list[Found]:
    """Awards, groups or themes: a list of headings that are names."""
    lists: dict[tuple[int | None, str], list[int]] = {}
    for i, node in enumerate(nodes):
        lists.setdefault((node.parent, node.style), []).append(i)
    found: list[Found] = []
    for (parent, _), members in lists.items():
        above = nodes[parent] if parent is not None else None
        told = (above.heading.s if above and above.heading else "") + (above.body.s[-30:] if above else "")
        headings = [nodes[i].heading for i in members]
        if len(members) < 2 or parent is None or any(h is None or len(h) > 28 for h in headings):
            continue
        names = [h for h in headings if h is not None]
        of_kind = [i for i, h in enumerate(names) if _OF_KIND.search(h.s) and not _GENERAL.match(h.s)]
        if len(of_kind) >= 2:
            members = [members[i] for i in of_kind]
            names = [names[i].cut(0, _OF_KIND.search(names[i].s).start()) for i in of_kind]  # type: ignore[union-attr]
        of_works = above and above.heading and _OF_WORKS.search(above.heading.s)
        if of_works and all(_LABEL.match(h.s + "：：") for h in names):
            of_kind = of_kind or members
        if (len(of_kind) == len(names) or all(_KIND.search(h.s) for h in names)) and (
            len(of_kind) >= 2 or _OPENS.search(told) or not re.search(r"程序|步骤|材料|要求|办法|安排", told)
        ):
            for i, name in zip(members, names, strict=True):
                found.append(
                    Found({"number": nodes[i].number, "name": name.raw}, name.span(0, len(name)), 0.8)
                )
    first: dict[str, Found] = {}
    for one in found:
        first.setdefault(str(one.data["name"]), one)
    return list(first.values())


_COUNTED = re.compile(
    r"(?:分为|包括|设置?|设立|分设|分)(?P<list>[“”\u4e00-\u9fff（）A-Z]{1,18}?(?:[、和及与][“”\u4e00-\u9fff（）A-Z]{1,18}?)+)(?:等|共)?(?P<n>[二两三四五六七八\d])(?:大|个)?(?:类别|组别|评审组|类|组|种|项)"
)
"""Names with their number behind them, which must agree: 设组织奖和个人奖两种奖项."""
_CLASSES = re.compile(
    r"(?:分为|包括|设置?|分设|分|为)(?P<list>[“”\u4e00-\u9fff（）A-Z]{2,24}(?:、[“”\u4e00-\u9fff（）A-Z]{2,24})+(?:[和及][\u4e00-\u9fff]{2,16})?)(?:等)?(?P<n>[二两三四五六七八\d])(?:大|个)?(?:类|组|种|项|部分)"
)


def _names(match: re.Match[str]) -> list[re.Match[str]]:
    """The names of a list, as many as it says: 和 can stand inside a name (材料和化学组、信息组两个组别)."""
    every = [list(re.finditer(marks, match["list"])) for marks in (r"[^、和及与]+", r"[^、]+")]
    return next((names for names in every if len(names) == quantity(match["n"])), every[0])


_AFTER_NUMBER = re.compile(
    r"(?:分为?|设|包括|共?有)(?P<n>[二两三四五六七八\d])(?:大|个)?(?:类别?|种|项|组别?|赛道|单元)(?:：|，(?:即|分别[为是])|，)"
    r"(?P<list>[“”\u4e00-\u9fff（）A-Z]{2,18}?(?:[、和及与][“”\u4e00-\u9fff（）A-Z]{2,18}?)+)(?=[，。；]|$)"
)
_ALIKE = re.compile(
    r"(?:分为|设有?|设置|设立)(?P<n>)(?P<list>[“”\u4e00-\u9fff（）A-Z]{2,18}?(?:[、和及与][“”\u4e00-\u9fff（）A-Z]{2,18}?)+)(?=[，。；]|$)"
)
"""Names without their number, which must be of one kind: 分为重点支持领域项目和一般项目."""


def _agreeing(text: str) -> re.Match[str] | None:
    """A sentence that names classes, where the names are as many as it says, or end alike."""
    for pattern in (_COUNTED, _AFTER_NUMBER, _ALIKE):
        match = pattern.search(text)
        parts = re.split(r"[、和及与]", match["list"]) if match else []
        if not match or (min(map(len, parts)) < 2 and len(parts) < 4):
            continue
        alike = len({p[-2:] for p in parts}) == 1 and all(_KIND.search(p) for p in parts)
        if quantity(match["n"]) == len(parts) or (pattern is _ALIKE and alike):
            return match
    return None


def _named(items: Sequence[Paragraph], quotas: Sequence[Found]) -> list[Found]:
    """Categories named in a sentence: 设A、B和C三类, or A 10名，B 15名."""
    for paragraph in items:
        match = _CLASSES.search(paragraph.s) or _agreeing(paragraph.s)
        if match:
            cuts = [
                _unquoted(paragraph.flow.cut(match.start("list") + p.start(), match.start("list") + p.end()))
                for p in _names(match)
            ]
            return [Found({"number": None, "name": cut.raw}, cut.span(0, len(cut)), 0.7) for cut in cuts]
    for paragraph in items:
        at = paragraph.flow.at
        inside = [q for q in quotas if at and at[0] <= q.span[0] <= at[-1]]
        if found := _parts_of_total(inside) or _beside_quotas(inside):
            return found
    if awards := _awards(quotas):
        return awards
    totals = {_PREFIX.sub("", str(q.data["object"])): q for q in quotas if q.data["who"] == "total"}
    names = {
        n: q for n, q in totals.items() if re.fullmatch(r"[\u4e00-\u9fff“”]{4,20}", n) and _KIND.search(n)
    }
    return (
        [Found({"number": None, "name": n}, q.span, 0.5) for n, q in names.items()] if len(names) > 1 else []
    )


def _unquoted(name: Flow) -> Flow:
    """A name without the marks around it, or around the list that it begins or ends: “A、B和C”三类."""
    start = 1 if name.s.startswith("“") else 0
    end = len(name) - (1 if name.s.endswith("”") else 0)
    inner = name.cut(start, end)
    return name if "“" in inner.s or "”" in inner.s else inner


_NO_NAME = re.compile(
    r"推荐|设|评|选(?!手)|名额|我[省市校]|其中|兼|分别|担任|等奖|优秀奖|优胜奖|组织奖|以上|领导|党政|处级|科级|包含|本年|拟|不|总|各|每|分配|符合|分给|产生"
)


def _beside_quotas(quotas: Sequence[Found]) -> list[Found]:
    """The names that have a number each beside them in one paragraph."""
    names: dict[str, Found] = {}
    for quota in quotas:
        name = _PREFIX.sub("", str(quota.data["object"]))
        if re.search(r"各\d+[名个项]$", str(quota.data["text"])):
            names |= dict.fromkeys(_each(name), quota)
            continue
        name = re.sub(r"^[^“”]{0,10}“([^“”]+)”$", r"\1", name)
        name = re.sub(r"(?:候选人|候选团队|候选集体|人选)$", "", name)
        if (
            quota.data["comparator"] in ("=", "~", "range")
            and quota.data["unit"] in ("名", "个", "人", "位", "件", "项", "支", "队", "户")
            and re.fullmatch(r"[\u4e00-\u9fff“”、]{2,20}", name)
            and _KIND.search(name)
            and not _NO_NAME.search(name)
        ):
            names.setdefault(name, quota)
    ends = any(a != b and a.endswith(b) for a in names for b in names)
    if len(names) < 2 or ends:
        return []
    return [Found({"number": None, "name": name}, q.span, 0.6) for name, q in names.items()]


def _each(listed: str) -> list[str]:
    """The awards of a list that get so many each: 推荐巾帼文明岗、巾帼建功标兵各1名."""
    names = re.split(r"[、和及]", listed)
    told = all(
        re.fullmatch(r"[\u4e00-\u9fff]{4,16}", n) and _KIND.search(n) and not _NO_NAME.search(n)
        for n in names
    )
    return names if told and len(names) > 1 else []


def _parts_of_total(quotas: Sequence[Found]) -> list[Found]:
    """What a total falls into where the numbers after it add up to it: 共26名，其中党政干部11名，专业技术人才15名."""
    for n, whole in enumerate(quotas):
        if whole.data["who"] != "total" or not isinstance(whole.data["count"], int):
            continue
        for end in range(n + 3, min(len(quotas), n + 12) + 1):
            parts = quotas[n + 1 : end]
            counts = [q.data["count"] for q in parts]
            named = all(re.fullmatch(r"[\u4e00-\u9fff“”]{3,16}", str(q.data["object"])) for q in parts)
            if named and all(isinstance(c, int) for c in counts) and sum(counts) == whole.data["count"]:
                return [Found({"number": None, "name": q.data["object"]}, q.span, 0.7) for q in parts]
    return []


_WINNERS = re.compile(
    r"(?P<name>[\u4e00-\u9fff“”]{3,24}奖)的?(?:获奖者|获得者|获奖人|获奖人选|获奖团队|奖励个人|候选人)"
)


def _awards(quotas: Sequence[Found]) -> list[Found]:
    """Two awards or more whose winners are counted, each by itself: A奖获奖者不超过100名。A奖特别奖获奖者不超过10名。"""
    names: dict[str, Found] = {}
    for quota in quotas:
        match = _WINNERS.fullmatch(_PREFIX.sub("", str(quota.data["object"])))
        if match and not re.search(r"等奖|优秀奖|优胜奖|组织奖", match["name"]):
            names.setdefault(match["name"], quota)
    return (
        [Found({"number": None, "name": name}, q.span, 0.6) for name, q in names.items()]
        if len(names) > 1
        else []
    )


_PREFIX = re.compile(
    r"^(?:本[届次年]|当届|(?:授奖|获奖|表彰)(?:人数|名额)|由[^，。；]{2,10}中产生)*(?:第[一二三四五六七八九十\d]+[届批轮期]|(?:19|20)\d\d(?:[—-](?:19|20)\d\d)?年?度?)?"
)

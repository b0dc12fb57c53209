"""What a call says, section by section: categories, quotas, eligibility, materials, deadlines, contacts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import handed, materials
from .contacts import read_contacts
from .deadlines import deadlines_in, year_ends
from .eligibility import SECTION as CONDITIONS
from .eligibility import conditions_in, once
from .identity import Identity
from .outline import Node
from .paragraphs import Paragraph
from .quotas import SECTION as QUOTAS
from .quotas import quotas_in
from .text import Flow, Found

__all__ = ["forwarding_deadlines", "policy_deadlines", "read_call", "read_contacts"]

_KIND = re.compile(
    r"(?:人员|者|人才|类|女性|群体|农人|奖|组|赛|个人|集体|团队|作品|标兵|配音|项目|带头人|组织者|新秀|名师|工作者|模范|单位|先锋|家|手|岗|能手|师|校长|园长|院长|园丁|员工|型|方向|组别)(?:（[^）]*）)?$"
)
_OPENS = re.compile(
    r"类别|奖项|组别|个性条件|项目设置|比赛项目|竞赛项目|大赛项目|活动内容|征集内容|评选项目|重点选树|选拔条件|设置|赛道|主题|选树要求|评选类型|推荐类型|申报类型"
)


_OF_KIND = re.compile(r"(?:培养对象|候选人|人选)?(?:的)?(?:选拔|推荐|申报|评选|参评|评审)?(?:条件|标准)$")
_GENERAL = re.compile(
    r"基本|共性|个性|具体|申报|资格|总体|必备|优先|政治|业务|其他|推荐|评选|参评|思想|师德|工作|专业"
)


def year_of(identity: Identity, items: Sequence[Paragraph]) -> int | None:
    """The year that dates without one belong to: of the signature, else of the page, else of the title."""
    if identity.issue_date:
        return int(str(identity.issue_date.data["value"])[:4])
    for paragraph in items[:6]:
        match = re.search(r"(?:发布时间|日期|时间)：?(20\d\d)年", paragraph.s)
        if match:
            return int(match[1])
    title = str(identity.title.data["value"]) if identity.title else ""
    match = re.search(r"(20\d\d)", title)
    if match:
        return int(match[1])
    years = [int(y) for p in items for y in re.findall(r"(20\d\d)年", p.s)]
    return max(set(years), key=years.count) if years else None


def read_call(
    items: Sequence[Paragraph], nodes: Sequence[Node], identity: Identity
) -> dict[str, list[Found]]:
    """Every key of a call."""
    year = year_of(identity, items)
    issued = str(identity.issue_date.data["value"]) if identity.issue_date else None
    found: dict[str, list[Found]] = {
        k: [] for k in ("categories", "quotas", "eligibility", "materials", "deadlines")
    }
    owner = _owners(nodes, len(items))
    listing = False
    for index, paragraph in enumerate(items):
        titles = titles_above(nodes, owner[index])
        flow = paragraph.flow.cut(paragraph.body_at)
        found["deadlines"] += deadlines_in(flow, year, titles, issued)
        in_quota = bool(QUOTAS.search(titles)) and not materials.SECTION.search(titles)
        found["quotas"] += quotas_in(flow, in_quota)
        found["eligibility"] += _conditions_of(paragraph, flow, titles, bool(nodes))
        listing = _lists_materials(paragraph, titles, listing)
        found["materials"] += _materials_of(paragraph, flow, titles, listing)
    found["categories"] = _categories(nodes) or _named_categories(items, found["quotas"])
    found["eligibility"] = once(found["eligibility"])
    found["quotas"] = _different(found["quotas"])
    found["materials"] = _merged(found["materials"])
    return found


_OF_LIST = {"honour", "project", "publication", "workplace", "certificate"}
"""Kinds that are one of several ways to qualify where they stand in a list below a condition."""


def _conditions_of(paragraph: Paragraph, flow: Flow, titles: str, outlined: bool) -> list[Found]:
    inside = bool(CONDITIONS.search(titles)) or not outlined
    if not inside and not re.search(r"岁|出生", flow.s):
        return []
    every = conditions_in(flow)
    aged = any(one.data["type"] == "age" for one in every)  # an age is a condition under any heading
    found = [
        one
        for one in every
        if (inside or (aged and one.data["type"] in ("age", "gender", "status")))
        and (paragraph.style not in ("number_bracket", "circle") or one.data["type"] not in _OF_LIST)
    ]
    last = titles.split("／")[0]
    if not found and not paragraph.style and not paragraph.cells and _WHOM.search(last):
        found = _whom(paragraph, flow)
    return found


_WHOM = re.compile(
    r"^(?:参赛|推荐|申报|评选|选树|选拔|参评|征集|报名|提名|遴选|参加)(?:的)?(?:对象|范围|主体)(?:及|和|与|$)"
)


def _whom(paragraph: Paragraph, flow: Flow) -> list[Found]:
    """Under a heading of those who may take part: the clause that names them."""
    start = len(re.match(r"(?:[^：。]{0,10}(?:对象|范围)(?:为|是|：))?", flow.s).group())  # type: ignore[union-attr]
    end = min((p for c in "，。；" if (p := flow.s.find(c, start)) >= 0), default=len(flow))
    if not 4 <= end - start <= 60 or paragraph.s.endswith("："):
        return []
    text = flow.raw[start:end]
    if re.search(r"分为|[一二三四五六\d]大?类|见附件", text):
        return []
    return [Found({"type": "status", "value": text, "text": text}, flow.span(start, end), 0.5)]


def forwarding_deadlines(
    head: Sequence[Paragraph], identity: Identity, items: Sequence[Paragraph]
) -> list[Found]:
    """Deadlines that the organ which forwards a notice sets in the note above it."""
    year = year_of(identity, items)
    return [
        Found({**one.data, "level": "forwarding note"}, one.span, one.confidence)
        for paragraph in head
        for one in deadlines_in(paragraph.flow, year, "", None)
    ]


def policy_deadlines(items: Sequence[Paragraph], identity: Identity) -> list[Found]:
    """Deadlines that a policy sets."""
    issued = str(identity.issue_date.data["value"]) if identity.issue_date else None
    year = int(issued[:4]) if issued else None
    return [d for p in items for d in (*deadlines_in(p.flow, year, "", issued), *year_ends(p.flow))]


def _owners(nodes: Sequence[Node], count: int) -> list[int | None]:
    owner: list[int | None] = [None] * count
    for i, node in enumerate(nodes):
        end = nodes[i + 1].first if i + 1 < len(nodes) else count
        for at in range(node.first, min(end, count)):
            owner[at] = i
    return owner


def titles_above(nodes: Sequence[Node], index: int | None) -> str:
    """The headings of an item and those above it."""
    titles = []
    while index is not None:
        heading = nodes[index].heading
        if heading is not None and len(heading) < 30:
            titles.append(heading.s)
        index = nodes[index].parent
    return "／".join(titles)


def _lists_materials(paragraph: Paragraph, titles: str, listing: bool) -> bool:
    """Whether the numbered lines that follow list materials."""
    if re.search(r"(?:材料|资料|作品)[^。]{0,12}：$|包括：$", paragraph.s) and re.search(
        r"材料|报送|提交|资料|作品", paragraph.s
    ):
        return True
    if paragraph.style == "cn" or (
        paragraph.style == "cn_bracket" and not re.search(r"材料|资料", titles.split("／")[-1])
    ):
        return (
            bool(re.search(r"材料|报送|作品要求|具体要求|提交", titles.split("／")[0])) if titles else False
        )
    return listing


def _materials_of(paragraph: Paragraph, flow: Flow, titles: str, listing: bool) -> list[Found]:
    inside = listing or bool(re.search(r"材料|作品要求|具体要求|资料", titles))
    if (
        inside
        and paragraph.style in ("cn_bracket", "number", "number_bracket", "number_half", "circle")
        and len(flow) > 4
        and not re.match(r"每|所有|以上|上述|各项|文字资料|电子文件", flow.s)
    ):
        told = materials.bounds(flow.s)
        names = re.search(
            r"表|书|材料|照|视频|复印件|证书|论文|函|方案|报告|件|课件|教案|作品|图片|音频|PPT|光盘|总结|名单",
            flow.s[:60],
        )
        bounded = any(
            told.get(k)
            for k in (
                "copies",
                "max_count",
                "max_duration_s",
                "max_size_bytes",
                "format",
                "chars",
                "max_chars",
                "approx_duration_s",
                "min_size_bytes",
            )
        )
        if names and (bounded or (listing and paragraph.style != "cn_bracket")):
            parts = handed.several(flow) or handed.handed_in(flow, True)
            if len(parts) > 1:
                return parts
            return [materials.material_of(flow, 0.85 if bounded else 0.6)]
        if len(flow) < 60:
            return []
    return handed.handed_in(flow, bool(materials.SECTION.search(titles)))


def _categories(nodes: Sequence[Node]) -> list[Found]:
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
        if all(_KIND.search(h.s) for h in names) and (
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


_CLASSES = re.compile(
    r"(?:分为|包括|设置?|分设|分|为)(?P<list>[“”\u4e00-\u9fff（）A-Z]{2,24}(?:、[“”\u4e00-\u9fff（）A-Z]{2,24})+(?:[和及][\u4e00-\u9fff]{2,16})?)(?:等)?(?:[二两三四五六七八\d])(?:大|个)?(?:类|组|种|项|部分)"
)


def _named_categories(items: Sequence[Paragraph], quotas: Sequence[Found]) -> list[Found]:
    """Categories named in a sentence: 设A、B和C三类, or A 10名，B 15名."""
    for paragraph in items:
        match = _CLASSES.search(paragraph.s)
        if match:
            parts = re.finditer(r"[^、和及]+", match["list"])
            cuts = [
                paragraph.flow.cut(match.start("list") + p.start(), match.start("list") + p.end())
                for p in parts
            ]
            return [Found({"number": None, "name": cut.raw}, cut.span(0, len(cut)), 0.7) for cut in cuts]
    for paragraph in items:
        inside = [
            q
            for q in quotas
            if paragraph.flow.at and paragraph.flow.at[0] <= q.span[0] <= paragraph.flow.at[-1]
        ]
        names: dict[str, Found] = {}
        for quota in inside:
            name = _PREFIX.sub("", str(quota.data["object"])).strip("“”")
            name = re.sub(r"(?:候选人|候选团队|候选集体|人选)$", "", name)
            if (
                quota.data["comparator"] in ("=", "~")
                and quota.data["unit"] in ("名", "个", "人", "位", "件", "项", "支", "队")
                and re.fullmatch(r"[\u4e00-\u9fff“”、]{2,20}", name)
                and _KIND.search(name)
                and not re.search(
                    r"推荐|设|评|选(?!手)|名额|我[省市校]|其中|兼|分别|担任|等奖|优秀奖|优胜奖|组织奖|以上|领导|干部|不|总|各|每",
                    name,
                )
            ):
                names.setdefault(name, quota)
        ends = any(a != b and a.endswith(b) for a in names for b in names)
        if len(names) >= 2 and not ends:
            return [Found({"number": None, "name": name}, q.span, 0.6) for name, q in names.items()]
    totals = {_PREFIX.sub("", str(q.data["object"])): q for q in quotas if q.data["who"] == "total"}
    names = {
        n: q for n, q in totals.items() if re.fullmatch(r"[\u4e00-\u9fff“”]{4,20}", n) and _KIND.search(n)
    }
    return (
        [Found({"number": None, "name": n}, q.span, 0.5) for n, q in names.items()] if len(names) > 1 else []
    )


_PREFIX = re.compile(r"^(?:第[一二三四五六七八九十\d]+[届批轮期]|(?:19|20)\d\d(?:[—-](?:19|20)\d\d)?年?度?)")


def _merged(found: list[Found]) -> list[Found]:
    """The materials without bare mentions of a form that another entry describes."""

    def name(one: Found) -> str:
        return re.sub(r"[《》“”（）]", "", str(one.data["name"]))

    def told(one: Found) -> bool:
        return any(
            one.data.get(k)
            for k in ("copies", "max_count", "max_chars", "chars", "format", "max_duration_s", "stamped")
        )

    kept = []
    for i, one in enumerate(found):
        twins = [
            o
            for j, o in enumerate(found)
            if j != i
            and (name(o).endswith(name(one)) or name(one).endswith(name(o)))
            and min(len(name(o)), len(name(one))) > 2
        ]
        kind = one.data["kind"]
        if kind in ("video", "photo") and not told(one):
            same = [o for o in found if o.data["kind"] == kind and o is not one]
            if len(same) == 1 and told(same[0]) and same[0].data.get("max_count") is None:
                continue
        if (
            twins
            and not told(one)
            and (any(told(o) for o in twins) or any(found.index(o) < i for o in twins))
        ):
            continue
        kept.append(one)
    return kept


def _different(found: list[Found]) -> list[Found]:
    kept: dict[tuple[object, str], Found] = {}
    for one in found:
        kept.setdefault((str(one.data["count"]), str(one.data["text"])), one)
    return list(kept.values())

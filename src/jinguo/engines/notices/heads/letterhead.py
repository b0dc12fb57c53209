"""The head of a document: whom it is sent to, where its body begins, its title and that of the document it promulgates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..layout.numbers import DATE_ONLY
from ..layout.paragraphs import PAGE_LINE, Paragraph
from ..layout.text import DOC_NUMBER, Flow, Found, alternatives, fold

_GENRE = re.compile(rf"(?:{alternatives('genre')})(?:（[^）]{{1,12}}）)?$")
_ORGAN = re.compile(
    rf"(?:[\u4e00-\u9fff、“”（）\dA-Za-z·•]{{2,45}}?(?:{alternatives('organ_end')})|[省市区县州旗镇](?:妇联|科协|工会|团委))(?:（[^）]*(?:章|代)）)?$"
)
META = re.compile(
    r"""
      发表于(?=(?:19|20)\d\d) | 发表(?:日期|时间)： | 发(?:布|文)机构 | 发文机关
    | (?:生成|成文|发文)日期 | (?:信息|主题|组配|体裁)分类 | (?:发文字号|文号|名称|标题|有效性)： | \|.*\|
    | 文章来源 | 发布时间 | 发布日期 | 点击 | 浏览 | 来源： | 作者： | 字体 | 打印 | 索引号 | 信息来源 | 当前位置
    | 首页 | 日期： | 发布者 | 编辑： | 审核： | ^时间：
    """,
    re.VERBOSE,
)
_TO = re.compile(
    r"各|有关|相关|单位|委|局|会|政府|学校|老师|教师|部门|同志|企业|公司|中心|院|所|处|室|组织|科协|妇联|者|们|你|厅|办|机构"
)


def is_organ(text: str) -> bool:
    """Whether a line is the name of an organ and nothing else."""
    twice = re.fullmatch(r"([^（）]{4,30})（([^（）]{4,30})）", text)
    if twice and is_organ(twice[1]) and is_organ(twice[2]):
        return True
    return bool(_ORGAN.fullmatch(text)) and not re.search(
        r"关于|的通知|[，。；：]|^附|^第[一二三四五六七八九十]|^各|干部$|汇总表|名单", text
    )


_PLACE = re.compile(r"(?:中共)?[\u4e00-\u9fff]{2,6}?(?:省|市|区|县|州|盟|旗|镇)")


def apart(name: Flow) -> list[Flow]:
    """The organs of one place that were written without a blank between them: 江州市教育局江州市妇联."""
    place = _PLACE.match(name.s)
    if place is None:
        return [name]
    core = place.group().removeprefix("中共")
    for cut in (
        m.start() for m in re.finditer(rf"(?:中共|共青团)?{core}", name.s) if m.start() > len(core) + 1
    ):
        if is_organ(name.s[:cut]) and is_organ(name.s[cut:]) and name.s[cut - 1] not in "、和与":
            return [name.cut(0, cut), *apart(name.cut(cut))]
    return [name]


def valued(flow: Flow, confidence: float, data: object = None) -> Found:
    """A part of the head with its place; ``data`` where it is not the words themselves."""
    return Found({"value": flow.raw if data is None else data}, flow.span(0, len(flow)), confidence)


def address_lines(items: Sequence[Paragraph]) -> list[int]:
    """The lines that say to whom: one below the other, the last of several heads where a note stands above the notice that it forwards."""
    lines: list[int] = []
    for i, paragraph in enumerate(items[:60]):
        if paragraph.style in ("cn", "cn_bracket", "chapter", "division", "article"):
            break
        s = paragraph.s
        if (
            re.search(r"[：]$", s)
            and 3 <= len(s) <= 400
            and "。" not in s
            and _TO.search(s)
            and not paragraph.style
            and not PAGE_LINE.search(s)
        ):
            if (
                re.search(
                    r"如下[：，]|即可：$|条件[^，]{0,4}：$|通知：$|事项：$|(?:联系人|电话|负责人|申报人|推荐人|候选人)：$|^[（(]?(?:推荐|申报|工作|所在|填报|报送|主办|承办|牵头|责任|参与|配合|支持|协办|指导|执行|联系|供稿|选送|参赛){0,2}单位：$|时间：$|材料：$|包括：$|措施：$|意见：$|方案：$|^附",
                    s,
                )
                and not re.match(r"各[^，]{2,30}、[^，]{2,20}：$", s)
                and not s.endswith("各有关单位：")
            ):
                continue
            if (
                not lines
                or lines[-1] == i - 1
                or re.match(r"各位|全体|亲爱|尊敬", items[lines[-1]].s)
                or any(_GENRE.search(p.s) and "。" not in p.s for p in items[lines[-1] + 1 : i])
            ):
                lines = [*lines, i] if lines and lines[-1] == i - 1 else [i]
        elif (
            not lines
            and re.fullmatch(r"(?:各|全体)[\u4e00-\u9fff、，（）]{2,60}：?", s)
            and i + 1 < len(items)
            and "。" in items[i + 1].s
        ):
            lines.append(i)
    return lines


def head_end(items: Sequence[Paragraph], address: int | None) -> int:
    """Index of the first paragraph of the body: behind the address, else the first that is numbered, a row or a sentence."""
    if address is not None:
        return address + 1
    for i, paragraph in enumerate(items):
        if i < 4 and re.search(
            r"(?:全文|原文|方案|意见)如下：?$", paragraph.s
        ):  # what a newspaper says above it
            continue
        if paragraph.style or paragraph.cells or ("。" in paragraph.s and not META.search(paragraph.s)):
            return i
    return len(items)


def addressees_of(flow: Flow) -> list[Found]:
    """The addressees of a line, apart where its commas stand outside brackets."""
    end = len(flow) - (1 if flow.s.endswith("：") else 0)
    found, start, depth = [], 0, 0
    for i in range(end + 1):
        c = flow.s[i] if i < end else "，"
        depth += (c == "（") - (c == "）")
        if c in "，；" and (depth <= 0 or i == end):
            if i > start:
                found.append(valued(flow.cut(start, i), 0.95))
            start = i + 1
    return found


def without_annex(heads: Sequence[Flow]) -> Sequence[Flow]:
    """The lines above the address without those of a plan or opinion that is only attached: 附： … 实施意见."""
    for i, flow in enumerate(heads):
        if (
            i
            and re.fullmatch(r"附件?：?\d?", flow.s)
            and not any(f.s.endswith("通知") for f in heads[i + 1 :])
        ):
            return heads[:i]
    return heads


def title_of(heads: Sequence[Flow]) -> Found | None:
    """The lines above the addressees that end with the kind of document, from 关于 or the name of the plan on."""
    lines = [
        f
        for f in heads
        if f.s.strip("-—#*")
        and not re.fullmatch(r"附件?[一二三四五六七八九十\d]{0,2}：?", f.s)
        and not META.search(f.s)
        and not DATE_ONLY.fullmatch(f.s)
        and not re.fullmatch(r"（[^（）]*(?:通过|公开|稿|发布|施行)）", f.s)
    ]
    lines = [f.cut(len(f.s) - len(f.s.lstrip("#*"))) for f in lines]
    ends = [
        i
        for i, f in enumerate(lines)
        if _GENRE.search(f.s.rstrip("*》") if f.s.startswith("《") else f.s.rstrip("*"))
        and not DOC_NUMBER.fullmatch(f.s)
    ]
    if not ends and lines and re.fullmatch(r"转发：.{6,60}", lines[0].s):
        return valued(_stripped(lines[0]), 0.6)
    if not ends:
        left = [
            f
            for f in lines
            if not DOC_NUMBER.search(f.s)
            and not is_organ(f.s)
            and not f.s.endswith(("文件", "。", "："))
            and 6 <= len(f) <= 60
        ]
        return valued(_stripped(left[-1]), 0.5) if left else None
    end = next(
        (i for i in reversed(ends) if "关于" in "".join(f.s for f in lines[max(0, i - 2) : i + 1])), ends[-1]
    )
    start = end
    while start > max(0, end - 4) and "关于" not in lines[start].s:
        before = lines[start - 1]
        if (
            is_organ(before.s)
            or DOC_NUMBER.search(before.s)
            or before.s.endswith(("文件", "。", "："))
            or len(before) > 45
        ):
            break
        if _GENRE.search(before.s) and not before.s.count("《") > before.s.count("》"):
            break
        start -= 1
    while start and _goes_before(lines[start - 1]) and lines[start].s.find("关于") > 0:
        start -= 1
    if start and lines[start].s.startswith("《") and re.search(r"(?:印发|转发|发布)$", lines[start - 1].s):
        start -= 1
    if re.match(r"印发|转发", lines[start].s):
        start = _with_organs(lines, start)
    if (
        start
        and re.match(r"(?:印发|转发|批转|关于)", lines[start].s)
        and _heads_title(lines[start - 1].s, lines[start].s)
    ):
        start -= 1
    if start and re.match(r"关于", lines[start].s) is None and lines[start].s.startswith(("等", "、")):
        start -= 1
    flow = lines[start]
    for line in lines[start + 1 : end + 1]:
        flow = flow + line
    return valued(_stripped(flow), 0.95 if "关于" in flow.s else 0.8)


def _heads_title(organ: str, title: str) -> bool:
    """Whether the line above is the subject of a title that begins with 转发, or the government whose title goes on below."""
    if not is_organ(organ):
        return False
    return (
        not title.startswith("关于")
        or re.search(r"(?:人民政府|国务院)(?:办公室|办公厅)?$", organ) is not None
    )


def _goes_before(line: Flow) -> bool:
    """Whether a line breaks off inside the name of one of the organs that a title begins with."""
    return (
        6 <= len(line) <= 45
        and len(gapped(line)) > 1
        and not is_organ(line.s)
        and not DOC_NUMBER.search(line.s)
        and not line.s.endswith(("文件", "。", "：", "号"))
        and all(is_organ(line.cut(a, b).s) for a, b in gapped(line)[:-1])
    )


def _with_organs(lines: Sequence[Flow], start: int) -> int:
    """Where the title begins that has its organs, several on a line, above 印发: without them it would have no subject."""
    first = start
    while first and start - first < 4:
        line = lines[first - 1]
        names = [line.cut(a, b) for a, b in gapped(line)]
        if len(names) < 2 or not all(is_organ(name.s) or name.s.endswith("、") for name in names):
            break
        first -= 1
    return first


def gapped(line: Flow) -> list[tuple[int, int]]:
    """The stretches of a line between its blanks."""
    cuts = [0, *(i for i in range(1, len(line)) if line.at[i] - line.at[i - 1] > 1), len(line)]
    return list(pairwise(cuts))


def _stripped(flow: Flow) -> Flow:
    match = re.match(r"(?:转发|转)：|[*#]+|〔[^〔〕]{1,6}〕(?=关于|[\u4e00-\u9fff]{4,30}关于)", flow.s)
    return flow.cut(match.end() if match else 0, len(flow.s.rstrip("*")))


def inner_title_of(title: Found, items: Sequence[Paragraph]) -> Found | None:
    """The title of the document that a notice promulgates or forwards."""
    raw = str(title.data["value"])
    value = fold(raw)
    match = re.search(
        r"(?:印发|转发|下发|发布|颁布)(?:[^《]*)《(.+)》(?:等\S*)?(?:的)?(?:通知|公告|决定|函)", value
    )
    match = match or re.search(
        r"关于(?:印发|发布|颁布|转发)(?!《)(.{4,60}(?:方案|意见|办法|规划|纲要|计划|措施|细则|规定|要点|行动|条例|举措|政策|清单|责任分解)"
        r"(?:（[^（）]*）)?)的(?:通知|公告|决定)$",
        value,
    )
    if not match:
        return None
    wanted = raw[match.start(1) : match.end(1)]
    for paragraph in items:
        at = paragraph.flow.raw.find(wanted)
        if at >= 0:
            return Found({"value": wanted}, paragraph.flow.span(at, at + len(wanted)), 0.95)
    return Found({"value": wanted}, title.span, 0.9)

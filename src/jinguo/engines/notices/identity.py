"""Who wrote what to whom and when: title, document number, issuers, addressees, date, annexes, documents cited.

Parts and their places as in GB/T 9704-2012, 7.2 (head), 7.3 (body, annex note, signature, date) and 7.4 (print line).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .annexes import alike, attachments_in, cited_in
from .numbers import DATE_ONLY, read_day
from .paragraphs import PAGE_LINE, Paragraph, lines_of
from .text import DOC_NUMBER, Flow, Found, alternatives, fold

_GENRE = re.compile(rf"(?:{alternatives('genre')})(?:（[^）]{{1,12}}）)?$")
_ORGAN = re.compile(
    rf"[\u4e00-\u9fff、“”（）\dA-Za-z·]{{2,45}}?(?:{alternatives('organ_end')})(?:（[^）]*(?:章|代)）)?$"
)
_META = re.compile(
    r"文章来源|发布时间|发布日期|点击|浏览|来源：|作者：|字体|打印|索引号|信息来源|当前位置|首页|日期：|发布者|编辑：|审核：|^时间："
)
_TO = re.compile(
    r"各|有关|相关|单位|委|局|会|政府|学校|老师|教师|部门|同志|企业|公司|中心|院|所|处|室|组织|科协|妇联|者|们|你|厅|办|机构"
)


@dataclass(slots=True)
class Identity:
    """The parts of the head and the foot, each with its place; what is not there is None."""

    title: Found | None = None
    inner_title: Found | None = None
    doc_number: Found | None = None
    issuers: list[Found] = field(default_factory=list)
    issue_date: Found | None = None
    addressees: list[Found] = field(default_factory=list)
    attachments: list[Found] = field(default_factory=list)
    cites: list[Found] = field(default_factory=list)
    head_end: int = 0
    """Index of the first paragraph of the body."""
    signature: int | None = None
    """Index of the paragraph of the date of signature."""


def is_organ(text: str) -> bool:
    """Whether a line is the name of an organ and nothing else."""
    return bool(_ORGAN.fullmatch(text)) and not re.search(
        r"关于|的通知|[，。；：]|^附|^第[一二三四五六七八九十]|^各|干部$|汇总表|名单", text
    )


def _value(flow: Flow, confidence: float, data: object = None) -> Found:
    return Found({"value": flow.raw if data is None else data}, flow.span(0, len(flow)), confidence)


def read_identity(text: str, items: Sequence[Paragraph]) -> Identity:
    """The identity of a document."""
    found = Identity()
    lines = _address_lines(items)
    address = lines[-1] if lines else None
    found.head_end = _head_end(items, address)
    found.addressees = [one for i in lines for one in _addressees(items[i].flow)]
    heads = [p.flow for p in items[: address if address is not None else found.head_end]]
    found.title = _title(_without_annex(heads))
    found.doc_number = _doc_number(items, found.head_end)
    _signature(text, items, found)
    if found.issue_date is None:
        found.issue_date = _unsigned_date(items, found.head_end) or _page_date(items)
    if not found.issuers:
        found.issuers = _issuers_elsewhere(heads, found.title, items)
    if found.title:
        found.inner_title = _inner_title(found.title, items)
    found.attachments = attachments_in(items, found.head_end)
    own = {alike(str(f.data["value"])) for f in (found.title, found.inner_title) if f}
    found.cites = cited_in(items[found.head_end :], own)
    return found


def _address_lines(items: Sequence[Paragraph]) -> list[int]:
    """The lines that say to whom: one below the other, the last of several heads where a note stands above the notice that it forwards."""
    lines: list[int] = []
    for i, paragraph in enumerate(items[:60]):
        if paragraph.style in ("cn", "cn_bracket", "chapter", "article"):
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
            if re.search(
                r"如下[：，]|即可：$|条件[^，]{0,4}：$|通知：$|事项：$|(?:联系人|电话|负责人|申报人|推荐人|候选人)：$|^[（(]?(?:推荐|申报|工作|所在|填报|报送|主办|承办|牵头|责任|参与|配合|支持|协办|指导|执行|联系|供稿|选送|参赛){0,2}单位：$|时间：$|材料：$|包括：$|措施：$|意见：$|方案：$|^附",
                s,
            ) and not s.endswith("各有关单位："):
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


def _head_end(items: Sequence[Paragraph], address: int | None) -> int:
    if address is not None:
        return address + 1
    for i, paragraph in enumerate(items):
        if paragraph.style or paragraph.cells or ("。" in paragraph.s and not _META.search(paragraph.s)):
            return i
    return len(items)


def _addressees(flow: Flow) -> list[Found]:
    end = len(flow) - (1 if flow.s.endswith("：") else 0)
    found, start, depth = [], 0, 0
    for i in range(end + 1):
        c = flow.s[i] if i < end else "，"
        depth += (c == "（") - (c == "）")
        if c in "，；" and (depth <= 0 or i == end):
            if i > start:
                found.append(_value(flow.cut(start, i), 0.95))
            start = i + 1
    return found


def _without_annex(heads: Sequence[Flow]) -> Sequence[Flow]:
    """The lines above the address without those of a plan or opinion that is only attached: 附： … 实施意见."""
    for i, flow in enumerate(heads):
        if (
            i
            and re.fullmatch(r"附件?：?\d?", flow.s)
            and not any(f.s.endswith("通知") for f in heads[i + 1 :])
        ):
            return heads[:i]
    return heads


def _title(heads: Sequence[Flow]) -> Found | None:
    """The lines above the addressees that end with the kind of document, from 关于 or the name of the plan on."""
    lines = [f for f in heads if f.s.strip("-—#*") and not _META.search(f.s) and not DATE_ONLY.fullmatch(f.s)]
    lines = [f.cut(len(f.s) - len(f.s.lstrip("#*"))) for f in lines]
    ends = [
        i for i, f in enumerate(lines) if _GENRE.search(f.s.rstrip("*")) and not DOC_NUMBER.fullmatch(f.s)
    ]
    if not ends and lines and re.fullmatch(r"转发：.{6,60}", lines[0].s):
        return _value(_stripped(lines[0]), 0.6)
    if not ends:
        left = [
            f
            for f in lines
            if not DOC_NUMBER.search(f.s)
            and not is_organ(f.s)
            and not f.s.endswith(("文件", "。"))
            and 6 <= len(f) <= 60
        ]
        return _value(_stripped(left[-1]), 0.5) if left else None
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
    if start and re.match(r"关于", lines[start].s) is None and lines[start].s.startswith(("等", "、")):
        start -= 1
    flow = lines[start]
    for line in lines[start + 1 : end + 1]:
        flow = flow + line
    return _value(_stripped(flow), 0.95 if "关于" in flow.s else 0.8)


def _stripped(flow: Flow) -> Flow:
    match = re.match(r"(?:转发|转)：|[*#]+", flow.s)
    return flow.cut(match.end() if match else 0, len(flow.s.rstrip("*")))


def _inner_title(title: Found, items: Sequence[Paragraph]) -> Found | None:
    raw = str(title.data["value"])
    value = fold(raw)
    match = re.search(
        r"(?:印发|转发|下发|发布|颁布)(?:[^《]*)《(.+)》(?:等\S*)?(?:的)?(?:通知|公告|决定|函)", value
    )
    match = match or re.search(
        r"关于(?:印发|发布|颁布|转发)(?!《)(.{4,60}(?:方案|意见|办法|规划|纲要|计划|措施|细则|规定|要点|行动|条例|举措|政策)"
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


def _doc_number(items: Sequence[Paragraph], head_end: int) -> Found | None:
    for paragraph in items[: max(head_end + 1, 12)]:
        match = DOC_NUMBER.fullmatch(paragraph.s) or re.match(
            rf"(?:发文字号|文号)：({DOC_NUMBER.pattern})", paragraph.s
        )
        match = match or (
            re.search(rf"(?:文件)({DOC_NUMBER.pattern})$", paragraph.s) if len(paragraph.flow) < 60 else None
        )
        match = match or (
            re.search(rf"^（?({DOC_NUMBER.pattern})）?(?=签发人|$)", paragraph.s)
            if len(paragraph.flow) < 60
            else None
        )
        if match:
            group = 1 if match.re.groups else 0
            return _value(paragraph.flow.cut(match.start(group), match.end(group)), 0.98)
    return None


def _signature(text: str, items: Sequence[Paragraph], found: Identity) -> None:
    """Date and names under the body: the first date alone on its line that has an organ above or beside it."""
    lines = lines_of(text)
    begin = (
        items[found.head_end].flow.at[0]
        if found.head_end < len(items) and items[found.head_end].flow.at
        else 0
    )
    for number, (place, line) in enumerate(lines):
        flow = Flow.of(line, place)
        if place < begin or not flow.s or len(flow) > 60:
            continue
        match = re.search(rf"({DATE_ONLY.pattern})$", flow.s)
        if not match or (match.start() and not is_organ(flow.s[: match.start()])):
            continue
        day = read_day(match[1])
        issuers = _signed_above(lines, number, flow.cut(0, match.start()))
        if day and issuers:
            found.issue_date = _value(flow.cut(match.start()), 0.97, day)
            found.issuers = issuers
            found.signature = next(
                (i for i, p in enumerate(items) if p.flow.at and p.flow.at[-1] >= place), None
            )
            return


def _signed_above(lines: Sequence[tuple[int, str]], number: int, beside: Flow) -> list[Found]:
    names: list[Flow] = [beside] if beside.s else []
    i = number - 1
    while i >= 0 and len(names) < 40:
        place, line = lines[i]
        flow = Flow.of(line, place)
        if flow.s:
            parts = [
                Flow.of(m.group(), place + m.start())
                for m in re.finditer(r"\S+(?:[ \u3000]\S+)*?(?=[ \u3000\t]{2,}|\s*$)", line)
            ]
            if re.fullmatch(r"（[^）]*(?:章|代)[^）]*）", flow.s):
                i -= 1
                continue
            spaced = re.split(r"[ \u3000\t]+", line.strip())
            if len(parts) == 1 and len(spaced) > 1 and all(len(x) > 3 and is_organ(x) for x in spaced):
                parts = [Flow.of(m.group(), place + m.start()) for m in re.finditer(r"\S+", line)]
            if not all(_may_sign(p.s) for p in parts):
                break
            names = parts + names
        i -= 1
    return _joined(names)


def _may_sign(s: str) -> bool:
    return bool(re.fullmatch(r"[\u4e00-\u9fff、“”（）·]{2,45}", s)) and not re.search(r"^附|通知$|特此|^各|此页|表$", s) and (
        is_organ(s) or s.endswith("、") or (len(s) >= 4 and re.match(r"中共|共青团|中国|[\u4e00-\u9fff]{2,3}[省市区县]", s) is not None)
    )  # fmt: skip


def _joined(names: Sequence[Flow]) -> list[Found]:
    made: list[Flow] = []
    for name in names:
        if made and (made[-1].s.endswith("、") or not is_organ(made[-1].s)):
            made[-1] = made[-1] + name
        else:
            made.append(name)
    return [_value(name, 0.95) for name in made if is_organ(name.s)]


def _unsigned_date(items: Sequence[Paragraph], head_end: int) -> Found | None:
    """A date alone on its line under the body, without an organ above it."""
    for paragraph in items[head_end:]:
        if re.fullmatch(r"附件?\d{0,2}[：:]?", paragraph.s) and paragraph is not items[head_end]:
            return None
        if not paragraph.cells and DATE_ONLY.fullmatch(paragraph.s) and (day := read_day(paragraph.s)):
            return _value(paragraph.flow, 0.8, day)
    return None


_DUE = re.compile(r"截[止至]|报名|提交|征集|申报|活动|比赛|评审|会议|培训|报送")
"""What makes a date on a line of its own the date of something else than the document."""


def _page_date(items: Sequence[Paragraph]) -> Found | None:
    """The date of the web page, where nothing is signed; that of a page that only forwards a notice is not its date."""
    if items and re.match(r"[【〔（]?转发|转：", items[0].s):
        return None
    for paragraph in items[:8]:
        match = re.search(rf"(?:日期|时间|^)：?({DATE_ONLY.pattern})", paragraph.s)
        if match and len(paragraph.s) < 80 and not _DUE.search(paragraph.s) and (day := read_day(match[1])):
            return _value(paragraph.flow.cut(match.start(1), match.end(1)), 0.4, day)
    return None


def _issuers_elsewhere(heads: Sequence[Flow], title: Found | None, items: Sequence[Paragraph]) -> list[Found]:
    """Without a signature: the organs that head the page, else the organ before 关于, else 主办单位."""
    for paragraph in items:
        match = re.match(r"(?:[一二三四五六七八九十\d]+[、.])?主办单位：(.+)$", paragraph.s)
        if match and len(match[1]) < 80:
            parts = re.finditer(r"[^、，；。]+", match[1])
            return [
                _value(paragraph.flow.cut(match.start(1) + p.start(), match.start(1) + p.end()), 0.7)
                for p in parts
            ]
    named = [f for f in heads if is_organ(f.s.removesuffix("文件"))]
    if named:
        return [_value(f.cut(0, len(f.s.removesuffix("文件"))), 0.8) for f in named]
    for flow in heads:
        match = re.match(r"(?:转发：?)?([^《》]{2,60}?)关于", flow.s)
        if match and is_organ(match[1]) and not _META.search(flow.s):
            return [_value(flow.cut(*match.span(1)), 0.7)]
    if title:
        value = str(title.data["value"])
        match = re.match(r"([^《》]{2,60}?)关于", value)
        if match and is_organ(match[1]):
            return [Found({"value": match[1]}, (title.span[0], title.span[0] + len(match[1])), 0.75)]
    return []

"""Who wrote what to whom and when: title, document number, issuers, addressees, date, annexes, documents cited.

Parts and their places as in GB/T 9704-2012, 7.2 (head), 7.3 (body, annex note, signature, date) and 7.4 (print line).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..layout.numbers import DATE_ONLY, MONTH_ONLY, read_day, read_month
from ..layout.paragraphs import Paragraph, lines_of
from ..layout.text import DOC_NUMBER, Flow, Found
from .annexes import alike, attachments_in, cited_in
from .issuers import issuers_elsewhere
from .letterhead import (
    address_lines,
    addressees_of,
    apart,
    gapped,
    head_end,
    inner_title_of,
    is_organ,
    title_of,
    valued,
    without_annex,
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


def read_identity(text: str, items: Sequence[Paragraph]) -> Identity:
    """The identity of a document."""
    found = Identity()
    lines = address_lines(items)
    address = lines[-1] if lines else None
    found.head_end = head_end(items, address)
    found.addressees = [one for i in lines for one in addressees_of(items[i].flow)]
    heads = [p.flow for p in items[: address if address is not None else found.head_end]]
    found.title = title_of(without_annex(heads))
    found.title = found.title or _title_of_page(items)
    found.doc_number = _doc_number(items, found.head_end)
    _signature(text, items, found)
    if found.issue_date is None:
        found.issue_date = _unsigned_date(items, found.head_end) or _page_date(items)
    if not found.issuers:
        found.issuers = issuers_elsewhere(heads, found.title, items, found.doc_number)
    if found.title:
        found.inner_title = inner_title_of(found.title, items)
    found.attachments = attachments_in(items, found.head_end)
    own = {alike(str(f.data["value"])) for f in (found.title, found.inner_title) if f}
    found.cites = cited_in(items[found.head_end :], own)
    return found


def _title_of_page(items: Sequence[Paragraph]) -> Found | None:
    """The title that a web page gives in its own table of data: 名称：….

    The cells of that table are parted by strokes, or each stands on a line of its own.
    """
    for paragraph in items[:12]:
        match = re.search(
            r"(?:名称|标题)：\|?([^|]{6,90}?(?:通知|意见|方案|办法|规划|计划|措施|公告|决定))(?:\||$)",
            paragraph.s,
        )
        if match:
            return valued(paragraph.flow.cut(*match.span(1)), 0.7)
    return None


def _doc_number(items: Sequence[Paragraph], head_end: int) -> Found | None:
    for paragraph in items[: max(head_end + 1, 12)]:
        match = re.fullmatch(rf"({DOC_NUMBER.pattern})\|*", paragraph.s) or re.match(
            rf".{{0,160}}?(?:发文字号|文号|文件编号|文件号|发文编号|公文编号|发布文号〕?)：?\|?({DOC_NUMBER.pattern})",
            paragraph.s,
        )
        match = match or (
            re.search(rf"(?:文件)({DOC_NUMBER.pattern})$", paragraph.s) if len(paragraph.flow) < 60 else None
        )
        match = match or (
            re.search(rf"^（?({DOC_NUMBER.pattern})）?(?=签发人|《|$)", paragraph.s)
            if len(paragraph.flow) < 100
            else None
        )
        match = match or re.fullmatch(
            r"(?:[\u4e00-\u9fff]{2,20}令)?(?:(?:19|20)\d\d年)?第\d{1,4}号", paragraph.s.strip("（）")
        )
        match = match or re.fullmatch(r"[\u4e00-\u9fff]{1,4}[字发函办](?:19|20)\d\d\d{1,3}号", paragraph.s)
        if match:
            group = 1 if match.re.groups else 0
            number = paragraph.flow.cut(match.start(group), match.end(group))
            return valued(
                number.cut(number.s.rfind("文件", 0, 14) + 2 if "文件" in number.s[:14] else 0), 0.98
            )
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
        note = re.match(r"（[^（）]{2,16}）(?=.)", flow.s)  # （此件公开发布） on the line of the date
        flow = flow.cut(note.end()) if note else flow
        match = re.search(rf"({DATE_ONLY.pattern})$", flow.s) or re.search(
            rf"({MONTH_ONLY.pattern})$", flow.s
        )
        if not match or (match.start() and not is_organ(flow.s[: match.start()])):
            continue
        day = read_day(match[1]) or read_month(match[1])
        issuers = _signed_above(lines, number, flow.cut(0, match.start()))
        if day and not issuers and match.start() == 0:
            issuers = _signed_below(lines, number)
        if day and issuers:
            found.issue_date = valued(flow.cut(match.start()), 0.97, day)
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
            if len(parts) == 1 and len(spaced) > 1 and all(len(x) > 2 and is_organ(x) for x in spaced):
                parts = [Flow.of(m.group(), place + m.start()) for m in re.finditer(r"\S+", line)]
            if not all(_may_sign(p.s) for p in parts):
                break
            names = parts + names
        i -= 1
    return _joined(names)


def _signed_below(lines: Sequence[tuple[int, str]], number: int) -> list[Found]:
    """The organ that stands below the date, where the two changed places."""
    after = next(
        (Flow.of(line, place) for place, line in lines[number + 1 : number + 4] if line.strip()), None
    )
    return [valued(one, 0.8) for one in apart(after)] if after is not None and is_organ(after.s) else []


def _may_sign(s: str) -> bool:
    return bool(re.fullmatch(r"[\u4e00-\u9fff、“”（）·•]{2,45}", s)) and not re.search(r"^附|通知$|特此|^各|此页|表$", s) and (
        is_organ(s) or s.endswith("、") or (len(s) >= 4 and re.match(r"中共|共青团|中国|[\u4e00-\u9fff]{2,3}[省市区县]|[\u4e00-\u9fff]{2,8}(?:开发|高新|新)区", s) is not None)
    )  # fmt: skip


def _joined(names: Sequence[Flow]) -> list[Found]:
    made: list[Flow] = []
    for name in names:
        within = (
            made
            and re.search(r"(?:部|署|总局)$", made[-1].s)
            and re.fullmatch(r"[\u4e00-\u9fff]{2,6}司", name.s)
        )
        if made and (made[-1].s.endswith("、") or not is_organ(made[-1].s) or within):
            made[-1] = made[-1] + name
        else:
            made.append(name)
    bare_names = [name.cut(0, len(re.sub(r"（[^（）]*(?:章|印|代)）$", "", name.s))) for name in made]
    return [valued(one, 0.95) for name in bare_names if is_organ(name.s) for one in apart(name)]


def _unsigned_date(items: Sequence[Paragraph], head_end: int) -> Found | None:
    """A date alone on its line under the body, without an organ above it."""
    for paragraph in items[head_end:]:
        if re.fullmatch(r"附件?\d{0,2}[：:]?", paragraph.s) and paragraph is not items[head_end]:
            return None
        if not paragraph.cells and DATE_ONLY.fullmatch(paragraph.s) and (day := read_day(paragraph.s)):
            return valued(paragraph.flow, 0.8, day)
    return None


_DUE = re.compile(r"截[止至]|报名|提交|征集|申报|活动|比赛|评审|会议|培训|报送")
"""What makes a date on a line of its own the date of something else than the document."""


def _page_date(items: Sequence[Paragraph]) -> Found | None:
    """The date of the web page, where nothing is signed; that of a page that only forwards a notice is not its date."""
    if items and re.match(r"[【〔（]?转发|转：", items[0].s):
        return None
    for paragraph in items[:8]:
        said = " ".join(
            paragraph.flow.s[a:b] for a, b in gapped(paragraph.flow)
        )  # a day and a time of day stand apart
        if re.match(rf"(?:{DATE_ONLY.pattern})\d{{1,2}}：\d\d(?:：\d\d)?$", paragraph.s):
            said = paragraph.s  # 2018 年 7 月 4 日 11:02, with blanks inside the day
        match = re.search(rf"(?:日期|时间|发表于|^)：?[ |]*({DATE_ONLY.pattern})(?![ 日]*[—~至-])", said)
        if match and len(said) < 100 and not _DUE.search(said) and (day := read_day(match[1])):
            at = paragraph.flow.s.find(match[1])
            return valued(paragraph.flow.cut(max(at, 0), max(at, 0) + len(match[1])), 0.4, day)
    return None

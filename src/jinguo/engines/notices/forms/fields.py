"""Fields of the forms that stand in a text: labels out of flattened tables, limits of length, seals and signatures.

A table that was flattened has a cell a line or a tab; labels are spaced out (姓 名), broken over lines, or upright with one
character a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..heads.identity import Identity
from ..layout.numbers import DATE_ONLY
from ..layout.paragraphs import Paragraph
from ..layout.text import Flow, Found
from .flattened import TITLE, cells

_LIMIT = re.compile(r"（?(?:限|不超过|控制在|字数)?(\d{2,5})字(?:以内|左右|以下|内|之内)?）?")
_DATE = re.compile(r"(?:\d{4})?年月日")
_SEAL = re.compile(r"盖章|公章|签章")
_STOP = re.compile(
    r"[本此]表|填[写表]说明|说明：|注：|备注：|抄送|主题词|\d{4}年月日|第\d+页|共\d+页|\[.*\]|page\d+"
)


_TO_READ = re.compile(
    r"(?:分配|评分|任务|时间|安排|指标|日程|课程|对照|分组|分工|价目|收费|参考)[^（）]{0,4}表(?:（[^（）]*）)?$"
)
"""Tables that a notice gives and nobody fills in."""
_SEALED = re.compile(r"（(?:单位|部门|学校)?(?:盖章|公章|签章)）$")
"""Where the seal goes, on a line of its own behind the label."""
_MADE_BY = re.compile(r".{4,30}(?:部|局|厅|委|会|院|处|室|印|监)制$")
_OF_SEAL = re.compile(r"(?:单位|部门|学校)?（?(?:单位)?(?:盖章|公章)）?")
_PART_ONLY = re.compile("、(?:推荐|审核|评审|审批|各级)意见$")
_PART = re.compile(r"[一二三四五六七八九十]{1,2}、")
"""The mark of a part of a form, which is a field where it says its length or is somebody's opinion."""


def read_fields(
    text: str,
    items: Sequence[Paragraph],
    annex: int,
    identity: Identity,
    skip: Sequence[tuple[int, int]] = (),
) -> list[Found]:
    """The fields of all forms from the given paragraph on; places in ``skip`` are tables of another kind."""
    if annex >= len(items) or not items[annex].flow.at:
        return []
    begin = items[annex].flow.at[0]
    listed = [str(f.data["value"]) for f in identity.attachments]
    found: list[Found] = []
    form: str | None = None
    for cell in cells(text, begin):
        s = cell.s
        if cell.at and any(a <= cell.at[0] < b for a, b in skip):
            continue
        if re.fullmatch(r"附件?\d{0,2}[：:]?", s) or not s:
            continue
        mark = re.match(r"附件?\d{1,2}[：:]?(?=.{6})", s)
        cell = cell.cut(mark.end()) if mark else cell
        s = cell.s
        name = TITLE.fullmatch(s)
        if name and (len(s) > 4 or s in listed) and not s.startswith("填"):
            form = next((a for a in listed if a.strip("《》") == cell.raw), cell.raw)
            continue
        if form is None or not _TO_READ.search(form):
            _take(found, cell, form)
    return found


def _broken(cell: Flow, at: int) -> bool:
    """Whether a limit of length stands on a line of its own, apart from the label."""
    return cell.at[at] - cell.at[at - 1] > 1


def _take(found: list[Found], cell: Flow, form: str | None) -> None:
    s = cell.s
    if _DATE.search(s) and found:
        found[-1].data["date"] = True
        cell = cell.cut(0, _DATE.search(s).start())  # type: ignore[union-attr]
        s = cell.s
    if not s or _STOP.match(s) or DATE_ONLY.fullmatch(s):
        return
    if _MADE_BY.fullmatch(s):
        return
    if (part := _PART.match(s)) and (_LIMIT.search(s) or (s.endswith("意见") and not _PART_ONLY.search(s))):
        cell = cell.cut(part.end())
        s = cell.s
    core = s.strip("（）：。 ")
    if _SEAL.fullmatch(core) or _OF_SEAL.fullmatch(s) or (s.startswith("（") and _SEAL.search(s)):
        if found:
            found[-1].data["seal"] = True
        return
    limit = _LIMIT.search(s)
    if s.startswith("（") and found:
        if limit:
            found[-1].data["max_chars"] = int(limit[1])
        return
    if (
        len(s) <= 34
        and "。" not in s
        and not re.match(r"\d+[.、]|[，；]|[一二三四五六七八九十]、|年月|\d{4}年\d", s)
    ):
        _take_label(found, cell, form, limit)


def _take_label(found: list[Found], cell: Flow, form: str | None, limit: re.Match[str] | None) -> None:
    s = cell.s
    label = (
        cell.cut(0, limit.start())
        if limit
        and limit.start() > 1
        and s[limit.start()] == "（"
        and limit.end() == len(s)
        and _broken(cell, limit.start())
        else cell
    )
    seal = _SEALED.search(label.s)
    if seal and seal.start() > 1 and _broken(label, seal.start()):
        label = label.cut(0, seal.start())
    label = label.cut(0, len(label.s.rstrip("：")))
    if (
        len(label) < 2
        or label.s.count("）") > label.s.count("（")
        or not re.search(r"[\u4e00-\u9fff]{2}|^E-?mail$", label.s, re.I)
    ):
        return
    if re.search(r"(?:局|组织部|委员会|教育厅|基本信息|基本情况)$", label.s) or label.s in (
        "负责人签字",
        "单位负责人签字",
        "填写说明",
    ):
        return
    data: dict[str, object] = {"form": form, "label": label.raw, "label_as_written": label.raw}
    if limit:
        data["max_chars"] = int(limit[1])
    if re.search(r"签名|签字", s):
        data["signature"] = True
    if _SEAL.search(s):
        data["seal"] = True
    found.append(Found(data, label.span(0, len(label)), 0.7))

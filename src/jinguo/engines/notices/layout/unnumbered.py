"""Items that have no number: lines with a dash that end with their units, and short headings alone on their lines in a text without any numbers.

>>> from .paragraphs import paragraphs
>>> items = paragraphs("二、举措\\n——每年办女性创新培训班5期。（市妇联）\\n——在园区建服务站并配专人。（市科协、市妇联）")
>>> [(p.style, p.flow.s[p.body_at :]) for p in with_unnumbered(items)]
[('cn', '举措'), ('dash', '每年办女性创新培训班5期。（市妇联）'), ('dash', '在园区建服务站并配专人。（市科协、市妇联）')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..heads.letterhead import is_organ
from ..policies.unit_names import is_names
from ..policies.units import unit_lists
from .marks import ordinal
from .paragraphs import Paragraph

_DASH = re.compile(r"[-—*●■◆•▪★◇○]{1,3}(?=[\u4e00-\u9fff“])")
_HEADING = re.compile(r"[\u4e00-\u9fff“”《》、（）A-Za-z]{4,28}")
_NO_HEADING = re.compile(
    r"附件|通知|方案|意见|措施|计划|规划|(?:委员会|人民政府|办公室|局|厅|部|会|组)$|联系|日期|来源|图片|下载|分享|首页"
)
_FORM = re.compile(r"填表|姓名|签字|盖章|编号：|（签章）")
"""What stands in a form."""


def with_unnumbered(items: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs with those marked that are items without a number."""
    made = list(items)
    closing = [p.style is None and not p.cells and _closes(p) for p in made]
    dashed = [i for i, closes in enumerate(closing) if closes and _DASH.match(made[i].s)]
    beside = [
        i
        for i, closes in enumerate(closing)
        if closes and (closing[i - 1 : i] == [True] or closing[i + 1 : i + 2] == [True])
    ]
    for run in (dashed, beside):
        for i in run if len(run) > 1 else ():
            mark = _DASH.match(made[i].s)
            made[i] = replace(made[i], style="dash", number="", body_at=mark.end() if mark else 0)
    organs = [i for i, p in enumerate(made) if _answers(p, made[i + 1] if i + 1 < len(made) else None)]
    if len(organs) > 1:
        for i in organs:
            made[i] = replace(made[i], style="organ", number="")
    for i in _duties(made):
        made[i] = replace(made[i], style="duty", number="")
    if any(p.style or p.cells or _FORM.search(p.s) for p in made):
        return made
    heads = [i for i, p in enumerate(made) if i and _heads(p, made[i + 1] if i + 1 < len(made) else None)]
    if len(heads) > 2:
        for i in heads:
            made[i] = replace(made[i], style="plain", number="")
    return made


def _closes(paragraph: Paragraph) -> bool:
    """Whether a line ends with a bracket that names its units."""
    return (
        len(paragraph.s) > 16
        and paragraph.s.rstrip("。；")[-1:] in "）〕"
        and bool(unit_lists(paragraph.flow))
    )


DUTY = re.compile(
    r"(?P<who>[\u4e00-\u9fff、（）]{2,40}?)(?:(?:总体|主要)?(?:工作)?职责：|：)?(?:具体|主要|牵头)?负责(?!人|同志|的)"
)
"""A line that says what an organ answers for: 综合办公室负责…."""


def names_who(who: str) -> bool:
    """Whether the words before 负责 are organs."""
    return is_names(who) or is_organ(who)


def _duties(items: Sequence[Paragraph]) -> list[int]:
    """The lines below a heading of duties (职责分工) that each begin with the organ which answers for what follows."""
    found: list[int] = []
    below: list[int] = []
    inside = False
    for i, paragraph in enumerate(items):
        if paragraph.style or paragraph.cells:
            found += below if len(below) > 1 else []
            below, inside = [], bool(re.search(r"(?:职责|分工|任务分解)[^。：]{0,6}$", paragraph.s))
            continue
        told = DUTY.match(paragraph.s) if inside and len(paragraph.s) > 12 else None
        if told and names_who(told["who"]):
            below.append(i)
    return found + (below if len(below) > 1 else [])


def _answers(paragraph: Paragraph, after: Paragraph | None) -> bool:
    """Whether a line names the organ that answers for the numbered items below it: 市科技局： 1. …"""
    if (
        paragraph.style
        or paragraph.cells
        or after is None
        or after.style not in ("number", "number_bracket", "cn_bracket")
    ):
        return False
    name = paragraph.s.rstrip("：")
    named = len(name) <= 24 and is_names(name) and not name.startswith("各")
    return named and paragraph.s[-1] == "：" and ordinal(after.number or "") == 1


def _heads(paragraph: Paragraph, after: Paragraph | None) -> bool:
    """Whether a line is a heading with its body below it."""
    if paragraph.cells or not _HEADING.fullmatch(paragraph.s) or _NO_HEADING.search(paragraph.s):
        return False
    return after is not None and len(after.s) > 24 and "。" in after.s

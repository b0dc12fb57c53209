"""Where the body ends and the annexes (forms, tables) begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..heads.identity import Identity
from .paragraphs import Paragraph
from .text import alternatives

_ALONE = re.compile(r"附件?(?:[一二三四五六七八九十\d]{1,2})?[：:]?|附表\d?|附件\d{1,2}[：.、]?.{2,40}表")
_FOOT = re.compile(r"主题词：|抄送：|抄报：|.{2,40}办公室(?:19|20)\d\d年\d{1,2}月\d{1,2}日印发")


_PLAN = re.compile(rf"(?:{alternatives('policy_genre')}|分工|分解)(?:（[^）]*）)?$")


def _annexed_plan(items: Sequence[Paragraph], identity: Identity) -> int | None:
    """Index of the line 附件1 over the plan itself, where the notice above it only sends that plan out and numbers nothing of its own."""
    for i, paragraph in enumerate(items[identity.head_end :], identity.head_end):
        if paragraph.style in ("cn", "cn_bracket", "chapter", "division", "article"):
            return None
        if _ALONE.fullmatch(paragraph.s) and i + 2 < len(items):
            title = "".join(
                p.s for p in items[i + 1 : i + 3] if not p.style and len(p.s) <= 45 and "。" not in p.s
            )
            first = items[i + 1].s
            rest = items[i + 1 : i + 40]
            plan = _PLAN.search(first) or _PLAN.search(title)
            return (
                i
                if plan and not items[i + 1].cells and any(p.style in ("cn", "chapter") for p in rest)
                else None
            )
    return None


def _next_annex(items: Sequence[Paragraph], plan: int) -> int:
    """Index of the next line 附件 behind the plan, or of the end."""
    after = (i for i in range(plan + 1, len(items)) if _ALONE.fullmatch(items[i].s))
    return next(after, len(items))


def annex_start(items: Sequence[Paragraph], identity: Identity) -> int:
    """Index of the first paragraph of the annexes: a line 附件 alone, or after the signature a title of a form."""
    signed = identity.signature
    items_before = [p for p in items[identity.head_end :] if p.style in ("cn", "cn_bracket", "chapter")]
    plan = _annexed_plan(items, identity) if items_before else None
    if plan is not None:
        return _next_annex(items, plan)
    later = max(identity.head_end, (signed or 0))
    for i, paragraph in enumerate(items[later:], later):
        if paragraph.cells and signed is not None and i > signed:
            return i
        if _ALONE.fullmatch(paragraph.s) and (signed is not None or i > len(items) // 3):
            return i
        if (
            signed is not None
            and i > signed
            and re.search(r"(?:表|登记卡|汇总表)(?:（[^）]*）)?$", paragraph.s)
            and len(paragraph.s) <= 40
        ) and not paragraph.style:
            return i
        if (
            signed is not None
            and i > signed
            and _FOOT.match(paragraph.s)
            and not any(p.style for p in items[i + 1 : i + 40])
        ):
            return i
    return len(items)

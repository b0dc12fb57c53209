"""Where the body ends and the annexes (forms, tables) begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .identity import Identity
from .paragraphs import Paragraph

_ALONE = re.compile(r"附件?(?:[一二三四五六七八九十\d]{1,2})?[：:]?|附表\d?|附件\d{1,2}[：.、]?.{2,40}表")
_FOOT = re.compile(r"主题词：|抄送：|抄报：|.{2,40}办公室(?:19|20)\d\d年\d{1,2}月\d{1,2}日印发")


def annex_start(items: Sequence[Paragraph], identity: Identity) -> int:
    """Index of the first paragraph of the annexes: a line 附件 alone, or after the signature a title of a form."""
    signed = identity.signature
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

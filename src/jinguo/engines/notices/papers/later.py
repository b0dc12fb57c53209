"""What is handed in only after somebody was chosen, or given out by the organiser: papers that a notice names and does not ask nominees for.

>>> of_later("入选者与学校签订协议书，服务期满提交工作总结。"), of_later("获奖证书复印件1份。")
(True, False)
"""

from __future__ import annotations

import re

from ..calls.vocabulary import any_of

_AFTERWARDS = re.compile(any_of("later_clauses"))
_HEADINGS = re.compile(any_of("later_headings"))


def of_later(sentence: str) -> bool:
    """Whether a sentence speaks of what comes after the choice: a project's end, a term of office, prizes."""
    return _AFTERWARDS.search(sentence) is not None


def below_later(titles: str) -> bool:
    """Whether a paragraph stands under a heading that does: 结项要求, 管理与考核, 表彰奖励."""
    return _HEADINGS.search(titles.split("／")[-1]) is not None

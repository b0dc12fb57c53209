"""Tasks without a number: what is to be built, tried or encouraged, and how strongly the document binds to it.

Strength, from the strongest: ``must`` (必须、应当、不得), ``do`` (建立、实施、开展 …), ``aspire`` (力争、争取), ``explore`` (探索、试点、研究),
``encourage`` (鼓励、支持、引导). The words stand at the head of a clause; what only describes (…的、通过…) is no task.

>>> [(t["strength"], t["verb"], t["text"]) for t in tasks_in(Flow.of("探索建立弹性工作制，鼓励设立女性科研回归基金。", 0))]
[('explore', '探索建立', '探索建立弹性工作制'), ('encourage', '鼓励', '鼓励设立女性科研回归基金')]
"""

from __future__ import annotations

import re
from typing import Any

from ..layout.text import Flow

_DO = (
    "建立健全|建立|健全|完善|制定|制订|出台|实施|开展|组织|推动|推进|落实|加强|加大|强化|优化|搭建|打造|培养|培育|建设|设立|举办|"
    "提升|提高|扩大|促进|发挥|深化|拓展|开设|开发|引进|选树|评选|宣传|推广|推荐|成立|组建|编制|发布|保障|保证|确保|简化|放宽|延长|增加|"
    "统筹|整合|构建|营造|激发|畅通|创新|选拔|选派|表彰|吸引|集聚|服务|帮助|执行|坚持|纳入|形成|创建|规范"
)
_STRENGTHS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("must", re.compile(r"(?:必须|应当|不得|严禁|须|要|应)(?=.{3})")),
    ("aspire", re.compile(r"(?:力争|争取|努力)")),
    ("explore", re.compile(rf"(?:积极)?(?:探索|试点|研究)(?:{_DO})?")),
    ("encourage", re.compile(r"(?:积极)?(?:鼓励|支持|引导|倡导|提倡|允许|动员)(?:和(?:支持|引导|鼓励))?")),
    (
        "do",
        re.compile(
            rf"(?:大力|积极|不断|进一步|持续|切实|全面|充分|定期|深入|着力|加快|逐步|常态化|依托.{{2,12}}?)?(?:{_DO})"
        ),
    ),
)
_LEAD = re.compile(r"(?:[一-龥]{0,6}(?:部门|单位|地区|高校|企业|机构|妇联|科协))(?=要|应|须|不得)")


def tasks_in(flow: Flow) -> list[dict[str, Any]]:
    """The tasks of a measure's text in order, each with its ``strength``, ``verb`` and ``text``."""
    found: list[dict[str, Any]] = []
    start = 0
    for i, c in enumerate(flow.s + "。"):
        if c not in "，。；：\n":
            continue
        task = _task(flow, start, min(i, len(flow)))
        if task:
            found.append(task)
        start = i + 1
    return found


def _task(flow: Flow, start: int, end: int) -> dict[str, Any] | None:
    clause = flow.s[start:end]
    if len(clause) < 6 or clause.endswith("的") or re.match(r"以|通过|按照|根据|围绕|对于?[^，]*的$", clause):
        return None
    lead = _LEAD.match(clause)
    at = lead.end() if lead else 0
    for strength, pattern in _STRENGTHS:
        match = pattern.match(clause, at)
        if match:
            return {"strength": strength, "verb": match.group(), "text": flow.raw[start:end]}
    return None

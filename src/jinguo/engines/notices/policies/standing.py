"""Where an item of a plan stands: its path of numbers, and whether it tells of what has been, of aims and principles, or of what is to be done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..layout.outline import Node


def path_of(nodes: Sequence[Node], index: int | None) -> str | None:
    """Numbers of an item and those above it, joined: 二（一）."""
    numbers: list[str] = []
    while index is not None:
        numbers.append(nodes[index].number)
        index = nodes[index].parent
    return "".join(reversed(numbers)) or None


_PAST = re.compile(
    r"(?:执行|完成|实施|发展|基本|总体)情况|(?:现实|发展|工作)基础|(?:发展|主要|取得)的?(?:成就|成效|成绩)|工作回顾|(?:发展|工作)?现状|存在的?问题|面临的?(?:形势|挑战|问题)|发展环境|形势(?:分析|与)|(?:发展|编制|规划|工作)背景|^背景(?:情况)?$"
)
"""Headings over what has been and what is, not over what is to be done."""
_TO_DO = re.compile(
    r"夯实|强化|打牢|筑牢|巩固|提升|完善|加强|优化|改善|营造|破解|解决|开展|做好|检查|监测|督查|推进|推动|落实|把握|建立|健全|促进|提高|支持|针对"
)


def tells_of_past(nodes: Sequence[Node], index: int | None) -> bool:
    """Whether an item, or one above it, is headed as an account of what has been reached or of how things stand."""
    while index is not None:
        heading = nodes[index].heading
        if (
            heading is not None
            and len(heading) <= 30
            and _PAST.search(heading.s)
            and not _TO_DO.search(heading.s)
        ):
            return True
        index = nodes[index].parent
    return False


_AIM = (
    r"(?:(?:(?!落实|明确|实现|分解|完成|围绕|聚焦|锚定|紧扣|设定|制定)[\u4e00-\u9fff]{2}|总体|主要|工作|发展|行动|具体|阶段性?|年度|预期|预定|建设|总|战略|规划|远景|培养|近期|中期|长期|活动|任务|奋斗|实施|创建|\d{4}年|“[^”]{2,6}”)?目标"
    r"|主要指标|总体(?:要求|思路|部署)|指导(?:思想|方针)|(?:基本|工作|实施|总体)?原则|工作(?:思路|方针)|基本(?:思路|方针)|总体目标任务)"
)
_AIMS = re.compile(rf"(?:\d{{4}}年)?{_AIM}(?:[、，和与及]{_AIM})*")
"""Headings over what a plan is guided by and what it is to reach; what stands below is no measure of its own."""


def _among_aims(nodes: Sequence[Node], index: int) -> bool:
    """Whether an item headed as an aim does not stand in one list with what is to be done."""
    node = nodes[index]
    if node.parent is None:
        return True
    beside = [
        n.heading.s if n.heading else "" for n in nodes if n.parent == node.parent and n.style == node.style
    ]
    above = nodes[node.parent].heading
    return (above is not None and _AIMS.fullmatch(above.s) is not None) or sum(
        _AIMS.fullmatch(s) is not None for s in beside
    ) * 2 > len(beside)


def speaks_of_aims(nodes: Sequence[Node], index: int | None) -> bool:
    """Whether an item, or one above it, is headed as the aims or the principles of the whole document."""
    while index is not None:
        heading = nodes[index].heading
        if _AIMS.fullmatch(nodes[index].caption):
            return True
        if heading is not None and _AIMS.fullmatch(heading.s.strip("*")) and _among_aims(nodes, index):
            return True
        index = nodes[index].parent
    return False

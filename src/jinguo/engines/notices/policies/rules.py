"""Preferences and relaxations inside a measure: 同等条件下优先, an age or a term extended, a fund for those who return.

>>> [(r.data["kind"], r.data["text"]) for r in rules_in(Flow.of("同等条件下女性优先，申请年龄放宽至45周岁。", 0), "3")]
[('tie_break', '同等条件下女性优先'), ('age_relaxation', '申请年龄放宽至45周岁')]
"""

from __future__ import annotations

import re

from ..layout.text import Flow, Found

_RULES = (
    (
        "tie_break",
        re.compile(r"[^，。；\n]{0,14}同等条件下，?[^，。；\n]{0,24}(?:优先|倾斜)[^，。；\n]{0,10}"),
    ),
    (
        "age_relaxation",
        re.compile(
            r"[^，。；\n]{0,10}放宽[^，。；\n]{0,20}年龄[^，。；\n]{0,10}|[^，。；\n]{0,12}年龄[^，。；\n]{0,10}放宽[^，。；\n]{0,12}"
        ),
    ),
    (
        "deadline_extension",
        re.compile(
            r"[^，。；\n]{0,30}(?:延长|延期|顺延)[^，。；\n]{0,8}(?:结题|时间|期限|评聘|考核|结项)[^，。；\n]{0,8}|"
            r"[^，。；\n]{0,16}(?:聘期|考核|评聘|结题|结项)[^，。；\n]{0,8}(?:延长|延期|顺延)[^，。；\n]{0,8}"
        ),
    ),
    ("return_fund", re.compile(r"[^，。；\n]{0,16}重返科研[^，。；\n]{0,8}")),
    ("points", re.compile(r"[^，。；\n]{0,24}获取积分|积分兑换[^，。；\n]{0,10}")),
    (
        "unit_priority",
        re.compile(r"对[^，。；\n]{4,30}(?:单位|企业|机构)[^。；\n]{0,8}(?:优先支持|优先[^，。；\n]{0,6})"),
    ),
)


def rules_in(body: Flow, number: str) -> list[Found]:
    """The preferences and relaxations that the body of a measure grants; ``number`` is the measure's."""
    found: list[Found] = []
    if not re.search(r"同等条件|年龄|延长|延期|顺延|重返科研|积分|优先", body.s):
        return found
    for kind, pattern in _RULES:
        for match in pattern.finditer(body.s):
            text = body.raw[match.start() : match.end()]
            years = re.search(r"放宽(?:至)?(\d+|[一二三四五])[周]?(?:岁|年)", match.group())
            data = {"measure": number, "kind": kind, "text": text, "years": None if not years else years[1]}
            found.append(Found(data, body.span(*match.span()), 0.8))
    return found

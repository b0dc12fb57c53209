"""The level of a professional title (GB/T 8561-2001; the reform of 2015-2021 split 高级 into 副高级 and 正高级 everywhere).

Titles that several series share (研究员, 馆员) and those that came after the standard (正高级工程师) are read by their
words.

>>> [level_of(text) for text in ("研究员", "正高级教师", "高级工程师", "副主任护师", "讲师", "助理工程师", "飞行爱好者")]
['正高级', '正高级', '副高级', '副高级', '中级', '助理级', '']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from jinguo.standards.codes import code_list
from jinguo.standards.text import clean_text

__all__ = ["LEVELS", "level_of"]

LEVELS = ("正高级", "副高级", "中级", "助理级", "员级")
"""From the highest down."""

_READ = (
    (
        re.compile(
            r"正高|教授级|研究员级|院士|^(?:教授|研究员|主任\w{1,2}师)$|^一级(?:作家|演员|编剧|导演|美术师)"
        ),
        "正高级",
    ),
    (
        re.compile(r"副高|^副(?:教授|研究员|主任|编审|译审)|^高级|^二级(?:作家|演员|编剧|导演|美术师)"),
        "副高级",
    ),
    (re.compile(r"中级|^(?:讲师|工程师|助理研究员|主治医师|主管\w{1,2}师|馆员|编辑|一级教师)$"), "中级"),
    (re.compile(r"初级|助理|^(?:助教|医师|二级教师)$"), "助理级"),
)


@lru_cache(maxsize=5_000)
def level_of(text: str) -> str:
    """One of :data:`LEVELS`; empty where nothing says it."""
    title = re.sub(r"[（(].*?[）)]", "", clean_text(text)).strip()
    if not title:
        return ""
    if known := _known().get(title):
        return known
    return next((level for pattern, level in _READ if pattern.search(title)), "")


@cache
def _known() -> Mapping[str, str]:
    """Title → level, for those whose series all agree."""
    found: dict[str, set[str]] = {}
    for entry in code_list("professional_titles"):
        if entry.level in LEVELS:
            found.setdefault(re.sub(r"[（(].*?[）)]", "", entry.name), set()).add(entry.level)
    return MappingProxyType({name: next(iter(levels)) for name, levels in found.items() if len(levels) == 1})

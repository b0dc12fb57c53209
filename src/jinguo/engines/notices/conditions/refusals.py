"""What reads like a condition and is none, kind by kind: a share of a quota, what is only invited, what proves a condition.

>>> refused("title", Told(0, 8, "申报高级职称人员", {}), "申报高级职称人员名单")
True
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from .given import Told

_SHARE = re.compile(
    r"[^，。；]{0,16}(?:不少于|不低于|不超过|占)[^，。；]{0,4}(?:\d|[一二三四五六七八九十])[^，。；]{0,3}(?:名|人|%)"
)
_LOOSENED = re.compile(r"(?:放宽|延长)[^，。；]*$")
_COUNTED = re.compile(r"占[^，。；]{0,10}$")
_OF_UNITS = re.compile(r"(?:申[报请]|推荐|承担|依托)单位|法人(?!代表)")
_INVITED = re.compile(r"\d[人名]|人数|教师数|鼓励|欢迎|动员|凡在.{2,12}(?:居住|工作)的")
_STUDYING = re.compile(
    r"[^，。；]{0,4}在[读校]|[^，。；]{0,6}(?:人员|人数|教师|比例)[^，。；]{0,6}(?:占|比例|达)|[^。；，]{0,12}、[^。；，]{0,12}在读"
)
_ABOUT_TITLES = re.compile(
    r"专家(?:书面|联名|实名|具名)?推荐(?!人选)|申报[^，。；]{0,4}(?:职称|教授)|评审|评委会|推荐表|推荐小组|是指|《"
)
_OTHER_RIGHTS = re.compile(r"请注明|(?:如|若|凡)(?:有|涉|因|涉嫌|出现)|责任自负|纠纷(?:由|与)")
_RELAXED = re.compile(r"年龄|岁|学历|学位|职称|条件|资格|资历|年限|任职|限制|破格|成绩|提前")
_LATE = re.compile(
    r"(?:评议|审核|评审|公示)[^，。；]{0,6}(?:未|没有|不)通过|材料除外|逾期(?!未)|过期|截止日期|命名|透露|泄露|个人信息|材料不(?:全|齐)"
)
_OF_NOTICE = re.compile(r"公示期?间?[^。]{0,20}$")
_MISCONDUCT = re.compile(r"违反|违背|违纪|违法|师德|失信|不端")
"""What keeps somebody out by her conduct is told as conduct."""


def refused(kind: str, told: Told, text: str) -> bool:
    """Whether what is told as a condition of a kind is none, by its words and those beside them."""
    check = _REFUSALS.get(kind)
    return check is not None and check(told, text)


def _age(told: Told, text: str) -> bool:
    return bool(
        _SHARE.match(text, told.end)
        or _LOOSENED.search(text[: told.start] + told.words)
        or (_COUNTED.search(told.words) and text[told.end : told.end + 1].isdigit())
    )


def _status(told: Told, text: str) -> bool:
    """So many of a kind in a unit, which is said of the unit; who is only invited; what holds of a body."""
    return bool(_OF_UNITS.search(told.words) or _INVITED.search(text[told.start : told.end + 3]))


KEPT_OUT = re.compile(
    r"[^。；]{0,120}[者的](?:不再|不得|不重复|不予|不参)(?:[^，。；]{0,6})(?:推荐|申报|参评|参加|评选|授予)"
)
"""Behind an honour: whoever has it is kept out."""


def _honour(told: Told, text: str) -> bool:
    """What proves an honour, who is honoured when all is done, and what must not have had one."""
    if re.search(r"不得含有|(?:对|给予|向)(?:荣获|获得|获)", text[: told.start] + told.words):
        return True
    return bool(re.match(r"的?(?:复印件|证明|证书)", text[told.end - 3 :].lstrip("称号荣誉奖励")))


def _gender(told: Told, text: str) -> bool:
    """What is said of a team that is put forward, and women that a list names in passing."""
    return bool(
        re.search(r"(?:负责人|成员)[^，。；]{0,6}女性", told.words)
        or "、女" in text[told.core : told.end + 2]
    )


def _relaxation(told: Told, text: str) -> bool:
    """What is relaxed is a condition, and not a number of papers or places."""
    return not re.search(r"[也亦均]可", told.words) and not _RELAXED.search(text)


def _exclusion(told: Told, text: str) -> bool:
    kept_out = re.split(r"不得|不再|不予|不能|不可", told.words)[0]
    return bool(
        _LATE.search(told.words)
        or _OF_NOTICE.search(text[: told.start] + told.words[:12])
        or _MISCONDUCT.search(kept_out)
    )


_REFUSALS: Mapping[str, Callable[[Told, str], bool]] = {
    "age": _age,
    "status": _status,
    "honour": _honour,
    "gender": _gender,
    "relaxation": _relaxation,
    "exclusion": _exclusion,
    "workplace": lambda told, _: bool(re.search(r"\d[名人个]", told.words)),  # a place out of a quota
    "title": lambda told, _: bool(_ABOUT_TITLES.search(told.words)),  # what is applied for, or who chooses
    "degree": lambda told, text: bool(_STUDYING.match(text, told.end - 2)),  # those who still study for it
    "originality": lambda told, _: bool(_OTHER_RIGHTS.search(told.words)),
    "conduct": lambda told, text: bool(re.match(r"[^，。；]{0,3}原则", text[told.end - 3 :])),  # of those who choose
    "project": lambda told, _: bool(re.search(r"限报|限申|不[能得]超过|只能|总数", told.words)),  # how many at most
    "tenure": lambda told, _: bool(re.search(r"期满|提前", told.words)),
    "preference": lambda told, _: bool(re.search(r"评聘|晋升|提拔|择优", told.words)),  # what an award brings
}  # fmt: skip

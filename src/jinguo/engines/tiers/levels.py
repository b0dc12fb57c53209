"""How high an honour is, and which grade a professional title has, by what lists write.

An honour's level is that of who granted it (《评比达标表彰活动管理办法》 divides by the granting level: national,
provincial and ministerial, municipal, county). A list often has the honour's name alone; its first words tell.
Where they do not, the level is empty: not known, and asked for.

>>> level_of_honour("全国三八红旗手"), level_of_honour("山东省科学技术进步奖二等奖"), level_of_honour("优秀教师")
('national', 'provincial', '')
>>> title_level("教授级高级工程师"), title_level("副研究员"), title_level("院士")
('正高级', '副高级', '')
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from jinguo.standards.codes import find
from jinguo.standards.divisions import divisions

Level = Literal["", "national", "provincial", "municipal", "county"]

_NATIONAL = re.compile(
    r"^(?:全国|国家|中国|国务院|中共中央|中央|中华|何梁何利|长江学者|万人计划|求是|中科院|最美科技工作者)|国家级"
)
_MINISTRY = re.compile(r"^(?:教育部|科技部|农业农村部|工信部|卫健委|人社部)|省部级|部级|省级")
_PROVINCE = re.compile(r"^(?:[\u4e00-\u9fff]{2,3}?省|[\u4e00-\u9fff]{2,6}?自治区|香港|澳门)")
_CITY = re.compile(r"^[\u4e00-\u9fff]{1,6}?(?:市|州|盟)|市级|市厅级|厅级")
_COUNTY = re.compile(r"^[\u4e00-\u9fff]{1,6}?(?:区|县|旗)|县级|区级")
_HIGHEST = re.compile(r"教授级|正高|研究员级|[^副]主任[医药护技]|^主任[医药护技]")


@cache
def _provinces() -> tuple[str, ...]:
    """The short names of province-level divisions: 北京, 内蒙古, 山东 …"""
    names = (name for code, name in divisions().items() if code.endswith("0000"))
    return tuple(re.sub(r"(?:省|市|特别行政区|(?:壮族|回族|维吾尔)?自治区)$", "", name) for name in names)


def level_of_honour(name: str, granted_by: str = "") -> Level:
    """The level of an honour: by who granted it where that is known, else by its name."""
    for text in (granted_by, name):
        word = "".join(text.split()).lstrip("“《\"'")
        if not word:
            continue
        if _NATIONAL.search(word):
            return "national"
        if _MINISTRY.search(word) or _PROVINCE.match(word) or word.startswith(_provinces()):
            return "provincial"
        if _CITY.search(word):
            return "municipal"
        if _COUNTY.search(word):
            return "county"
    return ""


def title_level(title: str) -> str:
    """正高级, 副高级, 中级, 助理级 or 员级 of a professional title (GB/T 8561); empty where it is none of the list."""
    word = "".join(title.split())
    if not word:
        return ""
    if _HIGHEST.search(word):
        return "正高级"
    entry = find("professional_titles", word)
    if entry is not None and entry.level and entry.level != "系列":
        return entry.level
    for plain, level in _USUAL:
        if plain in word:
            return level
    return ""


_USUAL = (
    ("副教授", "副高级"), ("副研究员", "副高级"), ("副主任", "副高级"), ("高级工程师", "副高级"), ("高级农艺师", "副高级"),
    ("高级", "副高级"), ("副高", "副高级"), ("助理研究员", "中级"), ("教授", "正高级"), ("研究员", "正高级"),
    ("助理", "助理级"), ("讲师", "中级"), ("工程师", "中级"), ("主治医师", "中级"), ("农艺师", "中级"), ("中级", "中级"),
    ("助教", "助理级"), ("技术员", "员级"),
)  # fmt: skip
"""The words inside titles that lists write in their own ways, the longer ones first."""

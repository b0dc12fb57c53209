"""How high an honour is, by what lists write.

An honour's level is that of who granted it (《评比达标表彰活动管理办法》 divides by the granting level: national,
provincial and ministerial, municipal, county). A list often has the honour's name alone; its first words tell.
Where they do not, the level is empty: not known, and asked for.

>>> level_of_honour("全国三八红旗手"), level_of_honour("山东省科学技术进步奖二等奖"), level_of_honour("优秀教师")
('national', 'provincial', '')
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from jinguo.standards.divisions import divisions

Level = Literal["", "national", "provincial", "municipal", "county"]

_NATIONAL = re.compile(
    r"^(?:全国|国家|中国|国务院|中共中央|中央|中华|何梁何利|长江学者|万人计划|求是|中科院|最美科技工作者)|国家级"
)
_MINISTRY = re.compile(r"^(?:教育部|科技部|农业农村部|工信部|卫健委|人社部)|省部级|部级|省级")
_PROVINCE = re.compile(r"^(?:[\u4e00-\u9fff]{2,3}?省|[\u4e00-\u9fff]{2,6}?自治区|香港|澳门)")
_CITY = re.compile(r"^[\u4e00-\u9fff]{1,6}?(?:市|州|盟)|市级|市厅级|厅级")
_COUNTY = re.compile(r"^[\u4e00-\u9fff]{1,6}?(?:区|县|旗)|县级|区级")


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

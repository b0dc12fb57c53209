"""At which level of the state a document was issued, guessed from its issuers; an officer corrects it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NATIONAL = re.compile(
    r"^(?:中共中央|国务院|全国|中华|中国(?!科学院.+(?:分院|所)))|^(?:教育|科技|科学技术|财政|人力资源和?社会保障|国家)(?:部|.*(?:局|委|会|院))"
)
_CENTRAL_CITIES = re.compile(r"^(?:中共)?(?:北京|上海|天津|重庆)市?(?![一-龥]{1,6}[区县])")
_DISTRICT = re.compile(r"[区县旗](?:委|人民政府|妇|科|工|团|组织|管委会|管理委员会|$)|新区|[区县]")
_PROVINCE = re.compile(r"省|自治区")
_CITY = re.compile(r"市|自治州|盟")


def level_of(issuers: Iterable[str], title: str = "") -> str:
    """The highest level among the issuers; of the title's place where there are none.

    >>> level_of(["全国妇联", "科技部"]), level_of(["北京市妇女联合会"]), level_of(["重庆两江新区管理委员会"])
    ('national', 'provincial', 'district')
    """
    names = [name for name in issuers if name] or [title]
    found = {_level(name) for name in names}
    order = ("national", "provincial", "municipal", "district", "unit")
    return next((level for level in order if level in found), "unit")


def _level(name: str) -> str:
    if _NATIONAL.search(name):
        return "national"
    if _PROVINCE.search(name) and not re.search(r"(?:省|自治区).*[市州县区]", name):
        return "provincial"
    if _CENTRAL_CITIES.search(name):
        return "provincial"
    if _DISTRICT.search(name):
        return "district"
    return "municipal" if _CITY.search(name) else "unit"

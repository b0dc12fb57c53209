"""Units by the names that documents write."""

from __future__ import annotations

import re

from jinguo.apps.organisations.models import FormerName, Organisation

_PLACE = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:省|市|自治区|自治州|区|县|州|盟|旗)(?=[\u4e00-\u9fff]{2})")


def units_by_name() -> dict[str, Organisation]:
    """Every name that units in use bear or bore → the unit; a name that several share names none."""
    found: dict[str, set[int]] = {}
    units = {one.pk: one for one in Organisation.objects.filter(is_active=True)}
    for one in units.values():
        for name in filter(None, (one.name, one.short_name)):
            found.setdefault(plain_name(name), set()).add(one.pk)
    for name, pk in FormerName.objects.filter(organisation__in=units).values_list("name", "organisation"):
        found.setdefault(plain_name(name), set()).add(pk)
    return {name: units[next(iter(keys))] for name, keys in found.items() if len(keys) == 1}


def plain_name(name: str) -> str:
    """A name without blanks and marks, for comparing."""
    return re.sub(r"[\s、，,（）()·]", "", name)


def elsewhere(name: str, other: str) -> bool:
    """Whether two full names begin with different places: the 市教委 of one city is not that of another.

    >>> elsewhere("北京市教育委员会", "云川市教育委员会"), elsewhere("云川市教委", "云川市教育委员会")
    (True, False)
    >>> elsewhere("教育委员会", "云川市教育委员会")
    False
    """
    places = [_PLACE.match(one) for one in (name, other)]
    return all(places) and len({place.group() for place in places if place}) == 2

"""Units by the names that documents write."""

from __future__ import annotations

import re

from jinguo.apps.organisations.models import FormerName, Organisation


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

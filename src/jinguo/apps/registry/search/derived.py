"""What a card says that no source says outright: the administrative division a person belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from jinguo.apps.registry.persons.profile import Profile
from jinguo.phrases import term
from jinguo.standards.codes import find
from jinguo.standards.divisions import divisions, region_name
from jinguo.standards.units import split_region

OVERSEAS = "990000"
"""Our own code for whoever is abroad: GB/T 2260 ends at the border."""
_ABROAD = frozenset({"境外", "海外", "国外", "overseas", "abroad"})
_CODE = re.compile(r"\d{6}")


def region_of(profile: Profile, regions: Mapping[int, str], keepers: Iterable[int | None]) -> str:
    """The code of GB/T 2260: what is said of her, else what her unit's name says, else where her keeper is."""
    if code := code_of(profile.value("region")):
        return code
    if code := _of_unit(profile.value("unit")):
        return code
    return max((regions.get(one or 0, "") for one in keepers), key=_depth, default="")


@lru_cache(maxsize=10_000)
def code_of(text: str) -> str:
    """The code that a text means: a code itself, a name (北京市朝阳区, 南京), empty where it means none or several.

    >>> code_of("110105"), code_of("江苏省南京市鼓楼区"), code_of("朝阳区"), code_of("南京"), code_of("境外")
    ('110105', '320106', '', '320100', '990000')
    """
    text = text.strip()
    if not text:
        return ""
    if text.casefold() in _ABROAD:
        return OVERSEAS
    if _CODE.fullmatch(text):
        return text if text in divisions() else ""
    if entry := find("divisions", text):
        return entry.code
    if text in set(divisions().values()):  # there are several of this name
        return ""
    names, _ = split_region(text)
    return _down(names)


@lru_cache(maxsize=50_000)
def _of_unit(name: str) -> str:
    if not name:
        return ""
    names, _ = split_region(name)
    return _down(names)


def _down(names: Iterable[str]) -> str:
    """The code that names from the largest division down lead to."""
    here = ""
    for name in names:
        inside = [code for code in _by_bare().get(name, ()) if code.startswith(stem(here))]
        lower = [code for code in inside if code != here]
        if not lower:
            continue
        highest = min(map(_depth, lower))
        best = [code for code in lower if _depth(code) == highest]
        if len(best) != 1:
            break
        here = best[0]
    return here


@lru_cache(maxsize=1)
def _by_bare() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, name in divisions().items():
        names, _ = split_region(name)
        for one in {*names[-1:], name}:
            found.setdefault(one, []).append(code)
    return found


def _depth(code: str) -> int:
    """0 for nothing, 1 for a province, 2 for a prefecture, 3 for a county."""
    if not code:
        return 0
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def stem(code: str) -> str:
    """The digits that all divisions below one begin with; empty for what is none."""
    return code[: (0, 2, 4, 6)[_depth(code)]]


def place_name(code: str, lang: str = "zh-hans") -> str:
    """The full name of a division, and of what lies abroad."""
    if code == OVERSEAS:
        return term("region_overseas", lang)
    return region_name(code) or code


@lru_cache(maxsize=10_000)
def regions_above(code: str) -> tuple[str, ...]:
    """A division with those above it, the highest first.

    >>> regions_above("320106"), regions_above("110105"), regions_above("320000")
    (('320000', '320100', '320106'), ('110000', '110105'), ('320000',))
    """
    if not code:
        return ()
    above = (code[:2] + "0000", code[:4] + "00", code)
    known = divisions()
    return tuple(dict.fromkeys(one for one in above if one == code or one in known))


def regions_below(code: str) -> tuple[str, ...]:
    """The divisions directly below one; of nothing the provinces.

    >>> len(regions_below("")), regions_below("110000")[:2], regions_below("320000")[0], regions_below("110105")
    (34, ('110101', '110102'), '320100', ())
    """
    wanted = len(regions_above(code)) + 1 if code else 1
    return tuple(
        sorted(
            one
            for one in divisions()
            if one != code and one.startswith(stem(code)) and len(regions_above(one)) == wanted
        )
    )

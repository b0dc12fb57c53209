"""Administrative divisions at and above county level (GB/T 2260), also the abolished ones that identity
numbers still carry.

Two states are shipped: December 2020 (Ministry of Civil Affairs) and 2023. Areas abolished before 2020 are
named from the table of python-stdnum. A code changes its name and its parent over time: store code, name
and year.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from stdnum import numdb

__all__ = ["divisions", "region_name"]


@cache
def divisions() -> Mapping[str, str]:
    """Six-digit code → name of the division alone (110105 → 朝阳区), both states together, the later name
    where they differ."""
    text = resources.files("jinguo.standards").joinpath("data/divisions.csv").read_text("utf-8")
    return MappingProxyType({row["code"]: row["name"] for row in csv.DictReader(text.splitlines())})


def region_name(code: str) -> str:
    """The full name of a six-digit code, empty where the code has never been one.

    >>> region_name("110105"), region_name("370101"), region_name("110103"), region_name("999999")
    ('北京市朝阳区', '山东省济南市市辖区', '北京市崇文区', '')
    """
    table = divisions()
    own = table.get(code) or _abolished(code)
    if not own and code[4:] == "01" and code[:4] + "00" in table:
        own = "市辖区"
    if not own:
        return ""
    names = [table.get(code[:2] + "0000", ""), table.get(code[:4] + "00", "") if code[2:4] != "00" else ""]
    if code[4:] != "00" or not any(names):
        names.append(own)
    shown = [name for position, name in enumerate(names) if name and name not in names[:position]]
    return "".join(shown)


@cache
def _abolished(code: str) -> str:
    """The name of a county or city that python-stdnum's table knows, with the years ([1993-1998]) taken
    away."""
    for part, properties in numdb.get("cn/loc").info(code):
        if len(part) == 4 and "county" in properties and part == code[2:]:
            first = str(properties["county"]).split(",")[-1]
            return re.sub(r"\[[^\]]*\]", "", first)
    return ""

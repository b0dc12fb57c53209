"""The vocabularies of calls for nominations, from `data/nominations.toml`, as parts of regular expressions.

>>> import re
>>> re.search(any_of("papers") + "$", "近三年的获奖证书复印件").group()
'复印件'
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = tomllib.loads(
        files("jinguo.engines.notices").joinpath("data/nominations.toml").read_text("utf-8")
    )
    return lists


def any_of(name: str) -> str:
    """A group of all the words of a list, longest first."""
    return "(?:" + "|".join(sorted(_lists()[name], key=len, reverse=True)) + ")"

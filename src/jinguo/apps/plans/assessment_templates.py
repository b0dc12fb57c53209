"""Schemes to begin with: the shipped templates, whose weights an officer changes as she likes."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from jinguo.engines.assessment import Scheme, scheme_of
from jinguo.errors import Refused

TEMPLATES = ("responsibility", "monitoring")
"""目标责任制考核; 监测评估: nothing but what the records say."""


@cache
def _data(name: str) -> dict[str, Any]:
    text = resources.files("jinguo.apps.plans").joinpath(f"assessment_schemes/{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def template_word(name: str) -> str:
    """The code of a template's name."""
    return f"assessment_template_{name}"


def scheme_from_template(name: str, *, plan: str, year: int) -> Scheme:
    """A scheme of a plan and year.

    Raises:
        Refused: there is no such template.
    """
    if name not in TEMPLATES:
        raise Refused.because("assessment_template_unknown", name=name)
    data = dict(_data(name))
    data["title"] = f"{plan}{year}年度{data['title']}"
    return scheme_of(data)

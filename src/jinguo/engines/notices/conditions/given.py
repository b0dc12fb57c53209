"""What a condition gives beside its kind and its words: a value, how to compare, a day of birth, a sex, how far a bound is relaxed.

>>> GIVEN["age"](Told(0, 11, "女性年龄不超过45周岁", {"n": "45"}))
{'value': 45, 'comparator': '<=', 'gender': 'female'}
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..layout.numbers import CN_DIGITS, DAY, day_of, quantity


@dataclass(frozen=True, slots=True)
class Told:
    """A condition as it is told: where, in which words, and the parts of them that have a name."""

    start: int
    end: int
    words: str
    parts: Mapping[str, str]
    core: int = 0
    """Where the words begin that have to be there."""
    sure: float = 0.6


def _age(told: Told) -> dict[str, Any]:
    words = told.words
    comparator = ">=" if re.search(r"以上|年满|不低于|不小于", words) else "<" if "未满" in words else "<="
    born = DAY.search(words)
    data: dict[str, Any] = {"value": quantity(told.parts["n"]) if "n" in told.parts else None}
    data["comparator"] = comparator
    if re.search(r"一般|原则上|左右", words):
        data["strict"] = False
    if born and "出生" in words and (day := day_of(born, None)):
        data[
            "born_on_or_after"
            if re.search(r"后[^前]{0,4}出生|日(?:-|—|~|至|到)+(?:19|20)\d\d年[^。]{2,8}出生", words)
            else "born_before"
        ] = day
    if re.match(r"[^男\d]{0,6}女", words):
        data["gender"] = "female"
    elif re.match(r"[^女\d]{0,6}男", words):
        data["gender"] = "male"
    span = re.search(r"(\d{2})周?岁?(?:-|至|到|—|~)\d{2}周?岁", words)
    if span:
        data["from"] = int(span[1])
    return data


def _relaxed(told: Told) -> dict[str, Any]:
    number = rf"(\d+|[{CN_DIGITS}]{{1,3}})"
    data: dict[str, Any] = {"value": None}
    to = re.search(rf"(?:放宽|延长)(?:到|至|为){number}周?岁", told.words)
    by = re.search(rf"放宽{number}(?:周?岁|年)", told.words)
    if to:
        data["relaxed_to"] = quantity(to[1])
    if by:
        data["amount"] = quantity(by[1])
    return data


def _number(told: Told) -> int | float | None:
    return quantity(told.parts["n"]) if "n" in told.parts else None


def _years(told: Told) -> dict[str, Any]:
    if "n" not in told.parts:
        return {"value": None}
    return {"value": _number(told), "comparator": ">=", "unit": "years"}


def _word(told: Told) -> dict[str, Any]:
    return {"value": told.parts.get("v")}


def _at_least(told: Told) -> dict[str, Any]:
    return {"value": _number(told), "comparator": ">="} if "n" in told.parts else {"value": None}


def _share(told: Told) -> dict[str, Any]:
    return {**_at_least(told), "unit": "%"}


def _people(told: Told) -> dict[str, Any]:
    return {"value": _number(told), "comparator": ">=" if "不少于" in told.words else "<="}


def _days(told: Told) -> dict[str, Any]:
    words = told.words
    unit = "working days" if "工作日" in words else "weeks" if words.endswith("周") else "days"
    return {"value": _number(told), "unit": unit}


def _nothing(_: Told) -> dict[str, Any]:
    return {"value": None}


GIVEN: Mapping[str, Callable[[Told], dict[str, Any]]] = defaultdict(
    lambda: _nothing,
    {
        "age": _age,
        "degree": _word,
        "workload": _at_least,
        "women_share": _share,
        "youth_share": _share,
        "title": _word,
        "experience": _years,
        "tenure": _years,
        "certificate": _word,
        "publicity": _days,
        "relaxation": _relaxed,
        "gender": lambda _: {"value": "female"},
        "nationality": lambda _: {"value": "中国"},
        "team_size": _people,
        "advisers": _people,
        "recommendation": _at_least,
        "publication": _at_least,
    },
)
"""What each kind gives; those that are not named give no value."""

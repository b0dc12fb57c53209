"""Every code that forms, eligibility, scoring and selection can answer with has its sentence in both
languages.
"""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from jinguo import engines
from jinguo.phrases import catalogue

ROOMS = ("forms", "eligibility", "scoring", "selection", "tiers")
SPEAKERS = {"error", "warning", "info", "Reason", "because", "_ok", "_not"}


def codes_of(room: str) -> set[str]:
    """Literal codes in calls that make a reason, also where one of two is chosen."""
    found: set[str] = set()
    for file in (Path(next(iter(engines.__path__))) / room).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in SPEAKERS:
                first = node.args[0]
                options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                found |= {
                    o.value for o in options if isinstance(o, ast.Constant) and isinstance(o.value, str)
                }
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_every_code_has_a_sentence_in_both_languages(room: str) -> None:
    codes = codes_of(room)

    assert len(codes) > 3
    assert codes - set(catalogue()) == set()
    for code in codes:
        assert {"zh", "en"} <= set(catalogue()[code])


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_speak_of_the_same_values(room: str) -> None:
    for code in codes_of(room):
        zh, en = (
            {name for _, name, _, _ in string.Formatter().parse(catalogue()[code][lang]) if name}
            for lang in ("zh", "en")
        )
        assert en <= zh | {"count", "held_by"}, code
        assert zh <= en | {"count", "held_by"}, code

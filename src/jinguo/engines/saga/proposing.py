"""The words that speak for an objective, and what a text is proposed for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

OBJECTIVES = tuple(f"saga_{number}" for number in range(1, 8))


@dataclass(frozen=True, slots=True)
class Proposed:
    """An objective and the words of the text that speak for it, in the order in which the list holds them."""

    objective: str
    words: tuple[str, ...]


@cache
def _words() -> dict[str, tuple[str, ...]]:
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    return {code: tuple(found["words"]) for code, found in tomllib.loads(text).items()}


def propose(text: str) -> list[Proposed]:
    """Every objective for which words of the text speak, by number. White space within the text is not looked at."""
    plain = "".join(text.split())
    found = ((code, tuple(word for word in words if word in plain)) for code, words in _words().items())
    return [Proposed(code, words) for code, words in found if words]


def uncovered(served: Iterable[str]) -> list[str]:
    """The objectives that none of the measures serves.

    >>> uncovered(["saga_1", "saga_2", "saga_3", "saga_4", "saga_7"])
    ['saga_5', 'saga_6']
    """
    known = set(served)
    return [code for code in OBJECTIVES if code not in known]

"""The functions that can be asked for by name, and those that come round by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

_functions: dict[str, Callable[..., Any]] = {}


class Cancelled(Exception):
    """The user cancelled the job; raised out of ``progress(…)``. Let it through."""


def job(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register ``f(progress, **params)`` under a name such as ``calls.make_package``.

    The function may return a ``StoredFile`` (the result to download), a dict of plain values, or nothing.
    """

    def keep(function: Callable[..., Any]) -> Callable[..., Any]:
        known = _functions.get(name)
        if known is not None and known.__module__ != function.__module__:
            raise ValueError(f"two functions are registered as the job {name}")
        _functions[name] = function
        return function

    return keep


def find(name: str) -> Callable[..., Any]:
    """The function of that name.

    Raises:
        LookupError: none is registered.
    """
    try:
        return _functions[name]
    except KeyError:
        raise LookupError(f"no job is registered as {name}") from None


@dataclass(frozen=True, slots=True)
class Round:
    """Work that comes round by itself: a function without arguments that answers with counts."""

    name: str
    every: timedelta
    function: Callable[[], dict[str, int]]


_rounds: dict[str, Round] = {}


def periodic(
    name: str, *, every: timedelta
) -> Callable[[Callable[[], dict[str, int]]], Callable[[], dict[str, int]]]:
    """Register a function that a worker calls about every ``every``; of several workers one has each turn.

    It must be harmless when it is called twice. It answers with counts of what it did.
    """

    def keep(function: Callable[[], dict[str, int]]) -> Callable[[], dict[str, int]]:
        _rounds[name] = Round(name, every, function)
        return function

    return keep


def rounds() -> list[Round]:
    """All periodic work, by name."""
    return [_rounds[name] for name in sorted(_rounds)]

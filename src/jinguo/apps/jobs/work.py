"""The functions that can be asked for by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_functions: dict[str, Callable[..., Any]] = {}


class Cancelled(Exception):  # noqa: N818 - the word of the state
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

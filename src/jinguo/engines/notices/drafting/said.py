"""A value with the place where the document says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Said(Generic[T]):
    """``value`` as the document says it at ``span`` (code points of the decoded text), with the reader's ``confidence``."""

    value: T
    span: Span
    confidence: float


def said(value: Any, pointer: str, spans: Mapping[str, tuple[int, int, float]]) -> Said[Any] | None:
    """The value with the place of its JSON pointer; None where there is no value or no place."""
    place = spans.get(pointer)
    if value is None or place is None:
        return None
    return Said(value, (place[0], place[1]), place[2])

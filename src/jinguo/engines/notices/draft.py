"""What was read, as one document of the schema with the place of every value and what could not be found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinguo.reasons import Reason


@dataclass(frozen=True, slots=True)
class Draft:
    """``document``: the keys of the schema; ``spans``: JSON pointer to (start, end, confidence) in the decoded text."""

    document: Mapping[str, Any]
    spans: Mapping[str, tuple[int, int, float]]
    findings: tuple[Reason, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {
            **self.document,
            "_spans": {pointer: list(place) for pointer, place in self.spans.items()},
            "_findings": [reason.as_json() for reason in self.findings],
        }

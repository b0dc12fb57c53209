"""The one word that all floors speak: a decision and its reasons, as codes and values.

Nothing here is a sentence. :mod:`jinguo.phrases` turns a :class:`Reason` into one, in the reader's language.

>>> open_ = Verdict.of(True)
>>> full = Verdict.no("quota_used_up", limit=1, used=1)
>>> both = open_ & full
>>> both.ok, [reason.code for reason in both.reasons]
(False, ['quota_used_up'])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]

_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with its values. ``params`` are plain values (text, numbers, dates) or further reasons."""

    code: str
    params: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    severity: Severity = "error"

    @classmethod
    def error(cls, code: str, **params: object) -> Reason:
        return cls(code, params, "error")

    @classmethod
    def warning(cls, code: str, **params: object) -> Reason:
        return cls(code, params, "warning")

    @classmethod
    def info(cls, code: str, **params: object) -> Reason:
        return cls(code, params, "info")

    def as_json(self) -> dict[str, object]:
        """The form in which a reason is stored and exported."""
        return {"code": self.code, "params": _stored(dict(self.params)), "severity": self.severity}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Reason:
        params = _revived(stored.get("params") or {})
        severity = stored.get("severity") or "error"
        return cls(str(stored["code"]), params, severity)  # type: ignore[arg-type]


def _stored(value: Any) -> Any:
    """Reasons among the values in their stored form, everything else as it is."""
    if isinstance(value, Reason):
        return value.as_json()
    if isinstance(value, dict):
        return {key: _stored(one) for key, one in value.items()}
    return [_stored(one) for one in value] if isinstance(value, list | tuple) else value


def _revived(value: Any) -> Any:
    """The other way round."""
    if isinstance(value, dict):
        if value.keys() == {"code", "params", "severity"}:
            return Reason.from_json(value)
        return {key: _revived(one) for key, one in value.items()}
    return [_revived(one) for one in value] if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no, and why. Combines with ``&``, ``|`` and ``~``; true exactly when ``ok``.

    ``a & b`` fails with every failing reason of both sides; ``a | b`` is the first that holds, or fails with all.
    """

    ok: bool
    reasons: tuple[Reason, ...] = ()

    @classmethod
    def yes(cls, *reasons: Reason) -> Verdict:
        return cls(True, reasons)

    @classmethod
    def no(cls, code: str, **params: object) -> Verdict:
        return cls(False, (Reason(code, params),))

    @classmethod
    def of(cls, holds: bool, otherwise: str = "", **params: object) -> Verdict:
        """A verdict from a plain truth value; ``otherwise`` is the code of the reason when it does not hold."""
        if holds:
            return cls(True)
        return cls(False, (Reason(otherwise, params),) if otherwise else ())

    @classmethod
    def all(cls, verdicts: Iterable[Verdict]) -> Verdict:
        result = cls(True)
        for verdict in verdicts:
            result = result & verdict
        return result

    def __bool__(self) -> bool:
        return self.ok

    def __and__(self, other: Verdict) -> Verdict:
        if self.ok and other.ok:
            return Verdict(True, self.reasons + other.reasons)
        return Verdict(False, tuple(r for v in (self, other) if not v.ok for r in v.reasons))

    def __or__(self, other: Verdict) -> Verdict:
        if self.ok:
            return self
        if other.ok:
            return other
        return Verdict(False, self.reasons + other.reasons)

    def __invert__(self) -> Verdict:
        return Verdict(not self.ok, self.reasons)

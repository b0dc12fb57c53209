"""What a person can cause: refusals that carry their reasons as codes."""

from __future__ import annotations

from jinguo.reasons import Reason, Verdict


class Refused(Exception):
    """An action that may not be done now. ``reasons`` say why and what to do."""

    def __init__(self, *reasons: Reason) -> None:
        self.reasons = reasons
        super().__init__("; ".join(reason.code for reason in reasons))

    @classmethod
    def because(cls, code: str, **params: object) -> Refused:
        return cls(Reason.error(code, **params))


def demand(verdict: Verdict) -> None:
    """Go on when the verdict is yes; otherwise raise :class:`Refused` with its reasons."""
    if not verdict.ok:
        raise Refused(*verdict.reasons)

"""What a selection gives: the list, the ranking, the ties, and a reason for every candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from jinguo.engines.selection.canonical import digest, plain
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.engines.selection.keeping import RuleState


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate: an opaque id, the score (None: no score), and the columns that rules may name."""

    id: str
    score: Decimal | None
    columns: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> Candidate:
        """A row of ``id,score,category,channel,unit,sex,…``; an empty score is no score.

        Raises:
            ValueError: the score is no decimal number.
        """
        given = (row.get("score") or "").strip()
        try:
            score = Decimal(given) if given else None
        except ArithmeticError as error:
            raise ValueError(f"{row.get('id')}: the score {given!r} is no decimal number") from error
        if score is not None and not score.is_finite():
            raise ValueError(f"{row.get('id')}: the score {given!r} is no decimal number")
        columns = {column: value or "" for column, value in row.items() if column not in ("id", "score")}
        return cls(row["id"], score, columns)

    def as_json(self) -> dict[str, object]:
        """The candidate in JSON values, the score as text."""
        score = None if self.score is None else format(self.score, "f")
        return {"id": self.id, "score": score, **self.columns}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in the ranking. Equal scores share ``rank`` (1, 2, 2, 4); ``place`` is the order after the
    tie rules.

    ``category_rank`` is the rank within the candidate's category. Excluded candidates and ones without a
    score are not ranked.
    """

    id: str
    score: Decimal
    rank: int
    place: int
    category_rank: int
    chosen: bool

    def as_json(self) -> dict[str, object]:
        """The place in JSON values."""
        return {
            "id": self.id,
            "score": format(self.score, "f"),
            "rank": self.rank,
            "place": self.place,
            "category_rank": self.category_rank,
            "chosen": self.chosen,
        }


@dataclass(frozen=True, slots=True)
class TieGroup:
    """Candidates of one score in their resolved order. ``at_cut``: some were chosen and some were not.

    ``decided_by`` names, in order, the rules that separated them: ``tie:N`` (N from 1), ``draw``, ``id``.
    """

    score: Decimal
    ids: tuple[str, ...]
    decided_by: tuple[str, ...]
    at_cut: bool

    def as_json(self) -> dict[str, object]:
        """The group in JSON values."""
        return {
            "score": format(self.score, "f"),
            "ids": list(self.ids),
            "decided_by": list(self.decided_by),
            "at_cut": self.at_cut,
        }


@dataclass(frozen=True)
class Selection:
    """The outcome. ``chosen`` ids by place; ``reasons`` by id; ``notes`` concern the list as a whole (empty
    seats); ``rules`` is every rule with what the list holds of it and its slack.
    """

    chosen: tuple[str, ...]
    ranking: tuple[Ranked, ...]
    reasons: Mapping[str, tuple[Reason, ...]]
    ties: tuple[TieGroup, ...]
    notes: tuple[Reason, ...] = ()
    rules: tuple[RuleState, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The outcome in JSON values, decimals as text. A reason that several have is one object in all of
        them.
        """
        said = {id(r): r for reasons in self.reasons.values() for r in reasons}
        made = {key: plain({"code": r.code, "params": dict(r.params)}) for key, r in said.items()}
        return {
            "chosen": list(self.chosen),
            "ranking": [entry.as_json() for entry in self.ranking],
            "reasons": {id_: [made[id(r)] for r in reasons] for id_, reasons in self.reasons.items()},
            "ties": [tie.as_json() for tie in self.ties],
            "notes": plain([{"code": r.code, "params": dict(r.params)} for r in self.notes]),
            "rules": plain([state.as_json() for state in self.rules]),
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON of the outcome."""
        return digest(self.as_json())

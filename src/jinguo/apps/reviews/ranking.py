"""The proposed list as people read it: by category, ties shown as ties, the cut, and why, with names for ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.reviews.actions import Proposal
from jinguo.engines.selection import Ranked, TieGroup
from jinguo.reasons import Reason

IDS = ("held_by", "over", "to", "among", "ids")
"""Parameters of the selection engine's reasons that hold ids of candidates."""


@dataclass(frozen=True)
class Row:
    """One candidate in the ranking of her category."""

    nomination: Nomination
    entry: Ranked | None
    reasons: tuple[Reason, ...]
    tie: TieGroup | None
    chosen: bool
    last_in: bool = False
    apart: bool = False

    @property
    def figures(self) -> Any:
        return getattr(self.nomination, "standing", None)

    @property
    def why(self) -> list[Reason]:
        """What decided; the rank itself stands in its own column."""
        return [reason for reason in self.reasons if reason.code not in ("ranked", "chosen")]


@dataclass(frozen=True)
class Group:
    """A category with its seats and its candidates in their order."""

    name: str
    seats: int | None
    rows: tuple[Row, ...]

    @property
    def chosen(self) -> int:
        return sum(row.chosen for row in self.rows)


def groups_of(call: Call, proposal: Proposal, limit: Any) -> list[Group]:
    """The ranking by category, the categories in their order."""
    ranked = {entry.id: entry for entry in proposal.outcome.ranking}
    ties = {id_: tie for tie in proposal.outcome.ties for id_ in tie.ids}
    names = names_of(proposal.nominations.values())
    by_category: dict[int, list[Row]] = {}
    for uid, nomination in proposal.nominations.items():
        entry = ranked.get(uid)
        figures = getattr(nomination, "standing", None)
        row = Row(
            nomination=nomination,
            entry=entry,
            reasons=tuple(with_names(reason, names) for reason in proposal.outcome.reasons[uid]),
            tie=_tie_here(ties.get(uid), proposal.nominations, nomination),
            chosen=bool(entry and entry.chosen),
            apart=bool(figures and figures.range is not None and figures.range >= limit),
        )
        by_category.setdefault(nomination.category_id, []).append(row)
    return [
        Group(category.name, category.seats, _cut(by_category.get(category.pk, [])))
        for category in call.categories.all()
        if category.pk in by_category
    ]


def _tie_here(
    tie: TieGroup | None, nominations: Mapping[str, Nomination], mine: Nomination
) -> TieGroup | None:
    """A tie matters where somebody of the same category shares the score, or where it lies at the cut."""
    if tie is None or tie.at_cut:
        return tie
    others = [nominations[id_] for id_ in tie.ids if nominations[id_].pk != mine.pk]
    return tie if any(other.category_id == mine.category_id for other in others) else None


def _cut(rows: list[Row]) -> tuple[Row, ...]:
    rows.sort(key=lambda row: (row.entry is None, row.entry.place if row.entry else 0, row.nomination.number))
    chosen = [place for place, row in enumerate(rows) if row.chosen]
    if chosen:
        rows[chosen[-1]] = replace(rows[chosen[-1]], last_in=True)
    return tuple(rows)


def names_of(nominations: Iterable[Nomination]) -> dict[str, str]:
    return {str(one.uid): f"{one.name}（{one.receipt}）" for one in nominations}


def with_names(reason: Reason, names: Mapping[str, str]) -> Reason:
    """The same reason with names in place of ids: for the officer's eye; records keep the ids."""
    params = {
        key: [names.get(str(id_), str(id_)) for id_ in value]
        if key in IDS and isinstance(value, list | tuple)
        else value
        for key, value in reason.params.items()
    }
    return Reason(reason.code, params, reason.severity)

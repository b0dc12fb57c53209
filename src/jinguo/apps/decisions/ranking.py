"""The proposed list as people read it: by category, ties shown as ties, the cut, and why, with names for ids."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jinguo.apps.calls.explaining import labels_of, names_of, with_names
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.decisions.proposing import Proposal
from jinguo.engines.selection import Ranked, RuleState, TieGroup
from jinguo.reasons import Reason

BELOW_THE_CUT = 40
"""So many rows below the cut stand on the page at once."""


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
    by_hand: bool = False
    line: tuple[Reason, ...] = ()

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

    whole: bool = False

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows near the cut and above; all of them when the whole ranking is asked for."""
        cut = max((place for place, row in enumerate(self.rows, 1) if row.chosen), default=0)
        changed = max((place for place, row in enumerate(self.rows, 1) if row.by_hand), default=0)
        return self.rows if self.whole else self.rows[: max(cut + BELOW_THE_CUT, changed)]

    @property
    def voted(self) -> bool:
        """Whether a panel has voted on anybody here."""
        return any(getattr(row.figures, "was_voted_on", False) for row in self.rows)

    @property
    def more(self) -> int:
        return len(self.rows) - len(self.shown)


def groups_of(
    call: Call,
    proposal: Proposal,
    limit: Any,
    *,
    by_hand: Collection[str] = (),
    whole: bool = False,
    lines: Mapping[str, tuple[Reason, ...]] | None = None,
) -> list[Group]:
    """The ranking by category, the categories in their order."""
    ranked = {entry.id: entry for entry in proposal.outcome.ranking}
    ties = {id_: tie for tie in proposal.outcome.ties for id_ in tie.ids}
    names, labels = names_of(proposal.nominations.values()), labels_of(call)
    by_category: dict[int, list[Row]] = {}
    for uid, nomination in proposal.nominations.items():
        entry = ranked.get(uid)
        figures = getattr(nomination, "standing", None)
        row = Row(
            nomination=nomination,
            entry=entry,
            reasons=tuple(with_names(reason, names, labels) for reason in proposal.outcome.reasons[uid]),
            tie=_tie_here(ties.get(uid), proposal.nominations, nomination),
            chosen=bool(entry and entry.chosen),
            apart=bool(figures and figures.range is not None and figures.range >= limit),
            by_hand=uid in by_hand,
            line=(lines or {}).get(uid, ()),
        )
        by_category.setdefault(nomination.category_id, []).append(row)
    return [
        Group(category.name, category.seats, _cut(by_category.get(category.pk, [])), whole)
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


@dataclass(frozen=True)
class Rule:
    """A rule of the policy and what the list holds of it, in people's words."""

    about: Reason
    state: RuleState
    room: int

    @property
    def tight(self) -> bool:
        return self.state.kept and self.room == 0 and not self.excludes

    @property
    def category(self) -> str:
        """The category on whose places it is; empty for any other rule."""
        kind, _, value = self.state.rule.removeprefix("seats_by.").partition(".")
        return value if kind == "category" else ""

    @property
    def excludes(self) -> bool:
        """A rule that keeps candidates out: it is kept or not, and has no room to speak of."""
        return self.state.rule.startswith("exclude")


def rules_of(call: Call, states: Collection[RuleState]) -> list[Rule]:
    """Every rule with its slack, columns by their labels. The seats themselves are told by the cut."""
    labels = labels_of(call)
    return [
        Rule(with_names(state.about, {}, labels), state, state.slack)
        for state in states
        if state.rule != "seats"
    ]

"""A person's own page as data: each attribute with everything that is said of it, by whom, since when and how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinguo.apps.clock import today
from jinguo.apps.registry.attributes import GROUPS, attributes
from jinguo.apps.registry.models import Honour, PersonEntry, Statement
from jinguo.apps.registry.persons import sealed
from jinguo.apps.registry.persons.personal_page import Step, granted, in_order
from jinguo.apps.registry.persons.profile import (
    Fact,
    Profile,
    Resolved,
    fact_of_statement,
    facts_of_entry,
    profile_of,
)
from jinguo.apps.registry.rights.retention import terms


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as she reads it: the value in words, whose list it comes from, who confirmed it."""

    fact: Fact
    shown: str
    keeper: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An attribute: what counts, and everything that is said."""

    resolved: Resolved
    told: tuple[Told, ...]
    masked: bool
    kept_months: int

    @property
    def key(self) -> str:
        return self.resolved.attribute.key

    @property
    def phrase(self) -> str:
        return self.resolved.attribute.phrase

    @property
    def counting(self) -> list[Told]:
        return [one for one in self.told if one.counts]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correction that she proposed, and what became of it."""

    statement: Statement
    shown: str
    why: str

    @property
    def phrase(self) -> str:
        return f"attribute_{self.statement.attribute}"


@dataclass(frozen=True, slots=True)
class MyPage:
    """Everything that her page prints of what is known."""

    profile: Profile
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    path: tuple[Step, ...]
    proposals: tuple[Proposal, ...]


def page_of(
    entries: Sequence[PersonEntry],
    statements: Sequence[Statement],
    honours: Sequence[Honour],
    *,
    answers: Mapping[int, str] | None = None,
    revealed: str = "",
) -> MyPage:
    """Put her page together. ``revealed`` is the one sensitive attribute that this answer shows in full."""
    facts, shown = _facts(entries, statements, revealed)
    profile = profile_of(facts, today())
    keepers = {one.pk: one.organisation.name if one.organisation else "" for one in entries}
    groups = tuple(
        (
            f"mine_{group}",
            tuple(
                _line(one, shown, keepers, revealed)
                for one in profile.resolved.values()
                if one.attribute.group == group and one.attribute.kind != "spell"
            ),
        )
        for group in GROUPS
    )
    proposals = tuple(
        Proposal(one, in_words(one, masked=True), (answers or {}).get(one.pk, ""))
        for one in reversed(statements)
        if one.state in (Statement.PROPOSED, Statement.REFUSED)
    )
    return MyPage(profile, groups, tuple(_path(facts, honours)), proposals)


def in_words(statement: Statement, *, masked: bool) -> str:
    """What a statement says, in words."""
    if not statement.value_sealed:
        return fact_of_statement(statement).shown
    value = sealed.opened_statement(statement)
    return sealed.masked(statement.attribute, value) if masked else value


def _facts(
    entries: Sequence[PersonEntry], statements: Sequence[Statement], revealed: str
) -> tuple[list[Fact], dict[tuple[int, int | None, str], str]]:
    """(all facts that stand, sensitive values by entry, statement and attribute: masked unless revealed)."""
    facts: list[Fact] = []
    shown: dict[tuple[int, int | None, str], str] = {}
    for entry in entries:
        facts += facts_of_entry(entry)
        for key, value in sealed.opened(entry).items():
            shown[entry.pk, None, key] = value if key == revealed else sealed.masked(key, value)
    for one in statements:
        if one.state != Statement.STANDING:
            continue
        facts.append(fact_of_statement(one))
        if one.value_sealed:
            shown[one.entry_id, one.pk, one.attribute] = in_words(one, masked=one.attribute != revealed)
    return facts, shown


def _line(
    one: Resolved,
    shown: Mapping[tuple[int, int | None, str], str],
    keepers: Mapping[int, str],
    revealed: str,
) -> Line:
    key, many = one.attribute.key, one.attribute.many
    told = tuple(
        Told(
            fact,
            shown.get((fact.entry, fact.statement, key), "") if one.attribute.sealed else fact.shown,
            keepers.get(fact.entry, ""),
            counts=many or number == 0,
        )
        for number, fact in enumerate(one.facts)
    )
    term = terms().get(key)
    return Line(one, told, one.attribute.sealed and key != revealed, term.months if term else 0)


def _path(facts: Sequence[Fact], honours: Sequence[Honour]) -> list[Step]:
    """Her spells and honours, the latest first; what stands in the lists above is not said twice."""
    known = attributes()
    steps = [
        Step(
            f"{fact.since}–{fact.until}" if fact.since or fact.until else "",
            fact.attribute,
            fact.shown,
            fact.place,
            fact,
        )
        for fact in facts
        if known[fact.attribute].kind == "spell"
    ]
    return in_order([*steps, *(granted(one) for one in honours)])

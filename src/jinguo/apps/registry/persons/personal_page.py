"""A person's page as data: attributes with their sources, conflicts, her path by years, what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jinguo.apps.clock import today
from jinguo.apps.registry.attributes import GROUPS, attributes
from jinguo.apps.registry.models import Honour, PersonEntry, Statement
from jinguo.apps.registry.models.people import KINDS_OF_SOURCE
from jinguo.apps.registry.persons import sealed
from jinguo.apps.registry.persons.profile import (
    Fact,
    Profile,
    Resolved,
    fact_of_statement,
    facts_of_entry,
    profile_of,
)
from jinguo.standards.identity import full_years
from jinguo.standards.links import Link, read_link
from jinguo.standards.units import normalise_unit

_YEAR = re.compile(r"((?:19|20)\d\d)\s*(?:年|[-./·—]|\b)")
"""As lists begin an honour or a paper: 2017年云川市科普先进个人."""


@dataclass(frozen=True, slots=True)
class Line:
    """An attribute on the page: what counts, in words, and all that is said."""

    resolved: Resolved
    shown: tuple[str, ...]
    masked: bool

    @property
    def phrase(self) -> str:
        return self.resolved.attribute.phrase


@dataclass(frozen=True, slots=True)
class Step:
    """One thing on her path, with the fact that tells of it."""

    when: str
    attribute: str
    text: str
    place: str
    fact: Fact

    @property
    def phrase(self) -> str:
        return f"attribute_{self.attribute}"


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the page of a person prints."""

    profile: Profile
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    steps: tuple[Step, ...]
    proposals: tuple[Statement, ...]

    @property
    def name(self) -> str:
        return self.profile.value("name")

    @property
    def unit(self) -> str:
        return self.profile.value("unit")

    @property
    def unit_key(self) -> str:
        """By which her unit's page is asked for."""
        return normalise_unit(self.unit)[:200] if self.unit else ""

    @property
    def title(self) -> str:
        return self.profile.value("title")

    @property
    def tier(self) -> str:
        return self.profile.value("tier")

    @property
    def sex(self) -> str:
        return self.profile.value("sex")

    @property
    def links(self) -> list[Link]:
        """Her addresses elsewhere, those that may be shown as such."""
        return [link for text in self.profile.values("link") if (link := read_link(text))]

    @property
    def conflicts(self) -> list[tuple[Resolved, tuple[Fact, ...]]]:
        """What somebody must decide, with one fact for each value."""
        return [(one, (one.fact, *one.others)) for one in self.profile.conflicts]

    @property
    def proposed(self) -> list[tuple[Statement, str]]:
        return [(one, shown_statement(one)) for one in self.proposals]

    @property
    def age(self) -> int | None:
        born = self.profile.value("birth_date")
        if len(born) == 10:
            return full_years(date.fromisoformat(born), today())
        return today().year - int(born[:4]) if born else None


def page_of(
    entries: Sequence[PersonEntry],
    statements: Sequence[Statement],
    honours: Sequence[Honour],
    unmasked: Mapping[str, str] | None = None,
) -> Page:
    """Put the page together. ``unmasked`` are sensitive values that were opened for this answer alone."""
    standing = [one for one in statements if one.state == Statement.STANDING]
    facts = [fact for entry in entries for fact in facts_of_entry(entry)]
    facts += [fact_of_statement(one) for one in standing]
    profile = profile_of(facts, today())
    hidden = _masked(entries, standing)
    groups = tuple(
        (
            f"group_{group}",
            tuple(
                _line(one, hidden, unmasked or {})
                for one in profile.resolved.values()
                if one.attribute.group == group and one.attribute.kind != "spell"
            ),
        )
        for group in GROUPS
    )
    proposals = tuple(one for one in statements if one.state == Statement.PROPOSED)
    return Page(profile, groups, tuple(_steps(facts, honours)), proposals)


def sensitive_of(entries: Sequence[PersonEntry], statements: Sequence[Statement]) -> dict[str, str]:
    """attribute → the sensitive value that counts, opened: what was said later goes before what an entry said."""
    found: dict[str, str] = {}
    for entry in sorted(entries, key=lambda one: (one.recorded_on or date.min, one.pk)):
        found |= sealed.opened(entry)
    for statement in statements:
        if statement.value_sealed and statement.state == Statement.STANDING:
            found[statement.attribute] = sealed.opened_statement(statement)
    return found


def _masked(entries: Sequence[PersonEntry], statements: Sequence[Statement]) -> dict[str, str]:
    return {key: sealed.masked(key, value) for key, value in sensitive_of(entries, statements).items()}


def _line(one: Resolved, hidden: Mapping[str, str], unmasked: Mapping[str, str]) -> Line:
    key = one.attribute.key
    if one.attribute.sealed:
        return Line(one, (unmasked.get(key) or hidden.get(key, ""),), key not in unmasked)
    facts = one.facts if one.attribute.many else one.facts[:1]
    return Line(one, tuple(dict.fromkeys(fact.shown for fact in facts)), masked=False)


def _steps(facts: Sequence[Fact], honours: Sequence[Honour]) -> list[Step]:
    """Her path, the latest first: spells, honours, and the posts that each record tells."""
    known = attributes()
    steps = [
        Step(_years(fact), fact.attribute, fact.shown, fact.place, fact)
        for fact in facts
        if known[fact.attribute].kind == "spell" or fact.attribute in ("publication", "patent", "honours")
    ]
    steps += [granted(one) for one in honours]
    at: dict[tuple[int, int | None], dict[str, Fact]] = {}
    for fact in facts:
        if fact.attribute in ("unit", "department", "post", "title") and fact.recorded_on:
            at.setdefault((fact.entry, fact.statement), {})[fact.attribute] = fact
    for told in at.values():
        if unit := told.get("unit"):
            post = " ".join(told[key].shown for key in ("department", "post", "title") if key in told)
            when = unit.recorded_on.isoformat()[:7]
            steps.append(Step(when, "unit", post or unit.shown, unit.shown if post else "", unit))
    return in_order(steps)


def granted(one: Honour) -> Step:
    """An honour on record as a step."""
    kind = one.source.partition(":")[0]
    source = f"source_{kind}" if kind in KINDS_OF_SOURCE else one.source
    fact = Fact("honours", one.title, one.entry_id or 0, source, one.granted_on)
    return Step(str(one.year), "honours", one.title, one.granted_by, fact)


def in_order(steps: Sequence[Step]) -> list[Step]:
    """Each once, by the fact that counts most; the latest first."""
    steps = sorted(steps, key=lambda step: step.fact.rank)
    unique = {(step.when, step.attribute, step.text, step.place): step for step in steps}
    return sorted(unique.values(), key=lambda step: step.when, reverse=True)


def _years(fact: Fact) -> str:
    """When it was: its own days, else the year that its words begin with, else that of the record."""
    if spell := _spell(fact):
        return spell
    if year := _YEAR.match(fact.value):
        return year[1]
    return fact.recorded_on.isoformat()[:4] if fact.recorded_on else ""


def compared_keys() -> list[str]:
    """The attributes by which persons are put side by side: nothing sensitive, no long texts."""
    return [key for key, one in attributes().items() if not one.sealed and key not in ("biography", "link")]


def in_words(profile: Profile, key: str) -> str:
    """What counts of an attribute, as one text."""
    found = profile.resolved.get(key)
    if found is None:
        return ""
    facts = found.facts if found.attribute.many else found.facts[:1]
    return "；".join(
        dict.fromkeys(" ".join(filter(None, (_spell(fact), fact.place, fact.shown))) for fact in facts)
    )


def _spell(fact: Fact) -> str:
    """From when to when, where that is known."""
    return f"{fact.since}–{fact.until}" if fact.since or fact.until else ""


def shown_statement(statement: Statement) -> str:
    """What a statement says, in words; sensitive values masked."""
    if statement.value_sealed:
        return sealed.masked(statement.attribute, sealed.opened_statement(statement))
    return fact_of_statement(statement).shown

"""Conflicts of interest (回避) between nominations and experts, each with its reasons and how sure it is.

>>> nomination = Nomination("N1", (Person("王晓丽", posts=(Post("北京大学化学学院"),)),))
>>> expert = Expert("E1", Person("李红", posts=(Post("北大医学部"),)))
>>> finding, = Conflicts(2026).between(nomination, expert)
>>> finding.kind, finding.sureness, finding.effect
('same_unit', 'certain', 'blocks')
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinguo.engines.expertise.conflict_kinds import CHECKS
from jinguo.engines.expertise.conflict_rules import KINDS, ConflictRules, Effect, Kind, shipped_rules
from jinguo.engines.expertise.pairing import (
    Known,
    Pairing,
    as_ref,
    home_key,
    person_keys,
    same_person,
    work_keys,
)
from jinguo.engines.expertise.persons import (
    SURE,
    Expert,
    Nomination,
    Person,
    PersonRef,
    Post,
    Sureness,
    lower,
)
from jinguo.reasons import Reason
from jinguo.standards.unit_relations import UnitRelation, blocking_keys, relate
from jinguo.standards.units import UnitName, UnitRegister, parse_unit, shipped_register

__all__ = ["Conflicts", "Finding"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of conflict in one pair: the surest of what speaks for it, all reasons, the rule's source, and what
    follows by the rules: blocks, asks the officer, or is noted.
    """

    item: str
    reviewer: str
    kind: Kind
    sureness: Sureness
    reasons: tuple[Reason, ...]
    effect: Effect
    source: str = ""


class Conflicts:
    """Looks for conflicts under one set of rules on one day.

    ``year``: the present one, from which years back are counted. ``register``: former and short names of units.
    ``nominations``: the whole list, so that experts who stand on it themselves are found by :meth:`between` too.
    """

    def __init__(
        self,
        year: int,
        rules: ConflictRules | None = None,
        register: UnitRegister | None = None,
        nominations: Sequence[Nomination] = (),
    ) -> None:
        self.year, self.rules, self.register = year, rules or shipped_rules(), register or shipped_register()
        self._known = Known()
        self._nominees: dict[str, list[tuple[Nomination, Person]]] = defaultdict(list)
        for nomination in nominations:
            for nominee in nomination.nominees:
                for key in person_keys(as_ref(nominee)):
                    self._nominees[key].append((nomination, nominee))
        self._unit = lru_cache(maxsize=None)(lambda text: parse_unit(text, self.register))
        self._relate = lru_cache(maxsize=1 << 20)(self._related)

    def between(self, nomination: Nomination, expert: Expert) -> tuple[Finding, ...]:
        """What speaks against this expert for this nomination; asked before she is invited as well as before she is
        assigned.
        """
        return self._examine(nomination, expert, self._listed(expert).get(nomination.of, ()))

    def find(
        self,
        nominations: Sequence[Nomination],
        experts: Sequence[Expert],
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[Finding, ...]:
        """All findings, by nomination in the order of the input, then by expert, then in the order of the kinds.

        Only pairs that have something in common are looked at: the same as every pair by :meth:`between`, for less.
        """
        listed = [self._listed(expert) for expert in experts]
        index, units = self._index(experts)
        found: list[Finding] = []
        for number, nomination in enumerate(nominations):
            near = {place for key in _nomination_keys(nomination) for place in index.get(key, ())}
            near |= {place for text in _units_of(nomination) for place in self._near_units(text, units)}
            near |= {place for place, lists in enumerate(listed) if nomination.of in lists}
            for place in sorted(near):
                others = listed[place].get(nomination.of, ())
                found += self._examine(nomination, experts[place], others)
            if progress:
                progress(number + 1, len(nominations))
        return tuple(found)

    def _examine(
        self, nomination: Nomination, expert: Expert, listed: tuple[tuple[str, Sureness], ...]
    ) -> tuple[Finding, ...]:
        pair = Pairing(nomination, expert, self.rules, self.year, self._relate, listed, self._known)
        findings = []
        for kind in KINDS:
            rule = self.rules.rule(kind)
            found = list(CHECKS[kind](pair)) if rule else []
            if rule and found:
                surest = lower(min((sure for sure, _ in found), key=SURE.index), rule.at_most)
                ordered = sorted(enumerate(found), key=lambda one: (SURE.index(one[1][0]), one[0]))
                reasons = tuple(_once(reason for _, (_, reason) in ordered))
                effect = self.rules.effect(kind, surest)
                findings.append(Finding(nomination.id, expert.id, kind, surest, reasons, effect, rule.source))
        return tuple(findings)

    def _related(self, one: str, other: str) -> UnitRelation | None:
        return relate(self._unit(one), self._unit(other))

    def _listed(self, expert: Expert) -> dict[str, tuple[tuple[str, Sureness], ...]]:
        """The lists on which the expert seems to stand herself: list → (nomination, how sure)."""
        seen: dict[str, dict[str, Sureness]] = defaultdict(dict)
        for key in sorted(person_keys(as_ref(expert.person))):
            for nomination, nominee in self._nominees.get(key, ()):
                if sure := same_person(nominee, expert.person, self._relate):
                    seen[nomination.of].setdefault(nomination.id, sure)
        return {name: tuple(sorted(items.items())) for name, items in seen.items()}

    def _index(self, experts: Sequence[Expert]) -> tuple[dict[str, set[int]], dict[str, dict[str, set[int]]]]:
        """key → experts, and blocking key of a unit → unit → experts."""
        index: dict[str, set[int]] = defaultdict(set)
        units: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for place, expert in enumerate(experts):
            for key in _expert_keys(expert):
                index[key].add(place)
            for text in (*(post.unit for post in expert.person.posts), *expert.declares):
                for key in blocking_keys(self._name(text)):
                    units[key][text].add(place)
        return index, units

    def _near_units(self, text: str, units: dict[str, dict[str, set[int]]]) -> Iterator[int]:
        for key in blocking_keys(self._name(text)):
            for other, places in units.get(key, {}).items():
                if self._relate(text, other):
                    yield from places

    def _name(self, text: str) -> UnitName:
        return self._unit(text)


def _once(reasons: Iterable[Reason]) -> Iterator[Reason]:
    seen: list[Reason] = []
    for reason in reasons:
        if reason not in seen:
            seen.append(reason)
            yield reason


def _facts_keys(person: Person) -> Iterator[str]:
    for ref in (as_ref(person), *person.teachers, *person.students, *person.relatives):
        yield from person_keys(ref)
    for work in person.works:
        yield from work_keys(work)
        for ref in work.people:
            yield from person_keys(ref)
    if home := home_key(person):
        yield f"home:{home}"


def _expert_keys(expert: Expert) -> set[str]:
    declared = {key for text in expert.declares for key in (f"item:{text}", *person_keys(PersonRef(text)))}
    return {*_facts_keys(expert.person), *declared, f"id:{expert.id}"}


def _nomination_keys(nomination: Nomination) -> set[str]:
    keys = {key for nominee in nomination.nominees for key in _facts_keys(nominee)}
    for ref in (*nomination.nominators, *nomination.opinion_givers, *nomination.avoid):
        keys |= person_keys(ref)
    return {*keys, f"item:{nomination.id}"}


def _units_of(nomination: Nomination) -> tuple[str, ...]:
    posts: tuple[Post, ...] = tuple(post for nominee in nomination.nominees for post in nominee.posts)
    return (*(post.unit for post in posts), *nomination.nominating_units)

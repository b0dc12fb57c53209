"""What a plan made from a document would hold: measures with unique numbers, units found among the site's, numbers to aim at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.naming import elsewhere, plain_name, units_by_name
from jinguo.apps.plans.states import Role
from jinguo.engines.notices.drafting import draft_plan

if TYPE_CHECKING:
    from jinguo.apps.policies.models import PolicyDocument
    from jinguo.engines.notices.draft import Draft
    from jinguo.engines.notices.drafting.plan import IndicatorDraft, MeasureDraft, UnitShare

NO_TASK = ("principle", "significance")
_FACTS = {"activities": "activity.held", "participants": "activity.attended", "honours": "honour.granted"}
_COMPARATORS = {"at_most": "at_most", "=": "exactly"}
_SHARE = re.compile(r"(?:比例|比重|占比|率)$")
_COUNTABLE = re.compile(r"(?:比例|比重|占比|率|度|人数|数量|次数|名额)$")
"""What can be counted where a document sets a direction alone (提升女性入选比例): an officer sets where it is to go."""


@dataclass(frozen=True)
class UnitPart:
    """A unit as the document names it, its part, and the unit of the site that bears this name (None: a person looks)."""

    name: str
    role: str
    organisation: Organisation | None


@dataclass(frozen=True)
class Aim:
    """A number that the document asks for; ``target`` is None where it says the direction alone. ``yearly``: in each year of the
    plan, otherwise in its last. ``adds_up``: what is done in its periods is summed; a share is not."""

    name: str
    unit: str
    said: str
    comparator: str
    target: Decimal | None
    yearly: bool
    fact: str
    adds_up: bool


@dataclass(frozen=True)
class Proposed:
    """A measure of the plan to be, with the place of its words in the document."""

    code: str
    section: str
    heading: str
    text: str
    start: int
    end: int
    units: tuple[UnitPart, ...]
    aims: tuple[Aim, ...]


@dataclass(frozen=True)
class Proposal:
    """The plan to be. ``basis``: titles of the documents it rests on."""

    title: str
    basis: tuple[str, ...]
    measures: tuple[Proposed, ...]

    @property
    def unmatched(self) -> list[str]:
        """Names that no unit of the site bears, each once."""
        return list(
            dict.fromkeys(
                unit.name for one in self.measures for unit in one.units if unit.organisation is None
            )
        )


def propose(reading: Draft, document: PolicyDocument) -> Proposal:
    """The plan that the accepted reading of a document would make. Two queries."""
    draft = draft_plan(reading, document.text)
    wanted = [one for one in draft.measures if one.role not in NO_TASK]
    known = units_by_name()
    codes = codes_of(wanted)
    measures = tuple(
        Proposed(
            code=code,
            section=(one.section_heading or "")[:120],
            heading=_heading(one),
            text=one.text.value,
            start=one.text.span[0],
            end=one.text.span[1],
            units=tuple(_units(one.units, known)),
            aims=tuple(_aim(number) for number in one.indicators if _can_be_counted(number)),
        )
        for code, one in zip(codes, wanted, strict=True)
    )
    title = draft.title.value if draft.title else document.title
    return Proposal(str(title)[:200], tuple(str(one.value) for one in draft.basis), measures)


def codes_of(measures: Iterable[MeasureDraft]) -> list[str]:
    """Numbers as the document has them; where parts of it count anew, with the part's place before them (2.3).

    A number that is still there twice gets a letter.
    """
    listed = list(measures)
    plain = [re.sub(r"[^\w]", "", one.number)[:8] or str(place) for place, one in enumerate(listed, 1)]
    if len(set(plain)) < len(plain):
        parts = list(dict.fromkeys(one.section for one in listed))
        plain = [f"{parts.index(one.section) + 1}.{code}" for one, code in zip(listed, plain, strict=True)]
    seen: Counter[str] = Counter()
    found = []
    for code in plain:
        seen[code] += 1
        found.append(code if seen[code] == 1 else f"{code}-{seen[code]}")
    return found


def _heading(measure: MeasureDraft) -> str:
    if measure.heading:
        return measure.heading.value[:200]
    return re.split(r"[。；，]", measure.text.value, maxsplit=1)[0][:60] or measure.number


def _units(shares: Iterable[UnitShare], known: dict[str, Organisation]) -> Iterable[UnitPart]:
    """Each unit once."""
    seen: set[object] = set()
    for share in shares:
        names = [share.full_name, share.name.value]
        unit = next((known[plain_name(n)] for n in names if n and plain_name(n) in known), None)
        if unit and share.full_name and elsewhere(share.full_name, unit.name):
            unit = None
        role = {"lead": Role.LEAD, "cooperating": Role.PARTICIPATING}.get(share.role, Role.RESPONSIBLE)
        if share.group and unit is None:
            role = Role.GROUP
        key = unit.pk if unit else share.name.value
        if key not in seen:
            seen.add(key)
            yield UnitPart(share.name.value[:120], role, unit)


def _can_be_counted(draft: IndicatorDraft) -> bool:
    return draft.measure != "direction" or _COUNTABLE.search(draft.label) is not None


def _aim(draft: IndicatorDraft) -> Aim:
    directed = draft.measure == "direction"
    of_women = draft.by_sex and draft.measure in ("share", "direction")
    try:
        target = Decimal(str(draft.quantity)) if draft.quantity is not None else None
    except InvalidOperation:  # a range of two numbers: the person sets it
        target = None
    return Aim(
        name=draft.label[:200],
        unit=("%" if _SHARE.search(draft.label) else "") if directed else (draft.unit or "")[:20],
        said=draft.said.value[:300],
        comparator=_COMPARATORS.get(draft.comparator, "at_least"),
        target=target,
        yearly=draft.period in ("year", None) and draft.by is None,
        fact="" if of_women else _FACTS.get(draft.counted or "", ""),
        adds_up=not (of_women or directed),
    )

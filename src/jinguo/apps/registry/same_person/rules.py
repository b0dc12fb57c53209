"""Three sets of rules, read from ``rules.toml``, and what an organisation set for itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from types import MappingProxyType

from jinguo.apps.registry.models import MatchLimits
from jinguo.apps.registry.same_person.linking import Found

STRICT, NORMAL, LOOSE = "strict", "normal", "loose"


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on a pair is asked about, and merged unattended (0: never) where so many fields agree. ``source``: why."""

    ask_from: float
    merge_from: float
    source: str
    agreeing: int = 0

    @property
    def by_machine(self) -> bool:
        return self.merge_from > 0

    def are_certain(self, found: Found) -> bool:
        """Whether a machine may merge a pair, as far as likeness goes."""
        speaking = sum(one["weight"] > 1 for one in found.evidence if one["field"] not in ("start", "sex"))
        return (
            self.by_machine
            and found.probability is not None
            and found.probability >= self.merge_from
            and speaking >= self.agreeing
        )


@cache
def shipped() -> Mapping[str, Limits]:
    """The limits that hold where nobody set others."""
    text = resources.files(__package__).joinpath("rules.toml").read_text("utf-8")
    return MappingProxyType({name: Limits(**row) for name, row in tomllib.loads(text).items()})


def limits_of(rules: str, upwards: tuple[int, ...]) -> Limits:
    """The limits of a registry: of itself or the nearest above (``upwards``: its id, then those above), else the shipped ones.

    What an organisation sets narrows or widens what is asked; whether a machine merges at all follows from the rules too.
    """
    limits = shipped()[rules]
    own = {one.organisation_id: one for one in MatchLimits.objects.filter(organisation__in=upwards)}
    nearest = next((own[one] for one in upwards if one in own), None)
    if nearest is None or rules == LOOSE:
        return limits
    merge_from = nearest.merge_from if limits.by_machine and nearest.unattended else 0.0
    return replace(limits, ask_from=nearest.ask_from, merge_from=merge_from, source=nearest.why)

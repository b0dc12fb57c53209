"""How far the demo's registry is: one small file in the demo's own folder, written beside and renamed."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from jinguo.demo.registry.lists import LISTS

FIRST, MATCHING, TIERS, FINISHING = "lists", "matching", "tiers", "finishing"
STEPS = (FIRST, *(spec.key for spec in LISTS), MATCHING, TIERS, FINISHING)
"""The lists made, each taken in, then matched, weighed for tiers, and put to use."""


def folder() -> Path:
    """Where the lists, the truth and this plan lie."""
    return Path(settings.JINGUO_DATA) / "demo-registry"


@dataclass
class Plan:
    """What is built, and what of it stands."""

    persons: int
    done: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def next_step(self) -> str | None:
        return next((step for step in STEPS if step not in self.done), None)

    def save(self) -> None:
        """Write it so that whoever is killed leaves the old one or the new one."""
        folder().mkdir(parents=True, exist_ok=True)
        beside = _file().with_suffix(".new")
        beside.write_text(
            json.dumps({"persons": self.persons, "done": self.done, "seconds": self.seconds}), "utf-8"
        )
        os.replace(beside, _file())

    def mark(self, step: str, seconds: float) -> None:
        self.done.append(step)
        self.seconds[step] = round(seconds, 1)
        self.save()


def read() -> Plan | None:
    """The plan that stands; None where nobody asked for a registry."""
    try:
        return Plan(**json.loads(_file().read_text("utf-8")))
    except FileNotFoundError:
        return None


def _file() -> Path:
    return folder() / "plan.json"

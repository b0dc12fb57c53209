"""What a woman looks like, from a seed; what she wears, from the scene."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

SKINS = ("#f6d3bb", "#f2c6a5", "#eab98f", "#dba57a", "#f8dcc9", "#c98f66")
HAIRS = ("#241f26", "#2f2522", "#3b2a22", "#1f2430", "#4a3428", "#8d8a8f")
TOPS = ("#d9655b", "#4f7cac", "#e0a458", "#6b9080", "#8e6c9e", "#c8553d", "#3d6b7d", "#e7b7a3", "#7a9e5f")
STYLES = ("bob", "ponytail", "bun", "long", "short", "braid")


@dataclass(frozen=True, slots=True)
class Look:
    """What stays the same on every picture of one person."""

    skin: str
    hair: str
    style: str
    top: str
    trousers: str
    glasses: bool
    fringe: int

    @classmethod
    def of(cls, random: Random) -> Look:
        return cls(
            skin=random.choice(SKINS[:5] if random.random() < 0.9 else SKINS),
            hair=random.choices(HAIRS, (5, 4, 4, 4, 2, 1))[0],
            style=random.choice(STYLES),
            top=random.choice(TOPS),
            trousers=random.choice(("#3a4660", "#4b4a57", "#2f4858", "#5a5247")),
            glasses=random.random() < 0.35,
            fringe=random.randrange(3),
        )


@dataclass(frozen=True, slots=True)
class Dress:
    """What she wears for the work. ``outfit``: coat, vest, overall, scrubs, shirt, jacket;
    ``hat``: helmet, cap, straw, rider, nurse or nothing."""

    outfit: str = "shirt"
    colour: str = "#ffffff"
    hat: str = ""
    hat_colour: str = "#f2b632"
    goggles: bool = False

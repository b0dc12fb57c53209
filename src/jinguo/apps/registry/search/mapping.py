"""The persons of a registry by administrative division: the provinces as tiles, what lies below one as a ranked table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from types import MappingProxyType

from django.db.models import Count

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import queries
from jinguo.apps.registry.search.asking import Asked
from jinguo.apps.registry.search.derived import OVERSEAS, place_name, regions_above, regions_below
from jinguo.apps.registry.search.small_counts import hidden
from jinguo.standards.divisions import divisions

SHADES = 5
_ENDS = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区", "省", "市")


@dataclass(frozen=True, slots=True)
class Division:
    """One division with how many persons, ``None`` where that is not told. ``shade`` 0 is nobody, the darkest the most."""

    code: str
    name: str
    total: int | None
    women: int | None
    men: int | None
    query: str
    below: bool
    shade: int = 0

    @property
    def short(self) -> str:
        """As it stands on a tile."""
        return next((self.name.removesuffix(end) for end in _ENDS if self.name.endswith(end)), self.name)

    @property
    def percent(self) -> float | None:
        """The share of women among those whose sex is stated."""
        stated = (self.women or 0) + (self.men or 0)
        return 100 * (self.women or 0) / stated if stated and self.total is not None else None


@dataclass(frozen=True, slots=True)
class Tile:
    """A provincial division on the grid; ``x`` and ``y`` count tiles."""

    division: Division
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Map:
    """What the page shows of one division (``here``; empty: the whole country)."""

    here: str
    above: tuple[tuple[str, str], ...]
    divisions: tuple[Division, ...]
    tiles: tuple[Tile, ...]
    placed: int
    unplaced: int
    unclear: int


@cache
def grid() -> Mapping[str, tuple[int, int]]:
    """Code → (row, column)."""
    text = resources.files(__package__).joinpath("map_grid.toml").read_text("utf-8")
    return MappingProxyType({code: (row, column) for code, (row, column) in tomllib.loads(text).items()})


def map_of(registry: Organisation, here: str = "", *, guarded: bool = False, lang: str = "zh-hans") -> Map:
    """The map of a registry, one query. ``guarded``: small counts are not told."""
    if here not in divisions():
        here = ""
    depth = len(regions_above(here))
    below: dict[str, dict[str, int]] = {code: {} for code in regions_below(here)}
    if not here:
        below[OVERSEAS] = {}
    placed = unplaced = unclear = 0
    rows = queries.people.cards_of(registry).order_by().values_list("region", "sex").annotate(Count("pk"))
    for code, sex, count in rows:
        above = regions_above(code)
        if not code:
            unplaced += count
        elif here and here not in above:
            continue
        elif len(above) <= depth:
            unclear += count
            placed += count
        else:
            told = below.setdefault(above[depth], {})
            told[sex] = told.get(sex, 0) + count
            placed += count
    found = _shaded(_divisions(below, guarded, lang))
    tiles = tuple(Tile(one, grid()[one.code][1], grid()[one.code][0]) for one in found if one.code in grid())
    trail = tuple((code, divisions()[code]) for code in regions_above(here))
    shown = tuple(one for one in found if one.total != 0)
    return Map(here, trail, shown, tiles if not here else (), placed, unplaced, unclear)


def _divisions(below: Mapping[str, Mapping[str, int]], guarded: bool, lang: str) -> list[Division]:
    totals = {code: sum(told.values()) for code, told in below.items()}
    away = hidden(totals) if guarded else set()
    found = []
    for code, told in below.items():
        women, men = told.get("F", 0), told.get("M", 0)
        small = guarded and hidden({"F": women, "M": men})
        total = None if code in away else totals[code]
        split = total is not None and not small
        found.append(
            Division(
                code,
                divisions().get(code) or place_name(code, lang),
                total,
                women if split else None,
                men if split else None,
                Asked(region=code).query,
                below=bool(regions_below(code)),
            )
        )
    return sorted(found, key=lambda one: (-(one.total or 0), one.code))


def _shaded(found: Iterable[Division]) -> list[Division]:
    """By rank, so that one metropolis does not leave all others pale."""
    all_of_them = list(found)
    ranked = sorted({one.total for one in all_of_them if one.total})
    steps = {total: 1 + (place * SHADES) // len(ranked) for place, total in enumerate(ranked)}
    return [
        replace(one, shade=steps.get(one.total or 0, 1 if one.total is None else 0)) for one in all_of_them
    ]

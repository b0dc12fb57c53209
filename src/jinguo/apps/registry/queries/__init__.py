"""Reads of the registry. What a registry shows is what its organisation and those below it keep."""

from jinguo.apps.registry.queries import (
    honours,
    imports,
    matching,
    pairs,
    people,
    photos,
    rights,
    searches,
    tiers,
    units,
)
from jinguo.apps.registry.queries.honours import HonourStory, honours_by_source, honours_of_person

__all__ = [
    "HonourStory",
    "honours",
    "honours_by_source",
    "honours_of_person",
    "imports",
    "matching",
    "pairs",
    "people",
    "photos",
    "rights",
    "searches",
    "tiers",
    "units",
]

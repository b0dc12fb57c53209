"""Wrong tries, counted for a while by all web processes together: a limit that each counted alone would be no limit.

A limit of five is five places in the cache (a table, see `CACHES`). Each wrong try takes one, and nobody else gets it
meanwhile; it is free again when its time is over.
"""

from __future__ import annotations

import hashlib

from django.core.cache import cache


def used_up(what: str, *, limit: int) -> bool:
    """Whether all tries at `what` are used up."""
    return len(cache.get_many(_places(what, limit))) >= limit


def count(what: str, *, limit: int, within_s: int) -> None:
    """One more wrong try at `what`: it counts for ``within_s`` seconds."""
    places = _places(what, limit)
    taken = cache.get_many(places)
    for place in places:
        if place not in taken and cache.add(place, 1, within_s):
            return


def _places(what: str, limit: int) -> list[str]:
    key = hashlib.sha256(what.encode()).hexdigest()
    return [f"tries:{key}:{place}" for place in range(limit)]

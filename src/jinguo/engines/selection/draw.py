"""The draw among equals, by a seed that was fixed before the marks were opened."""

from __future__ import annotations

import hashlib


def drawn(seed: str, candidate_id: str) -> str:
    """The lot of a candidate: SHA-256 of seed, line feed, id. The smaller one comes first.

    Anyone can recompute it: ``printf 'SEED\\nID' | sha256sum``.
    """
    return hashlib.sha256(f"{seed}\n{candidate_id}".encode()).hexdigest()


def commitment(seed: str) -> str:
    """What may be published before the seed itself: its SHA-256 (``printf SEED | sha256sum``)."""
    return hashlib.sha256(seed.encode()).hexdigest()

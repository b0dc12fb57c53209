"""One answer among equally good ones, whatever solver found the first.

Every pair has a key of 40 bits: SplitMix64 over the two ids' BLAKE2b digests. Among all optimal assignments the one
with the least sum of keys is taken. The keys know nothing of the order of rows nor of a solver's version; two
assignments have the same sum with a chance of about (pairs that can stand in an optimum) / 2⁴⁰.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from jinguo.engines.assignment.flow import Network, narrowed, reduced, send
from jinguo.engines.assignment.problem import Ints, Problem

Words = npt.NDArray[np.uint64]


def keys(problem: Problem, pairs: Ints, *, bits: int = 40) -> Ints:
    """The keys of these pairs."""
    items = _digests("item", problem.items)[problem.pair_item[pairs]]
    reviewers = _digests("reviewer", problem.reviewers)[problem.pair_reviewer[pairs]]
    mixed = _mix(items + np.uint64(0x9E3779B97F4A7C15) * _mix(reviewers))
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


def settle(problem: Problem, free: Ints, network: Network, cost: Ints, price: Ints, flow: Ints) -> Ints:
    """Of all flows that cost the same, the one with the least sum of keys."""
    rest, open_ = narrowed(network, reduced(network, cost, price))
    bits = min(40, 60 - len(network.supply).bit_length())
    chosen = send(rest, keys(problem, free[np.flatnonzero(open_[: network.pairs])], bits=bits))
    if chosen is None:
        return flow
    settled = flow.copy()
    settled[open_] = chosen
    return settled


def _digests(kind: str, ids: Iterable[str]) -> Words:
    found = b"".join(blake2b(f"{kind}\0{one}".encode(), digest_size=8).digest() for one in ids)
    return np.frombuffer(found, dtype="<u8")


def _mix(word: Words) -> Words:
    """SplitMix64's finaliser (Steele, Lea, Flood 2014)."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))

"""Who marked what: the review graph as arrays, sparse, in an order that does not depend on the input's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, hstack
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Design:
    """One number ``y[k]`` of reviewer ``reviewers[reviewer[k]]`` for item ``items[item[k]]``, k ordered by item and
    reviewer; at most one for each pair.
    """

    items: tuple[str, ...]
    reviewers: tuple[str, ...]
    item: Ints
    reviewer: Ints
    y: Floats

    @classmethod
    def of(cls, marks: Iterable[tuple[str, str, float]]) -> Design:
        """Build from (item, reviewer, number).

        Raises:
            ValueError: no marks, two of one reviewer for one item, or a number that is not finite.
        """
        rows = list(marks)
        if not rows:
            raise ValueError("no marks")
        items, item = np.unique([row[0] for row in rows], return_inverse=True)
        reviewers, reviewer = np.unique([row[1] for row in rows], return_inverse=True)
        return cls.of_arrays(
            tuple(items.tolist()),
            tuple(reviewers.tolist()),
            item.astype(np.int64),
            reviewer.astype(np.int64),
            np.array([float(row[2]) for row in rows]),
        )

    @classmethod
    def of_arrays(
        cls, items: tuple[str, ...], reviewers: tuple[str, ...], item: Ints, reviewer: Ints, y: Floats
    ) -> Design:
        """Build from indices; for large files."""
        order = np.lexsort((reviewer, item))
        item, reviewer, y = item[order], reviewer[order], y[order]
        if not np.isfinite(y).all():
            raise ValueError("a mark is not a finite number")
        if (np.diff(item) + np.diff(reviewer) * (np.diff(item) == 0) == 0).any():
            raise ValueError("two marks of one reviewer for one item")
        return cls(items, reviewers, item, reviewer, y)

    @property
    def n(self) -> int:
        return len(self.y)

    @cached_property
    def per_item(self) -> Floats:
        """How many marks each item has."""
        return np.bincount(self.item, minlength=len(self.items)).astype(float)

    @cached_property
    def per_reviewer(self) -> Floats:
        """How many marks each reviewer gave."""
        return np.bincount(self.reviewer, minlength=len(self.reviewers)).astype(float)

    @cached_property
    def incidence(self) -> csr_array:
        """Items × reviewers, 1 where there is a mark."""
        shape = (len(self.items), len(self.reviewers))
        return csr_array(coo_array((np.ones(self.n), (self.item, self.reviewer)), shape=shape))

    @cached_property
    def bordered(self) -> csr_array:
        """Items × (general mean, reviewers): the number of marks in front of the incidence."""
        return csr_array(hstack([csr_array(self.per_item[:, None]), self.incidence]))

    @cached_property
    def components(self) -> tuple[int, Ints, Ints]:
        """Number of connected parts of the review graph, the part of each item, the part of each reviewer.

        Two items are in one part when a chain of common reviewers leads from one to the other. Nothing in
        the marks says how reviewers of different parts compare.
        """
        shift = len(self.items)
        size = shift + len(self.reviewers)
        graph = coo_array((np.ones(self.n), (self.item, self.reviewer + shift)), shape=(size, size))
        count, label = connected_components(csr_array(graph), directed=False)
        return int(count), label[:shift].astype(np.int64), label[shift:].astype(np.int64)

    @property
    def complete(self) -> bool:
        """Whether every reviewer marked every item."""
        return self.n == len(self.items) * len(self.reviewers)

    def sum_by_item(self, values: Floats) -> Floats:
        return np.bincount(self.item, values, len(self.items)).astype(float)

    def sum_by_reviewer(self, values: Floats) -> Floats:
        return np.bincount(self.reviewer, values, len(self.reviewers)).astype(float)

    def item_means(self) -> Floats:
        """The plain mean of each item."""
        return self.sum_by_item(self.y) / self.per_item

    def table(self) -> Floats:
        """Items × reviewers of a complete design."""
        return self.y.reshape(len(self.items), len(self.reviewers))

    def without(self, k: int) -> Design:
        """The design less mark ``k``; items and reviewers keep their numbers."""
        keep = np.arange(self.n) != k
        return Design(self.items, self.reviewers, self.item[keep], self.reviewer[keep], self.y[keep])

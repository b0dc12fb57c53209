"""Disciplines and keywords of many nominations against all experts at once, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jinguo.engines.expertise.disciplines import common_levels
from jinguo.engines.expertise.words import folded

__all__ = ["Codes", "KeywordMatch", "Keywords", "keyword_similarity"]

Floats = NDArray[np.float64]
_ENOUGH = 0.5
"""Keywords that share fewer of their character pairs than this are different."""


class KeywordMatch(NamedTuple):
    """A keyword of the nomination and the most similar one of the expert."""

    item_keyword: str
    reviewer_keyword: str
    similarity: float


class Codes:
    """The experts' disciplines, ready to be compared with those of nominations."""

    def __init__(self, experts: Sequence[tuple[str, ...]], worth: tuple[float, ...]) -> None:
        self.worth = np.array((0.0, *worth))
        self.columns = _Columns(experts)

    def block(self, items: Sequence[tuple[str, ...]]) -> tuple[Floats, NDArray[np.int64]]:
        """(what agreement is worth in [0, 1], the deepest level of agreement), one row an item."""
        unlike = sorted({code for codes in items for code in codes})
        levels = common_levels(unlike, self.columns.values)
        nearest = self.columns.greatest(levels)
        rows = {code: number for number, code in enumerate(unlike)}
        worth = np.zeros((len(items), nearest.shape[1]))
        deepest = np.zeros((len(items), nearest.shape[1]), dtype=np.int64)
        for number, codes in enumerate(items):
            weights = [1 / (place + 1) for place in range(len(codes))]
            for code, weight in zip(codes, weights, strict=True):
                worth[number] += weight / sum(weights) * self.worth[nearest[rows[code]]]
                deepest[number] = np.maximum(deepest[number], nearest[rows[code]])
        return worth, deepest


class Keywords:
    """The experts' keywords, ready to be compared with those of nominations."""

    def __init__(self, experts: Sequence[tuple[str, ...]]) -> None:
        self.columns = _Columns([tuple(folded(word) for word in words) for words in experts])

    def block(self, items: Sequence[tuple[str, ...]]) -> Floats:
        """The mean over an item's keywords of the greatest similarity to one of the expert's; one row an item."""
        sets = [sorted({folded(word) for word in words} - {""}) for words in items]
        unlike = sorted({word for words in sets for word in words})
        best = self.columns.greatest(_similarities(unlike, self.columns.values))
        rows = {word: number for number, word in enumerate(unlike)}
        means = np.zeros((len(items), best.shape[1]))
        for number, words in enumerate(sets):
            for word in words:
                means[number] += best[rows[word]]
            means[number] /= max(1, len(words))
        return means

    def matches(self, item: tuple[str, ...], expert: tuple[str, ...]) -> tuple[KeywordMatch, ...]:
        """The evidence of one pair, the most similar first."""
        found = []
        for word in item:
            scored = [(keyword_similarity(word, other), other) for other in expert]
            similarity, nearest = min(scored, key=lambda one: (-one[0], one[1]), default=(0.0, ""))
            if similarity:
                found.append(KeywordMatch(word, nearest, round(similarity, 6)))
        return tuple(sorted(found, key=lambda match: (-match.similarity, match.item_keyword)))


def keyword_similarity(one: str, other: str) -> float:
    """1 for the same keyword, else the share of common character pairs (Dice) where it reaches one half, else 0.

    >>> keyword_similarity("稀土发光材料", "稀土发光"), keyword_similarity("力学", "光学")
    (0.75, 0.0)
    """
    a, b = folded(one), folded(other)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    left, right = _pairs(a), _pairs(b)
    dice = 2 * len(left & right) / (len(left) + len(right))
    return dice if dice >= _ENOUGH else 0.0


class _Columns:
    """Values of the experts as columns, so that the greatest of each expert's is one pass."""

    def __init__(self, experts: Sequence[tuple[str, ...]]) -> None:
        self.values = sorted({value for values in experts for value in values if value})
        column = {value: number for number, value in enumerate(self.values)}
        nothing = len(self.values)
        self.experts = len(experts)
        lists = [[column[value] for value in values if value] or [nothing] for values in experts]
        self.flat = np.array([number for numbers in lists for number in numbers], dtype=np.int64)
        lengths = [len(numbers) for numbers in lists]
        self.starts = np.cumsum([0, *lengths[:-1]]) if lengths else np.zeros(0, dtype=np.int64)

    def greatest(self, matrix: NDArray[np.generic]) -> NDArray[np.generic]:
        """(rows × values) → (rows × experts); 0 for an expert who has no value."""
        if not self.experts:
            return np.zeros((len(matrix), 0), dtype=matrix.dtype)
        padded = np.concatenate([matrix, np.zeros((len(matrix), 1), dtype=matrix.dtype)], axis=1)
        return np.maximum.reduceat(padded[:, self.flat], self.starts, axis=1)


def _similarities(ones: Sequence[str], others: Sequence[str]) -> Floats:
    """Dice over character pairs, exact in whole numbers before the one division."""
    pairs = sorted({pair for word in (*ones, *others) for pair in _pairs(word)})
    index = {pair: number for number, pair in enumerate(pairs)}
    left, right = _bags(ones, index), _bags(others, index)
    common = (left @ right.T).toarray().astype(np.float64)
    sizes = np.asarray(left.sum(axis=1)).reshape(-1, 1) + np.asarray(right.sum(axis=1)).reshape(1, -1)
    dice: Floats = 2 * common / np.maximum(sizes, 1)
    dice[dice < _ENOUGH] = 0
    row = {word: number for number, word in enumerate(ones)}
    for column, word in enumerate(others):
        if word in row:
            dice[row[word], column] = 1
    return dice


def _bags(words: Sequence[str], index: dict[str, int]) -> Any:
    from scipy.sparse import csr_matrix  # slow import: only when keywords are compared

    bags = [sorted(index[pair] for pair in _pairs(word)) for word in words]
    ends = np.cumsum([0, *(len(bag) for bag in bags)])
    flat = [number for bag in bags for number in bag]
    return csr_matrix(
        (np.ones(len(flat), dtype=np.int64), flat, ends), shape=(len(words), max(1, len(index)))
    )


def _pairs(word: str) -> set[str]:
    return {word[at : at + 2] for at in range(len(word) - 1)} or {word}

"""Texts of nominations against texts of experts: what a back end must give, and three of them.

:class:`TfIdf` is the embedded default. :class:`CharacterNGrams` needs no dictionary. :class:`Embedded` takes any function
that makes vectors of sentences. A setting names a back end by its dotted path; :func:`load_similarity` finds it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from jinguo.engines.expertise.words import character_ngrams, words
from jinguo.errors import Refused

__all__ = [
    "CharacterNGrams",
    "Comparison",
    "Embedded",
    "Term",
    "TextSimilarity",
    "TfIdf",
    "load_similarity",
]

Floats = NDArray[np.float64]
Analyzer = Callable[[str], list[str]]


class Term(NamedTuple):
    """A word that both texts have, and what it adds to their similarity."""

    word: str
    weight: float


class Comparison(Protocol):
    """All items against all reviewers."""

    def block(self, start: int, stop: int) -> Floats:
        """Similarities in [0, 1] of the items from ``start`` to ``stop``, one row an item, one column a reviewer."""
        ...

    def terms(self, item: int, reviewer: int, limit: int) -> tuple[Term, ...]:
        """The words that speak most for a pair; empty where the back end knows no words."""
        ...


@runtime_checkable
class TextSimilarity(Protocol):
    """A way to compare texts. ``name`` is stored beside the affinities that came from it."""

    name: str

    def compare(self, items: Sequence[str], reviewers: Sequence[str]) -> Comparison:
        """Compare every text of an item with every text of a reviewer; an empty text is like nothing."""
        ...


class TfIdf:
    """Cosine of TF-IDF vectors, words and runs of characters side by side: ``words`` × cos of the words plus
    (1 − ``words``) × cos of the runs. Weights of terms come from all texts of both sides together.
    """

    def __init__(self, words_weight: float = 0.6) -> None:
        self.name = "tfidf-jieba-ngrams"
        self.words_weight = words_weight

    def compare(self, items: Sequence[str], reviewers: Sequence[str]) -> Comparison:
        return _Weighted(
            [
                (self.words_weight, _Vectors(items, reviewers, words)),
                (1 - self.words_weight, _Vectors(items, reviewers, character_ngrams)),
            ]
        )


class CharacterNGrams:
    """Cosine of TF-IDF vectors of character runs alone: no dictionary, no second of loading."""

    def __init__(self) -> None:
        self.name = "tfidf-ngrams"

    def compare(self, items: Sequence[str], reviewers: Sequence[str]) -> Comparison:
        return _Weighted([(1.0, _Vectors(items, reviewers, character_ngrams))])


class Embedded:
    """Cosine of sentence embeddings, negative ones 0. ``encode`` makes one row of numbers a text."""

    def __init__(self, encode: Callable[[Sequence[str]], Any], name: str = "embedding") -> None:
        self.encode, self.name = encode, name

    def compare(self, items: Sequence[str], reviewers: Sequence[str]) -> Comparison:
        return _Dense(self._vectors(items), self._vectors(reviewers))

    def _vectors(self, texts: Sequence[str]) -> Floats:
        vectors = np.asarray(self.encode(list(texts)), dtype=np.float64)
        if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
            raise Refused.because("similarity_not_vectors", name=self.name, texts=len(texts))
        vectors[[not text.strip() for text in texts]] = 0
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        lengths[lengths == 0] = 1
        unit: Floats = vectors / lengths
        return unit


def load_similarity(path: str) -> TextSimilarity:
    """The back end that a dotted path names: ``package.module:Name`` or ``package.module.Name``.

    A class is called without arguments; an object with ``compare`` is taken as it is; any other function is taken to
    make vectors of texts. Refused: similarity_unknown (path, why), similarity_unfit (path).

    >>> load_similarity("jinguo.engines.expertise.similarity:CharacterNGrams").name
    'tfidf-ngrams'
    """
    module, _, name = path.partition(":") if ":" in path else path.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), name)
        made = found() if isinstance(found, type) else found
    except (ImportError, AttributeError, ValueError, TypeError) as problem:
        raise Refused.because("similarity_unknown", path=path, why=str(problem)) from problem
    if isinstance(made, TextSimilarity):
        return made
    if callable(made):
        return Embedded(made, path)
    raise Refused.because("similarity_unfit", path=path)


class _Vectors:
    """TF-IDF vectors of both sides under one analyzer."""

    def __init__(self, items: Sequence[str], reviewers: Sequence[str], analyzer: Analyzer) -> None:
        from scipy.sparse import csr_matrix  # slow import: only when texts are compared
        from sklearn.feature_extraction.text import TfidfVectorizer  # slow import: only for texts

        vectorizer = TfidfVectorizer(analyzer=_prepared, sublinear_tf=True)
        bags = [analyzer(text) for text in (*items, *reviewers)]
        if any(bags):
            both = vectorizer.fit_transform(bags).tocsr()
            self.words: Sequence[str] = vectorizer.get_feature_names_out()
        else:
            both, self.words = csr_matrix((len(bags), 1)), [""]
        both.sort_indices()  # so that sums run in the order of the terms, whatever the order of the texts
        self.items, self.reviewers = both[: len(items)], both[len(items) :]
        self.columns = self.reviewers.T.tocsr()

    def block(self, start: int, stop: int) -> Floats:
        return np.asarray((self.items[start:stop] @ self.columns).toarray(), dtype=np.float64)

    def terms(self, item: int, reviewer: int, limit: int) -> tuple[Term, ...]:
        own, other = _row(self.items, item), _row(self.reviewers, reviewer)
        weights = {term: weight * other[term] for term, weight in own.items() if term in other}
        best = sorted(weights, key=lambda term: (-weights[term], self.words[term]))[:limit]
        return tuple(Term(str(self.words[term]), round(float(weights[term]), 6)) for term in best)


class _Weighted:
    """A weighted sum; the words that count are those of the first."""

    def __init__(self, parts: Sequence[tuple[float, _Vectors]]) -> None:
        self.parts = parts

    def block(self, start: int, stop: int) -> Floats:
        total = self.parts[0][0] * self.parts[0][1].block(start, stop)
        for weight, vectors in self.parts[1:]:
            total += weight * vectors.block(start, stop)
        bounded: Floats = np.minimum(total, 1.0)
        return bounded

    def terms(self, item: int, reviewer: int, limit: int) -> tuple[Term, ...]:
        weight, vectors = self.parts[0]
        found = vectors.terms(item, reviewer, limit)
        return tuple(Term(term.word, round(weight * term.weight, 6)) for term in found)


class _Dense:
    def __init__(self, items: Floats, reviewers: Floats) -> None:
        self.items, self.reviewers = items, reviewers

    def block(self, start: int, stop: int) -> Floats:
        products = [self.reviewers @ row for row in self.items[start:stop]]
        rows: Floats = np.array(products, dtype=np.float64).reshape(stop - start, len(self.reviewers))
        return rows.clip(0.0, 1.0)

    def terms(self, item: int, reviewer: int, limit: int) -> tuple[Term, ...]:
        return ()


def _prepared(terms: list[str]) -> list[str]:
    return terms


def _row(matrix: Any, number: int) -> dict[int, float]:
    start, stop = matrix.indptr[number], matrix.indptr[number + 1]
    return dict(zip(matrix.indices[start:stop].tolist(), matrix.data[start:stop].tolist(), strict=True))

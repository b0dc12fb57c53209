"""Affinities between nominations and experts, with what speaks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from jinguo.engines.expertise.disciplines import CodeMatch, best_matches
from jinguo.engines.expertise.parts import Codes, KeywordMatch, Keywords
from jinguo.engines.expertise.similarity import Comparison, Term, TextSimilarity, TfIdf
from jinguo.errors import Refused
from jinguo.reasons import Reason
from jinguo.standards.codes import label

__all__ = ["Affinities", "AffinityRules", "Evidence", "Pair", "Profile", "affinities"]

Floats = NDArray[np.float64]
_CELLS = 4_000_000
"""Cells of one block: what is held at once, whatever the number of nominations."""
_DIGITS = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of the subject of a nomination or of an expert. ``codes``: GB/T 13745; of a nomination the first
    discipline stands first. ``text``: whatever tells what the person works on, in Chinese or English.
    """

    id: str
    codes: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    text: str = ""


class AffinityRules(BaseModel):
    """How much each part counts, what agreement to level 1, 2, 3 is worth, and which pairs are given.

    A pair is given when its affinity reaches ``threshold``, or it is among the ``top`` of its nomination, or the two
    agree in a discipline to ``in_discipline`` levels.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    codes: Decimal = Field(default=Decimal("0.5"), ge=0)
    keywords: Decimal = Field(default=Decimal("0.2"), ge=0)
    texts: Decimal = Field(default=Decimal("0.3"), ge=0)
    levels: tuple[Decimal, Decimal, Decimal] = (Decimal("0.4"), Decimal("0.75"), Decimal("1"))
    threshold: Decimal = Field(default=Decimal("0.2"), ge=0, le=1)
    top: int = Field(default=20, ge=0)
    in_discipline: int = Field(default=1, ge=1, le=3)


class Pair(NamedTuple):
    """One pair that is given. ``affinity`` has six digits after the point."""

    item: str
    reviewer: str
    affinity: Decimal


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a pair. ``codes_part``, ``keywords_part``, ``texts_part`` lie in [0, 1] and come before the
    weights.
    """

    codes_part: Decimal
    keywords_part: Decimal
    texts_part: Decimal
    codes: tuple[CodeMatch, ...]
    keywords: tuple[KeywordMatch, ...]
    terms: tuple[Term, ...]

    def reasons(self) -> tuple[Reason, ...]:
        """The same in codes for sentences."""
        found = [
            Reason.info(
                "affinity_discipline",
                level=match.level,
                item_name=label("disciplines", match.item_code),
                item_code=match.item_code,
                reviewer_name=label("disciplines", match.reviewer_code),
                reviewer_code=match.reviewer_code,
            )
            for match in self.codes
        ]
        if self.keywords:
            found.append(
                Reason.info("affinity_keywords", words=tuple(match.item_keyword for match in self.keywords))
            )
        if self.terms:
            found.append(Reason.info("affinity_words", words=tuple(term.word for term in self.terms)))
        return tuple(found) or (Reason.info("affinity_nothing"),)

    def as_json(self) -> dict[str, object]:
        """Plain values, as ``jinguo affinity --evidence`` writes them."""
        return {
            "parts": {
                "codes": str(self.codes_part),
                "keywords": str(self.keywords_part),
                "texts": str(self.texts_part),
            },
            "codes": [match._asdict() for match in self.codes],
            "keywords": [match._asdict() for match in self.keywords],
            "terms": [term._asdict() for term in self.terms],
        }


class Affinities:
    """The pairs that are given, by nomination in the order of the input, the best first; evidence when asked for."""

    def __init__(
        self,
        pairs: tuple[Pair, ...],
        places: dict[tuple[str, str], int],
        parts: Floats,
        evidence: Callable[[str, str], tuple[Any, ...]],
        similarity: str,
    ) -> None:
        self.pairs, self.similarity = pairs, similarity
        self._places, self._parts, self._evidence = places, parts, evidence

    def evidence(self, item: str, reviewer: str) -> Evidence:
        """What speaks for a pair that is given. KeyError for one that is not."""
        codes, keywords, texts = self._parts[self._places[item, reviewer]]
        return Evidence(_exact(codes), _exact(keywords), _exact(texts), *self._evidence(item, reviewer))


def affinities(
    nominations: Sequence[Profile],
    experts: Sequence[Profile],
    rules: AffinityRules | None = None,
    *,
    similarity: TextSimilarity | None = None,
    terms: int = 8,
    progress: Callable[[int, int], None] | None = None,
) -> Affinities:
    """The affinities between nominations and experts, as sparse pairs.

    A part that a nomination lacks is left out for all experts alike and the others count more; one that an expert lacks
    is 0. The order of either list, and of an expert's codes and keywords, changes nothing; of a nomination's codes the
    n-th counts 1/n. ``terms``: common words shown in the evidence.

    Refused: profile_twice (id), affinity_weightless.
    """
    rules = rules or AffinityRules()
    _check(nominations, experts, rules)
    maker = similarity or TfIdf()
    compared = maker.compare([one.text for one in nominations], [one.text for one in experts])
    found = _Found(nominations, experts, rules, compared)
    size = max(1, _CELLS // max(1, len(experts)))
    for start in range(0, len(nominations), size):
        stop = min(start + size, len(nominations))
        found.add(start, stop)
        if progress:
            progress(stop, len(nominations))
    return found.result(maker.name, terms)


class _Found:
    """Gathers the pairs, block by block."""

    def __init__(
        self,
        nominations: Sequence[Profile],
        experts: Sequence[Profile],
        rules: AffinityRules,
        compared: Comparison,
    ) -> None:
        self.nominations, self.experts, self.rules, self.compared = nominations, experts, rules, compared
        self.codes = Codes([one.codes for one in experts], tuple(float(worth) for worth in rules.levels))
        self.keywords = Keywords([one.keywords for one in experts])
        ids = sorted(range(len(experts)), key=lambda number: experts[number].id)
        self.order = np.empty(len(experts), dtype=np.int64)
        self.order[ids] = np.arange(len(experts))
        self.pairs: list[Pair] = []
        self.parts: list[Floats] = []

    def add(self, start: int, stop: int) -> None:
        items = self.nominations[start:stop]
        worth, level = self.codes.block([one.codes for one in items])
        parts = np.stack(
            [worth, self.keywords.block([one.keywords for one in items]), self.compared.block(start, stop)]
        )
        weights = np.array([self._weights(one) for one in items])
        total: Floats = np.zeros(worth.shape)
        for number in range(3):  # one after the other: the same sum in the same order everywhere
            total += weights[:, number : number + 1] * parts[number]
        rounded: Floats = np.round(np.minimum(total, 1.0), 6).astype(np.float64)
        for row, item in enumerate(items):
            self._keep(item, rounded[row], level[row], parts[:, row, :])

    def _weights(self, item: Profile) -> tuple[float, ...]:
        there = (bool(item.codes), bool(item.keywords), bool(item.text.strip()))
        wanted = (float(self.rules.codes), float(self.rules.keywords), float(self.rules.texts))
        counted = [weight if has else 0.0 for weight, has in zip(wanted, there, strict=True)]
        return tuple(weight / (sum(counted) or 1.0) for weight in counted)

    def _keep(self, item: Profile, total: Floats, level: NDArray[np.int64], parts: Floats) -> None:
        ranked = np.lexsort((self.order, -total))
        place = np.empty(len(ranked), dtype=np.int64)
        place[ranked] = np.arange(len(ranked))
        kept = (total > 0) & (total >= float(self.rules.threshold))
        kept |= (total > 0) & (place < self.rules.top)
        kept |= level >= self.rules.in_discipline
        chosen = [number for number in ranked.tolist() if kept[number]]
        self.pairs += [Pair(item.id, self.experts[number].id, _exact(total[number])) for number in chosen]
        self.parts.append(parts[:, chosen].T)

    def result(self, name: str, terms: int) -> Affinities:
        rows = {one.id: number for number, one in enumerate(self.nominations)}
        columns = {one.id: number for number, one in enumerate(self.experts)}

        def evidence(item: str, reviewer: str) -> tuple[Any, ...]:
            row, column = rows[item], columns[reviewer]
            nomination, expert = self.nominations[row], self.experts[column]
            return (
                best_matches(nomination.codes, expert.codes),
                self.keywords.matches(nomination.keywords, expert.keywords),
                self.compared.terms(row, column, terms),
            )

        places = {(pair.item, pair.reviewer): number for number, pair in enumerate(self.pairs)}
        parts = np.concatenate([np.zeros((0, 3)), *self.parts])
        return Affinities(tuple(self.pairs), places, parts, evidence, name)


def _check(nominations: Sequence[Profile], experts: Sequence[Profile], rules: AffinityRules) -> None:
    if not rules.codes + rules.keywords + rules.texts:
        raise Refused.because("affinity_weightless")
    for profiles in (nominations, experts):
        seen: set[str] = set()
        for profile in profiles:
            if profile.id in seen:
                raise Refused.because("profile_twice", id=profile.id)
            seen.add(profile.id)


def _exact(value: float) -> Decimal:
    return Decimal(f"{value:.6f}").quantize(_DIGITS)

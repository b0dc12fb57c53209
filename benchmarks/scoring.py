"""What few-review panels get right, and how long calibration takes. Writes `results/scoring.md`.

    python benchmarks/scoring.py [--repeats 3] [--no-write]

*Few reviews*: real marks of a skating season, panels of nine. The truth of a performance is the mean of its nine totals.
Each judge gets an extra fixed bias (normal, standard deviation 2.5 points of about 50), each performance keeps k of nine
judges at random, and every method works from those. τ is Kendall's against the truth; the error is the root mean
square of the difference after both are centred, inside one programme of one competition, averaged over all of them.

*Scale*: a generated year of 100,000 items, 10,000 reviewers, 500,000 totals.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import numpy as np
from scipy.stats import kendalltau

from jinguo.engines.scoring import exact_figure
from jinguo.engines.scoring.agreement import alpha
from jinguo.engines.scoring.calibration import calibrate
from jinguo.engines.scoring.design import Design
from jinguo.engines.scoring.outliers import disputed_items, reviewers_apart
from jinguo.engines.scoring.ranks import calibrated_flips, expected_ranks

RESULTS = Path(__file__).parent / "results"
SHARED = Path(os.environ.get("JINGUO_SHARED", Path(__file__).parents[1].parent / "shared"))
BIAS = 2.5
T = TypeVar("T")
METHODS = ("mean", "median", "trimmed_mean", "z_scores", "least_squares", "blup")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--no-write", action="store_true")
    given = parser.parse_args()
    text = "\n".join(["# Scores", "", _machine(), "", *_few_reviews(given.repeats), "", *_scale(), ""])
    print(text)
    if not given.no_write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "scoring.md").write_text(text, "utf-8")


def _machine() -> str:
    load = os.getloadavg()[0]
    return f"{date.today()} · {os.cpu_count()} cores (load of others before: {load:.1f}), Python with NumPy and SciPy."


def panels() -> list[np.ndarray]:
    """Performances × nine judges' component totals, one table for each programme with at least eight performances
    that all nine judges marked.
    """
    totals: dict[tuple[str, str], dict[str, np.ndarray]] = defaultdict(dict)
    with (SHARED / "assignment" / "skate_components.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            marks = np.array([float(row[f"J{judge}"] or 0) for judge in range(1, 10)])
            sheet = totals[row["competition"], row["program"]]
            worth = np.where(marks > 0, marks, np.nan) * float(row["factor"])
            sheet[row["performance_id"]] = sheet.get(row["performance_id"], 0) + worth
    tables = [np.array(list(sheet.values())) for sheet in totals.values()]
    return [table for table in tables if len(table) >= 8 and np.isfinite(table).all()]


def _few_reviews(repeats: int) -> Iterator[str]:
    tables = panels()
    performances = sum(len(table) for table in tables)
    yield f"## Few reviews: {len(tables)} programmes, {performances} performances, {repeats} draws each"
    yield ""
    yield "Kendall τ with the full panel / centred error in points. Higher, lower is better."
    for bias in (BIAS, 0.0):
        yield ""
        yield (f"Judges with an extra bias (sd {bias}):" if bias else "Judges as they are, no extra bias:")
        yield ""
        yield "| k | " + " | ".join(METHODS) + " |"
        yield "|---" * (len(METHODS) + 1) + "|"
        for k in (3, 5):
            found = _drawn(tables, k, bias, repeats)
            yield f"| {k} | " + " | ".join(f"{tau:.3f} / {error:.2f}" for tau, error in found) + " |"


def _drawn(tables: list[np.ndarray], k: int, bias: float, repeats: int) -> list[tuple[float, float]]:
    chance = np.random.default_rng(2026)
    found: dict[str, list[tuple[float, float]]] = {method: [] for method in METHODS}
    for _ in range(repeats):
        for table in tables:
            marks = _some_marks(table + chance.normal(0, bias, 9) if bias else table, k, chance)
            for method in METHODS:
                found[method].append(_against(table.mean(axis=1), _values(method, marks, len(table))))
    return [tuple(np.mean(found[method], axis=0)) for method in METHODS]


def _some_marks(table: np.ndarray, k: int, chance: np.random.Generator) -> list[tuple[str, str, float]]:
    return [
        (f"{row:04d}", f"{judge}", round(float(table[row, judge]), 4))
        for row in range(len(table))
        for judge in chance.choice(9, k, replace=False)
    ]


def _values(method: str, marks: list[tuple[str, str, float]], items: int) -> np.ndarray:
    if method in ("mean", "median", "trimmed_mean"):
        given: list[list[Decimal]] = [[] for _ in range(items)]
        for item, _, value in marks:
            given[int(item)].append(Decimal(str(value)))
        return np.array([float(exact_figure(values, method) or 0) for values in given])
    found = calibrate(Design.of(marks), method)  # type: ignore[arg-type]
    if found.values is None:  # not connected: the mean is what an office would fall back on
        return _values("mean", marks, items)
    return found.values


def _against(truth: np.ndarray, values: np.ndarray) -> tuple[float, float]:
    apart = (values - values.mean()) - (truth - truth.mean())
    return float(kendalltau(truth, values).statistic), float(np.sqrt((apart**2).mean()))


def year(items: int, reviewers: int, each: int) -> tuple[Design, np.ndarray]:
    """A generated year and the true quality of its items."""
    chance = np.random.default_rng(1)
    item = np.repeat(np.arange(items), each)
    steps = chance.integers(1, reviewers // each, (items, each)).cumsum(axis=1)
    reviewer = ((chance.integers(0, reviewers, (items, 1)) + steps) % reviewers).ravel()
    quality = chance.normal(78, 6, items)
    y = quality[item] + chance.normal(0, 3, reviewers)[reviewer] + chance.normal(0, 4, items * each)
    names = tuple(f"n{n:06d}" for n in range(items)), tuple(f"e{n:05d}" for n in range(reviewers))
    return Design.of_arrays(*names, item, reviewer, y.round(1)), quality


def _scale() -> Iterator[str]:
    design, quality = year(100_000, 10_000, 5)
    yield f"## Scale: {len(design.items):,} items, {len(design.reviewers):,} reviewers, {design.n:,} totals"
    yield ""
    yield "| step | seconds |"
    yield "|---|---|"
    blup, seconds = _timed(lambda: calibrate(design))
    yield f"| BLUP with variance components and standard errors | {seconds:.1f} |"
    _, seconds = _timed(lambda: calibrate(design, "least_squares"))
    yield f"| additive effects by least squares | {seconds:.1f} |"
    _, seconds = _timed(lambda: expected_ranks(blup))
    yield f"| expected ranks with intervals (200 draws) | {seconds:.1f} |"
    _, seconds = _timed(lambda: calibrated_flips(blup, 1000, nearest=20))
    yield f"| single reviews that flip the cut of 1,000 (20 items on each side) | {seconds:.1f} |"
    _, seconds = _timed(lambda: alpha(design, "interval", draws=200))
    yield f"| Krippendorff's α with 200 bootstrap draws | {seconds:.1f} |"
    _, seconds = _timed(lambda: (reviewers_apart(blup), disputed_items(blup)))
    yield f"| reviewers and items that stand out | {seconds:.1f} |"
    yield ""
    assert blup.values is not None
    assert blup.errors is not None
    by_mean, by_blup = kendalltau(quality, design.item_means()), kendalltau(quality, blup.values)
    real = np.sqrt(((blup.values - quality) ** 2).mean())
    yield (
        f"Kendall τ with the generated quality: mean {by_mean.statistic:.3f}, BLUP {by_blup.statistic:.3f}. "
        f"Root mean square error of BLUP {real:.2f}; its stated standard error, on average, {blup.errors.mean():.2f}. "
        f"Peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB."
    )


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start


if __name__ == "__main__":
    main()

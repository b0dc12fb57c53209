"""Affinities and conflicts of a year's nominations against the pool: seconds and memory, on generated people.

    python benchmarks/expertise.py --nominations 2000 --experts 200

Texts have 600 characters, made of words of the disciplines' names and of the codes' notes; figures depend on the machine
and are to be compared with each other. Writes `results/expertise.md`.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from pathlib import Path

from jinguo.engines.expertise import Profile, TfIdf, affinities
from jinguo.engines.expertise.words import words
from jinguo.standards.codes import code_list

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nominations", type=int, default=2000)
    parser.add_argument("--experts", type=int, default=200)
    parser.add_argument("--no-write", action="store_true")
    given = parser.parse_args()
    text = measure(given.nominations, given.experts)
    print(text)
    if not given.no_write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "expertise.md").write_text(text, "utf-8")


def measure(nominations: int, experts: int) -> str:
    chance = random.Random(13745)  # noqa: S311 — seeded, so that the data are the same each time
    items = [profile(chance, f"N{number:06d}") for number in range(nominations)]
    pool = [profile(chance, f"E{number:06d}") for number in range(experts)]
    loading = timed(lambda: words("流体力学"))[0]
    seconds, found = timed(lambda: affinities(items, pool, similarity=TfIdf()))
    telling, _ = timed(lambda: [found.evidence(pair.item, pair.reviewer) for pair in found.pairs[:20000]])
    rows = [
        ("loading the dictionary", loading, ""),
        ("affinities", seconds, f"{len(found.pairs):,} of {nominations * experts:,} pairs given"),
        ("evidence", telling, f"of {min(20000, len(found.pairs)):,} pairs"),
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [f"| {what} | {spent:.1f} | {note} |" for what, spent, note in rows]
    head = f"# Affinities: {nominations:,} nominations × {experts:,} experts\n\n| what | seconds | |\n|---|---|---|\n"
    return head + "\n".join(lines) + f"\n\nPeak memory: {peak:,.0f} MiB.\n"


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def profile(chance: random.Random, name: str) -> Profile:
    entries = code_list("disciplines")
    home = chance.choice([entry for entry in entries if entry.level == "1"]).code
    near = [entry for entry in entries if entry.code.startswith(home)]
    own = chance.sample(near, min(3, len(near)))
    vocabulary = [entry.name for entry in near] * 3 + [entry.name for entry in chance.sample(entries, 60)]
    text = ""
    while len(text) < 600:
        text += chance.choice(vocabulary) + chance.choice("，的与和。")
    return Profile(name, tuple(entry.code for entry in own), tuple(chance.sample(vocabulary, 4)), text)


if __name__ == "__main__":
    main()

"""Measures the selection engine and writes `results/selection.md`.

    python benchmarks/selection.py [--candidates 100000] [--seats 200 1000]

Three policies of 20 rules on the same generated candidates: upper bounds that nest, one layer of shares, and
limits of units, cities and regions that all cross shares and seats set aside. Then the commands end to end
with the last of them. `--write FOLDER` writes the candidates and policies
as files, so that they can be given to other solvers.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jinguo.engines.selection import Candidate, Policy, canonical_json, decision_record, select
from jinguo.engines.selection.choose import run

RESULTS = Path(__file__).resolve().parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--candidates", type=int, default=100_000)
    parser.add_argument("--seats", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    people = candidates(given.candidates)
    lines = []
    for seats in given.seats:
        for name, make in (("nested", nested), ("shares", shares), ("crossing", crossing)):
            policy = make(seats)
            if given.write:
                write(given.write, people, f"{name}-{seats}", policy)
            lines.append(measure(name, seats, people, policy))
            print(lines[-1], flush=True)
    lines += ["", *commands(people, f"crossing-{given.seats[-1]}", crossing(given.seats[-1]))]
    head = f"# Selection: {given.candidates:,} candidates, 20 rules\n\n{platform.platform()}, "
    head += f"{os.cpu_count()} cores. Seconds of processor time; the record is made with its canonical JSON and digest.\n\n"
    head += "| rules | seats | classes | list | list and all reasons | record | peak MiB |\n|---|---|---|---|---|---|---|\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "selection.md").write_text(head + "\n".join(lines) + "\n", "utf-8")


def measure(name: str, seats: int, people: list[Candidate], policy: Policy) -> str:
    """One row of the table."""
    done, alone = timed(lambda: run(people, policy))
    outcome, whole = timed(lambda: select(people, policy))
    record, written = timed(lambda: decision_record(people, policy, outcome))
    assert record["chosen"] == list(done.chosen)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    classes = done.solved.problem.classes
    return f"| {name} | {seats} | {classes:,} | {alone:.1f} | {whole:.1f} | {written:.1f} | {peak:,} |"


def commands(people: list[Candidate], name: str, policy: Policy) -> list[str]:
    """`jinguo decide` and `jinguo replay` as processes of their own, from files to files."""
    with TemporaryDirectory() as kept:
        folder = Path(kept)
        write(folder, people, name, policy)
        record = folder / "record.json"
        decide = ["decide", "candidates.csv", "--policy", f"{name}.json", "--out", "record.json"]
        rows = [process(folder, command) for command in (decide, ["replay", "record.json"])]
        mib = record.stat().st_size / 2**20
    head = f"The commands, end to end, `{name}` (a record of {mib:.0f} MiB):"
    return [head, "", "| command | processor seconds | peak MiB |", "|---|---|---|", *rows]


def process(folder: Path, command: list[str]) -> str:
    """One command's seconds of the processor and its greatest memory."""
    begun = subprocess.Popen(
        [sys.executable, "-m", "jinguo", *command], cwd=folder, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(begun.pid, 0)
    assert status == 0
    return f"| `jinguo {command[0]}` | {used.ru_utime + used.ru_stime:.0f} | {used.ru_maxrss // 1024:,} |"


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    return work(), time.process_time() - start


def candidates(count: int) -> list[Candidate]:
    """Invented candidates, the same for the same number."""
    chance = random.Random(1)  # noqa: S311 – the same each time
    yes = {"front_line": 0.2, "official": 0.25, "young": 0.4, "enterprise": 0.15, "west": 0.2}
    yes |= {"minority": 0.1, "won_recently": 0.05, "leads": 0.02}
    return [
        Candidate(
            f"N{number:06}",
            Decimal(chance.randint(6000, 9999)) / 100,
            {
                "category": f"类别{chance.randint(0, 5)}",
                "channel": chance.choice("ABC"),
                "unit": f"单位{chance.randint(1, max(2, count // 50))}",
                "city": f"城市{chance.randint(1, 300)}",
                "region": f"地区{chance.randint(0, 30):02}",
                "sex": "F" if chance.random() < 0.35 else "M",
                **{column: "yes" if chance.random() < share else "no" for column, share in yes.items()},
            },
        )
        for number in range(count)
    ]


def common(seats: int) -> dict[str, Any]:
    """Exclusions, ties and the draw: five rules."""
    return {
        "seats": seats,
        "exclude": [{"where": {"won_recently": "yes"}}, {"where": {"leads": "yes"}}],
        "tie": [{"prefer": {"sex": "F"}}, {"prefer": {"front_line": "yes"}}],
        "last": {"draw": "seed"},
    }


def nested(seats: int) -> Policy:
    """Fifteen upper bounds: seats of categories, and limits within them."""
    of_region = [
        {"column": "region", "value": f"地区{n:02}", "at_most": max(1, seats // 40)} for n in range(13)
    ]
    rules = {"limit": [{"column": "unit", "at_most": 2}, *of_region, {"column": "city", "at_most": seats}]}
    return Policy.model_validate({**common(seats), **rules})


def shares(seats: int) -> Policy:
    """Seats of two categories and thirteen shares of all kinds, without limits of units."""
    least = {
        "sex": ("F", "0.4"),
        "front_line": ("yes", "0.3"),
        "young": ("yes", "0.5"),
        "west": ("yes", "0.25"),
    }
    most = {"official": ("yes", "0.2"), "channel": ("C", "0.3"), "region": ("地区00", "0.03")}
    rules = [{"where": {c: v}, "at_least": share} for c, (v, share) in least.items()]
    rules += [{"where": {c: v}, "at_most": share} for c, (v, share) in most.items()]
    rules += [
        {"where": {"sex": "F", c: "yes"}, "at_least": "0.1"} for c in ("front_line", "young", "enterprise")
    ]
    rules += [{"where": {"category": f"类别{n}"}, "at_least": "0.12"} for n in (2, 3, 4)]
    seats_by = {"category": {"类别0": seats // 5, "类别1": seats // 10}}
    return Policy.model_validate({**common(seats), "share": rules, "seats_by": seats_by})


def crossing(seats: int) -> Policy:
    """Limits of units, cities and regions across shares, seats of categories and seats set aside."""
    limit = [
        {"column": "unit", "at_most": 2},
        {"column": "city", "at_most": max(4, seats // 100)},
        {"column": "region", "at_most": seats // 15},
        {"column": "region", "value": "地区00", "at_most": seats // 40},
    ]
    least = {"sex": "0.4", "front_line": "0.3", "young": "0.5", "enterprise": "0.2"}
    share = [
        {"where": {column: "F" if column == "sex" else "yes"}, "at_least": part}
        for column, part in least.items()
    ]
    share.append({"where": {"official": "yes"}, "at_most": "0.2"})
    share.append({"where": {"channel": "C"}, "at_most": "0.3"})
    aside = [
        {"where": {"west": "yes"}, "seats": seats // 4},
        {"where": {"minority": "yes"}, "seats": seats // 8},
        {"where": {"west": "yes", "sex": "F"}, "seats": seats // 9},
    ]
    seats_by = {"category": {"类别0": seats // 5, "类别1": seats // 10}}
    rules = {"limit": limit, "share": share, "set_aside": aside, "seats_by": seats_by}
    return Policy.model_validate({**common(seats), **rules})


def write(folder: Path, people: list[Candidate], name: str, policy: Policy) -> None:
    """The same as files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_bytes(canonical_json(policy.as_json()))
    table = folder / "candidates.csv"
    if not table.exists():
        with table.open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, list(people[0].as_json()))
            rows.writeheader()
            rows.writerows(c.as_json() for c in people)


if __name__ == "__main__":
    main()

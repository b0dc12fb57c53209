"""The assignment engine on public data and on generated problems: objective against the bound, seconds, memory. Each line
runs in a process of its own. Writes `results/assignment.md`.

    python benchmarks/assignment.py                       # public data (../shared/assignment) and up to 10,000 square
    python benchmarks/assignment.py --national            # 300,000 items, 100,000 reviewers, 15 million pairs
    python benchmarks/assignment.py --files               # the command with 10 million pairs, csv and parquet
    python benchmarks/assignment.py --write-files FOLDER  # the generated problems as files for other solvers
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

PROJECT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("JINGUO_SHARED", PROJECT.parent / "shared")) / "assignment"
RESULT = PROJECT / "benchmarks" / "results" / "assignment.md"
WOMEN = {"name": "women", "column": "woman", "value": "1", "at_least_share": "0.25"}
UNIT = {"name": "unit", "same": "unit", "at_most": 1}
LOADS = {"aamas2015": 12, "aamas2016": 12, "preflib3": 6}
RULES: dict[str, list[dict[str, Any]]] = {"none": [], "women": [WOMEN], "women + unit": [WOMEN, UNIT]}

LINES: list[tuple[str, str, str, str]] = [
    # instance, rules, objective, what is to be beaten
    *((name, "none", "total", told) for name, told in (
        ("aamas2015", "1406.25; MinMax 2.55 s"), ("aamas2016", "949.50; MinMax 1.33 s"), ("preflib3", "454.25; MinMax 0.32 s"))),
    ("aamas2015", "women", "total", "1369.75"),
    ("aamas2016", "women", "total", "917.00"),
    ("preflib3", "women", "total", "435.75"),
    *((name, "women + unit", "total", told) for name, told in (
        ("aamas2015", "1359.75, ≤ 0.5 s"), ("aamas2016", "908.00, ≤ 0.5 s"), ("preflib3", "432.00, ≤ 0.5 s"))),
    ("aamas2015", "none", "maxmin", "worst 1.50, ≤ 4.7 s (FairFlow 1.25, 23.4 s)"),
    ("1000", "none", "total", "≤ 0.22 s (MinMax 4.46 s)"),
    ("5000", "none", "total", "≤ 2.4 s (MinMax 119 s)"),
    ("10000", "none", "total", "HotCRP 202 s"),
    ("1000", "women + unit", "total", "≤ 1 s"),
    ("5000", "women + unit", "total", "≤ 8 s"),
    ("10000", "women + unit", "total", "≤ 20 s"),
    ("5000", "none", "maxmin", "proven worst item"),
    ("preflib3", "none", "leximin", "places proven in 60 s"),
]  # fmt: skip
NATIONAL = [("national", "none", "total", "≤ 15 min, ≤ 12 GiB")]


def public(name: str) -> dict[str, Any]:
    """One of the public data sets as arrays."""
    lines = (SHARED / "pm" / f"{name}.in").read_text().splitlines()
    n, m = map(int, lines[0].split())
    values = np.array([line.split() for line in lines[1 : n + 1]], float)
    with (SHARED / f"{name}_groups.csv").open() as file:
        groups = list(csv.DictReader(file))
    item, reviewer = np.divmod(np.arange(n * m), m)
    return {
        "items": [f"{k:05}" for k in range(n)], "demand": np.full(n, 3), "reviewers": [f"{k:05}" for k in range(m)],
        "min_load": np.zeros(m), "max_load": np.full(m, LOADS[name]), "pair_item": item, "pair_reviewer": reviewer,
        "affinity": np.round(values.ravel() * 1e6),
        "reviewer_columns": {column: [row[column] for row in groups] for column in ("woman", "unit")},
    }  # fmt: skip


def generated(n: int, m: int, pairs_each: int, load: int) -> dict[str, Any]:
    """Items with so many possible reviewers each, drawn evenly; affinities of four digits, 40 % women, units of ten."""
    draw = np.random.default_rng(1)
    reviewer = draw.integers(0, m, (n, pairs_each))
    reviewer.sort(axis=1)
    keep = np.ones_like(reviewer, bool)
    keep[:, 1:] = reviewer[:, 1:] != reviewer[:, :-1]
    item = np.repeat(np.arange(n), keep.sum(axis=1))
    return {
        "items": [f"{k:07}" for k in range(n)], "demand": np.full(n, 3), "reviewers": [f"{k:07}" for k in range(m)],
        "min_load": np.zeros(m), "max_load": np.full(m, load), "pair_item": item, "pair_reviewer": reviewer[keep],
        "affinity": draw.integers(0, 10_001, len(item)) * 100,
        "reviewer_columns": {
            "woman": [str(int(one)) for one in draw.random(m) < 0.4],
            "unit": [str(one) for one in draw.integers(0, m // 10, m)],
        },
    }  # fmt: skip


def instance(name: str) -> dict[str, Any]:
    if name == "national":
        return generated(300_000, 100_000, 50, 12)
    return generated(int(name), int(name), 100, 6) if name.isdigit() else public(name)


def one(name: str, rules: str, objective: str) -> dict[str, Any]:
    """Solve one instance in this process."""
    from jinguo.engines.assignment import Problem, evaluate_positions, solve

    problem = Problem.of_arrays(**instance(name), rules=RULES[rules])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, busy = time.monotonic(), time.process_time()
    limit = 60 if objective == "leximin" else 900
    result = solve(problem, objective=objective, time_limit=limit)  # type: ignore[arg-type]
    worst = result.worst
    return {
        "seconds": time.monotonic() - began, "processor": time.process_time() - busy,
        "pairs": len(problem.pair_item), "status": result.status, "levels": result.levels,
        "objective": str(result.objective), "bound": str(result.bound), "gap": result.gap,
        "worst": str(worst[1]) if worst else "", "worst_bound": str(result.worst_bound or ""),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "loaded_mib": before,
        "broken": len(evaluate_positions(problem, result.chosen).violations) if len(problem.items) < 20_000 else 0,
    }  # fmt: skip


def table(lines: list[tuple[str, str, str, str]]) -> str:
    rows = []
    for name, rules, objective, told in lines:
        if not name.isdigit() and name != "national" and not SHARED.is_dir():
            continue
        done = subprocess.run(
            [sys.executable, __file__, "--one", name, rules, objective],
            capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(PROJECT / "src")},
        )  # fmt: skip
        if done.returncode:
            rows.append(
                f"| {name} | {rules} | {objective} | | {done.stderr.strip().splitlines()[-1]} | | | | | | {told} |"
            )
            continue
        r = json.loads(done.stdout)
        worst = f"{r['worst']} (bound {r['worst_bound']})" if objective != "total" else r["worst"]
        if r["levels"] is not None:
            worst += f", {r['levels']} places proven"
        rows.append(
            f"| {name} | {rules} | {objective} | {r['pairs']:,} | {r['status']}, {r['objective']} | {r['bound']} | {worst} "
            f"| {r['seconds']:.2f} | {r['processor']:.2f} | {r['peak_mib']:.0f} | {told} |"
        )
        print(rows[-1], flush=True)
        if r["broken"]:
            raise SystemExit(f"{name}: {r['broken']} rules are broken")
    return "\n".join(rows)


def write_files(folder: Path) -> None:
    """The generated problems as `jinguo assign` reads them."""
    for name in ("1000", "5000", "10000"):
        given, at = instance(name), folder / name
        at.mkdir(parents=True, exist_ok=True)
        with (at / "pairs.csv").open("w") as file:
            file.write("item,reviewer,affinity\n")
            rows = zip(given["pair_item"], given["pair_reviewer"], given["affinity"] / 1e6, strict=True)
            file.writelines(f"{i:07},{r:07},{a:.4f}\n" for i, r, a in rows)
        (at / "items.csv").write_text("item,demand\n" + "".join(f"{one},3\n" for one in given["items"]))
        columns = given["reviewer_columns"]
        people = zip(given["reviewers"], columns["woman"], columns["unit"], strict=True)
        text = "".join(f"{who},0,6,{woman},{unit}\n" for who, woman, unit in people)
        (at / "reviewers.csv").write_text("reviewer,min_load,max_load,woman,unit\n" + text)


def from_files() -> str:
    """`jinguo assign` as a process of its own on 10 million pairs, from csv and from parquet."""
    with TemporaryDirectory() as kept:
        folder = Path(kept)
        pairs = _tables(folder, generated(200_000, 60_000, 51, 12))
        rows = [_command(folder, kind) for kind in ("csv", "parquet")]
    head = f"## The command, from files to files\n\n`jinguo assign`, {pairs:,} pairs of 200,000 items and 60,000 reviewers, "
    head += "3 reviewers an item and 1 alternate; all processes together.\n\n"
    head += "| files | pairs file, MiB | found | s of solving | of the processor, s | peak MiB |\n|---|---|---|---|---|---|\n"
    return head + "\n".join(rows)


def _tables(folder: Path, given: dict[str, Any]) -> int:
    import duckdb

    texts = {name: np.array(given[name], dtype=object) for name in ("items", "reviewers")}
    pairs = {  # noqa: F841 (read by name)
        "item": texts["items"][given["pair_item"]],
        "reviewer": texts["reviewers"][given["pair_reviewer"]],
        "affinity": given["affinity"] / 1e6,
    }
    items = {"item": texts["items"], "demand": given["demand"]}  # noqa: F841 (read by name)
    people = {  # noqa: F841 (read by name)
        "reviewer": texts["reviewers"],
        "min_load": given["min_load"].astype(int),
        "max_load": given["max_load"].astype(int),
    }
    for name, table_ in (("pairs", "pairs"), ("items", "items"), ("reviewers", "people")):
        for kind in ("csv", "parquet"):
            target = folder / f"{name}.{kind}"
            duckdb.execute(f"COPY (SELECT * FROM {table_}) TO '{target}' (FORMAT {kind})")  # noqa: S608
    return len(given["pair_item"])


def _command(folder: Path, kind: str) -> str:
    files = [f"pairs.{kind}", "--reviewers", f"reviewers.{kind}", "--items", f"items.{kind}"]
    command = ["assign", *files, "--alternates", "1", "--out", f"out.{kind}", "--report", "report.json"]
    begun = subprocess.Popen(
        [sys.executable, "-m", "jinguo", *command], cwd=folder, stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(PROJECT / "src")},
    )  # fmt: skip
    _, status, used = os.wait4(begun.pid, 0)
    assert status == 0
    report = json.loads((folder / "report.json").read_text("utf-8"))
    size = (folder / f"pairs.{kind}").stat().st_size / 2**20
    busy = used.ru_utime + used.ru_stime
    return (
        f"| {kind} | {size:.0f} | {report['status']}, {report['objective']} | {report['seconds']:.0f} "
        f"| {busy:.0f} | {used.ru_maxrss // 1024:,} |"
    )


HEAD = """# Assignment

{day} · {cores} cores (load of others before: {load:.1f}), {kind} · 3 reviewers an item; seconds of solving,
memory of the whole process with its data. Generated: affinities of four digits, drawn evenly, 100 possible reviewers an
item (national: 300,000 items, 100,000 reviewers, 50), 40 % women, units of ten.
The numbers to beat come from other runs of the same kind of machine.

| instance | rules | objective | pairs | found | bound | worst item | s | of the processor, s | MiB | to beat |
|---|---|---|---|---|---|---|---|---|---|---|
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--national", action="store_true")
    parser.add_argument("--files", action="store_true")
    parser.add_argument("--no-write", action="store_true")
    parser.add_argument("--write-files", type=Path)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(*given.one)))
        return
    if given.write_files:
        write_files(given.write_files)
        return
    kind = f"{platform.system()}, Python {platform.python_version()}"
    head = HEAD.format(day=date.today(), cores=os.cpu_count(), load=os.getloadavg()[0], kind=kind)
    if given.national:
        found = table(NATIONAL)
        text = (
            (RESULT.read_text("utf-8").rstrip("\n") if RESULT.exists() else head.rstrip("\n"))
            + "\n"
            + found
            + "\n"
        )
    elif given.files:
        before = RESULT.read_text("utf-8").partition("\n## ")[0].rstrip("\n") if RESULT.exists() else head
        text = before + "\n\n" + from_files() + "\n"
    else:
        text = head + table(LINES) + "\n"
    if not given.no_write:
        RESULT.write_text(text, "utf-8")


if __name__ == "__main__":
    main()

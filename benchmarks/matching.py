"""Matching over a registry with known truth: what machines merge, what waits for a person, seconds, memory.

    python benchmarks/matching.py --records 20000 --out benchmarks/results/matching.md

A registry of its own (SQLite, in a temporary folder) is filled with the lists of :mod:`benchmarks.linkage_lists`; who shares a
valid ID number is one person from the start, as an import does it, and is not counted. Then one whole round under the strict
rules, and one over a thousand entries that come later. Exit code 1 where machines merge less precisely than 0.998.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GATE = 0.998
LATER = 1_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, action="append", required=True)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    lines = [measured(records) for records in given.records]
    head = "| entries | true pairs left | merged by machine | precision | found | in the queue | whole s | merging s "
    head += "| 1,000 new s | MiB |"
    text = "\n".join([head, "|---" * 10 + "|", *(line for line, _ in lines)]) + "\n"
    print(text)
    if given.out:
        given.out.write_text(
            f"# Matching over a registry\n\n`benchmarks/matching.py`, SQLite, CPU seconds.\n\n{text}",
            "utf-8",
        )
    return int(any(precision < GATE for _, precision in lines))


def measured(records: int) -> tuple[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "JINGUO_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "jinguo.site.settings",
            "DEBUG": "true",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return _measured(records, Path(folder))


def _measured(records: int, folder: Path) -> tuple[str, float]:
    from benchmarks.linkage_lists import write

    from jinguo.apps.organisations.models import Organisation
    from jinguo.apps.registry import actions
    from jinguo.apps.registry.actions import matching
    from jinguo.apps.registry.models import Merge, Pair, PersonEntry

    write(records, folder / "people.csv", folder / "truth.csv")
    keeper = Organisation.objects.create(name="示例市妇女联合会", kind="federation")
    rows = list(_rows(folder / "people.csv"))
    first, later = rows[:-LATER], rows[-LATER:]
    merging, merge = [0.0], matching.merge_by_machine

    def merged(**given: Any) -> list[Merge]:
        began = time.process_time()
        made = merge(**given)
        merging[0] += time.process_time() - began
        return made

    matching.merge_by_machine = merged

    actions.add_entries(
        (row for _, row in first), source="bench:1", organisation=keeper, by=None, index=False
    )
    begun = time.process_time()
    whole = actions.match(organisation=keeper, rules="strict")
    ended, merging_whole = time.process_time(), merging[0]
    actions.add_entries((row for _, row in later), source="bench:2", organisation=keeper, by=None)
    begun_later = time.process_time()
    actions.match_import(organisation=keeper, source="bench:2")
    seconds_later = time.process_time() - begun_later

    of_entry = dict(
        zip(
            (key for key, _ in rows),
            PersonEntry.objects.order_by("pk").values_list("pk", flat=True),
            strict=True,
        )
    )
    homes = dict(PersonEntry.objects.values_list("pk", "home_id"))
    truth = {
        (of_entry[left], of_entry[right])
        for left, right in _pairs(folder / "truth.csv")
        if homes[of_entry[left]] != homes[of_entry[right]]
    }
    person = _persons(truth, homes)
    merges = list(Merge.objects.values_list("left_id", "right_id"))
    right = sum(person[homes[one]] == person[homes[other]] for one, other in merges)
    now_at = dict(PersonEntry.objects.values_list("pk", "identity_id"))
    waiting = {
        frozenset((now_at[one], now_at[other]))
        for one, other in Pair.objects.filter(state=Pair.OPEN).values_list("left_id", "right_id")
    }
    waiting = {ends for ends in waiting if len(ends) == 2}
    found = sum(
        now_at[one] == now_at[other] or frozenset((now_at[one], now_at[other])) in waiting
        for one, other in truth
    )
    precision = right / max(len(merges), 1)
    cells = [
        f"{whole.entries + LATER:,}",
        f"{len(truth):,}",
        f"{len(merges):,}",
        f"{precision:.4f}",
        f"{found / max(len(truth), 1):.4f}",
        f"{len(waiting):,}",
        f"{ended - begun - merging_whole:.1f}",
        f"{merging_whole:.1f}",
        f"{seconds_later:.1f}",
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}",
    ]
    return "| " + " | ".join(cells) + " |", precision


def _rows(path: Path) -> Iterator[tuple[str, object]]:
    from jinguo.engines.rosters import PersonRow
    from jinguo.standards.identity import with_check_digit

    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number = row["身份证号"]
            good = len(number) == 18 and number[:17].isdigit() and with_check_digit(number[:17]) == number
            yield (
                row["编号"],
                PersonRow(
                    row["姓名"],
                    sex={"女": "F", "男": "M"}.get(row["性别"], ""),
                    birth_date=_date(row["出生年月"]),
                    id_number=number if good else "",
                    phone=row["手机"],
                    unit=row["单位"],
                    title=row["职称"],
                ),
            )


def _date(text: str) -> str:
    from jinguo.standards.dates import read_date

    found = read_date(text) if text else None
    return found[0].isoformat()[: {"year": 4, "month": 7}.get(found[1], 10)] if found else ""


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["left_id"], row["right_id"]


def _persons(truth: set[tuple[int, int]], homes: dict[int, int]) -> dict[int, int]:
    """home → a number for the person whom it truly is."""
    above = {home: home for home in homes.values()}

    def top(one: int) -> int:
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for left, right in truth:
        above[top(homes[left])] = top(homes[right])
    return {home: top(home) for home in above}


if __name__ == "__main__":
    sys.exit(main())

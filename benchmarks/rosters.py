"""Reading lists of people: rows a second and memory, on generated lists with the faults that real ones have.

    python benchmarks/rosters.py --rows 200000 --csv-rows 1000000

Fourteen columns with Chinese headings under a title; one row in a hundred has an ID number spoiled by a spreadsheet, one in
a hundred a birth date without a century, one in five hundred a number that another row has. CPU seconds, for other work on
the machine does not change them. Writes `results/rosters.md`.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
HEADINGS = [
    "序号", "姓名", "性别", "出生年月", "身份证号码", "民族", "政治面貌", "学历", "专业技术职务", "工作单位", "部门", "手机",
    "邮箱", "研究方向",
]  # fmt: skip
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
_GIVEN = "丽敏静芳娟燕艳秀霞洁颖琳雪梅兰英华慧玲红"
_UNITS = [
    "北京大学",
    "清华大学",
    "浙江大学医学院附属第一医院",
    "中国科学院化学研究所",
    "华为技术有限公司",
    "南京市鼓楼医院",
]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number(source: random.Random, n: int, year: int, month: int, day: int) -> str:
    """A number with a right check digit, of a woman; distinct for each n below some ten million."""
    area = ("110105", "310101", "330106", "440106", "510104", "320102")[n % 6]
    first = (
        f"{area}{year}{month:02d}{day:02d}{source.randrange(500):02d}"[:14]
        + f"{source.randrange(500) * 2:03d}"
    )
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, _WEIGHTS, strict=True)) % 11]


def rows(count: int, seed: int = 7) -> Iterator[list[str]]:
    source = random.Random(seed)  # noqa: S311 (made up people)
    taken: set[str] = set()
    last = ""
    for n in range(count):
        year, month, day = source.randrange(1940, 2003), source.randrange(1, 13), source.randrange(1, 29)
        given = number(source, n, year, month, day)
        while given in taken:
            given = number(source, source.randrange(6), year, month, source.randrange(1, 29))
            day = int(given[12:14])
        taken.add(given)
        if n % 500 == 499:
            given, last = last, given
        last = given
        spoiled = f"{float(given[:17]) * 10:.5E}" if n % 100 == 3 else given
        born = (
            f"{year}.{month:02d}",
            f"{year}年{month}月",
            f"{year}-{month:02d}-{day:02d}",
            f"{year}{month:02d}",
        )[n % 4]
        name = source.choice(_SURNAMES) + "".join(source.choice(_GIVEN) for _ in range(1 + n % 2))
        yield [
            str(n + 1), name, "女", f"{year % 100}.{month}" if n % 100 == 7 else born,
            "" if n % 100 == 7 else spoiled, "汉族", ("中共党员", "群众", "九三学社")[n % 3],
            ("博士研究生", "硕士研究生", "本科")[n % 3], ("教授", "副教授", "研究员")[n % 3],
            _UNITS[n % 6] + ("" if n % 3 else f"第{n % 900}研究室"), f"部门{n % 40}",
            f"1{source.randrange(3, 10)}{source.randrange(10**9):09d}", f"user{n}@example.org",
            ("力学", "化学;材料", "肿瘤学")[n % 3],
        ]  # fmt: skip


def make_xlsx(path: Path, count: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": False}) as book:
        sheet = book.add_worksheet("名单")
        sheet.write_string(0, 0, "2026年度女科技人才信息表")
        sheet.write_row(1, 0, HEADINGS)
        for at, row in enumerate(rows(count), 2):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text)


def make_csv(path: Path, count: int) -> None:
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["2026年度女科技人才信息表"])
        writer.writerow(HEADINGS)
        writer.writerows(rows(count))


def run(arguments: list[str]) -> dict[str, float]:
    """One command: wall and CPU seconds, and what it reports itself."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "jinguo", *arguments, "--json"], capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    told = json.loads(done.stdout)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {**told, "wall": time.monotonic() - began, "cpu": cpu}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--csv-rows", type=int, default=1_000_000)
    parser.add_argument(
        "--organisation", default="", help="Commit as well, into the DATABASE_URL of the environment."
    )
    parser.add_argument("--keep", type=Path, help="A folder where the lists are made once and stay.")
    parser.add_argument("--no-write", action="store_true")
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    made = [
        (folder / f"{given.rows}.xlsx", given.rows, make_xlsx),
        (folder / f"{given.csv_rows}.csv", given.csv_rows, make_csv),
    ]
    for path, count, make in made:
        if not path.exists():
            make(path, count)
    lines = ["| list | what | rows | refused | CPU s | wall s | peak MiB |", "|---|---|---|---|---|---|---|"]
    database = os.environ.get("DATABASE_URL", "sqlite").partition(":")[0]
    for path, _, _ in made:
        for what in ["--preview", *(["--commit"] if given.organisation else [])]:
            refused = ["--refused", str(folder / "refused.xlsx")]
            told = run(
                ["import-people", str(path), "--organisation", given.organisation or "-", what, *refused]
            )
            name = f"{path.suffix[1:]}, {path.stat().st_size / 1e6:.0f} MB"
            shown = f"{what[2:]} ({database})" if what == "--commit" else what[2:]
            figures = f"{told['cpu']:.1f} | {told['wall']:.1f} | {told['peak_mib']:.0f}"
            lines.append(f"| {name} | {shown} | {told['rows']:,} | {told['refused']:,} | {figures} |")
    text = "\n".join(lines) + "\n"
    print(text)
    if not given.no_write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "rosters.md").write_text("# Reading lists of people\n\n" + text, "utf-8")


if __name__ == "__main__":
    main()

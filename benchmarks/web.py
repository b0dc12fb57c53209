"""Measures the pages that officers, experts and units wait for, and writes `results/web-<database>.md`.

    python benchmarks/web.py                                   # SQLite
    DATABASE_URL=postgres://… python benchmarks/web.py         # an empty PostgreSQL database

The site runs as in production: debug off, two web processes, the load beside it on the same machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from site_of_measure import Site, Visitor, database_of, machine, path_of, picture, served

RESULTS = Path(__file__).resolve().parent / "results"
PEERS = {
    # row: median ms with one and eight clients, the best of three peers, measured elsewhere; and our target
    "public call page": ("66 / 232 (Indico)", (66, 232), (10, 40)),
    "officer's list, page 1": ("497 / 1,956 (pretalx)", (497, 1956), (50, 200)),
    "list, full-text search": ("587 / 2,185 (pretalx)", (587, 2185), (60, None)),
    "officer's review board": ("2,568 / 9,954 (pretalx)", (2568, 9954), (80, 300)),
    "expert's board": ("254 / 896 (Hypha)", (254, 896), (50, 200)),
    "detail page": ("141 / 583 (pretalx)", (141, 583), (40, 160)),
    "hand in with a 2 MB picture, whole flow": ("906 / 5,394 (pretalx)", (906, 5394), (200, 800)),
    "save a review with three scores": ("355 / 1,571 (pretalx)", (355, 1571), (50, 200)),
    "export all (table)": ("4,700 / – (Indico)", (4700, None), (1000, None)),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nominations", type=int, default=2000)
    parser.add_argument("--experts", type=int, default=200)
    parser.add_argument("--reviews", type=int, default=8000)
    parser.add_argument(
        "--requests", type=int, default=30, help="requests for each page and number of clients"
    )
    parser.add_argument("--only", default="", help="rows whose name contains this")
    parser.add_argument("--no-write", action="store_true")
    given = parser.parse_args()
    url = os.environ.get("DATABASE_URL", "")
    sizes = {"nominations": given.nominations, "experts": given.experts, "reviews": given.reviews}
    with served(database_url=url, **sizes) as site:
        lines = [measure(site, row, site.urls[row], given.requests) for row in site.urls if given.only in row]
        memory, processes = site.memory()
        text = report(lines, url, sizes, site.load_s, memory, processes)
    print(text)
    if not given.no_write and not given.only:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"web-{database_of(url).lower()}.md").write_text(text, "utf-8")


def measure(site: Site, row: str, wanted: dict[str, Any], requests: int) -> dict[str, Any]:
    """Medians and 95th percentiles in ms with one client and with eight."""
    found: dict[str, Any] = {"row": row}
    used = 0
    for clients in (1, 8):
        if "steps" in wanted:
            each = 2 if clients == 8 else 6
            work, used = _flows(site, wanted, clients, each, used)
        elif wanted["method"] == "POST":
            each = 4 if clients == 8 else 12
            work, used = _posts(site, wanted, clients, each, used)
        else:
            slow = "export" in row
            work = _gets(site, wanted, clients, 2 if slow else max(3, requests // clients))
        used_before = site.processor_ms()
        times, size = _together(work)
        found["cpu"] = (site.processor_ms() - used_before) / len(times)
        found[clients] = (statistics.median(times), _percentile(times, 95))
        found["kib"] = size / 1024
    print(f"{row}: {found[1][0]:.0f} / {found[8][0]:.0f} ms, {found['cpu']:.0f} ms of processor", flush=True)
    return found


Work = Callable[[], list[tuple[float, int]]]


def _gets(site: Site, wanted: dict[str, Any], clients: int, each: int) -> list[Work]:
    visitors = [Visitor(site.port).sign_in(wanted["account"]) for _ in range(clients)]

    def one(visitor: Visitor) -> Work:
        visitor.get(wanted["url"])  # the first builds templates and opens the database

        def work() -> list[tuple[float, int]]:
            return [_good(visitor.get(wanted["url"]), 200) for _ in range(each)]

        return work

    return [one(visitor) for visitor in visitors]


def _posts(site: Site, wanted: dict[str, Any], clients: int, each: int, used: int) -> tuple[list[Work], int]:
    """Each request posts a variant of its own: no two clients save one review."""

    def one(variants: list[dict[str, Any]]) -> Work:
        visitors = [(Visitor(site.port).sign_in(v["account"]), v["url"]) for v in variants]
        for visitor, _ in visitors:
            visitor.get("/")

        def work() -> list[tuple[float, int]]:
            return [_good(visitor.post(url, wanted["fields"]), 200, 302) for visitor, url in visitors]

        return work

    share = [wanted["variants"][used + n * each : used + (n + 1) * each] for n in range(clients)]
    return [one(variants) for variants in share], used + clients * each


def _flows(site: Site, wanted: dict[str, Any], clients: int, each: int, used: int) -> tuple[list[Work], int]:
    content = picture()

    def one(variants: list[dict[str, Any]]) -> Work:
        visitors = [(Visitor(site.port).sign_in(v["account"]), v) for v in variants]

        def work() -> list[tuple[float, int]]:
            return [
                (sum(seconds for _, seconds in walk(visitor, wanted["steps"], variant, content)), 0)
                for visitor, variant in visitors
            ]

        return work

    share = [wanted["variants"][used + n * each : used + (n + 1) * each] for n in range(clients)]
    return [one(variants) for variants in share], used + clients * each


def walk(
    visitor: Visitor, steps: list[dict[str, Any]], variant: dict[str, Any], content: bytes
) -> list[tuple[str, float]]:
    """Walk a flow; (name of the step, seconds) of each. Ends the measurement when a step fails."""
    known = {"page": variant["page"], "url": variant["url"]}
    taken = []
    for step in steps:
        url = step["url"].format(**known)
        if "file" in step:
            answer = visitor.send_file(url, step["file"], content, "工作照.jpg")
        elif step["method"] == "POST":
            answer = visitor.post(url, variant.get(step.get("fields", ""), {}))
        else:
            answer = visitor.get(url)
        expected = 200 if step["method"] == "GET" else 302
        if answer.status != expected:
            told = answer.body.decode("utf-8", "replace")[:2000]
            raise SystemExit(f"step {step['name']} of {url}: {answer.status}\n{told}")
        taken.append((step["name"], answer.seconds))
        if "leads_to" in step:
            known[step["leads_to"]] = path_of(answer)
    return taken


def _good(answer: Any, *wanted: int) -> tuple[float, int]:
    if answer.status not in wanted:
        raise SystemExit(f"{answer.status} instead of {wanted}: {answer.body[:600]!r}")
    return answer.seconds, len(answer.body)


def _together(work: list[Work]) -> tuple[list[float], int]:
    """Run all clients at once; their times in ms, and the size of the last answer."""
    found: list[tuple[float, int]] = []
    failed: list[BaseException] = []

    def run(one: Work) -> None:
        try:
            found.extend(one())
        except BaseException as problem:
            failed.append(problem)

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return [seconds * 1000 for seconds, _ in found], found[-1][1]


def _percentile(times: list[float], share: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * share // 100)]


def report(
    lines: list[dict[str, Any]], url: str, sizes: dict[str, int], load_s: float, memory: float, processes: int
) -> str:
    filled = ", ".join(f"{count:,} {what}" for what, count in sizes.items())
    text = [
        f"# Web pages on {database_of(url)}",
        "",
        f"{date.today().isoformat()} · {machine()} · {filled} · 2 web processes, debug off, load on the same machine.",
        f"Loaded in {load_s:.0f} s. Times in ms: median (95th percentile); processor: what the "
        "web tier spends on one, with eight clients, which other work on the machine changes little. "
        "Peer figures were measured elsewhere (2 cores, 24 GiB, PostgreSQL 15) "
        "and are the best of pretalx, Indico and Hypha: compare orders of magnitude.",
        "",
        "| Page or flow | 1 client | 8 clients | processor | KiB | target | best peer, elsewhere | peer ÷ ours |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for line in lines:
        told, peer, target = PEERS[line["row"]]
        (one, one95), (eight, eight95) = line[1], line[8]
        met = one <= target[0] and (target[1] is None or eight <= target[1])
        aim = f"≤ {target[0]}" + (f" / ≤ {target[1]}" if target[1] else "")
        ratio = f"{peer[0] / one:.0f} ×" + (f" / {peer[1] / eight:.0f} ×" if peer[1] else "")
        size = f"{line['kib']:.0f}" if line["kib"] else "–"
        text.append(
            f"| {line['row']} | {one:.0f} ({one95:.0f}) | {eight:.0f} ({eight95:.0f}) | {line['cpu']:.0f} | {size} "
            f"| {aim} {'✓' if met else '✗'} | {told} | {ratio} |"
        )
    text += [
        f"| memory of the web tier | {memory:.0f} MiB ({processes} processes) | | | | ≤ 300 MiB "
        f"{'✓' if memory <= 300 else '✗'} | 400–474 MiB (pretalx) | |",
        "",
    ]
    return "\n".join(text)


if __name__ == "__main__":
    began = time.monotonic()
    main()
    print(f"{time.monotonic() - began:.0f} s in all")

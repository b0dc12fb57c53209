"""The last hour before the deadline: so many people at once open the form, save a draft, come back, and hand in with a
2 MB picture. Writes `results/rush-<database>.md`.

    python benchmarks/rush.py --people 200
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from site_of_measure import Site, Visitor, database_of, machine, picture, served
from web import RESULTS, walk

COUNT = """
import django; django.setup()
from jinguo.apps.calls.models import Material, Nomination
from jinguo.apps.files import blobs
import hashlib
rows = Nomination.objects.filter(call__title="巾帼科普先锋选树", state="nomination_submitted")
whole = 0
for material in Material.objects.filter(nomination__in=rows).select_related("file"):
    with blobs.on_disk(material.file.path) as path:
        whole += hashlib.sha256(path.read_bytes()).hexdigest() == material.file.sha256
print(rows.count(), rows.values("number").distinct().count(), whole)
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--no-write", action="store_true")
    given = parser.parse_args()
    url = os.environ.get("DATABASE_URL", "")
    with served(database_url=url, nominations=200, experts=20, reviews=400) as site:
        text = rush(site, given.people, url)
    print(text)
    if not given.no_write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"rush-{database_of(url).lower()}.md").write_text(text, "utf-8")


def rush(site: Site, people: int, url: str) -> str:
    wanted = site.urls["hand in with a 2 MB picture, whole flow"]
    variants = wanted["variants"][:people]
    content = picture()
    with ThreadPoolExecutor(4) as signing_in:
        visitors = list(signing_in.map(lambda v: Visitor(site.port).sign_in(v["account"]), variants))
    steps: list[tuple[str, float]] = []
    errors: list[str] = []
    together = threading.Barrier(people + 1)

    def one(visitor: Visitor, variant: dict[str, Any]) -> None:
        together.wait()
        try:
            steps.extend(walk(visitor, wanted["rush"], variant, content))
        except BaseException as problem:
            errors.append(str(problem)[:200])

    threads = [threading.Thread(target=one, args=pair) for pair in zip(visitors, variants, strict=True)]
    for thread in threads:
        thread.start()
    together.wait()
    began, used = time.monotonic(), site.processor_ms()
    for thread in threads:
        thread.join()
    used = site.processor_ms() - used
    lasted = time.monotonic() - began
    counted = subprocess.run(
        [sys.executable, "-c", COUNT], env=site.environment, capture_output=True, text=True, check=True
    ).stdout.split()
    handed, numbers, whole = (int(part) for part in counted)
    memory, _ = site.memory()
    times = sorted(seconds for _, seconds in steps)
    slowest = {name: max(seconds for step, seconds in steps if step == name) for name, _ in steps}
    rows = [
        f"# Deadline rush on {database_of(url)}",
        "",
        f"{date.today().isoformat()} · {machine()} · {people} people at once, each: open the call, start, open the form, save, "
        "reopen, upload 2 MB, hand in. The load runs on the same machine.",
        "",
        "| | found | target | pretalx, measured elsewhere |",
        "|---|---|---|---|",
        f"| handed in, with a number of their own, picture whole | {handed}, {numbers}, {whole} of {people} | all | all |",
        f"| errors | {len(errors)} | 0 | 0 |",
        f"| a step, median | {statistics.median(times):.2f} s | | |",
        f"| a step, p99 | {times[len(times) * 99 // 100]:.2f} s | ≤ 2 s | 44.6 s |",
        f"| flows a second | {people / lasted:.2f} | ≥ 8.4 | 0.84 |",
        f"| processor time of the web tier for a flow | {used / people:.0f} ms | | |",
        f"| until all are through | {lasted:.1f} s | | 237 s |",
        f"| memory of the web tier | {memory:.0f} MiB | ≤ 300 MiB | |",
        "",
        "Slowest of each step: "
        + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in slowest.items())
        + ".",
        "",
    ]
    if errors:
        rows += ["Errors:", "", *(f"- {error}" for error in errors[:10]), ""]
    return "\n".join(rows)


if __name__ == "__main__":
    main()

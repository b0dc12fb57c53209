"""Reading official documents: documents a second over 1,000 documents made of the public corpus. Writes `results/notices.md`.

python benchmarks/notices.py            # the texts of ../shared/corpus and ../shared/seeds, repeated to 1,000
"""

from __future__ import annotations

import os
import platform
import resource
import time
from pathlib import Path

from jinguo.engines.notices import load, read

PROJECT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("JINGUO_SHARED", PROJECT.parent / "shared"))
RESULT = PROJECT / "benchmarks" / "results" / "notices.md"
DOCUMENTS = 1000
TARGET_A_MINUTE = 1000


def main() -> None:
    files = sorted([*(SHARED / "corpus").glob("*.txt"), *(SHARED / "seeds").glob("00*.txt")])
    if not files:
        raise SystemExit(f"no texts under {SHARED}")
    contents = [(file.name, file.read_bytes()) for file in files]
    read(load(contents[0][1]).text)
    characters = 0
    began, busy = time.perf_counter(), time.process_time()
    for number in range(DOCUMENTS):
        name, content = contents[number % len(contents)]
        loaded = load(content, name)
        characters += len(loaded.text)
        read(loaded.text, name, loaded.findings)
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = (
        f"# Reading documents\n\n{DOCUMENTS:,} documents ({characters:,} characters) in {seconds:.1f} s: "
        f"{DOCUMENTS / seconds:.1f} a second, {60 * DOCUMENTS / seconds:,.0f} a minute (target {TARGET_A_MINUTE:,}), "
        f"{busy:.1f} s of them on the processor ({60 * DOCUMENTS / busy:,.0f} a minute on one free core), "
        f"{peak:.0f} MiB at most. Python {platform.python_version()}, one process.\n"
    )
    RESULT.write_text(told, "utf-8")
    print(told)


if __name__ == "__main__":
    main()

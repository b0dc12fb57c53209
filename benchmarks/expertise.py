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

from jinguo.engines.expertise import (
    Conflicts,
    Expert,
    Nomination,
    Person,
    PersonRef,
    Post,
    Profile,
    TfIdf,
    Work,
    affinities,
)
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
    telling, _ = timed(lambda: [found.evidence(pair.item, pair.reviewer) for pair in found.pairs[:20_000]])
    cases = [Nomination(one.id, (person(chance, nominations),)) for one in items]
    judges = [Expert(one.id, person(chance, nominations)) for one in pool]
    looking, conflicts = timed(lambda: Conflicts(2026, nominations=cases).find(cases, judges))
    rows = [
        ("loading the dictionary", loading, ""),
        ("affinities", seconds, f"{len(found.pairs):,} of {nominations * experts:,} pairs given"),
        ("conflicts", looking, f"{len(conflicts):,} findings"),
        ("evidence", telling, f"of {min(20000, len(found.pairs)):,} pairs"),
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [f"| {what} | {spent:.1f} | {note} |" for what, spent, note in rows]
    head = f"# Affinities and conflicts: {nominations:,} nominations × {experts:,} experts\n\n"
    head += "| what | processor seconds | |\n|---|---|---|\n"
    return head + "\n".join(lines) + f"\n\nPeak memory: {peak:,.0f} MiB.\n"


def timed(work):
    """Seconds of the processor: other work on the machine does not count."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


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


SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "晓红丽敏静燕秀兰英华玉梅文青云月山海"
PLACES = "北京 上海 南京 武汉 成都 西安 广州 天津 杭州 长沙 沈阳 合肥".split()  # noqa: SIM905
UNITS = (
    "大学化学学院",
    "师范大学",
    "第一医院",
    "理工大学物理系",
    "市疾病预防控制中心",
    "大学附属医院",
    "农业科学院",
    "华星技术有限公司",
)


def person(chance: random.Random, people: int) -> Person:
    """Three posts, six works of five people, drawn from as many names as there are nominations."""
    posts = tuple(
        Post(chance.choice(PLACES) + chance.choice(UNITS), None, until) for until in (2015, 2024, None)
    )
    works = tuple(
        Work(
            f"W{chance.randrange(people * 20)}",
            "paper",
            chance.randrange(2015, 2027),
            people=tuple(PersonRef(name(chance)) for _ in range(5)),
        )
        for _ in range(6)
    )
    return Person(name(chance), posts=posts, teachers=(PersonRef(name(chance)),), works=works)


def name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)


if __name__ == "__main__":
    main()

"""Measures the search of a registry, and a person's page with many facts. Writes `results/search-<database>.md`.

    python benchmarks/search.py --persons 1000000                              # SQLite, in a temporary folder
    DATABASE_URL=postgres://… python benchmarks/search.py --persons 1000000    # an empty PostgreSQL database

The cards of made-up persons are written set-wise. A province keeps all of them, one of its districts a twentieth. Each of
twenty questions that officers ask is put several times, as a whole page (answered by the site in this process, without
the network) and as the reading alone. With `JINGUO_DATA` set, a database that is filled already is taken as it is.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁"
    "沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向汤"
)
_GIVEN = (
    "丽敏静芳娟燕艳秀霞洁颖琳雪梅兰英华慧玲红佳欣怡婷雅文思晓宇辰海云春秋月明珍珠玉凤"
    "莉萍晶菲瑶薇蓉岚妍淑贞惠君嘉宁安然若兮一诺可馨梓涵诗"
)
_TIERS = (("", 80), ("新星人才", 9), ("骨干人才", 6), ("领军人才", 3), ("杰出人才", 1), ("两院院士", 1))
_TITLES = (
    ("讲师", 20), ("副教授", 18), ("教授", 9), ("工程师", 18), ("高级工程师", 10), ("主治医师", 8), ("主任医师", 4),
    ("研究员", 5), ("助理研究员", 8),
)  # fmt: skip
_SEGMENTS = ("青年", "退休", "留学归国", "创业", "乡村")
_QUESTIONS = (
    ("nothing: the first page", ""),
    ("nothing, in order of strokes", "sort=strokes"),
    ("a surname: 王", "q=王"),
    ("two characters: 王丽", "q=王丽"),
    ("a whole name: 王晓兰", "q=王晓兰"),
    ("pinyin: wangxiaolan", "q=wangxiaolan"),
    ("initials: wxl", "q=wxl"),
    ("a beginning: zhangj", "q=zhangj"),
    ("a unit: 理工大学", "q=理工大学"),
    ("a unit, initials", "q=lgdx"),
    ("a word of a discipline: 化学", "q=化学"),
    ("name and unit: 李 医院", "q=李 医院"),
    ("a tier", "tier=领军人才"),
    ("a tier and a discipline", "tier=领军人才&discipline=150"),
    ("a level and an age", "level=正高级&to=45"),
    ("a province", "region=320000"),
    ("a district, a title", "region=320106&title=副教授"),
    ("a segment, women", "segment=留学归国&sex=F"),
    ("a tag", "tag=重点联系"),
    ("words with three filters, by age", "q=医院&sex=F&level=副高级&from=36&to=45&sort=age"),
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--no-write", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("JINGUO_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinguo.site.settings")
        import django

        django.setup()
        logging.disable(logging.WARNING)
        text, name = run(given.persons, given.times)
    print(text)
    if not given.no_write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"search-{name}.md").write_text(text, "utf-8")


def run(persons: int, times: int) -> tuple[str, str]:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.DEBUG = False
    settings.ALLOWED_HOSTS, settings.REQUIRE_SECOND_FACTOR = ["*"], []
    from jinguo.apps.vault import keyring

    keyring.create()
    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    province, user, filled = fill(persons)
    loaded = time.perf_counter() - begun if filled else 0.0
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute(
                "SET max_parallel_workers_per_gather = 0"
            )  # all work in the process that is measured
    rows = [ask(province, user, title, query, times) for title, query in _QUESTIONS]
    facts = of_facts(province, user, times)
    return report(rows, facts, persons, loaded, connection.vendor), connection.vendor


def fill(persons: int):
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations import kinds
    from jinguo.apps.organisations.models import Membership, Organisation
    from jinguo.apps.registry import bulk
    from jinguo.apps.registry.models import Card, Identity

    province, _ = Organisation.objects.get_or_create(
        name="示例省妇女联合会", defaults={"kind": kinds.FEDERATION, "region": "320000"}
    )
    district, _ = Organisation.objects.get_or_create(
        name="示例区妇女联合会", defaults={"kind": kinds.FEDERATION, "region": "320106", "parent": province}
    )
    user, _ = User.objects.get_or_create(username="officer", defaults={"email": "officer@example.org"})
    Membership.objects.get_or_create(user=user, organisation=province, role=kinds.OFFICER)
    if Card.objects.exists():
        return province, user, False
    from django.db import connection, transaction

    indexes = list(Card._meta.indexes)
    without_indexes(connection, Card, indexes)
    source = made(persons, province.pk, district.pk)
    while part := list(islice(source, 5_000)):
        with transaction.atomic():
            identities = bulk.write([Identity() for _ in part])
            cards = []
            for (top, lower), identity in zip(part, identities, strict=True):
                for card in (top, lower):
                    if card is not None:
                        card.identity_id = identity.pk
                        cards.append(card)
            bulk.write(cards)
    with_indexes(connection, Card, indexes)
    return province, user, True


def without_indexes(connection, model, indexes) -> None:
    """Rows first, indexes afterwards, as one fills a large table."""
    from jinguo.apps.registry.search import full_text

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for part in ("add", "drop", "change"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {full_text.TABLE}_search_{part}")
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-400000")
        else:
            cursor.execute(f"DROP INDEX IF EXISTS {full_text.TABLE}_search")
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(model, index)


def with_indexes(connection, model, indexes) -> None:
    from jinguo.apps.registry.search import full_text

    with connection.schema_editor() as editor:
        for index in indexes:
            editor.add_index(model, index)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {full_text.TABLE}_search({full_text.TABLE}_search) VALUES('rebuild')"
            )
    full_text.install(connection)
    connection.close()  # the settings of a server again


def made(count: int, province: int, district: int) -> Iterator[tuple]:
    """Cards of invented persons: (the province's, the district's or none)."""
    from copy import copy

    from jinguo.apps.registry.models import Card
    from jinguo.apps.registry.search import derived, indexing, words
    from jinguo.standards.codes import ancestors, code_list
    from jinguo.standards.names import pinyin_key
    from jinguo.standards.strokes import stroke_key
    from jinguo.standards.titles import level_of
    from jinguo.standards.units import normalise_unit

    source = random.Random(11)  # noqa: S311 (made up people)
    names = sorted(
        {
            source.choice(_SURNAMES[:20] if source.random() < 0.5 else _SURNAMES)
            + "".join(source.choice(_GIVEN) for _ in range(1 + (source.random() < 0.7)))
            for _ in range(80_000)
        }
        | {"王晓兰"}
    )
    keys = {name: (pinyin_key(name)[:240], stroke_key(name)[:600], words.of_name(name)) for name in names}
    regions = [one.code for one in code_list("divisions") if one.code.startswith(("32", "33", "11"))]
    units = [
        f"{first}{end}"
        for first in ("云川", "江城", "临山", "青原", "南岭", "东湖", "北塘", "西海", "金沙", "长平")
        for end in (
            "理工大学",
            "第一人民医院",
            "第二人民医院",
            "化学研究所",
            "农业科学院",
            "信息技术有限公司",
            "师范大学",
            "中学",
        )
    ]
    unit_words = {unit: words.of_unit(unit) for unit in units}
    unit_keys = {unit: normalise_unit(unit)[:200] for unit in units}
    fields = [one for one in code_list("disciplines") if len(one.code) == 5]
    field_words = {
        one.code: {
            words.of_kind("d", one.code), *(words.of_kind("d", up.code) for up in ancestors("disciplines", one.code)),
            *words.of_text(one.name), *(word for up in ancestors("disciplines", one.code) for word in words.of_text(up.name)),
        }
        for one in fields
    }  # fmt: skip
    tiers, tier_weights = zip(*_TIERS, strict=True)
    titles, title_weights = zip(*_TITLES, strict=True)
    lists = [f"{year}年人才名单" for year in range(2015, 2025)]
    for n in range(count):
        name, unit, field = source.choice(names), source.choice(units), source.choice(fields).code
        region, tier = source.choice(regions), source.choices(tiers, tier_weights)[0]
        title, came = source.choices(titles, title_weights)[0], source.choice(lists)
        sex, year = ("F" if source.random() < 0.7 else "M"), source.randrange(1950, 2002)
        segment = source.choice(_SEGMENTS) if source.random() < 0.2 else ""
        tag = "重点联系" if n % 200 == 0 else ""
        pinyin, strokes, of_name = keys[name]
        tokens = {
            *of_name, *unit_words[unit], *field_words[field], *words.of_text(title), *words.of_text(tier),
            words.of_kind("x", sex), words.of_kind("l", title), words.of_kind("v", level_of(title)), words.of_kind("o", came),
            *(words.of_kind("r", one) for one in derived.regions_above(region)),
            *([words.of_kind("t", tier)] if tier else []), *([words.of_kind("s", segment)] if segment else []),
        }  # fmt: skip
        card = Card(
            name=name, sex=sex, birth_year=year, unit=unit, unit_key=unit_keys[unit], post="", title=title,
            title_level=level_of(title), tier=tier, education="11", discipline=field[:3], region=region, segments=segment,
            tags=tag, sources=came, pinyin_key=pinyin, stroke_key=strokes, missing=int(n % 3 == 0), conflicts=int(n % 50 == 0),
            organisation_id=province,
        )  # fmt: skip
        own = {words.of_kind("g", tag)} if tag else set()
        card.tokens = " ".join(sorted(tokens | own | {words.of_kind(indexing.KEEPER, province)}))
        lower = None
        if n % 20 == 0:
            lower = copy(card)
            lower.organisation_id = district
            lower.tokens = " ".join(sorted(tokens | {words.of_kind(indexing.KEEPER, district)}))
        yield card, lower


def ask(
    province, user, title: str, query: str, times: int
) -> tuple[str, str, list[float], list[float], float]:
    """(title, how many it found, ms of the reading, of the whole page, of the figures of everybody) of one question."""
    from django.test import Client

    from jinguo.apps.registry.search import finding, tallies
    from jinguo.apps.registry.search.asking import Asked, parts_of

    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "zh-hans"
    asked = Asked.read(parts_of(query))
    reads, pages = [], []
    for _ in range(times):
        begun = clock()
        seen = finding.look(province, asked)
        reads.append(1000 * (clock() - begun))
    for _ in range(times):
        begun = clock()
        answer = client.get("/registry/", parts_of(query))
        pages.append(1000 * (clock() - begun))
        assert answer.status_code == 200, answer.headers
    if not seen.counted.more:
        return title, f"{seen.counted.total:,}", reads, pages, 0.0
    begun = clock()
    everybody = tallies.of_all(finding.found(province, asked))
    return title, f"{everybody.total:,}", reads, pages, 1000 * (clock() - begun)


def of_facts(province, user, times: int) -> tuple[list[float], int]:
    """A person with 500 facts: ms of her page, and its queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from jinguo.apps.registry import actions
    from jinguo.apps.registry.models import PersonEntry, Statement
    from jinguo.engines.rosters import PersonRow

    entries = PersonEntry.objects.filter(source="import:500")
    if not entries:
        row = PersonRow("示例甲", sex="F", birth_date="1978-03-12", unit="云川理工大学", title="教授")
        actions.add_entries([row], source="import:500", organisation=province, by=user)
        entry = entries.get()
        kinds = (
            "employment", "project", "publication", "patent", "training", "mentoring", "service", "council_post", "title", "unit",
        )  # fmt: skip
        Statement.objects.bulk_create(
            Statement(
                entry=entry, attribute=kinds[n % len(kinds)], value=f"第{n}项", place="云川理工大学", since=str(1990 + n % 30),
                source="个人总结", recorded_by_name="示例干部",
            )
            for n in range(500)
        )  # fmt: skip
    client = Client()
    client.force_login(user)
    address = f"/registry/persons/{entries.get().identity.uid}/"
    client.get(address)
    found = []
    for _ in range(times):
        begun = clock()
        assert client.get(address).status_code == 200
        found.append(1000 * (clock() - begun))
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return found, len(asked)


def clock() -> float:
    """Seconds of the processor, which other work on the machine does not change: this process's, and with PostgreSQL on this
    machine those of the database's process too. Where that can't be read, the time that passes."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time()
    spent = of_database(connection)
    return time.perf_counter() if spent is None else time.process_time() + spent


def of_database(connection) -> float | None:
    """Seconds of the processor that the process behind a connection has used."""
    connection.ensure_connection()
    try:
        told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text("ascii")
    except OSError:
        return None
    return int(told.split()[0]) / 1e9


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def report(rows: list, facts: tuple[list[float], int], persons: int, loaded: float, vendor: str) -> str:
    target = 100 if vendor == "postgresql" else 200
    lines = [
        f"# Search among {persons:,} persons, {vendor}",
        "",
        f"`python benchmarks/search.py --persons {persons}`: {persons:,} cards of one registry and {persons // 20:,} of a"
        " district in the same table"
        + (f", written in {loaded:,.0f} s" if loaded else "")
        + f"; two cores, load {os.getloadavg()[0]:.1f}. "
        + (
            "Milliseconds of the processor"
            if vendor == "sqlite"
            else "Milliseconds of the processor, site and database"
        )
        + "; the page is the whole answer, facets and rows and all; the figures of everybody follow it.",
        "",
        "| question | found | reading, median | page, median | page, slowest | figures of all |",
        "|---|---|---|---|---|---|",
    ]
    for title, many, reads, pages, figures in rows:
        lines.append(
            f"| {title} | {many} | {statistics.median(reads):.0f} | {statistics.median(pages):.0f} | {max(pages):.0f} |"
            f" {f'{figures:,.0f}' if figures else ''} |"
        )
    reads = [ms for _, _, some, _, _ in rows for ms in some]
    pages = [ms for _, _, _, some, _ in rows for ms in some]
    lines += [
        "",
        f"p95 of all: reading **{p95(reads):.0f} ms**, page **{p95(pages):.0f} ms** (target for the search: {target} ms).",
        "",
        f"A person's page with 500 facts: median {statistics.median(facts[0]):.0f} ms, {facts[1]} queries.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()

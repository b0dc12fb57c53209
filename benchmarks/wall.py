"""Measures the wall of a plan of 200 measures × 300 units × 12 periods, and writes `results/wall-<database>.md`.

    python benchmarks/wall.py                         # SQLite, in a folder of its own
    DATABASE_URL=postgres://… python benchmarks/wall.py

Every unit has a part in every measure (60,000 parts), and eleven of twelve periods are reported in full (660,000 reports).
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Model

RESULTS = Path(__file__).resolve().parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--measures", type=int, default=200)
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--periods", type=int, default=12)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("JINGUO_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinguo.site.settings")
        os.environ["REQUIRE_SECOND_FACTOR"] = ""
        _run(given.measures, given.units, given.periods)


def _run(measures: int, units: int, periods: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import reset_queries
    from django.test import Client
    from django.test.utils import override_settings

    call_command("migrate", verbosity=0)
    plan, officer = _plan(measures, units, periods)
    client = Client(HTTP_HOST="localhost")
    client.force_login(officer)
    page = f"/plans/{plan.uid}/wall/"
    lines = []
    with override_settings(DEBUG=True, ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        client.get(page)
        for name, query in (
            ("the wall", ""),
            ("its last columns", f"?from={max(0, units - 30)}"),
            ("one state", "?state=cell_late"),
        ):
            times, busy, asked, size = [], [], 0, 0
            for _ in range(5):
                reset_queries()
                start, started = time.perf_counter(), time.process_time()
                answer = client.get(page + query)
                times.append(time.perf_counter() - start)
                busy.append(time.process_time() - started)
                asked, size = len(connection.queries), len(answer.content)
                assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))
            lines.append(
                f"| {name} | {statistics.median(times) * 1000:,.0f} | {statistics.median(busy) * 1000:,.0f} "
                f"| {asked} | {size / 1024:,.0f} |"
            )
    text = "\n".join(
        [
            f"# The wall: {measures} measures × {units} units × {periods} periods ({connection.vendor})",
            "",
            "One client, one process, without a web server between; median of five.",
            "",
            "| Page | ms | ms on the processor | queries | KB |",
            "|---|---|---|---|---|",
            *lines,
            "",
        ]
    )
    (RESULTS / f"wall-{connection.vendor}.md").write_text(text, "utf-8")
    print(text)


def _plan(measures: int, units: int, periods: int) -> tuple[Any, Any]:
    """The plan, in bulk: what is measured is reading it."""
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations import kinds
    from jinguo.apps.organisations.models import Membership, Organisation
    from jinguo.apps.plans.models import Duty, Measure, Period, Plan, Report

    keeper = Organisation.objects.create(name="测试市妇女联合会", kind=kinds.FEDERATION)
    officer = User.objects.create_user("bench", "bench@example.org", "long-enough-Passw0rd", name="测试")
    User.objects.filter(pk=officer.pk).update(password_changed_at=datetime.now(UTC))
    Membership.objects.create(user=officer, organisation=keeper, role=kinds.OFFICER)
    made = [Organisation(name=f"测试单位{n:03d}", kind=kinds.INSTITUTION) for n in range(units)]
    for one in made:
        one.set_keys()
    Organisation.objects.bulk_create(made)
    plan = Plan.objects.create(
        organisation=keeper, title="测试行动", first_year=2024, last_year=2026, state="action_plan_in_force"
    )
    Measure.objects.bulk_create(
        [
            Measure(
                plan=plan, code=str(n), heading=f"测试任务{n}", section=f"第{n // 50 + 1}部分", position=n
            )
            for n in range(1, measures + 1)
        ]
    )
    _copy(
        Duty,
        f"""FROM {_table(Measure)} m CROSS JOIN {_table(Organisation)} o
        WHERE m.plan_id = {plan.pk} AND o.id <> {keeper.pk}""",
        measure="m.id", organisation="o.id", name_then="o.name", role="'role_responsible'", state="'duty_accepted'",
    )  # fmt: skip
    for n in range(periods):
        first = date(2024 + n // 4, n % 4 * 3 + 1, 1)
        last = n == periods - 1
        period = Period.objects.create(
            plan=plan, kind="period_quarter", year=first.year, part=n % 4 + 1, starts_on=first,
            ends_on=first + timedelta(days=89), opens_on=first + timedelta(days=89),
            due_on=first + timedelta(days=100), state="period_open" if last else "period_locked",
        )  # fmt: skip
        some = "WHERE d.id % 2 = 0" if last else ""
        _copy(
            Report, f"FROM {_table(Duty)} d {some}", period=str(period.pk), duty="d.id", text="'已完成。'",
            state="'report_approved'",
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return plan, officer


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _copy(model: type[Model], source: str, **columns: str) -> None:
    """Rows made by the database itself out of others: a row of Python for each would take an hour.

    Every column that is not told has its default; ids are random ones of the database's.
    """
    random = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    names, values = [], []
    for field in model._meta.concrete_fields:
        told = columns.get(field.name)
        if field.primary_key or (told is None and field.null):
            continue
        names.append(connection.ops.quote_name(field.column))
        values.append(told or (random if field.name == "uid" else _literal(field.get_default())))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_table(model)} ({', '.join(names)}) SELECT {', '.join(values)} {source}"
        )


def _literal(value: object) -> str:
    if isinstance(value, datetime):
        return f"'{value.isoformat(sep=' ')}'"
    return "'{}'" if value == {} else "'[]'" if value == [] else repr(value if value is not None else "")


if __name__ == "__main__":
    main()

"""Measures an assessment of 300 units by a plan of 200 measures, and writes `results/assessment-<database>.md`.

    python benchmarks/assessment.py                         # SQLite, in a folder of its own
    DATABASE_URL=postgres://… python benchmarks/assessment.py

Every unit has a part in every measure (60,000 parts), reports on each in every quarter (each report with the step by which it was
handed in), every measure has an indicator with a target, every unit scored itself and was marked.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from wall import RESULTS, _copy, _plan, _table

YEAR = 2026


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--measures", type=int, default=200)
    parser.add_argument("--units", type=int, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("JINGUO_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinguo.site.settings")
        os.environ["REQUIRE_SECOND_FACTOR"] = ""
        _run(given.measures, given.units)


def _run(measures: int, units: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import override_settings

    from jinguo.apps.plans.actions import assessing

    call_command("migrate", verbosity=0)
    plan, officer = _plan(measures, units, 12)
    assessment = _assessment(plan, officer)
    unit = assessment.units.order_by("pk").first()
    client = Client(HTTP_HOST="localhost")
    client.force_login(officer)
    lines = []
    with override_settings(DEBUG=True, ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        for name, page in (
            ("all units by rank, worked out", f"/plans/assessments/{assessment.uid}/"),
            ("one unit, to be marked", f"/plans/assessed/{unit.uid}/"),
            ("table.xlsx, worked out", f"/plans/assessments/{assessment.uid}/table.xlsx"),
        ):
            lines.append(_measured(name, lambda page=page: _opened(client, page)))
        start, busy = time.perf_counter(), time.process_time()
        assessing.announce_results(assessment=assessment, by=officer)
        lines.append(
            _line("announcing (once)", [time.perf_counter() - start], [time.process_time() - busy], None)
        )
        lines.append(
            _measured(
                "all units by rank, announced",
                lambda: _opened(client, f"/plans/assessments/{assessment.uid}/"),
            )
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    text = "\n".join(
        [
            f"# An assessment: {measures} measures × {units} units, four quarters ({connection.vendor})",
            "",
            f"One client, one process, without a web server between; median of three. At most {peak:,.0f} MB of memory.",
            "",
            "| What | s | s on the processor | queries |",
            "|---|---|---|---|",
            *lines,
            "",
        ]
    )
    (RESULTS / f"assessment-{connection.vendor}.md").write_text(text, "utf-8")
    print(text)


def _opened(client: Any, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))


def _measured(name: str, act: Any) -> str:
    from django.db import reset_queries

    times, busy = [], []
    for _ in range(3):
        reset_queries()
        start, started = time.perf_counter(), time.process_time()
        act()
        times.append(time.perf_counter() - start)
        busy.append(time.process_time() - started)
    return _line(name, times, busy, len(connection.queries))


def _line(name: str, times: list[float], busy: list[float], asked: int | None) -> str:
    return f"| {name} | {statistics.median(times):,.1f} | {statistics.median(busy):,.1f} | {asked or ''} |"


def _assessment(plan: Any, officer: Any) -> Any:
    """An assessment in which everybody did everything, made in bulk: what is measured is reading it."""
    from jinguo.apps.plans.actions import assessing
    from jinguo.apps.plans.models import (
        AssessedUnit,
        Duty,
        Figure,
        Indicator,
        PlanAssessment,
        Report,
        ReportStep,
        ReviewerMark,
        Target,
    )

    Duty.objects.update(created_at=datetime(2024, 1, 1, tzinfo=UTC))
    handed_in = datetime(YEAR, 1, 5, tzinfo=UTC).isoformat(" ")
    _copy(
        ReportStep, f"FROM {_table(Report)} r", report="r.id", state="'report_handed_in'", at=f"'{handed_in}'",
    )  # fmt: skip
    Report.objects.update(handed_in_at=datetime(YEAR, 1, 5, tzinfo=UTC))
    indicators = Indicator.objects.bulk_create(
        [
            Indicator(measure=one, name=f"指标{one.code}", state="indicator_confirmed")
            for one in plan.measures.all()
        ]
    )
    Target.objects.bulk_create([Target(indicator=one, year=YEAR, value=Decimal(100)) for one in indicators])
    periods = list(plan.periods.filter(year=YEAR))
    Figure.objects.bulk_create(
        [
            Figure(indicator=one, period=period, value=Decimal(20 + n % 10), source="source_reported")
            for n, one in enumerate(indicators)
            for period in periods
        ]
    )
    assessment = assessing.create_assessment(plan=plan, year=YEAR, template="responsibility", by=officer)
    assessing.publish_scheme(assessment=assessment, by=officer)
    assessing.open_assessment(assessment=assessment, self_due_on=date(2099, 1, 1), by=officer)
    AssessedUnit.objects.update(state="self_score_handed_in")
    assessing.begin_marking(assessment=assessment, by=officer)
    items = [one for one in assessment.scheme.items if one.how == "by_reviewers"]
    ReviewerMark.objects.bulk_create(
        [
            ReviewerMark(
                unit=unit, item=item.code, points=item.weight * 9 / 10, reviewer=officer, reviewer_name="测试"
            )
            for unit in assessment.units.all()
            for item in items
        ]
    )
    return PlanAssessment.objects.select_related("plan__organisation").get(pk=assessment.pk)


if __name__ == "__main__":
    main()

"""`jinguo demo` as a stranger runs it: from an empty folder to the documents, and the same ones every time."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from jinguo.engines.selection import read_record, replay

ROOT = Path(__file__).resolve().parents[2]
FULL = ("--full", "--persons", "80")


def run_demo(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("JINGUO", "DATABASE", "DJANGO"))
    }
    environment |= {"JINGUO_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "jinguo", "demo", "--no-serve", "--out", str(folder / "out"), *more]
    return subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=900, check=False
    )


@pytest.fixture(scope="module")
def demos(tmp_path_factory):
    """Two demos played apart, each in its own empty folder, the second one with its registry."""
    folders = [tmp_path_factory.mktemp("demo-one"), tmp_path_factory.mktemp("demo-two")]
    for folder, more in zip(folders, ((), FULL), strict=True):
        done = run_demo(folder, *more)
        assert done.returncode == 0, done.stderr[-2000:]
        (folder / "said.txt").write_text(done.stdout, "utf-8")
    return [folder / "out" for folder in folders]


def test_the_same_demo_gives_the_same_bytes(demos):
    one, two = demos

    def digests(folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != "accounts.json"
        }

    assert digests(one) == digests(two)


def test_the_manifest_names_every_document_and_its_checksum(demos):
    out = demos[0]
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))

    named = {path: sha for entry in manifest.values() for path, sha in entry["sha256"].items()}

    assert {
        "汇总表.xlsx",
        "公示.docx",
        "推荐函.docx",
        "会议记录.docx",
        "报送材料.zip",
        "decision-record.json",
    } < set(named)
    assert manifest["forms"]["count"] == 38
    assert all(hashlib.sha256((out / path).read_bytes()).hexdigest() == sha for path, sha in named.items())


def test_the_decision_replays_from_its_record_alone(demos):
    record = read_record((demos[0] / "decision-record.json").read_bytes())

    assert replay(record).differences == ()
    assert record["chosen"]


def test_a_full_demo_builds_its_registry_and_holds_it_against_the_truth(demos):
    said = [(folder.parent / "said.txt").read_text("utf-8") for folder in demos]

    assert "review queue" not in said[0]
    found = re.search(r"persons in them (\d+)  persons in the registry (\d+)", said[1])
    assert found
    assert 70 <= int(found[1]) <= int(found[2]) <= 110
    plan = json.loads((demos[1].parent / "data" / "demo-registry" / "plan.json").read_text("utf-8"))
    assert plan["done"][-1] == "finishing"
    with closing(sqlite3.connect(demos[1].parent / "data" / "jinguo.sqlite3")) as registry:
        [confirmed] = registry.execute("SELECT count(*) FROM registry_tierholding").fetchone()
        [waiting] = registry.execute(
            "SELECT count(*) FROM registry_tierproposal WHERE state = 'tier_proposal_open'"
        ).fetchone()
    assert confirmed > waiting > 0


def test_two_plans_stand_today_with_all_that_happens_in_two_years(demos):
    """Counted in the database: no second demo is played for it."""
    with sqlite3.connect(next((demos[0].parent / "data").glob("*.sqlite3"))) as database:

        def states(query: str) -> dict[str, int]:
            return dict(database.execute(query))

        assert states("select title, 1 from plans_plan where state = 'action_plan_in_force'").keys() == {
            "云川巾帼科创行动方案（2025—2026年）",
            "云川市科协科技人才服务计划（2025—2026年）",
        }
        reports = states("select state, count(*) from plans_report group by state")
        duties = states("select state, count(*) from plans_duty group by state")
        assert reports["report_approved"] > 300
        assert {"report_handed_in", "report_returned", "report_draft"} <= set(reports)
        assert {"duty_disputed", "duty_settled", "duty_released", "duty_proposed"} <= set(duties)
        reopened = database.execute("select count(*) from plans_locking where reopened_because != ''")
        split = database.execute("select count(*) from plans_succession where kind = 'measure_was_split'")
        counted = database.execute(
            "select count(*) from plans_figure where source = 'source_fact' and value > 0"
        )
        assert [row.fetchone()[0] > 0 for row in (reopened, split, counted)] == [True] * 3
        fresh = database.execute(
            "select min(password_changed_at) from accounts_user where username like 'department%'"
        )
        assert fresh.fetchone()[0] > "2026-10", "an old password sends its user to the form for a new one"
        assert states("select year, state from plans_planassessment") == {
            2025: "assessment_closed",
            2026: "assessment_published",
        }
        assert states("select state, count(*) from plans_appeal group by state") == {"appeal_upheld": 1}


def test_there_is_a_sign_in_for_each_role(demos):
    rows = json.loads((demos[0] / "accounts.json").read_text("utf-8"))

    assert {row["role"] for row in rows} == {
        "officer",
        "liaison",
        "nominee",
        "expert",
        "approver",
        "leader",
        "public",
    }
    assert all(set(row) == {"role", "username", "password", "url"} for row in rows)


def test_the_package_checks_out_with_its_own_checksums(demos):
    with zipfile.ZipFile(demos[0] / "报送材料.zip") as package:
        sums = package.read("SHA256SUMS").decode("utf-8").splitlines()
        found = {name: digest for digest, name in (line.split("  ", 1) for line in sums)}

        assert {name: hashlib.sha256(package.read(name)).hexdigest() for name in found} == found
        assert set(package.namelist()) - set(found) <= {"SHA256SUMS"}


def test_the_summary_table_holds_id_numbers_as_text_and_ages_as_numbers(demos):
    sheet = openpyxl.load_workbook(demos[0] / "汇总表.xlsx").active
    rows = list(sheet.iter_rows(values_only=True))
    heads = next(row for row in rows if row and "身份证号" in row)
    people = [row for row in rows[rows.index(heads) + 1 :] if isinstance(row[0], int)]

    assert len(people) == 38
    assert all(isinstance(row[heads.index("身份证号")], str) for row in people)
    assert all(isinstance(row[heads.index("年龄")], int) for row in people)


def test_the_minutes_tell_of_the_meeting_and_of_no_receipt(demos):
    text = _text_of(demos[0] / "会议记录.docx")

    assert "评委应到9人，实到8人，请假1人。" in text
    assert "（第2轮）" in text, "one category took a second ballot"
    assert text.count("通过") > text.count("未通过") > 0
    assert "下列评委对有关候选人回避" in text
    assert not re.search(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", text), (
        "codes of receipts are nobody's business"
    )


def test_the_list_is_decided_among_those_whom_the_meeting_voted_on(demos):
    record = json.loads((demos[0] / "decision-record.json").read_text("utf-8"))

    assert len(record["candidates"]) == 18
    assert len(record["chosen"]) == 10


def _text_of(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_public_notice_shows_no_number_of_anybody(demos):
    sheet = openpyxl.load_workbook(demos[0] / "汇总表.xlsx").active
    secrets = {
        str(cell)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell and str(cell)[:-1].isdigit() and len(str(cell)) >= 11
    }
    text = _text_of(demos[0] / "公示.docx")

    assert secrets
    assert not [secret for secret in secrets if secret in text]


def test_a_second_start_plays_nothing_again(demos):
    folder = demos[0].parent
    database = folder / "data" / "jinguo.sqlite3"
    before = database.stat().st_mtime_ns

    done = run_demo(folder)

    assert done.returncode == 0
    assert database.stat().st_mtime_ns == before
    assert "play" not in done.stderr

"""`jinguo assign` from files to files: the report's keys, errors that name row and column, nothing half-written."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys

import click
import duckdb
import pytest
from click.testing import CliRunner

from jinguo.cli.assign import assign

PAIRS = "item,reviewer,affinity\nN1,Li,0.2\nN1,Wu,0.9\nN1,Xu,0.8\nN2,Li,0.3\nN2,Xu,0.4\n"
REVIEWERS = "reviewer,min_load,max_load,sex\nLi,0,2,F\nWu,0,2,M\nXu,0,1,M\n"
ITEMS = "item,demand\nN1,2\nN2,1\n"
RULES = '[[rule]]\nname = "women"\ncolumn = "sex"\nvalue = "F"\nat_least_share = 0.4\n'


@pytest.fixture
def folder(tmp_path):
    for name, text in {"pairs": PAIRS, "reviewers": REVIEWERS, "items": ITEMS}.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    (tmp_path / "rules.toml").write_text(RULES, "utf-8")
    return tmp_path


def run(folder, *more, pairs="pairs.csv", out="out.csv"):
    given = [folder / pairs, "--reviewers", folder / "reviewers.csv", "--items", folder / "items.csv"]
    given += ["--out", folder / out, "--report", folder / "report.json", *more]
    return CliRunner().invoke(assign, [str(one) for one in given], standalone_mode=False)


def report(folder):
    return json.loads((folder / "report.json").read_text("utf-8"))


def test_the_assignment_and_its_report(folder):
    done = run(folder, "--alternates", "1", "--json")

    assert done.return_value == 0
    assert list(csv.reader((folder / "out.csv").read_text("utf-8").splitlines())) == [
        ["item", "reviewer", "affinity", "role"],
        ["N1", "Wu", "0.9", "main"],
        ["N1", "Xu", "0.8", "main"],
        ["N2", "Li", "0.3", "main"],
        ["N1", "Li", "0.2", "alternate"],
        ["N2", "Xu", "0.4", "alternate"],
    ]
    found = report(folder)
    assert json.loads(done.stdout) == found
    assert {
        "status",
        "objective",
        "bound",
        "gap",
        "worst_item",
        "loads",
        "seconds",
        "peak_mib",
        "solver",
    } <= set(found)
    assert (found["status"], found["objective"], found["worst_item"]) == ("optimal", 2.0, 0.3)
    assert found["loads"] == {"Li": 1, "Wu": 1, "Xu": 1}


def test_parquet_in_and_out(folder):
    for name in ("pairs", "reviewers", "items"):
        duckdb.sql(f"COPY (SELECT * FROM '{folder / name}.csv') TO '{folder / name}.parquet'")
    done = CliRunner().invoke(
        assign,
        [
            *(str(folder / "pairs.parquet"), "--reviewers", str(folder / "reviewers.parquet")),
            *("--items", str(folder / "items.parquet"), "--out", str(folder / "out.parquet")),
        ],
        standalone_mode=False,
    )

    assert done.return_value == 0
    found = duckdb.sql(
        f"SELECT item, reviewer, affinity FROM '{folder / 'out.parquet'}' ORDER BY ALL"
    ).fetchall()
    assert found == [("N1", "Wu", 0.9), ("N1", "Xu", 0.8), ("N2", "Li", 0.3)]


def test_rules_that_cannot_hold_are_named_and_the_old_result_stays(folder):
    (folder / "out.csv").write_text("old", "utf-8")
    (folder / "reviewers.csv").write_text(REVIEWERS.replace("Li,0,2", "Li,0,1"), "utf-8")
    done = run(folder, "--rules", folder / "rules.toml", "--lang", "en")
    found = report(folder)

    assert done.return_value == 1
    assert found["status"] == "infeasible"
    assert found["conflict"] == ["women", "max_load"]
    assert (
        found["relaxation"] == [{"rule": "women", "by": 1, "item": "N1", "value": "F", "side": "low"}]
        or len(found["relaxation"]) == 1
    )
    assert (folder / "out.csv").read_text("utf-8") == "old"
    assert "women" in done.stderr


def test_keeping_an_assignment_of_before(folder):
    (folder / "old.csv").write_text("item,reviewer\nN1,Li\nN1,Wu\nN2,Xu\n", "utf-8")

    assert run(folder, "--keep", folder / "old.csv").return_value == 0
    assert (report(folder)["changes"], report(folder)["objective"]) == (0, 1.5)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("pairs.csv", PAIRS + "N2,Zz,1\n", "pairs.csv, row 7, column reviewer: “Zz”"),
        ("pairs.csv", PAIRS + "N9,Xu,1\n", "pairs.csv, row 7, column item: “N9”"),
        ("pairs.csv", PAIRS + "N2,Xu,1\n", "pairs.csv, row 7, columns item and reviewer: the pair N2, Xu stands in row 6"),
        ("pairs.csv", PAIRS.replace("0.8", "nan"), "pairs.csv, row 4, column affinity: “nan”"),
        ("pairs.csv", PAIRS.replace("0.8", "inf"), "pairs.csv, row 4, column affinity: “inf”"),
        ("pairs.csv", PAIRS.replace("0.8", ""), "pairs.csv, row 4, column affinity: nothing"),
        ("pairs.csv", PAIRS.replace("0.8", "1e9"), "pairs.csv, row 4, column affinity: 1e9 is out of range"),
        ("pairs.csv", PAIRS.replace("reviewer", "expert"), "pairs.csv, row 1 (the header): the column reviewer"),
        ("pairs.csv", "item,reviewer,affinity\n", "pairs.csv is empty"),
        ("pairs.csv", "", "pairs.csv is empty"),
        ("items.csv", ITEMS.replace("2,1", "2,-1"), "items.csv, row 3, column demand: “-1”"),
        ("items.csv", ITEMS + "N1,1\n", "items.csv, row 4, column item: “N1” stands in row 2"),
        ("items.csv", "item,demand\n", "items.csv is empty"),
        ("reviewers.csv", REVIEWERS.replace("Wu,0,2", "Wu,3,2"), "reviewers.csv, row 3, column min_load: the least load 3"),
        ("reviewers.csv", REVIEWERS.replace("Wu,0,2", "Wu,0,2.5"), "reviewers.csv, row 3, column max_load: “2.5”"),
        ("rules.toml", RULES.replace("sex", "gender"), "rules.toml, rule 1 (women): there is no column gender"),
        ("rules.toml", RULES.replace("0.4", "1.4"), "rules.toml, rule 1 (women), at_least_share: “1.4”"),
        ("rules.toml", RULES.replace("column", "colum"), "rules.toml, rule 1 (women): colum is not known"),
        ("rules.toml", "[[rule", "rules.toml is not valid TOML"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_with_row_and_column(folder, name, text, told):
    (folder / name).write_text(text, "utf-8")
    done = run(folder, "--rules", folder / "rules.toml", "--lang", "en")

    assert done.exit_code == 2 or done.exception.exit_code == 2
    assert told in done.exception.message
    assert not (folder / "out.csv").exists()
    assert not (folder / "report.json").exists()


def test_a_fixed_pair_that_is_not_possible_is_told_with_its_row(folder):
    (folder / "fixed.csv").write_text("item,reviewer\nN1,Li\nN2,Wu\n", "utf-8")
    done = run(folder, "--fixed", folder / "fixed.csv", "--lang", "en")

    assert "fixed.csv, row 3, columns item and reviewer: N2, Wu" in done.exception.message


def test_more_demand_than_capacity_is_infeasible_and_says_how_much(folder):
    (folder / "items.csv").write_text("item,demand\nN1,4\nN2,3\n", "utf-8")
    done = run(folder, "--lang", "en")

    assert done.return_value == 1
    assert {one["item"]: one["by"] for one in report(folder)["relaxation"] if one["rule"] == "demand"} == {
        "N1": 1,
        "N2": 1,
    }


STAGES = (
    "reading",
    "flow",
    "fair",
    "linear",
    "relaxation",
    "conflict",
    "keep",
    "leximin",
    "alternates",
    "writing",
)


@pytest.mark.parametrize("stage", STAGES)
def test_a_run_that_is_cancelled_at_any_stage_leaves_nothing_half_written(folder, monkeypatch, stage):
    """A problem that comes by the stage; there it is cancelled."""
    seen = []

    def cancelling(parts, said):
        def tell(name, done, total):
            seen.append(name.removeprefix("assign_stage_"))
            if seen[-1] == stage:
                raise KeyboardInterrupt

        return tell

    monkeypatch.setattr("jinguo.cli.watching.watched", cancelling)
    more = ["--objective", "leximin", "--alternates", "1"]
    if stage in ("relaxation", "conflict"):
        (folder / "reviewers.csv").write_text(REVIEWERS.replace("Li,0,2", "Li,0,1"), "utf-8")
        more += ["--rules", folder / "rules.toml"]
    if stage == "keep":
        (folder / "old.csv").write_text("item,reviewer\nN1,Li\n", "utf-8")
        more += ["--keep", folder / "old.csv"]
    if stage == "leximin":  # everybody wants Wu, who has room for two
        (folder / "pairs.csv").write_text(
            "item,reviewer,affinity\n" + "".join(f"N{n},{r},{a}\n" for n in (1, 2, 3, 4) for r, a in (("Wu", 9), ("Xu", n), ("Li", n))),
            "utf-8",
        )  # fmt: skip
        (folder / "items.csv").write_text("item,demand\nN1,1\nN2,1\nN3,1\nN4,1\n", "utf-8")
    for name in ("out.csv", "report.json"):
        (folder / name).write_text("old", "utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = run(folder, *more)

    assert seen[-1] == stage
    assert isinstance(done.exception, (KeyboardInterrupt, click.Abort))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_ctrl_c_says_in_which_stage_it_was_and_leaves_nothing_behind(tmp_path):
    rows = [f"i{i},r{r},{r % 3}.{(i * 7919 + r * 104729) % 9973:04}" for i in range(90) for r in range(50)]
    (tmp_path / "pairs.csv").write_text("item,reviewer,affinity\n" + "\n".join(rows) + "\n", "utf-8")
    (tmp_path / "items.csv").write_text("item,demand\n" + "".join(f"i{i},3\n" for i in range(90)), "utf-8")
    people = "".join(f"r{r},0,6\n" for r in range(50))
    (tmp_path / "reviewers.csv").write_text("reviewer,min_load,max_load\n" + people, "utf-8")
    command = [sys.executable, "-m", "jinguo", "assign", "pairs.csv", "--reviewers", "reviewers.csv"]
    command += ["--items", "items.csv", "--objective", "leximin", "--out", "out.csv", "--lang", "en"]
    paths = os.environ | {"PYTHONPATH": "src:" + ":".join(sys.path)}
    with subprocess.Popen(command, cwd=tmp_path, env=paths, stderr=subprocess.PIPE, text=True) as work:
        assert "…" in work.stderr.readline()
        work.send_signal(signal.SIGINT)
        told = work.stderr.read()

    assert work.returncode == 130
    assert "×" in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["items.csv", "pairs.csv", "reviewers.csv"]

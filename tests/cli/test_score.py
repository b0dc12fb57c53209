"""`jinguo score` and `jinguo count-ballots` as a person or a script uses them."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner

from jinguo.cli import group

CRITERIA = """
seats = 1
bootstrap = 20
[[criteria]]
key = "novelty"
label = "创新性"
weight = 0.6
[[criteria]]
key = "service"
label = "示范性"
weight = 0.4
"""
MARKS = "item,reviewer,criterion,mark\n" + "".join(
    f"{item},{reviewer},{criterion},{base + shift}\n"
    for item, base in (("甲", 90), ("乙", 80), ("丙", 70))
    for reviewer, shift in (("A", 0), ("B", 3), ("C", -2))
    for criterion in ("novelty", "service")
)
RULES = """
seats = 1
members = 3
present = 3
[quorum]
at_least = "2/3"
of = "members"
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rules.toml").write_text(CRITERIA, "utf-8")
    (tmp_path / "marks.csv").write_text(MARKS, "utf-8")
    (tmp_path / "vote.toml").write_text(RULES, "utf-8")
    return tmp_path


def run(*arguments):
    result = CliRunner().invoke(group, [str(one) for one in arguments], standalone_mode=False)
    return result.return_value, result.stdout, result.exception


def score(folder, *more):
    return run("score", folder / "marks.csv", "--criteria", folder / "rules.toml", *more)


def count(folder, text, *more):
    (folder / "ballots.csv").write_text(text, "utf-8")
    return run("count-ballots", folder / "ballots.csv", "--rules", folder / "vote.toml", *more)


def test_scores_and_report_are_written_and_the_document_printed(folder):
    code, output, problem = score(
        folder, "--out", folder / "scores.csv", "--report", folder / "report.json", "--json"
    )

    assert (code, problem) == (0, None)
    document = json.loads(output)
    assert document == json.loads((folder / "report.json").read_text("utf-8"))
    with (folder / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert [(row["item"], row["score"], row["rank"]) for row in table] == [
        ("甲", "90.33", "1"),
        ("乙", "80.33", "2"),
        ("丙", "70.33", "3"),
    ]
    assert [row["item"] for row in document["calibration"]["items"]] == ["丙", "乙", "甲"]
    assert document["agreement"]["icc"][0]["form"] == "ICC(1)"


def test_an_item_without_a_score_leaves_with_1(folder):
    (folder / "marks.csv").write_text(MARKS + "丁,A,novelty,\n", "utf-8")
    code, output, _ = score(folder)

    assert code == 1
    assert output.splitlines()[-1].startswith("丁\t\t")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("甲,A,novelty,90", "row 20, column criterion: mark_twice"),
        ("甲,D,novelty,900", "row 20, column mark: mark_out_of_range"),
        ("甲,D,novel,90", "row 20, column criterion: criterion_unknown"),
        ("甲,D,novelty", "row 20: the number of cells"),
    ],
)
def test_a_fault_names_row_and_column_and_nothing_is_written(folder, line, told):
    (folder / "marks.csv").write_text(MARKS + line + "\n", "utf-8")
    (folder / "scores.csv").write_text("as before", "utf-8")
    _, _, problem = score(folder, "--out", folder / "scores.csv")

    assert problem.exit_code == 2
    assert told in problem.message
    assert (folder / "scores.csv").read_text("utf-8") == "as before"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("marks.csv", "", "row 1: column item is missing"),
        ("marks.csv", "item,reviewer,criterion,mark\n", "no marks"),
        ("rules.toml", "seats = 1", "criteria"),
        ("rules.toml", "seats = ", "rules.toml"),
    ],
)
def test_files_that_cannot_be_used_are_refused(folder, name, text, told):
    (folder / name).write_text(text, "utf-8")
    _, _, problem = score(folder)

    assert problem.exit_code == 2
    assert told in problem.message


def test_a_vote_is_counted_with_every_verdict_in_words(folder):
    votes = "ballot,candidate,vote\n1,甲,赞成\n2,甲,赞成\n3,甲,反对\n1,乙,反对\n"
    code, output, _ = count(folder, votes, "--json", "--lang", "en")
    document = json.loads(output)

    assert code == 0
    assert (document["state"], document["elected"]) == ("complete", ["甲"])
    first = document["rounds"][0]["rows"][0]
    assert (first["approve"], first["against"], first["share"], first["elected"]) == (2, 1, "2/3", True)
    assert first["findings"][0]["message"] == "2 approve (of 3, 2 needed): elected."


def test_a_vote_without_quorum_leaves_with_1(folder):
    code, output, _ = count(folder, "ballot,candidate,vote\n1,甲,赞成\n", "--present", "1")

    assert code == 1
    assert "未达到法定人数" in output


def test_a_file_with_names_of_voters_is_refused_unread(folder):
    _, _, problem = count(folder, "ballot,voter,candidate,vote\n1,张,甲,赞成\n")

    assert problem.exit_code == 2
    assert "column voter" in problem.message


def test_a_ranked_vote_is_counted(folder):
    (folder / "vote.toml").write_text('seats = 1\nkind = "ranked"\n', "utf-8")
    lines = "".join(f"{n},甲,1\n{n},乙,2\n" for n in range(3)) + "8,乙,1\n9,丙,1\n9,乙,2\n"
    code, output, _ = count(folder, "ballot,candidate,preference\n" + lines, "--json")
    document = json.loads(output)

    assert code == 0
    assert (document["elected"], document["quota"]) == (["甲"], 3)
    assert document["stages"][0]["votes"] == {"甲": "3", "乙": "1", "丙": "1"}

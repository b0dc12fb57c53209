"""The commands decide, replay and what-if as a person or a script runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jinguo import cli

POLICY = """
seats = 3
[[limit]]
column = "unit"
at_most = 1
[[share]]
where = { sex = "F" }
at_least = 0.3
[scale]
min = 0
max = 100
[last]
draw = "2023-10-01"
"""
TABLE = """id,score,category,channel,unit,sex
A,95.10,科研,组织,甲,M
B,94.00,科研,组织,乙,M
C,93.00,农业,社会,丙,M
D,80.00,农业,社会,甲,F
E,79.00,农业,社会,丁,F
"""


def jinguo(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli.group, arguments, standalone_mode=False)
    error = done.exception
    if isinstance(error, cli.Unusable):
        return 2, done.stdout, error.format_message()
    if error is not None:
        raise error
    return done.return_value or 0, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("c.csv").write_text(TABLE, "utf-8")
    Path("p.toml").write_text(POLICY, "utf-8")
    return tmp_path


def test_decide_writes_a_record_that_replays(folder: Path) -> None:
    code, out, _ = jinguo("decide", "c.csv", "--policy", "p.toml", "--out", "r.json", "--json")

    record = json.loads(Path("r.json").read_text("utf-8"))
    assert code == 0
    assert json.loads(out)["chosen"] == record["chosen"] == ["A", "B", "E"]
    assert set(record) >= {"schema", "policy", "candidates", "reasons", "versions", "previous", "digest"}
    assert record["draw"]["seed"] == "2023-10-01"
    assert jinguo("replay", "r.json")[0] == 0


def test_decide_tells_everybody_in_words_and_chains_records(folder: Path) -> None:
    jinguo("decide", "c.csv", "--policy", "p.toml", "--out", "r1.json")
    code, out, _ = jinguo(
        "decide", "c.csv", "--policy", "p.toml", "--out", "r2.json", "--previous", "r1.json", "--digest", "sm3",
        "--lang", "en",
    )  # fmt: skip

    first, second = (json.loads(Path(name).read_text("utf-8")) for name in ("r1.json", "r2.json"))
    assert code == 0
    assert "Without the rule of at least 30% for sex = F she would not be on the list." in out
    assert second["previous"] == first["digest"]
    assert jinguo("replay", "r2.json", "--previous", "r1.json")[0] == 0
    assert jinguo("replay", "r1.json", "--previous", "r2.json")[0] == 1


def test_a_record_changed_by_one_byte_differs_and_says_where(folder: Path) -> None:
    jinguo("decide", "c.csv", "--policy", "p.toml", "--out", "r.json")
    content = Path("r.json").read_bytes()
    Path("r.json").write_bytes(content.replace(b'"79.00"', b'"99.00"'))

    code, out, err = jinguo("replay", "r.json", "--json", "--lang", "en")

    assert (code, err.count("Differs")) == (1, len(json.loads(out)["differences"]))
    assert "replay_digest" in {one["code"] for one in json.loads(out)["differences"]}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema":"other"}', "not json"])
def test_what_is_no_record_is_unusable(folder: Path, content: str) -> None:
    Path("r.json").write_text(content, "utf-8")

    assert jinguo("replay", "r.json")[0] == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("A,95.10", "A,", "Row 2, column score"),
        ("A,95.10", "A,abc", "Row 2, column score"),
        ("A,95.10", "A,NaN", "Row 2, column score"),
        ("B,94.00", "B,101", "Row 3, column score"),
        ("C,93.00", "A,93.00", "Row 4, column id"),
        ("丁,F", "丁", "Row 6"),
        (",sex", ",gender", "sex"),
        (TABLE, "", "no candidates"),
        (TABLE, TABLE.splitlines()[0], "no candidates"),
    ],
)
def test_a_bad_table_is_refused_with_row_and_column_and_nothing_is_written(
    folder: Path, old: str, new: str, told: str
) -> None:
    Path("c.csv").write_text(TABLE.replace(old, new), "utf-8")

    code, _, err = jinguo("decide", "c.csv", "--policy", "p.toml", "--out", "r.json", "--lang", "en")

    assert code == 2
    assert told in err
    assert "\n" not in err.strip()
    assert sorted(path.name for path in folder.iterdir()) == ["c.csv", "p.toml"]


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("seats = ", "policy_unreadable"),
        ("seats = 0", "policy_unusable"),
        ('seats = 1\n[[bonus]]\npoints = 5\nwhere = { sex = "F" }', "policy_unusable"),
        ('seats = 2\n[seats_by.category]\n"科研" = 3', "contradicts seats"),
        (
            'seats = 5\n[[share]]\nwhere = { sex = "F" }\nat_least = 0.6\n'
            '[[share]]\nwhere = { sex = "M" }\nat_least = 0.6',
            "share[1], share[2]",
        ),
    ],
)
def test_a_policy_that_cannot_hold_is_refused_with_its_rules(folder: Path, policy: str, told: str) -> None:
    Path("p.toml").write_text(policy, "utf-8")

    code, _, err = jinguo("decide", "c.csv", "--policy", "p.toml", "--out", "r.json", "--lang", "en")

    assert (code, told in err, Path("r.json").exists()) == (2, True, False)


def test_where_no_list_keeps_the_rules_they_are_named(folder: Path) -> None:
    Path("p.toml").write_text(POLICY + '[[set_aside]]\nwhere = { category = "服务" }\nseats = 1\n', "utf-8")

    code, out, err = jinguo(
        "decide", "c.csv", "--policy", "p.toml", "--out", "r.json", "--json", "--lang", "en"
    )

    found = json.loads(out)
    assert (code, found["status"], found["conflict"]) == (1, "infeasible", ["set_aside[1]"])
    assert "asks for 1; there are 0" in err
    assert not Path("r.json").exists()


def test_what_if_compares_policies(folder: Path) -> None:
    Path("q.json").write_text(json.dumps({"seats": 3}), "utf-8")

    code, out, _ = jinguo("what-if", "c.csv", "--policy", "p.toml", "--policy", "q.json", "--json")

    first, second = json.loads(out)["policies"]
    assert code == 0
    assert (first["women"], second["women"]["count"]) == ({"count": 1, "share": "0.3333"}, 0)
    assert (second["enters"], second["leaves"]) == (["C"], ["E"])
    assert second["by"]["channel"] == {"社会": 1, "组织": 2}


def test_the_schema_of_a_policy_is_printed_without_any_file() -> None:
    code, out, _ = jinguo("decide", "--schema")

    assert code == 0
    assert set(json.loads(out)["properties"]) >= {"seats", "seats_by", "limit", "share", "set_aside", "tie"}


def test_changes_by_hand_are_read_from_a_table(folder: Path) -> None:
    Path("a.csv").write_text("id,to,reason\nC,in,会议决定\nB,out,本人放弃\n", "utf-8")

    jinguo("decide", "c.csv", "--policy", "p.toml", "--out", "r.json", "--adjustments", "a.csv")

    record = json.loads(Path("r.json").read_text("utf-8"))
    assert (record["chosen"], record["adjusted"]) == (["A", "B", "E"], ["A", "C", "E"])
    assert jinguo("replay", "r.json")[0] == 0

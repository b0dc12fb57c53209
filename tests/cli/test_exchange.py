"""`jinguo exchange` as a person or a script uses it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from jinguo.cli import Unusable, group
from jinguo.cli.exchange import exchange

WANG = {
    "ref": "00000000-0000-4000-8000-000000000001",
    "as_of": "2026-10-12",
    "name": "王丽",
    "unit": "某大学",
}


def run(*words):
    return CliRunner().invoke(exchange, [str(one) for one in words], standalone_mode=False)


@pytest.fixture
def files(tmp_path):
    for name in ("giver", "taker"):
        made = run(
            "new-key", "--name", name, "--out", tmp_path / f"{name}.key", "--card", tmp_path / f"{name}.json"
        )
        assert made.exception is None
    (tmp_path / "people.jsonl").write_text(json.dumps(WANG, ensure_ascii=False) + "\n", "utf-8")
    return tmp_path


def make(files, fields="name,unit"):
    return run(
        "make", files / "people.jsonl", "--key", files / "giver.key", "--to", files / "taker.json",
        "--agreement", "甲乙1号", "--fields", fields, "--out", files / "a.jinguo.zip", "--json",
    )  # fmt: skip


def reader(files):
    return (files / "a.jinguo.zip", "--key", files / "taker.key", "--from", files / "giver.json")


def test_made_checked_and_read(files):
    assert json.loads(make(files).output)["people"] == 1
    checked = run("check", *reader(files))
    assert "第1期" in checked.output
    assert checked.return_value == 0
    told = run("read", *reader(files), "--out", files / "out.jsonl", "--json")
    assert json.loads(told.output)["from"]["name"] == "giver"
    assert json.loads((files / "out.jsonl").read_text("utf-8")) == WANG
    assert (files / "giver.key").stat().st_mode & 0o077 == 0


def test_a_package_that_was_changed_or_taken_already_says_so_in_one_line(files):
    make(files)
    old = run("check", *reader(files), "--after", "1")
    assert isinstance(old.exception, Unusable)
    assert "第1期交换包已接收过" in str(old.exception)
    (files / "a.jinguo.zip").write_bytes((files / "a.jinguo.zip").read_bytes()[:-30])
    assert isinstance(run("check", *reader(files)).exception, Unusable)


def test_a_field_that_is_not_agreed_is_neither_made_nor_left_behind(files):
    assert "unit" in str(make(files, fields="name").exception)
    assert not (files / "a.jinguo.zip").exists()
    assert isinstance(make(files, fields="name,id_number").exception, Unusable)


def test_the_command_is_listed():
    assert "exchange" in group.list_commands(None)

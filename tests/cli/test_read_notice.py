"""The command read-notice as a person or a script runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jinguo import cli

TEXT = "关于推荐候选人的通知\n各区科协：\n一、推荐名额\n各区科协推荐2名。\n云州市科学技术协会\n2023年6月1日\n"


def test_json_has_the_keys_of_the_schema_and_the_place_of_each_value(tmp_path: Path) -> None:
    file = tmp_path / "通知.txt"
    file.write_text(TEXT, "utf-8")
    told = CliRunner().invoke(cli.group, ["read-notice", str(file), "--json"], catch_exceptions=False)
    assert told.exit_code == 0
    document = json.loads(told.stdout)
    assert (document["id"], document["kind_of_document"]) == ("通知", "call")
    start, end, confidence = document["_spans"]["/title"]
    assert TEXT[start:end] == document["title"]
    assert 0 < confidence <= 1


def test_score_compares_with_annotations(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT, "utf-8")
    gold = {
        "quotas": [{"count": 2, "text": "推荐2名"}],
        "sections": [{"number": "一", "heading": "推荐 名额"}],
    }
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold), "utf-8")
    arguments = [
        "read-notice",
        "--score",
        str(tmp_path / "gold"),
        "--texts",
        str(tmp_path / "texts"),
        "--json",
    ]
    told = CliRunner().invoke(cli.group, arguments, catch_exceptions=False)
    keys = json.loads(told.stdout)["keys"]
    assert keys["quotas"]["f1"] == keys["sections"]["f1"] == 1.0


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken"])
def test_an_unusable_file_is_one_line_and_code_two(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    monkeypatch.setattr("sys.argv", ["jinguo", "read-notice", str(file)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1

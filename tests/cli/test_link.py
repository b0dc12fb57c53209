"""`jinguo link` on files: figures, lists as offices send them, and what cannot be used."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jinguo.cli import Unusable
from jinguo.cli.linkage import link

LIST = """编号,姓名,出生年月,单位,手机
1,單曉麗,1984年3月,北大化学学院,138 1234 5678
2,单晓莉,1984.03,北京大学,13812345678
3,王芳,1971.12,南京大学,
"""
MAP = [
    "--map",
    "id=编号",
    "--map",
    "name=姓名",
    "--map",
    "birth_date=出生年月",
    "--map",
    "unit=单位",
    "--map",
    "phone=手机",
]


def run(tmp_path, *arguments, text=LIST, encoding="utf-8"):
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    out = tmp_path / "pairs.csv"
    return CliRunner().invoke(
        link,
        [str(tmp_path / "a.csv"), "--out", str(out), "--lang", "en", *map(str, arguments)],
        standalone_mode=False,
    )


def rows(path: Path):
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def refused(result):
    assert isinstance(result.exception, Unusable), result.exception
    return result.exception.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_pairs_figures_and_persons(tmp_path, encoding):
    truth = tmp_path / "truth.csv"
    truth.write_text("left_id,right_id\n2,1\n", "utf-8")
    more = [
        "--truth",
        truth,
        "--persons",
        tmp_path / "persons.csv",
        "--evidence",
        tmp_path / "e.jsonl",
        "--json",
    ]
    result = run(tmp_path, *MAP, *more, encoding=encoding)

    told = json.loads(result.stdout)
    assert (told["pairs"], told["precision"], told["recall"], told["f1"]) == (1, 1.0, 1.0, 1.0)
    assert {"seconds", "peak_mib"} <= set(told)
    (pair,) = rows(tmp_path / "pairs.csv")
    assert list(pair)[:4] == ["left_id", "right_id", "probability", "weight_name"]
    assert (pair["left_id"], pair["right_id"]) == ("1", "2")
    assert [row["id"] for row in rows(tmp_path / "persons.csv")] == ["1", "2"]
    assert json.loads((tmp_path / "e.jsonl").read_text("utf-8"))["waterfall"][0]["field"] == "start"
    assert "Names: the same sound" in (tmp_path / "e.jsonl").read_text("utf-8")


def test_a_model_is_saved_and_used_again_across_two_lists(tmp_path):
    (tmp_path / "b.csv").write_text("no,full name\nx,Shan Xiaoli\n", "utf-8")
    model = tmp_path / "m.json"
    right = [tmp_path / "b.csv", "--map-right", "id=no", "--map-right", "name=full name"]
    first = run(tmp_path, *right, *MAP, "--save-model", model, "--rules", "loose", "--json")
    again = run(tmp_path, *right, *MAP, "--model", model, "--rules", "loose", "--json")

    assert json.loads(first.stdout)["pairs"] == json.loads(again.stdout)["pairs"] == 2
    assert {row["right_id"] for row in rows(tmp_path / "pairs.csv")} == {"x"}


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("", MAP, "holds no data"),
        ("编号,姓名\n", MAP[:4], "holds no data"),
        (LIST, ["--map", "name=名字"], "a.csv, row 1: there is no column 名字"),
        (LIST, ["--map", "nmae=姓名"], "the field nmae is not known"),
        (LIST, ["--map", "name"], "should read FIELD=COLUMN"),
        (LIST, [*MAP, "--map", "name=单位"], "can be mapped once only"),
        (LIST, [], "No column is named like a field"),
        (LIST + "3,王丽,,,\n", MAP, "a.csv, row 5, column 编号: the id 3 stands there before"),
        (LIST + " ,王丽,,,\n", MAP, "a.csv, row 5, column 编号: empty"),
        (LIST + "4,王丽,,,,,\n", MAP, "a.csv, row 5: 7 cells, but the header has 5"),
        (LIST, [*MAP, "--threshold", "nan"], "nan is no probability"),
        (LIST, [*MAP, "--model", "absent.json"], "absent.json is not there"),
        (LIST, ["--map", "id=编号"], "nothing to compare but ids"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(tmp_path, text, arguments, said):
    (tmp_path / "pairs.csv").write_text("before", "utf-8")
    assert said in refused(run(tmp_path, *arguments, text=text))
    assert (tmp_path / "pairs.csv").read_text("utf-8") == "before"
    assert not list(tmp_path.glob(".*part"))


def test_truth_may_name_known_ids_only(tmp_path):
    truth = tmp_path / "truth.csv"
    truth.write_text("left_id,right_id\n1,9\n", "utf-8")
    said = refused(run(tmp_path, *MAP, "--truth", truth))
    assert "truth.csv, row 2, column right_id: no list has the id 9" in said


def test_bytes_that_are_no_text_are_refused_with_their_row(tmp_path):
    (tmp_path / "b.csv").write_bytes("编号,姓名\n1,王丽\n2,".encode() + b"\xff\xff\n")
    said = refused(run(tmp_path, tmp_path / "b.csv", *MAP[:4]))
    assert "b.csv, row 3" in said

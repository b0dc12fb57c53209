"""`jinguo affinity` and `jinguo conflicts` from files to files."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner

from jinguo.cli import group

NOMINATIONS = """id,name,disciplines,keywords,text,unit,teachers,list,members
N1,王晓丽,150.25;化学史,稀土发光材料、荧光粉,稀土发光材料的合成,北京大学化学学院 2016-；清华大学 2010-2015,周文渊@武汉大学,科研,
N2,赵云川,流体力学,湍流,,云川理工大学,,科研,钱江月@江月大学
"""
EXPERTS = """id,name,disciplines,keywords,text,unit,declares
E1,李红梅,15025,稀土发光,固体化学,北大物理学院,
E2,周文渊,13025,湍流,,武汉大学,N2
E3,孙青禾,210,,,青禾农业大学,
"""
WORKS = """work,kind,year,title,person,id
W1,paper,2025,湍流的数值模拟,赵云川,N2
W1,paper,2025,湍流的数值模拟,孙青禾,E3
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "n.csv").write_text(NOMINATIONS, "utf-8")
    (tmp_path / "e.csv").write_text(EXPERTS, "utf-8-sig")
    (tmp_path / "w.csv").write_text(WORKS, "utf-8")
    return tmp_path


def run(folder, *arguments, code=0):
    files = [
        str(folder / one) if one.endswith((".csv", ".toml", ".json", ".parquet")) else one
        for one in arguments
    ]
    done = CliRunner().invoke(group, files)
    assert done.exit_code == code, done.output
    return done


def rows(path):
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_affinities_are_written_as_assign_takes_them(folder):
    done = run(folder, "affinity", "n.csv", "e.csv", "--out", "p.csv", "--evidence", "v.json", "--json")

    pairs = rows(folder / "p.csv")
    assert {(row["item"], row["reviewer"]) for row in pairs} == {("N1", "E1"), ("N2", "E2")}
    assert all(len(row["affinity"]) == 8 and 0 < float(row["affinity"]) <= 1 for row in pairs)
    assert json.loads(done.stdout)["pairs"] == 2
    evidence = json.loads((folder / "v.json").read_text("utf-8"))
    assert evidence[0]["codes"][0] == {"item_code": "15025", "reviewer_code": "15025", "level": 2}
    assert any("稀土发光材料" in reason for reason in evidence[0]["reasons"])


def test_assign_takes_what_affinity_and_conflicts_write(folder):
    run(folder, "affinity", "n.csv", "e.csv", "--out", "p.csv")
    run(
        folder,
        "conflicts",
        "n.csv",
        "e.csv",
        "--out",
        "c.csv",
        "--blocking",
        "b.csv",
        "--year",
        "2026",
        code=1,
    )
    (folder / "r.csv").write_text("reviewer,min_load,max_load\nE1,0,2\nE2,0,2\nE3,0,2\n")
    (folder / "i.csv").write_text("item,demand\nN1,1\nN2,1\n")
    given = ("assign", "p.csv", "--reviewers", "r.csv", "--items", "i.csv", "--out", "a.csv")

    run(folder, *given)
    assert [(row["item"], row["reviewer"]) for row in rows(folder / "a.csv")] == [("N1", "E1"), ("N2", "E2")]
    run(folder, *given, "--conflicts", "b.csv", code=1)  # both experts are too near


def test_conflicts_are_told_with_kind_sureness_reason_and_effect(folder):
    done = run(
        folder, "conflicts", "n.csv", "e.csv", "--works", "w.csv", "--out", "c.csv", "--blocking", "b.csv", "--year", "2026", "--json", code=1
    )  # fmt: skip

    found = rows(folder / "c.csv")
    assert [(row["item"], row["reviewer"], row["kind"], row["sureness"], row["effect"]) for row in found] == [
        ("N1", "E1", "same_unit", "certain", "blocks"),
        ("N1", "E2", "teacher_student", "certain", "blocks"),
        ("N2", "E2", "declared_by_expert", "certain", "blocks"),
        ("N2", "E3", "joint_paper", "certain", "blocks"),
    ]
    assert found[1]["reason"] == "专家周文渊是候选人王晓丽的老师。"
    assert [(row["item"], row["reviewer"]) for row in rows(folder / "b.csv")] == [
        ("N1", "E1"),
        ("N1", "E2"),
        ("N2", "E2"),
        ("N2", "E3"),
    ]
    assert json.loads(done.stdout)["sureness"] == {"certain": 4}


def test_renamed_units_and_rules_of_an_office(folder):
    (folder / "u.csv").write_text("name,now\n云川理工大学,青禾农业大学\n", "utf-8")
    (folder / "r.toml").write_text(
        '[units]\nrenamed = "likely"\n[effects]\nlikely = "asks"\n[kinds.same_unit]\n', "utf-8"
    )

    run(
        folder,
        "conflicts",
        "n.csv",
        "e.csv",
        "--out",
        "c.csv",
        "--units",
        "u.csv",
        "--rules",
        "r.toml",
        "--year",
        "2026",
        "--lang",
        "en",
        code=1,
    )

    found = rows(folder / "c.csv")
    assert [(row["item"], row["reviewer"], row["sureness"]) for row in found] == [
        ("N1", "E1", "likely"),
        ("N2", "E3", "likely"),
    ]
    assert found[1]["reason"].startswith("The nominee 赵云川 and the expert 孙青禾")


def test_no_conflict_is_good(folder):
    (folder / "e.csv").write_text("id,name,unit\nE9,冯远山,远山大学\n", "utf-8")

    run(folder, "conflicts", "n.csv", "e.csv", "--out", "c.csv")

    assert (folder / "c.csv").read_text() == "item,reviewer,kind,sureness,reason,effect\n"


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("n.csv", "", "[assign_empty]"),
        ("n.csv", "id,name\n", "[assign_empty]"),
        ("n.csv", "name\n王晓丽\n", "列“id”"),
        ("n.csv", "id,name\n,王晓丽\n", "第 2 行“id”列为空"),
        ("n.csv", "id,name\nN1,王晓丽\nN1,赵云川\n", "第 3 行“id”列的“N1”与第 2 行重复"),
        ("n.csv", "id,name,disciplines\nN1,王晓丽,天外学\n", "第 2 行“disciplines”列的“天外学”"),
        ("n.csv", "id,name\nN1,王,晓丽\n", "[expertise_too_many_cells]"),
        ("n.csv", 'id,name\nN1,"王晓丽\n', "[assign_unreadable]"),
        ("n.csv", b"id,name\nN1,\xff\xfe\n", "[file_not_utf8]"),
    ],
)
def test_what_cannot_be_used_is_named_with_row_and_column_and_nothing_is_written(folder, file, content, said):
    (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())

    done = run(folder, "affinity", "n.csv", "e.csv", "--out", "p.csv", code=2)

    assert said in done.output
    assert sorted(path.name for path in folder.iterdir()) == ["e.csv", "n.csv", "w.csv"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("W2,paper,2025,题目,赵云川,N7", "第 4 行“id”列的“N7”"),
        ("W2,book,2025,题目,赵云川,N2", "第 4 行“kind”列填的是“book”"),
        ("W2,paper,二五,题目,赵云川,N2", "第 4 行“year”列填的是“二五”"),
        ("W2,paper,2025,题目,,N2", "第 4 行“person”列为空"),
    ],
)
def test_a_work_that_cannot_be_used_is_named_with_row_and_column(folder, line, said):
    (folder / "w.csv").write_text(f"{WORKS}{line}\n", "utf-8")

    done = run(folder, "conflicts", "n.csv", "e.csv", "--works", "w.csv", "--out", "c.csv", code=2)

    assert said in done.output

"""`--schema` says what the files are: real documents of each command are what it says, and nothing else is."""

from __future__ import annotations

import csv
import json
import re
import tomllib

import pytest
from click.testing import CliRunner
from tests.cli import test_assign, test_score

from jinguo.cli import group

TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None),
    "number": (int, float),
}  # fmt: skip


def faults(value, schema, root, at="") -> list[str]:
    """What of a value is not as the schema says: the keywords of JSON Schema that these schemas use."""
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    for key, fits in (("anyOf", bool), ("oneOf", lambda n: n == 1)):
        if key in schema and not fits(sum(not faults(value, one, root, at) for one in schema[key])):
            return [f"{at}: {key}"]
    found = (
        [f"{at}: {value!r} is none of {schema['enum']}"] if value not in schema.get("enum", [value]) else []
    )
    return found + of_kind(value, schema, at) + within(value, schema, root, at)


def of_kind(value, schema, at) -> list[str]:
    kinds = schema.get("type", list(TYPES))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    flag = isinstance(value, bool)
    if not any(isinstance(value, TYPES[k]) and (k == "boolean" or not flag) for k in kinds):
        return [f"{at}: {value!r} is no {kinds}"]
    if not isinstance(value, str):
        return []
    short = len(value) < schema.get("minLength", 0)
    return [f"{at}: {value!r}"] if short or not re.search(schema.get("pattern", ""), value) else []


def within(value, schema, root, at) -> list[str]:
    """The items of a list, the members of an object."""
    if isinstance(value, list):
        each = schema.get("items", {})
        return [f for n, one in enumerate(value) for f in faults(one, each, root, f"{at}/{n}")]
    if not isinstance(value, dict):
        return []
    known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    found = [f"{at}: no {name}" for name in schema.get("required", []) if name not in value]
    for name, one in value.items():
        if name not in known and more is False:
            found.append(f"{at}: {name} is not known")
        else:
            found += faults(
                one, known.get(name, more if isinstance(more, dict) else {}), root, f"{at}/{name}"
            )
    return found


def schema_of(command):
    done = CliRunner().invoke(group, [command, "--schema"], standalone_mode=False)
    assert done.exit_code == 0
    return json.loads(done.stdout)


def table(path):
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def check(command, **files):
    schema = schema_of(command)
    assert not [
        f for name, one in files.items() for f in faults(one, schema["properties"][name], schema, name)
    ]
    assert set(schema["properties"]) <= set(schema["$defs"])
    return schema


@pytest.mark.parametrize("low", [False, True])
def test_the_files_of_assign_are_as_its_schema_says(tmp_path, low):
    texts = {"pairs": test_assign.PAIRS, "reviewers": test_assign.REVIEWERS, "items": test_assign.ITEMS}
    if low:
        texts["reviewers"] = texts["reviewers"].replace("Li,0,2", "Li,0,1")
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    (tmp_path / "rules.toml").write_text(test_assign.RULES, "utf-8")
    more = ["--rules", tmp_path / "rules.toml"] if low else ["--objective", "leximin"]
    done = test_assign.run(tmp_path, "--alternates", "2", *more)
    assert done.return_value == (1 if low else 0)
    files = {name: table(tmp_path / f"{name}.csv") for name in texts}
    files |= {"report": test_assign.report(tmp_path), "rules": tomllib.loads(test_assign.RULES)}
    schema = check("assign", **files)
    if not low:
        out = [row | {"affinity": float(row["affinity"])} for row in table(tmp_path / "out.csv")]
        check("assign", out=out)
    assert faults([{"item": "N1", "reviewer": "Li", "affinity": "nan"}], schema["$defs"]["pairs"], schema)
    assert faults({"rule": [{"name": "x", "colum": "sex"}]}, schema["$defs"]["rules"], schema)


def test_the_files_of_score_are_as_its_schema_says(tmp_path):
    (tmp_path / "rules.toml").write_text(test_score.CRITERIA, "utf-8")
    (tmp_path / "marks.csv").write_text(test_score.MARKS, "utf-8")
    out, report = tmp_path / "scores.csv", tmp_path / "report.json"
    assert test_score.score(tmp_path, "--out", out, "--report", report)[0] == 0

    check(
        "score",
        marks=table(tmp_path / "marks.csv"),
        criteria=tomllib.loads(test_score.CRITERIA),
        out=table(out),
        report=json.loads(report.read_text("utf-8")),
    )


@pytest.mark.parametrize("ranked", [False, True])
def test_the_files_of_count_ballots_are_as_its_schema_says(tmp_path, ranked):
    rules = 'seats = 1\nkind = "ranked"\n' if ranked else test_score.RULES
    (tmp_path / "vote.toml").write_text(rules, "utf-8")
    column, cell = ("preference", "1") if ranked else ("vote", "赞成")
    text = f"ballot,candidate,{column}\n" + "".join(f"{n},甲,{cell}\n" for n in (1, 2, 3))
    _, told, _ = test_score.count(tmp_path, text, "--json")

    check(
        "count-ballots",
        ballots=table(tmp_path / "ballots.csv"),
        rules=tomllib.loads(rules),
        report=json.loads(told),
    )

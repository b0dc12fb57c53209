"""The commands read-id, count-words, workdays, sort-names as a person or a script runs them."""

import json
import os
import subprocess
import sys
import tomllib
from importlib import resources
from pathlib import Path

import pytest

import jinguo as package
from jinguo.phrases import say
from jinguo.reasons import Reason


def jinguo(*arguments, given=""):
    found = {**os.environ, "PYTHONPATH": str(Path(package.__file__).parents[1])}
    command = [sys.executable, "-m", "jinguo", *arguments]
    done = subprocess.run(command, input=given.encode(), capture_output=True, check=False, env=found)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_read_id_as_json():
    code, out, err = jinguo("read-id", "11010519491231002x", "--json")

    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "valid": True,
        "number": "11010519491231002X",
        "birth_date": "1949-12-31",
        "sex": "F",
        "region": "110105",
        "region_name": "北京市朝阳区",
        "findings": [],
    }


def test_read_id_finds_a_wrong_digit():
    code, out, _ = jinguo("read-id", "110105194912310021", "--json", "--lang", "en")

    document = json.loads(out)
    assert (code, document["valid"]) == (1, False)
    assert document["findings"][0]["code"] == "id_wrong_check_digit"
    assert document["findings"][0]["message"].startswith("The check digit")


def test_count_words_of_a_file(tmp_path):
    file = tmp_path / "事迹.txt"
    file.write_text("她获得2项专利。\n", "utf-8")

    assert jinguo("count-words", str(file)) == (0, "8\n", "")
    assert json.loads(jinguo("count-words", str(file), "--json")[1])["words"] == 8
    assert jinguo("count-words", str(file), "--limit", "7")[0] == 1


def test_workdays_prints_the_last_day():
    assert jinguo("workdays", "2023-09-27", "5") == (0, "2023-10-10\n", "")
    assert jinguo("workdays", "2023-09-27", "5", "--count-first") == (0, "2023-10-09\n", "")
    assert json.loads(jinguo("workdays", "2023-09-27", "5", "--json")[1])["date"] == "2023-10-10"


def test_sort_names():
    names = "王小宁\n高大富\n丁小宁\n高富\n"

    assert jinguo("sort-names", "-", given=names) == (0, "丁小宁\n王小宁\n高富\n高大富\n", "")
    assert (
        jinguo("sort-names", "-", "--by", "name-strokes", given=names)[1] == "丁小宁\n王小宁\n高大富\n高富\n"
    )
    assert jinguo("sort-names", "-", "--by", "pinyin", given=names)[1] == "丁小宁\n高大富\n高富\n王小宁\n"


def test_a_character_without_stroke_data_is_a_finding():
    code, out, err = jinguo("sort-names", "-", given="王\ue863\n丁小宁\n")

    assert (code, out) == (1, "丁小宁\n王\ue863\n")
    assert "\ue863" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("count-words", "no-such-file"),
        ("workdays", "soon", "5"),
        ("workdays", "2023-09", "5"),
        ("workdays", "2023-09-27", "0"),
        ("workdays", "2126-09-27", "5"),
        ("read-id",),
        ("sort-names", "-", "--by", "colour"),
    ],
)
def test_unusable_input_leaves_one_line_and_exit_code_2(arguments):
    code, out, err = jinguo(*arguments)

    assert (code, out, len(err.strip().splitlines())) == (2, "", 1)


def test_a_file_that_is_not_utf8_names_its_row(tmp_path):
    file = tmp_path / "gbk.txt"
    file.write_bytes(b"one\n" + "王丽".encode("gbk"))

    code, _, err = jinguo("count-words", str(file), "--lang", "en")

    assert (code, "row 2" in err, "file_not_utf8" in err) == (2, True, True)


def test_every_sentence_can_be_said_in_both_languages():
    catalogue = tomllib.loads(resources.files("jinguo.phrases").joinpath("standards.toml").read_text("utf-8"))
    values = {
        "found": "X", "limit": 1, "over": 1, "year": 2027, "day": "2027-01-01", "last_known": "2026-12-31",
        "characters": ("X",), "file": "f", "row": 1, "cells": 1, "columns": 2, "why": "w",
    }  # fmt: skip

    for code in catalogue:
        found = "2027-01-01" if code == "id_born_in_future" else values["found"]
        for lang in ("zh-Hans", "en"):
            assert say(Reason.error(code, **{**values, "found": found}), lang)

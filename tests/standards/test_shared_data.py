"""The shipped tables against the material that they were made from, and against names that were really
announced."""

import csv
import itertools
import os
import re
from pathlib import Path

import pytest

from jinguo.standards.codes import by_code
from jinguo.standards.names import check_name, pinyin
from jinguo.standards.strokes import strokes, unknown_strokes

SHARED = Path(os.environ.get("JINGUO_SHARED", Path(__file__).parents[3] / "shared"))
CODES = SHARED / "corpus" / "codes"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CODES.is_dir(), reason="the shared corpus is not beside the project"),
]


def sequences(pattern):
    """Every sequence of stroke kinds that an entry of Conway's list allows."""
    parts = re.split(r"(\([^)]*\)|\\\d)", pattern)
    groups = [part[1:-1].split("|") for part in parts if part.startswith("(")]
    for choice in itertools.product(*groups):
        rest = iter(choice)
        yield "".join(
            next(rest)
            if part.startswith("(")
            else choice[int(part[1]) - 1]
            if part.startswith("\\")
            else part
            for part in parts
        )


def test_every_character_of_conways_list_has_one_of_its_sequences():
    lines = (CODES / "strokes-conway.txt").read_text("utf-8").splitlines()
    entries = [
        match.groups()
        for line in lines
        if (match := re.fullmatch(r"U\+[0-9A-F]+!?\t(.)[\^*]?\t([1-5|()\\]+)", line))
    ]

    assert len(entries) == 28165
    assert [
        c for c, pattern in entries if strokes(c) is None or strokes(c)[1] not in sequences(pattern)
    ] == []


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("gbt3304-1991-ethnic-groups.csv", "ethnic_groups"),
        ("gbt4762-1984-political-affiliation.csv", "political_affiliation"),
        ("gbt4658-2006-education.csv", "education"),
        ("gbt8561-professional-titles.csv", "professional_titles"),
        ("gbt13745-2009-disciplines.csv", "disciplines"),
    ],
)
def test_code_lists_hold_what_their_source_holds(file, name):
    with (CODES / file).open(encoding="utf-8-sig", newline="") as opened:
        source = {row["code"]: row["name"] for row in csv.DictReader(opened)}

    assert {code: entry.name for code, entry in by_code(name).items()} == source


def test_announced_names_are_accepted_ordered_and_spelt():
    with (SHARED / "corpus" / "registry" / "awardees.csv").open(encoding="utf-8-sig", newline="") as opened:
        names = [row["name"] for row in csv.DictReader(opened)]

    assert len(names) >= 100
    assert [name for name in names if check_name(name) or unknown_strokes(name)] == []
    assert [name for name in names if not pinyin(name).replace(" ", "").isascii()] == []

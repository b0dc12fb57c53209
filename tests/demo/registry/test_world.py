"""The generated world and the lists made of it: the same every time, marked as invented, with the faults that were put in."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date

import pytest

from jinguo.demo.registry.careers import LADDERS, RISE
from jinguo.demo.registry.lists import LISTS, make_lists
from jinguo.demo.registry.names import KNOWN
from jinguo.demo.registry.slips import RATES
from jinguo.demo.registry.world import world
from jinguo.demo.registry.writing import bytes_of
from jinguo.engines.rosters import Options, Reading, open_book, recognise

COUNT = 1_500


@pytest.fixture(scope="module")
def people():
    return world(COUNT)


@pytest.fixture(scope="module")
def made(people):
    return make_lists(people)


@pytest.fixture(scope="module")
def read(made, tmp_path_factory):
    """Every list as the importer reads it: key → (plan, rows)."""
    folder, found = tmp_path_factory.mktemp("lists"), {}
    for one in made:
        path = folder / one.spec.file_name
        path.write_bytes(bytes_of(one))
        with open_book(path) as book:
            plan = recognise(book)
            reading = Reading(book, plan, Options(on=date(2026, 10, 12)))
            found[one.spec.key] = plan, [row for rows in reading.batches() for row in rows]
    return found


def test_the_same_seed_gives_the_same_bytes():
    digests = [
        [hashlib.sha256(bytes_of(one)).hexdigest() for one in make_lists(world(120))] for _ in range(2)
    ]

    assert digests[0] == digests[1]


def test_nobody_in_it_can_be_a_real_person(people):
    for person in people.persons:
        assert person.id_number.startswith("500000")
        assert all(str(phone).startswith("199000") for _, phone in person.story["phone"])
        assert not {name for _, name in person.story["name"]} & KNOWN
    assert len({person.id_number for person in people.persons}) == COUNT


def test_women_and_men_begin_alike_and_part_at_the_senior_titles(people):
    assert RISE["F"][0] == RISE["M"][0]
    steps = {sex: Counter() for sex in "FM"}
    for person in people.persons:
        steps[person.sex][person.at("title", 2026)] += 1
    share = {sex: count[3] / count.total() for sex, count in steps.items()}
    assert 0.75 < steps["F"].total() / COUNT < 0.9
    assert share["F"] < share["M"] < 0.4


def test_a_unit_that_was_taken_in_has_nobody_any_more(people):
    gone = [place for place in people.places if place.into]

    assert gone
    for person in people.persons:
        place = people.unit(person, 2026)
        assert place
        assert not (place.into and place.into[0] <= 2026)


def test_everybody_stands_in_some_list_and_many_in_several(people, made):
    times = Counter(who for one in made for _, _, _, who in one.truth())

    assert len(times) == COUNT
    assert sum(count > 1 for count in times.values()) > COUNT / 3


def test_the_importer_reads_every_row_of_every_list(made, read):
    for one in made:
        truth = {(sheet, row) for _, sheet, row, _ in one.truth()}
        plan, rows = read[one.spec.key]
        assert {(row.sheet, row.number) for row in rows} == truth
        fields = {column.field for column in plan.sheets[0].columns}
        assert "name" in fields
        assert fields & {"unit", "unit_and_post"}
        assert fields & {"birth_date", "id_number"}
        assert sum(row.refused for row in rows) < len(rows) * 0.06


def test_the_shapes_and_faults_of_real_lists_are_there(read):
    found = Counter(
        finding.reason.code for _, rows in read.values() for row in rows for finding in row.findings
    )

    assert {
        "id_scientific_notation", "id_rounded_by_spreadsheet", "id_wrong_check_digit", "roster_date_no_century",
        "roster_row_repeated", "roster_man_among_women", "roster_birth_differs",
    } <= set(found)  # fmt: skip
    assert len(read["summary-2019"][0].sheets) == 6
    assert read["women-2021"][0].sheets[0].women_only
    second = next(
        column for column in read["societies-2022"][0].sheets[0].columns if column.heading == "第二党派"
    )
    assert second.field == "other"


def test_names_are_wrong_as_often_as_the_rates_say(people, read, made):
    wrong = total = 0
    for one in made:
        truth = {(sheet, row): who for _, sheet, row, who in one.truth()}
        for row in read[one.spec.key][1]:
            if row.person and "·" not in row.person.name:
                total += 1
                person = people.persons[truth[row.sheet, row.number]]
                wrong += row.person.name != person.at("name", one.spec.year)
    expected = RATES["name_sounds_alike"] + RATES["name_looks_alike"] + RATES["name_traditional"]

    assert 0.3 * expected < wrong / total < 2 * expected


def test_titles_are_those_of_the_kind_of_unit(read):
    known = {title for ladder in LADDERS.values() for title in ladder}

    titles = {row.person.title for _, rows in read.values() for row in rows if row.person}
    assert titles - {""} <= known
    assert len(LISTS) == 8

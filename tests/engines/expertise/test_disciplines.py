"""Distance in the tree of disciplines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.engines.expertise.disciplines import (
    DEPTH,
    best_matches,
    common_level,
    common_levels,
    discipline_code,
    tree_distance,
)
from jinguo.standards.codes import code_list

CODES = st.sampled_from([entry.code for entry in code_list("disciplines")])
FORMS = st.from_regex(r"[1-9][0-9]{2}([0-9]{2}){0,2}", fullmatch=True)
ANY = CODES | FORMS


@given(ANY, ANY)
def test_the_distance_is_symmetric_and_0_only_for_the_same_code(one, other):
    distance = tree_distance(one, other)

    assert distance == tree_distance(other, one)
    assert 0 <= distance <= DEPTH
    assert (distance == 0) == (one == other)


@given(CODES, CODES, CODES)
def test_the_distance_is_an_ultrametric(a, b, c):
    assert tree_distance(a, c) <= max(tree_distance(a, b), tree_distance(b, c))


@given(ANY, ANY)
def test_two_codes_agree_no_deeper_than_the_shorter_one_goes(one, other):
    depths = [(len(code) - 1) // 2 for code in (one, other)]

    assert common_level(one, other) <= min(depths)


@given(st.lists(ANY, max_size=4), st.lists(ANY, max_size=4))
def test_all_with_all_is_each_with_each(ones, others):
    assert common_levels(ones, others).tolist() == [[common_level(a, b) for b in others] for a in ones]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("13025", "13025", 2),
        ("1302510", "1302510", 3),
        ("130", "130", 1),
        ("130", "1302510", 1),
        ("13025", "13015", 1),
        ("130", "110", 0),
        ("1903510", "19030", 2),  # hangs under 19030 in the list
    ],
)
def test_the_level_to_which_codes_agree(one, other, level):
    assert common_level(one, other) == level


@pytest.mark.parametrize(
    ("text", "code"),
    [("110.14", "11014"), ("110.1410", "1101410"), (" 数学 ", "110"), ("11", ""), ("13025x", ""), ("", "")],
)
def test_a_discipline_is_given_by_code_or_name(text, code):
    assert discipline_code(text) == code


def test_each_discipline_of_the_nomination_finds_the_nearest_of_the_expert():
    matches = best_matches(("13025", "11014", "210"), ("130", "1101410", "1302510"))

    assert [(match.item_code, match.reviewer_code, match.level) for match in matches] == [
        ("13025", "1302510", 2),
        ("11014", "1101410", 2),
    ]

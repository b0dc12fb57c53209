"""Resident identity numbers (GB 11643)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.standards.identity import (
    check_digit,
    full_years,
    mask_id,
    mask_name,
    mask_phone,
    read_id,
    with_check_digit,
)

numbers = st.builds(
    lambda area, born, sequence: with_check_digit(f"{area}{born:%Y%m%d}{sequence:03d}"),
    st.sampled_from(["110105", "440524", "370101", "500000", "830000", "110103"]),
    st.dates(date(1800, 1, 1), date(2026, 12, 31)),
    st.integers(1, 999),
)


def codes(found):
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), "F"),
        ("440524188001010014", date(1880, 1, 1), "M"),
        ("370101190102039973", date(1901, 2, 3), "M"),
    ],
)
def test_the_published_examples_are_valid(number, born, sex):
    found = read_id(number)

    assert (found.valid, found.number, found.birth_date, found.sex, codes(found)) == (
        True,
        number,
        born,
        sex,
        [],
    )


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X\n",
        "110105-19491231-002x",
    ],
)
def test_the_ways_of_typing_it_give_one_number(typed):
    assert read_id(typed).number == "11010519491231002X"
    assert read_id(typed).valid


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "id_missing"),
        ("  ", "id_missing"),
        ("1.10105E+17", "id_scientific_notation"),
        ("1.10105194912E17", "id_scientific_notation"),
        ("1101051949123100", "id_wrong_length"),
        ("1101051949123100201", "id_wrong_length"),
        ("X1010519491231002X", "id_wrong_characters"),
        ("11010519491231二02X", "id_wrong_characters"),
        ("护照E12345678", "id_wrong_characters"),
        ("110105194912310021", "id_wrong_check_digit"),
        ("110105194912310000", "id_rounded_by_spreadsheet"),
    ],
)
def test_an_unusable_number_is_refused_with_its_code(typed, code):
    found = read_id(typed)

    assert (found.valid, codes(found)) == (False, [code])


@pytest.mark.parametrize("digits", ["19490231", "19491301", "19000229", "00000101", "17991231"])
def test_an_impossible_date_is_refused_even_when_the_check_digit_fits(digits):
    found = read_id(with_check_digit(f"110105{digits}002"))

    assert (found.valid, found.birth_date, codes(found)) == (False, None, ["id_impossible_date"])


def test_a_birth_date_after_the_day_asked_for_is_refused():
    number = with_check_digit("11010520300101002")

    assert codes(read_id(number)) == []
    assert codes(read_id(number, on=date(2026, 10, 12))) == ["id_born_in_future"]


def test_an_unknown_area_is_only_a_warning():
    found = read_id(with_check_digit("99999919800101002"))

    assert (found.valid, found.region_name) == (True, "")
    assert [(f.code, f.severity) for f in found.findings] == [("id_unknown_area", "warning")]


def test_an_abolished_county_is_named_and_valid_for_life():
    found = read_id(with_check_digit("11010319600101002"))

    assert (found.valid, found.region_name, codes(found)) == (True, "北京市崇文区", [])


def test_an_old_number_of_15_digits_is_converted_with_a_warning():
    found = read_id("110105491231002")

    assert (found.valid, found.number, found.birth_date) == (True, "11010519491231002X", date(1949, 12, 31))
    assert [(f.code, f.severity) for f in found.findings] == [("id_converted_15", "warning")]


@given(numbers)
def test_a_number_made_with_its_check_digit_reads_back(number):
    found = read_id(number.lower())

    assert found.valid
    assert found.number == number
    assert f"{found.birth_date:%Y}".zfill(4) + f"{found.birth_date:%m%d}" == number[6:14]
    assert found.sex == ("M" if int(number[16]) % 2 else "F")


@given(numbers, st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_found(number, place, shift):
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]

    assert not read_id(wrong).valid


@given(numbers, st.integers(0, 15))
def test_any_exchange_of_neighbouring_digits_is_found(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert (swapped == number) == read_id(swapped).valid


@given(st.text())
def test_reading_never_fails(text):
    read_id(text)


def test_check_digit_refuses_other_lengths():
    with pytest.raises(ValueError):
        check_digit("1101051949123100")


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(1978, 10, 20), date(2023, 10, 19), 44),
        (date(1978, 10, 20), date(2023, 10, 20), 45),
        (date(2000, 2, 29), date(2023, 2, 28), 22),
        (date(2000, 2, 29), date(2023, 3, 1), 23),
        (date(2000, 2, 29), date(2024, 2, 29), 24),
        (date(2023, 1, 1), date(2023, 1, 1), 0),
    ],
)
def test_full_years_are_reached_on_the_birthday(born, on, years):
    assert full_years(born, on) == years


@given(st.dates(date(1900, 1, 1), date(2000, 1, 1)), st.integers(0, 20000))
def test_full_years_never_fall_as_days_go_by(born, days):
    day = born + timedelta(days=days)

    assert full_years(born, day + timedelta(days=1)) - full_years(born, day) in (0, 1)


def test_masks_show_only_the_ends():
    assert mask_id("11010519491231002X") == "110105********002X"
    assert mask_id("E12345678") == "E1*****78"
    assert mask_phone("13812345678") == "138****5678"
    assert mask_phone("12345") == "*****"
    assert [mask_name(name) for name in ("王丽", "王小丽", "王", "", "王𬭊")] == [
        "王*",
        "王**",
        "*",
        "",
        "王*",
    ]

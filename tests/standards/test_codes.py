"""Code lists and credit codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.standards.codes import LISTS, by_code, code_list, find, label
from jinguo.standards.credit_codes import ALPHABET, credit_check_digit, read_credit_code
from jinguo.standards.divisions import region_name
from jinguo.standards.official_layout import OFFICIAL

bodies = st.text(st.sampled_from(ALPHABET), min_size=17, max_size=17)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_distinct_codes_with_names(name):
    entries = code_list(name)

    assert len(by_code(name)) == len(entries) > 3
    assert all(entry.name and entry.short and entry.name == entry.name.strip() for entry in entries)


@pytest.mark.parametrize("name", LISTS)
def test_every_parent_is_an_entry(name):
    assert [entry for entry in code_list(name) if entry.parent and entry.parent not in by_code(name)] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_code_finds_its_entry(name):
    assert all(find(name, entry.code) == entry for entry in code_list(name))


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("sex", "女", "2"),
        ("ethnic_groups", "汉", "01"),
        ("ethnic_groups", "汉族", "01"),
        ("ethnic_groups", "维吾尔", "05"),
        ("political_affiliation", "党员", "01"),
        ("political_affiliation", "中共党员", "01"),
        ("political_affiliation", "九三学社", "10"),
        ("political_affiliation", "群 众", "13"),
        ("education", "大学本科", "20"),
        ("education", "博士研究生", "11"),
        ("professional_titles", "教授", "011"),
        ("professional_titles", "副教授", "012"),
        ("disciplines", "力学", "130"),
        ("divisions", "北京市朝阳区", "110105"),
        ("divisions", "海淀区", "110108"),
    ],
)
def test_texts_of_forms_find_their_code(name, text, code):
    assert find(name, text).code == code


def test_a_text_that_means_two_entries_or_none_finds_nothing():
    assert find("divisions", "朝阳区") is None
    assert find("ethnic_groups", "火星") is None
    assert label("ethnic_groups", "97") == "97"


def test_an_unknown_list_is_an_error():
    with pytest.raises(KeyError):
        code_list("zodiac")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("110000", "北京市"),
        ("110105", "北京市朝阳区"),
        ("440524", "广东省汕头市潮阳县"),
        ("330103", "浙江省杭州市下城区"),
        ("500000", "重庆市"),
        ("429004", "湖北省仙桃市"),
        ("999999", ""),
    ],
)
def test_divisions_have_full_names_abolished_ones_too(code, name):
    assert region_name(code) == name


@pytest.mark.parametrize("number", ["91350100M000100Y43", "91110000802100433B"])
def test_published_credit_codes_are_valid(number):
    assert read_credit_code(number.lower()).valid
    assert read_credit_code(number).findings == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "credit_code_missing"),
        ("91350100M000100Y4", "credit_code_wrong_length"),
        ("91350100MO00100Y43", "credit_code_wrong_characters"),
        ("91350100M000100Y44", "credit_code_wrong_check_digit"),
    ],
)
def test_a_wrong_credit_code_is_refused(text, code):
    found = read_credit_code(text)

    assert (found.valid, [finding.code for finding in found.findings]) == (False, [code])


@given(bodies, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_any_single_wrong_place_of_a_credit_code_is_found(body, place, other):
    number = body + credit_check_digit(body)
    wrong = number[:place] + other + number[place + 1 :]

    assert read_credit_code(wrong).valid == (wrong == number)


def test_the_page_of_official_documents_closes():
    page = OFFICIAL.page

    assert (page.right, page.bottom) == (26, 35)
    assert OFFICIAL.lines_per_page * OFFICIAL.line_pitch <= page.type_height / 25.4 * 72 + 1

"""Names: form, comparison, pinyin, checks."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.standards.names import (
    check_name,
    graphemes,
    initials,
    normalise_name,
    pinyin,
    pinyin_key,
    same_name,
    surname_of,
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("王　丽", "王丽"),
        (" 王 丽 ", "王丽"),
        ("王\u200b丽\x00", "王丽"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽 ・ 买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("J. K.  Rowling", "J. K. Rowling"),
        ("Ｍａｒｉｅ　Ｃｕｒｉｅ", "Marie Curie"),
        ("e\u0301milie", "\u00e9milie"),
        ("王𬭊", "王𬭊"),
        ("王\ue863", "王\ue863"),
    ],
)
def test_a_name_is_stored_in_one_form(typed, stored):
    assert normalise_name(typed) == stored


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = normalise_name(text)

    assert normalise_name(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_names_are_the_same_apart_from_width_case_dots_and_blanks():
    assert same_name("王 丽", "王丽")
    assert same_name("ＭＡＲＩＥ Curie", "Marie Curie")
    assert not same_name("王丽", "王莉")


def test_characters_are_counted_as_a_reader_sees_them():
    assert [graphemes(text) for text in ("𬭊", "王𬭊", "e\u0301", "")] == [1, 2, 1, 0]


@pytest.mark.parametrize(
    ("surname", "reading"),
    [
        ("单", "shan"), ("曾", "zeng"), ("仇", "qiu"), ("解", "xie"), ("查", "zha"), ("区", "ou"),
        ("朴", "piao"), ("盖", "ge"), ("尉迟", "yu chi"), ("万俟", "mo qi"), ("欧阳", "ou yang"),
        ("翟", "zhai"), ("缪", "miao"), ("员", "yun"), ("任", "ren"), ("华", "hua"), ("覃", "qin"),
        ("吕", "lv"), ("长孙", "zhang sun"),
    ],
)  # fmt: skip
def test_surnames_have_their_own_reading(surname, reading):
    assert pinyin(f"{surname}晓丽") == f"{reading} xiao li"


def test_the_table_is_for_surnames_only():
    assert pinyin("王单") == "wang dan"
    assert pinyin("单位", surname=False) == "dan wei"


def test_initials_and_keys():
    assert initials("欧阳少东") == "oysd"
    assert initials("阿依古丽·买买提") == "ayglmmt"
    assert sorted(["张丽", "单丽", "王丽", "汪丽", "曾丽", "李大利", "李富"], key=pinyin_key) == [
        "李大利", "李富", "单丽", "汪丽", "王丽", "曾丽", "张丽",
    ]  # fmt: skip


def test_a_unit_does_not_begin_with_a_surname():
    assert pinyin_key("解放村", surname=False) < pinyin_key("区妇联", surname=False) < pinyin_key("王村")
    assert initials("区妇联", surname=False) == "qfl"


def test_the_persons_own_reading_goes_first():
    assert pinyin_key("覃丽") < pinyin_key("单丽") < pinyin_key("覃丽", "tan2 li4")


def test_a_character_without_a_reading_still_has_a_key():
    assert pinyin_key("王\ue863").isascii()


@given(
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FFFF, exclude_categories=["Cs"]), max_size=8)
)
def test_any_text_has_an_ascii_key(text):
    assert pinyin_key(text).isascii()


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("王丽", "王"),
        ("欧阳少东", "欧阳"),
        ("欧阳", "欧"),
        ("阿依古丽·买买提", ""),
        ("Marie Curie", ""),
        ("", ""),
    ],
)
def test_the_surname_is_a_proposal(name, surname):
    assert surname_of(name) == surname


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王丽", []),
        ("阿依古丽·买买提", []),
        ("Marie Curie", []),
        ("王𬭊", []),
        ("", [("name_missing", "error")]),
        ("　", [("name_missing", "error")]),
        ("王丽😀", [("name_has_emoji", "error")]),
        ("王丽2", [("name_has_digits", "error")]),
        ("王" * 51, [("name_too_long", "error")]),
        ("王\x07丽", [("name_has_control_characters", "warning")]),
        ("王\ue863", [("name_has_private_use", "warning")]),
        ("王yan", [("name_mixes_scripts", "warning")]),
        ("王丽*", [("name_has_marks", "warning")]),
    ],
)
def test_what_an_officer_should_look_at(text, expected):
    assert [(finding.code, finding.severity) for finding in check_name(text)] == expected


def test_fifty_characters_are_allowed():
    assert check_name("王" * 50) == ()

"""字数 and stored text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.standards.text import clean_text
from jinguo.standards.words import count_words, over_limit, within_limit

texts = st.text(st.characters(exclude_categories=["Cs"]))
chinese = st.text(st.sampled_from("她获得项专利，。、；：“”《》（）—…！？·〇𬭊"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("她获得2项专利。", 8),
        ("", 0),
        (" \n\t　", 0),
        ("AI for science", 3),
        ("AI技术", 3),
        ("第1000期", 3),
        ("“你好”——……", 8),
        ("3.14", 1),
        ("hello, world", 2),
        ("王\u200b丽", 2),
        ("王𬭊", 2),
        ("１２３", 3),
        ("第一段\r\n第二段", 6),
    ],
)
def test_words_are_counted_as_the_word_processor_does(text, words):
    assert count_words(text) == words


@given(chinese)
def test_every_chinese_character_and_mark_is_one(text):
    assert count_words(text) == len(text)


@given(texts, texts)
def test_paragraphs_add_up(left, right):
    assert count_words(f"{left}\n{right}") == count_words(left) + count_words(right)


@given(texts)
def test_blanks_at_the_ends_do_not_count(text):
    assert count_words(f" \n{text}　\t") == count_words(text)


def test_the_limit_itself_is_within():
    assert over_limit("一" * 1000, 1000) == 0
    assert over_limit("一" * 1001, 1000) == 1
    assert within_limit("一" * 1000, 1000).ok
    assert dict(within_limit("一" * 1003, 1000).reasons[0].params) == {
        "found": 1003,
        "limit": 1000,
        "over": 3,
    }


def test_cleaning_keeps_line_breaks_and_tabs():
    assert clean_text("一\x00二\r\n三\r四\t五\x0b六\x1f\ufeff\ud800") == "一二\n三\n四\t五\n六"


@given(st.text())
def test_cleaning_twice_changes_nothing_and_leaves_what_can_be_stored(text):
    once = clean_text(text)

    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\x00" not in once.encode("utf-8").decode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufeff\u2028\u2029")))
def test_cleaning_loses_nothing_else(text):
    assert clean_text(text) == unicodedata.normalize("NFC", text)

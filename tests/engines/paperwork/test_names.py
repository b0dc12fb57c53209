"""File names that Windows, macOS, Linux and zip programs take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.engines.paperwork import safe_file_name
from jinguo.engines.paperwork.names import numbered_apart


@given(st.text())
def test_a_safe_name_is_legal_everywhere(text):
    name = safe_file_name(text)

    assert name
    assert not set(name) & set('<>:"/\\|?*')
    assert all(ord(character) >= 32 for character in name)
    assert len(name.encode()) <= 180
    assert name == name.strip(" .")
    assert not name.startswith(("-", "."))


@given(st.text(), st.integers(20, 200))
def test_a_safe_name_stays_as_it_is(text, limit):
    once = safe_file_name(text, limit)

    assert safe_file_name(once, limit) == once


@given(st.text(min_size=100, max_size=300))
def test_a_name_that_must_be_cut_keeps_its_suffix(text):
    assert safe_file_name(f"a{text}a.jpg").endswith(".jpg")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("工作照/一.jpg", "工作照／一.jpg"),
        ("NUL", "NUL_"),
        ("com1.tar", "com1_.tar"),
        ("LPT¹", "LPT¹_"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("../../etc/passwd", "／..／etc／passwd"),
        ("名\x00字\n", "名字"),
        ("阿依·古丽𠮷", "阿依·古丽𠮷"),
        ("", "未命名"),
    ],
)
def test_what_is_illegal_is_replaced(text, name):
    assert safe_file_name(text) == name


@given(st.lists(st.sampled_from(["a.jpg", "A.JPG", "a(2).jpg", "照片", "照片"]), max_size=12))
def test_no_two_names_are_alike_even_where_case_does_not_count(names):
    taken: set[str] = set()

    apart = [numbered_apart(name, taken).casefold() for name in names]

    assert len(set(apart)) == len(apart)

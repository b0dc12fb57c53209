"""The ballot box: sealed by anybody, opened by one key."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.engines.vault import Unreadable, new_box, public_of, put_in, take_out

PUBLIC, PRIVATE = new_box()


@settings(max_examples=30)
@given(paper=st.binary(max_size=300), about=st.text(st.characters(codec="utf-8"), max_size=40))
def test_what_was_put_in_comes_out(paper, about):
    token = put_in(paper, public=PUBLIC, about=about)

    assert take_out(token, private=PRIVATE, about=about) == paper


def test_equal_papers_look_different_and_are_of_equal_length():
    tokens = {put_in(b"approve", public=PUBLIC, about="v") for _ in range(20)}

    assert len(tokens) == 20
    assert len({len(token) for token in tokens}) == 1


def test_another_box_another_vote_or_a_changed_paper_does_not_open():
    token = put_in(b"approve", public=PUBLIC, about="vote:1")
    middle = len(token) // 2
    changed = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]

    for wrong, private, about in (
        (token, new_box()[1], "vote:1"),
        (token, PRIVATE, "vote:2"),
        (changed, PRIVATE, "vote:1"),
        ("box1:", PRIVATE, "vote:1"),
        ("box1:a*b", PRIVATE, "vote:1"),
        ("v1:AES-256-GCM:k:xx", PRIVATE, "vote:1"),
    ):
        with pytest.raises(Unreadable):
            take_out(wrong, private=private, about=about)


def test_a_key_tells_which_box_it_opens():
    assert public_of(PRIVATE) == PUBLIC
    with pytest.raises(Unreadable):
        public_of("short")

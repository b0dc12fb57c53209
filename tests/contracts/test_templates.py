"""Pages hold under a strict content security policy, and every form carries its token."""

from __future__ import annotations

import re

import pytest

from tests.contracts import source

COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)


def offences(pattern: str, flags: int = re.IGNORECASE | re.DOTALL) -> list[str]:
    """Where a pattern stands in a template, comments left out."""
    found = []
    for path in source.templates():
        text = COMMENT.sub(lambda match: "\n" * match.group().count("\n"), path.read_text("utf-8"))
        found += [
            f"{source.named(path)}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()[:60]}"
            for match in re.finditer(pattern, text, flags)
        ]
    return found


def test_there_are_templates():
    assert len(source.templates()) > 40


@pytest.mark.parametrize(
    "pattern",
    [
        r"<script(?![^>]*\ssrc=)(?![^>]*type=.application/json)[^>]*>",
        r"<style[\s>]",
        r"<[a-z][^>]*?\sstyle=",
        r"<[a-z][^>]*?\son[a-z]+=",
        r"\shx-on[:-]",
        r"javascript:",
    ],
    ids=["script", "style element", "style attribute", "on… attribute", "hx-on", "javascript:"],
)
def test_nothing_inline_that_the_policy_forbids(pattern):
    assert offences(pattern) == []


def test_nothing_is_loaded_from_elsewhere():
    assert offences(r"(?:src|href)=[\"'](?:https?:)?//") == []


def test_every_form_that_posts_carries_its_token():
    forms = re.compile(r"<form[^>]*method=[\"']post[\"'].*?</form>", re.IGNORECASE | re.DOTALL)
    bare = [
        f"{source.named(path)}: {form[:80]}"
        for path in source.templates()
        for form in forms.findall(path.read_text("utf-8"))
        if "csrf_token" not in form and "components/hidden.html" not in form
    ]

    assert bare == []


def test_blocks_of_text_are_trimmed():
    """Otherwise line breaks and indentation become part of the message."""
    of_many_lines = r"{%\s*blocktranslate(?![^%]*\btrimmed\b)[^%]*%}(?:(?!endblocktranslate)[^\n])*\n"

    assert offences(of_many_lines) == []


def test_raw_html_is_never_let_through():
    assert offences(r"\|\s*safe\b|{%\s*autoescape off") == []

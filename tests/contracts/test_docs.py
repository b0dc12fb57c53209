"""The guides promise only what there is, come in both languages, and show pictures that exist and stay small."""

from __future__ import annotations

import re

import pytest

from jinguo import cli
from tests.contracts import source
from tests.contracts.test_documentation import every_command, make_targets

DOCS = source.PROJECT / "docs"
PAGES = [
    *sorted(DOCS.rglob("*.md")),
    *sorted(source.PROJECT.glob("*.md")),
]
PICTURES = sorted((DOCS / "pictures").glob("*.png"))
GUIDES = [
    path
    for folder in ("officers", "liaisons", "nominees", "experts")
    for path in (DOCS / folder).glob("*.md")
]
LARGEST_SUM = 4 * 1024**2


def code_of(text: str) -> str:
    blocks = re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))])


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(source.PROJECT).as_posix())
def test_a_page_names_only_commands_that_exist(page):
    code = code_of(page.read_text("utf-8"))
    called = set(re.findall(r"(?:^|[\s/])jinguo(?: --debug)? ([a-z][a-z-]*)", code, re.MULTILINE))
    made = set(re.findall(r"(?:^|\s)make ([a-z][a-z-]*)", code, re.MULTILINE))

    assert called - set(cli._COMMANDS) == set()
    assert made - make_targets() == set()


def test_every_command_is_told_of():
    told = "\n".join(code_of(page.read_text("utf-8")) for page in PAGES)

    assert [name for name, _ in every_command() if f"jinguo {name}" not in told] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_a_guide_comes_in_both_languages(guide):
    stem = guide.name.removesuffix(".md").removesuffix(".en")

    assert (guide.parent / f"{stem}.md").exists()
    assert (guide.parent / f"{stem}.en.md").exists()


def test_every_picture_is_shown_somewhere():
    shown = "\n".join(page.read_text("utf-8") for page in PAGES)

    assert [picture.name for picture in PICTURES if f"pictures/{picture.name}" not in shown] == []


def test_the_pictures_stay_small():
    assert sum(picture.stat().st_size for picture in PICTURES) < LARGEST_SUM


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(source.PROJECT).as_posix())
def test_a_picture_says_what_it_shows(page):
    assert re.findall(r"!\[\s*\]\(", page.read_text("utf-8")) == []

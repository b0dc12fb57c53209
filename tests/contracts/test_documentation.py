"""What can be set and what can be called stands in the operator's pages; the README promises only what there is."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator

import click
import pytest

from jinguo import cli
from tests.contracts import source

SETTINGS = source.PROJECT / "docs" / "operators" / "settings.md"
COMMANDS = source.PROJECT / "docs" / "operators" / "commands.md"
README = sorted(source.PROJECT.glob("README*.md"))
FOR_ALL = {"--help", "--lang", "--debug", "--version"}


def variables_read() -> set[str]:
    """Every name that the settings or a command read from the environment."""
    names = set()
    for path in source.python_files():
        for call in source.calls(path):
            first = call.node.args[0] if call.node.args else None
            literal = first.value if isinstance(first, ast.Constant) else None
            if call.name.startswith("env.") and isinstance(literal, str):
                names.add(literal)
                if call.name == "env.secret":
                    names.add(f"{literal}_FILE")
            if call.name in {"os.environ.get", "os.getenv"} and isinstance(literal, str):
                names.add(literal)
    for _, command in every_command():
        for parameter in command.params:
            given = parameter.envvar or []
            names.update([given] if isinstance(given, str) else given)
    return names - {"DJANGO_SETTINGS_MODULE"}


def every_command() -> Iterator[tuple[str, click.Command]]:
    def below(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        if isinstance(command, click.Group):
            for part in sorted(command.commands):
                yield from below(f"{name} {part}", command.commands[part])
        else:
            yield name, command

    for name, module in cli._COMMANDS.items():
        found = getattr(importlib.import_module(f"jinguo.cli.{module}"), name.replace("-", "_"))
        yield from below(name, found)


def documented_variables() -> list[str]:
    return re.findall(r"^\| `([A-Z_]+)` \|", SETTINGS.read_text("utf-8"), re.MULTILINE)


def documented_commands() -> dict[str, str]:
    """`jinguo …` → what its section says."""
    parts = re.split(r"^### `jinguo ([a-z -]+)`$", COMMANDS.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_setting_is_documented_and_every_documented_one_exists():
    assert sorted(documented_variables()) == sorted(variables_read())


@pytest.mark.parametrize("line", [line for line in SETTINGS.read_text("utf-8").splitlines() if "| `" in line])
def test_a_setting_has_default_and_meaning_in_both_languages(line):
    cells = [cell.strip() for cell in line.strip("|").split("|")]

    assert len(cells) == 4
    assert all(cells)
    assert re.search(r"[一-鿿]", cells[3])


def test_every_command_is_documented_and_every_documented_one_exists():
    assert sorted(documented_commands()) == sorted(name for name, _ in every_command())


def test_every_option_is_documented_and_every_documented_one_exists():
    differ = {}
    for name, command in every_command():
        shown = set(re.findall(r"`(--[a-z-]+)`", documented_commands().get(name, "").split("\n## ")[0]))
        there = {
            option
            for parameter in command.params
            if isinstance(parameter, click.Option) and not parameter.hidden
            for option in (*parameter.opts, *parameter.secondary_opts)
            if option.startswith("--")
        }
        if shown - FOR_ALL != there - FOR_ALL:
            differ[name] = sorted((shown ^ there) - FOR_ALL)

    assert differ == {}


def make_targets() -> set[str]:
    text = (source.PROJECT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))


@pytest.mark.skipif(not README, reason="there is no README yet")
@pytest.mark.parametrize("page", README, ids=lambda path: path.name)
def test_the_readme_promises_only_commands_that_exist(page):
    text = page.read_text("utf-8")
    code = "\n".join(re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text))
    made = set(re.findall(r"\bmake ([a-z][a-z-]*)", code))
    called = set(re.findall(r"\bjinguo ([a-z][a-z-]*)", code))

    assert made - make_targets() == set()
    assert called - set(cli._COMMANDS) == set()


def test_links_between_the_pages_lead_somewhere():
    pages = [*sorted((source.PROJECT / "docs").rglob("*.md")), *README]
    broken = [
        f"{page.relative_to(source.PROJECT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]

    assert broken == []

"""How the code is laid out: short files, imports on top, views that fetch through access, one clock."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from tests.contracts import source

LINES = 500

IMPORT_INSIDE_ALLOWED = {
    # where: why an import may stand in a function there
    "cli/": "the command answers `--help` before Django and the engines are loaded",
    "apps/*/apps.py": "models are not loaded when this module is",
    "site/apps.py": "models are not loaded when this module is",
    "apps/audit/append_only.py": "runs inside migrations",
}

ROOMS = {
    "states", "models", "permissions", "queries", "access", "actions", "facts", "tasks", "forms", "views", "urls",
    "apps",
}  # fmt: skip
"""Rooms that every app may have. Each further module of an app is listed with it below."""


def allowed_inside(path) -> bool:
    name = source.named(path)
    return any(
        re.fullmatch(pattern.replace("*", "[^/]+") + (".*" if pattern.endswith("/") else ""), name)
        for pattern in IMPORT_INSIDE_ALLOWED
    )


def test_no_file_is_longer_than_one_can_hold_in_the_head():
    files = [*source.python_files(), *source.templates()]
    files += source.python_files(source.PROJECT / "tests")

    long = {
        source.named(path): count
        for path in files
        if (count := len(path.read_text("utf-8").splitlines())) > LINES
    }

    assert long == {}


def test_imports_stand_on_top():
    """A circular import is a message that something lies in the wrong place."""
    inside = {
        where: module
        for path in source.python_files()
        if not allowed_inside(path)
        for module, where in source.imports_inside_functions(path)
        if not has_reason(where)
    }

    assert inside == {}


def has_reason(where: str) -> bool:
    """Whether the line says in a comment why the import stands here."""
    name, line = where.rsplit(":", 1)
    text = (source.PACKAGE / name).read_text("utf-8").splitlines()[int(line) - 1]
    return "#" in text and len(text.split("#", 1)[1].strip()) > 10


def test_time_comes_from_the_clock():
    """Outside `clock`, nobody in the apps asks the machine for the time."""
    asked = {
        call.where: call.name
        for path in source.python_files(source.APPS)
        if path != source.APPS / "clock.py"
        for call in source.calls(path)
        if re.search(r"(timezone\.(now|localdate|localtime)|date(time)?\.(now|today|utcnow))$", call.name)
    }

    assert asked == {}


def test_views_fetch_through_access_and_queries():
    """`Model.objects` in a view is a row fetched without asking whose it is."""
    views = [
        path
        for path in source.python_files(source.APPS)
        if "views" in path.relative_to(source.APPS).with_suffix("").parts
    ]
    shortcuts = {
        f"{source.named(path)}:{node.lineno}": source.dotted(node)
        for path in views
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_base_manager", "_default_manager"}
    }
    shortcuts |= {
        call.where: call.name
        for path in views
        for call in source.calls(path)
        if call.name.endswith(("get_object_or_404", "get_list_or_404"))
    }

    assert len(views) > 5
    assert shortcuts == {}


def test_there_is_no_room_for_what_has_no_room():
    shapeless = [
        source.named(path)
        for path in source.PACKAGE.rglob("*")
        if path.stem in {"utils", "util", "helpers", "common", "misc"} and path.suffix in {"", ".py"}
    ]

    assert shapeless == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "HACK"])
def test_nothing_is_left_for_later_in_a_comment(word):
    found = [
        f"{source.named(path)}:{number}"
        for path in [*source.python_files(), *source.templates()]
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(rf"\b{word}\b", line) and ("#" in line or "{" in line or "<!--" in line)
    ]

    assert found == []


def test_nobody_ends_the_program_or_prints_in_the_apps():
    calls = {
        call.where: call.name
        for path in [*source.python_files(source.APPS), *source.python_files(source.PACKAGE / "engines")]
        for call in source.calls(path)
        if call.name in {"print", "exit", "quit", "sys.exit", "breakpoint"}
    }

    assert calls == {}


def test_html_is_never_put_together_in_python():
    """`format_html` and templates escape; `mark_safe` and f-strings do not."""
    made = {
        call.where: call.name
        for path in source.python_files()
        for call in source.calls(path)
        if call.name.endswith("mark_safe")
        and not all(isinstance(part, ast.Constant) for part in call.node.args)
    }

    assert made == {}


def test_the_rooms_of_every_app_are_held_in_one_order():
    """import-linter holds the order of the rooms; an app that is new must stand in its list."""
    contracts = tomllib.loads((source.PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    rooms = next(one for one in contracts if one["name"].startswith("Inside every app"))
    apps = {f"jinguo.apps.{path.parent.name}" for path in source.APPS.glob("*/apps.py")}

    assert apps - set(rooms["containers"]) == {"jinguo.apps.facts"}  # the kernel: no rooms, only declarations

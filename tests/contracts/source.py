"""The code base as its tests read it: files, syntax trees, imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import jinguo

PACKAGE = Path(jinguo.__file__).parent
PROJECT = PACKAGE.parent.parent
APPS = PACKAGE / "apps"


@cache
def python_files(below: Path = PACKAGE) -> tuple[Path, ...]:
    return tuple(path for path in sorted(below.rglob("*.py")) if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted(PACKAGE.rglob("templates/**/*.html")))


def named(path: Path) -> str:
    """A path as messages show it: from the package on."""
    return path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else PROJECT).as_posix()


class Call(NamedTuple):
    """A call in the source: ``a.b.c(…)`` has the dotted name ``a.b.c``."""

    name: str
    node: ast.Call
    where: str


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def calls(path: Path) -> Iterator[Call]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield Call(dotted(node.func), node, f"{named(path)}:{node.lineno}")


def imports_inside_functions(path: Path) -> Iterator[tuple[str, str]]:
    """(what is imported, file and line) for each import in the body of a function."""
    functions = (
        node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    seen = set()
    for function in functions:
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom) and node not in seen:
                seen.add(node)
                module = getattr(node, "module", None) or node.names[0].name
                yield module, f"{named(path)}:{node.lineno}"

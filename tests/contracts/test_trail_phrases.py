"""Every act that the code records has its sentence in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import jinguo
from jinguo.phrases import catalogue

SOURCE = Path(jinguo.__file__).parent


def recorded_actions() -> dict[str, str]:
    """Literal first arguments of every call of ``record`` and ``entry``: {action: file and line}."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            keywords = {keyword.arg for keyword in node.keywords}
            if name in ("record", "entry") and "subject" in keywords:
                for literal in ast.walk(node.args[0]):
                    if isinstance(literal, ast.Constant) and isinstance(literal.value, str):
                        found[literal.value] = f"{path.relative_to(SOURCE)}:{node.lineno}"
    return found


def test_the_scan_finds_acts():
    assert "user_created" in recorded_actions()


def test_every_recorded_act_has_its_sentence():
    missing = {
        where: f"trail_{action}"
        for action, where in recorded_actions().items()
        if {"zh", "en"} - set(catalogue().get(f"trail_{action}", {}))
    }

    assert missing == {}

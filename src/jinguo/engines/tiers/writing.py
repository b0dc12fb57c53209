"""A scheme as the TOML file that it can be read from again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from jinguo.engines.tiers.scheme import Scheme


def as_toml(scheme: Scheme) -> str:
    """The text of the file, what has its usual value left out; ``Scheme.from_toml`` gives the same scheme again."""
    plain = scheme.model_dump(mode="json", exclude_defaults=True)
    for mine, tier in zip(plain["tiers"], scheme.tiers, strict=True):
        for part in ("needs", "some", "renew", "ends"):
            rules = getattr(tier, part)
            if rules:
                mine[part] = [_rule(rule) for rule in rules]
    return "\n".join(_table(plain, "")).strip() + "\n"


def _rule(rule: Any) -> dict[str, Any]:
    """A condition with its kind, which is a usual value but says how to read it."""
    plain = {"id": rule.id, "kind": rule.kind, **rule.model_dump(mode="json", exclude_defaults=True)}
    if "of" in plain:
        plain["of"] = [_rule(one) for one in rule.of]
    return plain


def _table(values: Mapping[str, Any], path: str) -> Iterator[str]:
    """Plain values first, then tables of tables, which TOML asks for."""
    later = {key: value for key, value in values.items() if _is_tables(value) and key != "of"}
    for key, value in values.items():
        if key not in later:
            yield f"{key} = {_value(value)}"
    for key, rows in later.items():
        for row in rows:
            yield ""
            yield f"[[{path}{key}]]"
            yield from _table(row, f"{path}{key}.")


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        # a JSON text is a TOML text but for DEL
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return "[" + ", ".join(_value(one) for one in value) + "]"


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").isalnum() else _value(key)

"""Every code that the program can answer with has its sentence in both languages, with the same values in both."""

from __future__ import annotations

import ast
import json
import string
import tomllib
from collections import defaultdict

from jinguo.phrases import catalogue
from tests.contracts import source

MADE_FROM_NAMES = {
    # start of a code: where its rest comes from
    "trail_": "acts of the trail",
    "job_": "names of background work",
    "message_": "kinds of message",
    "material_kind_": "kinds of material",
    "fact_person_": "facts that an app declares",
    "fact_tier_": "facts that an app declares",
    "linkage_": "levels of fields; the engine's test asks for each, and for none beside",
}
GIVEN_LATER = {"engines/eligibility/": {"rule"}, "engines/tiers/judging": {"rule"}}
"""Values that one place adds to every reason of a room."""


def _literals(node: ast.expr) -> set[str]:
    """The texts an expression can be, where the source says so: a literal, or one of two by a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return _literals(node.body) | _literals(node.orelse)
    return set()


def answered_codes() -> dict[str, list[tuple[set[str] | None, str]]]:
    """code → [(names of the values given with it, or None where they are not literal, file and line)]."""
    found = defaultdict(list)
    for path in source.python_files():
        for call in source.calls(path):
            position = {"of": 1}.get(call.name.rsplit(".", 1)[-1], 0)
            if not call.name.endswith(
                (
                    "Reason.error",
                    "Reason.warning",
                    "Reason.info",
                    "Refused.because",
                    "Verdict.no",
                    "Verdict.of",
                )
            ):
                continue
            code = call.node.args[position] if len(call.node.args) > position else None
            code = code or next((k.value for k in call.node.keywords if k.arg == "otherwise"), None)
            given = {keyword.arg for keyword in call.node.keywords} - {"otherwise"}
            for literal in _literals(code) if code is not None else ():
                found[literal].append((None if None in given else given, call.where))
    return found


def values_of(sentence: str) -> set[str]:
    """The names of the values a sentence writes."""
    names = set()
    for _, name, spec, _ in string.Formatter().parse(sentence):
        if name:
            names.add(name.split(".")[0].split("[")[0])
            names |= values_of(spec or "")
    return names


def test_the_scan_finds_codes():
    assert len(answered_codes()) > 150


def test_every_code_has_a_sentence():
    missing = {code: uses[0][1] for code, uses in answered_codes().items() if code not in catalogue()}

    assert missing == {}


def test_every_sentence_stands_in_both_languages():
    incomplete = {
        code: sorted(sentences)
        for code, sentences in catalogue().items()
        if {"zh", "en"} - set(sentences) or not all(text.strip() for text in sentences.values())
    }

    assert incomplete == {}


def test_both_languages_write_the_same_values():
    differ = {
        code: sentences
        for code, sentences in catalogue().items()
        if values_of(sentences["zh"]) != values_of(sentences["en"])
    }

    assert differ == {}


def test_every_value_a_sentence_writes_is_given():
    """Otherwise the page that says it falls over with a KeyError."""
    absent = {
        f"{code} at {where}": sorted(lacking)
        for code, uses in answered_codes().items()
        if code in catalogue()
        for given, where in uses
        if given is not None and (lacking := values_of(catalogue()[code]["zh"]) - given - _later(where))
    }

    assert absent == {}


def _later(where: str) -> set[str]:
    return {name for room, names in GIVEN_LATER.items() if where.startswith(room) for name in names}


def test_no_two_rooms_clash():
    rooms = defaultdict(list)
    for path in sorted((source.PACKAGE / "phrases").glob("*.toml")):
        for code in tomllib.loads(path.read_text("utf-8")):
            rooms[code].append(path.name)

    assert {code: names for code, names in rooms.items() if len(names) > 1} == {}


def test_every_sentence_is_used():
    """A code nobody names any more is dead; one that is put together from parts is known by its beginning."""
    texts = _all_texts()
    dead = [
        code
        for code in catalogue()
        if code not in texts
        and not any(code.startswith(start) for start in MADE_FROM_NAMES)
        and not _made_of_parts(code, texts)
    ]

    assert dead == []


def _all_texts() -> set[str]:
    """Every literal text of the source, and every key and word of its data."""
    texts = set()
    for path in source.python_files():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
                texts.update(part.strip("'\"=,") for part in node.value.split())
    for path in source.templates():
        for quote in "\"'":
            texts.update(path.read_text("utf-8").split(quote))
    for path in source.PACKAGE.rglob("*.json"):
        texts.update(_words(json.loads(path.read_text("utf-8"))))
    for path in source.PACKAGE.rglob("*.toml"):
        if path.parent.name != "phrases":
            texts.update(_words(tomllib.loads(path.read_text("utf-8"))))
    return texts


def _words(data: object) -> set[str]:
    if isinstance(data, dict):
        return set(data) | {word for value in data.values() for word in _words(value)}
    if isinstance(data, list):
        return {word for value in data for word in _words(value)}
    return {data} if isinstance(data, str) else set()


def _made_of_parts(code: str, texts: set[str]) -> bool:
    """Whether some text of the source that ends or begins with `_` makes up the code with another text."""
    parts = code.split("_")
    for cut in range(1, len(parts)):
        head, tail = "_".join(parts[:cut]), "_".join(parts[cut:])
        if (f"{head}_" in texts and tail in texts) or (head in texts and f"_{tail}" in texts):
            return True
        if f"{head}_" in texts and cut > 1:
            return True
    return False

"""Scores on the annotated documents, where they are at hand. A floor, so that no change of a grammar loses them unseen."""

import json
import os
from pathlib import Path

import pytest

from jinguo.engines.notices import Mark, load, read, score

SHARED = Path(os.environ.get("JINGUO_SHARED", Path(__file__).resolve().parents[4] / "shared"))
pytestmark = pytest.mark.skipif(
    not (SHARED / "corpus" / "gold").is_dir(), reason="the annotated documents are not beside the project"
)
FLOORS = {
    "title": 0.92,
    "issuers": 0.97,
    "addressees": 0.93,
    "sections": 0.98,
    "measures": 0.99,
    "units": 0.99,
    "targets": 0.92,
    "deadlines": 0.97,
    "quotas": 0.96,
    "categories": 0.95,
    "eligibility": 0.92,
    "materials": 0.93,
    "attachments": 0.97,
    "form_fields": 0.9,
    "contacts": 0.97,
}


def _scores(folder: Path, pattern: str) -> dict[str, Mark]:
    total: dict[str, Mark] = {}
    for file in sorted(folder.glob(pattern)):
        annotation = SHARED / "corpus" / "gold" / f"{file.stem}.json"
        if annotation.exists():
            document = read(load(file.read_bytes(), file.name).text, file.stem).document
            for key, mark in score(document, json.loads(annotation.read_text("utf-8"))).items():
                total[key] = total.get(key, Mark()) + mark
    return total


def test_the_five_seeds_are_read_whole() -> None:
    marks = _scores(SHARED / "seeds", "00*.txt")
    assert {key: mark.f1 for key, mark in marks.items() if mark.f1 is not None and mark.f1 < 0.98} == {}


def test_the_corpus_keeps_its_scores() -> None:
    marks = _scores(SHARED / "corpus", "*.txt")
    assert {key: marks[key].f1 for key, floor in FLOORS.items() if (marks[key].f1 or 0) < floor} == {}


def test_forms_as_files_are_read_cell_by_cell() -> None:
    total: dict[str, Mark] = {}
    for annotation in sorted((SHARED / "corpus" / "gold").glob("form-*.json")):
        expected = json.loads(annotation.read_text("utf-8"))
        file = SHARED / expected["source"]["file"]
        document = read(load(file.read_bytes(), file.name).text, annotation.stem).document
        for key, mark in score(document, expected).items():
            total[key] = total.get(key, Mark()) + mark
    assert (total["form_fields"].f1 or 0) >= 0.98
    assert (total["title"].f1 or 0) >= 0.98

"""`jinguo read-notice`: an official document to a structured draft, and the reader's scores on annotated documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from jinguo.cli import Unusable
from jinguo.engines import notices
from jinguo.phrases import say

_FILE = click.Path(path_type=Path)
_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
_SUFFIXES = (".txt", ".docx", ".pdf", ".xlsx", ".xls", ".md")


@click.command("read-notice")
@click.argument("file", type=_FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option(
    "--score", "gold", type=_FOLDER, help="Score the reader against the annotations of this folder."
)
@click.option("--texts", type=_FOLDER, multiple=True, help="Where the annotated texts are; repeatable.")
@click.argument("more_texts", type=_FOLDER, nargs=-1)
@click.option(
    "--lang", type=click.Choice(["zh-Hans", "en"]), default="zh-Hans", show_default=True, help="Of sentences."
)
def read_notice(
    file: Path | None,
    as_json: bool,
    gold: Path | None,
    texts: Sequence[Path],
    more_texts: Sequence[Path],
    lang: str,
) -> None:
    """Read FILE (.txt, .docx, .pdf, .xlsx, .xls), an official document in Chinese, to a structured draft.

    With --score GOLD_DIR --texts DIR… the annotated documents are read and compared instead.
    """
    if gold is not None:
        folders = [*texts, *([file] if file is not None else []), *more_texts]
        _print_scores(_scores(gold, folders), as_json)
        return
    if file is None:
        raise click.UsageError("give a FILE, or --score GOLD_DIR --texts DIR…")
    draft = _read(file, lang)
    for reason in draft.findings:
        click.echo(f"{file}: {reason.code}: {say(reason, lang)}", err=True)
    click.echo(
        json.dumps(draft.as_json(), ensure_ascii=False, indent=1) if as_json else _readable(draft.document)
    )


def _read(file: Path, lang: str) -> notices.Draft:
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise Unusable(f"{file}: {problem.strerror}") from problem
    loaded = notices.load(content, file.name)
    if not loaded.usable:
        reason = next(r for r in loaded.findings if r.severity == "error")
        raise Unusable(f"{file}: {reason.code}: {say(reason, lang)}")
    return notices.read(loaded.text, file.stem, loaded.findings)


def _scores(gold: Path, folders: Sequence[Path]) -> dict[str, Any]:
    if not folders:
        raise click.UsageError("--score needs --texts DIR…")
    total: dict[str, notices.Mark] = {}
    missing: list[str] = []
    documents = 0
    for annotation in sorted(gold.glob("*.json")):
        expected = json.loads(annotation.read_text("utf-8"))
        text = _text_of(annotation.stem, expected, folders)
        if text is None:
            missing.append(annotation.stem)
            continue
        documents += 1
        loaded = notices.load(text.read_bytes(), text.name)
        given = notices.read(loaded.text, annotation.stem).document if loaded.usable else {}
        for key, mark in notices.score(given, expected).items():
            total[key] = total.get(key, notices.Mark()) + mark
    for name in missing:
        click.echo(f"jinguo: {name}: no text of that name under --texts, left out", err=True)
    if not documents:
        raise Unusable(f"{gold}: no annotation with a text under --texts")
    return {
        "documents": documents,
        "missing": missing,
        "keys": {key: mark.as_json() for key, mark in total.items()},
    }


def _text_of(name: str, annotation: dict[str, Any], folders: Sequence[Path]) -> Path | None:
    """The text of an annotation: NAME with a suffix that can be read, else the file that its source names."""
    source = annotation.get("source") or {}
    named = Path(str(source.get("file") or "")).name if isinstance(source, dict) else ""
    for folder in folders:
        for suffix in _SUFFIXES:
            if (folder / f"{name}{suffix}").is_file():
                return folder / f"{name}{suffix}"
        if named and (folder / named).is_file() and Path(named).suffix in _SUFFIXES:
            return folder / named
    return None


def _print_scores(scores: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(scores, ensure_ascii=False, indent=1))
        return
    click.echo(f"{'key':14}{'precision':>10}{'recall':>10}{'f1':>10}{'hits':>7}{'given':>7}{'expected':>10}")
    for key, mark in scores["keys"].items():
        shown = "".join(
            f"{'-' if mark[k] is None else format(mark[k], '.4f'):>10}" for k in ("precision", "recall", "f1")
        )
        click.echo(f"{key:14}{shown}{mark['hits']:>7}{mark['given']:>7}{mark['expected']:>10}")


def _readable(document: Any) -> str:
    lines = [f"{document['title'] or '—'}"]
    for key in ("kind_of_document", "doc_number", "issue_date"):
        lines.append(f"{key}: {document[key] or '—'}")
    for key in ("issuers", "addressees", "attachments"):
        lines.append(f"{key}: {'；'.join(document[key]) or '—'}")
    for section in document["sections"]:
        lines.append(f"{'  ' * section['level']}{section['number']} {section['heading']}")
    for measure in document["measures"]:
        lines.append(
            f"{measure['section'] or ''} {measure['number']} {measure['heading'] or measure['text_start']}"
        )
        if measure["units"]:
            lines.append(f"    {measure['unit_label']}: {'；'.join(measure['units'])}")
        lines += [f"    → {target['text']}" for target in measure["targets"]]
    for key in ("targets", "categories", "quotas", "eligibility", "materials", "deadlines", "form_fields"):
        lines += [f"{key}: {_line(item)}" for item in document[key]]
    for table in document["tables"]:
        lines.append(f"table: {table['name'] or '—'}: {'；'.join(table['columns'])}")
    for kind, values in document["contacts"].items():
        lines += [f"{kind}: {value}" for value in values]
    return "\n".join(lines)


def _line(item: dict[str, Any]) -> str:
    first = (
        item.get("date")
        or item.get("count")
        or item.get("label")
        or item.get("name")
        or item.get("type")
        or item.get("quantity")
    )
    return f"{first or ''} {item.get('text', '')}".strip()

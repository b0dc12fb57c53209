"""`jinguo check-material`: one file against a spec."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from jinguo import phrases
from jinguo.cli import Unusable
from jinguo.engines.materials import MaterialReport, MaterialSpec
from jinguo.engines.materials import check_material as check

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, readable=True)


@click.command("check-material")
@click.argument("file", type=_FILE)
@click.option("--spec", "spec_file", type=_FILE, required=True, help="What is demanded, as a TOML file.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--lang", type=click.Choice(["zh-Hans", "en"]), default="zh-Hans", show_default=True)
def check_material(file: Path, spec_file: Path, as_json: bool, lang: str) -> int:
    """Check FILE (photo, video or document) against the demands of a spec.

    Exit code 0: nothing to correct (there may be warnings); 1: findings to correct; 2: unusable input.
    """
    spec = _read_spec(spec_file)
    try:
        report = check(file, spec)
    except OSError as problem:
        raise Unusable(f"{file}: {problem.strerror or problem}") from problem
    if as_json:
        click.echo(json.dumps(_document(report, lang), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(file, report, lang)))
    return 0 if report.ok else 1


def _read_spec(path: Path) -> MaterialSpec:
    try:
        return MaterialSpec.from_toml(path)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "spec"
        raise Unusable(f"{path}: {where}: {first['msg']}") from problem
    except (OSError, ValueError) as problem:
        raise Unusable(f"{path}: {problem}") from problem


def _document(report: MaterialReport, lang: str) -> dict[str, Any]:
    return {
        "ok": report.ok,
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "demanded": finding.params.get("demanded"),
                "found": finding.params.get("found"),
                "message": phrases.say(finding, lang),
            }
            for finding in report.findings
        ],
        "facts": dict(report.facts),
    }


def _lines(file: Path, report: MaterialReport, lang: str) -> list[str]:
    marks = {"error": "✗", "warning": "!", "info": "·"}
    good = "符合要求。" if lang == "zh-Hans" else "meets the demands."
    lines = [f"{marks[finding.severity]} {phrases.say(finding, lang)}" for finding in report.findings]
    return [f"{file.name}: {good}", *lines] if report.ok else [f"{file.name}:", *lines]

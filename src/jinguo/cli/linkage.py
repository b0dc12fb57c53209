"""`jinguo link`: who in a list, or across two, is the same person."""

from __future__ import annotations

import gc
import json
import math
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jinguo.cli import Unusable
from jinguo.phrases import say
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.engines.linkage import Linkage, Model, Pair

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("link")
@click.argument("left", type=_FILE)
@click.argument("right", type=_FILE, required=False)
@click.option(
    "--map", "mapped", multiple=True, metavar="FIELD=COLUMN", help="Which column a field is. Again and again."
)
@click.option(
    "--map-right", "mapped_right", multiple=True, metavar="FIELD=COLUMN", help="The same where RIGHT differs."
)
@click.option(
    "--rules", type=click.Choice(["strict", "normal", "loose"]), default="normal", show_default=True
)
@click.option(
    "--threshold", type=click.FloatRange(0, 1), help="The least probability, instead of the rules' own."
)
@click.option("--model", "model_file", type=_FILE, help="A model saved before, instead of learning one.")
@click.option("--save-model", type=_FILE, help="Where the model goes, as JSON.")
@click.option("--out", required=True, type=_FILE, help="left_id,right_id,probability,weight_<field>…")
@click.option("--persons", "persons_file", type=_FILE, help="person,list,id: who is one person.")
@click.option("--evidence", "evidence_file", type=_FILE, help="Why, pair by pair, as JSON Lines.")
@click.option("--truth", type=_FILE, help="left_id,right_id of true pairs, to measure by.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--lang", type=click.Choice(["zh-Hans", "en"]), default="zh-Hans", show_default=True)
def link(left: Path, right: Path | None, out: Path, as_json: bool, lang: str, **given: Any) -> None:
    """Find the same person in LEFT (CSV), or across LEFT and RIGHT, without a common number.

    Fields to map: id, name, former_name, given_name, family_name, sex, birth_date, id_number, phone, email, unit, title,
    discipline, address, postcode, region, and other (again and again; compared as text). Without --map, columns named like
    fields are taken.
    """
    from jinguo.cli.watching import watched

    if given["threshold"] is not None and math.isnan(given["threshold"]):
        raise Unusable("--threshold: nan is no probability.")
    outputs = [
        path for path in (out, given["save_model"], given["persons_file"], given["evidence_file"]) if path
    ]
    for path in outputs:
        if not path.parent.is_dir():
            raise Unusable(f"{path.parent}: there is no such folder.")
    parts = [path.with_name(f".{path.name}.part") for path in outputs]
    tell = watched(parts, lambda stage, done, total: say(Reason(stage, {"done": done, "total": total}), lang))
    from jinguo.errors import Refused

    began = time.monotonic()
    gc.disable()  # millions of keys, none of them in a cycle: looking for cycles is a seventh of the cleaning
    try:
        document = _link(left, right, out, lang, tell, given)
    except Refused as refused:
        reason = refused.reasons[0]
        raise Unusable(f"{say(reason, lang)} [{reason.code}]") from None
    except OSError as problem:
        raise Unusable(f"{problem.filename or out}: {problem.strerror or problem}") from None
    finally:
        gc.enable()
        for part in parts:
            part.unlink(missing_ok=True)
    document |= {"seconds": round(time.monotonic() - began, 3), "peak_mib": peak()}
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        shown = ("pairs", "precision", "recall", "f1", "seconds", "peak_mib")
        click.echo("  ".join(f"{key} {document[key]}" for key in shown if document.get(key) is not None))


def _link(
    left: Path,
    right: Path | None,
    out: Path,
    lang: str,
    tell: Callable[[str, int, int], object],
    given: dict[str, Any],
) -> dict[str, Any]:
    from jinguo.cli import linkage_files as files
    from jinguo.engines import linkage

    tell("linkage_stage_reading", 0, 1)
    wanted = files.mapping(given["mapped"])
    rows, numbered = files.read_list(left, wanted)
    others, numbered_too = (
        files.read_list(right, files.mapping(given["mapped_right"]) or wanted) if right else (None, True)
    )
    truth = None
    if given["truth"]:
        known = rows.column("id").to_pylist()
        truth = files.read_truth(
            given["truth"], known, others.column("id").to_pylist() if others is not None else None
        )
    rules = linkage.RULES[given["rules"]]
    if given["threshold"] is not None:
        rules = replace(rules, at_least=given["threshold"])
    model = _model(given["model_file"])
    found = linkage.pairs(rows, others, rules=rules, model=model, progress=tell)
    tell("linkage_stage_writing", 0, 1)
    table = found.table()
    _keep(out, lambda path: files.write_table(table, path))
    if given["save_model"]:
        _keep(given["save_model"], lambda path: path.write_text(found.model.as_json(), "utf-8"))
    if given["persons_file"]:
        _keep(given["persons_file"], lambda path: path.write_text(_persons(found), "utf-8"))
    if given["evidence_file"]:
        _keep(given["evidence_file"], lambda path: _write_evidence(found, path, lang))
    told = [*found.reasons, *([] if numbered and numbered_too else [Reason.info("linkage_no_ids_mapped")])]
    for reason in told:
        click.echo(say(reason, lang), err=True)
    document: dict[str, Any] = {
        "records": len(rows) + (len(others) if others is not None else 0),
        "pairs": len(found),
        "compared": found.compared,
        "rules": rules.name,
        "threshold": rules.at_least,
        "model": {"origin": found.model.origin, "rate": found.model.rate, **found.model.learnt_from},
        "reasons": [{**reason.as_json(), "message": say(reason, lang)} for reason in told],
    }
    if truth is not None:
        pairs = set(
            zip(table.column("left_id").to_pylist(), table.column("right_id").to_pylist(), strict=True)
        )
        document |= {"true_pairs": len(truth), **files.figures(truth, pairs)}
    return document


def _model(path: Path | None) -> Model | None:
    from jinguo.engines.linkage import Model
    from jinguo.errors import Refused

    if path is None:
        return None
    try:
        return Model.from_json(path.read_text("utf-8-sig"))
    except OSError:
        raise Refused.because("linkage_no_file", file=path.name) from None
    except UnicodeDecodeError as problem:
        raise Refused.because("linkage_model_unreadable", problem=str(problem)) from None


def _keep(path: Path, write: Callable[[Path], object]) -> None:
    """Beside, then renamed: the old file or the new one, never half."""
    part = path.with_name(f".{path.name}.part")
    write(part)
    part.replace(path)


def _persons(found: Linkage) -> str:
    import csv
    import io

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["person", "list", "id"])
    ids, lefts = found.workspace.ids(), found.workspace.lefts
    for number, group in enumerate(found.groups(), 1):
        writer.writerows((number, 2 if lefts and one >= lefts else 1, ids[one]) for one in group)
    return text.getvalue()


def _write_evidence(found: Linkage, path: Path, lang: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        for pair in found:
            file.write(json.dumps(_evidence(pair, lang), ensure_ascii=False) + "\n")


def _evidence(pair: Pair, lang: str) -> dict[str, Any]:
    from jinguo.engines.linkage import explain, waterfall

    return {
        "left_id": pair.left,
        "right_id": pair.right,
        "probability": round(pair.probability, 6),
        "reasons": [{**reason.as_json(), "message": say(reason, lang)} for reason in explain(pair)],
        "waterfall": [
            {
                "field": step.field,
                "level": step.level,
                "weight": round(step.weight, 3),
                "total": round(step.total, 3),
            }
            for step in waterfall(pair)
        ],
    }


def peak() -> float:
    """The most memory that the work had, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (2**20 if sys.platform == "darwin" else 2**10), 1)

"""`jinguo affinity`, `jinguo conflicts`: which expert understands which nomination, and who may not judge whom."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
from pydantic import ValidationError

from jinguo.cli import Unusable
from jinguo.phrases import say
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.engines.expertise import Affinities, Finding

T = TypeVar("T")

_FILE = click.Path(dir_okay=False, path_type=Path)
_LANGUAGES = click.Choice(["zh-Hans", "en"])


@click.command("affinity")
@click.argument("nominations", type=_FILE)
@click.argument("experts", type=_FILE)
@click.option("--out", required=True, type=_FILE, help="item,reviewer,affinity: what `jinguo assign` takes.")
@click.option("--evidence", "evidence_file", type=_FILE, help="What speaks for each pair given, as JSON.")
@click.option("--rules", "rules_file", type=_FILE, help="Weights and thresholds, as TOML.")
@click.option("--similarity", help="Dotted path of a back end that compares texts, instead of TF-IDF.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--lang", type=_LANGUAGES, default="zh-Hans", show_default=True)
def affinity(
    nominations: Path,
    experts: Path,
    out: Path,
    evidence_file: Path | None,
    rules_file: Path | None,
    similarity: str | None,
    as_json: bool,
    lang: str,
) -> None:
    """Work out affinities between NOMINATIONS and EXPERTS (CSV: id,disciplines,keywords,text).

    Given are pairs above the threshold, the best of every nomination, and all that agree in a discipline.
    """
    from jinguo.cli.expertise_files import read_profiles
    from jinguo.engines.expertise import AffinityRules, affinities, load_similarity
    from jinguo.errors import Refused

    began = time.monotonic()
    try:
        rules = _rules(rules_file, lambda text: AffinityRules.model_validate(tomllib.loads(text)))
        back_end = load_similarity(similarity) if similarity else None
        items, reviewers = read_profiles(nominations), read_profiles(experts)
        found = affinities(items, reviewers, rules, similarity=back_end, progress=_progress(began))
    except Refused as refused:
        _unusable(refused.reasons[0], lang)
    _write(out, _csv(("item", "reviewer", "affinity"), found.pairs))
    if evidence_file:
        _write(evidence_file, _evidence(found, lang))
    if as_json:
        click.echo(
            json.dumps(
                {
                    "nominations": len(items),
                    "experts": len(reviewers),
                    "pairs": len(found.pairs),
                    "without_expert": sorted({one.id for one in items} - {pair.item for pair in found.pairs}),
                    "similarity": found.similarity,
                    "seconds": round(time.monotonic() - began, 3),
                },
                ensure_ascii=False,
            )
        )


@click.command("conflicts")
@click.argument("nominations", type=_FILE)
@click.argument("experts", type=_FILE)
@click.option("--out", required=True, type=_FILE, help="item,reviewer,kind,sureness,reason,effect.")
@click.option("--blocking", type=_FILE, help="item,reviewer of what blocks: what `jinguo assign` takes.")
@click.option("--works", type=_FILE, help="Joint works: work,kind,year,title,person,id.")
@click.option("--units", type=_FILE, help="Former and short names of units: name,now.")
@click.option("--rules", "rules_file", type=_FILE, help="Which kinds count and how, as TOML.")
@click.option("--year", type=click.IntRange(1949, 9999), help="From which years back are counted; this year.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--lang", type=_LANGUAGES, default="zh-Hans", show_default=True)
@click.pass_context
def conflicts(
    ctx: click.Context,
    nominations: Path,
    experts: Path,
    out: Path,
    blocking: Path | None,
    works: Path | None,
    units: Path | None,
    rules_file: Path | None,
    year: int | None,
    as_json: bool,
    lang: str,
) -> None:
    """Find conflicts of interest (回避) between NOMINATIONS and EXPERTS (CSV: id,name,unit,teachers,…).

    Each with its kind, how sure it is, the reason, and what follows by the rules. Exit code 1 where any was found.
    """
    from jinguo.cli import expertise_files as files
    from jinguo.engines.expertise import ConflictRules, Conflicts
    from jinguo.errors import Refused

    began = time.monotonic()
    try:
        rules = _rules(rules_file, ConflictRules.from_toml)
        register = files.read_register(units)
        shared = files.read_works(works, nominations, experts) if works else {}
        items, reviewers = files.read_nominations(nominations, shared), files.read_experts(experts, shared)
    except Refused as refused:
        _unusable(refused.reasons[0], lang)
    found = Conflicts(year or date.today().year, rules, register, items).find(
        items, reviewers, _progress(began)
    )
    _write(out, _csv(("item", "reviewer", "kind", "sureness", "reason", "effect"), _told(found, lang)))
    if blocking:
        pairs = dict.fromkeys((one.item, one.reviewer) for one in found if one.effect == "blocks")
        _write(blocking, _csv(("item", "reviewer"), pairs))
    if as_json:
        counted: dict[str, Any] = {
            name: dict(sorted(Counter(getattr(one, name) for one in found).items()))
            for name in ("kind", "sureness", "effect")
        }
        pairs_found = len({(one.item, one.reviewer) for one in found})
        seconds = round(time.monotonic() - began, 3)
        click.echo(json.dumps({"findings": len(found), "pairs": pairs_found, **counted, "seconds": seconds}))
    ctx.exit(1 if found else 0)


def _told(found: Iterable[Finding], lang: str) -> Iterable[tuple[str, ...]]:
    gap = "" if lang == "zh-Hans" else " "
    for one in found:
        reason = gap.join(say(reason, lang) for reason in one.reasons)
        yield one.item, one.reviewer, one.kind, one.sureness, reason, one.effect


def _evidence(found: Affinities, lang: str) -> str:
    lines = []
    for pair in found.pairs:
        evidence = found.evidence(pair.item, pair.reviewer)
        line = {
            "item": pair.item,
            "reviewer": pair.reviewer,
            "affinity": str(pair.affinity),
            **evidence.as_json(),
            "reasons": [say(reason, lang) for reason in evidence.reasons()],
        }
        lines.append(json.dumps(line, ensure_ascii=False))
    return "[" + ",\n".join(lines) + "]\n"


def _rules(path: Path | None, read: Callable[[str], T]) -> T | None:
    if path is None:
        return None
    try:
        return read(path.read_text("utf-8-sig"))
    except OSError as problem:
        raise Unusable(f"{path.name}: {problem.strerror or problem} [file_unreadable]") from None
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise Unusable(f"{path.name}: {place}: {first['msg']} [rules_unfit]") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Unusable(f"{path.name}: {problem} [rules_not_toml]") from None


def _progress(began: float) -> Callable[[int, int], None]:
    """Tells how far it is on stderr, once a second after the first two."""
    told = [began + 1]

    def progress(done: int, total: int) -> None:
        now = time.monotonic()
        if now - began > 2 and now - told[0] > 1:
            told[0] = now
            click.echo(f"{now - began:6.1f} s  {done} / {total}", err=True)

    return progress


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    """Beside, then renamed: the old file or the new one, never half."""
    beside = ""
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            beside = file.name
            file.write(text)
        os.replace(beside, path)
    except OSError as problem:
        Path(beside).unlink(missing_ok=True) if beside else None
        raise Unusable(f"{path}: {problem.strerror or problem}") from problem


def _unusable(reason: Reason, lang: str) -> NoReturn:
    raise Unusable(f"{say(reason, lang)} [{reason.code}]")

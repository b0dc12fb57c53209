"""`jinguo read-id`, `count-words`, `workdays`, `sort-names`: the standards from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from jinguo.cli import Unusable
from jinguo.phrases import say
from jinguo.reasons import Reason

LANGUAGES = click.Choice(["zh-Hans", "en"])


def _common(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option(
        "--lang", type=LANGUAGES, default="zh-Hans", show_default=True, help="Language of sentences."
    )(command)
    return click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")(command)


@click.command("read-id")
@click.argument("text")
@_common
@click.pass_context
def read_id(ctx: click.Context, text: str, as_json: bool, lang: str) -> None:
    """Read a resident identity number (GB 11643). Exit code 1 when it is not valid."""
    from jinguo.standards import identity

    found = identity.read_id(text)
    if as_json:
        _print_json(
            {
                "valid": found.valid,
                "number": found.number,
                "birth_date": found.birth_date.isoformat() if found.birth_date else None,
                "sex": found.sex,
                "region": found.region,
                "region_name": found.region_name,
                "findings": _findings(found.findings, lang),
            }
        )
    else:
        if found.birth_date and found.sex:
            place = f"{found.region} {found.region_name}".rstrip()
            click.echo(f"{found.number}\t{found.birth_date}\t{found.sex}\t{place}")
        for finding in found.findings:
            click.echo(say(finding, lang), err=True)
    ctx.exit(0 if found.valid else 1)


@click.command("count-words")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--limit", type=click.IntRange(min=0), help="Exit code 1 when the text has more words.")
@_common
@click.pass_context
def count_words(ctx: click.Context, file: Path, limit: int | None, as_json: bool, lang: str) -> None:
    """Count the 字数 of a UTF-8 text (- for stdin) as Word and WPS count it."""
    from jinguo.standards import words

    text = _read_text(file, lang)
    found = words.count_words(text)
    reasons = () if limit is None else words.within_limit(text, limit).reasons
    if as_json:
        _print_json({"words": found, "findings": _findings(reasons, lang)})
    else:
        click.echo(found)
        for reason in reasons:
            click.echo(say(reason, lang), err=True)
    ctx.exit(0 if not reasons else 1)


@click.command("workdays")
@click.argument("first", metavar="FROM")
@click.argument("number", metavar="N", type=click.IntRange(min=1))
@click.option("--count-first", is_flag=True, help="The day FROM is itself the first working day (当日起).")
@click.option(
    "--holiday", multiple=True, metavar="DATE", help="A day that is not worked, over the table. Repeatable."
)
@click.option(
    "--workday", multiple=True, metavar="DATE", help="A day that is worked, over the table. Repeatable."
)
@_common
def workdays(
    first: str,
    number: int,
    count_first: bool,
    holiday: tuple[str, ...],
    workday: tuple[str, ...],
    as_json: bool,
    lang: str,
) -> None:
    """Print the last day of a period of N working days posted on FROM (2023-09-27)."""
    from jinguo.standards import workdays as calendar

    posted = _day(first, lang)
    overrides = {_day(text, lang): False for text in holiday} | {_day(text, lang): True for text in workday}
    try:
        last = calendar.notice_last_day(posted, number, count_first=count_first, overrides=overrides)
    except calendar.CalendarUnknown as unknown:
        _unusable(unknown.reasons[0], lang)
    if as_json:
        _print_json(
            {
                "from": posted.isoformat(),
                "workdays": number,
                "count_first": count_first,
                "date": last.isoformat(),
            }
        )
    else:
        click.echo(last.isoformat())


@click.command("sort-names")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--by",
    type=click.Choice(["surname-strokes", "name-strokes", "pinyin"]),
    default="surname-strokes",
    show_default=True,
    help="按姓氏笔画, 按姓名笔画 or 按拼音.",
)
@_common
@click.pass_context
def sort_names(ctx: click.Context, file: Path, by: str, as_json: bool, lang: str) -> None:
    """Sort names, one a line (- for stdin).

    Exit code 1 when a character has no stroke data and its place is doubtful.
    """
    from jinguo.standards.names import pinyin_key
    from jinguo.standards.strokes import stroke_key, unknown_strokes

    names = [line.strip() for line in _read_text(file, lang).splitlines() if line.strip()]
    keys: dict[str, Callable[[str], str]] = {
        "surname-strokes": stroke_key,
        "name-strokes": lambda name: stroke_key(name, by="name"),
        "pinyin": pinyin_key,
    }
    ordered = sorted(names, key=keys[by])
    doubtful = (
        () if by == "pinyin" else tuple(dict.fromkeys(c for name in names for c in unknown_strokes(name)))
    )
    findings = (Reason.warning("stroke_count_unknown", characters=doubtful),) if doubtful else ()
    if as_json:
        _print_json({"names": ordered, "findings": _findings(findings, lang)})
    else:
        click.echo("".join(f"{name}\n" for name in ordered), nl=False)
        for finding in findings:
            click.echo(say(finding, lang), err=True)
    ctx.exit(1 if findings else 0)


def _print_json(document: dict[str, object]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, default=str))


def _findings(reasons: Iterable[Reason], lang: str) -> list[dict[str, object]]:
    return [{**reason.as_json(), "message": say(reason, lang)} for reason in reasons]


def _read_text(file: Path, lang: str) -> str:
    try:
        content = click.get_binary_stream("stdin").read() if str(file) == "-" else file.read_bytes()
    except OSError as problem:
        _unusable(
            Reason.error("file_unreadable", file=str(file), why=problem.strerror or type(problem).__name__),
            lang,
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = content.count(b"\n", 0, problem.start) + 1
        _unusable(Reason.error("file_not_utf8", file=str(file), row=row), lang)


def _day(text: str, lang: str) -> date:
    from jinguo.standards.dates import read_date

    found = read_date(text)
    if found is None or found[1] != "day":
        _unusable(Reason.error("date_unreadable", found=text), lang)
    return found[0]


def _unusable(reason: Reason, lang: str) -> NoReturn:
    raise Unusable(f"{say(reason, lang)} [{reason.code}]")

"""`jinguo exchange`: packages of persons between organisations, made, checked and read as files."""

from __future__ import annotations

import json
import os
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jinguo.cli import Unusable
from jinguo.phrases import say
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.engines.exchange import Manifest, Package

_FILE = click.Path(dir_okay=False, path_type=Path)
_NEW = click.Path(dir_okay=False, writable=True, path_type=Path)
_lang = click.option("--lang", type=click.Choice(["zh-Hans", "en"]), default="zh-Hans", show_default=True)
_json = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")


@click.group()
def exchange() -> None:
    """Give persons to another organisation, and take them, as a signed and sealed package.

    Exit codes: 0 good; 1 a line of a package that is whole cannot be taken; 2 the package or a key cannot be used.
    """


@exchange.command("new-key")
@click.option("--name", required=True, help="The organisation's name, as its partners know it.")
@click.option("--out", required=True, type=_NEW, help="The private key: stays here, and a copy in a safe.")
@click.option("--card", required=True, type=_NEW, help="The public card: goes to the partners.")
@click.option(
    "--replacing", type=_FILE, help="The private key it takes the place of, which then endorses it."
)
@_lang
def new_key(name: str, out: Path, card: Path, replacing: Path | None, lang: str) -> None:
    """Make keys to sign and to be sealed to."""
    from jinguo.engines.exchange import OwnKeys, new_keys

    if out.exists():
        raise Unusable(f"{out}: there is a file already.")
    with _refusals(lang):
        old = OwnKeys.from_json(_text(replacing)) if replacing else None
        made = new_keys(name, datetime.now(UTC).date().isoformat(), replacing=old)
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(made.to_json())
        _put(card, made.card.to_json())
    click.echo(say(Reason.info("exchange_key_made", fingerprint=made.card.fingerprint), lang))


@exchange.command()
@click.argument("card", type=_FILE)
@_lang
def fingerprint(card: Path, lang: str) -> None:
    """The digits of a card, to be read aloud and compared."""
    from jinguo.engines.exchange import KeyCard

    with _refusals(lang):
        click.echo(KeyCard.from_json(_text(card)).fingerprint)


@exchange.command()
def schema() -> None:
    """The JSON Schema of a line of people.jsonl."""
    from jinguo.engines.exchange import schema as of_a_line

    click.echo(json.dumps(of_a_line(), ensure_ascii=False, indent=1))


@exchange.command()
@click.argument("people", type=_FILE)
@click.option("--withdrawn", type=_FILE, help="JSON Lines of {ref, on}: who took her consent back.")
@click.option("--key", required=True, type=_FILE, help="The giver's private key.")
@click.option("--to", "receiver", required=True, type=_FILE, help="The receiver's card.")
@click.option("--agreement", required=True, help="What both sides call the agreement.")
@click.option(
    "--number", type=click.IntRange(1), default=1, show_default=True, help="The how many-th package."
)
@click.option("--purpose", default="registry_sharing", show_default=True)
@click.option("--consent-text", default="", help="The version of the text that was agreed to.")
@click.option("--fields", required=True, help="The agreed fields, by commas.")
@click.option("--valid-until", default="", help="The day until which it may be taken in.")
@click.option("--out", required=True, type=_NEW)
@_json
@_lang
def make(
    people: Path,
    withdrawn: Path | None,
    key: Path,
    receiver: Path,
    agreement: str,
    number: int,
    purpose: str,
    consent_text: str,
    fields: str,
    valid_until: str,
    out: Path,
    as_json: bool,
    lang: str,
) -> None:
    """Make a package of PEOPLE (JSON Lines, see `jinguo exchange schema`)."""
    from jinguo.engines.exchange import FIELDS, KeyCard, Manifest, OwnKeys, write_package

    agreed = tuple(one.strip() for one in fields.split(",") if one.strip())
    if unknown := [one for one in agreed if one not in FIELDS]:
        raise Unusable(f"--fields: {', '.join(unknown)} cannot be exchanged; known are {', '.join(FIELDS)}.")
    said = Manifest(
        str(uuid.UUID(bytes=secrets.token_bytes(16), version=4)),
        agreement,
        number,
        ("", ""),
        ("", ""),
        purpose,
        consent_text,
        agreed,
        datetime.now(UTC).isoformat(timespec="seconds"),
        valid_until,
        0,
        0,
    )
    with _refusals(lang):
        own, card = OwnKeys.from_json(_text(key)), KeyCard.from_json(_text(receiver))
        made = write_package(
            out,
            said,
            own=own,
            to=card,
            people=_lines(people),
            withdrawn=_lines(withdrawn) if withdrawn else [],
        )
    told = Reason.info("exchange_made", file=out.name, people=made.people, withdrawn=made.withdrawn)
    click.echo(json.dumps(_described(made), ensure_ascii=False) if as_json else say(told, lang))


def _reads(command: Any) -> Any:
    for option in (
        click.argument("package", type=_FILE),
        click.option("--key", required=True, type=_FILE, help="The receiver's private key."),
        click.option("--from", "sender", required=True, type=_FILE, help="The giver's card."),
        click.option(
            "--after", type=click.IntRange(0), default=0, help="The number of the last package taken in."
        ),
        click.option("--fields", default="", help="The agreed fields, by commas; by default those it names."),
    ):
        command = option(command)
    return command


@exchange.command()
@_reads
@_json
@_lang
def check(package: Path, key: Path, sender: Path, after: int, fields: str, as_json: bool, lang: str) -> None:
    """See that a package is whole, signed by the giver, for this receiver, newer than the last, and every line good."""
    with _refusals(lang), _opened(package, key, sender, after, fields) as one:
        findings = one.findings()
        if as_json:
            told = [{**reason.as_json(), "message": say(reason, lang)} for reason in findings]
            click.echo(json.dumps({**_described(one.said), "findings": told}, ensure_ascii=False))
        else:
            for reason in findings or [_good(one.said)]:
                click.echo(say(reason, lang))
    raise click.exceptions.Exit(1 if findings else 0)


@exchange.command()
@_reads
@click.option("--out", required=True, type=_NEW, help="The persons as JSON Lines, in clear.")
@click.option("--withdrawn", type=_NEW, help="Who withdrew, as JSON Lines.")
@_json
@_lang
def read(
    package: Path,
    key: Path,
    sender: Path,
    after: int,
    fields: str,
    out: Path,
    withdrawn: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """Write what a package says as JSON Lines; lines that cannot be taken are left out and named."""
    findings: list[Reason] = []
    with _refusals(lang), _opened(package, key, sender, after, fields) as one:
        _write(out, one.people(), findings)
        if withdrawn:
            _write(withdrawn, one.withdrawn(), findings)
        said = _described(one.said)
    for reason in findings:
        click.echo(say(reason, lang), err=True)
    if as_json:
        click.echo(json.dumps({**said, "findings": [one.as_json() for one in findings]}, ensure_ascii=False))
    raise click.exceptions.Exit(1 if findings else 0)


@contextmanager
def _opened(package: Path, key: Path, sender: Path, after: int, fields: str) -> Iterator[Package]:
    from jinguo.engines.exchange import Expected, KeyCard, OwnKeys, open_package

    own, card = OwnKeys.from_json(_text(key)), KeyCard.from_json(_text(sender))
    today = datetime.now(UTC).date().isoformat()
    agreed = [one.strip() for one in fields.split(",") if one.strip()]
    with open_package(package, Expected([own], [card], today=today)) as one:
        again = Expected(
            [own], [card], {one.said.agreement: after}, {one.said.agreement: agreed or one.said.fields}
        )
    with open_package(package, again) as one:
        yield one


def _write(path: Path, rows: Iterator[tuple[int, dict[str, Any] | Reason]], findings: list[Reason]) -> None:
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("w", encoding="utf-8") as out:
            for _, row in rows:
                if isinstance(row, Reason):
                    findings.append(row)
                else:
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    from jinguo.errors import Refused

    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                said = json.loads(line)
            except ValueError:
                said = None
            if not isinstance(said, dict):
                raise Refused.because("exchange_line_unusable", line=number)
            yield said


def _described(said: Manifest) -> dict[str, Any]:
    described: dict[str, Any] = json.loads(said.to_bytes())
    described.pop("key")
    return described


def _good(said: Manifest) -> Reason:
    return Reason.info(
        "exchange_good",
        sender=said.sender[0],
        number=said.number,
        people=said.people,
        withdrawn=said.withdrawn,
    )


def _put(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Unusable(f"{path}: cannot be read.") from None


@contextmanager
def _refusals(lang: str) -> Iterator[None]:
    from jinguo.errors import Refused

    try:
        yield
    except Refused as refused:
        raise Unusable(" ".join(say(reason, lang) for reason in refused.reasons)) from None
    except OSError as problem:
        raise Unusable(f"{problem.filename}: {problem.strerror}") from None

"""`jinguo tiers`: a list of persons weighed by a scheme of tiers, from files alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jinguo.cli import Unusable
from jinguo.cli.schemas import of_tiers, schema_option
from jinguo.cli.sheets import FILE, LANGUAGES, read_rules, said
from jinguo.errors import Refused
from jinguo.phrases import say, term

if TYPE_CHECKING:
    from jinguo.engines.rosters import PersonRow
    from jinguo.engines.tiers import Facts, Held, Scheme

_COLUMNS = {
    "projects": ("projects", "项目", "科研项目", "项目数"),
    "publications": ("publications", "论文", "论文著作", "论文数"),
    "patents": ("patents", "专利", "专利数"),
    "in_post_since": ("in_post_since", "任现职时间", "现任职时间"),
    "tier_since": ("tier_since", "认定日期", "层次认定日期"),
    "tier_until": ("tier_until", "有效期至", "层次有效期至"),
}
"""Columns beside those of a roster, by their headings."""


@click.command("tiers")
@click.argument("persons", type=FILE)
@click.option("--scheme", "scheme_file", type=FILE, help="The scheme, as TOML; else the one that ships.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day on which it counts.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--lang", type=LANGUAGES, default="zh-Hans", show_default=True)
@schema_option(of_tiers, "the scheme and the answer")
def tiers(persons: Path, scheme_file: Path | None, on: Any, as_json: bool, lang: str) -> int:
    """Weigh every person of a list (.csv, .xlsx): who enters a tier, moves up, is renewed, whose term is over, and what
    is missing for the next tier.

    A row with a tier and 认定日期 (tier_since) holds that tier; a tier alone is what the list states. Exit code 0: all
    weighed; 1: rows that could not be read; 2: unusable input.
    """
    from jinguo.engines.tiers import Scheme, propose, standard_scheme

    scheme = read_rules(scheme_file, Scheme.from_toml, lang) if scheme_file else standard_scheme()
    day = on.date()
    people, refused = [], 0
    for person in _people(persons, day, lang):
        if person is None:
            refused += 1
            continue
        facts, held = _told(person, scheme)
        people.append((person, propose(scheme, facts, held, day)))
    if as_json:
        click.echo(json.dumps(_document(scheme, day, people, lang), ensure_ascii=False, indent=1))
    else:
        for person, proposal in people:
            click.echo("\t".join(_line(scheme, person, proposal, lang)))
    if refused:
        click.echo(f"jinguo: {refused} rows could not be read; import-people --preview says why", err=True)
    return 1 if refused else 0


def _people(path: Path, on: date, lang: str) -> Iterator[PersonRow | None]:
    """The rows of a list; None for one that cannot be read."""
    from jinguo.engines.rosters import Options, Reading, open_book, recognise

    try:
        with open_book(path) as book:
            for batch in Reading(book, recognise(book), Options(on=on)).batches():
                for row in batch:
                    yield row.person
    except Refused as problem:
        reason = problem.reasons[0]
        raise Unusable(f"{path}: {say(reason, lang)} [{reason.code}]") from problem


def _told(person: PersonRow, scheme: Scheme) -> tuple[Facts, Held | None]:
    """Her facts, and the tier that she holds where the list says since when."""
    from jinguo.engines.tiers import Held, facts_of
    from jinguo.standards.dates import parse_date

    other = {
        key: next((person.other[word] for word in words if person.other.get(word)), "")
        for key, words in _COLUMNS.items()
    }
    since = parse_date(other.pop("tier_since") or "-")
    until = parse_date(other.pop("tier_until") or "-")
    named = scheme.named(person.tier) or scheme.tier(person.tier)
    held = Held(named.code, since, until) if named and since else None
    for key in ("projects", "publications", "patents"):
        if other[key] and not other[key].isdigit():
            from jinguo.engines.tiers.gathering import entries_of, texts

            other[key] = entries_of(texts(other[key]))  # type: ignore[assignment]
    facts = facts_of(
        honours=person.honours or None,
        degree=person.degree,
        education=person.education,
        title=person.title,
        sex=person.sex,
        birth_date=person.birth_date,
        stated_tier="" if held else person.tier,
        segments=person.segments,
        disciplines=person.disciplines,
        unit=person.unit,
        post=person.post,
        region=person.region,
        **other,
    )
    return facts, held


def _line(scheme: Scheme, person: PersonRow, proposal: Any, lang: str) -> list[str]:
    tier = scheme.tier(proposal.tier)
    shown = [person.name, term(f"tier_kind_{proposal.kind}", lang), tier.label(lang) if tier else ""]
    why = proposal.reasons if proposal.kind != "nothing" else proposal.missing
    return [*shown, "；".join(say(reason, lang) for reason in why)]


def _document(scheme: Scheme, on: date, people: list[Any], lang: str) -> dict[str, Any]:
    return {
        "on": on.isoformat(),
        "scheme": scheme.title,
        "proposals": dict(Counter(proposal.kind for _, proposal in people)),
        "persons": [
            {
                "name": person.name,
                "row": person.row,
                "proposal": proposal.kind,
                "tier": proposal.tier,
                "before": proposal.before,
                "until": proposal.until.isoformat() if proposal.until else None,
                "confirm": proposal.confirm,
                "next_tier": proposal.next_tier,
                "reasons": said(proposal.reasons, lang),
                "missing": said(proposal.missing, lang),
                "to_renew": said(proposal.to_renew, lang),
                "ask": list(proposal.ask),
            }
            for person, proposal in people
        ],
    }

"""A person's copy of everything that is kept of her (个人信息保护法 45): one JSON document that carries its own schema."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from importlib import resources
from typing import Any

from django.core.files.storage import default_storage

from jinguo.apps.clock import now
from jinguo.apps.registry import elsewhere, queries
from jinguo.apps.registry.models import Claim, Consent, Honour, PersonEntry, Photo, Statement, TierHolding
from jinguo.apps.registry.persons import sealed
from jinguo.apps.registry.persons.my_page import in_words
from jinguo.apps.registry.persons.profile import facts_of_entry
from jinguo.apps.registry.rights.retention import terms
from jinguo.phrases import say, term

FORMAT = "jinguo-person-copy"


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document's ``person``."""
    return json.loads(resources.files(__package__).joinpath("person_copy.schema.json").read_text("utf-8"))


def document(claim: Claim, lang: str, progress: Callable[..., None] = lambda *_: None) -> dict[str, Any]:
    """Everything, in full: facts with their sources, honours, consents, who read what, what other rooms hold."""
    entries = queries.rights.entries_of(claim)
    statements = queries.rights.statements_on(entries)
    by_entry: dict[int, list[Statement]] = {}
    for one in statements:
        by_entry.setdefault(one.entry_id, []).append(one)
    written = []
    for number, entry in enumerate(entries):
        progress(number, len(entries), "copy_entries")
        written.append(_entry(entry, by_entry.get(entry.pk, []), lang))
    return {
        "format": FORMAT,
        "version": 1,
        "made_at": now().isoformat(),
        "schema": schema(),
        "person": {
            "entries": written,
            "photos": [_photo(photo) for one in entries if (photo := getattr(one, "photo", None))],
            "honours": [_honour(one) for one in queries.rights.honours_on(entries)],
            "tiers": [_tier(one, lang) for one in queries.tiers.tiers_of(entries)],
            "consents": [_consent(one, lang) for one in queries.rights.consents_on(entries)],
            "read_by": [
                {
                    "at": one.at.isoformat(),
                    "who": one.actor_name,
                    "for": one.acting_for_name,
                    "why": one.note,
                }
                for one in queries.rights.readings_of(entries)
            ],
            "shared_with": [_shared(one, lang) for one in elsewhere.shared_with(entries)],
            "elsewhere": [
                {"kind": room.kind.removeprefix("kept_"), **room.told(record)}
                for room in elsewhere.rooms()
                for record in room.records(entries)
            ],
        },
    }


def _entry(entry: PersonEntry, statements: list[Statement], lang: str) -> dict[str, Any]:
    opened = sealed.opened(entry)
    facts = [
        {
            "attribute": fact.attribute,
            "name": term(f"attribute_{fact.attribute}", lang),
            "value": fact.value or opened.get(fact.attribute, ""),
            "shown": fact.shown or opened.get(fact.attribute, ""),
            "place": fact.place,
            "since": fact.since,
            "until": fact.until,
            "recorded_on": _day(fact.recorded_on),
            "fresh_until": _day(fact.fresh_until),
            "kept_months": terms()[fact.attribute].months if fact.attribute in terms() else None,
        }
        for fact in facts_of_entry(entry)
    ]
    return {
        "kept_by": entry.organisation.name if entry.organisation else "",
        "source": entry.source_name or entry.source,
        "row": entry.source_row,
        "recorded_on": _day(entry.recorded_on),
        "facts": facts,
        "statements": [_statement(one, lang) for one in statements],
    }


def _statement(one: Statement, lang: str) -> dict[str, Any]:
    return {
        "attribute": one.attribute,
        "name": term(f"attribute_{one.attribute}", lang),
        "value": in_words(one, masked=False),
        "place": one.place,
        "since": one.since,
        "until": one.until,
        "state": one.state.removeprefix("statement_"),
        "source": term(one.source, lang) if one.source.startswith("source_") else one.source,
        "recorded_at": one.recorded_at.isoformat(),
        "confirmed_at": one.confirmed_at.isoformat() if one.confirmed_at else None,
        "confirmed_by": one.confirmed_by_name,
    }


def _photo(one: Photo) -> dict[str, Any]:
    """The picture itself, as text: a program that reads the document needs no second file."""
    with default_storage.open(one.file.path) as stored:
        data = stored.read()
    return {
        "kept_by": one.entry.organisation.name if one.entry.organisation else "",
        "source": "" if one.hers else one.source,
        "brought_by_herself": one.hers,
        "at": one.at.isoformat(),
        "media_type": one.file.mime,
        "data": base64.b64encode(data).decode("ascii"),
    }


def _honour(one: Honour) -> dict[str, Any]:
    return {
        "title": one.title,
        "year": one.year,
        "granted_by": one.granted_by,
        "granted_on": _day(one.granted_on),
        "revoked_on": _day(one.revoked_on),
    }


def _tier(one: TierHolding, lang: str) -> dict[str, Any]:
    return {
        "kept_by": one.organisation.name,
        "tier": one.tier_name,
        "since": _day(one.since),
        "until": _day(one.until),
        "why": [say(reason, lang) for reason in one.reasons],
        "document": one.document,
        "confirmed_by": "、".join(filter(None, (one.confirmed_by_name, one.second_by_name))),
        "ended_on": _day(one.ended_on),
        "ended_why": term(one.ended_why, lang) if one.ended_why else "",
    }


def _consent(one: Consent, lang: str) -> dict[str, Any]:
    return {
        "purpose": one.purpose,
        "name": term(one.purpose, lang),
        "text_version": one.text_version,
        "given_at": one.given_at.isoformat(),
        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
        "guardian": " ".join(filter(None, (one.guardian_name, one.guardian_relation))),
    }


def _shared(one: elsewhere.Shared, lang: str) -> dict[str, Any]:
    return {
        "by": one.by,
        "to": one.to,
        "agreement": one.agreement,
        "purpose": term(one.purpose, lang),
        "fields": [term(f"attribute_{key}", lang) for key in one.fields],
        "at": one.at.isoformat(),
        "ended": one.ended,
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None

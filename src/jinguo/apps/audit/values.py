"""Values as the trail keeps them: plain JSON that both databases give back alike, personal ones sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise

from jinguo.apps import vault
from jinguo.phrases import term

MARK = "personal_of"


@dataclass(frozen=True, slots=True)
class Personal:
    """A value about a person, on its way into the trail."""

    value: object
    of: str


def personal(value: object, of: str) -> Personal:
    """Mark a value in ``before`` or ``after`` as personal: ``personal("李芳", of="nomination:<uid>")``."""
    return Personal(value, of)


def kept(value: object) -> Any:
    """The form in which the trail stores a value.

    Numbers with a fraction become text (SQLite and PostgreSQL write them differently, and the hash must not
    change); U+0000, which PostgreSQL cannot hold, and lone surrogates are taken out.
    """
    if isinstance(value, Personal):
        inner = json.dumps(kept(value.value), ensure_ascii=False)
        return {MARK: value.of, "sealed": vault.seal_for(value.of, inner)}
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_text(str(key)): kept(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [kept(item) for item in items]
    if isinstance(value, str | Promise | float | Decimal | UUID | Model):
        return _text(str(value))
    raise TypeError(f"the trail cannot keep a {type(value).__name__}")


def shown(value: Any, lang: str) -> Any:
    """A kept value for a reader: personal ones opened, or said to be erased."""
    if isinstance(value, Mapping):
        if MARK not in value:
            return {key: shown(item, lang) for key, item in value.items()}
        opened = vault.unseal_for(value[MARK], value["sealed"])
        return term("erased_by_rule", lang) if opened is None else json.loads(opened)
    if isinstance(value, list):
        return [shown(item, lang) for item in value]
    return value


def _text(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()

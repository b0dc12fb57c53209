"""Values sealed under a key of one person, so that destroying the key erases every copy of them."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.apps import apps as installed
from django.conf import settings
from django.db import models, transaction

from jinguo.apps import clock
from jinguo.apps.vault.keyring import seal, unseal
from jinguo.engines import vault as engine

if TYPE_CHECKING:
    from jinguo.apps.vault.models import DataKey

ERASED = "erased"
_held: ContextVar[dict[str, engine.Key | None] | None] = ContextVar("held_keys", default=None)


def seal_for(person_ref: str, text: str) -> str:
    """A token that opens with this person's key alone. After her erasure it is the word ``erased``.

    ``person_ref`` names the person or record: ``nomination:<uid>``.
    """
    held = _held.get()
    key = held[person_ref] if held is not None and person_ref in held else _key_of(person_ref)
    if held is not None:
        held[person_ref] = key
    if key is None:
        return ERASED
    return engine.seal(text, key=key, about=_about(person_ref), algorithm=settings.VAULT_ALGORITHM)


@contextmanager
def keys_at_hand(persons: Iterable[str] = ()) -> Iterator[None]:
    """Look each person's key up once in this block: for a transaction that seals many values of hers. The keys of ``persons``
    are looked up, and made where there are none, all at once."""
    token = _held.set(_keys_of(set(persons)))
    try:
        yield
    finally:
        _held.reset(token)


def _keys_of(persons: set[str]) -> dict[str, engine.Key | None]:
    if not persons:
        return {}
    rows = _keys().filter(person_ref__in=persons)
    there = {row.person_ref: row for row in rows}
    if missing := sorted(persons - there.keys()):
        _keys().bulk_create([_made(ref) for ref in missing], ignore_conflicts=True)
        there |= {row.person_ref: row for row in _keys().filter(person_ref__in=missing)}
    return {ref: None if row.erased_at else _opened(row) for ref, row in there.items()}


def _key_of(person_ref: str) -> engine.Key | None:
    """The person's key, made where there is none; None when it was destroyed."""
    row = _keys().filter(person_ref=person_ref).first() or _new(person_ref)
    return None if row.erased_at else _opened(row)


def unseal_for(person_ref: str, token: str) -> str | None:
    """The text, or None when the key was destroyed: show 「已按规定删除」 (phrase ``erased_by_rule``)."""
    row = _keys().filter(person_ref=person_ref, erased_at=None).first()
    if row is None or token == ERASED:
        return None
    key = _opened(row)
    return engine.unseal(token, keys={key.id: key}, about=_about(person_ref))


def erase(person_ref: str) -> None:
    """Destroy a person's key.

    Doing it twice changes nothing; where no key was made, none can be made afterwards.
    """
    with transaction.atomic():
        _keys().get_or_create(
            person_ref=person_ref,
            defaults={"made_at": clock.now(), "erased_at": clock.now(), "sealed_key": ""},
        )
        _keys().filter(person_ref=person_ref, erased_at=None).update(sealed_key="", erased_at=clock.now())


def is_erased(person_ref: str) -> bool:
    return _keys().filter(person_ref=person_ref, erased_at__isnull=False).exists()


def _keys() -> models.Manager[DataKey]:
    # The package is imported while Django still loads its apps; the model is there only afterwards.
    return installed.get_model("vault", "DataKey").objects


def _new(person_ref: str) -> DataKey:
    made = _made(person_ref)
    defaults = {"sealed_key": made.sealed_key, "made_at": made.made_at}
    return _keys().get_or_create(person_ref=person_ref, defaults=defaults)[0]


def _made(person_ref: str) -> DataKey:
    secret = base64.b64encode(secrets.token_bytes(32)).decode()
    sealed = seal(secret, about=key_about(person_ref))
    return _keys().model(person_ref=person_ref, sealed_key=sealed, made_at=clock.now())


def _opened(row: DataKey) -> engine.Key:
    secret = unseal(row.sealed_key, about=key_about(row.person_ref))
    return engine.Key(f"p{row.pk}", base64.b64decode(secret))


def key_about(person_ref: str) -> str:
    """What a data key's own seal is bound to."""
    return f"data_key:{person_ref}"


def _about(person_ref: str) -> str:
    return f"person:{person_ref}"

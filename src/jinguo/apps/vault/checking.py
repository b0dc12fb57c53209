"""Looks whether the keys are fit for use and open everything that is stored."""

from __future__ import annotations

from django.conf import settings

from jinguo.apps.vault.keyring import keys_file, ring, unseal
from jinguo.apps.vault.registered import IndexField, SealedField, indices, registered, stale_indices
from jinguo.engines.vault import Unreadable


def findings() -> list[str]:
    """Lines for the operator, empty when all is well. Raises ImproperlyConfigured where there are no keys."""
    ring()
    return [
        *_file(),
        *(line for sealed in registered() for line in _field(sealed)),
        *(line for indexed in indices() for line in _index(indexed)),
    ]


def _file() -> list[str]:
    if settings.VAULT_KEYS:
        return []
    mode = keys_file().stat().st_mode & 0o777
    if mode & 0o077:
        return [f"{keys_file()} can be read by others (mode {mode:o}). Run: chmod 600 {keys_file()}"]
    return []


def _field(sealed: SealedField) -> list[str]:
    rows = sealed.model._base_manager.exclude(**{sealed.field: ""}).exclude(**{sealed.field: None})
    lines = []
    for record in rows.order_by("pk").iterator(chunk_size=500):
        try:
            unseal(getattr(record, sealed.field), about=sealed.about(record))
        except Unreadable as problem:
            lines.append(f"{sealed.name} of record {record.pk} does not open: {problem}")
    return lines


def _index(indexed: IndexField) -> list[str]:
    count = stale_indices(indexed).count()
    if not count:
        return []
    return [
        f"{indexed.name}: {count} records have an index of an earlier key, so that a second one is not noticed. "
        "Run: jinguo keys reseal"
    ]

"""Every write of the registry, one module for each thing."""

from __future__ import annotations

from jinguo.apps.registry.actions.honours import restore_honour, revoke_honour
from jinguo.apps.registry.actions.people import (
    give_consent,
    grant_honour,
    record_entry,
    withdraw_consents,
)

__all__ = [
    "give_consent",
    "grant_honour",
    "record_entry",
    "restore_honour",
    "revoke_honour",
    "withdraw_consents",
]

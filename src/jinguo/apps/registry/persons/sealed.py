"""Opens what entries keep encrypted. Whoever shows it to a person records that first."""

from __future__ import annotations

import json

from jinguo.apps import vault
from jinguo.apps.registry.models import PersonEntry, Statement
from jinguo.standards.identity import mask_id, mask_phone


def opened(entry: PersonEntry) -> dict[str, str]:
    """attribute → value of everything sensitive that an entry says."""
    found = (
        json.loads(vault.unseal(entry.facts_sealed, about=f"person:{entry.uid}:facts"))
        if entry.facts_sealed
        else {}
    )
    if entry.id_number_sealed:
        found["id_number"] = vault.unseal(entry.id_number_sealed, about=f"person:{entry.uid}:id_number")
    return found


def opened_statement(statement: Statement) -> str:
    return vault.unseal(statement.value_sealed, about=statement.about) if statement.value_sealed else ""


def masked(attribute: str, value: str) -> str:
    """A sensitive value as everybody who sees the person may read it."""
    if attribute == "id_number":
        return mask_id(value)
    if attribute == "phone":
        return mask_phone(value)
    if attribute == "email" and "@" in value:
        name, _, host = value.partition("@")
        return f"{name[:1]}***@{host}"
    return f"{value[:2]}{'*' * min(max(len(value) - 2, 2), 8)}"

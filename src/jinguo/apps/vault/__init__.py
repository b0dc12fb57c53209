"""Sealed fields, blind indices, and personal data keys. The public face of this app::

    from jinguo.apps import vault

    token = vault.seal(number, about=f"nomination:{uid}:id_number")
    number = vault.unseal(token, about=f"nomination:{uid}:id_number")
    nomination.id_number_index = vault.blind_index("id_number", number)

``seal_for`` and ``unseal_for`` work under a key of one person, which :func:`erase` destroys: what was sealed
under it can never be read again, wherever copies of it lie.
"""

from __future__ import annotations

from jinguo.apps.vault.keyring import blind_index, blind_indices, for_many, seal, unseal
from jinguo.apps.vault.people import erase, is_erased, keys_at_hand, seal_for, unseal_for
from jinguo.apps.vault.registered import register_index, register_sealed
from jinguo.engines.vault import Unreadable

__all__ = [
    "Unreadable",
    "blind_index",
    "blind_indices",
    "erase",
    "for_many",
    "is_erased",
    "keys_at_hand",
    "register_index",
    "register_sealed",
    "seal",
    "seal_for",
    "unseal",
    "unseal_for",
]

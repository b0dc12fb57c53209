"""Sealed values: authenticated encryption of single fields, and an index that finds equals unread.

A sealed value is one line of text that says how it was made, so that algorithm and key can change
while old values stay readable::

    v1:<algorithm>:<key id>:<base64url of nonce, ciphertext, tag>

The text ``about`` (which record and field the value belongs to) is bound as associated data: a token copied
to another record does not open. Algorithms: AES-256-GCM (NIST SP 800-38D) and SM4-GCM (GB/T 32907, RFC 8998).
From a key's 32 secret bytes each algorithm derives a key of its own (HKDF, RFC 5869), so that one secret
never serves two ciphers.

A ballot box (:mod:`.boxes`) is sealed to a public key: whoever casts a vote needs no secret.

A blind index is a keyed digest (HMAC-SHA256, or HMAC-SM3 of GB/T 32905) over the kind and the normalised
value, under a key that seals nothing.

>>> key = Key("k1", bytes(32))
>>> token = seal("11010519491231002X", key=key, about="nomination:7:id_number")
>>> token.startswith("v1:AES-256-GCM:k1:")
True
>>> unseal(token, keys={"k1": key}, about="nomination:7:id_number")
'11010519491231002X'
>>> blind_index("phone", "138 0000 1234", key=key) == blind_index("phone", "１３８00001234", key=key)
True
"""

from __future__ import annotations

from jinguo.engines.vault.boxes import new_box, public_of, put_in, take_out
from jinguo.engines.vault.index import DIGESTS, blind_index, indexer, normalised
from jinguo.engines.vault.keys import PURPOSES, Key, KeyRing, Purpose, make_key
from jinguo.engines.vault.sealing import ALGORITHMS, Unreadable, key_id_of, seal, sealer, unseal

__all__ = [
    "ALGORITHMS",
    "DIGESTS",
    "PURPOSES",
    "Key",
    "KeyRing",
    "Purpose",
    "Unreadable",
    "blind_index",
    "indexer",
    "key_id_of",
    "make_key",
    "new_box",
    "normalised",
    "public_of",
    "put_in",
    "seal",
    "sealer",
    "take_out",
    "unseal",
]

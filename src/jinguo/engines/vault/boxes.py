"""A ballot box: everybody who knows the public key puts a paper in, only the private key opens it.

HPKE in base mode (RFC 9180) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM. Each paper is sealed with
a key of its own, so that two equal papers look different and nobody can try out what a paper says. ``about`` is
bound as HPKE's ``info``: a paper of one box does not open as a paper of another.

A sealed paper is one line of text, ``box1:<base64url of the encapsulated key and the ciphertext>``. It is as long as
the paper plus a constant: whoever must not learn from the length pads the paper before.

>>> public, private = new_box()
>>> token = put_in(b"approve", public=public, about="vote:7")
>>> take_out(token, private=private, about="vote:7")
b'approve'
"""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from jinguo.engines.vault.sealing import Unreadable

VERSION = "box1"
KEY_BYTES = 32
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def new_box() -> tuple[str, str]:
    """A fresh pair of keys as text: (public, private)."""
    private = X25519PrivateKey.generate()
    return _text(private.public_key().public_bytes_raw()), _text(private.private_bytes_raw())


def public_of(private: str) -> str:
    """The public key that belongs to a private one: to see that a key found is the key wanted."""
    return _text(_private(private).public_key().public_bytes_raw())


def put_in(paper: bytes, *, public: str, about: str) -> str:
    """Seal a paper so that the box's private key alone opens it."""
    key = X25519PublicKey.from_public_bytes(_key_bytes(public))
    return f"{VERSION}:{_text(_SUITE.encrypt(paper, key, about.encode()))}"


def take_out(token: str, *, private: str, about: str) -> bytes:
    """The paper.

    Raises:
        Unreadable: not a sealed paper, or changed, or of another box (``malformed``, ``tampered``).
    """
    version, _, body = token.partition(":")
    if version != VERSION:
        raise Unreadable("malformed", "not a paper of a box")
    try:
        return _SUITE.decrypt(_bytes(body), _private(private), about.encode())
    except (InvalidTag, ValueError) as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable("tampered", "the paper was changed or belongs to another box") from None


def _private(text: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_key_bytes(text))


def _key_bytes(text: str) -> bytes:
    key = _bytes(text)
    if len(key) != KEY_BYTES:
        raise Unreadable("malformed", "not a key of a box")
    return key


def _text(body: bytes) -> str:
    return base64.urlsafe_b64encode(body).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("malformed", "not base64url") from None

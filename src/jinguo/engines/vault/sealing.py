"""Sealing and opening one text."""

from __future__ import annotations

import base64
import binascii
import secrets
from binascii import b2a_base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jinguo.engines.vault.keys import Key

VERSION = "v1"
NONCE_BYTES = 12
_TOGETHER = 512
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
TAG_BYTES = 16


class Unreadable(ValueError):
    """A token that does not open.

    ``code`` says why: ``malformed``, ``unknown_key``, ``unknown_algorithm`` or ``tampered``.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        super().__init__(f"{code}: {detail}" if detail else code)


@dataclass(frozen=True, slots=True)
class Algorithm:
    key_bytes: int
    digest: hashes.HashAlgorithm


ALGORITHMS: Mapping[str, Algorithm] = {
    "AES-256-GCM": Algorithm(32, hashes.SHA256()),
    "SM4-GCM": Algorithm(16, hashes.SM3()),
}


def seal(text: str, *, key: Key, about: str, algorithm: str = "AES-256-GCM") -> str:
    """Encrypt ``text`` and bind it to ``about``. Each call gives another token, also for the same text."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    body = encrypt(algorithm, derived(key, algorithm), nonce, text.encode(), about.encode())
    return f"{VERSION}:{algorithm}:{key.id}:{base64.urlsafe_b64encode(nonce + body).decode().rstrip('=')}"


def sealer(key: Key, algorithm: str = "AES-256-GCM") -> Callable[[str, str], str]:
    """:func:`seal` as a function ``(text, about)`` for very many values under one key: random bytes are drawn for some hundred
    values together, each of which has a nonce of its own."""
    prefix, lock = f"{VERSION}:{algorithm}:{key.id}:", _encryptor(key, algorithm)
    nonces: list[bytes] = []

    def seal_one(text: str, about: str) -> str:
        if not nonces:
            block = secrets.token_bytes(NONCE_BYTES * _TOGETHER)
            nonces.extend(block[at : at + NONCE_BYTES] for at in range(0, len(block), NONCE_BYTES))
        nonce = nonces.pop()
        body = nonce + lock(nonce, text.encode(), about.encode())
        return prefix + b2a_base64(body, newline=False).translate(_URL_SAFE, b"=").decode("ascii")

    return seal_one


def _encryptor(key: Key, algorithm: str) -> Callable[[bytes, bytes, bytes], bytes]:
    """:func:`encrypt` with everything given that is the same for all values."""
    secret = derived(key, algorithm)
    return _aes(secret).encrypt if algorithm == "AES-256-GCM" else partial(encrypt, algorithm, secret)


def unseal(token: str, *, keys: Mapping[str, Key], about: str) -> str:
    """The text of a token.

    Raises:
        Unreadable: not a token, a key or algorithm we do not have, or changed or moved since it was sealed.
    """
    algorithm, key_id, body = _parts(token)
    if algorithm not in ALGORITHMS:
        raise Unreadable("unknown_algorithm", algorithm)
    if key_id not in keys:
        raise Unreadable("unknown_key", key_id)
    key = derived(keys[key_id], algorithm)
    try:
        return decrypt(algorithm, key, body[:NONCE_BYTES], body[NONCE_BYTES:], about.encode()).decode()
    except (InvalidTag, UnicodeDecodeError):
        raise Unreadable("tampered", "the value was changed or belongs to another record") from None


def key_id_of(token: str) -> str:
    """Which key sealed this token."""
    return _parts(token)[1]


@lru_cache(maxsize=64)
def derived(key: Key, algorithm: str) -> bytes:
    """The cipher's own key, made from the secret by HKDF."""
    chosen = ALGORITHMS[algorithm]
    info = f"jinguo {VERSION} {algorithm}".encode()
    return HKDF(algorithm=chosen.digest, length=chosen.key_bytes, salt=None, info=info).derive(key.secret)


def encrypt(algorithm: str, key: bytes, nonce: bytes, plain: bytes, about: bytes) -> bytes:
    """Ciphertext and tag of one GCM encryption with a raw key (16 bytes for SM4, 32 for AES-256)."""
    if algorithm == "AES-256-GCM":
        return _aes(key).encrypt(nonce, plain, about)
    # cryptography has no AEAD class for SM4; the general cipher interface has.
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(about)
    return encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def decrypt(algorithm: str, key: bytes, nonce: bytes, body: bytes, about: bytes) -> bytes:
    """The plain bytes; ``InvalidTag`` where anything but the encryption's own parts is given."""
    if algorithm == "AES-256-GCM":
        return _aes(key).decrypt(nonce, body, about)
    ciphertext, tag = body[:-TAG_BYTES], body[-TAG_BYTES:]
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(about)
    return decryptor.update(ciphertext) + decryptor.finalize()


@lru_cache(maxsize=64)
def _aes(key: bytes) -> AESGCM:
    """The cipher of a key, set up once: a list seals some hundred thousand values under one."""
    return AESGCM(key)


def _parts(token: str) -> tuple[str, str, bytes]:
    pieces = token.split(":")
    if len(pieces) != 4 or pieces[0] != VERSION:
        raise Unreadable("malformed", "not a sealed value")
    _, algorithm, key_id, text = pieces
    try:
        body = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("malformed", "not base64url") from None
    if len(body) < NONCE_BYTES + TAG_BYTES:
        raise Unreadable("malformed", "too short")
    return algorithm, key_id, body

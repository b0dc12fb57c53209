"""Keys of an organisation that gives and takes packages: one to sign (Ed25519, RFC 8032), one to be sealed to (X25519)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from jinguo.engines.vault import new_box, public_of
from jinguo.errors import Refused

CARD, PRIVATE = "jinguo-exchange-key", "jinguo-exchange-private-key"
MOST_OF_A_CARD = 8_192
_FOR_CARD = b"jinguo-exchange-card-1\n"


def canonical(document: Mapping[str, Any]) -> bytes:
    """The one way in which a document is written (RFC 8785 for texts and whole numbers under ASCII keys)."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class KeyCard:
    """What an organisation hands to its partners: its public keys under its name.

    ``endorsed`` is a signature of the card by the key it takes the place of (``replaces``): who trusts that one may
    trust this one.
    """

    name: str
    sign: str
    seal: str
    made_on: str
    replaces: str = ""
    endorsed: str = ""

    @property
    def id(self) -> str:
        """The name under which packages speak of these keys."""
        return hashlib.sha256(_bytes(self.sign) + _bytes(self.seal)).hexdigest()[:16]

    @property
    def fingerprint(self) -> str:
        """Forty digits in groups of five, to be read aloud and compared."""
        digest = hashlib.sha256(_FOR_CARD + _bytes(self.sign) + _bytes(self.seal)).digest()
        digits = f"{int.from_bytes(digest[:20], 'big') % 10**40:040d}"
        return " ".join(digits[place : place + 5] for place in range(0, 40, 5))

    def to_json(self) -> str:
        """The card as the text that is pasted or kept as a file."""
        said = {
            "kind": CARD,
            "name": self.name,
            "sign": self.sign,
            "seal": self.seal,
            "made_on": self.made_on,
        }
        if self.replaces:
            said |= {"replaces": self.replaces, "endorsed": self.endorsed}
        return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> KeyCard:
        """Read a card.

        Raises:
            Refused: ``exchange_card_unusable``.
        """
        said = _document(text, CARD, "exchange_card_unusable")
        card = cls(
            *(str(said.get(key, "")) for key in ("name", "sign", "seal", "made_on", "replaces", "endorsed"))
        )
        if (
            not card.name.strip()
            or len(card.name) > 200
            or {len(_key(card.sign)), len(_key(card.seal))} != {32}
        ):
            raise Refused.because("exchange_card_unusable")
        return card

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Whether these keys signed a message."""
        try:
            Ed25519PublicKey.from_public_bytes(_bytes(self.sign)).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def endorses(self, newer: KeyCard) -> bool:
        """Whether another card is named by these keys as the one that takes their place."""
        try:
            signature = _bytes(newer.endorsed)
        except ValueError:
            return False
        return newer.replaces == self.id and self.signed(_endorsement(newer), signature)


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The private half, with the card that belongs to it."""

    card: KeyCard
    sign: str
    seal: str

    def signature(self, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(_bytes(self.sign)).sign(message)

    def to_json(self) -> str:
        said = {
            "kind": PRIVATE,
            "sign": self.sign,
            "seal": self.seal,
            "card": json.loads(self.card.to_json()),
        }
        return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> OwnKeys:
        """Read a private key.

        Raises:
            Refused: ``exchange_key_unusable``.
        """
        said = _document(text, PRIVATE, "exchange_key_unusable")
        card = KeyCard.from_json(json.dumps(said.get("card", {})))
        own = cls(card, str(said.get("sign", "")), str(said.get("seal", "")))
        try:
            whole = public_of(own.seal) == card.seal and card.signed(b"", own.signature(b""))
        except ValueError:
            whole = False
        if not whole:
            raise Refused.because("exchange_key_unusable")
        return own


def new_keys(name: str, made_on: str, *, replacing: OwnKeys | None = None) -> OwnKeys:
    """Fresh keys for an organisation; those they take the place of say so on the card.

    >>> old = new_keys("示例市妇联", "2026-01-01")
    >>> old.card.endorses(new_keys("示例市妇联", "2026-10-01", replacing=old).card)
    True
    """
    private = Ed25519PrivateKey.generate()
    public, secret = new_box()
    card = KeyCard(name, _text(private.public_key().public_bytes_raw()), public, made_on)
    if replacing is not None:
        endorsed = _text(replacing.signature(_endorsement(card)))
        card = KeyCard(name, card.sign, card.seal, made_on, replacing.card.id, endorsed)
    return OwnKeys(card, _text(private.private_bytes_raw()), secret)


def _endorsement(card: KeyCard) -> bytes:
    return _FOR_CARD + canonical(
        {"name": card.name, "sign": card.sign, "seal": card.seal, "made_on": card.made_on}
    )


def _document(text: str, kind: str, wrong: str) -> dict[str, Any]:
    try:
        said = json.loads(text) if len(text) <= MOST_OF_A_CARD else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or said.get("kind") != kind:
        raise Refused.because(wrong)
    return said


def _key(text: str) -> bytes:
    try:
        return _bytes(text)
    except ValueError:
        return b""


def _text(body: bytes) -> str:
    return base64.urlsafe_b64encode(body).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("not base64url") from None

"""What stands on a paper before it is sealed, what is cut from it at the count, and the codes of its receipt.

A paper is as long for one choice as for another: its length tells nothing. An approval has one letter for each
candidate, a ranking two digits (her place, 00 for none). The receipt is random, known to the voter's screen alone and
sealed inside the paper; from it follow the codes under which her slips are published.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.core import signing

from jinguo.apps.meetings.models import Slip, Vote
from jinguo.errors import Refused

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 and O, 1 and I
RECEIPT_LENGTH, CODE_LENGTH = 16, 8
_LETTERS = {Slip.APPROVE: "A", Slip.AGAINST: "N", Slip.ABSTAIN: "0"}
_CHOICES = {letter: choice for choice, letter in _LETTERS.items()}
_NOT_ON_PAPER = "."


def new_receipt(vote: Vote) -> str:
    """A fresh receipt, signed, so that nobody can be told which one to use. It names neither voter nor time."""
    receipt = "".join(secrets.choice(ALPHABET) for _ in range(RECEIPT_LENGTH))
    return _signer(vote).sign(receipt)


def read_receipt(vote: Vote, signed: str) -> str:
    """The receipt within a signed one.

    Raises:
        Refused: it was not given out for this vote.
    """
    try:
        return _signer(vote).unsign(signed)
    except signing.BadSignature:
        raise Refused.because("receipt_not_ours") from None


def code_of(receipt: str, about: UUID) -> str:
    """The code of one slip: of a candidate, or of a vote's ranking.

    >>> from uuid import UUID
    >>> code_of("ABCDEFGH23456789", UUID(int=1)) == code_of("ABCDEFGH23456789", UUID(int=1))
    True
    """
    digest = hashlib.sha256(f"{receipt}:{about}".encode()).digest()
    letters = "".join(ALPHABET[byte % 32] for byte in digest[:CODE_LENGTH])
    return f"{letters[:4]}-{letters[4:]}"


def fold(vote: Vote, receipt: str, order: Sequence[UUID], marks: Mapping[UUID, str | int]) -> bytes:
    """The paper's bytes. ``order`` is that of the vote's candidates; those without a mark are not on the paper."""
    if vote.kind == Vote.RANKED:
        body = "".join(f"{int(marks.get(uid, 0)):02d}" for uid in order)
    else:
        body = "".join(_LETTERS[str(marks[uid])] if uid in marks else _NOT_ON_PAPER for uid in order)
    return f"{receipt}:{body}".encode()


def unfold(vote: Vote, paper: bytes, order: Sequence[UUID]) -> tuple[str, dict[UUID, str | int]]:
    """(receipt, marks) of a paper from the opened box.

    Raises:
        ValueError: the paper is not one of this vote.
    """
    receipt, _, body = paper.decode("ascii").partition(":")
    width = 2 if vote.kind == Vote.RANKED else 1
    if len(receipt) != RECEIPT_LENGTH or len(body) != width * len(order):
        raise ValueError("a paper of another shape")
    if vote.kind == Vote.RANKED:
        places = {uid: int(body[2 * at : 2 * at + 2]) for at, uid in enumerate(order)}
        return receipt, {uid: place for uid, place in places.items() if place}
    return receipt, {
        uid: _CHOICES[letter] for uid, letter in zip(order, body, strict=True) if letter != _NOT_ON_PAPER
    }


def _signer(vote: Vote) -> signing.Signer:
    return signing.Signer(salt=f"meetings.receipt:{vote.uid}")

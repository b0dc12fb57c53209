"""Links that stand for a person: the token goes out once, only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> tuple[str, str]:
    """A fresh token for a link, and the hash under which it is kept."""
    token = secrets.token_urlsafe(24)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """The hash under which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()

"""Where opaque ids come from: random ones, unless a demo asks for the same ones every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID, uuid4

_seeded: ContextVar[random.Random | None] = ContextVar("seeded_ids", default=None)


def new_uid() -> UUID:
    """A fresh id that tells nothing and cannot be guessed."""
    source = _seeded.get()
    return UUID(int=source.getrandbits(128), version=4) if source is not None else uuid4()


def is_seeded() -> bool:
    """Whether ids come in a given order just now: who makes many at once asks before making them in a quicker way."""
    return _seeded.get() is not None


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """The same ids in the same order for the same seed: for demo data only, since they can be guessed."""
    token = _seeded.set(random.Random(seed))  # noqa: S311
    try:
        yield
    finally:
        _seeded.reset(token)

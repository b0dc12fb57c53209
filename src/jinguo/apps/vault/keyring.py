"""The site's keys, read from a file outside the database, and the three calls that use them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from jinguo.apps import clock
from jinguo.engines import vault as engine


def seal(text: str, *, about: str) -> str:
    """A token for ``text`` under the current key, bound to ``about``: ``nomination:<uid>:id_number``."""
    return engine.seal(text, key=ring().now("seal"), about=about, algorithm=settings.VAULT_ALGORITHM)


def unseal(token: str, *, about: str) -> str:
    """The text of a token that any of the site's keys made. Raises ``vault.Unreadable``."""
    return engine.unseal(token, keys=ring().keys, about=about)


def blind_index(kind: str, value: str) -> str:
    """The index under which equal values of one kind are found: ``blind_index("id_number", "110105…")``."""
    return engine.blind_index(kind, value, key=ring().now("index"), digest=settings.VAULT_INDEX_DIGEST)


def for_many() -> tuple[Callable[[str, str], str], Callable[[str, str], str]]:
    """:func:`seal` and :func:`blind_index` as plain functions ``(text, about)`` and ``(kind, value)`` for very many values:
    the keys are looked up once, so that all are made under one key."""
    return (
        engine.sealer(ring().now("seal"), settings.VAULT_ALGORITHM),
        engine.indexer(ring().now("index"), settings.VAULT_INDEX_DIGEST),
    )


def blind_indices(kind: str, value: str) -> list[str]:
    """The indices of a value under this key and every earlier one: for what can no longer be indexed anew."""
    return [
        engine.blind_index(kind, value, key=key, digest=settings.VAULT_INDEX_DIGEST)
        for key in ring().keys.values()
        if key.purpose == "index"
    ]


def ring() -> engine.KeyRing:
    """The keys of this site: from the variable ``VAULT_KEYS``, else from the file ``VAULT_KEYS_FILE``.

    They are made on first use only where ``VAULT_MAKE_KEYS`` allows it (the demo, development, tests): a
    site that lost its keys must say so, and not go on with new ones that open nothing.
    """
    if settings.VAULT_KEYS:
        return _read_text(settings.VAULT_KEYS)
    path = keys_file()
    try:
        return _read_file(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        if not settings.VAULT_MAKE_KEYS:
            raise ImproperlyConfigured(
                f"There are no keys at {path}. Run 'jinguo keys create' once and keep a copy apart from the "
                "database, or put that copy back there."
            ) from None
    create()
    return _read_file(path, path.stat().st_mtime_ns)


def keys_file() -> Path:
    return Path(settings.VAULT_KEYS_FILE)


def create() -> bool:
    """Make the key file; False where another process was quicker or it is there already."""
    path = keys_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = _beside(path, engine.KeyRing.new(clock.today().isoformat()))
    try:
        os.link(written, path)  # unlike a rename, a link never replaces what is there
    except FileExistsError:
        return False
    finally:
        written.unlink()
    return True


def rotate(purpose: engine.Purpose) -> str:
    """Make a new current key and return its id. Earlier keys stay and still open."""
    renewed = ring().with_new(purpose, clock.today().isoformat())
    _beside(keys_file(), renewed).replace(keys_file())
    return renewed.now(purpose).id


def _beside(path: Path, keys: engine.KeyRing) -> Path:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".keys-")  # mode 0600
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(keys.to_json())
        out.flush()
        os.fsync(out.fileno())
    return Path(name)


@lru_cache(maxsize=4)
def _read_text(text: str) -> engine.KeyRing:
    try:
        return engine.KeyRing.from_json(text)
    except ValueError as problem:
        raise ImproperlyConfigured(f"The site's keys cannot be used: {problem}") from None


@lru_cache(maxsize=4)
def _read_file(path: Path, changed: int) -> engine.KeyRing:
    return _read_text(path.read_text("utf-8"))

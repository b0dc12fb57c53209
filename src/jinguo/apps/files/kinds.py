"""The kinds of files, as other apps declare them: who may read one, how large it may be, what it may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.files.models import StoredFile

Predicate = Callable[[Any, "StoredFile"], Verdict]

MIB = 1024 * 1024
_kinds: dict[str, Kind] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of file may be. ``allowed`` holds media types (``image/*`` for a family) or suffixes."""

    name: str
    may_read: Predicate
    max_bytes: int = 64 * MIB
    allowed: frozenset[str] = frozenset()
    may_upload: Callable[[Any], Verdict] | None = None
    swept: bool = True

    def takes(self, mime: str, suffix: str) -> bool:
        if not self.allowed:
            return True
        return bool(self.allowed & {mime, suffix, mime.split("/")[0] + "/*"})


def register(
    kind: str,
    predicate: Predicate,
    *,
    max_bytes: int = 64 * MIB,
    allowed: Iterable[str] = (),
    may_upload: Callable[[Any], Verdict] | None = None,
    swept: bool = True,
) -> Kind:
    """Open one kind of file. Called from the ``ready()`` of the app whose records the files belong to.

    Args:
        predicate: ``(user, stored_file) -> Verdict``: may this user (perhaps anonymous) read this file?
        max_bytes: the largest file taken, in bytes.
        allowed: media types (``video/mp4``, ``image/*``) or suffixes without the dot, as found by content;
            anything when empty.
        may_upload: ``(user) -> Verdict``: may this user upload files of this kind at all? Everyone signed in
            when absent; the action that attaches the file decides in any case.
        swept: whether :func:`~jinguo.apps.files.actions.sweep` may clear files that no foreign key refers to;
            false for kinds that are referred to by uid from inside JSON.
    """
    entry = Kind(kind, predicate, max_bytes, frozenset(allowed), may_upload, swept)
    _kinds[kind] = entry
    return entry


def find(kind: str) -> Kind | None:
    """The kind of that name, or None: then nobody may read or upload it."""
    return _kinds.get(kind)


def unswept() -> list[str]:
    """The names of the kinds whose files the sweep leaves alone."""
    return [kind.name for kind in _kinds.values() if not kind.swept]

"""The private keys of open votes: one file each, in a folder of its own that no backup takes along.

The folder is shared by all web processes, as that of uploads is; a key is there from the opening of a vote to its
close. Whoever casts a vote needs the public key alone, which stands in the database.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from uuid import UUID

from django.conf import settings

from jinguo.engines.vault import Unreadable, new_box, public_of
from jinguo.errors import Refused

_ENDING = ".key"
_PASSES = 2


def folder() -> Path:
    path = Path(settings.BALLOT_KEYS_DIR)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def create(uid: UUID) -> str:
    """Make the key of a vote, on the disk before the vote opens; its public key."""
    public, private = new_box()
    place = _place(uid)
    descriptor, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")  # mode 0600
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(private)
        out.flush()
        os.fsync(out.fileno())
    Path(name).replace(place)
    _sync(place.parent)
    return public


def private_key(uid: UUID, *, public: str) -> str:
    """The key that opens a vote's box.

    Raises:
        Refused: the file is gone, or is not the key of this box.
    """
    try:
        private = _place(uid).read_text("ascii")
        if public_of(private) == public:
            return private
    except (OSError, UnicodeDecodeError, Unreadable):
        pass
    raise Refused.because("vote_key_missing")


def destroy(uid: UUID) -> None:
    """Overwrite a key and take its file away; doing it again changes nothing.

    What a disk keeps below its file system is out of reach from here: see docs/operators.
    """
    place = _place(uid)
    try:
        with place.open("r+b") as file:
            for _ in range(_PASSES):
                file.seek(0)
                file.write(os.urandom(place.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
    except FileNotFoundError:
        return
    place.unlink(missing_ok=True)
    _sync(place.parent)


def lying_here() -> list[UUID]:
    """The votes whose keys are in the folder: those that are open, and what a server left that died after a count."""
    return [UUID(hex=path.stem) for path in folder().glob(f"*{_ENDING}")]


def _place(uid: UUID) -> Path:
    return folder() / f"{uid.hex}{_ENDING}"


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""The spool: a private directory, shared by all web processes, where bytes wait until they are whole."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from jinguo.errors import Refused

CHUNK = 256 * 1024
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}


class Busy(Exception):
    """Another request is writing to the same upload."""


def folder() -> Path:
    path = Path(settings.JINGUO_DATA) / "spool"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def place(uid: UUID) -> Path:
    """Where the bytes of an upload lie."""
    return folder() / uid.hex


@contextmanager
def room_on_disk() -> Iterator[None]:
    """Turn "no space left" into a refusal with a sentence."""
    try:
        yield
    except OSError as problem:
        if problem.errno in _NO_ROOM:
            raise Refused.because("disk_full") from problem
        raise


@contextmanager
def locked(path: Path, *, wait_s: float = 5.0) -> Iterator[int]:
    """The descriptor of a spooled file under an exclusive lock that ends with the process.

    Raises:
        Busy: another request held it for all of ``wait_s``.
        FileNotFoundError: nothing is spooled there.
    """
    descriptor = os.open(path, os.O_RDWR)
    try:
        until = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise Busy from None
                time.sleep(0.05)
        yield descriptor
    finally:
        os.close(descriptor)


def create(path: Path) -> None:
    """An empty private file, known to the directory on disk."""
    with room_on_disk():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        sync_folder(path.parent)


def append(descriptor: int, chunks: Iterable[bytes], *, offset: int, limit: int) -> int:
    """Write from ``offset`` on, up to ``limit`` bytes in all; on disk before it returns the new offset.

    When the sender goes away in the middle, what came stays.

    Raises:
        Refused: ``disk_full``; the file is as long as before.
    """
    os.lseek(descriptor, offset, os.SEEK_SET)
    written = offset
    try:
        with room_on_disk():
            for chunk in chunks:
                view = memoryview(chunk)[: limit - written]
                while view:
                    count = os.write(descriptor, view)
                    written += count
                    view = view[count:]
                if written >= limit:
                    break
            os.fsync(descriptor)
    except Refused:
        os.ftruncate(descriptor, offset)
        raise
    return written


def gather(chunks: Iterable[bytes], *, limit: int) -> tuple[Path, int, str]:
    """Write a whole stream into a new spooled file: its path, size and SHA-256. Nothing is left on failure.

    Raises:
        Refused: ``disk_full`` or ``upload_too_large``.
    """
    path = folder() / f"whole-{uuid4().hex}"
    digest, size = hashlib.sha256(), 0
    try:
        with room_on_disk(), open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise Refused.because("upload_too_large", limit=limit)
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, size, digest.hexdigest()


def length(descriptor: int) -> int:
    return os.fstat(descriptor).st_size


def strays(older_than: float) -> Iterator[Path]:
    """Everything spooled that was last touched before a POSIX time."""
    for path in folder().iterdir():
        try:
            if path.stat().st_mtime < older_than:
                yield path
        except FileNotFoundError:
            continue


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(path: Path) -> None:
    """Make the directory's entries themselves durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

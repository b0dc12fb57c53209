"""The stored bytes: in Django's storage, under the file's uid. On disk they are private and synced."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from jinguo.apps.files import spool


def keep(spooled: Path, uid: UUID) -> str:
    """Hand a spooled file to the storage; the spooled one stays where it is. Returns its place there.

    Raises:
        Refused: ``disk_full``; nothing is left behind.
    """
    place = f"{uid.hex[:2]}/{uid.hex}"
    if not _on_disk():
        with spooled.open("rb") as file:
            return default_storage.save(place, File(file))
    target = Path(default_storage.path(place))
    with spool.room_on_disk():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _link(spooled, target)
        spool.sync_folder(target.parent)
    return place


def drop(place: str) -> None:
    """Remove stored bytes; nothing happens when they are gone."""
    default_storage.delete(place)


@contextmanager
def on_disk(place: str) -> Iterator[Path]:
    """A path to the bytes for engines that read paths: the file itself, or a copy for the time being."""
    if _on_disk():
        yield Path(default_storage.path(place))
        return
    with tempfile.NamedTemporaryFile(dir=spool.folder()) as copy, default_storage.open(place) as source:
        shutil.copyfileobj(source, copy)
        copy.flush()
        yield Path(copy.name)


def strays(older_than: float) -> Iterator[str]:
    """Places of all stored bytes on disk last touched before a POSIX time; none for storage elsewhere."""
    root = Path(settings.MEDIA_ROOT)
    if not _on_disk() or not root.exists():
        return
    for path in root.glob("??/*"):
        with suppress(FileNotFoundError):
            if path.stat().st_ctime < older_than:
                yield path.relative_to(root).as_posix()


def _on_disk() -> bool:
    return isinstance(default_storage, FileSystemStorage) or isinstance(
        getattr(default_storage, "_wrapped", None), FileSystemStorage
    )


def _link(spooled: Path, target: Path) -> None:
    """The same bytes under a second name; copied where the spool lies on another disk."""
    try:
        os.link(spooled, target)
    except OSError as problem:
        if problem.errno not in {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK}:
            raise
        part = target.with_suffix(".part")
        try:
            with (
                spooled.open("rb") as source,
                open(os.open(part, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out,
            ):
                shutil.copyfileobj(source, out, spool.CHUNK)
                out.flush()
                os.fsync(out.fileno())
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    target.chmod(0o600)

"""Small pictures for pages, without the place they were taken; made once and kept beside the files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.conf import settings

from jinguo.apps.files import blobs, spool
from jinguo.apps.files.models import StoredFile
from jinguo.engines.materials import display_image, poster_frame
from jinguo.errors import Refused

SIZES = (480, 1280)


def small_picture(stored: StoredFile, side: int) -> bytes:
    """A JPEG of the picture, or of one frame of the video, at most ``side`` (480, 1280) pixels wide and high.

    Raises:
        Refused: it is neither, or damaged.
    """
    if stored.is_picture:
        return _kept(stored, side, display_image)
    if stored.is_video:
        return _kept(stored, side, poster_frame)
    raise Refused.because("picture_unreadable")


def forget(uid: UUID) -> None:
    """Remove the small pictures of a file."""
    for side in SIZES:
        _place(uid, side).unlink(missing_ok=True)


def _place(uid: UUID, side: int) -> Path:
    return Path(settings.JINGUO_DATA) / "shown" / uid.hex[:2] / f"{uid.hex}-{side}.jpg"


def _kept(stored: StoredFile, side: int, draw: Callable[[Path, int], bytes]) -> bytes:
    place = _place(stored.uid, side)
    try:
        return place.read_bytes()
    except FileNotFoundError:
        pass
    with blobs.on_disk(stored.path) as path:
        jpeg = draw(path, side)
    with spool.room_on_disk():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, part = tempfile.mkstemp(dir=place.parent)
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(jpeg)
            os.replace(part, place)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
    return jpeg

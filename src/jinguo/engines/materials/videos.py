"""Videos in MP4 and MOV: length, size as shown, whole or cut. Headers and one frame are read, whatever the
length."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO

import av
from av.container import InputContainer
from av.video.frame import VideoFrame

from jinguo.engines.materials import limits
from jinguo.reasons import Reason

AV_ERRORS = (
    av.FFmpegError,
    OSError,
    ValueError,
    MemoryError,
    OverflowError,
    IndexError,
    TypeError,
    ZeroDivisionError,
    AttributeError,
    RuntimeError,
)

PLAYS_EVERYWHERE = frozenset({"h264"})
_MOST_BOXES = 100_000


def open_video(path: Path | str) -> InputContainer:
    """Open with the one demuxer we mean and no protocol but the file: content cannot make FFmpeg fetch
    anything."""
    return av.open(
        f"file:{Path(path).resolve()}",
        format="mov",
        options={"protocol_whitelist": "file", "enable_drefs": "0", "max_streams": "16"},
        timeout=limits.VIDEO_OPEN_SECONDS,
    )


def read_video(path: Path, facts: dict[str, Any]) -> Iterator[Reason]:
    """Fill ``facts`` (duration_s, codec, width and height as shown, rotation) and tell what is wrong with
    the file."""
    with path.open("rb") as file:
        damage = _boxes_are_whole(file)
    if damage is not None:
        yield damage
        return
    try:
        with open_video(path) as container:
            yield from _read_streams(container, facts)
    except AV_ERRORS:
        yield Reason.error("video_unreadable")


def _read_streams(container: InputContainer, facts: dict[str, Any]) -> Iterator[Reason]:
    if not container.streams.video:
        yield Reason.error("video_without_picture")
        return
    stream = container.streams.video[0]
    codec = stream.codec_context
    facts["codec"] = codec.name
    facts["has_sound"] = bool(container.streams.audio)
    if container.duration is not None and container.duration > 0:
        facts["duration_s"] = float(Fraction(container.duration, av.time_base))
    else:
        yield Reason.error("video_length_unknown")
    if not 0 < codec.width * codec.height <= limits.VIDEO_FRAME_PIXELS:
        yield Reason.error(
            "video_too_many_pixels", demanded=limits.VIDEO_FRAME_PIXELS, found=codec.width * codec.height
        )
        return
    frame = first_frame(container)
    if frame is None:
        yield Reason.error("video_unreadable")
        return
    width, height = _as_shown(frame.width, frame.height, stream.sample_aspect_ratio, frame.rotation)
    facts.update(width=width, height=height, pixels=width * height, rotation=-frame.rotation % 360)
    if codec.name not in PLAYS_EVERYWHERE:
        yield Reason.warning("video_codec_unusual", demanded="H.264", found=str(codec.name).upper())


def first_frame(container: InputContainer) -> VideoFrame | None:
    """The next frame of the first video stream; None when nothing can be decoded."""
    stream = container.streams.video[0]
    stream.codec_context.thread_count = 1
    return next(iter(container.decode(stream)), None)


def _as_shown(width: int, height: int, pixel: Fraction | None, rotation: int) -> tuple[int, int]:
    if pixel and pixel > 0:
        width = max(1, round(width * pixel))
    return (height, width) if rotation % 180 else (width, height)


def _boxes_are_whole(file: BinaryIO) -> Reason | None:
    """Walk the outermost boxes (ISO 14496-12, 4.2): is the index there, of a sane size, and nothing cut
    off?"""
    end = file.seek(0, io.SEEK_END)
    at, index, media = 0, 0, False
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            break
        file.seek(at)
        header = file.read(16)
        size, kind = struct.unpack(">I4s", header[:8])
        if size == 1 and len(header) == 16:
            size = struct.unpack(">Q", header[8:])[0]
        elif size == 0:
            size = end - at
        if size < 8:
            return Reason.error("video_unreadable")
        if at + size > end and kind in (b"moov", b"mdat", b"moof"):
            return Reason.error("video_truncated", demanded=at + size, found=end)
        index = max(index, size if kind == b"moov" else 0)
        media = media or kind == b"mdat"
        at += size
    if not index:
        return Reason.error("video_without_index")
    if index > limits.VIDEO_INDEX_BYTES or not media:
        return Reason.error("video_unreadable")
    return None

"""Photos: size, upright orientation, whole or cut, standard ID photo or not."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, JpegImagePlugin, PngImagePlugin
from PIL.ImageFile import ImageFile

from jinguo.engines.materials import limits
from jinguo.reasons import Reason

PILLOW_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    struct.error,
    zlib.error,
    MemoryError,
    AttributeError,
    RuntimeError,
)
"""What Pillow's decoders are known to raise on made-up input."""

READABLE = {"jpg": JpegImagePlugin.JpegImageFile, "png": PngImagePlugin.PngImageFile}
"""Formats that are decoded; the plugin is named, so that content can never choose another decoder."""

_ORIENTATION = 0x0112
_GPS = 0x8825
_TURN = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}


def open_picture(path: Path | str, suffix: str) -> ImageFile:
    """Read the header only. Pillow's own bomb check is not asked (it warns by a process-wide setting): see
    :func:`pixel_limit`.

    Raises:
        PILLOW_ERRORS: the header is broken.
    """
    return READABLE[suffix](path)


def pixel_limit(picture: ImageFile) -> int:
    """How many pixels may be decoded of this picture."""
    baseline = picture.format != "PNG" and not picture.info.get("progressive")
    return limits.BASELINE_JPEG_PIXELS if baseline else limits.DECODED_PIXELS


def orientation_tag(picture: ImageFile) -> int:
    """EXIF orientation 1 … 8; 1 where there is none or nonsense."""
    try:
        tag = picture.getexif().get(_ORIENTATION, 1)
    except PILLOW_ERRORS:
        return 1
    return tag if isinstance(tag, int) and 1 <= tag <= 8 else 1


def read_picture(
    path: Path, suffix: str, facts: dict[str, Any], *, ask_id_photo: bool = False
) -> Iterator[Reason]:
    """Fill ``facts`` (width and height upright, pixels, rotation in degrees clockwise, has_location) and tell
    what is wrong with the file itself."""
    try:
        picture = open_picture(path, suffix)
    except PILLOW_ERRORS:
        yield Reason.error("picture_unreadable")
        return
    with picture:
        tag = _measure(picture, facts)
        width, height, pixels = facts["width"], facts["height"], facts["pixels"]
        if pixels > pixel_limit(picture):
            yield Reason.error("picture_too_many_pixels", demanded=pixel_limit(picture), found=pixels)
            return
        try:
            located = _GPS in picture.getexif()
            small = _decode_small(picture)
        except PILLOW_ERRORS:
            yield Reason.error("picture_damaged")
            return
    facts["has_location"] = located
    if located:
        yield Reason.info("picture_has_location")
    if ask_id_photo and _looks_like_id_photo(small, width / height, turned=tag >= 5):
        yield Reason.warning("picture_looks_like_id_photo", width=width, height=height)


def measure(path: Path, suffix: str, facts: dict[str, Any]) -> None:
    """Fill ``facts`` from the head alone; of a broken head nothing."""
    try:
        with open_picture(path, suffix) as picture:
            _measure(picture, facts)
            facts["has_location"] = _GPS in picture.getexif()
    except PILLOW_ERRORS:
        return


def _measure(picture: ImageFile, facts: dict[str, Any]) -> int:
    """Fill in the measures as one sees the picture; its orientation tag."""
    width, height = picture.size
    tag = orientation_tag(picture)
    if tag >= 5:
        width, height = height, width
    facts.update(width=width, height=height, pixels=width * height, rotation=_TURN.get(tag, 0))
    return tag


def _decode_small(picture: ImageFile) -> Image.Image:
    """Decode the whole file (a cut one fails here) into a small picture; JPEG at an eighth."""
    picture.draft("RGB", (picture.width // 8, picture.height // 8))
    return picture.resize((48, 48), Image.Resampling.BOX).convert("RGB")


def _looks_like_id_photo(small: Image.Image, ratio: float, *, turned: bool) -> bool:
    """Portrait of about 25:35, 35:45 or 35:53, and one even colour left and right above the shoulders.

    A guess, which is why it is only ever a warning.
    """
    if turned or not 0.62 <= ratio <= 0.82:
        return False
    strips = [small.crop(box) for box in ((0, 0, 7, 22), (41, 0, 48, 22), (0, 0, 48, 3))]
    means = []
    for strip in strips:
        bands = [tuple(band.tobytes()) for band in strip.split()]
        centre = [sum(band) / len(band) for band in bands]
        spread = [sum((v - m) ** 2 for v in band) / len(band) for band, m in zip(bands, centre, strict=True)]
        if max(spread) > 14**2:
            return False
        means.append(centre)
    return all(max(band) - min(band) < 28 for band in zip(*means, strict=True))

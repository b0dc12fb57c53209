"""Pictures for pages: small, upright, and nothing in them but the picture."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from jinguo.engines.materials import limits
from jinguo.engines.materials.pictures import PILLOW_ERRORS, READABLE, open_picture, pixel_limit
from jinguo.engines.materials.sniffing import sniff
from jinguo.errors import Refused

_QUALITY = 86


def display_image(path: Path | str, max_side: int) -> bytes:
    """A JPEG for showing: turned upright, in sRGB, at most ``max_side`` pixels wide and high, without EXIF,
    position, comments or profile. The same file gives the same bytes with the same Pillow.

    Raises:
        Refused: not a JPEG or PNG, damaged, or of too many pixels.
        OSError: the file cannot be read.
    """
    suffix = sniff(path).suffix
    if suffix not in READABLE:
        raise Refused.because("picture_unreadable")
    try:
        with open_picture(path, suffix) as picture:
            if picture.width * picture.height > pixel_limit(picture):
                raise Refused.because(
                    "picture_too_many_pixels",
                    demanded=pixel_limit(picture),
                    found=picture.width * picture.height,
                )
            picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
            return _plain_jpeg(_to_srgb(ImageOps.exif_transpose(picture)))
    except PILLOW_ERRORS as problem:
        raise Refused.because("picture_damaged") from problem


def poster_frame(path: Path | str, max_side: int) -> bytes:
    """A JPEG of one frame of a video, a second in (or a tenth of a shorter one), turned as a player would.

    Raises:
        Refused: not a video that can be read.
    """
    from jinguo.engines.materials import videos  # FFmpeg is loaded with the first video

    try:
        with videos.open_video(path) as container:
            if not container.streams.video:
                raise Refused.because("video_without_picture")
            codec = container.streams.video[0].codec_context
            if not 0 < codec.width * codec.height <= limits.VIDEO_FRAME_PIXELS:
                raise Refused.because("video_unreadable")
            container.seek(min(1_000_000, (container.duration or 0) // 10))
            frame = videos.first_frame(container)
            if frame is None:
                raise Refused.because("video_unreadable")
            picture = frame.to_image()  # type: ignore[no-untyped-call]
            if frame.rotation % 360:
                picture = picture.rotate(frame.rotation, expand=True)
    except videos.AV_ERRORS as problem:
        raise Refused.because("video_unreadable") from problem
    picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    return _plain_jpeg(picture)


def _to_srgb(picture: Image.Image) -> Image.Image:
    """Phones photograph in wider colour spaces; once the profile is gone, the values must be sRGB."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            return turned if turned is not None else picture.convert("RGB")
        except (ImageCms.PyCMSError, *PILLOW_ERRORS):
            pass
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        above = picture.convert("RGBA")
        white = Image.new("RGBA", above.size, "white")
        return Image.alpha_composite(white, above).convert("RGB")
    if picture.mode.startswith("I"):  # 16 bit a channel
        return picture.point(lambda value: value / 257).convert("L").convert("RGB")
    return picture.convert("RGB")


def _plain_jpeg(picture: Image.Image) -> bytes:
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()

"""Videos: a scene with a slow camera, a title and a running line; H.264 in MP4, cheap to make."""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Iterable, Iterator

import av
from PIL import Image, ImageDraw

from jinguo.demo.media.canvas import Canvas
from jinguo.demo.media.lettering import demonstration, latin
from jinguo.demo.media.photos import drawn

_QUARTER_TURN = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)


def video(
    seed: int,
    seconds: float = 12,
    width: int = 1280,
    height: int = 720,
    fps: int = 8,
    scene: str = "laboratory",
    title: str = "DEMO",
) -> bytes:
    """An MP4 of one scene. Long ones stay cheap with ``fps=1``.

    Same arguments, same pictures (the bytes of the file may differ between builds of the encoder).
    """
    return _encoded(_pictures(seed, round(seconds * fps), (width, height), fps, scene, title), fps)


def _pictures(
    seed: int, frames: int, size: tuple[int, int], fps: int, scene: str, title: str
) -> Iterator[Image.Image]:
    width, height = size
    sheet = drawn(seed, scene, (round(width * 1.18), round(height * 1.18)), grain=False)
    card = _title(width, height, title)
    for number in range(frames):
        picture = _camera(sheet, width, height, number / max(1, frames - 1))
        if number < 2.5 * fps:
            picture.paste(card, (0, height - card.height - height // 12), card)
        _running_line(picture, (number + 1) / frames)
        yield picture


def _encoded(pictures: Iterable[Image.Image], fps: int) -> bytes:
    out, stream = io.BytesIO(), None
    with av.open(out, "w", format="mp4") as container:
        for picture in pictures:
            if stream is None:
                options = {"preset": "ultrafast", "crf": "26", "threads": "1"}
                stream = container.add_stream("libx264", rate=fps, options=options)
                stream.width, stream.height, stream.pix_fmt = *picture.size, "yuv420p"
            container.mux(stream.encode(av.VideoFrame.from_image(picture)))
        if stream is not None:
            container.mux(stream.encode())
    return out.getvalue()


def _camera(sheet: Image.Image, width: int, height: int, share: float) -> Image.Image:
    spare_x, spare_y = sheet.width - width, sheet.height - height
    left = round(spare_x * (0.5 - 0.5 * math.cos(math.pi * share)))
    top = round(spare_y * (0.5 + 0.4 * math.sin(math.tau * share)))
    return sheet.crop((left, top, left + width, top + height))


def _title(width: int, height: int, words: str) -> Image.Image:
    """A card with 演示 and the title, half transparent."""
    c = Canvas(height / 1200)
    c.rect(0, 0, 1600, 1200, "#1d2440")
    demonstration(c, 90, 46, 120, "#ffffff", 10)
    latin(c, 700, 108, 74, words, "#ffd9a0")
    card = c.image.crop((0, 0, min(width, round(1100 * c.scale)), round(212 * c.scale)))
    card.putalpha(210)
    return card


def _running_line(picture: Image.Image, share: float) -> None:
    pen = ImageDraw.Draw(picture)
    deep = max(4, picture.height // 120)
    pen.rectangle((0, picture.height - deep, round(picture.width * share), picture.height), fill="#f2b632")


def turned_video(seed: int, seconds: float = 4, fps: int = 8, scene: str = "factory") -> bytes:
    """Stored 1920 × 1080, with the display matrix of a phone held upright: a player shows 1080 × 1920."""
    upright = _pictures(seed, round(seconds * fps), (1080, 1920), fps, scene, "DEMO")
    content = bytearray(_encoded((picture.transpose(Image.Transpose.ROTATE_90) for picture in upright), fps))
    # track header, version 0: type (4), version and flags (4), 36 bytes of times and numbers, the matrix
    at = content.index(b"tkhd") + 4 + 4 + 36
    content[at : at + 36] = _QUARTER_TURN
    return bytes(content)


def truncated_video(seed: int, seconds: float = 4) -> bytes:
    """Cut in the middle, as after a broken upload."""
    whole = video(seed, seconds)
    return whole[: len(whole) * 6 // 10]


def video_without_index(seed: int, seconds: float = 4) -> bytes:
    """All pictures, but no moov box: what a camera leaves when its battery dies."""
    whole = video(seed, seconds)
    return whole[: whole.index(b"moov") - 4]

"""Photos: the scenes as JPEG files, the size and weight of what a camera gives."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageOps

from jinguo.demo.media.canvas import HEIGHT, WIDTH, Canvas
from jinguo.demo.media.people import Look
from jinguo.demo.media.scenes import SCENES, portrait

SIZE = (1600, 1200)
_EITHER_WAY = frozenset({"laboratory", "greenhouse", "delivery", "observatory"})  # no chart that would fall


def drawn(seed: int, scene: str, size: tuple[int, int], *, grain: bool = True) -> Image.Image:
    """The picture as pixels. One seed is one woman, whatever the scene; view and colours follow seed and
    scene.
    """
    look = Look.of(Random(f"look {seed}"))
    rnd = Random(f"{scene} {seed}")
    canvas = Canvas(2 * max(size[0] / WIDTH, size[1] / HEIGHT, 0.25))
    mirrored, closer = scene in _EITHER_WAY and rnd.random() < 0.5, rnd.choice((1.0, 1.0, 1.08, 1.16))
    SCENES[scene](canvas, rnd, look)
    if closer > 1:
        canvas.image = _closer(canvas.image, closer)
    if mirrored:
        canvas.image = ImageOps.mirror(canvas.image)
    return canvas.finished(size, rnd if grain else None)


def _closer(image: Image.Image, by: float) -> Image.Image:
    across, down = round(image.width / by), round(image.height / by)
    left, top = (image.width - across) // 2, round((image.height - down) * 0.55)
    return image.crop((left, top, left + across, top + down))


def jpeg(picture: Image.Image, quality: int = 98, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, subsampling=0, **options)
    return out.getvalue()


def photo(seed: int, scene: str, size: tuple[int, int] = SIZE) -> bytes:
    """A JPEG of a woman at work (invented, drawn): 1600 × 1200 has 1.92 million pixels and more than 1 MiB.

    ``scene`` is one of :data:`SCENES`; the same seed, scene and size give the same bytes.
    """
    return jpeg(drawn(seed, scene, size))


def id_photo(seed: int, size: tuple[int, int] = (1050, 1470)) -> bytes:
    """A standard ID photo before one colour: what a call for photos at work does not want."""
    canvas = Canvas(1.5)
    portrait(canvas, Random(f"portrait {seed}"), Look.of(Random(f"look {seed}")))
    return jpeg(canvas.finished(size, Random(seed)))


def small_photo(seed: int, scene: str = "laboratory") -> bytes:
    """Far too few pixels: what is left after a chat program."""
    return jpeg(drawn(seed, scene, (480, 360), grain=False), quality=70)


def png_as_jpg(seed: int, scene: str = "computer") -> bytes:
    """A PNG, to be stored under a name that ends in .jpg."""
    out = io.BytesIO()
    drawn(seed, scene, SIZE, grain=False).save(out, "PNG")
    return out.getvalue()


def truncated_photo(seed: int, scene: str = "field") -> bytes:
    """A JPEG cut in half, as after a broken copy."""
    whole = photo(seed, scene)
    return whole[: len(whole) // 2]


def photo_with_location(seed: int, scene: str = "greenhouse") -> bytes:
    """A JPEG whose EXIF says where it was taken (a public square) and with which camera."""
    exif = Image.Exif()
    exif[0x010F] = "DEMO camera"
    position = exif.get_ifd(0x8825)
    position.update({1: "N", 2: (39.0, 54.0, 12.0), 3: "E", 4: (116.0, 23.0, 30.0)})
    return jpeg(drawn(seed, scene, SIZE), exif=exif, comment=b"demo comment")


def photo_turned_by_exif(seed: int, scene: str = "ward") -> bytes:
    """Stored lying on its side with EXIF orientation 6; upright it is 1600 × 1200 as drawn."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return jpeg(drawn(seed, scene, SIZE).transpose(Image.Transpose.ROTATE_90), exif=exif)

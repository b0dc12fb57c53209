"""A form as it comes back from the scanner: filled in, signed, stamped with a seal that says 演示."""

from __future__ import annotations

import io
import itertools
import math
import time
from random import Random
from typing import Literal

from PIL import Image

from jinguo.demo.media.canvas import Canvas, Colour
from jinguo.demo.media.lettering import demonstration, latin
from jinguo.demo.media.people import Look
from jinguo.demo.media.photos import jpeg
from jinguo.demo.media.scenes import portrait

_A4 = (1240, 1754)  # 150 dpi
_INK = "#3b3d46"
_SEAL = "#d0342c"
_LONG_AGO = time.gmtime(1_600_000_000)


def stamped_scan(seed: int, form: Literal["jpg", "pdf"] = "pdf", pages: int = 1) -> bytes:
    """A scan of a registration form with signature and round seal, as JPEG (first page) or PDF.

    Same seed, same bytes.
    """
    sheets = [_page(seed, number) for number in range(pages if form == "pdf" else 1)]
    if form == "jpg":
        return jpeg(sheets[0], quality=88)
    out = io.BytesIO()
    sheets[0].save(
        out, "PDF", save_all=True, append_images=sheets[1:], resolution=150, quality=80, title="DEMO",
        creationDate=_LONG_AGO, modDate=_LONG_AGO,
    )  # fmt: skip
    return out.getvalue()


def _page(seed: int, number: int) -> Image.Image:
    """Drawn on the left part of a sheet: 849 × 1200 units are an A4 page."""
    rnd = Random(f"scan {seed} {number}")
    c = Canvas(1.5)
    c.rect(0, 0, 1600, 1200, "#e9e6df")
    with c.placed(800, 600, 0.985, rnd.uniform(-0.7, 0.7)):
        c.rect(-424, -600, 849, 1200, "#fdfcf8")
        _print(c, rnd, first=number == 0)
    if number == 0:
        c.image.paste(_likeness(seed), (round(1003 * c.scale), round(184 * c.scale)))
    _seal(c, 1040 + rnd.randrange(-20, 20), 930 + rnd.randrange(-16, 16), rnd.uniform(-14, 14))
    left, right = (800 - 424) * c.scale, (800 + 424) * c.scale
    sheet = c.image.crop((round(left), 0, round(right), c.image.height))
    plain = Canvas(0.1)
    plain.image = sheet
    return plain.finished(_A4, rnd)


def _likeness(seed: int) -> Image.Image:
    small = Canvas(0.6)
    portrait(small, Random(f"portrait {seed}"), Look.of(Random(f"look {seed}")))
    return small.finished((213, 298), None)


def _print(c: Canvas, rnd: Random, *, first: bool) -> None:
    c.rect(-190, -520, 380, 22, _INK, 4)
    _words(c, rnd, -340, -468, 300)
    rows = (-430, -372, -314, -256, -198, -140, 170, 330, 510)
    c.stroke([(-350, rows[0]), (350, rows[0]), (350, rows[-1]), (-350, rows[-1]), (-350, rows[0])], 2.5, _INK)
    for y in rows[1:-1]:
        c.stroke([(-350, y), (350 if y > -200 or not first else 190, y)], 1.8, _INK)
    c.stroke([(-230, rows[0]), (-230, rows[-1])], 1.8, _INK)
    for x in (-60, 50) if first else (-60,):
        c.stroke([(x, rows[0]), (x, rows[4])], 1.8, _INK)
    if first:
        c.stroke([(190, rows[0]), (190, rows[4])], 1.8, _INK)
    for top, bottom in itertools.pairwise(rows):
        _words(c, rnd, -330, (top + bottom) / 2, 76)
        if bottom - top < 70:
            _words(c, rnd, -214, (top + bottom) / 2, rnd.randrange(60, 140))
            if top < -200:
                _words(c, rnd, -46, (top + bottom) / 2, 66)
                _words(c, rnd, 62, (top + bottom) / 2, rnd.randrange(60, 110))
    for step in range(11):
        _words(c, rnd, -214 + (24 if step == 0 else 0), -118 + step * 26, 530 if step < 10 else 260)
    for top in (170, 330):
        for step in range(3):
            _words(c, rnd, -214, top + 26 + step * 26, 500 if step < 2 else 190)
    _signature(c, rnd)


def _words(c: Canvas, rnd: Random, x: float, y: float, width: float) -> None:
    """A run of print too small to read."""
    end = x + width
    while x < end - 6:
        c.rect(x, y - 6, 11, 12, _INK, 2, 170)
        c.rect(x + 2, y - 2 + rnd.randrange(-2, 3), 7, 2, "#fdfcf8", 0, 200)
        c.rect(x + 4 + rnd.randrange(3), y - 5, 2, 10, "#fdfcf8", 0, 150)
        x += 14 if rnd.random() < 0.93 else 24


def _signature(c: Canvas, rnd: Random) -> None:
    ink: Colour = "#1f2f66"
    x = 30.0
    for _ in range(rnd.choice((2, 3))):
        points = [(x + step * 15, 440 + rnd.randrange(-34, 34)) for step in range(6)]
        c.curve(points, 3.2, ink)
        c.curve(
            [(x - 4, 440 + rnd.randrange(-8, 8)), (x + 30, 434), (x + 52, 440 + rnd.randrange(-10, 8))],
            2.8,
            ink,
        )
        x += 60


def _seal(c: Canvas, x: float, y: float, turn: float) -> None:
    """A round seal of the demo, not of any office: ring, star, 演示, DEMO."""
    layer = Canvas(c.scale)
    layer.image.paste((255, 255, 255), (0, 0, *layer.image.size))
    with layer.placed(x, y, 1, turn):
        layer.ellipse(0, 0, 116, 116, _SEAL)
        layer.ellipse(0, 0, 109, 109, "#ffffff")
        layer.ellipse(0, 0, 92, 92, _SEAL)
        layer.ellipse(0, 0, 90, 90, "#ffffff")
        demonstration(layer, -62, -30, 58, _SEAL, 10)
        star = [
            (r * math.sin(math.pi * s / 5), -60 - r * math.cos(math.pi * s / 5))
            for s in range(10)
            for r in ((20, 8)[s % 2],)
        ]
        layer.poly(star, _SEAL)
        for step in range(24):
            angle = math.tau * step / 24
            layer.ellipse(100 * math.cos(angle), 100 * math.sin(angle), 3, 3, _SEAL)
    latin(layer, x, y + 58, 26, "DEMO", _SEAL)
    from_white = layer.image.convert("L").point([round((255 - value) * 0.86) for value in range(256)])
    c.image.paste(
        Image.new("RGB", c.image.size, _SEAL), mask=from_white.point([min(255, v * 2) for v in range(256)])
    )

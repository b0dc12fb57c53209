"""Flat drawing on a sheet of 1600 × 1200 units: smooth shapes, round strokes, transparent light and shade."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw

Point = tuple[float, float]
Colour = str | tuple[int, int, int] | tuple[int, int, int, int]

WIDTH, HEIGHT = 1600, 1200


def rgb(colour: Colour, alpha: int = 255) -> tuple[int, int, int, int]:
    """Any colour as red, green, blue, alpha."""
    values = ImageColor.getrgb(colour) if isinstance(colour, str) else colour
    return (*values[:3], values[3] if len(values) == 4 else alpha)  # type: ignore[return-value]


def mix(first: Colour, second: Colour, share: float) -> tuple[int, int, int]:
    """``first`` with a share (0 … 1) of ``second``."""
    a, b = rgb(first), rgb(second)
    return tuple(round(x + (y - x) * share) for x, y in zip(a[:3], b[:3], strict=True))  # type: ignore[return-value]


def darker(colour: Colour, share: float = 0.15) -> tuple[int, int, int]:
    return mix(colour, "#1d2440", share)


def lighter(colour: Colour, share: float = 0.25) -> tuple[int, int, int]:
    return mix(colour, "#ffffff", share)


class Canvas:
    """A sheet. Every shape is a polygon, so that it can be turned and scaled."""

    def __init__(self, oversample: float = 2.0) -> None:
        self.scale = oversample
        size = (round(WIDTH * oversample), round(HEIGHT * oversample))
        self.image = Image.new("RGB", size, "white")
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self._moves: list[tuple[float, float, float, float]] = []

    @contextmanager
    def placed(self, x: float, y: float, scale: float = 1.0, turn: float = 0.0) -> Iterator[None]:
        """Draw relative to a point, scaled, turned by degrees clockwise."""
        self._moves.append((x, y, scale, math.radians(turn)))
        try:
            yield
        finally:
            self._moves.pop()

    def _at(self, point: Point) -> Point:
        x, y = point
        for dx, dy, scale, turn in reversed(self._moves):
            cos, sin = math.cos(turn) * scale, math.sin(turn) * scale
            x, y = dx + x * cos - y * sin, dy + x * sin + y * cos
        return x * self.scale, y * self.scale

    def poly(self, points: Sequence[Point], fill: Colour, alpha: int = 255) -> None:
        self.pen.polygon([self._at(point) for point in points], fill=rgb(fill, alpha))

    def smooth(self, points: Sequence[Point], fill: Colour, alpha: int = 255) -> None:
        """A closed curve through the points."""
        self.poly(_through(points), fill, alpha)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Colour, alpha: int = 255) -> None:
        turns = [math.tau * step / 64 for step in range(64)]
        self.poly([(x + rx * math.cos(t), y + ry * math.sin(t)) for t in turns], fill, alpha)

    def rect(
        self, x: float, y: float, w: float, h: float, fill: Colour, r: float = 0, alpha: int = 255
    ) -> None:
        """A rectangle with rounded corners."""
        if r <= 0:
            self.poly([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], fill, alpha)
            return
        corners = (
            (x + w - r, y + r, -90),
            (x + w - r, y + h - r, 0),
            (x + r, y + h - r, 90),
            (x + r, y + r, 180),
        )
        points = [
            (
                cx + r * math.cos(math.radians(start + 9 * step)),
                cy + r * math.sin(math.radians(start + 9 * step)),
            )
            for cx, cy, start in corners
            for step in range(11)
        ]
        self.poly(points, fill, alpha)

    def stroke(self, points: Sequence[Point], width: float | Sequence[float], fill: Colour) -> None:
        """A line with round ends and joints; one width, or one for each point (tapering between them)."""
        widths = [float(width)] * len(points) if isinstance(width, int | float) else list(width)
        for (x, y), w in zip(points, widths, strict=True):
            self.ellipse(x, y, w / 2, w / 2, fill)
        for (a, wa), (b, wb) in zip(
            zip(points, widths, strict=True), zip(points[1:], widths[1:], strict=True), strict=False
        ):
            length = math.dist(a, b) or 1.0
            nx, ny = (a[1] - b[1]) / length / 2, (b[0] - a[0]) / length / 2
            self.poly(
                [
                    (a[0] + nx * wa, a[1] + ny * wa),
                    (b[0] + nx * wb, b[1] + ny * wb),
                    (b[0] - nx * wb, b[1] - ny * wb),
                    (a[0] - nx * wa, a[1] - ny * wa),
                ],
                fill,
            )

    def curve(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """An open line bent through the points."""
        self.stroke(_bent(points), width, fill)

    def gradient(self, top: Colour, bottom: Colour, y: float = 0, h: float = HEIGHT) -> None:
        """A band across the sheet, from one colour to the other."""
        size = (self.image.width, max(1, round(h * self.scale)))
        mask = Image.linear_gradient("L").resize(size)
        band = Image.composite(
            Image.new("RGB", size, rgb(bottom)[:3]), Image.new("RGB", size, rgb(top)[:3]), mask
        )
        self.image.paste(band, (0, round(y * self.scale)))

    def finished(self, size: tuple[int, int], grain: Random | None) -> Image.Image:
        """The sheet cut to the wanted shape around its middle, scaled, with a paper's grain."""
        width, height = size
        sheet = self.image
        share = min(sheet.width / width, sheet.height / height)
        across, down = width * share, height * share
        left, top = (sheet.width - across) / 2, (sheet.height - down) / 2
        box = (left, top, left + across, top + down)
        picture = sheet.resize(size, Image.Resampling.BOX if share >= 1.5 else Image.Resampling.BICUBIC, box)
        return picture if grain is None else _grained(picture, grain)


def _through(points: Sequence[Point], steps: int = 10) -> list[Point]:
    """A closed Catmull-Rom spline."""
    n = len(points)
    return [
        _spline(points[i - 1], points[i], points[(i + 1) % n], points[(i + 2) % n], step / steps)
        for i in range(n)
        for step in range(steps)
    ]


def _bent(points: Sequence[Point], steps: int = 10) -> list[Point]:
    """An open Catmull-Rom spline."""
    padded = [points[0], *points, points[-1]]
    curve = [
        _spline(*padded[i : i + 4], step / steps) for i in range(len(points) - 1) for step in range(steps)
    ]
    return [*curve, points[-1]]


def _spline(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    def one(p: float, q: float, r: float, s: float) -> float:
        return 0.5 * (
            2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3
        )

    return one(a[0], b[0], c[0], d[0]), one(a[1], b[1], c[1], d[1])


def _grained(picture: Image.Image, random: Random) -> Image.Image:
    """Fine even grain of a few grey levels, and a little less light towards the edges."""
    side = 640
    tile = Image.frombytes("L", (side, side), random.randbytes(side * side))
    tile = tile.point([round(118 + value * 20 / 255) for value in range(256)])
    noise = Image.new("L", picture.size)
    for top in range(0, picture.height, side):
        for left in range(0, picture.width, side):
            noise.paste(tile.transpose(random.choice(list(Image.Transpose))), (left, top))
    vignette = (
        Image.radial_gradient("L").resize(picture.size).point([max(0, v - 150) // 7 for v in range(256)])
    )
    lit = ImageChops.subtract(picture, Image.merge("RGB", [vignette] * 3))
    return ImageChops.add(lit, Image.merge("RGB", [noise] * 3), 1.0, -128)

"""What stands in more than one scene: walls, windows, plants, tables, shelves, glass."""

from __future__ import annotations

import math
from random import Random

from jinguo.demo.media.canvas import HEIGHT, WIDTH, Canvas, Colour, darker, lighter, mix

CALM = (
    ("#f6ead8", "#e8d3b8"), ("#dfeaf0", "#bfd5df"), ("#e6efe3", "#c4d8c4"), ("#f3e3e0", "#e2c4bf"),
    ("#e9e4f2", "#cdc3df"), ("#e3f0ee", "#b9d9d4"),
)  # fmt: skip


def room(c: Canvas, rnd: Random, floor: Colour = "#c9b79f") -> Colour:
    """A wall with light falling on it, and a floor; gives the wall's darker colour."""
    light, deep = rnd.choice(CALM)
    c.gradient(light, deep)
    start = rnd.randrange(-100, 700)
    for shift, alpha in ((0, 60), (260, 44)):
        x = start + shift
        c.poly([(x, 0), (x + 190, 0), (x + 620, HEIGHT), (x + 330, HEIGHT)], "#ffffff", alpha)
    c.rect(0, 1010, WIDTH, 190, floor)
    c.rect(0, 1004, WIDTH, 12, darker(floor, 0.12))
    return deep


def window(c: Canvas, x: float, y: float, w: float, h: float, rnd: Random) -> None:
    sky = rnd.choice(("#bfe0ee", "#cfe6ea", "#f7d9b8", "#c9dcf0"))
    c.rect(x - 16, y - 16, w + 32, h + 32, "#ffffff", 14)
    c.rect(x, y, w, h, sky, 4)
    hills = (
        [(x, y + h)]
        + [(x + w * s / 12, y + h * (0.7 - 0.1 * math.sin(s * 0.9 + x))) for s in range(13)]
        + [(x + w, y + h)]
    )
    c.poly(hills, "#9cc1a3")
    c.ellipse(x + w * 0.74, y + h * 0.24, 34, 34, "#fff3cf", 220)
    c.ellipse(x + w * 0.3, y + h * 0.3, 56, 20, "#ffffff", 190)
    c.ellipse(x + w * 0.38, y + h * 0.26, 42, 22, "#ffffff", 190)
    c.rect(x + w / 2 - 6, y, 12, h, "#ffffff")
    c.rect(x - 28, y + h + 10, w + 56, 20, "#f4efe6", 6)


def plant(c: Canvas, x: float, y: float, size: float, rnd: Random, pot: Colour = "#d88c6a") -> None:
    with c.placed(x, y, size):
        green = rnd.choice(("#5d9a74", "#4c8b6b", "#79a86b"))
        for turn in (-62, -36, -12, 14, 38, 64):
            with c.placed(0, -70, 1, turn + rnd.randrange(-6, 7)):
                c.smooth(
                    [(0, 0), (24, -60), (14, -130), (0, -160), (-14, -130), (-24, -60)],
                    mix(green, "#dfe8a8", rnd.random() * 0.25),
                )
                c.stroke([(0, 0), (0, -140)], 3, darker(green, 0.15))
        c.poly([(-52, -80), (52, -80), (40, 0), (-40, 0)], pot)
        c.rect(-60, -92, 120, 26, lighter(pot, 0.15), 8)


def table(c: Canvas, y: float, top: Colour, front: Colour) -> None:
    c.rect(0, y + 34, WIDTH, HEIGHT - y, front)
    c.rect(0, y, WIDTH, 40, top)
    c.rect(0, y + 40, WIDTH, 12, darker(front, 0.18), 0, 120)


def shelf(c: Canvas, x: float, y: float, w: float, rnd: Random) -> None:
    """Books and boxes on a board."""
    at = x + 12
    while at < x + w - 40:
        width, height = rnd.randrange(18, 40), rnd.randrange(70, 124)
        colour = rnd.choice(("#d98b73", "#5f87a6", "#e3b567", "#7ba391", "#a78bb0", "#e9dcc6", "#46617d"))
        c.rect(at, y - height, width, height, colour, 3)
        c.rect(at + 4, y - height + 14, width - 8, 6, lighter(colour, 0.45), 2)
        at += width + rnd.choice((3, 3, 4, 34))
    c.rect(x, y, w, 16, "#b98f68", 4)


def glass(c: Canvas, x: float, y: float, kind: str, liquid: Colour, size: float = 1.0) -> None:
    """Laboratory glass standing at (x, y): flask, beaker or tube."""
    with c.placed(x, y, size):
        if kind == "flask":
            c.poly([(-18, -170), (18, -170), (18, -96), (72, 0), (-72, 0), (-18, -96)], "#ffffff", 130)
            c.poly([(-36, -62), (36, -62), (70, -4), (-70, -4)], liquid, 220)
            c.ellipse(0, -62, 36, 7, lighter(liquid, 0.3))
            c.rect(-24, -178, 48, 12, "#ffffff", 5, 200)
            c.ellipse(14, -30, 7, 7, "#ffffff", 150)
            c.ellipse(-10, -44, 5, 5, "#ffffff", 150)
        elif kind == "beaker":
            c.rect(-52, -130, 104, 130, "#ffffff", 10, 120)
            c.rect(-48, -76, 96, 72, liquid, 8, 220)
            c.ellipse(0, -76, 48, 8, lighter(liquid, 0.3))
            for step in range(4):
                c.rect(20, -110 + step * 24, 24, 4, "#ffffff", 2, 220)
        else:
            c.rect(-14, -150, 28, 150, "#ffffff", 13, 150)
            c.rect(-11, -90, 22, 87, liquid, 10, 230)


def mug(c: Canvas, x: float, y: float, colour: Colour) -> None:
    c.curve([(x + 36, y - 78), (x + 70, y - 66), (x + 64, y - 30), (x + 36, y - 24)], 12, darker(colour, 0.1))
    c.rect(x - 42, y - 96, 84, 96, colour, 14)
    for dx in (-14, 14):
        c.curve(
            [(x + dx, y - 110), (x + dx + 10, y - 136), (x + dx - 8, y - 160), (x + dx + 4, y - 186)],
            5,
            "#ffffff",
        )

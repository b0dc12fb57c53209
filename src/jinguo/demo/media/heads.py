"""Heads: hair, face, glasses, hats. The middle of the head is (0, 0), the chin (0, 104)."""

from __future__ import annotations

import math

from jinguo.demo.media.canvas import Canvas, darker, lighter, mix
from jinguo.demo.media.looks import Dress, Look


def hair_behind(c: Canvas, look: Look, dress: Dress, turn: float) -> None:
    hair, back = look.hair, -turn * 30
    shade = darker(hair, 0.2)
    if look.style == "long":
        c.smooth(
            [
                (-98, -60),
                (0, -112),
                (98, -60),
                (124, 110),
                (116, 250),
                (40, 268),
                (-40, 268),
                (-116, 250),
                (-124, 110),
            ],
            shade,
        )
    elif look.style == "bob":
        c.smooth(
            [(-100, -50), (0, -114), (100, -50), (120, 60), (98, 124), (0, 112), (-98, 124), (-120, 60)],
            shade,
        )
    elif look.style == "ponytail":
        side = -1 if turn > 0 else 1
        c.smooth(
            [
                (side * 30, -90),
                (side * 120, -96),
                (side * 160, 0),
                (side * 150, 130),
                (side * 118, 190),
                (side * 112, 70),
                (side * 70, -20),
            ],
            shade,
        )
    elif look.style == "bun" and not dress.hat:
        c.ellipse(back * 1.2, -118, 50, 46, shade)
        c.ellipse(back * 1.2 - 12, -128, 22, 16, lighter(hair, 0.12))
    elif look.style == "braid":
        side = -1 if turn > 0 else 1
        for step in range(6):
            c.ellipse(
                side * (84 + 6 * math.sin(step * 2.2)),
                70 + step * 36,
                27 - step * 1.5,
                25,
                mix(shade, hair, step % 2),
            )
        c.ellipse(side * 86, 284, 16, 26, shade)
        c.rect(side * 86 - 15, 254, 30, 12, "#d9655b", 5)


def head(c: Canvas, look: Look, dress: Dress, turn: float) -> None:
    face = turn * 22
    c.ellipse(-84 + turn * 8, 12, 15, 22, mix(look.skin, "#b0603c", 0.18))
    c.ellipse(84 + turn * 8, 12, 15, 22, mix(look.skin, "#b0603c", 0.18))
    c.smooth(
        [
            (0, -100),
            (58, -84),
            (84, -20),
            (78, 38),
            (44, 86),
            (0, 104),
            (-44, 86),
            (-78, 38),
            (-84, -20),
            (-58, -84),
        ],
        look.skin,
    )
    _face(c, look, face)
    if look.glasses and not dress.goggles:
        _glasses(c, face)
    _hair_in_front(c, look, turn)
    if dress.goggles:
        c.rect(-78 + face * 0.6, -24, 156, 54, "#eaf6fb", 24, 120)
        c.stroke([(-80 + face * 0.6, 0), (-84, -8)], 10, "#5b7c8d")
        c.stroke([(80 + face * 0.6, 0), (84, -8)], 10, "#5b7c8d")
    _hat(c, dress, look)


def _face(c: Canvas, look: Look, dx: float) -> None:
    ink = mix(look.hair, "#2b2430", 0.5)
    for sign in (-1, 1):
        c.ellipse(dx * 0.7 + sign * 46, 46, 17, 11, "#ef8f7e", 90)
        ex = dx + sign * 35
        c.ellipse(ex, 6, 9, 11.5, ink)
        c.ellipse(ex + 3, 2, 3, 3.5, "#ffffff")
        c.curve([(ex - 14, 1), (ex - 9, -6), (ex, -9), (ex + 9, -6), (ex + 14, 1)], 4.5, ink)
        brow = [(ex + sign * step, y) for step, y in ((-17, -32), (-8, -36), (4, -36), (19, -27))]
        c.curve(brow, 5.5, ink)
    c.curve([(dx + 3, 18), (dx + 9, 32), (dx - 1, 36)], 4, mix(look.skin, "#8a4a30", 0.45))
    c.curve([(dx - 22, 58), (dx - 8, 67), (dx + 8, 67), (dx + 22, 58)], 6, "#b8504c")


def _glasses(c: Canvas, dx: float) -> None:
    for sign in (-1, 1):
        ring = [
            (dx + sign * 36 + 27 * math.cos(math.tau * s / 24), 6 + 24 * math.sin(math.tau * s / 24))
            for s in range(25)
        ]
        c.ellipse(dx + sign * 36, 6, 26, 23, "#ffffff", 46)
        c.stroke(ring, 4.5, "#3c3a46")
        c.stroke([(dx + sign * 62, 2), (sign * 84, -4)], 4.5, "#3c3a46")
    c.stroke([(dx - 10, 4), (dx + 10, 4)], 4.5, "#3c3a46")


def _hair_in_front(c: Canvas, look: Look, turn: float) -> None:
    hair, dx = look.hair, turn * 14
    if look.fringe == 0:  # parted in the middle
        for s in (-1, 1):
            c.smooth(
                [
                    (dx * 0.6, -112),
                    (s * 66, -98),
                    (s * 98, -30),
                    (s * 92, 26),
                    (s * 80, 4),
                    (s * 66, -40),
                    (s * 28 + dx, -64),
                    (dx, -72),
                ],
                hair,
            )
    elif look.fringe == 1:  # full fringe
        c.smooth(
            [
                (0, -114),
                (70, -98),
                (100, -30),
                (92, 30),
                (80, -6),
                (70, -36),
                (36 + dx, -34),
                (dx, -30),
                (-36 + dx, -34),
                (-70, -36),
                (-80, -6),
                (-92, 30),
                (-100, -30),
                (-70, -98),
            ],
            hair,
        )
    else:  # swept to one side
        c.smooth(
            [
                (-10, -114),
                (64, -100),
                (98, -34),
                (92, 30),
                (80, 0),
                (66, -40),
                (10 + dx, -62),
                (-44 + dx, -44),
                (-72, -24),
                (-84, 4),
                (-92, 30),
                (-100, -30),
                (-72, -96),
            ],
            hair,
        )
    if look.style in ("bob", "long"):
        for s in (-1, 1):
            end = 116 if look.style == "bob" else 210
            c.smooth(
                [
                    (s * 78, -56),
                    (s * 104, -20),
                    (s * 118, 50),
                    (s * (104 if end < 150 else 122), end),
                    (s * 84, end - 22),
                    (s * 88, 50),
                    (s * 82, 0),
                ],
                hair,
            )
    if look.style == "short":
        for s in (-1, 1):
            c.smooth(
                [(s * 74, -60), (s * 106, -24), (s * 108, 40), (s * 94, 84), (s * 80, 60), (s * 84, 10)], hair
            )
            c.ellipse(s * 90, 86, 8, 8, "#f2d27a")
    c.curve([(-58, -82), (-22, -100), (20, -102)], 7, lighter(hair, 0.16))


def _hat(c: Canvas, dress: Dress, look: Look) -> None:
    colour = dress.hat_colour
    if dress.hat in ("helmet", "rider"):
        c.smooth(
            [
                (-108, -38),
                (-100, -100),
                (-50, -146),
                (0, -154),
                (50, -146),
                (100, -100),
                (108, -38),
                (0, -52),
            ],
            colour,
        )
        c.smooth([(40, -148), (100, -100), (108, -38), (60, -46)], darker(colour, 0.1))
        if dress.hat == "helmet":
            c.rect(-118, -56, 236, 22, darker(colour, 0.08), 11)
            c.rect(-14, -156, 28, 100, lighter(colour, 0.3), 12)
        else:
            c.rect(-108, -60, 216, 22, "#34384a", 10)
            c.smooth([(-70, -128), (-30, -142), (-34, -100), (-76, -86)], lighter(colour, 0.45))
            for s in (-1, 1):
                c.stroke([(s * 96, -40), (s * 78, 60), (s * 30, 108)], 7, "#34384a")
    elif dress.hat == "straw":
        c.ellipse(0, -62, 176, 36, darker(colour, 0.1))
        c.smooth([(-92, -66), (-80, -130), (0, -154), (80, -130), (92, -66), (0, -50)], colour)
        c.smooth([(-93, -74), (0, -56), (93, -74), (91, -96), (0, -78), (-91, -96)], "#d9655b")
    elif dress.hat == "cap":
        c.smooth(
            [(-102, -44), (-98, -104), (-40, -142), (40, -142), (98, -104), (102, -44), (0, -60)], colour
        )
        c.smooth([(-90, -50), (0, -66), (90, -50), (112, -28), (0, -40), (-112, -28)], darker(colour, 0.18))
    elif dress.hat == "nurse":
        c.smooth([(-70, -92), (-62, -142), (0, -158), (62, -142), (70, -92), (0, -104)], colour)
        c.stroke([(-14, -126), (14, -126)], 9, "#d9655b")
        c.stroke([(0, -140), (0, -112)], 9, "#d9655b")

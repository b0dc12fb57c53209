"""Women at work: nine scenes, each with its own light and palette, and one ID photo."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from jinguo.demo.media.canvas import HEIGHT, WIDTH, Canvas, Colour, darker, lighter, mix
from jinguo.demo.media.people import Dress, Look, draw_woman

Scene = Callable[[Canvas, Random, Look], None]

CALM = (
    ("#f6ead8", "#e8d3b8"), ("#dfeaf0", "#bfd5df"), ("#e6efe3", "#c4d8c4"), ("#f3e3e0", "#e2c4bf"),
    ("#e9e4f2", "#cdc3df"), ("#e3f0ee", "#b9d9d4"),
)  # fmt: skip


def _room(c: Canvas, rnd: Random, floor: Colour = "#c9b79f") -> Colour:
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


def _window(c: Canvas, x: float, y: float, w: float, h: float, rnd: Random) -> None:
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


def _plant(c: Canvas, x: float, y: float, size: float, rnd: Random, pot: Colour = "#d88c6a") -> None:
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


def _table(c: Canvas, y: float, top: Colour, front: Colour) -> None:
    c.rect(0, y + 34, WIDTH, HEIGHT - y, front)
    c.rect(0, y, WIDTH, 40, top)
    c.rect(0, y + 40, WIDTH, 12, darker(front, 0.18), 0, 120)


def _shelf(c: Canvas, x: float, y: float, w: float, rnd: Random) -> None:
    """Books and boxes on a board."""
    at = x + 12
    while at < x + w - 40:
        width, height = rnd.randrange(18, 40), rnd.randrange(70, 124)
        colour = rnd.choice(("#d98b73", "#5f87a6", "#e3b567", "#7ba391", "#a78bb0", "#e9dcc6", "#46617d"))
        c.rect(at, y - height, width, height, colour, 3)
        c.rect(at + 4, y - height + 14, width - 8, 6, lighter(colour, 0.45), 2)
        at += width + rnd.choice((3, 3, 4, 34))
    c.rect(x, y, w, 16, "#b98f68", 4)


def _glass(c: Canvas, x: float, y: float, kind: str, liquid: Colour, size: float = 1.0) -> None:
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


def laboratory(c: Canvas, rnd: Random, look: Look) -> None:
    deep = _room(c, rnd)
    _window(c, 150, 190, 380, 330, rnd)
    for row in range(2):
        y = 330 + row * 190
        c.rect(1040, y, 460, 16, darker(deep, 0.12), 4)
        for step in range(6):
            liquid = rnd.choice(("#e98a7b", "#6fb3a8", "#8aa9d6", "#f0c36d", "#b69ad1"))
            _glass(c, 1085 + step * 74, y, rnd.choice(("flask", "beaker", "tube")), liquid, 0.5)
    liquid = rnd.choice(("#45a89a", "#5b8fd0", "#e57f6b", "#9a7cc7"))
    coat = Dress("coat", "#f7f9fb", goggles=rnd.random() < 0.4)
    draw_woman(c, look, coat, (800, 430), 128, left=(640, 800), right=(1010, 690), turn=0.5, tilt=4)
    _table(c, 880, "#eef3f5", "#9fb8c2")
    for x in range(-60, 1600, 330):
        c.rect(x, 960, 306, 110, "#b2c7cf", 10)
        c.rect(x, 1086, 306, 140, "#b2c7cf", 10)
        for y in (990, 1116):
            c.rect(x + 108, y, 90, 12, "#7d98a4", 6)
    _glass(c, 1012, 740, "flask", liquid, 0.92)
    c.ellipse(1036, 700, 24, 22, look.skin)
    _microscope(c, 420, 884, rnd)
    for step in range(4):
        _glass(c, 1240 + step * 46, 872, "tube", mix(liquid, "#ffffff", step * 0.18), 0.9)
    c.rect(1214, 800, 194, 26, "#c79a6b", 6)
    c.rect(1214, 866, 194, 22, "#b3865a", 6)
    _glass(c, 690, 884, "beaker", mix(liquid, "#f0c36d", 0.5), 0.9)
    c.rect(820, 868, 180, 18, "#ffffff", 4)
    c.rect(830, 862, 160, 10, "#f6e7c8", 3)


def _microscope(c: Canvas, x: float, y: float, rnd: Random) -> None:
    body = rnd.choice(("#3f4f63", "#50617a", "#e9edf0"))
    with c.placed(x, y, 1.25):
        c.rect(-90, -26, 190, 28, darker(body, 0.2), 12)
        c.curve([(60, -26), (96, -110), (66, -220), (10, -250)], 34, body)
        c.rect(-66, -88, 130, 16, darker(body, 0.3), 6)
        with c.placed(-10, -190, 1, 14):
            c.rect(-24, -112, 48, 140, lighter(body, 0.25), 12)
            c.rect(-18, -156, 36, 56, "#2d3645", 8)
            c.rect(-14, 24, 28, 44, "#2d3645", 6)
        c.ellipse(66, -120, 22, 22, "#c9d3da")


def greenhouse(c: Canvas, rnd: Random, look: Look) -> None:
    c.gradient("#dff1f4", "#eaf4dc")
    for x in range(-100, 1800, 190):
        c.stroke([(x, 1010), (x, 420), (800 + (x - 800) * 0.5, 40)], 9, "#ffffff")
    for y in (220, 420):
        c.stroke([(0, y), (1600, y)], 7, "#ffffff")
    c.ellipse(1290, 190, 90, 90, "#fff1c4", 170)
    c.rect(0, 1000, WIDTH, 200, "#b79b77")
    fruit = rnd.choice(("#e0604c", "#f0a13c", "#d9486a", "#8b5aa8"))
    for row, (y, size) in enumerate(((760, 0.8), (880, 1.0))):
        for step in range(9):
            x = 40 + step * 195 + row * 90
            _crop(c, x, y, size, fruit, rnd)
        c.rect(-10, y, 1620, 46, mix("#8a6a4a", "#b08a62", row * 0.5), 10)
    dress = Dress("apron", rnd.choice(("#4f7d63", "#55789a", "#9a6b4f")), "straw", "#ecd09a")
    draw_woman(c, look, dress, (760, 400), 124, left=(640, 770), right=(980, 690), turn=0.4, tilt=6)
    c.rect(560, 700, 150, 104, "#fdfcf7", 8)
    c.rect(606, 688, 60, 24, "#8a94a0", 6)
    for step in range(4):
        c.rect(584, 730 + step * 17, 100 - step * 12, 6, "#9fb0bd", 3)
    c.ellipse(628, 790, 30, 26, look.skin)
    for step in range(7):
        _crop(c, 30 + step * 260, 1060, 1.45, fruit, rnd, low=580 < 30 + step * 260 < 1000)
    c.rect(-10, 1050, 1620, 160, "#8a6a4a", 12)
    c.rect(-10, 1050, 1620, 26, "#a37f59", 12)


def _crop(
    c: Canvas, x: float, y: float, size: float, fruit: Colour, rnd: Random, *, low: bool = False
) -> None:
    with c.placed(x, y, size):
        green = rnd.choice(("#5d9a5f", "#4c8b5b", "#77a857"))
        top = -70 if low else -150 - rnd.randrange(40)
        c.curve([(0, 0), (rnd.randrange(-8, 8), top / 2), (0, top)], 8, darker(green, 0.1))
        for height in range(-30, top - 1, -32):
            for sign in (-1, 1):
                with c.placed(0, height, 1, sign * rnd.randrange(40, 75)):
                    c.smooth(
                        [(0, 0), (20, -34), (0, -86), (-20, -34)], mix(green, "#e3eca6", rnd.random() * 0.3)
                    )
        for _ in range(1 if low else 4):
            fx, fy = rnd.randrange(-46, 46), rnd.randrange(top + 10, -16)
            c.ellipse(fx, fy, 17, 17, fruit)
            c.ellipse(fx - 5, fy - 6, 5, 4, "#ffffff", 150)


def field(c: Canvas, rnd: Random, look: Look) -> None:
    c.gradient("#bfe0ef", "#fdf1d8", 0, 760)
    c.ellipse(320, 250, 86, 86, "#fff4cd")
    for x, y, s in ((980, 200, 1.2), (1310, 300, 0.9), (560, 330, 0.7)):
        for dx, dy, r in ((-70, 0, 44), (0, -22, 62), (70, 0, 48)):
            c.ellipse(x + dx * s, y + dy * s, r * s * 1.4, r * s * 0.7, "#ffffff", 210)
    for base, colour in ((560, "#a9c8b8"), (630, "#8db89b")):
        c.smooth(
            [
                (-200, 900),
                (-100, base + 30),
                (250, base - 70),
                (600, base + 20),
                (1000, base - 90),
                (1400, base + 10),
                (1800, base - 40),
                (1900, 900),
            ],
            colour,
        )
    gold = rnd.choice(("#e8c15a", "#d7cf6a", "#a9c65c"))
    c.rect(0, 700, WIDTH, 500, gold)
    for row in range(9):
        y = 712 + row * row * 6.3
        for x in range(-20, 1640, 22 + row * 3):
            _ear(
                c,
                x + rnd.randrange(-6, 7),
                y + 40,
                0.3 + row * 0.09,
                mix(gold, "#8a6a2a", 0.12 + 0.04 * (row % 3)),
                rnd,
            )
    dress = Dress("shirt", look.top, "straw", "#efd7a4")
    draw_woman(
        c, look, dress, (830, 420), 120, left=(690, 770), right=(960, 770), turn=-0.4, tilt=-4, legs="stand"
    )
    c.rect(700, 720, 240, 160, "#3d4656", 14)
    c.rect(712, 732, 216, 136, "#d8eef2", 6)
    for step, height in enumerate((30, 58, 44, 84, 70)):
        c.rect(734 + step * 38, 852 - height, 24, height, ("#5d9a74", "#e0a458")[step % 2], 3)
    for hx in (700, 944):
        c.ellipse(hx, 786, 26, 28, look.skin)
    for x in range(-20, 1640, 20):
        _ear(c, x + rnd.randrange(-8, 8), 1050, 0.95, mix(gold, "#8f7433", rnd.random() * 0.3), rnd)
    for x in range(-20, 1640, 22):
        _ear(c, x + rnd.randrange(-10, 10), 1170, 1.1, mix(gold, "#a98436", rnd.random() * 0.3), rnd)
    for x in range(-20, 1640, 38):
        _ear(c, x + rnd.randrange(-10, 10), 1270, 1.35, mix(gold, "#b98a2e", rnd.random() * 0.4), rnd)


def _ear(c: Canvas, x: float, y: float, size: float, colour: Colour, rnd: Random) -> None:
    with c.placed(x, y, size, rnd.randrange(-9, 10)):
        c.stroke([(0, 0), (0, -150)], 6, darker(colour, 0.1))
        for step in range(4):
            for sign in (-1, 1):
                c.poly(
                    [
                        (0, -140 - step * 22),
                        (sign * 16, -152 - step * 22),
                        (sign * 9, -176 - step * 22),
                        (0, -164 - step * 22),
                    ],
                    lighter(colour, 0.12 * (sign > 0)),
                )
        c.poly([(-5, -224), (5, -224), (0, -254)], colour)


def delivery(c: Canvas, rnd: Random, look: Look) -> None:
    c.gradient(*rnd.choice((("#cfe3f1", "#fbe9d2"), ("#f8dfc8", "#fdf3e3"), ("#d7e8e0", "#f5f0dc"))))
    _street(c, rnd)
    c.rect(0, 930, WIDTH, 270, "#8d94a3")
    c.rect(0, 918, WIDTH, 26, "#d9d4c8")
    for x in range(40, 1600, 260):
        c.rect(x, 1090, 130, 14, "#eef0f2", 6)
    suit = rnd.choice(("#f2b632", "#3f9d8f", "#4a86c5", "#e2684a"))
    _scooter(c, 880, 1040, suit)
    dress = Dress("jacket", suit, "rider", suit)
    with c.placed(0, 0):
        draw_woman(c, look, dress, (770, 390), 106, left=(620, 706), right=(1080, 668), turn=0.5, tilt=3)
        c.stroke([(740, 890), (860, 900), (930, 1000)], [110, 84, 62], look.trousers)
        c.smooth([(890, 990), (968, 976), (1010, 1010), (1006, 1030), (900, 1030)], "#3a3640")
        c.stroke([(1062, 684), (1090, 660)], 22, "#2f3542")
        c.ellipse(1076, 672, 27, 25, look.skin)
    c.rect(540, 664, 130, 110, "#e9d3ad", 8)
    c.rect(594, 664, 22, 110, "#c9a877")
    c.ellipse(664, 716, 24, 26, look.skin)


def _street(c: Canvas, rnd: Random) -> None:
    for depth, (base, tones) in enumerate(
        ((250, ("#d8dfe8", "#e6dfd9", "#dcd7e6")), (420, ("#f1c9b3", "#bcd3cf", "#f0ddae", "#c9c6de")))
    ):
        x = -60
        while x < WIDTH:
            w, top = rnd.randrange(150, 270), base + rnd.randrange(-90, 120)
            colour = rnd.choice(tones)
            c.rect(x, top, w, 940 - top, colour)
            c.rect(x, top, w, 16, darker(colour, 0.1))
            for wy in range(top + 50, 800, 84):
                for wx in range(x + 26, x + w - 40, 58):
                    c.rect(
                        wx, wy, 32, 46, "#fff4d6" if rnd.random() < 0.3 else mix(colour, "#5f7d93", 0.35), 4
                    )
            if depth:
                c.rect(x + 20, 830, w - 40, 110, mix(colour, "#42586b", 0.5), 4)
                for s in range(0, w - 20, 36):
                    c.rect(x + 10 + s, 800, 18, 36, ("#ffffff", "#d9655b")[s // 36 % 2], 4)
            x += w + 8
    for x in (110, 1460):
        c.stroke([(x, 930), (x, 690)], 20, "#8a6a52")
        for dx, dy, r in ((-60, -10, 84), (52, -30, 92), (0, -100, 96)):
            c.ellipse(x + dx, 640 + dy, r, r, mix("#6aa67c", "#b8d08a", rnd.random() * 0.4))


def _scooter(c: Canvas, x: float, y: float, colour: Colour) -> None:
    c.ellipse(x, y + 76, 420, 20, "#2b3040", 60)
    for wx in (-290, 290):
        c.ellipse(x + wx, y, 84, 84, "#2f3542")
        c.ellipse(x + wx, y, 46, 46, "#c9d0d8")
        c.ellipse(x + wx, y, 18, 18, "#6b7482")
    c.stroke([(x + 286, y - 10), (x + 218, y - 330)], 26, "#5b6474")
    c.smooth(
        [(x + 170, y - 290), (x + 232, y - 290), (x + 292, y - 60), (x + 236, y - 20), (x + 196, y - 60)],
        lighter(colour, 0.12),
    )
    c.smooth(
        [
            (x - 380, y - 130),
            (x - 80, y - 130),
            (x - 30, y - 30),
            (x + 240, y - 30),
            (x + 240, y + 12),
            (x - 160, y + 12),
            (x - 380, y - 50),
        ],
        colour,
    )
    c.rect(x - 330, y - 166, 260, 44, "#34384a", 20)
    c.rect(x - 470, y - 420, 250, 250, colour, 18)
    c.rect(x - 470, y - 420, 250, 62, lighter(colour, 0.25), 18)
    c.rect(x - 410, y - 320, 130, 84, "#ffffff", 12, 210)
    c.smooth([(x - 385, y - 268), (x - 345, y - 306), (x - 305, y - 268), (x - 345, y - 244)], "#d9655b")
    c.ellipse(x + 244, y - 240, 26, 30, "#fff3c9")
    c.stroke([(x + 150, y - 362), (x + 232, y - 344)], 20, "#2f3542")


def factory(c: Canvas, rnd: Random, look: Look) -> None:
    c.gradient(*rnd.choice((("#dde5ea", "#c3d0d8"), ("#e8e4dc", "#d2cabd"), ("#dbe8e6", "#bcd0cd"))))
    for x in range(0, 1700, 230):
        c.poly([(x, 150), (x + 110, 70), (x + 110, 150)], "#f3f8fa")
        c.rect(x + 110, 70, 14, 80, "#a9b8c2")
    c.rect(0, 150, WIDTH, 22, "#9fb0ba")
    for x in range(70, 1600, 330):
        c.stroke([(x, 172), (x, 250)], 6, "#7c8b96")
        c.poly([(x - 60, 290), (x + 60, 290), (x + 26, 246), (x - 26, 246)], "#55677a")
        c.poly([(x - 56, 290), (x + 56, 290), (x + 190, 760), (x - 190, 760)], "#fff6d6", 42)
    c.rect(0, 960, WIDTH, 240, "#b3bcc2")
    arm = rnd.choice(("#f08a3c", "#f2b632", "#4a86c5"))
    _robot(c, 1270, 880, arm)
    c.rect(120, 430, 330, 450, "#6f8596", 16)
    c.rect(150, 470, 270, 170, "#22364a", 10)
    c.stroke([(170, 600), (220, 560), (270, 585), (320, 520), (400, 545)], 7, "#6fd0b4")
    for step in range(6):
        c.ellipse(180 + step * 44, 690, 15, 15, ("#e2684a", "#f2b632", "#6bbf8a")[step % 3])
    c.rect(160, 740, 250, 100, "#5c7080", 8)
    dress = Dress(
        "overall",
        rnd.choice(("#3f6590", "#4a6f6a", "#5a5f80")),
        "helmet",
        rnd.choice(("#f2b632", "#ffffff", "#e2684a")),
    )
    draw_woman(c, look, dress, (790, 420), 122, left=(640, 806), right=(960, 790), turn=0.3, tilt=2)
    _table(c, 900, "#46535f", "#5d6b78")
    for x in range(20, 1600, 92):
        c.ellipse(x, 962, 22, 22, "#8795a1")
        c.ellipse(x, 962, 9, 9, "#46535f")
    for x in (220, 520, 1060, 1380):
        c.rect(x, 822, 150, 84, "#d9dee2", 10)
        c.rect(x + 18, 838, 114, 34, "#3f7f9d", 6)
        c.ellipse(x + 120, 888, 8, 8, "#6bbf8a")
    c.rect(700, 806, 240, 102, "#e9edf0", 10)
    c.rect(722, 824, 120, 60, "#4f9d8b", 6)
    for step in range(5):
        c.rect(732 + step * 21, 836, 10, 36, "#f0d58a", 2)
    c.ellipse(664, 846, 27, 25, look.skin)
    c.ellipse(956, 832, 27, 25, look.skin)


def _robot(c: Canvas, x: float, y: float, colour: Colour) -> None:
    c.rect(x - 90, y - 60, 180, 90, "#46535f", 14)
    c.stroke([(x, y - 60), (x + 70, y - 280)], [96, 72], colour)
    c.stroke([(x + 70, y - 280), (x - 110, y - 420)], [72, 52], lighter(colour, 0.12))
    c.stroke([(x - 110, y - 420), (x - 150, y - 270)], [44, 34], colour)
    for jx, jy, r in ((0, -60, 40), (70, -280, 34), (-110, -420, 26)):
        c.ellipse(x + jx, y + jy, r, r, "#3a4450")
        c.ellipse(x + jx, y + jy, r * 0.45, r * 0.45, "#c9d3da")
    for sign in (-1, 1):
        c.stroke(
            [(x - 150, y - 260), (x - 150 + sign * 34, y - 226), (x - 150 + sign * 22, y - 180)],
            16,
            "#3a4450",
        )


def ward(c: Canvas, rnd: Random, look: Look) -> None:
    _room(c, rnd, "#cdd9d6")
    _window(c, 980, 190, 420, 340, rnd)
    c.smooth([(900, 150), (980, 150), (960, 560), (990, 760), (890, 760)], "#bcdad4")
    c.smooth([(1400, 150), (1490, 150), (1500, 760), (1400, 760), (1420, 560)], "#b0d0ca")
    c.stroke([(880, 150), (1520, 150)], 10, "#8a9aa0")
    _monitor(c, 190, 330)
    c.stroke([(470, 1000), (470, 250)], 9, "#9aa9b0")
    c.stroke([(430, 250), (510, 250)], 8, "#9aa9b0")
    c.rect(478, 262, 60, 104, "#eaf6f8", 16, 220)
    c.rect(484, 310, 48, 52, "#a8d4dc", 12)
    c.curve([(508, 366), (512, 520), (470, 640), (540, 800)], 4, "#bcd8de")
    wear = rnd.choice(("#7fb8b0", "#86a8cf", "#c99ab0"))
    dress = Dress("coat", "#fbfdfd") if rnd.random() < 0.4 else Dress("scrubs", wear, "nurse", "#ffffff")
    draw_woman(c, look, dress, (760, 420), 122, left=(650, 800), right=(950, 780), turn=0.3, tilt=5)
    c.curve([(700, 580), (706, 690), (760, 730), (812, 690), (820, 580)], 11, "#3d4a5c")
    c.ellipse(760, 738, 24, 24, "#c9d3da")
    c.rect(640, 736, 220, 150, "#c99e6d", 12)
    c.rect(654, 748, 192, 138, "#ffffff", 6)
    c.rect(714, 726, 70, 28, "#8a94a0", 8)
    for step in range(4):
        c.rect(676, 776 + step * 24, 140 - 22 * (step % 3), 8, "#a9c3cc", 4)
    c.ellipse(640, 810, 26, 28, look.skin)
    c.stroke([(930, 772), (880, 810)], 9, "#3f6590")
    c.ellipse(948, 772, 27, 25, look.skin)
    c.rect(-20, 960, 1700, 260, "#f7faf9", 40)
    c.smooth(
        [(-40, 990), (400, 930), (900, 960), (1300, 920), (1700, 960), (1700, 1230), (-40, 1230)],
        rnd.choice(("#a9cfd6", "#b8d3c0", "#c9c6e2")),
    )
    c.smooth(
        [
            (-40, 1060),
            (400, 1010),
            (900, 1040),
            (1300, 1000),
            (1700, 1040),
            (1700, 1080),
            (1300, 1050),
            (900, 1086),
            (400, 1060),
            (-40, 1110),
        ],
        "#ffffff",
        110,
    )


def _monitor(c: Canvas, x: float, y: float) -> None:
    c.rect(x, y, 240, 180, "#3d4a5c", 16)
    c.rect(x + 14, y + 14, 212, 152, "#15242f", 8)
    c.stroke(
        [
            (x + 24, y + 66),
            (x + 74, y + 66),
            (x + 88, y + 34),
            (x + 104, y + 96),
            (x + 118, y + 66),
            (x + 214, y + 66),
        ],
        5,
        "#62d39a",
    )
    c.curve(
        [
            (x + 24, y + 124),
            (x + 60, y + 104),
            (x + 96, y + 128),
            (x + 134, y + 104),
            (x + 172, y + 128),
            (x + 214, y + 110),
        ],
        5,
        "#69b7e6",
    )
    c.stroke([(x + 120, y + 180), (x + 120, y + 680)], 18, "#8fa0a8")


def computer(c: Canvas, rnd: Random, look: Look) -> None:
    _room(c, rnd)
    _shelf(c, 110, 380, 440, rnd)
    _shelf(c, 110, 570, 440, rnd)
    _window(c, 1060, 190, 390, 330, rnd)
    _plant(c, 1490, 905, 1.25, rnd)
    chair = rnd.choice(("#5f7387", "#8e6c6c", "#6b8a7a"))
    c.rect(590, 560, 400, 420, chair, 90)
    dress = Dress(
        rnd.choice(("shirt", "jacket")), rnd.choice(("#e8e2d6", "#5d7f9e", "#c98a72", "#6b8f7d", "#f4f1ea"))
    )
    draw_woman(c, look, dress, (790, 420), 126, left=(650, 866), right=(930, 866), turn=0.25, tilt=3)
    _table(c, 890, "#d9b48a", "#c49a6c")
    glow = rnd.choice(("#e8f4f7", "#eef1fb"))
    c.poly([(560, 876), (1010, 876), (1040, 902), (530, 902)], "#c9d0d8")
    c.rect(1090, 590, 430, 270, "#2d3645", 16)
    c.rect(1106, 606, 398, 238, glow, 6)
    c.rect(1270, 858, 70, 40, "#8a94a0")
    c.rect(1210, 886, 190, 14, "#6b7482", 6)
    kind = rnd.randrange(3)
    if kind == 0:
        for step, height in enumerate((60, 110, 84, 150, 120, 176)):
            c.rect(1136 + step * 56, 826 - height, 36, height, ("#5b8fb0", "#e0a458", "#6b9f83")[step % 3], 4)
    elif kind == 1:
        for step in range(8):
            c.rect(
                1130 + (step % 3) * 26,
                628 + step * 26,
                rnd.randrange(90, 300),
                11,
                rnd.choice(("#5b8fb0", "#d9776b", "#6b9f83", "#a78bb0")),
                5,
            )
    else:
        c.curve([(1130, 800), (1190, 730), (1250, 760), (1320, 670), (1390, 700), (1480, 640)], 9, "#d9655b")
        for px, py in ((1190, 730), (1320, 670), (1480, 640)):
            c.ellipse(px, py, 12, 12, "#3d6b7d")
    c.rect(600, 872, 380, 20, "#9aa4ae", 8)
    for hx in (660, 918):
        c.ellipse(hx, 868, 29, 22, look.skin)
    _mug(c, 400, 890, rnd.choice(("#d9655b", "#4f9d8b", "#f0c36d")))
    for step, colour in enumerate(("#5f87a6", "#e3b567", "#d98b73")):
        c.rect(160 + step * 6, 868 - step * 24, 190 - step * 14, 22, colour, 4)


def _mug(c: Canvas, x: float, y: float, colour: Colour) -> None:
    c.curve([(x + 36, y - 78), (x + 70, y - 66), (x + 64, y - 30), (x + 36, y - 24)], 12, darker(colour, 0.1))
    c.rect(x - 42, y - 96, 84, 96, colour, 14)
    for dx in (-14, 14):
        c.curve(
            [(x + dx, y - 110), (x + dx + 10, y - 136), (x + dx - 8, y - 160), (x + dx + 4, y - 186)],
            5,
            "#ffffff",
        )


def classroom(c: Canvas, rnd: Random, look: Look) -> None:
    _room(c, rnd)
    board = rnd.choice(("#3f6b5c", "#39566b", "#4a5a52"))
    c.rect(190, 170, 1220, 560, "#b98f68", 14)
    c.rect(212, 192, 1176, 516, board, 6)
    chalk = "#f1f4e8"
    for r in (60, 110, 160):
        ring = [
            (430 + r * math.cos(math.tau * s / 48), 400 + r * 0.42 * math.sin(math.tau * s / 48))
            for s in range(49)
        ]
        c.stroke(ring, 4, mix(board, chalk, 0.75))
    c.ellipse(430, 400, 26, 26, "#f2c666")
    for angle, r, colour in ((0.6, 60, "#d98b73"), (2.4, 110, "#8ac0d6"), (5.2, 160, "#c9b3de")):
        c.ellipse(430 + r * math.cos(angle), 400 + r * 0.42 * math.sin(angle), 14, 14, colour)
    c.stroke([(1080, 620), (1080, 300)], 5, chalk)
    c.stroke([(1080, 620), (1340, 620)], 5, chalk)
    c.curve([(1084, 600), (1150, 560), (1210, 470), (1270, 360), (1330, 310)], 7, "#f2c666")
    for step in range(3):
        c.rect(250, 560 + step * 38, 260 - step * 50, 8, mix(board, chalk, 0.7), 4)
    dress = Dress(
        "jacket" if rnd.random() < 0.5 else "shirt",
        rnd.choice(("#c8755f", "#5d7f9e", "#8a6d9a", "#4f8a7c", "#e8dcc4")),
    )
    draw_woman(c, look, dress, (790, 430), 118, left=(600, 740), right=(1060, 520), turn=0.4, tilt=3)
    c.stroke([(1060, 510), (1180, 420)], 8, "#e8d3a8")
    c.ellipse(1064, 512, 25, 25, look.skin)
    _globe(c, 560, 900, rnd)
    _table(c, 930, "#cfa77a", "#b98d60")
    for x, hair in ((150, "#2b2430"), (480, "#3b2a22"), (1120, "#241f26"), (1450, "#4a3428")):
        _pupil(c, x, 1130, hair, rnd)


def _globe(c: Canvas, x: float, y: float, rnd: Random) -> None:
    c.rect(x - 50, y + 16, 100, 18, "#8a6a52", 8)
    c.stroke([(x, y + 20), (x, y - 20)], 12, "#8a6a52")
    c.ellipse(x, y - 90, 84, 84, "#7fb6d6")
    c.smooth([(x - 60, y - 120), (x - 20, y - 150), (x, y - 110), (x - 30, y - 80)], "#7fb07a")
    c.smooth([(x + 10, y - 90), (x + 60, y - 110), (x + 64, y - 60), (x + 20, y - 40)], "#7fb07a")
    c.curve([(x - 30, y - 176), (x + 74, y - 150), (x + 90, y - 60), (x + 30, y - 6)], 8, "#c9a877")


def _pupil(c: Canvas, x: float, y: float, hair: Colour, rnd: Random) -> None:
    cloth = rnd.choice(("#e3b567", "#6f9fc0", "#d98b73", "#8ab59a", "#b79bc8"))
    c.smooth(
        [
            (x - 130, y + 150),
            (x - 110, y + 20),
            (x - 40, y - 20),
            (x + 40, y - 20),
            (x + 110, y + 20),
            (x + 130, y + 150),
        ],
        cloth,
    )
    c.ellipse(x, y - 84, 78, 84, hair)
    if rnd.random() < 0.5:
        for sign in (-1, 1):
            c.ellipse(x + sign * 92, y - 70, 30, 42, hair)
            c.ellipse(x + sign * 74, y - 90, 12, 12, "#d9655b")


def observatory(c: Canvas, rnd: Random, look: Look) -> None:
    c.gradient("#182447", "#6b5f93", 0, 900)
    for _ in range(170):
        x, y, r = rnd.randrange(WIDTH), rnd.randrange(800), rnd.choice((1.6, 2.2, 3.0, 4.2))
        c.ellipse(x, y, r, r, "#fff8e0", rnd.randrange(120, 250))
    c.smooth([(200, 0), (520, 0), (1320, 820), (1040, 860)], "#cfc6f0", 26)
    c.smooth([(290, 0), (430, 0), (1230, 820), (1110, 840)], "#ffffff", 22)
    c.ellipse(1330, 230, 78, 78, "#fbf0cf")
    c.ellipse(1300, 214, 70, 70, "#2a3159", 60)
    c.smooth(
        [
            (-100, 1000),
            (0, 800),
            (300, 720),
            (640, 810),
            (1000, 700),
            (1350, 800),
            (1700, 740),
            (1700, 1250),
            (-100, 1250),
        ],
        "#39426e",
    )
    c.smooth(
        [(-100, 1100), (200, 900), (700, 960), (1200, 880), (1700, 950), (1700, 1250), (-100, 1250)],
        "#2a3159",
    )
    c.smooth([(90, 880), (100, 720), (230, 620), (360, 720), (370, 880)], "#d9dceb")
    c.rect(84, 850, 292, 120, "#b9bfd6", 6)
    c.poly([(210, 628), (262, 640), (250, 800), (200, 790)], "#2a3159")
    dress = Dress("jacket", rnd.choice(("#c8553d", "#3f8f8b", "#d99a3c", "#7d6bb0")))
    draw_woman(
        c, look, dress, (720, 440), 122, left=(640, 830), right=(960, 720), turn=0.6, tilt=-6, legs="stand"
    )
    with c.placed(1090, 640, 1, -38):
        c.rect(-190, -52, 420, 104, "#eef1f6", 20)
        c.rect(190, -64, 90, 128, "#c3cad8", 14)
        c.rect(-260, -26, 90, 52, "#46506b", 10)
        c.rect(-60, -76, 140, 26, "#46506b", 10)
    for foot in (950, 1080, 1210):
        c.stroke([(1080, 700), (foot, 1120)], 18, "#8a94b0")
    c.ellipse(1080, 700, 40, 40, "#46506b")
    c.ellipse(964, 722, 26, 25, look.skin)
    c.rect(560, 800, 150, 104, "#3a3f5c", 10, 255)
    c.rect(570, 810, 130, 84, "#f7e6b8", 4)
    c.ellipse(640, 880, 26, 24, look.skin)
    c.smooth(
        [(-100, 1180), (300, 1070), (800, 1090), (1300, 1060), (1700, 1120), (1700, 1300), (-100, 1300)],
        "#222b54",
    )
    for x in range(-20, 1640, 46):
        h = rnd.randrange(30, 84)
        c.curve(
            [(x, 1210), (x + rnd.randrange(-12, 12), 1200 - h / 2), (x + rnd.randrange(-20, 20), 1180 - h)],
            9,
            "#1d2547",
        )


def portrait(c: Canvas, rnd: Random, look: Look) -> None:
    """A standard ID photo: what a call for photos at work does not want."""
    colour = rnd.choice(("#ffffff", "#4a8fd6", "#d9453d"))
    c.rect(0, 0, WIDTH, HEIGHT, colour)
    draw_woman(c, look, Dress("jacket", "#39445c"), (800, 560), 190, left=(560, 1500), right=(1040, 1500))


SCENES: dict[str, Scene] = {
    "laboratory": laboratory,
    "greenhouse": greenhouse,
    "field": field,
    "delivery": delivery,
    "factory": factory,
    "ward": ward,
    "computer": computer,
    "classroom": classroom,
    "observatory": observatory,
}

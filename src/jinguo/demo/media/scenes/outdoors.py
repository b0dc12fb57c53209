"""Scenes under glass and sky: greenhouse, field, street, observatory."""

from __future__ import annotations

from random import Random

from jinguo.demo.media.canvas import WIDTH, Canvas, Colour, darker, lighter, mix
from jinguo.demo.media.people import Dress, Look, draw_woman


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
    c.rect(0, 985, WIDTH, 215, mix(gold, "#a98436", 0.14))
    for x in range(-20, 1640, 20):
        _ear(c, x + rnd.randrange(-8, 8), 1120, 0.9, mix(gold, "#8f7433", rnd.random() * 0.3), rnd)
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

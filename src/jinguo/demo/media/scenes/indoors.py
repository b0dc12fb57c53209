"""Scenes under a roof: laboratory, factory, ward, desk, classroom; and the ID photo."""

from __future__ import annotations

import math
from random import Random

from jinguo.demo.media.canvas import HEIGHT, WIDTH, Canvas, Colour, darker, lighter, mix
from jinguo.demo.media.people import Dress, Look, draw_woman
from jinguo.demo.media.scenes.things import glass, mug, plant, room, shelf, table, window


def laboratory(c: Canvas, rnd: Random, look: Look) -> None:
    deep = room(c, rnd)
    window(c, 150, 190, 380, 330, rnd)
    for row in range(2):
        y = 330 + row * 190
        c.rect(1040, y, 460, 16, darker(deep, 0.12), 4)
        for step in range(6):
            liquid = rnd.choice(("#e98a7b", "#6fb3a8", "#8aa9d6", "#f0c36d", "#b69ad1"))
            glass(c, 1085 + step * 74, y, rnd.choice(("flask", "beaker", "tube")), liquid, 0.5)
    liquid = rnd.choice(("#45a89a", "#5b8fd0", "#e57f6b", "#9a7cc7"))
    coat = Dress("coat", "#f7f9fb", goggles=rnd.random() < 0.4)
    draw_woman(c, look, coat, (800, 430), 128, left=(640, 800), right=(1010, 690), turn=0.5, tilt=4)
    table(c, 880, "#eef3f5", "#9fb8c2")
    for x in range(-60, 1600, 330):
        c.rect(x, 960, 306, 110, "#b2c7cf", 10)
        c.rect(x, 1086, 306, 140, "#b2c7cf", 10)
        for y in (990, 1116):
            c.rect(x + 108, y, 90, 12, "#7d98a4", 6)
    glass(c, 1012, 740, "flask", liquid, 0.92)
    c.ellipse(1036, 700, 24, 22, look.skin)
    _microscope(c, 420, 884, rnd)
    for step in range(4):
        glass(c, 1240 + step * 46, 872, "tube", mix(liquid, "#ffffff", step * 0.18), 0.9)
    c.rect(1214, 800, 194, 26, "#c79a6b", 6)
    c.rect(1214, 866, 194, 22, "#b3865a", 6)
    glass(c, 690, 884, "beaker", mix(liquid, "#f0c36d", 0.5), 0.9)
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
    table(c, 900, "#46535f", "#5d6b78")
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
    room(c, rnd, "#cdd9d6")
    window(c, 980, 190, 420, 340, rnd)
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
    room(c, rnd)
    shelf(c, 110, 380, 440, rnd)
    shelf(c, 110, 570, 440, rnd)
    window(c, 1060, 190, 390, 330, rnd)
    plant(c, 1490, 905, 1.25, rnd)
    chair = rnd.choice(("#5f7387", "#8e6c6c", "#6b8a7a"))
    c.rect(590, 560, 400, 420, chair, 90)
    dress = Dress(
        rnd.choice(("shirt", "jacket")), rnd.choice(("#e8e2d6", "#5d7f9e", "#c98a72", "#6b8f7d", "#f4f1ea"))
    )
    draw_woman(c, look, dress, (790, 420), 126, left=(650, 866), right=(930, 866), turn=0.25, tilt=3)
    table(c, 890, "#d9b48a", "#c49a6c")
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
    mug(c, 400, 890, rnd.choice(("#d9655b", "#4f9d8b", "#f0c36d")))
    for step, colour in enumerate(("#5f87a6", "#e3b567", "#d98b73")):
        c.rect(160 + step * 6, 868 - step * 24, 190 - step * 14, 22, colour, 4)


def classroom(c: Canvas, rnd: Random, look: Look) -> None:
    room(c, rnd)
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
    table(c, 930, "#cfa77a", "#b98d60")
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


def portrait(c: Canvas, rnd: Random, look: Look) -> None:
    """A standard ID photo: what a call for photos at work does not want."""
    colour = rnd.choice(("#ffffff", "#4a8fd6", "#d9453d"))
    c.rect(0, 0, WIDTH, HEIGHT, colour)
    draw_woman(c, look, Dress("jacket", "#39445c"), (800, 560), 190, left=(560, 1500), right=(1040, 1500))

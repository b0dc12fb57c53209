"""A woman, drawn: what she looks like comes from a seed, what she wears and does from the scene."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from jinguo.demo.media.canvas import Canvas, Colour, Point, darker, lighter, mix

SKINS = ("#f6d3bb", "#f2c6a5", "#eab98f", "#dba57a", "#f8dcc9", "#c98f66")
HAIRS = ("#241f26", "#2f2522", "#3b2a22", "#1f2430", "#4a3428", "#8d8a8f")
TOPS = ("#d9655b", "#4f7cac", "#e0a458", "#6b9080", "#8e6c9e", "#c8553d", "#3d6b7d", "#e7b7a3", "#7a9e5f")
STYLES = ("bob", "ponytail", "bun", "long", "short", "braid")


@dataclass(frozen=True, slots=True)
class Look:
    """What stays the same on every picture of one person."""

    skin: str
    hair: str
    style: str
    top: str
    trousers: str
    glasses: bool
    fringe: int

    @classmethod
    def of(cls, random: Random) -> Look:
        return cls(
            skin=random.choice(SKINS[:5] if random.random() < 0.9 else SKINS),
            hair=random.choices(HAIRS, (5, 4, 4, 4, 2, 1))[0],
            style=random.choice(STYLES),
            top=random.choice(TOPS),
            trousers=random.choice(("#3a4660", "#4b4a57", "#2f4858", "#5a5247")),
            glasses=random.random() < 0.35,
            fringe=random.randrange(3),
        )


@dataclass(frozen=True, slots=True)
class Dress:
    """What she wears for the work. ``outfit``: coat, vest, overall, scrubs, shirt, jacket;
    ``hat``: helmet, cap, straw, rider, nurse or nothing."""

    outfit: str = "shirt"
    colour: str = "#ffffff"
    hat: str = ""
    hat_colour: str = "#f2b632"
    goggles: bool = False


def draw_woman(
    c: Canvas,
    look: Look,
    dress: Dress,
    at: Point,
    size: float,
    *,
    left: Point,
    right: Point,
    turn: float = 0.0,
    tilt: float = 0.0,
    legs: str = "",
    behind: str = "",
) -> None:
    """Draw her with the middle of the head at ``at``; ``size`` is half the head's height.

    ``left`` and ``right`` are where the hands are (sheet units, as seen); ``turn`` from −1 (looks left) to 1;
    ``behind`` names the arm that is drawn behind the body; ``legs``: "stand", or nothing.
    """
    x, y = at
    with c.placed(x, y, size / 100):
        hands = {
            side: ((hand[0] - x) * 100 / size, (hand[1] - y) * 100 / size)
            for side, hand in (("left", left), ("right", right))
        }
        with c.placed(0, 60, 1, tilt), c.placed(0, -60):
            _hair_behind(c, look, dress, turn)
        if behind:
            _arm(c, look, dress, behind, hands[behind])
        if legs:
            _legs(c, look, dress)
        _torso(c, look, dress)
        with c.placed(0, 60, 1, tilt), c.placed(0, -60):
            _head(c, look, dress, turn)
        for side in ("left", "right"):
            if side != behind:
                _arm(c, look, dress, side, hands[side])


def _sleeve(look: Look, dress: Dress) -> Colour:
    return look.top if dress.outfit in ("vest", "overall", "apron") else dress.colour


def _arm(c: Canvas, look: Look, dress: Dress, side: str, hand: Point) -> None:
    sign = -1 if side == "left" else 1
    shoulder = (sign * 112.0, 188.0)
    elbow = _elbow(shoulder, hand, sign)
    sleeve = _sleeve(look, dress)
    shade = darker(sleeve, 0.10)
    wrist = (elbow[0] + (hand[0] - elbow[0]) * 0.86, elbow[1] + (hand[1] - elbow[1]) * 0.86)
    c.stroke([wrist, hand], [36, 38], look.skin)
    c.ellipse(hand[0], hand[1], 27, 26, look.skin)
    if dress.outfit in ("scrubs", "apron"):
        middle = ((shoulder[0] + elbow[0]) / 2, (shoulder[1] + elbow[1]) / 2)
        c.stroke([elbow, wrist], [46, 38], look.skin)
        c.stroke([middle, elbow], [58, 46], look.skin)
        c.stroke([shoulder, middle], [82, 72], shade)
    else:
        c.stroke([shoulder, elbow, wrist], [82, 66, 52], shade)
        c.stroke([(wrist[0], wrist[1])], [52], darker(sleeve, 0.2))
    c.ellipse(hand[0] + sign * -9, hand[1] - 13, 9, 15, mix(look.skin, "#b0603c", 0.12))


def _elbow(shoulder: Point, hand: Point, sign: int) -> Point:
    """Two bones of equal length; the elbow hangs outwards and down."""
    dx, dy = hand[0] - shoulder[0], hand[1] - shoulder[1]
    reach = math.hypot(dx, dy) or 1.0
    bone = max(112.0, reach / 1.88)
    out = math.sqrt(max(0.0, bone**2 - (reach / 2) ** 2))
    nx, ny = -dy / reach, dx / reach
    if ny * 1.0 + nx * sign * 0.6 < 0:
        nx, ny = -nx, -ny
    return shoulder[0] + dx / 2 + nx * out, shoulder[1] + dy / 2 + ny * out


def _legs(c: Canvas, look: Look, dress: Dress) -> None:
    cloth = look.trousers if dress.outfit != "overall" else dress.colour
    for sign in (-1, 1):
        c.stroke(
            [(sign * 52, 520), (sign * 58, 760), (sign * 62, 960)],
            [118, 92, 70],
            darker(cloth, 0.06 * (sign > 0)),
        )
        c.smooth(
            [
                (sign * 62 - 38, 960),
                (sign * 62 + 38, 960),
                (sign * 62 + 42 + sign * 14, 1012),
                (sign * 62 + sign * 20, 1024),
                (sign * 62 - 42 + sign * 14, 1012),
            ],
            "#3a3640",
        )


def _torso(c: Canvas, look: Look, dress: Dress) -> None:
    cloth = {"coat": dress.colour, "scrubs": dress.colour}.get(dress.outfit, _sleeve(look, dress))
    flare, hem = (152, 700) if dress.outfit == "coat" else (128, 560)
    body = [
        (-60, 142),
        (60, 142),
        (128, 172),
        (150, 236),
        (116, 380),
        (flare, hem),
        (-flare, hem),
        (-116, 380),
        (-150, 236),
        (-128, 172),
    ]
    c.smooth(body, cloth)
    c.smooth(
        [(30, 146), (128, 172), (150, 236), (116, 380), (flare, hem), (40, hem), (62, 360)],
        darker(cloth, 0.08),
    )
    skin_shade = mix(look.skin, "#b0603c", 0.3)
    c.stroke([(0, 70), (0, 158)], [66, 74], skin_shade)
    if dress.outfit == "coat":
        c.smooth([(-42, 150), (42, 150), (24, 300), (0, 372), (-24, 300)], look.top)
        c.smooth([(-36, 146), (36, 146), (0, 204)], skin_shade)
        for sign in (-1, 1):
            c.poly(
                [(sign * 30, 138), (sign * 74, 146), (sign * 70, 236), (sign * 8, 380)], darker(cloth, 0.05)
            )
            c.poly(
                [(sign * 74, 200), (sign * 84, 236), (sign * 50, 262), (sign * 58, 236)], darker(cloth, 0.09)
            )
        c.stroke([(0, 400), (0, hem - 6)], 3, darker(cloth, 0.2))
        c.rect(-100, 420, 62, 10, darker(cloth, 0.14), 4)
        c.rect(44, 420, 62, 10, darker(cloth, 0.18), 4)
        c.rect(56, 300, 40, 50, "#ffffff", 4)
        c.rect(62, 308, 28, 12, "#4f7cac", 2)
    elif dress.outfit == "vest":
        c.smooth([(-40, 150), (40, 150), (0, 206)], skin_shade)
        for sign in (-1, 1):
            c.smooth(
                [
                    (sign * 44, 142),
                    (sign * 104, 162),
                    (sign * 124, 250),
                    (sign * 112, 380),
                    (sign * 122, 540),
                    (sign * 6, 548),
                    (sign * 8, 260),
                ],
                darker(dress.colour, 0.06 * (sign > 0)),
            )
            c.poly([(sign * 6, 400), (sign * 114, 396), (sign * 116, 428), (sign * 6, 432)], "#f5f1d6")
            c.poly([(sign * 70, 152), (sign * 94, 158), (sign * 84, 396), (sign * 58, 398)], "#f5f1d6")
    elif dress.outfit in ("overall", "apron"):
        c.smooth([(-40, 150), (40, 150), (0, 200)], skin_shade)
        c.smooth([(-78, 270), (78, 270), (118, 420), (126, 556), (-126, 556), (-118, 420)], dress.colour)
        for sign in (-1, 1):
            c.stroke([(sign * 72, 290), (sign * 82, 160)], 24, dress.colour)
            c.ellipse(sign * 70, 292, 8, 8, lighter(dress.colour, 0.6))
        c.rect(-42, 330, 84, 66, darker(dress.colour, 0.12), 10)
    elif dress.outfit == "scrubs":
        c.poly([(-52, 140), (52, 140), (0, 240)], skin_shade)
        c.stroke([(-54, 142), (0, 240), (54, 142)], 10, darker(cloth, 0.14))
        c.rect(34, 290, 64, 62, darker(cloth, 0.08), 6)
    elif dress.outfit == "jacket":
        c.smooth([(-38, 150), (38, 150), (24, 330), (0, 400), (-24, 330)], "#f7f4ec")
        c.smooth([(-34, 146), (34, 146), (0, 200)], skin_shade)
        for sign in (-1, 1):
            c.poly(
                [(sign * 32, 136), (sign * 74, 146), (sign * 64, 250), (sign * 6, 390)], darker(cloth, 0.12)
            )
        c.ellipse(0, 430, 8, 8, darker(cloth, 0.35))
    else:
        c.smooth([(-46, 146), (46, 146), (0, 196)], skin_shade)
        for sign in (-1, 1):
            c.poly([(sign * 52, 134), (sign * 80, 156), (sign * 40, 214), (0, 196)], lighter(cloth, 0.2))


def _hair_behind(c: Canvas, look: Look, dress: Dress, turn: float) -> None:
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


def _head(c: Canvas, look: Look, dress: Dress, turn: float) -> None:
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

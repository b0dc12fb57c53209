"""A woman, drawn: head, body, arms that reach where the hands are, legs."""

from __future__ import annotations

import math

from jinguo.demo.media.canvas import Canvas, Colour, Point, darker, lighter, mix
from jinguo.demo.media.heads import hair_behind, head
from jinguo.demo.media.looks import Dress, Look

__all__ = ["Dress", "Look", "draw_woman"]


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
            hair_behind(c, look, dress, turn)
        if behind:
            _arm(c, look, dress, behind, hands[behind])
        if legs:
            _legs(c, look, dress)
        _torso(c, look, dress)
        with c.placed(0, 60, 1, tilt), c.placed(0, -60):
            head(c, look, dress, turn)
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

"""The words 演示 and DEMO, drawn, so that no font of the machine decides how the demo looks."""

from __future__ import annotations

from PIL import ImageFont

from jinguo.demo.media.canvas import Canvas, Colour, Point

_DEMONSTRATION: tuple[tuple[tuple[Point, ...], ...], ...] = (
    (
        ((11, 14), (21, 23)),
        ((5, 38), (15, 46)),
        ((5, 92), (14, 78), (22, 60)),
        ((61, 5), (64, 14)),
        ((34, 32), (34, 20), (92, 20), (88, 31)),
        ((44, 34), (82, 34)),
        ((42, 48), (82, 48), (82, 76), (42, 76), (42, 48)),
        ((42, 62), (82, 62)),
        ((62, 34), (62, 76)),
        ((53, 82), (36, 96)),
        ((71, 82), (90, 96)),
    ),
    (
        ((24, 18), (76, 18)),
        ((8, 42), (92, 42)),
        ((50, 42), (50, 92), (38, 86)),
        ((28, 57), (21, 70), (9, 82)),
        ((71, 57), (81, 69), (91, 82)),
    ),
)


def demonstration(c: Canvas, x: float, y: float, size: float, colour: Colour, weight: float = 9) -> None:
    """演示, with the top left corner at (x, y); each character is ``size`` units wide."""
    for index, character in enumerate(_DEMONSTRATION):
        with c.placed(x + index * size * 1.08, y, size / 100):
            for line in character:
                c.stroke(line, weight, colour)


def latin(c: Canvas, x: float, y: float, size: float, words: str, colour: Colour) -> None:
    """Latin words centred at (x, y), in the font that comes with Pillow. Not turned by ``placed``."""
    font = ImageFont.load_default(size * c.scale)
    c.pen.text((x * c.scale, y * c.scale), words, fill=colour, font=font, anchor="mm")

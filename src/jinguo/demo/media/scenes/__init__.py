"""Women at work: nine scenes, each with its own light and palette, and one ID photo."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from jinguo.demo.media.canvas import Canvas
from jinguo.demo.media.people import Look
from jinguo.demo.media.scenes.indoors import classroom, computer, factory, laboratory, portrait, ward
from jinguo.demo.media.scenes.outdoors import delivery, field, greenhouse, observatory

__all__ = ["SCENES", "Scene", "portrait"]

Scene = Callable[[Canvas, Random, Look], None]

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

"""The demo's files, drawn beforehand on all cores: photos of each nominee, and a few videos that many share."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor

from jinguo.demo import media


def photos_of(
    wanted: Iterable[tuple[int, str]], tell: Callable[[int, int], None]
) -> dict[tuple[int, str], bytes]:
    """Draw a photo for each (seed, scene)."""
    return _drawn(media.photo, sorted(set(wanted)), tell)


def videos_of(scenes: Iterable[str], tell: Callable[[int, int], None]) -> dict[str, bytes]:
    """Encode one video for each scene."""
    jobs = [
        (number, seconds, scene)
        for number, (seconds, scene) in enumerate(zip(_lengths(), scenes, strict=False))
    ]
    return {scene: clip for (_, _, scene), clip in _drawn(_video, jobs, tell).items()}


def _video(seed: int, seconds: float, scene: str) -> bytes:
    return media.video(seed, seconds, scene=scene)


def _lengths() -> Iterable[float]:
    return (12.0 + 2 * n for n in range(20))


def _drawn(
    draw: Callable[..., bytes], jobs: list[tuple], tell: Callable[[int, int], None]
) -> dict[tuple, bytes]:
    done: dict[tuple, bytes] = {}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 1, mp_context=context) as pool:
        for job, drawn in zip(jobs, pool.map(draw, *zip(*jobs, strict=True)), strict=True):
            done[job] = drawn
            tell(len(done), len(jobs))
    return done

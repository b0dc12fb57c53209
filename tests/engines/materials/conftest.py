"""Real files, made once by the demo's own media maker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jinguo import phrases
from jinguo.demo import media
from jinguo.engines.materials import MaterialReport, MaterialSpec, check_material

MAKERS: dict[str, Callable[[], bytes]] = {
    "photo.jpg": lambda: media.photo(1, "laboratory"),
    "small.jpg": lambda: media.small_photo(1),
    "png_as.jpg": lambda: media.png_as_jpg(1),
    "half.jpg": lambda: media.truncated_photo(1),
    "located.jpg": lambda: media.photo_with_location(1),
    "turned.jpg": lambda: media.photo_turned_by_exif(1),
    "id.jpg": lambda: media.id_photo(1),
    "bomb.png": lambda: media.bomb_png(),
    "page.jpg": lambda: media.page_as_jpg(),
    "video.mp4": lambda: media.video(1, 2, fps=5),
    "four_by_three.mp4": lambda: media.video(1, 2, 960, 720, fps=5),
    "limit.mp4": lambda: media.video(1, 90, 320, 180, fps=1),
    "over.mp4": lambda: media.video(1, 90.5, 320, 180, fps=2),
    "102s.mp4": lambda: media.video(1, 102, 320, 180, fps=1),
    "turned.mp4": lambda: media.turned_video(1, 1),
    "half.mp4": lambda: media.truncated_video(1, 2),
    "no_index.mp4": lambda: media.video_without_index(1, 2),
    "plain.docx": lambda: media.document(),
    "macro.docx": lambda: media.macro_document(),
    "bomb.docx": lambda: media.zip_bomb(),
    "scan.pdf": lambda: media.stamped_scan(1, "pdf", 3),
    "scan.jpg": lambda: media.stamped_scan(1, "jpg"),
}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A file of :data:`MAKERS` by its name."""
    folder = tmp_path_factory.mktemp("media")

    def make(name: str) -> Path:
        path = folder / name
        if not path.exists():
            path.write_bytes(MAKERS[name]())
        return path

    return make


@pytest.fixture(scope="session")
def checked(made: Callable[[str], Path]) -> Callable[..., MaterialReport]:
    """Check a made file (or any path) and see that every finding can be said in both languages."""

    def check(file: str | Path, filename: str | None = None, **demands: object) -> MaterialReport:
        path = made(file) if isinstance(file, str) else file
        report = check_material(path, MaterialSpec.model_validate(demands), filename=filename)
        for finding in report.findings:
            assert phrases.say(finding, "zh-Hans")
            assert phrases.say(finding, "en")
        return report

    return check


def codes(report: MaterialReport) -> list[str]:
    return [finding.code for finding in report.findings]


@pytest.fixture(scope="session", name="codes")
def _codes() -> Callable[[MaterialReport], list[str]]:
    return codes

"""What the media maker promises to those who use it."""

import io

import pytest
from PIL import Image

from jinguo.demo import media


@pytest.mark.parametrize("scene", sorted(media.SCENES))
def test_every_scene_gives_a_large_photo(scene):
    content = media.photo(5, scene)
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == (1600, 1200)
    assert len(content) > 1024 * 1024


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    assert media.photo(1, "ward", (160, 120)) == media.photo(1, "ward", (160, 120))
    assert media.photo(1, "ward", (160, 120)) != media.photo(2, "ward", (160, 120))
    assert media.stamped_scan(4) == media.stamped_scan(4)
    assert media.macro_document() == media.macro_document()
    assert media.zip_bomb(1) == media.zip_bomb(1)

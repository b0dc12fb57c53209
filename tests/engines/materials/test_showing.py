"""Pictures for pages carry nothing but the picture."""

import io

import pytest
from PIL import Image, ImageCms

from jinguo.demo import media
from jinguo.engines.materials import display_image, poster_frame, sniff
from jinguo.errors import Refused


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_shown_picture_has_no_place_no_camera_no_comment(made):
    with Image.open(made("located.jpg")) as stored:
        assert stored.getexif()
        assert stored.info["comment"]
    content = display_image(made("located.jpg"), 800)
    shown = opened(content)
    assert not shown.getexif()
    assert not {"comment", "exif", "icc_profile"} & shown.info.keys()
    assert b"DEMO camera" not in content
    assert shown.size == (800, 600)


def test_a_shown_picture_is_upright(made):
    upright, turned = display_image(made("photo.jpg"), 400), display_image(made("turned.jpg"), 400)
    assert opened(upright).size == opened(turned).size == (400, 300)
    straight = opened(media.photo(1, "ward")).resize((400, 300)).convert("L")
    difference = sum(
        abs(a - b) for a, b in zip(straight.tobytes(), opened(turned).convert("L").tobytes(), strict=True)
    )
    assert difference / (400 * 300) < 4


def test_the_same_file_gives_the_same_bytes(made):
    assert display_image(made("photo.jpg"), 640) == display_image(made("photo.jpg"), 640)


def test_transparency_becomes_white_and_small_pictures_stay_small(tmp_path):
    Image.new("RGBA", (40, 30), (255, 0, 0, 0)).save(tmp_path / "a.png")
    shown = opened(display_image(tmp_path / "a.png", 800))
    assert shown.size == (40, 30)
    assert shown.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_every_kind_of_png_can_be_shown(tmp_path, mode):
    Image.new(mode, (20, 20)).save(tmp_path / "a.png")
    assert opened(display_image(tmp_path / "a.png", 10)).mode == "RGB"


def test_a_colour_profile_is_turned_into_srgb(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (20, 20), (200, 40, 30)).save(tmp_path / "a.png", icc_profile=profile)
    Image.new("RGB", (20, 20), (200, 40, 30)).save(tmp_path / "b.png", icc_profile=b"nonsense")
    for name in ("a.png", "b.png"):
        pixel = opened(display_image(tmp_path / name, 20)).getpixel((9, 9))
        assert all(abs(a - b) <= 4 for a, b in zip(pixel, (200, 40, 30), strict=True))


@pytest.mark.parametrize("name", ["half.jpg", "bomb.png", "page.jpg", "video.mp4"])
def test_what_cannot_be_shown_is_refused_with_a_reason(made, name):
    with pytest.raises(Refused):
        display_image(made(name), 800)


def test_a_poster_is_turned_as_the_player_turns_it(made):
    assert opened(poster_frame(made("video.mp4"), 320)).size == (320, 180)
    poster = opened(poster_frame(made("turned.mp4"), 320))
    assert poster.size == (180, 320)
    # the yellow line runs along the lower edge of the upright picture
    red, green, blue = poster.getpixel((4, 318))
    assert red > 180 > blue
    assert green > 120


@pytest.mark.parametrize("name", ["half.mp4", "no_index.mp4", "photo.jpg"])
def test_a_poster_of_nothing_is_refused(made, name):
    with pytest.raises(Refused):
        poster_frame(made(name), 320)


def test_sniffing_names_the_format(made, tmp_path):
    assert sniff(made("png_as.jpg")).mime == "image/png"
    assert sniff(made("macro.docx")).suffix == "docx"
    (tmp_path / "a").write_bytes("推荐人员，逗号".encode("gb18030"))
    assert sniff(tmp_path / "a").suffix == "txt"

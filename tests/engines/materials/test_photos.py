"""Photos against the demands of a notice: jpg, 1024k以上像素, not an ID photo."""

import pytest

from jinguo import phrases

WORKING_PHOTO = {"kind": "photo", "formats": ("jpg",), "min_pixels": 1 << 20, "not_id_photo": True}


def test_a_good_photo_has_no_findings(checked):
    report = checked("photo.jpg", **WORKING_PHOTO)
    assert report.ok
    assert not report.findings
    assert {key: report.facts[key] for key in ("width", "height", "pixels", "format", "rotation")} == {
        "width": 1600, "height": 1200, "pixels": 1_920_000, "format": "jpg", "rotation": 0,
    }  # fmt: skip


def test_a_png_renamed_jpg_is_told_to_convert_not_to_rename(checked, codes):
    report = checked("png_as.jpg", **WORKING_PHOTO)
    assert codes(report) == ["file_misnamed"]
    assert not report.ok
    assert report.findings[0].params["found"] == "PNG"
    assert "内容其实是 PNG" in phrases.say(report.findings[0])


def test_a_png_named_jpg_where_both_are_taken_is_only_warned_of(checked, codes):
    report = checked("png_as.jpg", kind="photo")
    assert report.ok
    assert codes(report) == ["file_suffix_differs"]


def test_the_name_the_person_gave_is_the_one_that_counts(checked, codes):
    assert codes(checked("png_as.jpg", filename="工作照.png", **WORKING_PHOTO)) == ["format_not_accepted"]


def test_a_photo_cut_in_half_is_damaged(checked, codes):
    assert codes(checked("half.jpg", **WORKING_PHOTO)) == ["picture_damaged"]


def test_a_photo_without_even_a_header_is_unreadable(checked, codes, made, tmp_path):
    (tmp_path / "a.jpg").write_bytes(made("photo.jpg").read_bytes()[:60])
    assert codes(checked(tmp_path / "a.jpg", **WORKING_PHOTO)) == ["picture_unreadable"]


def test_an_empty_file_is_said_to_be_empty(checked, codes, tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"")
    assert codes(checked(tmp_path / "a.jpg", **WORKING_PHOTO)) == ["file_empty"]


def test_too_few_pixels(checked, codes):
    report = checked("small.jpg", **WORKING_PHOTO)
    assert codes(report) == ["too_few_pixels"]
    assert report.findings[0].params["demanded"] == 1_048_576
    assert report.findings[0].params["found"] == 480 * 360


def test_both_readings_of_1024k_can_be_asked_for(checked, codes):
    both = {"min_bytes": 1 << 20, "min_bytes_is_warning": True}
    assert codes(checked("small.jpg", kind="photo", min_bytes=1 << 20)) == ["file_too_small"]
    report = checked("small.jpg", kind="photo", min_pixels=100_000, **both)
    assert codes(report) == ["file_rather_small"]
    assert report.ok


def test_a_file_over_the_limit(checked, codes):
    assert codes(checked("photo.jpg", kind="photo", max_bytes=1000)) == ["file_too_large"]


def test_a_decompression_bomb_is_refused_by_its_header(checked, codes):
    report = checked("bomb.png", kind="photo")
    assert codes(report) == ["picture_too_many_pixels"]
    assert report.findings[0].params["found"] == 900_000_000


def test_exif_orientation_is_followed(checked, codes):
    report = checked("turned.jpg", kind="photo", orientation="landscape", min_width=1600)
    assert not report.findings
    assert report.facts["rotation"] == 90
    assert codes(checked("turned.jpg", kind="photo", orientation="portrait")) == ["orientation_differs"]


def test_the_place_in_a_photo_is_told_but_does_no_harm(checked, codes):
    report = checked("located.jpg", **WORKING_PHOTO)
    assert report.ok
    assert report.facts["has_location"]
    assert codes(report) == ["picture_has_location"]


def test_an_id_photo_is_warned_of_and_a_working_photo_is_not(checked, codes):
    report = checked("id.jpg", **WORKING_PHOTO)
    assert report.ok
    assert codes(report) == ["picture_looks_like_id_photo"]
    assert not checked("id.jpg", kind="photo").findings


def test_a_web_page_named_jpg_is_refused(checked, codes):
    assert codes(checked("page.jpg", **WORKING_PHOTO)) == ["web_page_disguised"]


@pytest.mark.parametrize(
    ("demand", "code"),
    [
        ({"min_width": 1601}, "width_too_small"),
        ({"min_height": 1201}, "height_too_small"),
        ({"min_width": 1920, "min_height": 1080}, "resolution_too_low"),
        ({"aspect": "16:9"}, "aspect_differs"),
        ({"orientation": "square"}, "orientation_differs"),
    ],
)
def test_sides_and_shape(checked, codes, demand, code):
    assert codes(checked("photo.jpg", kind="photo", **demand)) == [code]


def test_a_phones_heic_is_told_to_become_jpg(checked, codes, tmp_path):
    (tmp_path / "IMG_1.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100))
    report = checked(tmp_path / "IMG_1.heic", **WORKING_PHOTO)
    assert codes(report) == ["format_cannot_be_checked"]
    assert report.findings[0].params["demanded"] == ["JPG"]

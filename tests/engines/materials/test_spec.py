"""A spec says what a call demands."""

import pytest
from pydantic import ValidationError

from jinguo.engines.materials import MaterialSpec, check_count


def test_a_spec_reads_from_toml(tmp_path):
    (tmp_path / "spec.toml").write_text(
        'kind = "video"\nformats = ["MP4"]\nmax_duration_s = 90\naspect = "16:9"\nmin_width = 1280\n', "utf-8"
    )
    spec = MaterialSpec.from_toml(tmp_path / "spec.toml")
    assert (spec.kind, spec.formats, spec.max_duration_s, spec.ratio) == ("video", ("mp4",), 90, 16 / 9)


def test_a_spec_goes_through_json_and_back():
    spec = MaterialSpec(kind="photo", label="工作照", formats=("jpg",), min_pixels=1 << 20, max_count=3)
    assert MaterialSpec.model_validate_json(spec.model_dump_json()) == spec


def test_the_json_schema_names_every_demand():
    properties = MaterialSpec.model_json_schema()["properties"]
    assert {"kind", "formats", "min_pixels", "max_duration_s", "aspect", "max_pages"} <= properties.keys()


def test_format_names_become_one():
    assert MaterialSpec(kind="photo", formats=[".JPEG", "jpg", "PNG"]).formats == ("jpg", "png")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "song"},
        {"kind": "photo", "min_pixel": 1},
        {"kind": "photo", "aspect": "16/9"},
        {"kind": "photo", "min_count": 3, "max_count": 2},
        {"kind": "photo", "min_bytes": 10, "max_bytes": 9},
        {"kind": "video", "max_duration_s": 0},
    ],
)
def test_a_spec_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        MaterialSpec.model_validate(wrong)


@pytest.mark.parametrize(
    ("n", "code"),
    [(0, "material_missing"), (1, "too_few_files"), (2, None), (3, None), (4, "too_many_files")],
)
def test_two_or_three_photos(n, code):
    verdict = check_count(n, MaterialSpec(kind="photo", min_count=2, max_count=3))
    assert [reason.code for reason in verdict.reasons] == ([code] if code else [])
    assert verdict.ok == (code is None)


def test_what_is_not_required_may_be_absent():
    assert check_count(0, MaterialSpec(kind="video", required=False)).ok

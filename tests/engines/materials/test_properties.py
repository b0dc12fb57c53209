"""Whatever arrives, a report comes back, and it can be said."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinguo import phrases
from jinguo.demo import media
from jinguo.engines.materials import MaterialSpec, check_count, check_material

# Pillow warns of broken EXIF and then goes on without it, which is what we want
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL.*")

HEADS = (
    b"",
    b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    b"\0\0\0\x18ftypisom\0\0\0\0",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"RIFF",
    b"<html>",
    b"BM",
    b"II*\0",
    b"Rar!\x1a\x07",
    b"GIF89a",
)
SPECS = st.builds(
    MaterialSpec,
    kind=st.sampled_from(["photo", "video", "document"]),
    formats=st.sampled_from([(), ("jpg",), ("pdf", "doc")]),
    min_pixels=st.none() | st.integers(1, 10**9),
    max_bytes=st.none() | st.integers(1, 1000),
    aspect=st.none() | st.just("16:9"),
    max_duration_s=st.none() | st.floats(0.1, 1000),
    not_id_photo=st.booleans(),
)
NAMES = st.text(max_size=12) | st.sampled_from(
    ["a.jpg", "b.PDF", "c.docx", "视频.mp4", "d.tar.gz", "无后缀", "."]
)
UNHURRIED = settings(deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))


def check_bytes(content: bytes, spec: MaterialSpec, name: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "file")
        path.write_bytes(content)
        report = check_material(path, spec, filename=name)
    for finding in report.findings:
        assert phrases.say(finding, "zh-Hans")
        assert phrases.say(finding, "en")
    assert report.ok == (not any(finding.severity == "error" for finding in report.findings))


@UNHURRIED
@given(head=st.sampled_from(HEADS), rest=st.binary(max_size=400), spec=SPECS, name=NAMES)
def test_random_bytes_never_break_the_check(head, rest, spec, name):
    check_bytes(head + rest, spec, name)


@cache
def small_files() -> list[bytes]:
    return [
        media.photo(1, "field", (64, 48)),
        media.photo_with_location(1)[:9000],
        media.video(1, 1, 64, 36, 4),
        media.document(),
        media.macro_document(),
        media.stamped_scan(1)[-6000:],
    ]


SHARES = st.integers(0, 9_999)


@UNHURRIED
@given(
    which=st.integers(0, 5),
    changes=st.lists(st.tuples(SHARES, st.integers(0, 255)), max_size=12),
    kept=SHARES,
    spec=SPECS,
)
def test_real_files_with_bytes_changed_and_cut_never_break_the_check(which, changes, kept, spec):
    content = bytearray(small_files()[which])
    for at, value in changes:
        content[len(content) * at // 10_000] = value
    check_bytes(bytes(content[: 1 + len(content) * kept // 10_000]), spec, "a.jpg")


@given(
    n=st.integers(0, 50), least=st.integers(0, 9), most=st.none() | st.integers(9, 20), required=st.booleans()
)
def test_counts_are_good_exactly_inside_the_bounds(n, least, most, required):
    spec = MaterialSpec(kind="photo", min_count=least, max_count=most, required=required)
    inside = least <= n <= (most or 50)
    assert check_count(n, spec).ok == (inside or (n == 0 and not required))

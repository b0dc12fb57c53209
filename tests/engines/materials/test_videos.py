"""Videos against the demands of a notice: MP4, at most 1.5 minutes, HD, 16:9 landscape."""

import io
import shutil
import tracemalloc

import av
import pytest

from jinguo import phrases

HD = {"kind": "video", "max_duration_s": 90, "aspect": "16:9", "min_width": 1280, "min_height": 720}
SHORT = {"kind": "video", "max_duration_s": 90, "aspect": "16:9"}


def test_a_good_video_has_no_findings(checked):
    report = checked("video.mp4", **HD)
    assert not report.findings
    assert report.facts["duration_s"] == 2.0
    assert (report.facts["width"], report.facts["height"], report.facts["codec"]) == (1280, 720, "h264")


def test_ninety_seconds_are_ninety_seconds(checked):
    report = checked("limit.mp4", **SHORT)
    assert report.facts["duration_s"] == 90.0
    assert not report.findings


def test_half_a_second_over_the_limit_is_refused_and_told(checked, codes):
    report = checked("over.mp4", **SHORT)
    assert codes(report) == ["video_too_long"]
    assert "1 分 30.5 秒，要求不超过 1 分 30 秒" in phrases.say(report.findings[0])


def test_a_sliver_over_the_limit_is_never_told_as_the_limit_itself(checked):
    report = checked("limit.mp4", kind="video", max_duration_s=89.98)
    assert report.findings[0].params["found"] == 90.0
    report = checked("over.mp4", kind="video", max_duration_s=90.46)
    assert report.findings[0].params["found"] == 90.5


def test_1_min_42_s_is_told_as_people_say_it(checked):
    report = checked("102s.mp4", **SHORT)
    assert phrases.say(report.findings[0]).startswith("视频长 1 分 42 秒，要求不超过 1 分 30 秒")


def test_four_by_three_is_not_sixteen_by_nine(checked, codes):
    report = checked("four_by_three.mp4", **SHORT)
    assert codes(report) == ["aspect_differs"]
    assert report.findings[0].params["found"] == "4:3"


@pytest.mark.parametrize(("tolerance", "good"), [(0.01, False), (0.3, True)])
def test_the_tolerance_of_the_ratio_is_a_setting(checked, tolerance, good):
    assert checked("four_by_three.mp4", kind="video", aspect="16:9", aspect_tolerance=tolerance).ok is good


def test_a_phones_upright_video_stored_lying_down_is_upright(checked, codes):
    report = checked("turned.mp4", **HD)
    assert (report.facts["width"], report.facts["height"]) == (1080, 1920)
    assert codes(report) == ["orientation_differs"]
    assert checked("turned.mp4", kind="video", aspect="9:16").ok


def test_a_video_cut_in_the_middle(checked, codes):
    report = checked("half.mp4", **HD)
    assert codes(report) == ["video_truncated"]
    assert report.findings[0].params["found"] < report.findings[0].params["demanded"]


def test_a_video_without_index(checked, codes):
    assert codes(checked("no_index.mp4", **HD)) == ["video_without_index"]


def test_a_video_whose_pictures_are_garbage(checked, codes, made, tmp_path):
    content = bytearray(made("video.mp4").read_bytes())
    start, end = content.index(b"mdat") + 4, content.index(b"moov") - 4
    content[start:end] = bytes(end - start)
    (tmp_path / "a.mp4").write_bytes(content)
    assert codes(checked(tmp_path / "a.mp4", **HD)) == ["video_unreadable"]


def test_sound_alone_is_no_video(checked, codes, tmp_path):
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=44100)
        for number in range(10):
            frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            frame.sample_rate, frame.pts = 44100, number * 1024
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    (tmp_path / "a.mp4").write_bytes(out.getvalue())
    assert codes(checked(tmp_path / "a.mp4", **HD)) == ["video_without_picture"]


def test_an_unusual_codec_is_warned_of(checked, codes, tmp_path):
    with av.open(str(tmp_path / "a.mp4"), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame(320, 180, "yuv420p")))
        container.mux(stream.encode())
    report = checked(tmp_path / "a.mp4", **SHORT)
    assert report.ok
    assert codes(report) == ["video_codec_unusual"]


def test_other_containers_are_told_to_become_mp4(checked, codes, tmp_path, made):
    (tmp_path / "a.avi").write_bytes(b"RIFF\0\0\0\0AVI LIST" + bytes(100))
    assert codes(checked(tmp_path / "a.avi", **HD)) == ["format_cannot_be_checked"]
    shutil.copy(made("photo.jpg"), tmp_path / "b.mp4")
    assert codes(checked(tmp_path / "b.mp4", kind="video"))[0] == "file_misnamed"


def test_memory_stays_flat_however_large_the_video_is(checked, made, tmp_path):
    large = tmp_path / "large.mp4"
    shutil.copy(made("video.mp4"), large)
    with large.open("r+b") as file:  # a free box of 3 GiB, sparse
        end = file.seek(0, io.SEEK_END)
        file.write((1).to_bytes(4, "big") + b"free" + (3 << 30).to_bytes(8, "big"))
        file.truncate(end + (3 << 30))
    tracemalloc.start()
    try:
        report = checked(large, **HD)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert report.ok
    assert peak < 8 << 20

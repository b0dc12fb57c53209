"""How many, how long, how large, how fine: bounds in their variants."""

import pytest

from jinguo.engines.notices.layout.text import Flow
from jinguo.engines.notices.papers.bounds import bounds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("事迹材料不超过2千字", {"max_chars": 2000}),
        ("3000字（含）以内", {"max_chars": 3000}),
        ("不少于800字", {"min_chars": 800}),
        ("字数在1000-1500之间", {"min_chars": 1000, "max_chars": 1500}),
        ("800字至1000字", {"min_chars": 800, "max_chars": 1000}),
        ("100字的简介和3000字的事迹", {"chars": [100, 3000]}),
        ("时长3—5min", {"min_duration_s": 180, "max_duration_s": 300}),
        ("5到8分钟", {"min_duration_s": 300, "max_duration_s": 480}),
        ("时长：≤5分钟", {"max_duration_s": 300}),
        ("3分钟的视频", {"approx_duration_s": 180}),
        ("时长为5-8分钟，片头不超过5秒", {"min_duration_s": 300, "max_duration_s": 480}),
        ("码流4Mbps，3分钟内", {"max_duration_s": 180}),
        ("≥2M", {"min_size_bytes": 2097152}),
        ("大小在2M-5M之间", {"min_size_bytes": 2097152, "max_size_bytes": 5242880}),
        ("不低于300像素/英寸", {"min_dpi": 300}),
        ("照片不少于3张", {"min_count": 3}),
        ("照片3幅", {"min_count": 3, "max_count": 3}),
        ("实物作品1-3件", {"min_count": 1, "max_count": 3}),
        ("正本1份，副本5份", {"copies": 6}),
        ("一式三（3）份", {"copies": 3}),
        ("（3份）", {"copies": 3}),
    ],
)
def test_bounds(text: str, expected: dict[str, object]) -> None:
    told = bounds(Flow.of(text, 0).s)
    assert {key: value for key, value in told.items() if value} == expected

"""Whatever is done to a text, the reader gives a draft: cuts, joined lines, half width, tabs, doubled parts; and every span stands in the text."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinguo.engines.notices import read

CALL = (
    "关于推荐第三届云州市女科技之星的通知\n各区妇联、科协，市属各学会：\n为表彰先进，现将有关事项通知如下：\n一、推荐名额\n各区妇联推荐2名，其中一线人员不少于1名；"
    "名额按1∶1.5的比例差额产生。\n二、推荐条件\n（一）热爱祖国，遵纪守法。\n（二）45周岁以下（含45周岁，1979年1月1日及以后出生）的女性公民；\n（三）符合下列条件之一的，年龄可适当放宽：\n"
    "1.国家奖获得者；\n2.援外两年以上的人员。\n三、报送材料\n1.《推荐表》一式3份；\n2.事迹材料2份（2000字以内）；\n3.视频1部（MP4格式，不超过3分钟，300M以内）。\n"
    "请于2024年5月20日下午5点前报送。联系人：于静　电话：010-88001234\n附件：1.推荐表\n2.汇总表\n云州市妇女联合会\n2024年3月8日\n名额分配表\n单位\t名额\n东区\t8\n西区\t9\n"
)
POLICY = (
    "云州市妇联等三部门关于印发《云州市巾帼行动方案》的通知\n云妇发〔2024〕5号\n各区妇联：\n现印发给你们。\n云州市妇女联合会\n2024年1月5日\n云州市巾帼行动方案\n一、现实基础\n人才总量达到12万人。\n二、重点任务\n"
    "（一）壮大队伍。到2026年培养300名，女性比例达到三分之一。（牵头单位：市妇联；配合单位：市科协、市教育局）\n（二）搭建平台。每年举办交流不少于10场。（市科协负责）\n"
)
_MARKS = str.maketrans("（），。：；“”、", '(),.:;"",')


def _holds(text: str) -> None:
    draft = read(text)
    for begin, end, sure in draft.spans.values():
        assert 0 <= begin <= end <= len(text)
        assert 0 <= sure <= 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([CALL, POLICY]), st.data())
def test_cut_joined_and_doubled_texts_are_read(text: str, data: st.DataObject) -> None:
    size = len(text)
    begin, end = sorted((data.draw(st.integers(0, size)), data.draw(st.integers(0, size))))
    changed = text[begin:end] if data.draw(st.booleans()) else text[:begin] + text[end:]
    if data.draw(st.booleans()):
        changed = changed.translate(_MARKS)
    breaks = data.draw(st.sampled_from(["\n", "", "\t", "\n\n", " ", "\r\n", "\u3000", "\x0c"]))
    _holds(changed.replace("\n", breaks) + data.draw(st.sampled_from(["", text[:200], "\t", "附件："])))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [*CALL.splitlines(), *POLICY.splitlines(), "一、", "（", "》", "1.", "\t", "：", "名额"]
        ),
        max_size=30,
    )
)
def test_lines_in_any_order_are_read(lines: list[str]) -> None:
    _holds("\n".join(lines))


@pytest.mark.parametrize(
    "part", ["推荐1名、", "（含", "《推荐表》", "年满", "一、", "，", "1.5", "放宽", "各区、县（市）"]
)
def test_long_runs_of_one_thing_take_no_long_time(part: str) -> None:
    began = time.process_time()
    read("关于推荐的通知\n各区妇联：\n一、推荐条件\n" + part * (5000 // len(part)))
    assert time.process_time() - began < 2


def test_a_list_without_end_is_read_in_time() -> None:
    head = "关于推荐先进的通知\n各单位：\n一、申报材料\n请报送以下材料："
    began = time.process_time()
    read(head + "推荐表、" * 3000 + "\n请于2024年3月1日前报送。")
    assert time.process_time() - began < 3

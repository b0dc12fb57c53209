"""Papers in whole notices: what is asked for in passing, shared numbers, and what is named and not asked for."""

import pytest

from jinguo.engines.notices import read

NOTICE = """关于开展云州市某项推荐评选活动的通知
各有关单位：
为做好推荐工作，现将有关事项通知如下：
一、评选范围
全市科技工作者。
二、{heading}
{text}
三、联系人
王某，电话：0571-12345678。
云州市科学技术协会
2023年4月20日
"""
KEYS = (
    "copies",
    "min_count",
    "max_count",
    "max_chars",
    "chars",
    "max_duration_s",
    "min_size_bytes",
    "max_size_bytes",
)


def _materials(heading: str, text: str) -> list[tuple[str, dict[str, object]]]:
    found = read(NOTICE.format(heading=heading, text=text)).document["materials"]
    return [(m["name"], {k: m[k] for k in KEYS if m.get(k)}) for m in found]


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("推荐程序", "经公示无异议后，填写推荐审批表，加盖公章，于6月1日前报送。", [("推荐审批表", {})]),
        ("推荐材料", "推荐表、事迹材料一式三份。", [("推荐表", {"copies": 3}), ("事迹材料", {"copies": 3})]),
        (
            "推荐材料",
            "推荐人选的工作照、生活照各1张，要求JPG格式，每张大小不低于1M。",
            [
                ("推荐人选的工作照", {"min_count": 1, "max_count": 1, "min_size_bytes": 1048576}),
                ("生活照", {"min_count": 1, "max_count": 1, "min_size_bytes": 1048576}),
            ],
        ),
        ("作品要求", "每件作品须附作品简介，不超过200字。", [("作品简介", {"max_chars": 200})]),
        ("作品要求", "课件须有封面，注明姓名、单位，文件大小不超过50M。", [("课件", {"max_size_bytes": 52428800})]),
        (
            "工作要求",
            "各单位请于9月10日前将活动方案、总结及照片（3-5张）报送组委会办公室。",
            [("活动方案", {}), ("总结", {}), ("照片", {"min_count": 3, "max_count": 5})],
        ),
        (
            "上报材料",
            "先进事迹材料：以第三人称撰写，题目自拟，1200字以内，电子版和纸质版（加盖公章）各一份。",
            [("先进事迹材料", {"copies": 1, "max_chars": 1200})],
        ),
        ("材料要求", "所有申报材料一式两份，按顺序装订成册。", [("申报材料", {"copies": 2})]),
        (
            "材料要求",
            "申报人须提交：\n1.申报书；\n2.论文全文；\n以上申报材料均一式四份。",
            [("申报书", {"copies": 4}), ("论文全文", {"copies": 4})],
        ),
        (
            "报送要求",
            "请将审批表（一式4份）、事迹材料（2000字和500字各一份）报送市妇联，另附2寸免冠照片4张。",
            [("审批表", {"copies": 4}), ("事迹材料", {"copies": 1, "chars": [2000, 500]}), ("2寸免冠照片", {"min_count": 4, "max_count": 4})],
        ),
        (
            "报送要求",
            "请填写《标兵推荐表》及《人选汇总表》，于6月1日前将纸质表（加盖公章）一式两份报市妇联。",
            [("标兵推荐表", {"copies": 2}), ("人选汇总表", {"copies": 2})],
        ),
        (
            "报送材料",
            "1.家庭照片3张（全家福1张、生活照2张），JPG格式，1M以上；\n2.家庭格言（20字以内）。",
            [("家庭照片", {"min_count": 3, "max_count": 3, "min_size_bytes": 1048576}), ("家庭格言", {"max_chars": 20})],
        ),
        ("工作要求", "请务必于12月27日前将推荐的人选及事迹材料上报市妇联。", [("事迹材料", {})]),
        (
            "征文要求",
            "1.题目自拟，字数2000字以内。\n2.纸质稿件一式三份寄至市科协。",
            [("作品", {"copies": 3, "max_chars": 2000})],
        ),
        ("申报条件", "获得市级以上先进称号（须提供证书复印件）。", [("证书复印件", {})]),
    ],
)  # fmt: skip
def test_what_is_asked_for(heading: str, text: str, expected: list[tuple[str, dict[str, object]]]) -> None:
    assert _materials(heading, text) == expected


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("有关要求", "各单位要高度重视，严格按照《评选办法》组织推荐，确保质量。"),
        ("有关要求", "评审结果将在《云州日报》公示7天，并颁发荣誉证书。"),
        ("选派程序", "入选者与学校签订协议书，服务期满提交工作总结1份。"),
        ("材料要求", "1.参评论文应为自然科学论文。"),
        ("申报办法", "每个申报单位报送参评论文一般不超过10篇。"),
        ("申报材料", "1.微课：是指教师围绕单一主题，使用PPT等录制的视频资源。"),
        ("推荐要求", "为保证真实，所有荣誉须提供相关佐证材料。"),
    ],
)
def test_what_is_named_and_not_asked_for(heading: str, text: str) -> None:
    assert _materials(heading, text) == []


def test_what_a_project_hands_in_at_its_end_is_marked() -> None:
    text = NOTICE.format(heading="结题验收", text="项目期限一年，结束时须提交研究报告1份。")
    assert [(m["name"], m["stage"]) for m in read(text).document["materials"]] == [("研究报告", "acceptance")]

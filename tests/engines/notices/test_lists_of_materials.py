"""Materials that a sentence or a list of lines asks for one after the other: what belongs to which."""

import pytest

from jinguo.engines.notices import read
from jinguo.engines.notices.layout.text import Flow
from jinguo.engines.notices.papers.handed import handed_in
from jinguo.engines.notices.papers.listed import listed

Told = list[tuple[str, dict[str, object]]]


def _told(text: str) -> Told:
    keys = ("copies", "min_count", "max_count", "chars", "max_chars", "max_duration_s", "max_size_bytes")
    return [
        (str(one.data["name"]), {k: one.data[k] for k in keys if one.data.get(k) is not None})
        for one in listed(Flow.of(text, 0), True)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "推荐材料包括推荐表、汇总表（各一式4份），身份证复印件1份及工作照片3张。",
            [
                ("推荐表", {"copies": 4}),
                ("汇总表", {"copies": 4}),
                ("身份证复印件", {"copies": 1}),
                ("工作照片", {"min_count": 3, "max_count": 3}),
            ],
        ),
        (
            "请报送《红旗手推荐表》《红旗集体推荐表》（一式两份）和1200字左右的事迹材料。",
            [
                ("红旗手推荐表", {"copies": 2}),
                ("红旗集体推荐表", {"copies": 2}),
                ("事迹材料", {"chars": 1200}),
            ],
        ),
        (
            "需提交申请书（一式5份）、学历证书、职称证书复印件1份，论文原件。",
            [("申请书", {"copies": 5}), ("学历证书、职称证书复印件", {"copies": 1}), ("论文原件", {})],
        ),
        (
            "作品可以是视频（5分钟以内，不超过300M）；图文作品（不超过4000字）。",
            [
                ("视频", {"max_duration_s": 300, "max_size_bytes": 300 * 1024**2}),
                ("图文作品", {"max_chars": 4000}),
            ],
        ),
        (
            "将推荐材料（推荐表、事迹材料）一式三份报送。",
            [("推荐表", {"copies": 3}), ("事迹材料", {"copies": 3})],
        ),
        (
            "需上传：①申请表（签字扫描件）；②个人简历；③代表性论文（不超过5篇）全文。",
            [("申请表", {}), ("个人简历", {}), ("代表性论文", {"max_count": 5})],
        ),
        (
            "提交登记表和个人简介（500字以内），以上材料一式三份。",
            [("登记表", {"copies": 3}), ("个人简介", {"copies": 3, "max_chars": 500})],
        ),
    ],
)
def test_what_is_said_belongs_to_the_thing_before_it_or_to_all(text: str, expected: Told) -> None:
    assert _told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "申报材料要真实准确，不得涉及国家秘密。",
        "评选条件参照《教学名师评选办法》和《教学名师评价指标体系》。",
        "由学校组织考核，确定人选，组织材料，公示无异议后上报。",
        "附件材料应能说明成果，如立项证明、验收证明等。",
    ],
)
def test_rules_and_words_for_the_whole_are_nothing_to_hand_in(text: str) -> None:
    assert _told(text) == []


def test_a_list_ends_where_a_higher_number_begins() -> None:
    text = (
        "关于推荐优秀教师的通知\n各学院：\n一、推荐条件\n热爱教育。\n二、推荐办法\n1.请将以下材料报送教务处，电子版发送至邮箱：a@b.cn\n"
        "（1）候选人汇总表（见附件2）；\n（2）候选人推荐表一式四份。\n2.学校组织专家评审，确定表彰名单和推荐名单。"
    )
    names = [m["name"] for m in read(text).document["materials"]]
    assert names == ["候选人汇总表", "候选人推荐表"]


def test_works_of_words_say_how_long_they_are() -> None:
    text = "应征作品以乡村为主题，体裁不限，篇幅一般不超过2500字。"
    assert [one.data["max_chars"] for one in handed_in(Flow.of(text, 0), True)] == [2500]


def test_a_page_on_one_line_is_read_item_by_item() -> None:
    filler = "推荐对象要有突出事迹，确保先进性、典型性和代表性，好中选优，宁缺毋滥。" * 8
    text = (
        f"一、推荐要求 （一）坚持标准。{filler} （二）报送材料。填写《先进集体推荐表》。其中先进集体事迹材料控制在1800字左右。 "
        "二、其他事项 （一）名单将在网站公示一周。 （二）请于2022年3月15日前报送。 联系人：王芳，联系电话：010-66001122"
    )
    document = read(text).document
    assert [s["number"] for s in document["sections"] if s["level"] == 1] == ["一", "二"]
    assert [m.get("chars") for m in document["materials"]] == [None, 1800]
    assert [e["type"] for e in document["eligibility"]] == ["publicity"]
    assert [d["date"] for d in document["deadlines"]] == ["2022-03-15"]


def test_one_film_described_from_several_sides_is_one_material() -> None:
    text = "微课作品以视频格式报送，MP4格式，视频时长6-9分钟，文件小于300M。"
    [one] = handed_in(Flow.of(text, 0), True)
    assert (one.data["min_duration_s"], one.data["max_duration_s"]) == (360, 540)
    assert one.data["max_size_bytes"] == 300 * 1024**2


def test_kinds_of_works_have_their_bounds_behind_their_names() -> None:
    text = (
        "科普作品征集启事\n一、征集时间\n即日起至2024年5月1日。\n二、作品类别及要求\n视频类：紧贴主题，MP4格式，时长不超过4分钟。\n"
        "图片类：海报、手册等，JPG格式，不小于2M。\n文字类：科普文章，字数在1600字以内。\n三、报送方式\n发送至邮箱a@b.cn。"
    )
    document = read(text).document
    assert [c["name"] for c in document["categories"]] == ["视频类", "图片类", "文字类"]
    assert [(m["kind"], m.get("max_chars")) for m in document["materials"]] == [
        ("video", None),
        ("photo", None),
        ("text", 1600),
    ]


def test_a_table_of_papers_with_their_copies() -> None:
    text = (
        "关于科普基地申报的通知\n各单位：\n一、申报材料\n序号\t材料名称\t份数\t要求\n1\t认定申请书\t4\t签字盖章\n2\t工作情况报告\t3\t纸质\n"
        "二、申报时间\n请于2024年5月1日前报送。"
    )
    found = [(m["name"], m["copies"], m["stamped"]) for m in read(text).document["materials"]]
    assert found == [("认定申请书", 4, True), ("工作情况报告", 3, None)]


def test_where_the_papers_are_sent_is_no_part_of_the_last_of_them() -> None:
    text = "请将报名表、商业计划书（PDF格式）、路演视频（3分钟以内）打包发送至邮箱。"
    assert [name for name, _ in _told(text)] == ["报名表", "商业计划书", "路演视频"]

"""What one can be nominated for: classes that a sentence names, lists below a heading, honours of a title."""

import pytest

from jinguo.engines.notices import read
from jinguo.engines.notices.calls.classes import classes_in
from jinguo.engines.notices.layout.text import Flow


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("推荐对象共分“敬业奉献、创新创业、孝老爱亲”3个类别。", ["敬业奉献", "创新创业", "孝老爱亲"]),
        ("比赛分职业组（面向在职教师）和学生组（面向在校学生）两类。", ["职业组", "学生组"]),
        (
            "参赛项目包括常规赛和专项赛两个类型，设小学组、初中组2个组别。",
            ["常规赛", "专项赛", "小学组", "初中组"],
        ),
        ("奖项共有两个类别，即女性创新奖和女性团队奖。", ["女性创新奖", "女性团队奖"]),
        ("课题分为重点课题和一般课题。", ["重点课题", "一般课题"]),
        ("课题类别：重点课题、一般课题、青年课题。", ["重点课题", "一般课题", "青年课题"]),
        ("活动设置个人奖和集体奖。", ["个人奖", "集体奖"]),
    ],
)
def test_names_that_are_as_many_as_a_sentence_says(text: str, names: list[str]) -> None:
    assert [name.s for name in classes_in(Flow.of(text, 0))] == names


@pytest.mark.parametrize(
    "text",
    [
        "推荐分为组织推荐和个人自荐两种方式。",
        "论文奖设一、二、三等奖三个奖项。",
        "评选分为初评、复评和终评三个阶段。",
        "大赛设金奖、银奖、铜奖三类。",
    ],
)
def test_ways_stages_and_steps_of_an_award_are_no_classes(text: str) -> None:
    assert classes_in(Flow.of(text, 0)) == []


def _categories(text: str) -> list[str]:
    return [c["name"] for c in read(text).document["categories"]]


def test_the_smallest_that_a_list_names_are_the_categories() -> None:
    text = (
        "关于开展评优工作的通知\n各单位：\n一、评选项目\n（一）先进集体\n1.红旗班组\n2.文明窗口\n（二）先进个人\n1.巾帼之星\n"
        "2.十佳青年（10名）\n二、评选要求\n（一）严格标准\n（二）逐级推荐\n请于2024年3月1日前报送。"
    )
    assert _categories(text) == ["红旗班组", "文明窗口", "巾帼之星", "十佳青年"]


def test_names_behind_the_label_of_a_group() -> None:
    text = (
        "关于评选先进的通知\n各单位：\n一、申报项目\n（一）集体类：先进支部、优秀基层学会。\n（二）个人类：优秀会员、优秀志愿者。\n"
        "二、工作要求\n请于2024年3月1日前报送推荐表。"
    )
    assert _categories(text) == ["先进支部", "优秀基层学会", "优秀会员", "优秀志愿者"]


def test_honours_counted_under_a_heading_that_announces_them() -> None:
    text = (
        "关于评选好少年的通知\n各班：\n一、评选类型\n1.评选“全市十佳少年”10人左右；\n2.评选“全市百优少年”100人左右。\n"
        "二、评选步骤\n请于2024年3月1日前报送申报表。"
    )
    assert _categories(text) == ["全市十佳少年", "全市百优少年"]


def test_honours_that_stand_side_by_side_in_the_title() -> None:
    text = "关于推荐优秀教师和优秀教育工作者的通知\n各学校：\n请认真推荐，于2024年3月1日前报送推荐表。"
    assert _categories(text) == ["优秀教师", "优秀教育工作者"]


def test_a_list_below_a_heading_without_a_number() -> None:
    text = (
        "关于推荐先进典型的通知\n各学院：\n现将有关事项通知如下。\n推荐类别\n（一）最美志愿者\n（二）最佳志愿服务组织\n（三）最佳志愿服务项目\n"
        "推荐条件\n1.热心公益。\n报送要求\n请于2024年3月1日前报送推荐表。"
    )
    assert _categories(text) == ["最美志愿者", "最佳志愿服务组织", "最佳志愿服务项目"]


def test_names_in_marks_that_touch() -> None:
    text = "大赛设“她奋斗”“她科技”“她家风”三个主题单元。"
    assert [name.s for name in classes_in(Flow.of(text, 0))] == ["她奋斗", "她科技", "她家风"]


def test_sections_with_conditions_of_their_own_are_each_an_honour() -> None:
    text = (
        "关于意向申报的通知\n各学校：\n一、名师工作室成员\n1、选拔条件：年龄40周岁以下。\n2、活动周期三年。\n二、师徒结对成员\n"
        "1、选拔条件：年龄40周岁以下。\n三、相关要求\n1、请于2024年3月1日前报送申报表。"
    )
    document = read(text).document
    assert [c["name"] for c in document["categories"]] == ["名师工作室成员", "师徒结对成员"]
    assert [e["type"] for e in document["eligibility"]] == ["age", "age"]


def test_honours_in_marks_that_open_the_items_of_a_list() -> None:
    text = (
        "关于评选先进的通知\n各部门：\n一、评选范围与对象\n（一）“先进集体”：推荐对象为学校内设机构。\n"
        "（二）“模范教师”“优秀教师”：推荐对象为学校专任教师。\n二、报送\n请于2024年3月1日前报送推荐表。"
    )
    document = read(text).document
    assert [c["name"] for c in document["categories"]] == ["先进集体", "模范教师", "优秀教师"]
    assert [e["type"] for e in document["eligibility"]] == ["applicant", "status"]

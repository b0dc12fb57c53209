"""How many may be put forward and who: ways of saying that stand outside the usual sentences."""

import pytest

from jinguo.engines.notices import read
from jinguo.engines.notices.calls.quotas import quotas_in
from jinguo.engines.notices.conditions.eligibility import conditions_in
from jinguo.engines.notices.heads.contacts import read_contacts
from jinguo.engines.notices.layout.paragraphs import paragraphs
from jinguo.engines.notices.layout.text import Flow


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("巾帼标兵（10名）", [10]),
        ("2人", [2]),
        ("每位作者限投3张。", [3]),
        ("优秀学生总数不超过学生总数的8%。", [8]),
        ("各分会按女职工人数的3%推荐。", [3]),
        ("重点课题不超过10项，每项资助5万元；一般课题20项左右。", [10, 20]),
        ("各班确定一名好少年。", [1]),
    ],
)
def test_places(text: str, counts: list[int]) -> None:
    assert [quota.data["count"] for quota in quotas_in(Flow.of(text, 0), True)] == counts


@pytest.mark.parametrize(
    "text",
    [
        "每队学生人数限2-5人，指导教师1-2人。",
        "每个选手只能参加一个组别。",
        "每支团队须邀请1至2位导师。",
        "学生人数超过2000人的学院另行安排。",
        "报送工作照2张。",
    ],
)
def test_numbers_that_are_no_places(text: str) -> None:
    assert quotas_in(Flow.of(text, 0), False) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("曾获得市级同类荣誉的不建议推荐。", "exclusion"),
        ("作品未曾在其他比赛中获得奖项。", "exclusion"),
        ("推荐人选应不包括现役军人、厅局级以上领导干部。", "exclusion"),
        ("已获往届奖项的项目，不可报名。", "exclusion"),
        ("从本单位和所属单位优秀青年范围内推荐。", "workplace"),
        ("课题组成员不超过8人。", "team_size"),
        ("原则上优先考虑一线教师。", "preference"),
        ("全省高校在校本科生和研究生均可参加。", "status"),
    ],
)
def test_conditions(text: str, kind: str) -> None:
    assert kind in [one.data["type"] for one in conditions_in(Flow.of(text, 0))]


def test_students_that_are_named_by_their_studies_have_no_degree_yet() -> None:
    found = conditions_in(Flow.of("各高校在册大学生（专科、本科、硕士研究生）。", 0))
    assert "degree" not in [one.data["type"] for one in found]


def test_who_does_not_take_part_and_what_is_published_count_under_any_heading() -> None:
    text = (
        "关于评选先进的通知\n各学院：\n一、工作要求\n（一）面向基层。校级领导原则上不参加此次评选。\n"
        "二、其他事项\n名单将在网站公示一周。\n请于2024年3月1日前报送推荐表。"
    )
    assert [e["type"] for e in read(text).document["eligibility"]] == ["exclusion", "publicity"]


def test_days_for_handing_in_without_the_word_for_it() -> None:
    text = (
        "关于作品征集的通知\n教宣〔2023〕7号\n各学校：\n一、征集截止时间\n10月31日12:00\n二、活动时间\n2023年9月8日—9月24日\n"
        "三、评审\n专家组于11月20前组织现场评审。作品发表于2021年1月1日至2022年12月31日期间。请报送申报表。"
    )
    assert [d["date"] for d in read(text).document["deadlines"]] == ["2023-10-31", "2023-11-20"]


def test_a_form_that_lost_its_lines_keeps_its_labels() -> None:
    filler = "推荐对象要有突出事迹，确保先进性、典型性和代表性，好中选优，宁缺毋滥。" * 8
    text = (
        f"关于推荐先进个人的通知\n各单位：\n一、推荐要求 （一）坚持标准。{filler} （二）报送材料。请于2022年3月15日前报送《先进个人推荐表》。 联系人：王芳 "
        "附件：1.先进个人推荐表 二〇二二年一月五日 附件1： 先进个人推荐表 姓名 性别 民族 政治面貌 单位 联系电话 先进 事迹 简介 呈报 单位 意见 （盖 章） 年 月 日"
    )
    fields = read(text).document["form_fields"]
    assert [f["label"] for f in fields] == [
        "姓名",
        "性别",
        "民族",
        "政治面貌",
        "单位",
        "联系电话",
        "先进事迹简介",
        "呈报单位意见",
    ]
    assert fields[-1]["seal"]
    assert fields[-1]["date"]


@pytest.mark.parametrize(
    ("text", "persons", "addresses"),
    [
        ("如有疑问，请联系：方老师，邮箱：kejibu@example.org。", ["方老师"], []),
        (
            "联系人：方静，电话：81234567。材料送至实验楼302-1科技处办公室。",
            ["方静"],
            ["实验楼302-1科技处办公室"],
        ),
        ("材料于5月8日前报送至市妇联办公室。", [], []),
    ],
)
def test_whom_to_turn_to_and_where_an_office_alone_is_no_address(
    text: str, persons: list[str], addresses: list[str]
) -> None:
    found = read_contacts(paragraphs(text))
    assert [one.data["value"] for one in found["persons"]] == persons
    assert [one.data["value"] for one in found["addresses"]] == addresses

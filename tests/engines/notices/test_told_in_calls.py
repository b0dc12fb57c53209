"""Conditions and numbers as calls of schools, leagues and unions tell them: honours side by side, lists of alternatives, teams, those kept out."""

from __future__ import annotations

import pytest

from jinguo.engines.notices import read

HEAD = "关于评选云州学院先进的通知\n各学院：\n"


def _document(body: str) -> dict[str, list[dict[str, object]]]:
    return read(f"{HEAD}{body}\n").document


def _conditions(sentence: str) -> list[tuple[object, object]]:
    return [(e["type"], e["value"]) for e in _document(f"一、申报条件\n{sentence}")["eligibility"]]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("年龄不超过50周岁（院士年龄不限）。", ("relaxation", None)),
        ("云州英才计划青年人才入选者。", ("honour", None)),
        ("从事林业工作的市人大代表。", ("status", None)),
        ("优秀护士从临床一线护士中产生。", ("status", None)),
        ("保留队籍的团员可参与评选。", ("status", None)),
        ("目前在教学一线岗位。", ("status", None)),
        ("成果应用时间应2年以上。", ("tenure", 2)),
        ("担任班长半年以上。", ("tenure", None)),
        ("经常参加志愿服务活动。", ("experience", None)),
        ("综合测评成绩排名本专业20%以内。", ("grades", None)),
        ("参与省级重点科研项目的骨干。", ("project", None)),
        ("热心公益事业。", ("conduct", None)),
        ("每队2-4名学生组成。", ("team_size", 4)),
        ("参赛队伍由2名指导教师和3名学生组成。", ("advisers", 2)),
        ("参赛队伍由2名指导教师和3名学生组成。", ("team_size", 3)),
        ("参评成果不得含有获得过省级奖励的技术内容。", ("exclusion", None)),
        ("名单在校园网公示至本学期末前。", ("publicity", None)),
    ],
)
def test_a_condition_is_told(sentence: str, expected: tuple[object, object]) -> None:
    assert expected in _conditions(sentence)


def test_whoever_has_an_honour_is_kept_out() -> None:
    kinds = [
        kind for kind, _ in _conditions("曾获得市级劳动模范称号，以及获得过云州工匠称号者不再参加此次推荐。")
    ]
    assert set(kinds) == {"exclusion"}


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("学校将对荣获先进集体称号的进行表彰。", "honour"),
        ("视频中不得透露参赛学校的名称。", "exclusion"),
        ("超过截止日期的文件不纳入评选范围。", "exclusion"),
    ],
)
def test_what_only_reads_like_a_condition(sentence: str, kind: str) -> None:
    assert kind not in [told for told, _ in _conditions(sentence)]


def test_each_of_several_honours_asks_for_conduct() -> None:
    document = _document(
        "一、评选条件\n（一）优秀教师\n1.遵纪守法，师德高尚。\n2.作风优良。\n（二）优秀学生\n1.遵纪守法，品行端正。\n"
    )
    assert [e["type"] for e in document["eligibility"]].count("conduct") == 2


def test_rounding_and_votes_are_no_places() -> None:
    quotas = _document(
        "一、推荐名额\n按团员总数的5%推荐，不足一名的按一名计算，经全院教师（参与比例不得少于80%）投票。"
    )["quotas"]
    assert [q["count"] for q in quotas] == [5]


def test_those_who_go_on_are_places() -> None:
    quotas = _document("一、比赛流程\n复赛选出12支队伍进入决赛。")["quotas"]
    assert [q["count"] for q in quotas] == [12]


def test_the_title_of_a_cited_notice_names_no_categories() -> None:
    document = read(
        "关于评选优秀班主任的通知\n各学院：\n根据《关于开展“十佳班主任”和“优秀班主任”评选工作的通知》要求，现开展评选。\n一、评选范围\n全体班主任。\n"
    ).document
    assert document["categories"] == []


def test_papers_at_the_edge() -> None:
    document = _document(
        "一、材料报送\n根据《省科协关于推荐青年奖候选人的函》，由教授代表评议。提交《推荐表》一式两份、视频时长不超过10分钟（包括20秒片头）。"
    )
    names = [m["name"] for m in document["materials"]]
    assert not [name for name in names if str(name).endswith(("函", "代表"))]
    assert 20 not in [m["max_duration_s"] for m in document["materials"]]

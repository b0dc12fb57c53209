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


def test_honours_that_open_their_items_or_a_sentence() -> None:
    opened = _document(
        "一、成果要求\n（一）技术类成果，应为近年推广的技术。\n（二）科普类成果，应为正式出版的图书。"
    )
    assert [c["name"] for c in opened["categories"]] == ["技术类成果", "科普类成果"]
    told = _document("1.岗位标兵和岗位先进个人的评选范围参照学校办法执行。\n2.各学院推荐候选人。")
    assert [c["name"] for c in told["categories"]] == ["岗位标兵", "岗位先进个人"]


def test_committees_are_no_categories() -> None:
    body = "一、组织机构\n（一）大赛组委会\n主任：甲某。\n（二）评审委员会\n主任：乙某。\n二、参赛对象\n在校学生。"
    assert _document(body)["categories"] == []


def test_a_paper_that_is_named_again_is_one() -> None:
    document = _document(
        "一、材料报送\n1.填报《云州“好教师”推荐表》，单位盖章。\n2.提供3分钟左右的短视频介绍材料。\n3.请将候选人推荐表电子版、短视频发送至邮箱。"
    )
    assert len(document["materials"]) == 2


def test_a_least_length_before_the_thing() -> None:
    document = _document("一、材料报送\n提交不少于1200字的年度工作总结。")
    assert [m.get("min_chars") for m in document["materials"]] == [1200]

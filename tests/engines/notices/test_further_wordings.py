"""Wordings that a second look at unseen calls showed to be left out: kinds of conditions, names of honours, papers, places, prizes."""

from __future__ import annotations

import pytest

from jinguo.engines.notices import read

HEAD = "关于申报云州市科技项目的通知\n各单位：\n"


def _conditions(sentence: str) -> list[tuple[str, object]]:
    document = read(f"{HEAD}一、申报条件\n{sentence}\n").document
    return [(e["type"], e["value"]) for e in document["eligibility"]]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("近三学年课堂教学工作量不少于120学时。", ("workload", 120)),
        ("集体中女性成员须占60%以上。", ("women_share", 60)),
        ("团队负责人中至少有1名女性。", ("women_leaders", None)),
        ("集体中40周岁以下青年数应占总人数的50%以上。", ("youth_share", 50)),
        ("推荐人选行政职务原则上为县处级以下。", ("rank", None)),
        ("候选人的研究方向属于生命科学。", ("discipline", None)),
        ("企业注册时间为2021年1月1日之后。", ("founded", None)),
        ("上年度营业收入不超过2亿元。", ("revenue", None)),
        ("上一学年平均成绩80分以上。", ("grades", None)),
        ("被推荐人须为本市从事林业研究、推广等工作的青年科技工作者。", ("status", None)),
        ("在研项目负责人不能申报新项目。", ("exclusion", None)),
        ("已获奖的作品谢绝参加。", ("exclusion", None)),
        ("三年内未发生教学事故。", ("conduct", None)),
        ("须是市直党委表彰过的个人。", ("honour", None)),
        ("作者应拥有作品完整的著作权。", ("originality", None)),
    ],
)
def test_a_condition_of_its_kind_is_read(sentence: str, expected: tuple[str, object]) -> None:
    assert expected in _conditions(sentence)


def test_an_age_with_its_days_of_birth_is_no_deadline() -> None:
    text = f"{HEAD}一、申报条件\n1.年满18周岁、不满45周岁（1981年5月1日—2008年4月30日出生）。\n2.在全市工作的人员，25周岁至40周岁。\n"
    document = read(text).document
    ages = [e for e in document["eligibility"] if e["type"] == "age"]
    assert [(a["value"], a["comparator"]) for a in ages] == [(18, ">="), (45, "<="), (40, "<=")]
    assert ages[1]["born_on_or_after"] == "1981-05-01"
    assert ages[2]["from"] == 25
    assert document["deadlines"] == []


def test_a_list_of_those_kept_out_needs_no_colon() -> None:
    text = (
        "关于评选优秀学生的通知\n各班级：\n一、评选条件\n（一）三好学生\n1.成绩优良；\n2.乐于助人。\n（二）优秀学生干部\n1.任职满一年；\n2.工作踏实。\n"
        "（三）有以下任一情况的不得评选\n1.有不及格科目\n2.受过警告\n"
    )
    document = read(text).document
    assert [c["name"] for c in document["categories"]] == ["三好学生", "优秀学生干部"]
    kept_out = [e["text"] for e in document["eligibility"] if e["type"] == "exclusion"]
    assert any("受过警告" in told for told in kept_out)


def test_honours_that_open_their_own_conditions_are_categories() -> None:
    text = "关于寻找好家庭的通知\n各街道：\n最美家庭推荐条件：在本区居住，家风良好。\n五好家庭推荐条件：爱国守法，邻里和睦。\n"
    assert [c["name"] for c in read(text).document["categories"]] == ["最美家庭", "五好家庭"]


def test_a_sentence_tells_apart_what_headings_join() -> None:
    text = (
        "关于举办创业大赛的通知\n各学院：\n一、参赛条件\n大赛设初创组、成长组和团队组三个组别。\n"
        "（一）初创组和成长组参赛条件\n已注册的企业。\n（二）团队组参赛条件\n尚未注册企业。\n"
    )
    assert [c["name"] for c in read(text).document["categories"]] == ["初创组", "成长组", "团队组"]


def test_prizes_in_words_are_quotas_and_no_categories() -> None:
    text = "关于举办摄影大赛的通知\n各学院：\n一、奖项设置\n本次比赛设置一等奖一名、二等奖二名、优秀奖十名、创意奖5名、参与奖8名。\n"
    document = read(text).document
    assert [q["count"] for q in document["quotas"]] == [1, 2, 10, 5, 8]
    assert document["categories"] == []


def test_a_bound_stands_before_the_verb_and_a_name_in_marks_keeps_its_number() -> None:
    text = f"{HEAD}一、推荐名额\n每县至少上报2个案例。全市评选“讲科学，比贡献”活动先进集体30个。\n"
    quotas = read(text).document["quotas"]
    assert [(q["count"], q["comparator"]) for q in quotas] == [(2, ">="), (30, "=")]


def test_papers_need_no_mark_between_them() -> None:
    text = f"{HEAD}一、材料报送\n请及时报送《项目信息表》（附件2）《提名书》《公示情况表》（附件3）及答辩材料。\n"
    names = [m["name"] for m in read(text).document["materials"]]
    assert names[:3] == ["项目信息表", "提名书", "公示情况表"]


def test_a_mail_address_behind_a_telephone_number_and_a_room_in_brackets() -> None:
    text = (
        f"{HEAD}请将材料送科协办公室（行政楼A506）。未尽事宜请联系乔老师。\n"
        "科研部联系人：赖晓燕 63601954 office@example.org\n"
    )
    contacts = read(text).document["contacts"]
    assert contacts["emails"] == ["office@example.org"]
    assert contacts["phones"] == ["63601954"]
    assert contacts["addresses"] == ["行政楼A506"]
    assert contacts["persons"] == ["乔老师", "赖晓燕"]


def test_a_page_without_a_title_is_a_call_by_its_headings() -> None:
    text = "一、活动主题\n书画网络展示\n二、参加范围\n各界人士\n三、征集要求\n每人限报作品2幅。\n四、投稿方式\n通过邮件发送作品。\n"
    assert read(text).document["kind_of_document"] == "call"


def test_a_size_that_must_not_be_smaller_is_the_least() -> None:
    text = f"{HEAD}一、作品要求\n1.照片为JPG格式，文件不得小于4M，共3张。\n"
    photo = read(text).document["materials"][0]
    assert photo["min_size_bytes"] == 4 * 1024 * 1024
    assert photo.get("max_size_bytes") is None

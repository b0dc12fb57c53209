"""Conditions by where they stand: under headings of conditions and of addressees, in lists that keep out, and in prose."""

from __future__ import annotations

import pytest

from jinguo.engines.notices import CONDITIONS, read
from jinguo.engines.notices.conditions.given import GIVEN
from jinguo.engines.notices.conditions.wordings import kinds

CALL = "关于开展{title}的通知\n各有关单位：\n现将有关事项通知如下。\n一、{heading}\n{body}\n二、材料报送\n请于2024年5月10日前报送推荐表一式两份。\n云州市妇女联合会\n2024年3月1日\n"


def _kinds(title: str, heading: str, body: str) -> list[str]:
    document = read(CALL.format(title=title, heading=heading, body=body)).document
    return [one["type"] for one in document["eligibility"]]


@pytest.mark.parametrize(
    ("title", "heading", "body", "told"),
    [
        (
            "优秀女科技工作者评选", "推荐条件",
            "（一）遵守宪法和法律，具有良好的科学道德。\n（二）具有中国国籍，在我市全职工作满3年，女性，年龄一般不超过50周岁（1974年1月1日及以后出生）。\n"
            "（三）取得博士学位或具有高级专业技术职务。\n（四）近五年主持过省部级以上科研项目，或在国内外学术期刊发表论文5篇以上。\n"
            "（五）已获得过该称号的不再参评。\n（六）处级以上领导干部原则上不作为推荐人选。",
            "conduct nationality tenure gender age degree title project publication exclusion exclusion",
        ),
        (
            "教学名师评选", "申报条件",
            "1.在职在岗专任教师，具有高校教师资格证书，从事高等教育教学工作10年及以上。\n2.每年主讲本科课程不少于64学时，教学评价成绩均在良好以上。\n"
            "3.有下列情形之一者不得申报：\n（1）近三年发生过教学事故的；\n（2）正在接受立案调查的。\n4.职称可放宽至讲师。",
            "status certificate tenure workload grades exclusion exclusion relaxation",
        ),
        (
            "社会科学规划课题申报", "申报资格",
            "1.课题负责人须具有副高级以上专业技术职称；不具备的，须有两名正高级职称专家书面推荐。\n2.全日制在读研究生不能作为课题负责人申报。\n"
            "3.课题组成员不超过7人。\n4.申请单位须为在本市登记注册的法人单位，不受理个人申报。\n5.有逾期未结题项目的不得申报。",
            "title recommendation exclusion team_size applicant applicant exclusion",
        ),
        (
            "农业科技成果奖推荐", "推荐条件",
            "1.推荐的成果应是近三年完成的成果。\n2.成果完成单位必须是法人单位。\n3.必须有省级以上部门的验收意见和查新报告。\n"
            "4.推荐项目以自主研发为主。\n5.不接受非会员单位的推荐。",
            "project applicant certificate preference exclusion",
        ),
        (
            "科技型企业创新资金项目申报", "申报单位条件",
            "1.在本市注册、具有独立法人资格的企业，注册时间满1年。\n2.上年度营业收入不超过2亿元。\n3.信用良好，近三年无重大安全事故。\n4.女性创办的企业优先支持。",
            "applicant founded revenue conduct preference",
        ),
        (
            "科普宣讲员招募", "招募条件",
            "1.普通话水平二级乙等以上，年度考核排名前30%。\n2.每年参加宣讲活动不少于4场。\n3.在边远地区工作的可提前1年申报。\n4.中层以上干部不参与评选。",
            "certificate grades workload relaxation exclusion",
        ),
        (
            "家庭教育微课大赛", "参赛人员",
            "全市各级家庭教育指导者、幼儿园教师均可报名。",
            "status",
        ),
        (
            "教师教学创新大赛", "参赛对象",
            "1.近5年对所申报的课程讲授2轮及以上。\n2.以个人或团队形式参赛，每个团队不超过4人。\n3.已获得省级一等奖的主讲教师，不得以相同课程再次参赛。",
            "workload applicant team_size exclusion",
        ),
    ],
)  # fmt: skip
def test_conditions_of_a_call(title: str, heading: str, body: str, told: str) -> None:
    assert _kinds(title, heading, body) == told.split()


@pytest.mark.parametrize(
    ("named", "kind"),
    [
        ("长期从事科普工作的，成绩突出的科技辅导员。", "status"),
        ("全市各级医疗机构和社区卫生服务单位。", "applicant"),
        ("全市科研院所中（含民营）从事数学研究的青年学者。", "workplace"),
        ("近两年在学术刊物上公开发表的学术论文（不含教材）。", "publication"),
    ],
)
def test_whom_a_range_names(named: str, kind: str) -> None:
    assert _kinds("成果评选", "评选范围", named) == [kind]


def test_a_sentence_of_range_a_list_without_a_number_and_honours_told_apart() -> None:
    said = read(
        "关于推荐科普先进的通知\n各学会：\n评选范围为在本市长期从事科普创作、成绩突出的科技工作者。先进科普作者的评选对象是本会注册会员。\n"
        "申报先进个人的，必须具备下列条件：\n（一）热心科普，品行端正。\n（二）参加科普活动2学期以上，学习成绩优良，无不及格课程。\n请于5月1日前报送。\n云州市科协\n2024年3月1日\n"
    ).document["eligibility"]
    assert [one["type"] for one in said] == ["status", "status", "conduct", "tenure", "grades"]


def test_papers_preferences_and_ways_to_apply_count_under_other_headings() -> None:
    body = (
        "1.本届参评论文须为近两年公开发表的学术论文，此前发表的不再参评。\n2.同等条件下优先推荐基层作者。\n"
        "3.接受个人申报和单位推荐两种方式，每个团队成员不超过5人。"
    )
    told = ["publication", "exclusion", "preference", "applicant", "team_size"]
    assert _kinds("优秀论文评选", "其他事项", body) == told


def test_a_reward_a_right_and_a_prize_are_no_conditions() -> None:
    body = "1.获奖者授予荣誉称号，颁发荣誉证书，在职称评聘时优先考虑。\n2.如涉及著作权纠纷，责任自负。\n3.逾期不予受理。"
    assert _kinds("征文比赛", "有关要求", body) == []


def test_groups_under_one_heading_each_say_whom_they_are_for() -> None:
    body = "（一）训练项目\n面向一二年级在校学生申报。\n（二）实践项目\n面向全体在校学生申报，团队成员不少于5人。"
    assert _kinds("学生创新项目申报", "申报条件", body) == ["status", "status", "team_size"]


def test_every_kind_has_wordings_and_a_way_to_say_what_it_gives() -> None:
    assert [kind.name for kind in kinds()] == list(CONDITIONS)
    assert all(kind.sayings for kind in kinds())
    assert set(GIVEN) <= set(CONDITIONS)

"""Notices in own words, built as real ones are: web pages around them, prose conditions, lists, totals that fall into parts."""

from typing import Any

import pytest

from jinguo.engines.notices import read
from jinguo.engines.notices.calls.quotas import quotas_in
from jinguo.engines.notices.conditions.eligibility import conditions_in
from jinguo.engines.notices.layout.text import Flow
from jinguo.engines.notices.papers.handed import handed_in


def _read(body: str, title: str = "关于推荐云州市女科技之星的通知") -> dict[str, Any]:
    return read(f"{title}\n各区妇联:\n{body}\n云州市妇女联合会\n2024年3月4日\n").document


def _kinds(document: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(e["type"], e["value"]) for e in document["eligibility"]]


def test_what_the_page_writes_around_a_notice_is_neither_addressee_nor_date() -> None:
    text = (
        "关于推荐女科技之星的通知\n作者: 发布日期:2024-03-04 点击数:\n各位委员:\n市女科协会员单位:\n请推荐人选。\n"
        "作品提交截至时间:2024年5月6日\n"
    )
    document = read(text).document
    assert document["addressees"] == ["各位委员", "市女科协会员单位"]
    assert document["issue_date"] == "2024-03-04"
    below = "关于推荐女科技之星的通知\n2024-03-04 09:10:11来源:云州网 责任编辑:甲 字号:T|T\n  各乡镇妇联,县直各单位:\n  请推荐。\n"
    assert read(below).document["addressees"] == ["各乡镇妇联", "县直各单位"]
    assert read("关于征集作品的通知\n一、要求\n作品提交时间:2024年5月6日\n").document["issue_date"] is None


def test_an_annex_whose_name_goes_on_in_the_next_line() -> None:
    body = "请推荐。\n附件:\n1.云州市女科技之星推荐办法\n2.2024年云州市女科技之星推荐\n人选汇总表\n3.推荐表"
    assert _read(body)["attachments"] == [
        "云州市女科技之星推荐办法",
        "2024年云州市女科技之星推荐人选汇总表",
        "推荐表",
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("40周岁以下(含40周岁,1984年1月1日及以后出生)的本市女性公民;", ["age", "gender"]),
        ("候选人须有15年以上(含15年,算到2023年12月31日)的科普工作经历。", ["experience"]),
        ("未获得过市级三八红旗手称号。", ["exclusion"]),
        ("事迹材料附上获得市级以上荣誉称号的证书复印件。", []),
        ("我所在编女职工。", ["gender", "status"]),
        ("女职工人数占职工总数六成以上的班组。", []),
        ("其中至少2名在山区一线工作。", []),
        ("品德高尚、模范遵守国家法律法规。", ["conduct"]),
        ("近三年主持2项市级以上课题,或有3篇以上论文。", ["achievement"]),
        ("申报年龄35周岁以下，特别优秀的可放宽至39周岁以下(1985年1月1日后出生)。", ["age", "relaxation"]),
        ("教师编制，40周岁以下，即1984年10月31日以后出生。", ["age"]),
        ("曾获资助的人员不得再申报，获奖期满三年后方可再次申报。", ["exclusion"]),
        ("具有优良的学风、学术道德。", ["conduct"]),
        ("近三年参与市级以上科技、科研项目。", ["project"]),
        ("本会正式会员，中国籍青年科技工作者。", ["status", "nationality"]),
        ("申报主体应为本区登记的法人单位，不受理个人申报。", ["applicant", "applicant"]),
        ("在编专职教师100人以下的学院。", []),
        ("论文发表在2019年的任职期间。", []),
        ("作者须为我市注册学会的会员。", ["status"]),
        ("工作总结不能作为学术论文申报。", ["exclusion"]),
        ("各项材料（旁证材料除外）不作为附件。", []),
        ("申请人为本市高校的在校本科生（未结题的主持人不能申报）。", ["status", "exclusion"]),
        ("中华人民共和国公民。", ["nationality"]),
        ("团队参与学生数应控制在5人以内，配备指导教师1-2名。", ["team_size", "advisers"]),
        ("负责人具备副高（含）以上职称、硕士（含）以上学位。", ["title", "degree"]),
        ("须具有本市户籍。", ["status"]),
        ("须保证作品的独创性，不重复立项。", ["originality"]),
        ("政治合格，具有崇高师德。", ["conduct"]),
        ("有下列情形的家庭不得推荐，如成员违法违纪。", ["exclusion"]),
        ("凡在本县居住的家庭均可参加。", ["workplace"]),
        ("查实有违反科研诚信行为的,不纳入推荐范围。", ["conduct"]),
    ],
)
def test_conditions_of_prose(text: str, kinds: list[str]) -> None:
    assert [c.data["type"] for c in conditions_in(Flow.of(text, 0))] == kinds


def test_conditions_outside_their_heading_where_a_sentence_says_what_a_nominee_must_be() -> None:
    body = "一、报送办法\n1.各单位推荐1名，要求年龄不超过50岁，在教学一线连续工作10年以上。\n2.申报人须具有副高级以上职称。\n二、评审\n组织专家评审，工作满三年的专家优先。"
    assert _kinds(_read(body)) == [("age", 50), ("tenure", 10), ("title", "副高级")]


def test_lists_that_let_in_or_keep_out_are_one_condition() -> None:
    body = (
        "一、推荐条件\n（一）年龄在40周岁以下。\n（二）符合下列条件之一的，年龄可适当放宽：\n1.45周岁以下的国家奖获得者。\n2.援疆一年以上的人员。\n"
        "（三）有下列情形之一的作品，不得申报：\n1.涉密的作品；\n2.有争议的作品。\n（四）具有博士学位。"
    )
    document = _read(body)
    assert [kind for kind, _ in _kinds(document)] == ["age", "relaxation", "exclusion", "degree"]
    relaxed = next(e for e in document["eligibility"] if e["type"] == "relaxation")
    assert "45周岁以下的国家奖获得者" in relaxed["text"]


def test_conduct_that_can_be_checked_stands_for_the_prose() -> None:
    body = "一、推荐条件\n1.热爱祖国，遵纪守法。\n2.近三年年度考核均为合格以上。"
    [conduct] = [e for e in _read(body)["eligibility"] if e["type"] == "conduct"]
    assert "考核" in conduct["text"]


def test_a_policy_says_whom_to_take_on() -> None:
    text = (
        "关于印发支持办法的通知\n各区妇联：\n现印发给你们。\n云州市科技局\n2024年1月5日\n办法\n一、主要任务\n"
        "（一）优化队伍。研究助理从具有2年以上企业工作经历的人员中公开招聘，特殊技能人才可放宽学历要求。（市科技局负责）\n（二）搭建平台。组织交流。（市科协负责）\n"
    )
    assert [kind for kind, _ in _kinds(read(text).document)] == ["experience", "relaxation"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云州市巾帼示范岗8个,云州市三八红旗手20 名,最美家庭12户。", [8, 20, 12]),
        ("培养60名首席专家和15名（工科、理科各5名）青年骨干人选。", [60, 5, 15]),
        ("工会分给我院“巾帼标兵”名额一个。", [1]),
        ("分到我市的6名指标中，一线职工4名。", [4]),
        ("共选派5名，其中1名兼任组长。", [5]),
        ("专职教师100人以下的，可推荐1名，100人及以上的，可推荐2名。", [1, 2]),
        ("本次设“巾帼示范岗”2个，“巾帼标兵”5名。", [2, 5]),
        ("电子系3个，水利系2个。", [3, 2]),
        ("团队参与学生数控制在5人以内，同一学生只能主持申报1项。", [1]),
        ("全省共计拟立项课题220项，资助课题120项，其中，重点课题40项。", [220, 120, 40]),
        ("评选出10幅入围作品。", [10]),
        ("每位学生只能负责一个项目。", [1]),
        ("乡村教师应占推荐总名额的35%以上，管理人员应严格控制在10%以内。", [35, 10]),
        ("推荐1名候选人或1个团队。", [1, 1]),
        ("占本单位教师总数的10%。", [10]),
        ("参赛率达到80%以上。", []),
        ("请按1:1.5的比例差额推荐候选人。", [1.5]),
    ],
)
def test_quotas_of_lists_parts_and_ratios(text: str, expected: list[float]) -> None:
    found = quotas_in(Flow.of(text, 0), True)
    assert sorted(q.data["count"] for q in found) == sorted(expected)


def test_a_share_asked_of_a_team_is_no_quota() -> None:
    assert quotas_in(Flow.of("示范岗女职工人数比例不少于60%。", 0), False, of_condition=True) == []


def test_what_a_total_falls_into_are_the_categories() -> None:
    body = "一、选派人数\n选派总数是26名，其中管理干部10名，技术骨干16名。"
    assert [c["name"] for c in _read(body, "关于选派援边干部的通知")["categories"]] == [
        "管理干部",
        "技术骨干",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请填好女科技之星推荐表(一式两份),于5月6日前报送。", [("女科技之星推荐表", 2)]),
        (
            "将情况汇总表(附件2)、先进集体(个人)推荐表(附件3)电子版发送至市妇联。",
            [("情况汇总表", None), ("先进集体(个人)推荐表", None)],
        ),
        ("提交8分钟以内的视频介绍。", [("视频介绍", None)]),
        ("候选人申报简表,纸质一式9份。", [("候选人申报简表", 9)]),
        ("提供一份近两年工作材料。", [("近两年工作材料", 1)]),
        ("须有2000字左右的申报材料。", [("申报材料", None)]),
        ("典型事迹材料各1—2份。", [("典型事迹材料", None)]),
        ("填写“创业训练项目申报表”(附件1),纸质一式两份。", [("创业训练项目申报表", 2)]),
        ("事迹简介要真实精炼(300字以内)。", [("事迹简介", None)]),
        ("提交1万字左右的研究报告。", [("研究报告", None)]),
        ("附800字典型事迹材料。", [("典型事迹材料", None)]),
        ("家庭须提供主要事迹，字数不超过800字。", [("主要事迹", None)]),
        ("报送《推荐表》(见附件2)纸质材料一式22份。", [("推荐表", 22)]),
        ("推荐表已上传到网站，请自行下载。", []),
    ],
)
def test_materials_without_marks(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert [(m.data["name"], m.data["copies"]) for m in handed_in(Flow.of(text, 0), True)] == expected


def test_categories_said_with_their_number_must_agree_with_it() -> None:
    body = "一、奖项\n竞赛设组织奖和个人奖两种奖项。\n二、报送\n请于5月6日前报送。"
    assert [c["name"] for c in _read(body)["categories"]] == ["组织奖", "个人奖"]
    body = "一、奖项\n竞赛设材料和化学组、信息组两个组别。\n二、报送\n请于5月6日前报送。"
    assert [c["name"] for c in _read(body)["categories"]] == ["材料和化学组", "信息组"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "项目分为三类:创新训练项目、创业训练项目和创业实践项目。",
            ["创新训练项目", "创业训练项目", "创业实践项目"],
        ),
        ("项目分为重点支持领域项目和一般项目,指南另发。", ["重点支持领域项目", "一般项目"]),
        ("设理、工、农、医、交叉学科五个评审组。", ["理", "工", "农", "医", "交叉学科"]),
        ("课题分为一般课题和自筹经费课题。", ["一般课题", "自筹经费课题"]),
        ("活动分为宣传和总结,请按时完成。", []),
    ],
)
def test_categories_in_a_sentence(text: str, names: list[str]) -> None:
    assert [
        c["name"] for c in _read("一、申报\n" + text + "\n二、报送\n请于5月6日前报送。")["categories"]
    ] == names


def test_kinds_of_works_a_line_each_are_categories_and_sizes_have_two_ends() -> None:
    body = "一、征集范围\n书法:毛笔、硬笔不限;\n摄影:单幅、组照不限。\n二、作品要求\n1.作品一律为JPG格式,文件大小为1M--2M。"
    document = _read(body, "关于举办书画展的征稿启事")
    assert [c["name"] for c in document["categories"]] == ["书法", "摄影"]
    [work] = document["materials"]
    assert (work["min_size_bytes"], work["max_size_bytes"]) == (1024**2, 2 * 1024**2)


def test_who_is_kept_out_is_said_under_any_heading() -> None:
    body = "一、课题申报与立项\n1、课题负责人应在45岁以下。\n2、在研课题尚未完成的，不得申报本课题。\n3、不受理个人申报。\n4、未经公示的一律不得推荐。"
    assert [kind for kind, _ in _kinds(_read(body))] == ["age", "exclusion", "applicant"]


def test_a_call_without_a_title_is_known_by_what_it_says_it_is_about() -> None:
    text = "各学院：\n为做好创新训练计划申报推荐工作，现将有关事项通知如下：\n一、申报要求\n1.每个学院推荐不超过1项。\n2.各单位应认真审核，做好工作。\n二、保障措施\n请各单位重视。\n"
    assert read(text).document["kind_of_document"] == "call"


def test_those_who_may_take_part_are_named_by_a_clause_that_ends_with_them() -> None:
    body = "一、参赛对象\n从事本科教学的我校青年教师(教师编制)，限2人。\n二、推荐范围\n各单位要从实际出发，积极推荐。"
    assert [(e["type"], e["text"]) for e in _read(body)["eligibility"]] == [
        ("status", "从事本科教学的我校青年教师(教师编制)")
    ]


def test_names_in_lists_of_headings_and_in_marks_are_categories() -> None:
    body = "一、评选指标\n（一）优秀学生干部\n水利系3人\n（二）先进班集体\n水利系1个\n二、报送\n请于5月6日前报送。"
    document = _read(body)
    assert [c["name"] for c in document["categories"]] == ["优秀学生干部", "先进班集体"]
    assert [q["count"] for q in document["quotas"]] == [3, 1]
    body = "一、项目设置及名额\n优秀团员32人、优秀团支部3个、“雷锋”团队1个。\n二、报送\n请于5月6日前报送。"
    assert [c["name"] for c in _read(body)["categories"]] == ["优秀团员", "优秀团支部", "“雷锋”团队"]


def test_the_time_of_a_stage_is_no_deadline_and_years_come_from_the_end_of_a_school_year() -> None:
    text = "关于评选2022-2023学年度先进个人的通知\n各系：\n初赛时间:5月4日-5月30日。\n请于3月30日前提交推荐表一式2份。\n"
    assert [d["date"] for d in read(text).document["deadlines"]] == ["2023-03-30"]
    signed = "关于评选先进的通知\n各系：\n请于3月30日前提交推荐表一式2份。\n陈静芳027-88800111\n联系电话见上。\n云州学院团委\n二〇二四年三月二十二\n"
    document = read(signed).document
    assert (document["issue_date"], document["contacts"]["persons"]) == ("2024-03-22", ["陈静芳"])


def test_a_line_that_announces_conditions_is_no_address() -> None:
    text = "关于推荐委员的函\n推荐人员需具有高级职称。\n委员推荐参考条件如下,满足任一条即可:\n1、有国家级人才称号;\n2、市政协委员。\n"
    assert read(text).document["addressees"] == []


def test_some_of_those_counted_are_a_quota_under_any_heading() -> None:
    found = quotas_in(Flow.of("获奖者不超过6名，其中至少1名在山区工作。", 0), False)
    assert [(q.data["count"], q.data["comparator"]) for q in found] == [(6, "<="), (1, ">=")]


def test_double_surnames_are_names() -> None:
    assert _read("请推荐。\n联系人:欧阳静怡 电话:64460000")["contacts"]["persons"] == ["欧阳静怡"]


def test_films_and_pictures_described_anywhere_and_rules_that_are_no_material() -> None:
    body = (
        "一、报名条件\n1.微电影画面清晰,格式须为mp4,分辨率不低于1920*1080,大小不超过200MB;摄影作品以照片形式报送,格式为JPG,不小于2MB,数量不超过6张。\n"
        "二、作品要求\n1.作品须为原创作品,不得抄袭。\n2.作品内容围绕巾帼主题展开。\n3.作品时长不超过4分钟。"
    )
    film, picture, length = _read(body, "关于举办短视频大赛的通知")["materials"]
    assert (film["format"], film["max_size_bytes"]) == (["mp4"], 200 * 1024**2)
    assert (picture["min_count"], picture["max_count"]) == (None, 6)
    assert (length["kind"], length["max_duration_s"]) == ("video", 240)


def test_what_has_been_reached_is_no_target() -> None:
    text = (
        "云州市妇女发展规划\n一、“十三五”规划执行情况\n全市女性人才达到12万人，覆盖率达到96%。\n二、重点任务\n"
        "（一）壮大队伍。到2025年培养女性科技人才300名。（市妇联负责）\n（二）夯实工作基础。每年举办培训不少于10场。（市科协负责）\n"
    )
    document = read(text).document
    assert document["targets"] == []
    assert [t["quantity"] for m in document["measures"] for t in m["targets"]] == [300, 10]


def test_named_groups_and_far_verbs_have_targets_and_a_number_of_measures_is_none() -> None:
    text = (
        "云州市妇联2024年工作要点\n一、主要任务\n（一）壮大队伍。宣树“科技女杰”10名、“巾帼带头人”20名；新认定市级“巧手姐妹”创业就业工程示范基地6个。（市妇联）\n"
        "（二）落实政策。落实支持女性科技人才的十项措施。（市科协）\n"
    )
    first, second = read(text).document["measures"]
    assert [t["quantity"] for t in first["targets"]] == [10, 20, 6]
    assert second["targets"] == []


def test_a_table_of_tasks_alone_is_a_policy() -> None:
    text = "2024年重点任务分解表\n序号\t目标与任务\t分管领导\t牵头责任单位\t责任单位\n7\t新增托位400个以上。\t甲\t县教育局\t县妇联、县科协\n"
    document = read(text).document
    [measure] = document["measures"]
    assert (measure["number"], measure["lead"], measure["units"]) == (
        "7",
        "县教育局",
        ["县教育局", "县妇联", "县科协"],
    )
    assert document["targets"] == []

"""The many ways in which notices say the same thing, a paragraph each."""

import pytest

from jinguo.engines.notices import read
from jinguo.engines.notices.calls.deadlines import deadlines_in
from jinguo.engines.notices.calls.quotas import quotas_in
from jinguo.engines.notices.conditions.eligibility import conditions_in
from jinguo.engines.notices.layout.text import Flow
from jinguo.engines.notices.papers.handed import handed_in
from jinguo.engines.notices.policies.targets import targets_in
from jinguo.engines.notices.policies.units import unit_lists


def _flow(text: str) -> Flow:
    return Flow.of(text, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "评选先进集体10个、先进个人20名和优秀组织者5名。",
            [("先进集体", 10), ("先进个人", 20), ("优秀组织者", 5)],
        ),
        ("分配我市推荐名额为创新团队5个（含1个工作站）、创新标兵12名。", [("创新团队", 5), ("创新标兵", 12)]),
        ("请各市推荐科技标兵和优秀组织者各2名。", [("科技标兵", 2), ("优秀组织者", 2)]),
        ("设提名奖，不超过5名。", [("提名奖", 5)]),
        ("同一单位推荐人数不得超过2名。", [("", 2)]),
        ("企业负责人比例不高于10%，一线职工不低于60%。", [("企业负责人", 10), ("一线职工", 60)]),
    ],
)
def test_quotas(text: str, expected: list[tuple[str, int]]) -> None:
    found = [(q.data["object"], q.data["count"]) for q in quotas_in(_flow(text), True)]
    assert [count for _, count in found] == [count for _, count in expected]
    assert all(name in given for (given, _), (name, _) in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("申报截止日期为2024年5月31日。", "2024-05-31", None),
        ("报名时间为即日起至2024年6月30日。", "2024-06-30", None),
        ("受理时间为2023年9月1日—9月30日。", "2023-09-30", None),
        ("发送至邮箱，时间截至2016年8月17日16:00。", "2016-08-17", "16:00"),
        ("请于5月20日（星期一）下午5点前报送。", "2024-05-20", "17:00"),
        ("请各单位于9月底前完成推荐工作。", "2024-09", None),
        ("报名截止日期2024-05-31 24:00", "2024-05-31", "24:00"),
        ("于明天（4月21日）下班前将名单上报。", "2024-04-21", None),
        ("申报系统3月1日9时开放，3月20日17时关闭。", "2024-03-20", "17:00"),
        ("纸质材料请于5月6-10日送至科技部。", "2024-05-10", None),
        ("作品寄送以7月31日邮戳为准。", "2024-07-31", None),
        ("推荐材料报送不迟于8月15日。", "2024-08-15", None),
        ("材料报送时间：4月30日。", "2024-04-30", None),
    ],
)
def test_deadlines(text: str, day: str, time: str | None) -> None:
    [found] = deadlines_in(_flow(text), 2024, "报送")
    assert (found.data["date"], found.data["time"]) == (day, time)


def test_a_year_that_the_day_of_the_week_gives_the_lie_is_repaired_and_said_to_be() -> None:
    [found] = deadlines_in(_flow("请于2023年3月13日（周三）前报送。"), 2024, "报送")
    assert (found.data["date"], found.data["date_is_repaired"]) == ("2024-03-13", True)
    [as_printed] = deadlines_in(_flow("请于2023年3月13日（周一）前报送。"), 2024, "报送")
    assert (as_printed.data["date"], "date_is_repaired" in as_printed.data) == ("2023-03-13", False)


@pytest.mark.parametrize(
    "text",
    [
        "本办法自2024年1月1日起施行。",
        "年龄在45周岁以下（1979年1月1日以后出生）。",
        "截止2024年12月31日，年龄未满40周岁。",
        "推荐的图书为2021年12月31日前出版发行的作品。",
        "项目完成时间截止2022年6月30日之前。",
        "评选时间：4月30日。",
    ],
)
def test_dates_that_are_no_deadline(text: str) -> None:
    assert deadlines_in(_flow(text), 2024, "条件") == []


def test_ages_by_sex_with_dates_of_birth_and_relaxation() -> None:
    first, second = conditions_in(_flow("男不超过45周岁、女不超过48周岁。"))
    assert (first.data["gender"], first.data["value"]) == ("male", 45)
    assert (second.data["gender"], second.data["value"]) == ("female", 48)
    [age, relaxed] = conditions_in(_flow("年龄不超过35周岁（1989年1月1日及以后出生），女性可放宽至40周岁。"))
    assert (age.data["born_on_or_after"], relaxed.data["type"]) == ("1989-01-01", "relaxation")
    assert relaxed.data["relaxed_to"] == 40


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("历届获奖者不作为被提名人选。", "exclusion"),
        ("处级以上干部原则上不参加评选。", "exclusion"),
        ("学校整体项目以学校为申报主体。", "applicant"),
        ("参赛选手不超过3人。", "team_size"),
        ("具有中华人民共和国国籍。", "nationality"),
    ],
)
def test_conditions(text: str, kind: str) -> None:
    assert [c.data["type"] for c in conditions_in(_flow(text))] == [kind]


def test_materials_of_running_text_are_told_apart() -> None:
    text = "请填报《推荐表》一式3份、事迹材料1份（2000字以内），近期免冠照片2张，身份证复印件1份。"
    form, story, photo, copy = handed_in(_flow(text), True)
    assert (form.data["kind"], form.data["copies"]) == ("form", 3)
    assert (story.data["copies"], story.data["max_chars"]) == (1, 2000)
    assert (photo.data["kind"], photo.data["max_count"]) == ("photo", 2)
    assert copy.data["kind"] == "certificate"
    [video] = handed_in(_flow("提交介绍视频1份（MP4格式，不超过3分钟，不大于500M）。"), True)
    assert (video.data["max_duration_s"], video.data["max_size_bytes"]) == (180, 500 * 1024**2)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("开展活动。（市妇联、市科协）", ["市妇联", "市科协"]),
        ("开展活动。（由市妇联牵头，市科协、市教育局配合）", ["市妇联", "市科协", "市教育局"]),
        ("开展活动。（市委组织部会同市人力社保局、市科协负责）", ["市委组织部", "市人力社保局", "市科协"]),
        ("开展活动。（责任单位：市妇联，各区、县（市）政府）", ["市妇联", "各区、县（市）政府"]),
        ("开展活动。责任单位：市妇联、市科协（排名第一的为牵头单位，下同）", ["市妇联", "市科协"]),
        ("开展活动（见附件1、2）。", []),
        ("开展培训（含市级、县级）。", []),
    ],
)
def test_units(text: str, units: list[str]) -> None:
    assert [u.s for one in unit_lists(_flow(text)) for u in one.units] == units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建成工作室30个、示范基地20家。", [30, 20]),
        ("到2025年，女性平均预期寿命达到83岁以上。", [83]),
        ("孕产妇死亡率控制在9/10万以下。", [9]),
        ("评审专家中女性比例原则上达到三分之一。", [33.33]),
        ("单项资助不超过30万元，对获奖者给予每人5万元奖励。", []),
        ("围绕5大重点领域，坚持四个面向。", []),
    ],
)
def test_targets(text: str, expected: list[float]) -> None:
    assert [t.data["quantity"] for t in targets_in(_flow(text))] == expected


def test_annexes_on_one_line_or_below_a_bare_mark() -> None:
    head = "关于评选先进的通知\n各区妇联：\n请推荐。\n"
    assert read(head + "附件：1.推荐表  2.汇总表.docx\n云州市妇女联合会\n2024年4月1日\n").document[
        "attachments"
    ] == ["推荐表", "汇总表"]
    below = "附件:\n1.候选人推荐表\n2.候选人汇总表\n云州市妇女联合会\n2024年4月1日\n"
    assert read(head + below).document["attachments"] == ["候选人推荐表", "候选人汇总表"]


def test_a_title_and_its_addressees_over_several_lines() -> None:
    text = "云州市科学技术协会文件\n云科协“讲比”〔2024〕3号\n关于推荐第三届最美女科技工作者\n候选人的通知\n各市级学会、协会，\n各区县科协，\n各有关单位：\n请推荐。\n"
    document = read(text).document
    assert document["title"] == "关于推荐第三届最美女科技工作者候选人的通知"
    assert document["addressees"] == ["各市级学会、协会", "各区县科协", "各有关单位"]
    assert document["doc_number"] == "云科协“讲比”〔2024〕3号"


def test_the_date_of_a_page_that_only_forwards_is_not_the_date_of_issue() -> None:
    body = "发布时间：2024年3月1日\n各校：\n一、名额\n每校推荐1名。\n二、报送\n请于3月20日前报送。\n"
    assert read("关于开展评选的通知\n" + body).document["issue_date"] == "2024-03-01"
    assert read("转发：关于开展评选的通知\n" + body).document["issue_date"] is None


def test_articles_of_regulations_are_running_measures_under_chapters() -> None:
    text = (
        "关于印发云州市选树管理办法的通知\n各区妇联：\n现印发给你们。\n云州市妇女联合会\n2024年1月5日\n云州市选树管理办法\n"
        "第一章  总则\n第一条  为规范选树工作，制定本办法。\n第二章  申报\n第二条  申报人应当具备以下条件：\n（一）在本市工作；\n（二）业绩突出。\n"
    )
    document = read(text).document
    assert document["inner_title"] == "云州市选树管理办法"
    assert [s["number"] for s in document["sections"]] == ["第一章", "第二章"]
    assert [(m["number"], m["heading"]) for m in document["measures"]] == [("第一条", None), ("第二条", None)]


def test_tasks_say_how_strongly_they_bind() -> None:
    text = (
        "关于印发方案的通知\n各区妇联：\n现印发给你们。\n云州市妇女联合会\n2024年1月5日\n方案\n一、主要任务\n"
        "（一）优化环境。探索建立弹性工作制，鼓励设立科研回归基金，各单位不得限制女性申报。（市妇联牵头）\n（二）搭建平台。组织学术交流。（市科协负责）\n"
    )
    first = read(text).document["measures"][0]
    assert [task["strength"] for task in first["tasks"]] == ["explore", "encourage", "must"]


def test_what_stands_in_an_annex_is_said_to_stand_there() -> None:
    text = "关于推荐候选人的通知\n各区妇联：\n一、推荐名额\n推荐名额详见附件1。\n二、报送\n请于2024年5月1日前报送《推荐表》一式2份。\n"
    reasons = {(r.code, r.params.get("key")) for r in read(text).findings}
    assert ("notice_in_annex", "quotas") in reasons
    assert ("notice_missing", "eligibility") in reasons


def test_an_open_call_names_its_office_its_stages_and_what_to_upload() -> None:
    text = (
        "关于举办女性创新创业大赛的公告\n一、赛事安排\n（一）报名阶段：2024年5月1日—6月15日24时。上传商业计划书（PDF格式，10MB以内）、路演视频（MP4，200M以内）。\n"
        "（二）专家评审（7月1日至7月20日）。组织专家评审，确定名单。\n二、奖项设置\n设一等奖1名，二等奖2名。\n三、联系方式\n大赛组委会办公室：马丽、陈思思\n云州市妇女联合会\n2024年4月20日\n"
    )
    document = read(text).document
    assert [(d["date"], d["opens"]) for d in document["deadlines"]] == [("2024-06-15", "2024-05-01")]
    assert [(p["start"], p["end"]) for p in document["periods"]] == [("2024-07-01", "2024-07-20")]
    assert [m["name"] for m in document["materials"]] == ["商业计划书", "路演视频"]
    assert document["contacts"]["persons"] == ["马丽", "陈思思"]
    assert document["categories"] == []


def test_who_is_not_counted_in_and_who_must_not_be_is_kept_out() -> None:
    text = (
        "关于推荐优秀女科技工作者的通知\n各学会：\n一、推荐范围\n在一线工作的女科技工作者。不包括机关工作人员，学会专职人员，曾获得过“云州市优秀女科技工作者”称号的人员。\n"
        "二、推荐条件\n1.具有副研究员以上职务。\n2.非现任校级领导（承担教学任务的副职除外）。\n3.作品未被市科协评为优秀科普作品。\n4.恪守科学道德。\n"
        "三、报送\n请按通知执行，并于11月3日前将材料报送市科协，逾期不予受理。鼓励在校学生积极参与。\n"
    )
    found = [(e["type"], e["value"]) for e in read(text).document["eligibility"]]
    assert [kind for kind, _ in found] == [
        "gender",
        "exclusion",
        "title",
        "exclusion",
        "exclusion",
        "conduct",
    ]
    assert ("title", "副研究员") in found


def test_awards_that_only_their_winners_name_are_categories() -> None:
    text = "关于提名候选人的通知\n各学会：\n一、奖项名额\n1.云州青年科技奖获奖者不超过20名。\n2.云州青年科技奖特别奖获奖者不超过2名，在获奖者中产生。\n"
    document = read(text).document
    assert [c["name"] for c in document["categories"]] == ["云州青年科技奖", "云州青年科技奖特别奖"]
    assert [q["count"] for q in document["quotas"]] == [20, 2]


def test_kinds_of_works_are_categories_and_their_bounds_materials() -> None:
    text = (
        "关于征集科普作品的通知\n各区科协：\n一、作品类型\n（一）科普文章（图书）：以散文为主，字数控制在5000字以内。\n"
        "（二）科普短视频：紧贴主题，时长3分钟以内，MP4格式。\n"
    )
    document = read(text).document
    assert [c["name"] for c in document["categories"]] == ["科普文章（图书）", "科普短视频"]
    assert [(m["kind"], m.get("max_chars"), m["max_duration_s"]) for m in document["materials"]] == [
        ("text", 5000, None),
        ("video", None, 180),
    ]


def test_places_and_papers_that_stand_the_other_way_round() -> None:
    text = (
        "关于推荐候选人的通知\n各单位：\n一、推荐名额\n每个团体会员有一个推荐名额。各分会推荐1-2名“最美女科技工作者”候选人。\n"
        "二、推荐材料\n1.候选人获奖证书复印件、有关证明材料2套，装订成册。\n2.事迹材料一份（800至1000字）。\n候选人还需提交20分钟现场教学录像视频。\n"
    )
    document = read(text).document
    assert [(q["count"], q["object"]) for q in document["quotas"]] == [
        (1, "推荐名额"),
        ([1, 2], "“最美女科技工作者”候选人"),
    ]
    names = {m["name"]: m for m in document["materials"]}
    assert names["候选人获奖证书复印件、有关证明材料"]["copies"] == 2
    assert (names["事迹材料"]["min_chars"], names["事迹材料"]["max_chars"]) == (800, 1000)
    assert names["现场教学录像视频"]["max_duration_s"] == 1200


def test_awards_beside_their_numbers_in_every_order() -> None:
    def names_and_counts(body: str) -> tuple[list[str], list[object]]:
        document = read("关于推荐先进典型的通知\n各单位：\n" + body).document
        return [c["name"] for c in document["categories"]], [q["count"] for q in document["quotas"]]

    names = ["巾帼文明岗", "巾帼建功标兵"]
    assert names_and_counts("一、推荐\n我市将推荐巾帼文明岗1-2个、巾帼建功标兵1名。\n") == (
        names,
        [[1, 2], 1],
    )
    assert names_and_counts("一、推荐\n各校可推荐巾帼文明岗、巾帼建功标兵各1名。\n") == (names, [1, 1])
    below = "一、推荐名额及对象\n（一）巾帼文明岗：50个。以女性为主体的科室。\n（二）巾帼建功标兵：30名。在职女职工。\n二、推荐条件\n1.岗组负责人中至少有1名女性。\n"
    assert names_and_counts(below) == (names, [50, 30])
    ahead = "一、推荐办法\n各单位推荐1名“巾帼标兵”，一个“文明家庭”。\n"
    document = read("关于推荐先进典型的通知\n各单位：\n" + ahead).document
    assert [(q["object"], q["count"]) for q in document["quotas"]] == [("“巾帼标兵”", 1), ("“文明家庭”", 1)]


def test_conditions_that_a_sentence_opens_without_a_heading() -> None:
    text = (
        "关于推荐专委会委员的函\n各高校：\n委员须具有高级职称，有良好的职业道德，曾获市级荣誉称号者优先。参考条件如下，满足任一条即可：\n"
        "1、有国家级人才称号；\n2、获得市科技进步奖一等奖；\n联系人：马丽\n"
    )
    kinds = [e["type"] for e in read(text).document["eligibility"]]
    assert kinds == ["title", "conduct", "preference", "honour", "honour"]


def test_those_who_may_enter_a_contest_and_films_in_seconds() -> None:
    text = (
        "关于举办科普短视频大赛的通知\n各高校：\n一、参赛对象\n高校本科、专科在读的同学。投稿应为个人投稿，不接受单位投稿；团队不超过3人。\n"
        "二、征集视频内容\n1.科普视频。时长1-5分钟的视频，内容积极向上。\n2.科普短视频\n时长15s—60s的科普短视频，优先竖屏拍摄。\n"
    )
    document = read(text).document
    kinds = [(e["type"], e["value"]) for e in document["eligibility"]]
    assert ("team_size", 3) in kinds
    assert "applicant" in [kind for kind, _ in kinds]
    assert "degree" not in [kind for kind, _ in kinds]
    assert [c["name"] for c in document["categories"]] == ["科普视频", "科普短视频"]
    assert [(m["min_duration_s"], m["max_duration_s"]) for m in document["materials"]] == [
        (60, 300),
        (15, 60),
    ]


def test_a_paper_beside_a_form_and_a_film_with_its_length_after_it() -> None:
    text = (
        "关于推荐最美教师的通知\n各学院：\n一、评选对象\n从事教育教学和管理工作，有突出贡献的教师和教育工作者。\n"
        "二、有关要求\n请认真填写《推荐表》和单行事迹材料（第三人称），于5月14日前报送。参选作品应为2025年完成的原创短视频作品，时长为2~5分钟。\n"
    )
    document = read(text).document
    assert [(m["name"], m["kind"]) for m in document["materials"]] == [
        ("推荐表", "form"),
        ("单行事迹材料", "text"),
        ("原创短视频作品", "video"),
    ]
    assert document["materials"][2]["min_duration_s"] == 120
    assert ("status", "从事教育教学和管理工作，有突出贡献的教师和教育工作者") in [
        (e["type"], e["value"]) for e in document["eligibility"]
    ]


def test_the_full_names_of_awards_stand_beside_their_numbers() -> None:
    text = (
        "关于评选巾帼标兵的通知\n各区总工会：\n一、评选项目和名额\n1、云州市巾帼标兵岗10个。\n2、云州市巾帼标兵30名。\n"
        "二、推荐条件\n模范遵守法律法规。\n（一）市巾帼标兵岗：以班组为单位，主要负责人为女性，成绩突出。\n（二）市巾帼标兵：工作年限五年以上的一线女职工。\n"
    )
    document = read(text).document
    assert [c["name"] for c in document["categories"]] == ["云州市巾帼标兵岗", "云州市巾帼标兵"]
    assert [e["type"] for e in document["eligibility"]] == ["conduct", "women_leaders", "tenure", "gender"]
    shared = "关于推荐先进的通知\n各单位：\n全市推荐先进女职工集体6个、先进女职工个人10名，其中分配给本系统先进集体2个。\n"
    assert [c["name"] for c in read(shared).document["categories"]] == ["先进女职工集体", "先进女职工个人"]

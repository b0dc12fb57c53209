"""The many ways in which plans say what is to be reached and who answers for it, a sentence or a short plan each."""

import pytest

from jinguo.engines.notices import read
from jinguo.engines.notices.layout.reflow import unfolded
from jinguo.engines.notices.layout.text import Flow
from jinguo.engines.notices.policies.rules import rules_in
from jinguo.engines.notices.policies.targets import targets_in
from jinguo.engines.notices.policies.units import unit_lists


def _flow(text: str) -> Flow:
    return Flow.of(text, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("热线办结率100%，来访者满意率达95%以上。", [(100, "%", "="), (95, "%", "at_least")]),
        ("会员人数增长6%和7.5%。", [(6, "%", "="), (7.5, "%", "=")]),
        ("走进300个社区、200所学校。", [(300, "个", "="), (200, "所", "=")]),
        ("婴儿死亡率控制在4‰以内。", [(4, "‰", "at_most")]),
        ("孕产妇死亡率下降到12/10万。", [(12, "/10万", "at_most")]),
        ("女性主持项目逐年增加，到2027年不低于三分之一。", [(33.33, "%", "at_least")]),
        ("入选者中女性比例不低于三成。", [(30, "%", "at_least")]),
        ("力争到2026年产业规模突破三千亿。", [(300000000000, "元", "more_than")]),
        ("每名导师每年培训不少于3天。", [(3, "天", "at_least")]),
        ("全年举办沙龙5到8场。", [([5, 8], "场", "range")]),
        ("提高公众对科学家精神的知晓率。", [(None, "公众对科学家精神的知晓率", "increase")]),
        ("人均科普经费不低于3元。", [(3, "元", "at_least")]),
        ("女性创办企业数量翻一番。", [(2, "倍", "=")]),
        ("引进投资亿元以上科研项目6个。", [(6, "个", "=")]),
        ("改造实验楼、图书馆等7个项目。", []),
        ("续建女科学家公寓、托育园等7个项目。", [(7, "个", "=")]),
        (
            "两项粉尘浓度分别不高于53和32微克/立方米。",
            [(53, "微克/立方米", "at_most"), (32, "微克/立方米", "at_most")],
        ),
        ("选拔30名有影响的女学者，80名有潜力的女博士。", [(30, "名", "="), (80, "名", "=")]),
        ("为科研单位从业人员1200人次提供体检。", [(1200, "人次", "=")]),
        ("女性入选增速高于总体2个百分点。", [(2, "个百分点", "=")]),
        ("入职性别比控制在1.2以内。", [(1.2, "", "at_most")]),
        ("逐年增加女性科研经费投入。", [(None, "女性科研经费投入", "increase")]),
        ("实验室全部接入预警平台。", [(100, "%", "=")]),
        ("每半年会商一次。", [(1, "次", "=")]),
    ],
)
def test_targets(text: str, expected: list[tuple[object, str, str]]) -> None:
    found = [(t.data["quantity"], t.data["unit"], t.data["comparator"]) for t in targets_in(_flow(text))]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "用地在8亩以下的项目由区里审查。",
        "财政安排600万元前期经费。",
        "每家给予3万元补助，减免50%的租金。",
        "参保率已达到92%。",
        "现将方案中提出的9项任务和7个项目分解如下。",
        "公示不少于5天。",
        "做到场地、经费、人员三个到位。",
        "女职工100人以上的应设哺乳室。",
        "截至2028年底，全市共有女高工300名。",
        "覆盖全市12个区。",
        "单个课题支持金额不超过20万元。",
        "研发费用加计扣除比例75%。",
    ],
)
def test_numbers_that_are_no_target(text: str) -> None:
    assert targets_in(_flow(text)) == []


def test_a_list_tells_what_is_counted_of_each_number() -> None:
    found = targets_in(_flow("选树“科技女杰”10名、“巾帼带头人”20名。"))
    assert [t.data["object"] for t in found] == ["选树“科技女杰”", "“巾帼带头人”"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建好队伍。责任单位：市妇联、市科协，以下均需各区负责，不再列出", [("responsible", ["市妇联", "市科协"])]),
        ("建好队伍。〔责任单位：市妇联。各项任务均涉及各县政府，不再单列〕", [("responsible", ["市妇联"])]),
        ("建好队伍。（牵头：县妇联；配合：县科协）", [("lead", ["县妇联"]), ("cooperating", ["县科协"])]),
        ("建好队伍。\n责任单位：市妇联（牵头）、市科协", [("lead", ["市妇联"]), ("cooperating", ["市科协"])]),
        ("建好队伍。\n责任单位：市妇联 市科协 各区政府", [("responsible", ["市妇联", "市科协", "各区政府"])]),
        ("建好队伍。（区妇联牵头，区水务局等部门，区国投公司配合）", [("lead", ["区妇联"]), ("cooperating", ["区水务局", "区国投公司"])]),
        ("建好队伍。（区政府督查室负责）", [("responsible", ["区政府督查室"])]),
        ("建好队伍。由区妇联牵头，区科委、区教育局配合。", [("lead", ["区妇联"]), ("cooperating", ["区科委", "区教育局"])]),
        ("建好队伍。（宣传部）", [("responsible", ["宣传部"])]),
    ],
)  # fmt: skip
def test_lists_of_units(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert [(one.role, [u.s for u in one.units]) for one in unit_lists(_flow(text))] == expected


def test_aims_and_principles_are_sections_and_their_numbers_are_of_the_whole_plan() -> None:
    plan = read(
        "女科技人才行动方案\n一、总体要求\n（一）指导思想。围绕中心，服务大局。\n（二）主要目标。到2027年，建成工作站40个。\n"
        "二、主要任务\n（一）建平台。每年遴选12个工作站。\n（二）强队伍。每年培训300人次。"
    ).document
    assert [s["heading"] for s in plan["sections"]] == ["总体要求", "指导思想", "主要目标", "主要任务"]
    assert [m["heading"] for m in plan["measures"]] == ["建平台", "强队伍"]
    assert [(t["quantity"], t["by"], t["section"]) for t in plan["targets"]] == [(40, "2027", "一（二）")]


def test_the_units_behind_the_last_line_are_those_of_the_whole_item() -> None:
    plan = read(
        "分工方案\n一、主要任务\n1.完善制度\n（1）修订章程，明确职责，规范程序，加强监督。\n（2）建立台账，定期通报，及时总结，形成经验并且推广。\n"
        "（责任单位：市妇联、市科协）\n2.建强队伍\n（1）选好骨干，办好培训，做好服务，不断提升能力水平。\n（2）建立专家库，实行动态管理。\n（责任单位：市教育局）"
    ).document
    assert [(m["number"], m["heading"], m["units"]) for m in plan["measures"]] == [
        ("1", "完善制度", ["市妇联", "市科协"]),
        ("2", "建强队伍", ["市教育局"]),
    ]
    assert plan["measures"][0]["text_start"].startswith("（1）修订章程")


def test_a_measure_that_is_one_sentence_with_its_units_below() -> None:
    plan = read(
        "重点工作任务分解\n一、聚力创新\n1.新增科技型企业60家，新增重点实验室2家.\n责任单位：市科技局（牵头）、市妇联\n2.引育女性高技能人才500人\n责任单位：市人社局"
    ).document
    assert [(m["heading"], m["text_start"][:6], m["units"]) for m in plan["measures"]] == [
        (None, "新增科技型企", ["市科技局", "市妇联"]),
        (None, "引育女性高技", ["市人社局"]),
    ]


def test_units_that_stand_in_the_heading() -> None:
    plan = read(
        "工作要点\n一、重点工作\n（一）加强引领（责任部门：宣传部、组织部）\n每季度宣讲一次。\n（二）做好服务（责任部门：权益部）\n完善热线。"
    )
    assert [(m["heading"], m["units"]) for m in plan.document["measures"]] == [
        ("加强引领", ["宣传部", "组织部"]),
        ("做好服务", ["权益部"]),
    ]


def test_a_table_of_tasks_with_a_column_of_aims() -> None:
    plan = read(
        "任务清单\n序号\t重点任务\t具体举措\t工作目标\t牵头单位\t配合单位\n1\t强师资\t开展教师培训\t每年培训90人次以上\t区教育局\t区科协\n2\t建基地\t遴选科普基地\t遴选基地12个\t区科协\t区妇联"
    )
    [first, second] = plan.document["measures"]
    assert (first["text_start"], first["lead"], first["targets"][0]["quantity"]) == (
        "开展教师培训",
        "区教育局",
        90,
    )
    assert (second["cooperating"], second["targets"][0]["quantity"]) == (["区妇联"], 12)


def test_a_page_that_lost_its_line_breaks_is_cut_into_lines_again() -> None:
    text = (
        "各县政府：现将方案印发给你们，请认真组织实施。平川市妇女联合会2026年3月8日平川市巾帼科普行动方案为贯彻落实省里要求，制定本方案。"
        "一、工作目标到2028年，建成科普站20个。二、主要任务（一）做好宣讲。每年宣讲40场。（责任单位：市妇联）（二）做好培训。"
        + "组织骨干参加学习交流。"
        * 20
    )
    assert [line[:4] for _, line in unfolded([(0, text)])][-4:] == [
        "到202",
        "二、主要",
        "（一）做",
        "（二）做",
    ]
    plan = read(text).document
    assert (plan["addressees"], plan["issuers"], plan["issue_date"]) == (
        ["各县政府"],
        ["平川市妇女联合会"],
        "2026-03-08",
    )
    assert [m["units"] for m in plan["measures"]] == [["市妇联"], []]


def test_three_issuers_on_one_line_are_three_and_no_part_of_the_last_measure() -> None:
    plan = read(
        "关于实施科普行动的意见\n各县：\n为做好科普工作，提出如下意见。\n一、要求\n（一）建队伍。组织志愿者。\n（二）做总结。报送总结。\n共青团中央　全国妇联　中国科协\n2026年3月1日"
    ).document
    assert plan["issuers"] == ["共青团中央", "全国妇联", "中国科协"]
    assert plan["measures"][-1]["text_start"] == "报送总结。"


def test_aims_and_measures_below_lines_without_a_number() -> None:
    plan = read(
        "妇女发展规划\n一、发展领域\n（一）妇女与教育\n主要目标：\n1.女性科学素质比例达到15%。\n2.入学机会均等，逐步改善。\n策略措施：\n"
        "1.办好科普活动。每年举办科普活动60场。\n2.加强课程建设。开齐课程。\n（二）妇女与健康\n主要目标：\n1.筛查率达到80%以上。\n策略措施：\n1.健全服务网络。"
    ).document
    assert [(m["section"], m["number"], m["heading"]) for m in plan["measures"]] == [
        ("一（一）", "1", "办好科普活动"),
        ("一（一）", "2", "加强课程建设"),
        ("一（二）", "1", None),
    ]
    assert [(t["quantity"], t["section"]) for t in plan["targets"]] == [(15, "一（一）1"), (80, "一（二）1")]


def test_the_table_of_data_of_a_web_page_is_no_part_of_the_address() -> None:
    plan = read(
        "索 引 号: | 0001/2026-9 | 信息分类: | |\n发布机构: | 生成日期: | 2026-02-03 08:54:33 | |\n文 号: | 平府办发〔2026〕5号 | 是否有效: | |\n"
        "名 称: | 平川市政府办公室关于印发平川市科普三年行动方案的通知 |\n各县政府,市直各部门:\n现将方案印发给你们。\n一、主要任务\n（一）建站点。建设科普站。\n（二）办活动。举办活动。"
    ).document
    assert (plan["doc_number"], plan["issue_date"], plan["addressees"]) == (
        "平府办发〔2026〕5号",
        "2026-02-03",
        ["各县政府", "市直各部门"],
    )
    assert plan["title"] == "平川市政府办公室关于印发平川市科普三年行动方案的通知"


def test_a_title_whose_organs_stand_on_lines_of_their_own() -> None:
    plan = read(
        "云州市妇联 云州市科协\n云州市教育局 云州市科技局\n印发《女科技人才若干政策》的通知\n云妇字〔2026〕7号\n各县妇联：\n现印发给你们。\n一、政策\n1.给支持。设立专项。\n2.给平台。建好基地。"
    ).document
    assert plan["title"] == "云州市妇联云州市科协云州市教育局云州市科技局印发《女科技人才若干政策》的通知"


def test_a_table_of_tasks_with_lines_that_name_a_group_of_rows() -> None:
    plan = read(
        "附件1\n\n民生实事任务分解表\n\n序号\t项目名称\t目标任务\t责任领导\t牵头单位\t责任单位\t完成时限\n一、女性关爱\n1\t免费检查\t为2万名妇女提供检查\t李某\t市卫健委\t市妇联\t10月底\n"
        "2\t托育服务\t新增托位900个\t李某\t市卫健委\t市发改委\t11月底\n二、科技惠民\n3\t科普驿站\t建设驿站30个\t王某\t市科协\t市科技局、各区县\t12月底"
    ).document
    assert plan["title"] == "民生实事任务分解表"
    assert [
        (m["number"], m["lead"], [t["quantity"] for t in m["targets"]], m["until"]) for m in plan["measures"]
    ] == [
        ("1", "市卫健委", [20000], "10月底"),
        ("2", "市卫健委", [900], "11月底"),
        ("3", "市科协", [30], "12月底"),
    ]


def test_units_of_an_item_behind_a_list_of_lines_of_its_own() -> None:
    plan = read(
        "任务分工\n一、重点任务\n（一）学习贯彻。组织座谈会4次。\n牵头部室：人事部\n（二）弘扬精神。\n1.建设教育基地3个；\n2.举办报告会10场。\n牵头部室：宣传部\n配合部室：学会部\n完成时限：6月底前"
    ).document
    assert [(m["number"], m["lead"], [t["quantity"] for t in m["targets"]]) for m in plan["measures"]] == [
        ("（一）", "人事部", [4]),
        ("（二）", "宣传部", [3, 10]),
    ]
    assert plan["measures"][1]["targets"][0]["text"] == "建设教育基地3个"


def test_a_plan_that_stands_in_the_first_annex_is_the_document() -> None:
    plan = read(
        "关于印发《北山区女性就业方案》的通知\n各街道：\n现将方案印发给你们，请认真落实。\n附件：1.北山区女性就业方案\n2.任务指标分解表\n北山区妇女联合会\n2026年3月4日\n"
        "附件1\n北山区女性就业方案\n为促进就业，制定本方案。\n一、工作目标\n全年培训4500人次。\n二、主要措施\n（一）拓宽渠道\n1、举办招聘24场。\n2、开发岗位300个。\n责任单位：区人社局\n"
        "附件2\n任务指标分解表\n街道\t培训（人次）\n东街街道\t1200\n西关街道\t1300"
    ).document
    assert [s["heading"] for s in plan["sections"]] == ["工作目标", "主要措施"]
    assert [(m["number"], m["heading"], m["units"]) for m in plan["measures"]] == [
        ("（一）", "拓宽渠道", ["区人社局"])
    ]
    assert [t["quantity"] for t in plan["measures"][0]["targets"]] == [24, 300]
    assert plan["attachments"] == ["北山区女性就业方案", "任务指标分解表"]


def test_a_plan_arranged_by_units() -> None:
    plan = read(
        "任务清单\n一、区教育局\n1.新建幼儿园6所。\n2.配齐心理教师，开好课程。\n二、区卫生健康局\n1.接种率达90%。\n三、工作要求\n1.按季报送情况，加强协作配合。"
    ).document
    assert [m["units"] for m in plan["measures"]] == [["区教育局"], ["区教育局"], ["区卫生健康局"], []]


def test_a_title_wrapped_inside_the_name_of_an_organ_and_page_numbers() -> None:
    plan = read(
        "        中共杭山市委人才办公室  杭山市科学\n      技术协会 杭山市妇女联合会关于印发《女科技人\n      才培育计划》的通知\n各区妇联：\n    现印发给你们，请贯彻执行。\n"
        "一、措施\n（一）给支持。围绕女科技人才成长的需要设立专项，统筹经费，每年支持20\n              - 3 -\n项，做好服务。\n（二）给平台。建好基地。"
    ).document
    assert (
        plan["title"]
        == "中共杭山市委人才办公室杭山市科学技术协会杭山市妇女联合会关于印发《女科技人才培育计划》的通知"
    )
    assert plan["measures"][0]["targets"][0]["quantity"] == 20


def test_a_list_without_a_verb_and_the_number_of_organs() -> None:
    found = targets_in(_flow("其中领军人才20名、青年骨干80名、后备人才100名。"))
    assert [t.data["quantity"] for t in found] == [20, 80, 100]
    assert targets_in(_flow("落实省妇联等13部门《若干措施》精神。")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("女性占比由2022年的28%提升至2025年的35%。", [35]),
        ("力争技术合同额同比增长10%以上。", [10]),
        ("服务企业近万家，带动就业900余人。", [10000, 900]),
        ("到2027年会员总量突破50万。", [500000]),
        ("女性创业贷款余额新增5亿元。", [500000000]),
        ("申报单位应成立满2年，女性职工占比不低于30%。", []),
    ],
)
def test_what_was_what_is_demanded_and_what_is_to_be(text: str, expected: list[int]) -> None:
    assert [t.data["quantity"] for t in targets_in(_flow(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("做好。（责任单位：市妇联；责任人：张某；完成时限：12月底）", [["市妇联"]]),
        ("做好。（牵头单位：市科协；责任单位：市妇联；2026年6月底前完成）", [["市科协"], ["市妇联"]]),
        ("做好。（责任单位：省科技厅牵头，省妇联、省科协配合）", [["省科技厅"], ["省妇联", "省科协"]]),
        ("做好。（市妇联、市科协按职责分工牵头，市教育局等配合）", [["市妇联", "市科协"], ["市教育局"]]),
        ("做好。（团市委、市妇联、市残联、市红十字会）", [["团市委", "市妇联", "市残联", "市红十字会"]]),
        ("做好。（主办：市妇联 协办：市科协）", [["市妇联"], ["市科协"]]),
    ],
)
def test_more_lists_of_units(text: str, expected: list[list[str]]) -> None:
    assert [[u.s for u in one.units] for one in unit_lists(_flow(text))] == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("在同等条件下，优先支持女性科研人员。", "tie_break"),
        ("聘期考核可适当延长1年。", "deadline_extension"),
        ("对女性比例较高的单位，在评优中优先推荐。", "unit_priority"),
    ],
)
def test_preferences_and_relaxations(text: str, kind: str) -> None:
    assert [rule.data["kind"] for rule in rules_in(_flow(text), "1")] == [kind]


def test_parts_and_named_actions_are_levels_of_a_plan() -> None:
    plan = read(
        "女性科技人才行动方案\n第一部分 总体要求\n到2027年，女性占比达到45%。\n第二部分 重点行动\n行动一：托举行动\n每年托举300名。（责任单位：省科协）\n"
        "行动二：讲堂行动\n每年举办讲座200场。（责任单位：省妇联；完成时限：2027年底）"
    ).document
    assert [s["heading"] for s in plan["sections"]] == ["总体要求", "重点行动"]
    assert [(m["section"], m["number"], m["heading"], m["units"]) for m in plan["measures"]] == [
        ("第二部分", "行动一", "托举行动", ["省科协"]),
        ("第二部分", "行动二", "讲堂行动", ["省妇联"]),
    ]
    assert plan["measures"][1]["until"] == "2027年底"


def test_a_plan_in_traditional_characters() -> None:
    plan = read(
        "濱海區婦女人才計劃\n一、重點任務\n（一）實施引領行動。每年開展宣講不少於20場。（責任單位：區婦聯、區科協）\n（二）建設平臺。建設平臺3個。"
    ).document
    [first, _] = plan["measures"]
    assert (first["units"], first["targets"][0]["quantity"], len(first["targets"])) == (
        ["區婦聯", "區科協"],
        20,
        1,
    )


def test_a_table_of_indicators_with_their_aims_and_units() -> None:
    plan = read(
        "妇女发展规划主要指标责任分解\n指标名称\t2025年基数\t2030年目标\t指标属性\t牵头单位\t配合单位\n"
        "“两癌”筛查覆盖率（%）\t78\t95\t约束性\t市卫健委\t市妇联、市财政局\n公民科学素质女性比例（%）\t16.2\t22.5\t预期性\t市科协\t市教育局"
    ).document
    assert plan["kind_of_document"] == "policy"
    found = [
        (m["lead"], [(t["quantity"], t["unit"], t["by"]) for t in m["targets"]]) for m in plan["measures"]
    ]
    assert found == [("市卫健委", [(95, "%", "2030")]), ("市科协", [(22.5, "%", "2030")])]


def test_a_plan_of_headings_with_nothing_but_their_text_below() -> None:
    plan = read(
        "工作安排\n一、工作目标\n全年宣讲80场。\n二、抓好宣讲\n各单位要组织宣讲队，走进社区和学校。\n三、抓好培训\n各单位要办好培训班，全年培训600人次。"
    ).document
    assert [m["heading"] for m in plan["measures"]] == ["抓好宣讲", "抓好培训"]


def test_the_organs_before_the_word_of_sending_out() -> None:
    plan = read(
        "河东省委办公厅 河东省人民政府办公厅印发\n《关于加强女性人才工作的若干措施》\n\n（2026年5月10日）\n\n1.引育人才。引进人才。\n2.优化评价。改进评价。"
    ).document
    assert plan["title"] == "河东省委办公厅河东省人民政府办公厅印发《关于加强女性人才工作的若干措施》"
    assert plan["issuers"] == ["河东省委办公厅", "河东省人民政府办公厅"]


@pytest.mark.parametrize(
    ("head", "foot", "expected"),
    [
        ("某省科技厅公告\n2026年第5号\n关于发布行动计划的公告\n", "某省科技厅\n2026年3月\n", ("2026年第5号", "2026-03", ["某省科技厅"])),
        ("关于印发方案的通知\n（杭科协〔2026〕7号）\n", "杭州市科学技术协会（盖章）\n2026.4.3\n", ("杭科协〔2026〕7号", "2026-04-03", ["杭州市科学技术协会"])),
    ],
)  # fmt: skip
def test_numbers_of_announcements_months_and_seals(
    head: str, foot: str, expected: tuple[str, str, list[str]]
) -> None:
    plan = read(
        head + "现予发布，请认真执行。\n一、任务\n（一）建平台。建好平台。\n（二）强队伍。办好培训。\n" + foot
    ).document
    assert (plan["doc_number"], plan["issue_date"], plan["issuers"]) == expected


def test_a_table_pasted_with_each_cell_on_a_line_of_its_own() -> None:
    plan = read(
        "妇女发展规划目标责任分解书\n领域\n主要目标\n责任单位\n1.妇女享有健康服务。\n——筛查率达到80%以上。\n——死亡率降低。\n省卫生厅\n省妇联\n——住院分娩率达到98%以上。\n省发改委\n"
        "2.妇女经常锻炼的人数比例提高。\n省体育局\n省总工会\n"
    ).document
    first, second = plan["measures"]
    assert (first["heading"], first["units"]) == (None, ["省卫生厅", "省妇联", "省发改委"])
    assert [t["quantity"] for t in first["targets"]] == [80, None, 98]
    assert (second["text_start"], second["units"]) == (
        "妇女经常锻炼的人数比例提高。",
        ["省体育局", "省总工会"],
    )
    assert second["targets"][0]["comparator"] == "increase"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工程建设项目审批时间缩短至100个工作日内。", [(100, "个工作日", "at_most")]),
        ("项目应在15个工作日内办结。", []),
        ("与800家企业开展合作。", [(800, "家", "=")]),
        ("900名骨干参加研修。", [(900, "名", "=")]),
        ("实施“新世纪百千万人才工程”。", []),
        ("孕产妇贫血患病率逐步降低。", [(None, "孕产妇贫血患病率", "decrease")]),
    ],
)
def test_more_targets(text: str, expected: list[tuple[object, str, str]]) -> None:
    assert [
        (t.data["quantity"], t.data["unit"], t.data["comparator"]) for t in targets_in(_flow(text))
    ] == expected


def test_names_with_numbers_and_those_who_are_granted_something_are_no_target() -> None:
    assert targets_in(_flow("落实乡村振兴支持政策（三十条）。")) == []
    assert targets_in(_flow("对种植面积达到60亩以上的大户给予支持。")) == []

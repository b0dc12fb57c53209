"""Plans as pages hold them: numbers in other marks, lost tables and line breaks, items without numbers; a short plan of the domain each."""

from typing import Any

import pytest

from jinguo.engines.notices import read


def _measures(text: str) -> list[tuple[Any, Any, list[str]]]:
    return [(m["number"], m["text_start"], m["units"]) for m in read(text).document["measures"]]


def _numbers(text: str) -> list[Any]:
    document = read(text).document
    inside = [t["quantity"] for m in document["measures"] for t in m["targets"]]
    return inside + [t["quantity"] for t in document["targets"]]


@pytest.mark.parametrize(
    ("first", "second"),
    [("1。", "2。"), ("1，", "2，"), ("1:", "2:"), ("1 ", "2 "), ("⒈", "⒉"), ("⑴", "⑵"), ("1.1", "1.2"), ("01 ", "02 "), ("1.\t", "2.\t"), ("1.\n", "2.\n")],
)  # fmt: skip
def test_items_are_told_by_any_mark_that_counts_on(first: str, second: str) -> None:
    text = f"一、重点任务\n{first}办科研沙龙6期。（市科协）\n{second}建女科学家工作站3个。（市妇联）\n二、保障\n各单位要重视。"
    assert [(start, units) for _, start, units in _measures(text)[:2]] == [
        ("办科研沙龙6期。", ["市科协"]),
        ("建女科学家工作站3个。", ["市妇联"]),
    ]


def test_a_number_that_opens_a_wrapped_line_is_no_item() -> None:
    text = "一、目标\n到2030年，全市新建女科学家工作站\n30 家，培训女科研骨干\n200 名，让更多女性走上科研管理岗位。"
    document = read(text).document
    assert [s["number"] for s in document["sections"]] == ["一"]


@pytest.mark.parametrize(
    "lines",
    [
        "责任领导：赵某\n牵头单位：市科技局\n责任单位：市妇联\n完成时限：11月底",
        "牵头市领导：赵某\n责任单位：市科技局、市妇联",
        "完成时限：2030年6月\n（市科技局牵头，市妇联配合）",
        "由市科技局牵头，会同市妇联组织实施。",
    ],
)
def test_persons_and_times_around_units_belong_to_no_text(lines: str) -> None:
    text = f"一、任务\n1.为女博士办职业规划课8期。\n{lines}\n2.开放女科学家展厅。\n{lines}"
    assert _measures(text)[0] == ("1", "为女博士办职业规划课8期。", ["市科技局", "市妇联"])


def test_labels_behind_commas_are_read() -> None:
    text = "1、修订托举办法1个，责任单位：市科协，配合单位：市财政局，完成时限：5月底前；\n2、推荐候选人20名，责任单位：市妇联。"
    assert [units for _, _, units in _measures(text)] == [["市科协", "市财政局"], ["市妇联"]]


CELLS = "重点任务分解表\n序号\n重点任务\n牵头单位\n配合单位\n完成时限\n1\n托举女青年人才40名\n市科协\n市妇联、\n市教育局\n9月底前\n2\n开设科研回归岗12个\n市人社局\n11月底前\n"
BESIDE = "重点任务分解表\n序号 类别 重点任务 牵头单位 配合单位\n1 育才 托举女青年人才40名，建好名册。 市科协 市妇联、市教育局\n2   开设科研回归岗12个，办好见面会。 市人社局 市科技局\n"
STROKES = "序号 | 重点任务 | 牵头单位 | 配合单位 |\n1 | 托举女青年人才40名 | 市科协 | 市妇联、市教育局 |\n2 | 开设科研回归岗12个 | 市人社局 | 市科技局 |\n"


@pytest.mark.parametrize("text", [CELLS, BESIDE, STROKES])
def test_tables_without_their_lines_are_put_together(text: str) -> None:
    draft = read(text).document
    first, second = draft["measures"]
    assert draft["kind_of_document"] == "policy"
    assert (first["number"], first["lead"], first["units"]) == (
        "1",
        "市科协",
        ["市科协", "市妇联", "市教育局"],
    )
    assert (second["number"], second["lead"]) == ("2", "市人社局")
    assert [t["quantity"] for m in draft["measures"] for t in m["targets"]] == [40, 12]


def test_the_head_of_a_table_stands_again_on_the_next_page() -> None:
    head = "序号\t工作任务\t责任单位\n"
    text = f"任务表\n{head}1\t办班5期\t市妇联\n{head}2\t走访女科研人员60人次\t市科协"
    assert [number for number, _, _ in _measures(text)] == ["1", "2"]


def test_tables_of_indicators_give_the_aims_of_the_last_year() -> None:
    text = (
        "“十五五”主要指标\n指标\t单位\t2025年\t2030年\n女性研发人员占比\t%\t28\t≥32\n女性科技社团\t个\t14\t30"
    )
    found = [(t["quantity"], t["by"], t["comparator"]) for t in read(text).document["targets"]]
    assert found == [(32, "2030", "at_least"), (30, "2030", "=")]


@pytest.mark.parametrize(
    "text",
    [
        "二、举措\n——办“启明”研修班。每年3期。（市妇联）\n——开“远航”讲堂。每年6讲。（市科协、市教育局）",
        "女性科研人员关爱措施\n办好启明研修班\n围绕项目申报和论文写作，每年举办研修班3期，名额向基层倾斜。（市妇联）\n"
        "开好远航讲堂\n邀请院士和女科学家到校，每年开讲6场，全程向社会开放。（市科协、市教育局）\n建好托育驿站\n在科研院所集中的园区建托育驿站，方便夜间实验的女性科研人员。（市卫健委）",
    ],
)
def test_items_without_numbers(text: str) -> None:
    assert [(n, units) for n, _, units in _measures(text)][:2] == [
        (None, ["市妇联"]),
        (None, ["市科协", "市教育局"]),
    ]


def test_items_below_the_name_of_an_organ_are_its_own() -> None:
    text = "市科技局：\n1.设女性专项8个。\n2.办对接会4场。\n市妇联：\n1.评巾帼标兵15名。\n2.办巡讲10场。"
    assert [units for _, _, units in _measures(text)] == [["市科技局"]] * 2 + [["市妇联"]] * 2


def test_items_counted_on_through_the_sections_are_all_measures() -> None:
    text = "一、总体目标\n1.目标。到2030年建成十个基地，形成合力。\n二、主要任务\n2.育人才。每年办班。\n三、保障\n3.强组织。定期会商。"
    assert [number for number, _, _ in _measures(text)] == ["1", "2", "3"]


ONE_LINE = (
    "关于印发《澄州市女科技人才支持方案》的通知 各区人民政府，市各有关单位： 现将《澄州市女科技人才支持方案》印发给你们，请结合实际抓好落实，及时报送进展情况。 "
    "澄州市人民政府办公室 2029年4月8日 澄州市女科技人才支持方案 为支持女性科技人才成长，结合本市实际，制定本方案，分三年组织实施，由各区各单位按职责推进。 "
    "一、工作目标 到2031年，女性项目负责人占比达到35%以上，女科学家工作站达到20个。 二、重点任务 （一）设立专项。每年支持女性领衔项目30项，经费单列。（责任单位：市科技局） "
    "（二）强化服务。在园区建托育点15个，延长开放时间。（责任单位：市卫健委、市妇联） 三、组织保障 （一）加强协同。建立联席会议，定期会商。"
)


def test_a_page_of_one_line_keeps_its_head_and_its_items() -> None:
    document = read(ONE_LINE).document
    assert document["title"] == "关于印发《澄州市女科技人才支持方案》的通知"
    assert document["addressees"] == ["各区人民政府", "市各有关单位"]
    assert (document["issuers"], document["issue_date"]) == (["澄州市人民政府办公室"], "2029-04-08")
    assert [m["heading"] for m in document["measures"]] == ["设立专项", "强化服务", "加强协同"]
    assert sorted(_numbers(ONE_LINE)) == [15, 20, 30, 35]


def test_a_heading_and_its_text_share_a_line() -> None:
    text = "一、工作目标 到2030年，女性入选者达到200名，占比稳步上升。\n二、重点任务（一）育苗。办训练营4期，遴选营员。\n（二）搭台。办论坛2场，发布榜单。"
    assert [s["heading"] for s in read(text).document["sections"]] == ["工作目标", "重点任务"]
    assert [number for number, _, _ in _measures(text)] == ["（一）", "（二）"]


def test_the_number_of_a_page_parts_no_sentence() -> None:
    text = "二、任务\n（一）建平台。建成女科学家工作站\n— 2 —\n12个，形成网络。"
    assert _numbers(text) == [12]


def test_paragraphs_that_end_with_their_units_are_items() -> None:
    text = "一、育才\n坚持需求导向，分类施策。\n办好研修。全年办班6期，覆盖各区。（市妇联、市科协）\n搭好舞台。办科研沙龙12场。（市科协牵头，市教育局配合）\n"
    assert [(n, units) for n, _, units in _measures(text)] == [
        (None, ["市妇联", "市科协"]),
        (None, ["市科协", "市教育局"]),
    ]


def test_sections_of_chapters_hold_measures() -> None:
    text = "第一章 总体目标\n第一节 目标\n到2030年，女性占比达到36%。\n第二章 主要任务\n第一节 育才\n一、办好研修\n每年办班8期，推动交流。\n第二节 搭台\n办科研沙龙12场，形成品牌。"
    assert [number for number, _, _ in _measures(text)] == ["一", "第二节"]
    assert sorted(_numbers(text)) == [8, 12, 36]


def test_a_serial_number_counts_for_all_rows_that_it_spans() -> None:
    text = "任务表\n序号\t重点任务\t具体措施\t责任单位\n1\t育才\t办研修班8期\t市妇联\n\t\t办科研沙龙12场\t市科协\n2\t搭台\t建工作站3个\t市科技局"
    assert [number for number, _, _ in _measures(text)] == ["1", "1", "2"]


def test_an_item_headed_by_an_organ_is_its_own() -> None:
    text = "任务分工\n1.市科技局：负责项目支持，每年立项8项。\n2.市妇联：负责典型宣传，评标兵15名。"
    assert [units for _, _, units in _measures(text)] == [["市科技局"], ["市妇联"]]


def test_the_marks_of_markdown_are_read_past() -> None:
    text = (
        "# 关于印发《云州市女科技人才行动方案》的通知\n各有关单位：\n现将方案印发给你们。\n附件：云州市女科技人才行动方案\n云州市科学技术协会\n2024年3月1日\n"
        "附件\n**云州市女科技人才行动方案**\n**一、重点任务**\n**（一）建好工作站。**建成女科学家工作站20个。（责任单位：市科协）\n"
    )
    document = read(text).document
    assert document["title"] == "关于印发《云州市女科技人才行动方案》的通知"
    assert [(m["heading"], m["units"]) for m in document["measures"]] == [("建好工作站", ["市科协"])]


def test_the_points_of_a_plan_that_says_each_in_one_line_are_its_measures() -> None:
    points = "2024年工作要点\n一、建平台，办好三个基地。\n二、强队伍，办好两期培训。\n三、抓宣传，讲好女科学家故事。\n"
    document = read(points).document
    assert [m["text_start"][:3] for m in document["measures"]] == ["建平台", "强队伍", "抓宣传"]
    assert document["sections"] == []


@pytest.mark.parametrize(("title", "alarmed"), [("2031年度科技奖推荐工作", True), ("2031年行动计划", False)])
def test_a_plan_may_look_years_ahead_and_a_call_is_asked_about(title: str, alarmed: bool) -> None:
    text = f"关于开展{title}的通知\n各单位：\n现将有关事项通知如下。\n一、推荐名额\n每单位1名。\n云州市科学技术协会\n2024年3月1日\n"
    assert ("notice_year_of_title" in [one.code for one in read(text).findings]) is alarmed

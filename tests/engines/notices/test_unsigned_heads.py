"""Documents whose signature is missing, wrapped or undated, and headings and days that are told from running text."""

from typing import Any

import pytest

from jinguo.engines.notices import read

_OPENS = "关于开展“科苑新荷”评选活动的通知\n各区妇联：\n"
_ASKS = "一、评选对象\n全市女科技工作者。\n二、报送时间\n请于2029年5月10日前报送推荐表。\n"


def _document(text: str) -> dict[str, Any]:
    return read(text).document


@pytest.mark.parametrize(
    ("opening", "issuers"),
    [
        ("为表彰先进，澄州市妇女联合会决定开展评选活动。", ["澄州市妇女联合会"]),
        ("经主管部门批准，市科协拟继续开展评选。", ["市科协"]),
        ("根据安排，澄州市化学学会现开展推荐工作。", ["澄州市化学学会"]),
        ("澄州市妇联、市教育局、《澄州日报》联合举办征文。", ["澄州市妇联", "市教育局", "《澄州日报》"]),
        ("为营造氛围，学校决定开展评选。", []),
    ],
)
def test_who_decides_issues_what_nobody_signed(opening: str, issuers: list[str]) -> None:
    assert _document(f"{_OPENS}{opening}现将有关事项通知如下：\n{_ASKS}")["issuers"] == issuers


def test_a_forwarded_notice_is_not_issued_by_whom_it_came_from() -> None:
    text = "关于转发《南陵省护理学会关于推荐优秀护士的通知》的通知\n各医院：\n南陵省护理学会决定开展推荐活动。现转发给你们。\n"
    assert _document(text + _ASKS)["issuers"] == []
    assert _document(f"欢迎访问澄州市护理学会 注册 / 登录\n{text}{_ASKS}")["issuers"] == ["澄州市护理学会"]


@pytest.mark.parametrize(
    ("foot", "issuers"),
    [
        ("澄州市妇女联合会", ["澄州市妇女联合会"]),
        ("附件：1.推荐表\n澄州市妇女联合会\n2029", ["澄州市妇女联合会"]),
        ("澄州学院教师工作部•人事处\n2029年4月2日", ["澄州学院教师工作部•人事处"]),
        ("云桥经济开发区女性科技人才创新创业\n服务保障工作组办公室\n2029年4月2日", ["云桥经济开发区女性科技人才创新创业服务保障工作组办公室"]),
        ("copyright©2029 澄州大学党委宣传部", ["澄州大学党委宣传部"]),
        ("三、联系方式：\n澄州大学科研处\n电话：000-00000000", []),
    ],
)  # fmt: skip
def test_the_foot_names_the_issuer(foot: str, issuers: list[str]) -> None:
    assert _document(f"{_OPENS}现将有关事项通知如下：\n{_ASKS}{foot}")["issuers"] == issuers


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (f"{_OPENS}现通知如下：\n{_ASKS}澄州市妇联\n二00九年二月十一日", "2009-02-11"),
        ("关于推荐女科技奖项目的通知\n2028 年 07 月 04 日 11:02\n各院系：\n现通知如下：\n" + _ASKS, "2028-07-04"),
        ("女性科技人才工作任务分解表\n[日期:2028-06-11] 来源:办公室\n组织领导\n成立工作小组。", "2028-06-11"),
    ],
)  # fmt: skip
def test_days_in_other_shapes(text: str, date: str) -> None:
    assert _document(text)["issue_date"] == date


def test_those_in_charge_may_be_addressed() -> None:
    text = f"关于举办比赛的通知\n各高校团委、科协负责人：\n现通知如下：\n{_ASKS}"
    assert _document(text)["addressees"] == ["各高校团委、科协负责人"]


def _headings(body: str) -> list[str]:
    document = _document(f"{_OPENS}现将有关事项通知如下：\n{body}\n澄州市妇联\n2029年3月6日")
    return [section["heading"] for section in document["sections"]]


@pytest.mark.parametrize(
    ("items", "headings"),
    [
        (["高度重视，精心组织。各区妇联要专人负责此事。", "严格程序，保证质量。各区妇联要逐级审核把关。"],
         ["高度重视，精心组织", "严格程序，保证质量"]),
        (["推荐条件：热爱科研工作，成绩突出。", "推荐名额：各区1名。"], ["推荐条件", "推荐名额"]),
        (["各区推荐（2029年6月21日至7月5日）：各区妇联组织推荐，并将名单在本单位公示五个工作日，无异议后上报市妇联。",
          "全市评审（2029年7月15日至30日）：由专家组成评审委员会，对申报材料进行盲审打分，择优评出十名人选。"],
         ["各区推荐（2029年6月21日至7月5日）", "全市评审（2029年7月15日至30日）"]),
        (["评选工作在各区妇联领导下进行。各区妇联要认真组织。", "各区于3月12日17:30前报送材料至市妇联办公室。"], []),
        (["有国家级人才称号；", "主持过国家级科研项目；", "获得过省级以上奖励；"], []),
    ],
)  # fmt: skip
def test_headings_below_a_heading(items: list[str], headings: list[str]) -> None:
    listed = "\n".join(f"{n}.{item}" for n, item in enumerate(items, 1))
    assert _headings(f"一、评选对象\n全市女科技工作者。\n二、有关要求\n{listed}")[2:] == headings


def test_a_long_name_of_honours_heads_its_items() -> None:
    long = "澄州市优秀女科技工作者、澄州市优秀女企业家、澄州市优秀女教师、澄州市巾帼文明岗"
    body = f"一、项目\n（一）{long}\n1.澄州市优秀女科技工作者\n（1）从事科研工作满五年。\n2.澄州市优秀女企业家\n（1）创办企业满三年。"
    assert _headings(body) == ["项目", long, "澄州市优秀女科技工作者", "澄州市优秀女企业家"]


def test_sentences_that_open_items_of_the_first_level_are_no_headings() -> None:
    assert (
        _headings("一、5月15日至25日之间各学院组织答辩。请认真安排。\n二、学校将对论文进行抽查。请按时报送。")
        == []
    )


def _deadlines(sentence: str) -> list[str]:
    document = _document(
        f"{_OPENS}现将有关事项通知如下：\n一、有关要求\n{sentence}\n澄州市妇联\n2029年11月30日"
    )
    return [deadline["date"] for deadline in document["deadlines"]]


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("会龄在1年以上（截至2029年4月30日），并完成报到。", []),
        ("截至2029年4月30日，担任负责人累计满两年，经单位推荐。", []),
        ("申报截止时间：截至2029年12月30日，请各单位抓紧申报。", ["2029-12-30"]),
        ("12月8日前将《毕业论文统计表》报送教务部。", ["2029-12-08"]),
        ("征稿日期：2029年12月1日——2029年12月20日", ["2029-12-20"]),
        ("各区于本文印发后3个月内报送实施方案。", ["2030-02-28"]),
        ("各学院（部）推荐（2029年12月1日-12月5日）：上交视频。", []),
    ],
)
def test_days_by_which_and_days_as_of_which(sentence: str, dates: list[str]) -> None:
    assert _deadlines(sentence) == dates


def test_a_line_of_contacts_ends_before_the_signature() -> None:
    text = f"{_OPENS}现通知如下，请认真组织：\n{_ASKS}市科协联系人：林青禾，联系电话：62345678\n\n澄州市科学技术协会 澄州市妇女联合会\n2029年3月6日"
    document = _document(text)
    assert (document["contacts"]["persons"], document["contacts"]["phones"]) == (["林青禾"], ["62345678"])
    assert document["issuers"] == ["澄州市科学技术协会", "澄州市妇女联合会"]


def test_what_an_honour_means_is_no_address() -> None:
    text = f"{_OPENS}现通知如下：\n{_ASKS}三、条件\n须获得省级荣誉（指由省里授予的荣誉称号或省厅与科室共同授予的称号）。"
    assert _document(text)["contacts"]["addresses"] == []

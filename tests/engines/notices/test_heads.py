"""Heads and feet of documents as pages hold them: who signed, which number, which title, by when what is handed in."""

from typing import Any

import pytest

from jinguo.engines.notices import read


def _head(text: str) -> dict[str, Any]:
    return read(text).document


@pytest.mark.parametrize(
    ("foot", "issuers"),
    [
        ("澄州市教育局澄州市妇女联合会\n2029年3月6日", ["澄州市教育局", "澄州市妇女联合会"]),
        ("澄州市教育局 澄州市妇女联合会\n2029年3月6日", ["澄州市教育局", "澄州市妇女联合会"]),
        ("2029年3月6日\n澄州市教育局", ["澄州市教育局"]),
        ("澄州市科普工作领导小组（代章）\n2029年3月6日", ["澄州市科普工作领导小组"]),
        ("澄州市民政局（澄州市社会组织管理局）\n2029年3月6日", ["澄州市民政局（澄州市社会组织管理局）"]),
        ("澄州市教育局\n（此件公开发布） 2029年3月6日", ["澄州市教育局"]),
    ],
)
def test_who_signed(foot: str, issuers: list[str]) -> None:
    document = _head(f"关于加强女教师科研支持的意见\n各区教育局：\n请结合实际，抓好落实。\n{foot}")
    assert (document["issuers"], document["issue_date"]) == (issuers, "2029-03-06")


@pytest.mark.parametrize(
    "head",
    [
        "关于支持女教师科研的意见 澄教发〔2029〕7号\n",
        "澄教发〔2029〕7号 关于支持女教师科研的意见\n",
        "澄州市教育局文件 澄教发〔2029〕7号\n关于支持女教师科研的意见\n",
        "文件编号：澄教发〔2029〕7号 统一编号：\n关于支持女教师科研的意见\n",
    ],
)
def test_number_and_title_share_a_line(head: str) -> None:
    document = _head(f"{head}各学校：\n请认真组织。\n澄州市教育局\n2029年3月6日")
    assert (document["doc_number"], document["title"]) == ("澄教发〔2029〕7号", "关于支持女教师科研的意见")


def test_the_subject_of_a_title_stands_on_the_line_above() -> None:
    document = _head(
        "澄州市人民政府办公厅\n转发市科技局关于女性科研支持意见的通知\n各区政府：\n请照办。\n澄州市人民政府办公厅\n2029年1月5日"
    )
    assert document["title"] == "澄州市人民政府办公厅转发市科技局关于女性科研支持意见的通知"


def test_hosts_below_their_label_issue_the_call() -> None:
    document = _head(
        "“她科学”短片征集大赛\n一、大赛主题\n讲述女科学家故事。\n〔主办单位〕\n澄州市科学技术协会\n澄州市妇女联合会\n〔承办单位〕\n澄州市科技馆\n二、报名时间\n2029年5月10日截止报名。"
    )
    assert document["issuers"] == ["澄州市科学技术协会", "澄州市妇女联合会"]


def test_the_print_line_is_no_text() -> None:
    text = "澄州市妇联2029年工作要点\n一、强引领\n1.办宣讲30场。\n2.办好家风故事会，讲述科研家庭。\n澄州市妇联办公室 2029年1月9日印发"
    assert _head(text)["measures"][-1]["text_start"] == "办好家风故事会，讲述科研家庭。"


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("各单位要于2029年2月底前制定实施细则。", ["2029-02-28"]),
        ("各区于2029年底前出台配套办法。", ["2029-12-31"]),
        ("各牵头单位每月25日前将进展报送市妇联。", [None]),
        ("2030年前，女性占比稳步提高。", []),
    ],
)
def test_when_a_policy_has_things_handed_in(text: str, dates: list[str | None]) -> None:
    plan = f"关于印发女科技人才行动方案的通知\n各单位：\n一、任务\n（一）抓落实。{text}\n（二）强服务。办好驿站。"
    assert [d["date"] for d in _head(plan)["deadlines"]] == dates


def test_annexes_without_blanks_or_numbers_between_them() -> None:
    foot = "附件：1.候选人推荐表2.候选人汇总表\n澄州市妇女联合会\n2029年3月6日"
    assert _head(f"关于推荐候选人的通知\n各单位：\n请推荐。\n{foot}")["attachments"] == [
        "候选人推荐表",
        "候选人汇总表",
    ]


def test_what_was_reached_before_the_document_is_no_aim() -> None:
    text = "澄州市女科技人才规划（2031—2035年）\n一、基础\n“十五五”时期，新增女科技人才3000名。\n二、目标\n到2035年，女性占比较2030年提高3个百分点。"
    assert [t["quantity"] for t in _head(text)["targets"]] == [3]

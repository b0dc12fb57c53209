"""Plans that say line by line who answers for what, sums that are divided, and documents that a viewer cut into numbered pages."""

import pytest

from jinguo.engines.notices import read
from jinguo.engines.notices.layout.reflow import without_page_numbers


def _plan(body: str) -> dict[str, object]:
    return read(
        f"澄州市女性科技人才工作方案\n为做好工作，制定本方案。\n{body}\n澄州市妇联\n2029年3月6日"
    ).document


def test_each_line_of_a_division_of_duties_is_a_measure() -> None:
    body = (
        "一、组织领导\n成立工作专班，下设办公室。\n二、职责分工\n女性科技人才创新创业服务保障工作领导小组主要职责：负责统筹协调全市有关工作。\n"
        "各成员单位分工如下：\n综合办公室负责做好值班安排，办好相关会议。\n人才部负责联系高校，组织导师结对。"
    )
    document = read(
        f"澄州市女性科技人才工作方案\n为做好工作，制定本方案。\n{body}\n澄州市妇联\n2029年3月6日"
    ).document
    assert [(m["text_start"][:5], m["units"]) for m in document["measures"]] == [
        ("女性科技人", ["女性科技人才创新创业服务保障工作领导小组"]),
        ("综合办公室", ["综合办公室"]),
        ("人才部负责", ["人才部"]),
    ]
    assert document["sections"] == [
        {"level": 1, "number": "一", "heading": "组织领导"},
        {"level": 1, "number": "二", "heading": "职责分工"},
    ]


@pytest.mark.parametrize(
    ("sentence", "quantities"),
    [
        ("将服务费的80%用于参与人员的薪酬，20%用于统筹。", []),
        ("加强15%的工作室内涵建设。", [15]),
        ("在现有基础上，覆盖率每年提升1～3个百分点。", [[1, 3]]),
        ("逐年提高满意度。", [None]),
        ("到2030年，全部科研院所均应提供弹性工作安排。", [100]),
    ],
)
def test_which_numbers_are_aims(sentence: str, quantities: list[object]) -> None:
    text = f"澄州市女性科技人才工作方案\n一、主要任务\n（一）强服务。{sentence}\n（二）建平台。建好基地。"
    found = read(text).document
    assert [t["quantity"] for t in found["measures"][0]["targets"]] == quantities


def test_a_viewer_numbers_the_pages() -> None:
    filler = "支持女科技工作者承担项目，完善评价机制，" * 16
    text = (
        "1、澄教发20297号澄州市教育局关于印发澄州市女教师科研培养方案的通知各区教育局：现将方案印发给你们，请遵照执行。 澄州市教育局 2029年1月8日"
        f"澄州市女教师科研培养方案为落实要求，{filler}根据有关意\n\n"
        "2、见，制定本方案。一、培养目标通过培养，形成骨干队伍。二、培养形式按照需求，开展研修。"
    )
    document = read(text).document
    assert document["title"] == "澄州市教育局关于印发澄州市女教师科研培养方案的通知"
    assert (document["doc_number"], document["issue_date"]) == ("澄教发20297号", "2029-01-08")
    assert (document["issuers"], document["addressees"]) == (["澄州市教育局"], ["各区教育局"])


def test_numbered_items_are_no_pages() -> None:
    lines = [(0, "1、" + "支持女科技工作者承担项目，" * 30 + "成效明显。"), (400, "2、见习期内安排导师。")]
    assert without_page_numbers(lines) == lines


def test_who_mainly_works_along_is_announced_by_its_label() -> None:
    text = "2024年任务分解\n一、重点任务\n1.办好女科技工作者之家，全年活动12场。\n牵头责任单位：市妇联\n主要协作单位：市科协、各县区人民政府\n2.建成工作站20个。\n牵头责任单位：市科协\n主要协作单位：市妇联\n"
    first, second = read(text).document["measures"]
    assert (first["lead"], first["units"]) == ("市妇联", ["市妇联", "市科协", "各县区人民政府"])
    assert second["units"] == ["市科协", "市妇联"]

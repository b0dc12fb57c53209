"""Categories that stand alone below their heading, behind a label, by which one applies, or side by side."""

import pytest

from jinguo.engines.notices import read

NOTICE = """关于开展云州市某项评选活动的通知
各有关单位：
为做好工作，现将有关事项通知如下：
一、总体要求
加强领导，精心组织。
二、{heading}
{text}
三、联系人
王某，电话：0571-12345678。
"""


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("参赛组别", "分为本科组和高职组。", ["本科组", "高职组"]),
        ("参赛项目", "微课和优秀课件。", ["微课", "优秀课件"]),
        ("推荐类别", "候选人分为基础研究类、应用研究类、科学普及类。", ["基础研究类", "应用研究类", "科学普及类"]),
        ("课题类型", "分重大项目、重点项目、青年项目。", ["重大项目", "重点项目", "青年项目"]),
        ("评奖办法", "按小学、初中、高中三个组分别评奖，各组设一等奖10名。", ["小学", "初中", "高中"]),
        ("奖项设置", "设“科技创新奖”“成果转化奖”“科普贡献奖”各3名。", ["科技创新奖", "成果转化奖", "科普贡献奖"]),
        ("评选条件", "（一）先进集体条件：坚强有力。\n（二）先进个人条件：爱岗敬业。", ["先进集体", "先进个人"]),
        ("工作室类型", "名师工作室、名班主任工作室、名校长工作室三类。", ["名师工作室", "名班主任工作室", "名校长工作室"]),
        ("表彰", "云州市巾帼奖（集体）、云州市巾帼奖（个人）经推荐评审后表彰。", ["云州市巾帼奖（集体）", "云州市巾帼奖（个人）"]),
        ("推荐程序", "分为动员部署、组织推荐、评审表彰三个阶段。", []),
        ("奖项设置", "设一等奖2名、二等奖5名、三等奖10名。", []),
        ("论文要求", "包括论文题目、摘要、正文、参考文献四个部分。", []),
        ("条件", "（一）教学名师奖候选人条件\n教龄10年以上。\n（二）其它条件\n师德高尚。", []),
    ],
)  # fmt: skip
def test_categories(heading: str, text: str, expected: list[str]) -> None:
    document = read(NOTICE.format(heading=heading, text=text)).document
    assert [category["name"] for category in document["categories"]] == expected


def test_so_many_each_is_a_quota_of_each() -> None:
    text = NOTICE.format(heading="名额", text="请各校推荐优秀教师、模范教师候选人各1名，骨干教师占2/3。")
    quotas = read(text).document["quotas"]
    assert [(q["object"], q["count"]) for q in quotas] == [
        ("优秀教师", 1),
        ("模范教师", 1),
        ("骨干教师", 66.7),
    ]

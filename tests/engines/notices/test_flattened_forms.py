"""Forms below a notice, flattened to lines: blanks, strokes, lines to write on, seals; and the lists of annexes above them."""

import pytest

from jinguo.engines.notices import read

NOTICE = """关于开展云州市巾帼之星推荐工作的通知
各有关单位：
为做好推荐工作，现将有关事项通知如下：
一、推荐条件
热爱祖国。
二、推荐材料
填写《巾帼之星推荐表》一式三份，于5月1日前报送。
{annexes}
云州市科学技术协会
2023年4月20日
{form}
"""


def _fields(form: str) -> list[str]:
    text = NOTICE.format(annexes="附件：巾帼之星推荐表", form="附件\n巾帼之星推荐表\n" + form)
    return [field["label"] for field in read(text).document["form_fields"]]


def test_lines_of_labels_end_where_a_label_a_seal_or_a_date_does() -> None:
    form = "推荐单位：（盖章） 填表日期： 年 月 日\n姓 名\n性 别\n民 族\n基层单位意见\n（公章）\n年 月 日\n市妇联意见\n（公章）\n年 月 日\n"
    assert _fields(form) == ["推荐单位", "填表日期", "姓名", "性别", "民族", "基层单位意见", "市妇联意见"]


def test_several_labels_of_a_line_with_blanks_between() -> None:
    form = "姓名 性别 民族 贴照片处\n个人简历（300字以内）\n主要成绩（800字以内）\n单位推荐意见 单位（盖章） 年 月 日\n"
    assert _fields(form) == [
        "姓名",
        "性别",
        "民族",
        "贴照片处",
        "个人简历（300字以内）",
        "主要成绩（800字以内）",
        "单位推荐意见",
    ]


def test_strokes_part_cells_and_rows_of_values_are_no_labels() -> None:
    form = "序号 | 姓名 | 单位 | 职称 |\n1 | 一线科技人员 |\n|\n2 |\n|\n填表人： 审核人：\n"
    assert _fields(form) == ["序号", "姓名", "单位", "职称", "填表人", "审核人"]


def test_lines_to_write_on_part_labels() -> None:
    assert _fields("作品名称：________\n作者姓名：______ 性别：____\n") == ["作品名称", "作者姓名", "性别"]


def test_a_table_of_places_is_no_form() -> None:
    assert _fields("姓名\n附件2\n名额分配表\n市电化教育馆\n市实验中学\n") == ["姓名"]


@pytest.mark.parametrize(
    "annexes",
    [
        "附件：1、巾帼推荐表；2、巾帼汇总表",
        "附件:1.巾帼推荐表2.巾帼汇总表",
        "附件一：巾帼推荐表\n附件二：巾帼汇总表",
        "附件\n1.巾帼推荐表\n2.巾帼汇总表",
        "附件：（1）巾帼推荐表\n（2）巾帼汇总表",
        "附件：巾帼推荐表.doc\n巾帼汇总表.xls",
        "（附件：1.巾帼推荐表2.巾帼汇总表）",
        "附件下载：1.巾帼推荐表\n2.巾帼汇总表",
    ],
)
def test_annexes(annexes: str) -> None:
    document = read(NOTICE.format(annexes=annexes, form="")).document
    assert document["attachments"] == ["巾帼推荐表", "巾帼汇总表"]

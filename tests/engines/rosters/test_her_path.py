"""Columns that tell of her path: posts, societies, trainings, mentoring, services; and those that only sound like them."""

from __future__ import annotations

from datetime import date

import pytest

from jinguo.engines.rosters import Options, Reading, guess_columns, open_book, recognise


def test_her_path_is_read_from_its_columns(tmp_path):
    header = "姓名,工作经历,主要社会兼职,培训经历,指导青年人才情况,志愿服务"
    line = '王丽,"2015.03-2019.08 某校 副教授；2019.09至今 某大学 教授\n2009—2015 某所 助理研究员",某学会 理事;市科协 委员,'
    line += "2016年研修班,1. 指导青年教师五人；2. 指导硕士三人,社区科普"
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n{line}\n", "utf-8")
    with open_book(path) as book:
        reading = Reading(book, recognise(book), Options(on=date(2026, 1, 1)))
        [row] = [row for batch in reading.batches() for row in batch]

    wang = row.person
    assert not row.findings
    assert wang.employment == (
        "2015.03-2019.08 某校 副教授",
        "2019.09至今 某大学 教授",
        "2009—2015 某所 助理研究员",
    )
    assert wang.council_post == ("某学会 理事", "市科协 委员")
    assert (wang.training, wang.service) == (("2016年研修班",), ("社区科普",))
    assert wang.mentoring == ("指导青年教师五人", "指导硕士三人")


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("任职时间", ["2015.03", "2019年9月", "2015.03-2019.08"]),
        ("现职务任职时间", ["2015-03", "2016-04"]),
        ("导师", ["李建国", "张伟"]),
        ("导师", ["是", "否"]),
        ("指导教师", ["李建国老师团队", "张伟"]),
        ("是否博士生导师", ["是", "否"]),
        ("志愿服务时长", ["120小时", "60小时"]),
        ("志愿服务", ["120", "60"]),
        ("培训单位", ["某市委党校", "某大学"]),
    ],
)
def test_columns_that_only_sound_like_her_path_are_kept_by_their_headings(heading, cells):
    guesses = guess_columns(["姓名", "单位", heading], [["王丽", "甲大学", one] for one in cells])
    assert guesses[2].field == "other"

"""Times from–to as lists write them: what is sure is told apart, the rest stays whole."""

from __future__ import annotations

import pytest

from jinguo.standards.spells import Spell, is_only_time, read_spell, written_spell


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2015.03-2019.08 某校 副教授", Spell("副教授", "某校", "2015-03", "2019-08")),
        ("2015-2019年 某某公司 总经理", Spell("总经理", "某某公司", "2015", "2019")),
        ("2015.03.01—2019.08.31某校 副教授", Spell("副教授", "某校", "2015-03-01", "2019-08-31")),
        ("201503～201908 某某大学 讲师", Spell("讲师", "某某大学", "2015-03", "2019-08")),
        ("2015年3月至2019年8月在某某大学任副教授", Spell("副教授", "某某大学", "2015-03", "2019-08")),
        ("2019.09-今 某某大学教授", Spell("教授", "某某大学", "2019-09")),
        ("2019年至今，市科协 常务理事", Spell("常务理事", "市科协", "2019")),
        ("某省化学会 理事（2018-2022）", Spell("理事", "某省化学会", "2018", "2022")),
        ("某省化学会 理事长", Spell("理事长", "某省化学会")),
        ("至2019-08 某校 · 某职", Spell("某职", "某校", "", "2019-08")),
    ],
)
def test_what_is_sure_is_told_apart_and_written_again(text, told):
    assert read_spell(text, post=True) == told
    assert read_spell(written_spell(told), post=True) == told


@pytest.mark.parametrize(
    "text",
    [
        "2015.13-2019.08 某校 副教授",
        "2019-2015 某校 教授",
        "2015.3-12 某校 教授",
        "2015.03-2019.08",
        "2016年中央党校培训",
        "面上项目，主持，2020—2023",
        "2015-2019，",
        "84.3-90.7 某校 教师",
        "曾任多职",
    ],
)
def test_what_is_not_sure_stays_whole(text):
    assert read_spell(text, post=True) == Spell(text)


def test_of_what_is_no_post_the_words_stay_together():
    assert read_spell("2020-2022 社区 志愿服务队队员") == Spell("社区 志愿服务队队员", "", "2020", "2022")
    assert [is_only_time(text) for text in ("2015.03-至今", "2015年3月起", "120小时", "某校")] == [
        True,
        True,
        False,
        False,
    ]

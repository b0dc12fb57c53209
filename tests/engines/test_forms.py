"""Filling a form in: what is stored, what is found, what is shown."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.engines.forms import (
    STANDARD_FORMS,
    Field,
    FieldKind,
    FormSpec,
    blank,
    check_form,
    check_list,
    check_value,
    demands,
    derived_values,
    display,
    normalise_value,
    public_values,
    summary_row,
)
from jinguo.phrases import say
from jinguo.reasons import Reason

ON = date(2023, 10, 20)
ID_NUMBER = "11010519491231002X"
FULL: dict[str, object] = {
    "nominating_unit": "示例市数学学会",
    "name": "王 丽",
    "age": "73岁",
    "education": "研究生",
    "political_affiliation": "中共党员",
    "ethnic_group": "汉",
    "phone": "１３８００１３８０００",
    "unit_and_post": "示例大学 教授",
    "id_number": "11010519491231002x",
    "honours": "",
    "deeds": "长期从事数学研究。",
}


def field(kind: FieldKind, **settings: Any) -> Field:
    return Field.model_validate({"key": "k", "label": "项目", "kind": kind, **settings})


def found(one: Field, value: object, on: date | None = ON) -> list[str]:
    return [reason.code for reason in check_value(one, value, on=on)]


def test_a_form_that_is_filled_in_is_complete() -> None:
    report = check_form(STANDARD_FORMS["registration"], FULL, ON)

    assert (report.complete, report.missing, report.done, report.total) == (True, (), 10, 10)
    assert report.findings == {}


def test_an_untouched_form_misses_every_required_field_and_only_these() -> None:
    spec = STANDARD_FORMS["registration"]

    report = check_form(spec, blank(spec), ON)

    assert report.missing == tuple(f.key for f in spec.fields if f.required)
    assert (report.done, report.total) == (0, 10)
    assert {reason.code for reason in report.errors} == {"required_missing"}


def test_the_organisers_own_opinion_is_not_asked_of_the_unit() -> None:
    spec = FormSpec(
        title="表",
        fields=(
            Field(key="a", label="推荐单位意见", kind="opinion", required=True),
            Field(key="b", label="主办单位意见", kind="opinion", required=True, filled_by="organiser"),
        ),
    )

    assert check_form(spec, {}).missing == ("a",)
    assert check_form(spec, {}, filled_by="organiser").missing == ("b",)


def test_a_typed_age_that_differs_from_the_id_number_is_a_warning_and_holds_nothing_back() -> None:
    report = check_form(STANDARD_FORMS["registration"], {**FULL, "age": 74}, ON)

    assert report.complete
    (warning,) = report.warnings
    assert warning == Reason.warning(
        "differs_from_derived", label="年龄", source_label="身份证号", found=74, derived=73
    )
    assert say(warning) == "“年龄”填的是“74”，而按“身份证号”推算应为“73”。请核对；如确有原因，可以保留。"


def test_age_counts_full_years_on_the_reference_date() -> None:
    spec = STANDARD_FORMS["registration"]

    assert derived_values(spec, FULL, date(2023, 12, 30)) == {"age": 73}
    assert derived_values(spec, FULL, date(2023, 12, 31)) == {"age": 74}
    assert derived_values(spec, FULL) == {}
    assert derived_values(spec, {**FULL, "id_number": "110105194912310021"}, ON) == {}


def test_sex_and_birth_date_are_compared_with_the_id_number() -> None:
    spec = FormSpec(
        title="表",
        fields=(
            Field(key="id_number", label="身份证号", kind="id_number"),
            Field(key="sex", label="性别", kind="sex", derived_from="id_number"),
            Field(
                key="born", label="出生年月", kind="date", date_precision="month", derived_from="id_number"
            ),
        ),
    )

    same = check_form(spec, {"id_number": ID_NUMBER, "sex": "女", "born": "1949.12"}, ON)
    other = check_form(spec, {"id_number": ID_NUMBER, "sex": "男", "born": "1949.11"}, ON)

    assert same.findings == {}
    assert [(r.params["found"], r.params["derived"]) for r in other.warnings] == [
        ("男", "女"),
        ("1949-11", "1949-12"),
    ]


def test_a_thousand_words_are_within_a_thousand_and_one_more_is_not() -> None:
    deeds = STANDARD_FORMS["registration"].field("deeds")

    assert check_value(deeds, "好" * 1000) == ()
    (reason,) = check_value(deeds, "好" * 1100)
    assert dict(reason.params) == {"label": "主要事迹", "limit": 1000, "found": 1100, "over": 100}
    assert say(reason) == "“主要事迹”共 1100 字，要求不超过 1000 字。请删减 100 字。"


@pytest.mark.parametrize(
    ("one", "value", "codes"),
    [
        (field("text", min_words=5), "太短", ["too_few_words"]),
        (field("text", max_chars=10), "a" * 11, ["too_many_characters"]),
        (field("text"), "加油💪", ["emoji_found"]),
        (field("text"), "事\x00迹\x07", ["control_characters_removed"]),
        (field("text"), "一行\n两行\t", []),
        (field("number"), "十二", ["bad_number"]),
        (field("number"), "NaN", ["bad_number"]),
        (field("number", decimals=0), "1.5", ["too_many_decimals"]),
        (field("number", decimals=1), "1.50", []),
        (field("number", min_value=1, max_value=10), "0", ["number_too_small"]),
        (field("number", min_value=1, max_value=10), "11", ["number_too_large"]),
        (field("number", min_value=1, max_value=10), "10", []),
        (field("age"), "四十", ["bad_number"]),
        (field("date"), "1980年2月30日", ["bad_date"]),
        (field("date"), "1980年2月", ["bad_date"]),
        (field("date", date_precision="month"), "1980年2月", []),
        (field("date", date_precision="month"), "1980", ["bad_date"]),
        (field("choice", choices=["甲", "乙"]), "丙", ["bad_choice"]),
        (field("choice", choices=["甲（一）"]), "甲(一)", []),
        (field("multi_choice", choices=["甲", "乙"]), "甲、丙", ["bad_choice"]),
        (field("multi_choice", choices=["甲", "乙"]), ["乙", "甲"], []),
        (field("id_number"), "110105194912310021", ["id_wrong_check_digit"]),
        (field("id_number"), " 11010519491231002x ", []),
        (field("name"), "王" * 51, ["name_too_long"]),
        (field("name"), "阿依古丽・买买提", []),
        (field("name"), "𠮷田㛃", []),
        (field("name"), "王丽😀", ["name_has_emoji"]),
        (field("ethnic_group"), "火星", ["not_in_code_list"]),
        (field("sex"), "女", []),
        (field("email"), "wang@example.cn", []),
        (field("email"), "wang＠example.cn", []),
        (field("email"), "wang@example", ["bad_email"]),
        (field("table", columns=[{"key": "a", "label": "列"}]), "不是表", ["bad_table"]),
    ],
)
def test_each_kind_of_value_is_checked(one: Field, value: object, codes: list[str]) -> None:
    assert found(one, value) == codes


@pytest.mark.parametrize(
    "number",
    [
        "13800138000",
        "+8613800138000",
        "138 0013 8000",
        "87258923",
        "84650077-8513",
        "010-87258923",
        "（010）87258923",
        "0451-8725892转12",
        "400-810-1234",
        "+442079460000",
        "87258923、84650077-8513",
    ],
)
def test_telephone_numbers_as_people_write_them_are_accepted(number: str) -> None:
    assert found(field("phone"), number) == []


@pytest.mark.parametrize("number", ["1380013800", "138001380000", "电话", "12345", "13800138000、123"])
def test_a_telephone_number_with_a_figure_too_few_is_found(number: str) -> None:
    assert found(field("phone"), number) == ["bad_phone"]


def test_rows_of_a_table_are_counted_and_checked_with_their_number_in_the_label() -> None:
    members = field(
        "table",
        min_rows=2,
        max_rows=2,
        columns=[
            {"key": "name", "label": "姓名", "kind": "name", "required": True},
            {"key": "n", "label": "年龄", "kind": "age"},
        ],
    )

    reasons = check_value(members, [{"name": "王丽", "n": "四十"}, {"name": " ", "n": None}])

    assert [(reason.code, reason.params["label"]) for reason in reasons] == [
        ("too_few_rows", "项目"),
        ("bad_number", "项目 1 · 年龄"),
    ]
    assert found(members, [{"name": "王丽"}, {"n": 3}]) == ["required_missing"]
    assert found(members, [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}]) == ["too_many_rows"]


@pytest.mark.parametrize(
    ("one", "typed", "stored"),
    [
        (field("name"), "王　丽", "王丽"),
        (field("name"), "古丽•买买提", "古丽·买买提"),
        (field("age"), "４５周岁", 45),
        (field("number"), "１，２００．５０", "1200.50"),
        (field("date"), "1980年3月5日", "1980-03-05"),
        (field("date"), date(1980, 3, 5), "1980-03-05"),
        (field("date", date_precision="month"), "1980.3", "1980-03"),
        (field("phone"), "（010）８７２５ ８９２３", "(010)87258923"),
        (field("sex"), "女", "2"),
        (field("ethnic_group"), "汉", "01"),
        (field("political_affiliation"), "党员", "01"),
        (field("education"), "本科", "本科"),
        (field("education"), "20", "20"),
        (field("id_number"), "１１０１０５ 19491231 002x", ID_NUMBER),
        (field("text"), "  一行\r\n两行 \x00", "一行 两行"),
        (field("long_text"), "  一行\r\n两行 \x00", "一行\n两行"),
        (field("text"), " \u3000 ", None),
        (field("multi_choice", choices=["甲", "乙"]), "乙、甲、乙", ["乙", "甲"]),
        (field("multi_choice", choices=["甲", "乙"]), [], None),
        (field("number"), "约三百", "约三百"),
    ],
)
def test_what_is_typed_is_stored_in_one_form(one: Field, typed: object, stored: object) -> None:
    assert normalise_value(one, typed) == stored


def test_an_old_number_of_fifteen_places_is_kept_as_the_paper_says() -> None:
    assert normalise_value(field("id_number"), "110105 491231 002") == "110105491231002"


@pytest.mark.parametrize(
    ("one", "stored", "lang", "shown"),
    [
        (field("date"), "1980-03-05", "zh-Hans", "1980年3月5日"),
        (field("date"), "1980-03-05", "en", "5 March 1980"),
        (field("date", date_precision="month"), "1980-03", "zh-Hans", "1980年3月"),
        (field("sex"), "2", "zh-Hans", "女"),
        (field("ethnic_group"), "01", "zh-Hans", "汉族"),
        (field("political_affiliation"), "01", "zh-Hans", "中共党员"),
        (field("education"), "本科", "zh-Hans", "本科"),
        (field("ethnic_group"), "火星", "zh-Hans", "火星"),
        (field("age"), 45, "zh-Hans", "45"),
        (field("multi_choice", choices=["甲", "乙"]), ["甲", "乙"], "zh-Hans", "甲、乙"),
        (field("text"), None, "zh-Hans", ""),
    ],
)
def test_a_stored_value_is_shown_in_words(one: Field, stored: object, lang: str, shown: str) -> None:
    assert display(one, stored, lang) == shown


def test_masked_values_show_only_their_ends() -> None:
    assert display(field("id_number"), ID_NUMBER, masked=True) == "110105********002X"
    assert display(field("phone"), "13800138000", masked=True) == "138****8000"
    assert display(field("text", personal="sensitive"), "产假", masked=True) == "**"


def test_the_summary_has_every_label_but_the_opinions() -> None:
    row = summary_row(STANDARD_FORMS["registration"], FULL)

    assert list(row) == [
        field.label for field in STANDARD_FORMS["registration"].fields if field.kind != "opinion"
    ]
    assert (row["民族"], row["身份证号"], row["曾获荣誉"]) == ("汉族", ID_NUMBER, "")


def test_a_public_notice_sees_no_number_and_no_telephone() -> None:
    assert public_values(STANDARD_FORMS["registration"], FULL) == {
        "推荐单位": "示例市数学学会",
        "姓名": "王丽",
        "单位及职务": "示例大学 教授",
    }


def test_the_check_list_ticks_off_what_the_form_asks() -> None:
    spec = STANDARD_FORMS["registration"]

    items = check_list(spec, {**FULL, "phone": "12", "name": None}, ON)

    states = {item.label: item.state for item in items}
    assert "主办单位意见" not in states
    assert (states["姓名"], states["联系电话"], states["曾获荣誉"], states["民族"]) == (
        "missing",
        "wrong",
        "empty",
        "done",
    )
    assert [item.state for item in items if item.state == "done"] == ["done"] * 8


@pytest.mark.parametrize("name", list(STANDARD_FORMS))
def test_every_demand_can_be_said_in_both_languages(name: str) -> None:
    for one in STANDARD_FORMS[name].fields:
        for reason in demands(one):
            assert say(reason, "zh-Hans")
            assert say(reason, "en")
    deeds = STANDARD_FORMS["registration"].field("deeds")
    assert [say(reason) for reason in demands(deeds)] == ["必填", "不超过 1000 字（按 Word 字数统计）"]


KINDS = st.sampled_from(
    [
        field("text"),
        field("long_text", max_words=5),
        field("choice", choices=["甲", "乙"]),
        field("multi_choice", choices=["甲", "乙"]),
        field("date"),
        field("date", date_precision="month"),
        field("number", decimals=1),
        field("id_number"),
        field("phone"),
        field("email"),
        field("name"),
        field("sex"),
        field("ethnic_group"),
        field("education"),
        field("age"),
        field("opinion"),
        field("table", columns=[{"key": "a", "label": "列", "kind": "date"}]),
    ]
)
TYPED = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.from_regex(r"[0-9０-９./\-年月日,，Xx岁 ]{0,20}", fullmatch=True),
    st.lists(st.text(max_size=8), max_size=3),
    st.lists(st.dictionaries(st.just("a"), st.text(max_size=8)), max_size=3),
    st.integers(),
)


@given(KINDS, TYPED)
def test_whatever_is_typed_the_stored_form_is_json_and_stays_as_it_is(one: Field, typed: object) -> None:
    stored = normalise_value(one, typed)

    assert json.loads(json.dumps(stored)) == stored
    assert normalise_value(one, stored) == stored


@given(KINDS, TYPED)
def test_whatever_is_typed_check_and_display_answer_in_both_languages(one: Field, typed: object) -> None:
    for reason in check_value(one, typed, on=ON):
        assert say(reason, "zh-Hans")
        assert say(reason, "en")
    assert isinstance(display(one, typed, "en"), str)

"""Rules as notices state them, held against facts: what is unknown is asked for, what is refused says why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from jinguo.engines.eligibility import (
    STANDARD_RULES,
    Answer,
    EligibilityReport,
    Entry,
    Fact,
    RuleSet,
    examine,
    propose_birth_limits,
)
from jinguo.phrases import say

ON = date(2023, 10, 20)


def report(rule: dict[str, Any], on: date = ON, **facts: object) -> EligibilityReport:
    rules = RuleSet.model_validate({"rules": [{"id": "r", "text": "条件", **rule}]})
    return examine(rules, {key: Fact(value, "登记表") for key, value in facts.items()}, on)


def answer(rule: dict[str, Any], on: date = ON, **facts: object) -> Answer:
    (only,) = report(rule, on, **facts).answers
    assert say(only.reason, "zh-Hans")
    assert say(only.reason, "en")
    return only


AGE = {"kind": "born_on_or_after", "limits": {"F": "1978-01-01", "M": "1983-01-01"}}
BIRTH = {"name": "生育放宽", "fact": "gave_birth", "years": 2}


@pytest.mark.parametrize(
    ("years", "reference", "limit"),
    [
        (45, 2023, "1978-01-01"),
        (45, 2020, "1975-01-01"),
        (40, date(2021, 1, 1), "1981-01-01"),
        (40, date(2019, 6, 30), "1979-06-30"),
        (45, date(2019, 6, 30), "1974-06-30"),
        (45, date(2020, 1, 1), "1975-01-01"),
    ],
)
def test_limits_are_proposed_as_real_notices_write_them(
    years: int, reference: int | date, limit: str
) -> None:
    assert propose_birth_limits({"F": years}, reference)["F"].day.isoformat() == limit


@pytest.mark.parametrize(
    ("born", "sex", "outcome"),
    [
        ("1978-01-01", "F", "ok"),
        ("1977-12-31", "F", "not"),
        ("1978-01-01", "男", "not"),
        ("1983-01-01", "1", "ok"),
        ("1983年1月1日", "M", "ok"),
        (date(1978, 1, 1), "女", "ok"),
    ],
)
def test_an_age_limit_is_a_birth_date_and_includes_the_day(born: object, sex: str, outcome: str) -> None:
    assert answer(AGE, birth_date=born, sex=sex).outcome == outcome


def test_a_limit_after_a_day_leaves_that_day_out() -> None:
    rule = {"kind": "born_on_or_after", "limits": {"F": "1974-06-30"}, "inclusive": False}

    assert answer(rule, birth_date="1974-06-30", sex="F").outcome == "not"
    assert answer(rule, birth_date="1974-07-01", sex="F").outcome == "ok"


def test_the_answer_shows_limit_own_date_source_and_the_rules_words() -> None:
    found = answer({**AGE, "source": "通知第三条"}, birth_date="1977-12-31", sex="F")

    assert say(found.reason) == (
        "不符合“条件”：要求 1978年1月1日（含）以后出生，本人 1977年12月31日 出生。"
        "请核对出生日期，或更换人选。"
    )
    assert found.facts == {"birth_date": Fact("1977-12-31", "登记表"), "sex": Fact("F", "登记表")}
    assert (found.rule_text, found.rule_source) == ("条件", "通知第三条")


def test_without_the_sex_only_those_between_the_limits_are_asked() -> None:
    assert answer(AGE, birth_date="1990-01-01").outcome == "ok"
    assert answer(AGE, birth_date="1970-01-01").outcome == "not"
    assert answer(AGE, birth_date="1980-01-01").ask == ("sex",)


def test_a_limit_for_women_only_does_not_concern_a_man() -> None:
    rule = {"kind": "born_on_or_after", "limits": {"F": "1978-01-01"}}

    assert answer(rule, birth_date="1950-01-01", sex="M").outcome == "not_applicable"


def test_a_relaxation_is_named_when_it_was_needed_and_only_then() -> None:
    rule = {**AGE, "relaxations": [BIRTH]}

    assert answer(rule, birth_date="1976-01-01", sex="F", gave_birth=True).relaxation == "生育放宽"
    assert answer(rule, birth_date="1980-01-01", sex="F", gave_birth=True).relaxation == ""
    assert answer(rule, birth_date="1975-12-31", sex="F", gave_birth=True).outcome == "not"
    assert answer(rule, birth_date="1976-01-01", sex="F", gave_birth=False).outcome == "not"


def test_an_unknown_relaxation_is_asked_for_only_where_it_could_help() -> None:
    rule = {**AGE, "relaxations": [BIRTH]}

    assert answer(rule, birth_date="1976-01-01", sex="F").ask == ("gave_birth",)
    assert answer(rule, birth_date="1980-01-01", sex="F").ask == ()
    assert answer(rule, birth_date="1970-01-01", sex="F").outcome == "not"


def test_a_relaxation_for_each_child_has_its_ceiling() -> None:
    rule = {**AGE, "relaxations": [{**BIRTH, "fact": "children", "each": True, "most": 3}]}

    assert answer(rule, birth_date="1976-01-01", sex="F", children=1).outcome == "ok"
    assert answer(rule, birth_date="1975-01-01", sex="F", children=1).outcome == "not"
    assert answer(rule, birth_date="1975-01-01", sex="F", children=2).outcome == "ok"
    assert answer(rule, birth_date="1974-12-31", sex="F", children=2).outcome == "not"
    assert answer(rule, birth_date="1976-01-01", sex="F", children=0).outcome == "not"


@pytest.mark.parametrize(
    ("rule", "facts", "outcome", "code"),
    [
        ({"kind": "sex", "allowed": ["F"]}, {"sex": "2"}, "ok", "sex_fits"),
        ({"kind": "sex", "allowed": ["F"]}, {"sex": "男"}, "not", "sex_does_not_fit"),
        ({"kind": "sex", "allowed": ["F"]}, {}, "unknown", "fact_unknown"),
        ({"kind": "sex", "allowed": ["F"]}, {"sex": "?"}, "unknown", "fact_unreadable"),
        ({"kind": "min_age", "years": 18}, {"birth_date": "2005-10-20"}, "ok", "age_reached"),
        ({"kind": "min_age", "years": 18}, {"birth_date": "2005-10-21"}, "not", "age_not_reached"),
        ({"kind": "min_age", "years": 18}, {"birth_date": "很久以前"}, "unknown", "fact_unreadable"),
        ({"kind": "one_of", "fact": "nationality", "values": ["中国"]}, {"nationality": "中 国"}, "ok", None),
        ({"kind": "one_of", "fact": "place", "values": ["北京"]}, {"place": "天津"}, "not", None),
        ({"kind": "one_of", "fact": "place", "values": ["北京"]}, {"place": ""}, "unknown", None),
        ({"kind": "none_of", "fact": "field", "values": ["涉密领域"]}, {"field": "涉密领域"}, "not", None),
        ({"kind": "none_of", "fact": "field", "values": ["涉密领域"]}, {"field": ["数学"]}, "ok", None),
        ({"kind": "number", "fact": "years", "at_least": 3}, {"years": "3"}, "ok", "number_fits"),
        ({"kind": "number", "fact": "years", "at_least": 3}, {"years": "2.9"}, "not", "number_below"),
        ({"kind": "number", "fact": "years", "at_most": 3}, {"years": 4}, "not", "number_above"),
        ({"kind": "number", "fact": "years", "at_most": 3}, {"years": "三"}, "unknown", "fact_unreadable"),
        (
            {"kind": "honour_needed", "names": ["三八红旗手"]},
            {"honours": ["2021年全国三八红旗手"]},
            "ok",
            None,
        ),
        ({"kind": "honour_needed", "names": ["三八红旗手"]}, {"honours": []}, "not", "honour_not_held"),
        (
            {"kind": "honour_needed", "levels": ["省级"]},
            {"honours": [{"name": "x", "level": "省级"}]},
            "ok",
            None,
        ),
        ({"kind": "honour_needed", "names": ["三八红旗手"]}, {}, "unknown", "fact_unknown"),
        ({"kind": "honour_needed", "names": ["三八红旗手"]}, {"honours": "有"}, "unknown", "fact_unreadable"),
        (
            {"kind": "women_share", "at_least": "0.6"},
            {"women": 60, "total": 100},
            "ok",
            "women_share_reached",
        ),
        (
            {"kind": "women_share", "at_least": "0.6"},
            {"women": 59, "total": 99},
            "not",
            "women_share_too_low",
        ),
        ({"kind": "women_share", "at_least": "0.6"}, {"women": 5, "total": 0}, "unknown", "fact_unreadable"),
        ({"kind": "women_share", "at_least": "0.6"}, {"women": 5, "total": 4}, "unknown", "fact_unreadable"),
        ({"kind": "women_share", "at_least": "0.6"}, {"total": 4}, "unknown", "fact_unknown"),
        ({"kind": "founded", "years": 3}, {"founded_on": "2020-10-20"}, "ok", "founded_long_enough"),
        ({"kind": "founded", "years": 3}, {"founded_on": "2020-10-21"}, "not", "founded_too_recently"),
        ({"kind": "statement"}, {"r": True}, "ok", "declared"),
        ({"kind": "statement"}, {"r": "否"}, "not", "not_declared"),
        ({"kind": "statement", "fact": "clean"}, {}, "unknown", "fact_unknown"),
    ],
)
def test_each_kind_of_rule(
    rule: dict[str, Any], facts: dict[str, Any], outcome: str, code: str | None
) -> None:
    found = answer(rule, **facts)

    assert found.outcome == outcome
    assert code is None or found.reason.code == code
    assert bool(found.ask) == (outcome == "unknown")


def test_ranks_are_compared_in_their_order_and_others_count_as_stated() -> None:
    ceiling = {
        "kind": "rank_ceiling",
        "order": ["科级", "副处级", "正处级"],
        "highest": "副处级",
        "counts_as": {"四级调研员": "副处级"},
    }

    assert answer(ceiling, rank="副处级").outcome == "ok"
    assert answer(ceiling, rank="四级调研员").outcome == "ok"
    assert answer(ceiling, rank="正处级").outcome == "not"
    assert answer(ceiling, rank="部长").outcome == "unknown"


def test_an_earlier_honour_excludes_for_its_years_unless_there_are_new_deeds() -> None:
    rule = {
        "kind": "honour_excludes",
        "names": ["三八红旗手"],
        "within_years": 5,
        "new_deeds_fact": "new_deeds",
    }
    last_day = [{"name": "三八红旗手", "on": "2018-10-20"}]

    assert answer(rule, honours=[Entry("三八红旗手", date(2018, 10, 19))]).outcome == "ok"
    assert answer(rule, honours=last_day).ask == ("new_deeds",)
    assert answer(rule, honours=last_day, new_deeds=False).outcome == "not"
    assert answer(rule, honours=last_day, new_deeds=True).reason.code == "honour_but_new_deeds"
    assert answer(rule, honours=["三八红旗手"]).reason.code == "honour_undated"
    assert (
        answer({"kind": "honour_excludes", "names": ["三八红旗手"]}, honours=["三八红旗手"]).outcome == "not"
    )


@pytest.mark.parametrize(
    ("kind", "since", "outcome"),
    [
        ("警告", "2023-04-20", "not"),
        ("警告", "2023-04-19", "ok"),
        ("记过", "2022-10-20", "not"),
        ("记过", "2022-10-19", "ok"),
        ("记大过", "2022-04-20", "not"),
        ("撤职", "2021-10-20", "not"),
        ("撤职", "2021-10-19", "ok"),
        ("通报", "2023-10-01", "unknown"),
        ("警告", None, "unknown"),
    ],
)
def test_a_penalty_is_in_force_for_its_months(kind: str, since: str | None, outcome: str) -> None:
    facts = {"penalties": Fact([{"name": kind, "on": since}], "单位")}

    (only,) = examine([STANDARD_RULES["no_penalty_in_force"]], facts, ON).answers

    assert only.outcome == outcome


def test_a_date_at_the_end_of_the_calendar_is_judged_and_not_stumbled_over() -> None:
    assert answer({"kind": "founded", "years": 3}, founded_on="9999-01-01").outcome == "not"


def test_a_ban_for_life_never_ends_and_no_penalty_at_all_is_fine() -> None:
    rule = [STANDARD_RULES["no_penalty_in_force"]]

    for_life = {"penalties": Fact([Entry("禁止申请", date(1999, 1, 1), lifelong=True)])}
    assert examine(rule, for_life, ON).outcome == "not"
    assert examine(rule, {"penalties": Fact([])}, ON).outcome == "ok"
    assert examine(rule, {}, ON).ask == ("penalties",)


def test_a_rule_for_some_does_not_concern_the_others() -> None:
    rule = {"kind": "number", "fact": "years", "at_least": 3, "when": {"subject": "team"}}

    assert answer(rule, subject="person", years=0).outcome == "not_applicable"
    assert answer(rule, subject="team", years=0).outcome == "not"
    assert answer(rule, years=0).ask == ("subject",)
    assert answer(rule, years=5).outcome == "ok"


def test_an_exemption_is_asked_for_only_when_the_rule_would_refuse() -> None:
    rule = {
        "kind": "one_of",
        "fact": "post",
        "values": ["科研人员"],
        "unless": {"senior_title": "yes"},
    }

    assert answer(rule, post="院长", senior_title=True).outcome == "not_applicable"
    assert answer(rule, post="院长", senior_title=False).outcome == "not"
    assert answer(rule, post="院长").ask == ("senior_title",)
    assert answer(rule, post="科研人员").outcome == "ok"


def test_a_rule_in_principle_warns_and_does_not_refuse() -> None:
    found = report({"kind": "sex", "allowed": ["F"], "strict": False}, sex="M")

    assert found.answers[0].outcome == "not"
    assert found.answers[0].reason.severity == "warning"
    assert found.outcome == "ok"
    assert found.verdict.ok


def test_a_report_refuses_with_all_that_failed_and_asks_for_all_that_is_missing() -> None:
    rules = [STANDARD_RULES[id_] for id_ in ("women_only", "adult", "integrity", "no_classified_field")]

    found = examine(rules, {"sex": Fact("M", "身份证号"), "field": Fact("涉密领域", "登记表")}, ON)

    assert found.outcome == "not"
    assert not found.verdict
    assert [reason.code for reason in found.verdict.reasons] == ["sex_does_not_fit", "value_excluded"]
    assert found.ask == ("birth_date", "integrity")


def test_what_is_unknown_never_refuses() -> None:
    found = examine(list(STANDARD_RULES.values()), {}, ON)

    assert found.outcome == "unknown"
    assert found.verdict.ok
    assert {one.outcome for one in found.answers} == {"unknown"}
    assert all(say(one.reason, lang) for one in found.answers for lang in ("zh-Hans", "en"))


def test_rules_survive_json_and_broken_ones_are_refused() -> None:
    rules = RuleSet(rules=tuple(STANDARD_RULES.values()))

    assert RuleSet.model_validate_json(rules.model_dump_json()) == rules
    for broken in (
        [{"id": "a", "kind": "sex", "allowed": ["F"]}, {"id": "a", "kind": "statement"}],
        [{"id": "a", "kind": "number", "fact": "x"}],
        [{"id": "a", "kind": "honour_needed"}],
        [{"id": "a", "kind": "rank_ceiling", "order": ["甲", "乙"], "highest": "丙"}],
        [{"id": "a", "kind": "women_share", "at_least": 60}],
        [{"id": "a", "kind": "horoscope"}],
    ):
        with pytest.raises(ValidationError):
            RuleSet.model_validate({"rules": broken})


@given(st.dates(date(1900, 1, 1), date(2023, 1, 1)), st.sampled_from("FM"), st.integers(1, 10))
def test_a_younger_candidate_never_fares_worse(born: date, sex: str, years: int) -> None:
    rule = {**AGE, "relaxations": [{**BIRTH, "years": years}]}
    worth = {"not": 0, "unknown": 1, "ok": 2}

    older = answer(rule, birth_date=born, sex=sex).outcome
    younger = answer(rule, birth_date=born + timedelta(days=1), sex=sex).outcome

    assert worth[younger] >= worth[older]


@given(st.sampled_from(list(STANDARD_RULES)), st.one_of(st.text(max_size=20), st.integers(), st.booleans()))
def test_whatever_a_fact_holds_the_rule_answers(rule_id: str, value: object) -> None:
    keys = ("sex", "birth_date", "nationality", "rank", "field", "penalties", "women", "total", "founded_on")
    facts = {key: Fact(value, "?") for key in (*keys, rule_id)}

    (only,) = examine([STANDARD_RULES[rule_id]], facts, ON).answers

    assert say(only.reason, "zh-Hans")
    assert say(only.reason, "en")

"""Tiers: what qualifies, what is missing, when a term is over; and what holds for every scheme and person."""

from __future__ import annotations

import json
from datetime import date, timedelta
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.engines.tiers import (
    CountRule,
    Entry,
    Held,
    Scheme,
    as_toml,
    describe,
    facts_of,
    fits,
    level_of_honour,
    propose,
    standard_scheme,
)
from jinguo.phrases import say

ON = date(2026, 10, 12)
TOML = """
title = "示例方案"
[[tiers]]
code = "leading"
name = "领军人才"
direct = false
after = ["backbone"]
after_years = 2
confirm = "two"
needs = [{ id = "honours", kind = "count", fact = "honours", levels = ["national", "provincial"], at_least = 2 }]
[tiers.term]
years = 5
[[tiers]]
code = "backbone"
name = "骨干人才"
needs = [{ id = "title", kind = "one_of", fact = "title_level", values = ["正高级", "副高级"] }]
renew = [{ id = "fresh", kind = "count", fact = "honours", within_years = 3 }]
ends = [{ id = "revoked", kind = "count", fact = "honours", revoked = true }]
[tiers.term]
years = 3
[[tiers]]
code = "rising"
name = "新星"
renewable = false
needs = [{ id = "age", kind = "age", at_most = { F = 40, M = 38 } }]
[tiers.term]
until_age = 41
"""
SCHEME = Scheme.from_toml(TOML)
NATIONAL, PROVINCIAL = (
    Entry("全国三八红旗手", date(2025, 3, 8), "national"),
    Entry("省科技奖", date(2020, 1, 1), "provincial"),
)


def her(**facts):
    return facts_of(
        **{
            "honours": [NATIONAL, PROVINCIAL],
            "title": "教授",
            "sex": "F",
            "birth_date": "1980-05-01",
            **facts,
        }
    )


def codes(reasons):
    return [reason.code for reason in reasons]


def test_a_higher_tier_that_is_entered_from_below_is_told_with_the_day_on_which_it_opens():
    first = propose(SCHEME, her(), None, ON)
    assert (first.kind, first.tier, first.until) == ("enter", "backbone", date(2029, 10, 12))

    waits = propose(SCHEME, her(), Held("backbone", date(2025, 1, 1), date(2028, 1, 1)), ON)
    assert (waits.kind, waits.next_tier, codes(waits.missing)) == ("nothing", "leading", ["tier_too_soon"])
    assert waits.missing[0].params["until"] == "2027-01-01"

    later = propose(SCHEME, her(), Held("backbone", date(2024, 1, 1), date(2027, 1, 1)), ON)
    assert (later.kind, later.before, later.confirm) == ("promote", "backbone", "two")


def test_what_is_missing_says_how_much():
    proposal = propose(SCHEME, her(honours=[PROVINCIAL]), Held("backbone", date(2020, 1, 1)), ON)

    assert "还差1项" in say(proposal.missing[0])
    assert "1 more needed" in say(proposal.missing[0], "en")


def test_a_term_is_renewed_within_the_notice_or_expires_with_the_reason():
    soon = Held("backbone", date(2025, 1, 1), date(2026, 12, 1))
    old = {"honours": [PROVINCIAL]}
    renewed, warned = propose(SCHEME, her(), soon, ON), propose(SCHEME, her(**old), soon, ON)
    assert (renewed.kind, renewed.until) == ("renew", date(2029, 12, 1))
    assert (warned.kind, codes(warned.to_renew)) == ("nothing", ["tier_count_short"])

    over = Held("backbone", date(2023, 1, 1), date(2026, 1, 1))
    gone = propose(SCHEME, her(**old), over, ON)
    assert (gone.kind, codes(gone.reasons)) == ("expire", ["tier_term_over", "tier_count_short"])
    again = propose(SCHEME, her(**old), None, ON, past=["backbone"])
    assert again.kind == "nothing"  # else she would be back the next day


def test_what_ends_a_tier_ends_it_before_its_term_and_keeps_her_out():
    taken_back = Entry("省科技奖", date(2020, 1, 1), "provincial", revoked=True)
    facts = her(honours=[NATIONAL, taken_back])
    ended = propose(SCHEME, facts, Held("backbone", ON, ON + timedelta(days=900)), ON)
    assert (ended.kind, codes(ended.reasons)) == ("expire", ["tier_ended_by"])
    assert fits(SCHEME, SCHEME.tiers[1], facts, None, ON).outcome == "no"


@pytest.mark.parametrize(
    ("born", "sex", "outcome"),
    [
        ("1986-10-13", "F", "yes"), ("1985-10-12", "F", "no"), ("1986", "F", "yes"), ("1985", "F", "unknown"),
        ("1987-01-01", "", "unknown"), ("1990", "", "yes"), ("", "F", "unknown"),
    ],
)  # fmt: skip
def test_an_age_is_decided_as_far_as_the_birth_date_is_known(born, sex, outcome):
    facts = facts_of(birth_date=born, sex=sex)
    assert fits(SCHEME, SCHEME.tiers[2], facts, None, ON).outcome == outcome


def test_an_honour_of_unknown_level_is_asked_for_and_refuses_nobody():
    fit = fits(
        SCHEME,
        SCHEME.tiers[0],
        her(honours=[NATIONAL, Entry("优秀教师")]),
        Held("backbone", date(2020, 1, 1)),
        ON,
    )
    assert (fit.outcome, codes(fit.missing), fit.ask) == ("unknown", ["tier_count_unclear"], ("honours",))


def test_the_same_honour_told_twice_counts_once():
    facts = facts_of(honours=["全国三八红旗手", "2019年全国三八红旗手", "全国三八红旗手（2019）"])
    assert len(facts["honours"].value) == 1


@pytest.mark.parametrize(
    ("honour", "level"),
    [
        ("北京市科学技术进步奖", "provincial"), ("青岛市三八红旗手", "municipal"), ("教育部高等学校科学研究优秀成果奖", "provincial"),
        ("国家自然科学奖二等奖", "national"), ("东城区青年岗位能手", "county"), ("优秀党员", ""),
    ],
)  # fmt: skip
def test_the_level_of_an_honour_is_told_by_its_first_words(honour, level):
    assert level_of_honour(honour) == level


def test_unsound_schemes_are_refused():
    for wrong in (
        'after = ["leading"]',
        'after = ["nobody"]',
        'some_needed = 2\nsome = [{ id = "a", kind = "sex", allowed = ["F"] }]',
    ):
        text = f'title = "x"\n[[tiers]]\ncode = "leading"\nname = "甲"\n{wrong}\nneeds = [{{ id = "s", kind = "sex", allowed = ["F"] }}]'
        with pytest.raises(ValueError, match=r"lower tier|asks for"):
            Scheme.from_toml(text)


@pytest.mark.parametrize("scheme", [SCHEME, standard_scheme()], ids=["example", "shipped"])
def test_a_scheme_written_as_toml_is_the_same_scheme(scheme):
    assert Scheme.from_toml(as_toml(scheme)) == scheme


def test_the_schema_that_ships_is_the_schema_of_the_model():
    text = resources.files("jinguo.engines.tiers").joinpath("scheme.schema.json").read_text("utf-8")
    assert json.loads(text) == Scheme.model_json_schema()


def test_every_condition_has_words_in_both_languages():
    rules = [
        rule
        for scheme in (SCHEME, standard_scheme())
        for tier in scheme.tiers
        for rule in (*tier.conditions, *tier.renew, *tier.ends)
    ]
    assert all(say(describe(rule), lang) for rule in rules for lang in ("zh", "en"))


entries = st.lists(
    st.builds(
        Entry, st.sampled_from("甲乙丙丁戊"), st.dates(date(2010, 1, 1), ON) | st.none(),
        st.sampled_from(["national", "provincial", "municipal", ""]), st.just(False), st.sampled_from([False] * 5 + [True]),
    ),
    max_size=5,
)  # fmt: skip
people = st.builds(
    her,
    honours=entries,
    title=st.sampled_from(["", "讲师", "副教授", "教授"]),
    birth_date=st.dates(date(1940, 1, 1), date(2004, 1, 1)).map(str)
    | st.sampled_from(["", "1985", "1986-10"]),
    sex=st.sampled_from(["F", "M", ""]),
)
holdings = st.none() | st.builds(
    lambda tier, since, days: Held(tier, since, since + timedelta(days=days) if days else None),
    st.sampled_from(["leading", "backbone", "rising", "gone"]), st.dates(date(2015, 1, 1), ON), st.integers(0, 5000),
)  # fmt: skip
schemes = st.sampled_from([SCHEME, standard_scheme()])


@settings(max_examples=150, deadline=None)
@given(schemes, people, holdings)
def test_done_as_proposed_a_person_comes_to_rest_and_never_falls_by_a_promotion(scheme, facts, held):
    past = []
    for _ in range(2 * len(scheme.tiers) + 2):
        proposal = propose(scheme, facts, held, ON, past=past)
        rank = scheme.rank(held.tier) if held else len(scheme.tiers)
        if proposal.kind == "nothing":
            break
        assert proposal.reasons
        if proposal.kind in ("enter", "promote"):
            assert scheme.rank(proposal.tier) < rank
        if proposal.kind == "expire":
            past.append(held.tier)
            held = None
        else:
            assert proposal.until is None or proposal.until > ON
            held = Held(proposal.tier, held.since if proposal.kind == "renew" else ON, proposal.until)
    assert proposal.kind == "nothing"


@settings(max_examples=100, deadline=None)
@given(schemes, people, holdings, st.randoms(use_true_random=False))
def test_the_answer_does_not_hang_on_the_order_of_facts(scheme, facts, held, random):
    shuffled = list(facts.items())
    random.shuffle(shuffled)
    one, other = propose(scheme, facts, held, ON), propose(scheme, dict(shuffled), held, ON)
    assert one == other
    for reason in (*one.reasons, *one.missing, *one.to_renew):
        assert all(say(reason, lang) for lang in ("zh", "en"))


@settings(max_examples=100, deadline=None)
@given(schemes, people, st.sampled_from(["national", "provincial"]))
def test_one_more_honour_never_lowers_the_tier(scheme, facts, level):
    before = propose(scheme, facts, None, ON)
    more = {**facts, "honours": her(honours=[*facts["honours"].value, Entry("新荣誉", ON, level)])["honours"]}
    after = propose(scheme, more, None, ON)
    assert scheme.rank(after.tier or "-") <= scheme.rank(before.tier or "-")


@settings(max_examples=100, deadline=None)
@given(people, st.integers(1, 4))
def test_what_is_short_is_exactly_what_has_to_come(facts, wanted):
    rule = CountRule(id="n", fact="honours", levels=("national",), at_least=wanted)
    tier = SCHEME.tiers[1].model_copy(update={"needs": (rule,), "ends": (), "renew": ()})
    fit = fits(SCHEME, tier, facts, None, ON)
    if codes(fit.missing) == ["tier_count_short"]:
        new = [Entry(f"新{n}", ON, "national") for n in range(fit.missing[0].params["short"])]
        fuller = {**facts, "honours": her(honours=[*facts["honours"].value, *new])["honours"]}
        assert fits(SCHEME, tier, fuller, None, ON).outcome == "yes"


def test_whom_the_age_shuts_out_is_told_of_the_tier_above():
    due = propose(standard_scheme(), her(birth_date="1971-11-28", honours=[], title="主治医师"), None, ON)
    assert (due.kind, due.next_tier) == ("nothing", "backbone")

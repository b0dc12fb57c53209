"""Conflicts of interest, as sentences: who may not judge whom, how sure that is, and what is no conflict."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.engines.expertise import (
    KINDS,
    ConflictRules,
    Conflicts,
    Expert,
    Nomination,
    Person,
    PersonRef,
    Post,
    Work,
    shipped_rules,
)
from jinguo.engines.expertise.conflict_kinds import CHECKS
from jinguo.engines.expertise.persons import latin_key
from jinguo.phrases import say
from jinguo.standards.units import shipped_register

YEAR = 2026


def person(name="王晓丽", *units, **facts):
    return Person(
        name, posts=tuple(unit if isinstance(unit, Post) else Post(unit) for unit in units), **facts
    )


def found(nominee, judge, *, nomination=None, declares=(), rules=None, **more):
    """{kind: (sureness, effect)} of one pair."""
    item = nomination or Nomination("N1", (nominee,), **more)
    findings = Conflicts(YEAR, rules).between(item, Expert("E1", judge, tuple(declares)))
    for finding in findings:
        for reason in finding.reasons:
            assert say(reason, "zh-Hans")
            assert say(reason, "en")
    return {finding.kind: finding.sureness for finding in findings}


@pytest.mark.parametrize(
    ("unit", "own", "sure"),
    [
        ("北京大学化学学院", "北京大学", "certain"),
        ("北京大学化学学院", "北大物理学院", "certain"),
        ("北京医科大学", "北京大学", "certain"),
        ("深圳市华为技术有限公司", "华为技术有限公司", "likely"),
        ("北京大学", "北京大学第三医院", "possible"),
        ("华科大", "华中科技大学", "possible"),
        ("北京大学", "北京师范大学", None),
        ("北京市", "北京师范大学", None),
        ("中国科学院化学研究所", "中国科学院物理研究所", None),
        ("武汉市第一医院", "武汉市第二医院", None),
    ],
)
def test_one_unit(unit, own, sure):
    assert found(person("王晓丽", unit), person("李红梅", own)).get("same_unit") == sure


@pytest.mark.parametrize(
    ("post", "own", "sure"),
    [
        (Post("清华大学", 2010, 2026), Post("清华大学"), "certain"),
        (Post("清华大学", 2010, 2023), Post("清华大学"), "likely"),
        (Post("清华大学", 2010, 2022), Post("清华大学"), None),
        (Post("清华大学", 2020), Post("清华大学", 1999, 2024), "likely"),
        (Post("清华大学附属中学", 2010, 2025), Post("清华大学"), "possible"),
    ],
)
def test_a_unit_left_counts_for_three_years_and_is_less_sure(post, own, sure):
    assert found(person("王晓丽", post), person("李红梅", own)).get("same_unit") == sure


def test_an_expert_who_is_the_nominee():
    assert found(person(id="P1"), person("王小丽", id="P1")) == {"nominee_herself": "certain"}
    assert found(person(id="P1"), person(id="P2")) == {}
    assert found(person(), person()) == {"nominee_herself": "likely"}
    assert found(person("王丽"), person("王丽")) == {"nominee_herself": "possible"}
    assert found(person("王晓丽", "复旦大学"), person("王晓丽", "复旦")) == {
        "nominee_herself": "certain",
        "same_unit": "certain",
    }
    assert found(person("王晓丽", "复旦大学"), person("王晓丽", "四川大学")) == {
        "nominee_herself": "possible"
    }


def test_an_expert_on_the_list_does_not_judge_the_others_on_it():
    nominations = [
        Nomination("N1", (person("赵云川", "云川大学"),), of="科研"),
        Nomination("N2", (person("钱江月", "江月大学"),), of="科研"),
        Nomination("N3", (person("孙青禾", "青禾大学"),), of="科普"),
    ]
    expert = Expert("E1", person("赵云川", "云川大学"))

    findings = Conflicts(YEAR, nominations=nominations).find(nominations, [expert])

    assert [(f.item, f.kind, f.sureness) for f in findings] == [
        ("N1", "nominee_herself", "certain"),
        ("N1", "same_unit", "certain"),
        ("N2", "on_the_list", "certain"),
    ]


def test_teacher_and_student_from_either_side():
    judge, nominee = person("李红梅", "武汉大学"), person("王晓丽")
    taught = PersonRef("李红梅", "武汉大学计算机学院")

    assert found(person(teachers=(taught,)), judge) == {"teacher_student": "certain"}
    assert found(person(teachers=(PersonRef("李红梅"),)), judge) == {"teacher_student": "likely"}
    assert found(person(teachers=(PersonRef("李红梅", "浙江大学"),)), judge) == {
        "teacher_student": "possible"
    }
    assert found(nominee, person("李红梅", students=(PersonRef("王晓丽"),))) == {"teacher_student": "likely"}
    assert found(person(students=(PersonRef("李红梅"),)), judge) == {"teacher_student": "likely"}
    assert found(person(teachers=(PersonRef("李红霞"),)), judge) == {}


def test_two_students_of_one_teacher():
    shared = (PersonRef("周文渊", "武汉大学"),)

    assert found(person(teachers=shared), person("李红梅", teachers=shared)) == {"same_teacher": "possible"}


def work(year, *people, kind="paper", name="W1", title=""):
    return Work(name, kind, year, title, tuple(PersonRef(one) for one in people))


@pytest.mark.parametrize(
    ("kind", "year", "expected"),
    [
        ("paper", 2023, {"joint_paper": "certain"}),
        ("paper", 2022, {}),
        ("project", 2024, {"joint_project": "certain"}),
        ("award", 2021, {"joint_award": "certain"}),
        ("award", 2020, {}),
        ("paper", None, {"joint_paper": "certain"}),
    ],
)
def test_joint_work_within_the_years_of_its_kind(kind, year, expected):
    both = (work(year, "王晓丽", "李红梅", kind=kind),)

    assert found(person(works=both), person("李红梅", works=both)) == expected


def test_joint_work_that_only_one_side_tells_of():
    assert found(person(works=(work(2025, "王晓丽", "李红梅"),)), person("李红梅")) == {
        "joint_paper": "likely"
    }
    assert found(person(), person("李红梅", works=(work(2025, "Xiao-Li WANG", "Li Hongmei"),))) == {
        "joint_paper": "possible"
    }
    assert found(person(), person("李红梅", works=(work(2025, "王晓雨", "李红梅"),))) == {}


def test_one_paper_under_two_numbers_is_known_by_its_title():
    ours = work(2025, "王晓丽", name="W1", title="稀土发光材料的可控合成")
    theirs = work(2026, "李红梅", name="X9", title="稀土发光材料的可控合成。")

    assert found(person(works=(ours,)), person("李红梅", works=(theirs,))) == {"joint_paper": "certain"}


def test_a_paper_of_very_many_authors_proves_little():
    many = work(2025, "王晓丽", "李红梅", *(f"某{number}" for number in range(60)))

    assert found(person(works=(many,)), person("李红梅", works=(many,))) == {"joint_paper": "possible"}


def test_a_partner_in_common_is_a_conflict_at_one_remove():
    ours, theirs = work(2025, "王晓丽", "周文渊"), work(2024, "周文渊", "李红梅", name="W2")
    old = work(2019, "周文渊", "李红梅", name="W2")

    assert found(person(works=(ours,)), person("李红梅", works=(theirs,))) == {
        "joint_at_one_remove": "possible"
    }
    assert found(person(works=(ours,)), person("李红梅", works=(old,))) == {}


def test_whoever_nominates_or_gives_an_opinion_does_not_judge():
    judge = person("李红梅", "武汉大学")

    assert found(person(), judge, nominators=(PersonRef("李红梅", "武汉大学"),)) == {"nominator": "certain"}
    assert found(person(), judge, opinion_givers=(PersonRef("李红梅"),)) == {"opinion_giver": "likely"}
    assert found(person(), judge, nominating_units=("武汉大学",)) == {"nominating_unit": "likely"}


def test_declared_by_either_side():
    judge = person("李红梅", "武汉大学")

    assert found(person(), judge, avoid=(PersonRef("", id="E1"),)) == {"declared_by_nominee": "certain"}
    assert found(person(), judge, declares=["N1"]) == {"declared_by_expert": "certain"}
    assert found(person(), judge, declares=["王晓丽"]) == {"declared_by_expert": "certain"}
    assert found(person("王晓丽", "复旦大学化学系"), judge, declares=["复旦大学"]) == {
        "declared_by_expert": "certain"
    }
    assert found(person("王晓丽", "复旦大学化学系"), judge, declares=["N2", "浙江大学"]) == {}
    assert found(person(relatives=(PersonRef("李红梅", "武汉大学"),)), judge) == {"relative": "certain"}


@pytest.mark.parametrize(
    ("name", "home", "other", "its", "sure"),
    [
        ("王晓丽", "湖南省长沙县", "王建国", "湖南 长沙县", "possible"),
        ("王晓丽", "湖南省", "王建国", "湖南省", None),
        ("王晓丽", "湖南省长沙县", "李建国", "湖南省长沙县", None),
        ("王晓丽", "湖南省长沙县", "王建国", "湖南省宁乡市", None),
        ("欧阳晓丽", "江西省吉安县", "欧建国", "江西省吉安县", None),
        ("王晓丽", "", "王建国", "", None),
    ],
)  # fmt: skip
def test_the_same_family_name_and_home_may_mean_kin(name, home, other, its, sure):
    assert found(person(name, home=home), person(other, home=its)).get("family_home") == sure


def test_rules_are_data():
    shipped = shipped_rules()
    assert set(shipped.kinds) == set(KINDS) == set(CHECKS)
    assert all(rule.source for rule in shipped.kinds.values())

    strict = ConflictRules.from_toml(
        '[units]\nsame = "certain"\naffiliated = "likely"\n[effects]\nlikely = "blocks"\n'
        '[kinds.same_unit]\nyears = 0\neffects = { certain = "notes" }\nsource = "本办法第八条"'
    )
    expert = Expert("E1", person("李红梅", "北京大学第三医院"))
    (finding,) = Conflicts(YEAR, strict).between(Nomination("N1", (person("王晓丽", "北京大学"),)), expert)
    assert (finding.sureness, finding.effect, finding.source) == ("likely", "blocks", "本办法第八条")

    same = Expert("E1", person("王晓丽", "北京大学"))
    (finding,) = Conflicts(YEAR, strict).between(Nomination("N1", (person("王晓丽", "北京大学"),)), same)
    assert (finding.kind, finding.effect) == ("same_unit", "notes")


def test_an_office_names_its_renamed_units():
    register = shipped_register().with_names(renamed={"云川师范专科学校": "云川理工大学"})
    nomination = Nomination("N1", (person("王晓丽", "云川师范专科学校"),))

    (finding,) = Conflicts(YEAR, register=register).between(
        nomination, Expert("E1", person("李红梅", "云川理工大学"))
    )

    assert (finding.kind, finding.sureness) == ("same_unit", "certain")


def test_a_name_and_its_spellings_have_one_key():
    assert latin_key("欧阳晓丽") == latin_key("Ouyang Xiaoli") == latin_key("Xiao-li OUYANG")
    assert latin_key("Wang") == ""


NAMES = st.sampled_from(["王晓丽", "李红梅", "王丽", "周文渊", "Wang Xiaoli"])
UNITS = st.sampled_from(
    ["北京大学", "北大化学学院", "北京大学第三医院", "清华", "清华大学", "华为技术有限公司", "华为"]
)
REFS = st.lists(
    st.builds(PersonRef, NAMES, st.just("") | UNITS, st.sampled_from(["", "", "P1"])), max_size=1
).map(tuple)
POSTS = st.lists(
    st.builds(Post, UNITS, st.none(), st.sampled_from([None, None, 2024, 2010])), max_size=2
).map(tuple)
WORKS = st.lists(
    st.builds(Work, st.sampled_from(["W1", "W2", ""]), st.sampled_from(["paper", "award"]), st.sampled_from([2025, 2021]), people=REFS), max_size=2
).map(tuple)  # fmt: skip
PERSONS = st.builds(
    Person, NAMES, st.sampled_from(["", "", "P1", "P2"]), POSTS, REFS, REFS, REFS, WORKS, st.sampled_from(["", "湖南省长沙县"])
)  # fmt: skip
NOMINATIONS = st.lists(st.tuples(PERSONS, REFS, REFS, REFS, st.sampled_from(["", "甲"])), max_size=3).map(
    lambda rows: [Nomination(f"N{n}", (who,), a, b, (), c, of) for n, (who, a, b, c, of) in enumerate(rows)]
)
EXPERTS = st.lists(
    st.tuples(PERSONS, st.lists(st.sampled_from(["N0", "王丽", "清华大学"]), max_size=1)), max_size=3
).map(lambda rows: [Expert(f"E{n}", who, tuple(declares)) for n, (who, declares) in enumerate(rows)])


@settings(max_examples=150, deadline=None)
@given(NOMINATIONS, EXPERTS)
def test_looking_at_near_pairs_finds_what_looking_at_every_pair_finds(nominations, experts):
    conflicts = Conflicts(YEAR, nominations=nominations)
    every = tuple(f for item in nominations for expert in experts for f in conflicts.between(item, expert))

    assert conflicts.find(nominations, experts) == every


@settings(max_examples=80, deadline=None)
@given(PERSONS, PERSONS)
def test_what_two_persons_share_does_not_depend_on_who_judges(one, other):
    """Of the kinds that are symmetric by nature."""
    both = {
        "nominee_herself",
        "relative",
        "same_unit",
        "teacher_student",
        "same_teacher",
        "family_home",
        "joint_at_one_remove",
    }

    assert {kind for kind in found(one, other) if kind in both} == {
        kind for kind in found(other, one) if kind in both
    }

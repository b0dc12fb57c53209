"""What a registry gives out as a table comes back as the same persons, and the same things said of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jinguo.apps.registry import actions, same_person
from jinguo.apps.registry.attributes import attributes
from jinguo.apps.registry.models import Identity, PersonEntry
from jinguo.apps.registry.paperwork import tables
from jinguo.apps.registry.persons.personal_page import in_words, page_of
from jinguo.apps.registry.queries.people import cards_of
from jinguo.engines.rosters import FIELDS, Options, PersonRow, Reading, field_of, open_book, recognise
from jinguo.phrases import term
from tests import factories

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 1)
WHOLE = PersonRow(
    "欧阳晓兰",
    former_name="欧阳兰",
    latin_name="Ouyang Xiaolan",
    sex="F",
    birth_date="1984-03-12",
    ethnic_group="满",
    political_affiliation="中共党员",
    education="博士研究生毕业",
    degree="工学博士",
    disciplines=("化学", "材料科学"),
    keywords=("催化", "膜材料"),
    title="教授",
    tier="领军人才",
    segments=("海归", "青年"),
    unit="示例大学",
    department="化学学院",
    post="院长",
    second_unit=("某某研究院",),
    region="江宁区",
    honours=("三八红旗手", "巾帼建功标兵"),
    employment=("2009-07—2015-03 示例研究所 · 助理研究员", "2015-03—至今 示例大学 · 教授"),
    council_post=("2018—2022 某省化学会 · 常务理事", "某市科协 · 委员"),
    project=("面上项目，主持，2020—2023", "重点项目，参加"),
    publication_count="32",
    publication=("论膜的制备，2021",),
    patent=("一种膜", "一种泵"),
    training=("2016-09—2017-01 青年科技人才研修班", "2019年标准化培训"),
    mentoring=("2020—至今 指导青年教师五人",),
    service=("每月一次的社区科普讲座",),
    link=("0000-0002-1825-0097", "https://example.org/wang"),
    biography="长期从事膜材料研究。\n现任院长。",
)
OTHERS = [
    ("赵霞", "1979-11", "示例医院", "主任医师"),
    ("钱芳菲", "1990", "示例研究所", "研究员"),
    ("孙若岚", "1988-02-29", "=示例公司", "高级工程师"),
    ("古丽·阿不都", "1991-07-08", "示例中学", "正高级教师"),
]


@pytest.fixture
def people():
    return factories.cast()


def given_out(people, path, lang="zh-hans"):
    keeper = people.association
    path.write_bytes(tables.of_persons(keeper, cards_of(keeper).order_by("pk"), lang))
    return path


def test_a_table_of_the_registry_is_read_as_the_same_persons(people, tmp_path):
    rows = [
        WHOLE,
        *(
            PersonRow(name, sex="F", birth_date=born, unit=unit, title=title)
            for name, born, unit, title in OTHERS
        ),
    ]
    add = {"organisation": people.association, "by": people.officer}
    actions.add_entries(rows, source="import:1", source_name="名单.xlsx", recorded_on=ON, **add)
    path = given_out(people, tmp_path / "out.xlsx")

    with open_book(path) as book:
        plan = recognise(book)
        reading = Reading(book, plan, Options(on=date(2026, 12, 1)))
        read = [row for batch in reading.batches() for row in batch]
    assert {one.why for one in plan.sheets[0].columns} == {"heading"}
    assert [finding for row in read for finding in row.findings] == []
    assert [replace(row.person, row=None) for row in read] == rows

    run = actions.begin_import(path=path, file_name=path.name, sha256="f" * 64, **add)
    run = actions.stage_import(run=run, path=path, progress=lambda *_, **__: None)
    run = actions.commit_import(run=run, by=people.officer)
    first, again = (
        PersonEntry.objects.filter(source=source).order_by("pk") for source in ("import:1", run.source)
    )
    assert [one.facts for one in first] == [one.facts for one in again]

    matched = actions.match_import(
        organisation=people.association, source=run.source, rules=same_person.STRICT
    )
    assert matched.merged == len(rows)
    assert Identity.objects.filter(entries__isnull=False).distinct().count() == len(rows)


def test_every_heading_of_a_table_means_its_column_in_both_languages():
    for key in FIELDS:
        for lang in ("zh", "en"):
            assert field_of(term(f"attribute_{key}", lang)) == (key, 1.0), (key, lang)
    assert not any(attributes()[key].sealed for key in tables.COLUMNS)


def test_posts_of_a_list_are_steps_with_their_times_and_units(people):
    row = PersonRow(
        "王丽",
        unit="示例大学",
        employment=("2015.03-2019.08 某校 副教授", "曾在基层工作，2015.13-2016.01"),
        service=("2020年起参加社区义诊",),
    )
    add = {"organisation": people.association, "by": people.officer}
    actions.add_entries([row], source="import:1", source_name="名单.xlsx", recorded_on=ON, **add)
    entry = PersonEntry.objects.get()

    page = page_of([entry], [], [])
    told = {(one.when, one.attribute, one.place, one.text) for one in page.steps if one.attribute != "unit"}
    assert told == {
        ("2015-03–2019-08", "employment", "某校", "副教授"),
        ("2026", "employment", "", "曾在基层工作，2015.13-2016.01"),
        ("2020", "service", "", "2020年起参加社区义诊"),
    }
    assert in_words(page.profile, "employment") == (
        "2015-03–2019-08 某校 副教授；曾在基层工作，2015.13-2016.01"
    )
    assert entry.facts["employment"] == list(row.employment)

"""Lists written into the registry: who is written, who joins whom, who is found."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jinguo.apps.registry import actions
from jinguo.apps.registry.models import Card, Identity, PersonEntry
from jinguo.apps.registry.persons.sealed import opened
from jinguo.apps.registry.search import full_text, words
from jinguo.engines.rosters import PersonRow
from tests import factories

pytestmark = pytest.mark.django_db


def found(organisation, text, kinds=()):
    cards = Card.objects.filter(organisation=organisation)
    return sorted(full_text.narrowed(cards, words.wanted(text, kinds)).values_list("name", flat=True))


@pytest.fixture
def people():
    return factories.cast()


def add(organisation, *rows, source="import:1", **more):
    return actions.add_entries(rows, source=source, organisation=organisation, by=None, **more)


def test_what_a_row_says_is_kept_and_what_is_sensitive_is_sealed(people):
    row = PersonRow("王　晓兰", sex="F", birth_date="1984-03", phone="13800001234", education="博士研究生毕业",
                    id_number=factories.id_number(1), disciplines="化学；材料科学", row=7)  # fmt: skip

    add(people.district, row, source_name="2024年名单")

    entry = PersonEntry.objects.get()
    assert (entry.name, entry.birth_text, entry.source_row) == ("王晓兰", "1984-03", 7)
    assert entry.facts["education"] == "11"
    assert entry.facts["disciplines"] == ["150", "430"]
    assert entry.facts["sealed"] == ["phone"]
    assert "13800001234" not in str(entry.__dict__)
    assert opened(entry) == {"phone": "13800001234", "id_number": factories.id_number(1)}


def test_rows_with_one_id_number_are_one_person_within_a_list_and_across(people):
    number = factories.id_number(1)
    first = add(people.district, PersonRow("王晓兰", id_number=number), PersonRow("王晓兰", id_number=number))
    second = add(
        people.society, PersonRow("王晓岚", id_number=number), PersonRow("王晓兰"), source="import:2"
    )

    assert (first.joined, second.joined) == (1, 1)
    assert Identity.objects.count() == 2


def test_an_organisation_sees_what_it_and_those_below_keep(people):
    add(people.district, PersonRow("王晓兰"))
    add(people.society, PersonRow("李敏"), source="import:2")

    assert found(people.association, "") == ["李敏", "王晓兰"]
    assert found(people.district, "") == ["王晓兰"]


@pytest.mark.parametrize(
    "text",
    ["王晓兰", "晓兰", "王", "wxl", "wangxiaol", "材料研究所", "材料 王晓", "wang 研究员", "WXL", "王小兰", "三八红旗手"],
)  # fmt: skip
def test_she_is_found_by_what_people_type(people, text):
    add(people.district, PersonRow("王晓兰", unit="示例市材料研究所", title="研究员", former_name="王小兰",
        honours="示例市三八红旗手"), PersonRow("赵霞"))  # fmt: skip

    assert found(people.district, text) == ["王晓兰"]
    walked = full_text.walked(Card.objects.filter(organisation=people.district), words.wanted(text))
    assert [card.name for card in walked] == ["王晓兰"]


@pytest.mark.parametrize("name", ["王𬭊", "阿依古丽·买买提", "Marie Curie", 'O\'Neill "x"', "李\\n"])
def test_every_name_is_found_by_itself(people, name):
    add(people.district, PersonRow(name), PersonRow("赵霞"))

    assert len(found(people.district, name)) == 1


def test_the_queries_of_a_list_grow_with_batches_not_with_rows(people):
    def asked(count, source):
        rows = [
            PersonRow(f"测试{n}", id_number=factories.id_number(n + 1, born="19800101")) for n in range(count)
        ]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            add(people.district, *rows, source=source)
        return len([one for one in queries.captured_queries if one["sql"].startswith("SELECT")])

    assert asked(2, "import:1") == asked(12, "import:2")


def test_a_list_is_taken_back_as_a_whole(people):
    add(people.district, PersonRow("王晓兰"))
    add(people.district, PersonRow("赵霞"), source="import:2")

    assert actions.withdraw_entries(source="import:1", organisation=people.district, by=people.officer) == 1
    assert found(people.district, "") == ["赵霞"]

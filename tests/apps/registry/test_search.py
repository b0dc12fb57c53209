"""The search's facets and chips, the map, units under their names; and how much each page asks the database."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps.registry import actions, tasks
from jinguo.apps.registry.models import Card
from jinguo.apps.registry.search import facets, finding
from jinguo.apps.registry.search.asking import Asked
from jinguo.apps.registry.search.mapping import grid, map_of
from jinguo.engines.rosters import PersonRow
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def officer(people):
    client = Client()
    client.force_login(people.officer)
    return client


def add(people, *rows, source="import:1", name="2024年名单.xlsx"):
    actions.add_entries(
        rows, source=source, organisation=people.district, by=people.officer, source_name=name
    )


ROWS = (
    PersonRow("王晓兰", sex="F", title="教授", unit="南京示例大学", region="江苏省南京市鼓楼区", birth_date="1978", segments=("青年",), tier="领军人才"),
    PersonRow("李敏", sex="F", title="副教授", unit="南京示例大学", birth_date="1990", segments=("青年", "留学")),
    PersonRow("张建国", sex="M", title="研究员", unit="北京示例研究所", birth_date="1960"),
)  # fmt: skip


def counts(look, name):
    return {one.label: one.count for one in look.counted.facets.get(name, [])}


def test_every_facet_counts_those_found(people):
    add(people, *ROWS)
    seen = finding.look(people.association, Asked())
    assert counts(seen, "level") == {"正高级": 2, "副高级": 1}
    assert counts(seen, "region") == {"江苏省": 2, "北京市": 1}
    assert counts(seen, "segment") == {"青年": 2, "留学": 1}
    assert seen.counted.total == 3


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"region": "320000"}, {"王晓兰", "李敏"}),
        ({"region": "320106"}, {"王晓兰"}),
        ({"level": "正高级", "sex": "F"}, {"王晓兰"}),
        ({"segment": "青年", "to": "40"}, {"李敏"}),
        ({"source": "2024年名单.xlsx", "q": "南京"}, {"王晓兰", "李敏"}),
        ({"q": "ljrc"}, set()),
    ],
)
def test_any_combination_narrows_down(people, given, names):
    add(people, *ROWS)
    seen = finding.look(people.association, Asked.read(given))
    assert {card.name for card in seen.cards} == names


def test_each_part_of_a_search_is_taken_away_by_itself(people, officer):
    add(people, *ROWS)
    asked = Asked.read({"q": "南京", "level": "正高级", "from": "36", "to": "60"})
    taken = {name: query for name, _, query in facets.chips(asked)}
    assert set(taken) == {"level", "age"}
    assert Asked.read(finding.parts_of(taken["level"])) == Asked.read({"q": "南京", "from": "36", "to": "60"})
    text = officer.get(reverse("registry:people"), {"level": "正高级"}).content.decode()
    assert 'class="chip"' in text


def test_beyond_what_is_counted_a_list_is_walked_through_in_order(people, monkeypatch):
    add(people, *ROWS)
    monkeypatch.setattr(finding, "MOST", 1)
    monkeypatch.setattr(finding, "PER_PAGE", 1)
    seen, names = finding.look(people.association, Asked()), []
    while True:
        names += [card.name for card in seen.cards]
        if not seen.onward:
            break
        seen = finding.look(people.association, Asked(), after=seen.onward)
    assert names == ["李敏", "王晓兰", "张建国"]
    assert seen.walked
    assert seen.counted.more
    assert not finding.look(people.association, Asked(text="南京")).walked


def test_the_figures_of_all_are_those_of_reading_all(people, officer, monkeypatch):
    add(people, *ROWS, PersonRow("陈静", sex="F", unit="示例海外大学", region="境外", segments=("海外",)))
    for asked in (Asked(), Asked(text="示例", sex="F"), Asked(region="320000"), Asked(region="990000")):
        monkeypatch.setattr(finding, "MOST", 10)
        few = finding.look(people.association, asked).counted
        everybody = finding.all_counted(people.association, asked)
        assert (everybody.total, everybody.facets) == (few.total, few.facets)
    monkeypatch.setattr(finding, "MOST", 1)
    page, figures = (
        officer.get(reverse("registry:people"), given).content.decode() for given in ({}, {"figures": "all"})
    )
    assert 'hx-select="#found"' in page
    assert 'hx-select="#found"' not in figures
    assert "4 人" in figures


def test_figures_of_very_many_are_kept_for_a_while(people, monkeypatch):
    monkeypatch.setattr(finding, "KEPT_FROM", 1)
    add(people, *ROWS)
    first = finding.all_counted(people.association, Asked())
    add(people, PersonRow("陈静"), source="import:2")
    assert finding.all_counted(people.association, Asked()) == first
    assert first.at is not None
    assert finding.all_counted(people.association, Asked(text="陈静")).total == 1


def test_the_map_folds_districts_into_provinces(people, officer):
    add(people, *ROWS)
    country, province = map_of(people.association), map_of(people.association, "320000")
    assert {one.name: one.total for one in country.divisions} == {"江苏省": 2, "北京市": 1}
    assert [(one.name, one.total) for one in province.divisions] == [("南京市", 2)]
    assert len(country.tiles) == len(grid()) == len(set(grid().values())) == 35
    assert officer.get(reverse("registry:map"), {"in": "320000"}).status_code == 200


def test_who_is_abroad_has_a_tile_of_her_own(people, officer):
    add(people, PersonRow("陈静", unit="示例海外大学", region="境外"))
    [abroad] = map_of(people.association).divisions
    assert (abroad.name, abroad.total, abroad.below) == ("境外", 1, False)
    page = officer.get(reverse("registry:people") + f"?{abroad.query}").content.decode()
    assert "陈静" in page


def test_small_counts_are_not_told_to_those_who_are_no_officers(people):
    add(people, *ROWS)
    assert {one.total for one in map_of(people.association, guarded=True).divisions} == {None}


def test_a_unit_tells_its_people_and_the_names_it_had(people, officer):
    people.society.former_names.create(name="北京示例研究所")
    add(people, *ROWS)
    text = officer.get(reverse("registry:unit"), {"unit": "北京示例研究所"}).content.decode()
    assert people.society.name in text
    assert "张建国" in text


@pytest.mark.parametrize(
    ("page", "query", "most"),
    [
        ("people", {}, 12),
        ("people", {"q": "示例", "sex": "F"}, 12),
        ("units", {}, 12),
        ("unit", {"unit": "南京示例大学"}, 12),
        ("map", {}, 12),
        ("pairs", {}, 12),
    ],
)
def test_a_list_asks_as_often_for_many_as_for_few(people, officer, page, query, most):
    add(people, *ROWS)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(reverse(f"registry:{page}"), query).status_code == 200
        return len(queries)

    asked()  # what a session reads once
    few = asked()
    more = [
        PersonRow(f"{surname}示例", sex="F", unit="南京示例大学", tier="骨干人才")
        for surname in "赵钱孙周吴郑"
    ]
    add(people, *more, source="import:2")
    assert asked() == few <= most


@pytest.mark.parametrize(("form", "words"), [("roster", {"南京示例大学（2人）", "王晓兰", "领军人才"}), ("sheets", {"王晓兰", "李敏", "江苏省南京市鼓楼区"})])  # fmt: skip
def test_persons_go_out_as_a_word_file_without_anything_sensitive(people, officer, form, words):
    add(people, *ROWS[1:], replace(ROWS[0], phone="13800001234"))
    stored = tasks.people.export(
        lambda *_: None, organisation=people.association.pk, query="q=南京", sort="", asker=people.officer.pk,
        lang="zh-hans", form=form,
    )  # fmt: skip
    answer = officer.get(reverse("files:download", args=[stored.uid]))
    document = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    text = "\n".join([*(one.text for one in document.paragraphs), *cells])
    assert all(word in text for word in words), text
    assert "13800001234" not in text
    assert "张建国" not in text


def test_a_link_is_checked_and_shown_safely(people, officer):
    add(people, ROWS[0])
    [card] = finding.look(people.association, Asked()).cards
    state = reverse("registry:state", args=[card.identity.uid])
    given = {"attribute": "link", "source": "本人"}
    for wrong in ("javascript:alert(1)", "0000-0002-1825-0098"):
        assert officer.post(state, {**given, "value": wrong}).status_code == 422
    assert officer.post(state, {**given, "value": "0000-0002-1825-0097"}).status_code == 302
    text = officer.get(reverse("registry:person", args=[card.identity.uid])).content.decode()
    assert 'href="https://orcid.org/0000-0002-1825-0097" rel="noopener noreferrer nofollow external"' in text


def test_who_is_kept_without_a_place_is_where_her_keeper_is_but_not_where_a_society_sits(people):
    for keeper, source in ((people.district, "import:d"), (people.society, "import:s")):
        type(keeper).objects.filter(pk=keeper.pk).update(region="110101")
        actions.add_entries(
            [PersonRow(f"无籍{source[-1]}")], source=source, organisation=keeper, by=people.officer
        )
    said = dict(Card.objects.filter(organisation=people.association).values_list("name", "region"))
    assert said == {"无籍d": "110101", "无籍s": ""}

"""The registry's pages: found, looked at, tagged, decided, unmasked, undone; and how much they ask the database."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from jinguo.apps.audit.models import Entry
from jinguo.apps.registry import actions, queries, tasks
from jinguo.apps.registry.models import Card, Pair, PersonEntry, SavedSearch
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.finding import Asked
from jinguo.engines.rosters import PersonRow
from tests import factories

pytestmark = pytest.mark.django_db
HER = {"sex": "F", "id_number": factories.id_number(9), "phone": "13800001234"}


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def officer(people):
    client = Client()
    client.force_login(people.officer)
    return client


def add(people, *rows, source="import:1", on=date(2024, 9, 1), organisation=None):
    actions.add_entries(
        rows, source=source, organisation=organisation or people.district, by=people.officer,
        source_name="名单.xlsx", recorded_on=on,
    )  # fmt: skip
    return PersonEntry.objects.filter(source=source).order_by("pk")


@pytest.fixture
def her(people):
    """One woman of two lists that differ in her ethnic group."""
    add(
        people,
        PersonRow("王晓兰", ethnic_group="汉族", birth_date="1978", title="副教授", **HER),
        on=date(2019, 5, 1),
    )
    [entry] = add(people, PersonRow("王晓兰", ethnic_group="满族", birth_date="1978-03-12", title="教授", unit="示例大学", **HER), source="import:2")  # fmt: skip
    return entry.identity


def page(client, name, *args, **query):
    return client.get(reverse(f"registry:{name}", args=args), query)


def test_a_search_narrows_down_by_words_and_filters(people, officer):
    add(
        people,
        PersonRow("王晓兰", tier="领军人才", birth_date="1978"),
        PersonRow("王霞", tier="骨干人才", birth_date="1995"),
    )

    texts = [
        page(officer, "people", **asked).content.decode()
        for asked in ({"q": "wangx"}, {"q": "王", "tier": "领军人才"}, {"to": "40"})
    ]

    assert [("王晓兰" in one, "王霞" in one) for one in texts] == [(True, True), (True, False), (False, True)]


def test_her_page_tells_what_counts_what_differs_and_what_is_missing(people, officer, her):
    text = page(officer, "person", her.uid).content.decode()

    assert "来源不一致：民族" in text
    assert "来源不一致：出生日期" not in text
    assert "1978-03-12" in text
    assert "138****1234" in text
    assert "13800001234" not in text
    assert "教授" in text
    assert "尚缺：" in text


def test_a_conflict_is_decided_with_a_reason_and_opens_again_by_a_later_source(people, officer, her):
    profile = _profile(people, her)
    key = next(fact.key for fact in profile["ethnic_group"].facts if fact.value == "01")

    officer.post(
        reverse("registry:decide", args=[her.uid]), {"attribute": "ethnic_group", "key": key, "why": "户口簿"}
    )

    assert _profile(people, her)["ethnic_group"].fact.value == "01"
    assert not _profile(people, her)["ethnic_group"].in_conflict
    assert Card.objects.get(organisation=people.district).conflicts == 0


def _profile(people, identity):
    from jinguo.apps.registry.persons import personal_page

    entries = queries.people.entries_of(identity, people.association)
    return personal_page.page_of(entries, queries.people.statements_on(entries), ()).profile.resolved


def test_who_looks_at_a_number_says_why_and_is_written_down(officer, her):
    url = reverse("registry:unmask", args=[her.uid])

    assert officer.post(url, {"attribute": "phone", "why": " "}).status_code == 422
    shown = officer.post(url, {"attribute": "phone", "why": "电话核实"})

    assert "13800001234" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert Entry.objects.get(action="person_unmasked").note == "电话核实"
    assert "电话核实" in page(officer, "person", her.uid).content.decode()


def test_a_fact_is_added_and_counts_and_is_taken_back(people, officer, her):
    officer.post(
        reverse("registry:state", args=[her.uid]),
        {"attribute": "title", "value": "研究员", "source": "聘书", "since": "", "until": "", "place": ""},
    )
    [statement] = queries.people.statements_on(queries.people.entries_of(her, people.association))
    assert Card.objects.get(organisation=people.district).title == "研究员"

    officer.post(reverse("registry:take_back", args=[statement.uid]), {"why": "录错人"})

    assert Card.objects.get(organisation=people.district).title == "教授"


def test_each_fact_tells_its_source_and_what_was_entered_by_mistake_goes_from_where_it_stands(
    people, officer, her
):
    shown = page(officer, "person", her.uid).content.decode()
    assert "有效至" in shown
    assert "录错了" not in shown  # what a list says is not taken back line by line

    entry = PersonEntry.objects.filter(identity=her).latest("pk")
    project = actions.state_fact(
        entry=entry, attribute="project", value="稀土提纯", since="2021", by=people.officer, source="合同书"
    )
    shown = page(officer, "person", her.uid).content.decode()
    back = reverse("registry:take_back", args=[project.uid])
    assert ("合同书" in shown, back in shown) == (True, True)

    officer.post(back, {"why": "录错"})
    assert "稀土提纯" not in page(officer, "person", her.uid).content.decode()


def test_an_honour_stands_in_the_year_that_its_words_name_and_once(people, officer):
    for n, year in enumerate((2019, 2026)):
        add(
            people,
            PersonRow("赵霞", id_number=factories.id_number(7), honours=("2017年示例市先进个人",)),
            source=f"import:y{n}",
            on=date(year, 6, 1),
        )
    identity = PersonEntry.objects.filter(name="赵霞").first().identity
    steps = page(officer, "person", identity.uid).context["page"].steps
    assert [(one.when, one.text) for one in steps] == [("2017", "2017年示例市先进个人")]


def test_a_day_nobody_can_read_is_said_beside_its_field(officer, her):
    url = reverse("registry:state", args=[her.uid])
    assert 'value="title" selected' in officer.get(f"{url}?attribute=title").content.decode()
    said = {"attribute": "project", "value": "稀土提纯", "since": "去年", "source": "合同书"}
    answer = officer.post(url, said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["since"])


def test_what_she_proposes_counts_once_it_is_accepted(people, officer, her):
    entry = her.entries.first()
    one, two = (
        actions.state_fact(entry=entry, attribute="title", value=value, by=None, proposed=True)
        for value in ("院士", "研究员")
    )

    assert officer.post(reverse("registry:answer", args=[one.uid]), {"accepted": "0"}).status_code == 409
    officer.post(reverse("registry:answer", args=[one.uid]), {"accepted": "0", "why": "无证明"})
    officer.post(reverse("registry:answer", args=[two.uid]), {"accepted": "1"})

    assert Card.objects.get(organisation=people.district).title == "研究员"


def test_a_pair_is_merged_on_its_page_and_undone_from_hers(people, officer):
    add(
        people,
        PersonRow("王晓兰", unit="示例大学", title="教授"),
        PersonRow("王晓兰", unit="示例大学", birth_date="1978"),
    )
    actions.look_for_pairs(organisation=people.association)
    pair = Pair.objects.get()

    assert "工作单位" in page(officer, "pair", pair.uid).content.decode()
    officer.post(reverse("registry:pair", args=[pair.uid]), {"word": "pair_same", "why": ""})
    gone = pair.right.home
    merge = queries.pairs.merges_among([pair.left]).get()
    assert page(officer, "person", gone.uid).status_code == 302
    officer.post(reverse("registry:undo", args=[merge.uid]), {"why": "同名不同人"})

    assert page(officer, "person", gone.uid).status_code == 200
    assert Card.objects.filter(organisation=people.district).count() == 2


def test_tags_are_put_on_and_taken_off_and_found(people, officer):
    add(people, PersonRow("王晓兰"), PersonRow("赵霞"))
    chosen = [
        str(card.identity.uid) for card in Card.objects.filter(organisation=people.association, name="赵霞")
    ]

    officer.post(reverse("registry:tag"), {"tag": "导师", "chosen": chosen})
    found = finding.found(people.association, Asked(tag="导师"))
    assert [card.name for card in found] == ["赵霞"]
    assert not finding.found(people.district, Asked(tag="导师"))
    officer.post(reverse("registry:tag"), {"tag": "导师", "chosen": chosen, "off": "1"})

    assert not found.all().exists()
    assert queries.searches.tags_of(people.association) == []


def test_a_kept_list_says_who_came_in_and_who_fell_out(people, officer):
    add(people, PersonRow("王晓兰", tier="领军人才"), PersonRow("赵霞", tier="骨干人才"))
    officer.post(reverse("registry:keep"), {"name": "领军", "query": "tier=领军人才"})
    search = SavedSearch.objects.get()
    SavedSearch.objects.update(created_at="2020-01-01T00:00Z", counted_on=date(2020, 1, 1))
    search.listed.update(since=date(2020, 1, 1))
    first, second = PersonEntry.objects.order_by("pk")
    actions.state_fact(entry=first, attribute="tier", value="骨干人才", by=people.officer)
    actions.state_fact(entry=second, attribute="tier", value="领军人才", by=people.officer)

    assert tasks.people.lists_of_the_day() == {"came": 1, "gone": 1, "told": 1}
    assert tasks.people.lists_of_the_day() == {"came": 0, "gone": 0, "told": 0}
    text = page(officer, "kept", search.uid).content.decode()
    assert text.index("赵霞") < text.index("王晓兰")


def test_an_export_holds_what_was_found_and_nothing_sensitive(people, officer, her):
    query = Asked(text="王").query

    stored = tasks.people.export(lambda *_: None, organisation=people.association.pk, query=query, sort="", asker=people.officer.pk, lang="zh-hans")  # fmt: skip

    answer = officer.get(reverse("files:download", args=[stored.uid]))
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "王晓兰" in cells
    assert "13800001234" not in cells
    assert Entry.objects.get(action="registry_exported").after == {"count": 1}


def test_four_are_compared_side_by_side(people, officer):
    add(people, PersonRow("王晓兰", title="教授"), PersonRow("赵霞", title="讲师"))
    uids = [str(card.identity.uid) for card in Card.objects.filter(organisation=people.association)]

    text = page(officer, "compare", chosen=uids).content.decode()

    assert "教授" in text
    assert "讲师" in text


def test_a_unit_shows_its_people(people, officer):
    add(people, PersonRow("王晓兰", unit="示例大学", sex="F"), PersonRow("赵霞", unit="另一所大学"))

    listed = page(officer, "units", q="示例").content.decode()
    text = page(officer, "unit", unit="示例大学").content.decode()

    assert "示例大学" in listed
    assert "另一所大学" not in listed
    assert "王晓兰" in text
    assert "赵霞" not in text


@pytest.mark.parametrize(("name", "most"), [("people", 12), ("pairs", 12), ("units", 12)])
def test_a_list_asks_as_much_for_three_rows_as_for_one(people, officer, name, most):
    def asked():
        with CaptureQueriesContext(connection) as queries_:
            assert page(officer, name).status_code == 200
        return len(queries_)

    def grow(n):
        rows = [PersonRow(f"王{one}", unit=f"大学{one}") for one in "甲乙丙"[:n]]
        add(people, *rows, *rows, source=f"import:{n}")
        actions.look_for_pairs(organisation=people.association)

    page(officer, name)
    grow(1)
    one = asked()
    grow(3)

    assert asked() == one <= most


def test_her_page_asks_as_much_for_three_entries_as_for_one(people, officer, her):
    def asked():
        with CaptureQueriesContext(connection) as queries_:
            assert page(officer, "person", her.uid).status_code == 200
        return len(queries_)

    page(officer, "person", her.uid)
    one = asked()
    for n in range(3):
        [entry] = add(people, PersonRow("王晓兰", **HER), source=f"import:1{n}")
        actions.state_fact(entry=entry, attribute="project", value=f"项目{n}", by=people.officer)

    assert asked() == one <= 15

"""The pages of the review queue: evidence in words and bars, one word after another, many at once, and two persons made of one."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps.registry import actions, queries
from jinguo.apps.registry.models import Claim, MatchLimits, Merge, Pair, PersonEntry
from jinguo.engines.rosters import PersonRow
from tests import factories

pytestmark = pytest.mark.django_db
HER = {"unit": "示例大学化学学院", "birth_date": "1984-03-12", "sex": "F", "phone": "13800000001"}


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def officer(people):
    client = Client()
    client.force_login(people.officer)
    return client


def add(people, *rows, source="list:1", organisation=None):
    actions.add_entries(
        [PersonRow(**row) for row in rows],
        source=source,
        organisation=organisation or people.district,
        by=None,
        source_name=source,
    )
    return list(PersonEntry.objects.filter(source=source).order_by("pk"))


@pytest.fixture
def pair(people):
    add(
        people,
        {"name": "王晓兰", **HER},
        {"name": "陈玉梅", "birth_date": "1990", "unit": "示例市农业科学院"},
    )
    add(people, {"name": "王晓岚", **HER, "birth_date": "1984-03"}, source="list:2")
    actions.look_for_pairs(organisation=people.association)
    return Pair.objects.get()


def address(name, *args, **asked):
    url = reverse(f"registry:{name}", args=args)
    return url + ("?" + "&".join(f"{key}={value}" for key, value in asked.items()) if asked else "")


def test_a_pair_says_in_words_and_bars_what_each_field_adds(officer, pair):
    text = officer.get(address("pair", pair.uid)).content.decode()

    assert "电话：相同" in text
    assert "13800000001" not in text
    assert "起点" in text
    bars = re.findall(r'<rect class="bar" x="([\d.]+)" y="2" width="([\d.]+)"', text)
    assert len(bars) == len(pair.evidence) + 1
    assert "F / F" not in text
    assert "女 / 女" in text
    assert all(0 <= float(x) <= 100 and float(x) + float(w) <= 101 for x, w in bars)


def test_after_a_word_the_next_pair_of_the_same_queue_comes(people, officer, pair):
    add(people, {"name": "陈玉梅", "birth_date": "1990", "unit": "示例市农业科学院"}, source="list:3")
    actions.look_for_pairs(organisation=people.association)
    first, second = queries.pairs.queue_of(people.association, queries.pairs.Wanted())

    answer = officer.post(address("pair", first.uid, band=""), {"word": "pair_later"})
    assert answer["Location"].startswith(address("pair", second.uid))
    answer = officer.post(address("pair", second.uid), {"word": "pair_different", "why": "两人"})

    assert answer["Location"] == address("pairs")
    assert "陈玉梅" in officer.get(address("pairs", state="pair_different")).content.decode()


def test_of_two_officers_the_second_is_told_what_the_first_said(people, officer, pair):
    page = officer.get(address("pair", pair.uid)).content.decode()
    as_seen = re.search(r'name="as_seen" value="(\w+)"', page)[1]
    actions.decide_pair(
        pair=pair, word="pair_different", why="", organisation=people.district, by=people.zhao
    )

    answer = officer.post(address("pair", pair.uid), {"word": "pair_same", "as_seen": as_seen})

    assert answer.status_code == 409
    assert "赵霞" in answer.content.decode()
    assert not Merge.objects.exists()


def test_a_pair_is_weighed_anew_when_something_was_said_since(people, officer, pair):
    before = pair.probability
    actions.state_fact(entry=pair.right, attribute="birth_date", value="1961-01-30", by=people.zhao)
    actions.state_fact(entry=pair.right, attribute="name", value="孙桂英", by=people.zhao)

    assert officer.get(address("pair", pair.uid)).status_code == 200

    pair.refresh_from_db()
    assert pair.probability < before


def test_the_queue_is_narrowed_by_likelihood_and_by_list(people, officer, pair):
    text = officer.get(address("pairs", source="list:2")).content.decode()
    none = officer.get(address("pairs", source="list:9")).content.decode()

    assert "王晓岚" in text
    assert "王晓岚" not in none
    assert "王晓岚" in officer.get(address("pairs", band="nonsense", page="x")).content.decode()


def test_many_at_once_names_what_contradicts_and_takes_only_what_was_ticked(people, officer):
    add(
        people,
        {"name": "欧阳晓兰", **HER, "id_number": factories.id_number(1)},
        {"name": "司徒玉梅", "unit": "示例市水务局", "birth_date": "1990-01-02", "phone": "13800000002"},
    )
    add(
        people,
        {"name": "欧阳晓兰", **HER, "sex": "M"},
        {"name": "司徒玉梅", "unit": "示例市水务局", "birth_date": "1990-01-02", "phone": "13800000002"},
        source="list:2",
    )
    actions.look_for_pairs(organisation=people.association)
    Pair.objects.update(probability=0.999)

    text = officer.get(address("pairs_bulk")).content.decode()
    ticked = re.findall(r'value="([\w-]{36})" checked', text)

    assert "性别不同" in text
    assert len(ticked) == 1
    officer.post(address("pairs_bulk"), {"pair": ticked, "why": "核对过"})
    assert Merge.objects.get().left.name == "司徒玉梅"
    assert officer.post(address("pairs_bulk"), {}).status_code == 422


def test_three_that_hang_together_are_one_case(people, officer, pair):
    add(people, {"name": "王小兰", **HER}, source="list:3")
    actions.look_for_pairs(organisation=people.association)
    text = officer.get(address("pair", pair.uid)).content.decode()
    uids = re.findall(r'name="entry"\s+value="([\w-]{36})"', text)

    assert len(uids) == 3
    officer.post(address("case", pair.uid), {"entry": uids})

    assert PersonEntry.objects.filter(name__startswith="王").values("identity").distinct().count() == 1
    assert "没有待处理" in officer.get(address("pairs")).content.decode() or not queries.pairs.pair_counts(
        people.association
    ).get("pair_open")


def test_what_a_machine_merged_is_listed_with_its_undo(people, officer, pair):
    actions.match(organisation=people.association, rules="strict")

    text = officer.get(address("merged")).content.decode()

    assert address("undo", Merge.objects.get().uid) in text


def test_limits_are_set_by_an_officer_with_a_reason(people, officer):
    said = {"unattended": "on", "merge_from": "99.5", "ask_from": "40", "why": "本库多为同名"}

    assert officer.post(address("match_limits"), {**said, "merge_from": "90"}).status_code == 422
    officer.post(address("match_limits"), said)

    limits = MatchLimits.objects.get()
    assert (limits.merge_from, limits.ask_from, limits.organisation) == (0.995, 0.4, people.association)
    assert officer.get(address("match_limits")).status_code == 200


def test_two_persons_are_made_of_one_that_an_id_number_had_joined(people, officer):
    number = factories.id_number(1)
    [one] = add(people, {"name": "王晓兰", "id_number": number, "title": "教授"})
    [two] = add(people, {"name": "赵霞", "id_number": number}, source="list:2")
    actions.state_fact(entry=two, attribute="title", value="工程师", by=people.zhao)
    assert "这是两个人" in officer.get(address("person", one.identity.uid)).content.decode()

    assert officer.post(address("split", one.identity.uid), {"entry": [], "why": "错"}).status_code == 422
    answer = officer.post(address("split", one.identity.uid), {"entry": [str(two.uid)], "why": "号码录错"})

    two.refresh_from_db()
    assert answer["Location"] == address("person", two.identity.uid)
    assert two.identity_id == two.home_id != one.identity_id
    cards = {card.name: card.title for card in queries.people.cards_of(people.association)}
    assert cards == {"王晓兰": "教授", "赵霞": "工程师"}
    [three] = add(people, {"name": "王晓兰", "id_number": number}, source="list:3")
    assert three.identity_id == one.identity_id
    actions.match(organisation=people.association, rules="strict")
    assert not Merge.objects.filter(undone_at=None).exists()


def test_a_split_undoes_the_merges_between_both_sides_and_keeps_each_side_together(people, officer):
    one, two, three, four = add(people, *({"name": f"王晓{given}"} for given in "兰岚澜蓝"))
    for left, right in ((one, two), (two, three), (one, four)):
        actions.merge(left=left, right=right, organisation=people.district, why="同一人", by=people.zhao)

    officer.post(address("split", one.home.uid), {"entry": [str(two.uid), str(four.uid)], "why": "两人"})

    at = dict(PersonEntry.objects.values_list("pk", "identity_id"))
    assert (
        at[two.pk] == at[four.pk] == at[three.pk] if at[three.pk] == at[two.pk] else at[one.pk] != at[two.pk]
    )
    assert at[one.pk] != at[two.pk] == at[four.pk]


def test_an_account_is_unlinked_with_a_reason(people, officer):
    [one] = add(people, {"name": "王晓兰"})
    claim = Claim.objects.create(
        entry=one,
        organisation=people.district,
        user=people.stranger,
        state=Claim.CONFIRMED,
        origin=Claim.BY_INVITATION,
    )
    where = address("unlink", one.identity.uid)

    assert officer.post(where, {"why": ""}).status_code == 422
    officer.post(where, {"why": "账号不是本人"})

    claim.refresh_from_db()
    assert claim.state == Claim.ENDED
    assert officer.get(where).status_code == 404


@pytest.mark.parametrize(("name", "most"), [("pairs", 15), ("pairs_bulk", 12), ("merged", 12)])
def test_a_list_asks_as_much_for_three_rows_as_for_one(people, officer, name, most):
    def asked():
        with CaptureQueriesContext(connection) as queries_:
            assert officer.get(address(name)).status_code == 200
        return len(queries_)

    def grow(n):
        rows = [
            {"name": f"欧阳{one}", "unit": f"示例第{one}大学", "phone": f"1380000000{k}"}
            for k, one in enumerate("甲乙丙"[:n])
        ]
        add(people, *rows, *rows, source=f"import:{n}")
        actions.match(organisation=people.association, rules="strict" if name == "merged" else "normal")

    officer.get(address(name))
    grow(1)
    one = asked()
    grow(3)

    assert asked() == one <= most


def test_a_case_of_three_asks_as_much_as_one_pair(people, officer, pair):
    def asked():
        with CaptureQueriesContext(connection) as queries_:
            assert officer.get(address("pair", pair.uid)).status_code == 200
        return len(queries_)

    officer.get(address("pair", pair.uid))
    one = asked()
    add(people, {"name": "王小兰", **HER}, {"name": "王筱兰", **HER}, source="list:3")
    actions.look_for_pairs(organisation=people.association)

    assert asked() <= max(one + 2, 24)

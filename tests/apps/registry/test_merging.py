"""Merging moves pointers only: whatever is added, merged and undone, each entry keeps what it said."""

from __future__ import annotations

import contextlib
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinguo.apps.registry import actions, queries
from jinguo.apps.registry import same_person as matching
from jinguo.apps.registry.models import Card, Merge, Pair, Parting, PersonEntry, Statement, Tag, Tagged
from jinguo.apps.registry.same_person.joining import pointers
from jinguo.engines.rosters import PersonRow
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def written(people):
    """Entries of the names given, in the district's registry."""
    number = count(1)

    def write(*names, organisation=None, **more):
        source = f"list:{next(number)}"
        rows = [PersonRow(name, **more) for name in names]
        actions.add_entries(rows, source=source, organisation=organisation or people.district, by=None)
        return list(PersonEntry.objects.filter(source=source).order_by("pk"))

    return write


def join(people, left, right, by=None):
    return actions.merge(
        left=left, right=right, organisation=people.district, why="同一人", by=by or people.zhao
    )


def undo(people, merge):
    return actions.undo_merge(merge=merge, organisation=people.district, why="不是同一人", by=people.zhao)


def together():
    """Which entries are one person."""
    found = {}
    for entry, identity in PersonEntry.objects.order_by("pk").values_list("pk", "identity_id"):
        found.setdefault(identity, []).append(entry)
    return sorted(found.values())


def test_an_undo_takes_back_that_merge_alone_also_after_later_ones(people, written):
    one, two, three, four = written("王晓兰", "王晓岚", "王小兰", "王兰")
    first = join(people, one, two)
    join(people, two, three)
    join(people, four, one)
    Statement.objects.all()
    actions.state_fact(entry=two, attribute="title", value="教授", by=people.zhao)

    undo(people, first)

    assert together() == [[one.pk, four.pk], [two.pk, three.pk]]
    assert Card.objects.get(organisation=people.district, identity=two.home_id).title == "教授"
    with pytest.raises(Refused, match="pair_said_different"):
        join(people, three, four)


def test_entries_of_one_id_number_go_together(people, written):
    number = factories.id_number(1)
    [one] = written("王晓兰", id_number=number)
    [two] = written("王晓岚")
    merge = join(people, one, two)
    [three] = written("王晓兰", id_number=number)

    undo(people, merge)

    assert together() == [[one.pk, three.pk], [two.pk]]


def test_nobody_merges_what_another_registry_keeps(people, written):
    [one], [two] = written("王晓兰"), written("王晓兰", organisation=people.society)

    with pytest.raises(Refused, match="person_of_another_registry"):
        join(people, one, two)
    made = actions.merge(
        left=one, right=two, organisation=people.association, why="同一人", by=people.officer
    )
    assert made.moved == 1
    with pytest.raises(Refused, match="not_liaison_of_unit"):
        actions.undo_merge(merge=made, organisation=people.association, why="不是", by=people.zhao)


def test_a_registry_knows_of_a_merged_person_what_it_keeps(people, written):
    [one], [two] = (
        written("王晓兰", title="教授"),
        written("王晓岚", organisation=people.society, title="讲师"),
    )
    actions.merge(left=one, right=two, organisation=people.association, why="同一人", by=people.officer)

    names = dict(Card.objects.values_list("organisation__name", "entry_count"))

    assert names == {people.association.name: 2, people.district.name: 1, people.society.name: 1}
    assert Card.objects.get(organisation=people.society).title == "讲师"


def test_machines_do_not_overrule_a_person(people, written):
    one, two = written("王晓兰", "王晓岚")
    undo(people, join(people, one, two))

    with pytest.raises(Refused, match="pair_said_different"):
        actions.merge(left=one, right=two, organisation=people.district, why="比对", by=None)
    join(people, one, two)

    assert together() == [[one.pk, two.pk]]
    assert Pair.objects.get().state == Pair.SAME


def test_the_queue_finds_one_name_in_one_unit_and_a_word_settles_it(people, written):
    written("王晓兰", unit="示例大学")
    written("王晓兰", unit="示例大学", birth_date="1984")
    written("王晓兰", unit="示例大学", birth_date="1990")
    written("赵霞", unit="示例大学")

    assert actions.look_for_pairs(organisation=people.district) == 2
    assert actions.look_for_pairs(organisation=people.district) == 0
    first, second = queries.pairs.pairs_in(people.district).order_by("pk")
    actions.decide_pair(pair=first, word="pair_same", why="", organisation=people.district, by=people.zhao)
    actions.decide_pair(
        pair=second, word="pair_different", why="", organisation=people.district, by=people.zhao
    )

    assert Merge.objects.get().left_id == first.left_id
    assert [one.state for one in Pair.objects.order_by("pk")] == ["pair_same", "pair_different"]


def test_two_entries_side_by_side_agree_differ_or_say_nothing(written):
    [one] = written("王晓兰", birth_date="1984", phone="13800000001", title="教授")
    [two] = written("王晓兰", birth_date="1984-03", phone="13800000001", unit="示例大学", title="讲师")

    found = {row.attribute: row.agrees for row in matching.compared(one, two)}

    assert found == {"name": True, "birth_date": True, "unit": None, "title": False, "phone": True}


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(["", "1", "2"]), st.just(0)),
        st.tuples(st.just("merge"), st.integers(0, 7), st.integers(0, 7)),
        st.tuples(st.just("undo"), st.integers(0, 7), st.just(0)),
        st.tuples(st.just("state"), st.integers(0, 7), st.just(0)),
        st.tuples(st.just("tag"), st.integers(0, 7), st.just(0)),
        st.tuples(st.just("split"), st.integers(0, 7), st.just(0)),
    ),
    max_size=14,
)


@given(steps=STEPS, order=st.randoms(use_true_random=False))
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_undoing_everything_in_any_order_restores_the_start(people, written, steps, order):
    with transaction.atomic():
        entries, standing, said, tagged = written("王甲", "王乙", "王丙"), [], {}, set()
        tag = Tag.objects.create(organisation=people.district, name="重点")
        for n, (act, one, two) in enumerate(steps):
            if act == "add":
                entries += written(f"王{n}", id_number=factories.id_number(int(one)) if one else "")
            elif act == "state":
                entry = entries[one % len(entries)]
                said.setdefault(entry.pk, []).append(f"项目{n}")
                actions.state_fact(entry=entry, attribute="project", value=f"项目{n}", by=people.zhao)
            elif act == "merge":
                left, right = entries[one % len(entries)], entries[two % len(entries)]
                with contextlib.suppress(Refused):
                    standing.append(join(people, left, right))
            elif act == "tag":
                entry = entries[one % len(entries)]
                tagged.add(entry.pk)
                Tagged.objects.get_or_create(tag=tag, entry=entry)
            elif act == "split":
                entry = PersonEntry.objects.select_related("identity").get(pk=entries[one % len(entries)].pk)
                with contextlib.suppress(Refused):
                    leave(people, entry)
            elif left_standing := standing_of(standing):
                undo(people, left_standing[one % len(left_standing)])
            _holds(said, tagged)
        remaining = standing_of(Merge.objects.all())
        order.shuffle(remaining)
        for merge in remaining:
            undo(people, merge)
        _holds(said, tagged)
        assert all(entry.identity_id == entry.home_id for entry in PersonEntry.objects.all())
        parted = dict(Parting.objects.order_by("pk").values_list("entry_id", "to_home_id"))
        homes = dict(PersonEntry.objects.values_list("pk", "home_id"))
        assert {entry: homes[entry] for entry in parted} == parted
        transaction.set_rollback(True)


def leave(people, entry):
    """Say that an entry is of another person than the others of its identity."""
    actions.split(
        identity=entry.identity, leaving=[entry], organisation=people.district, why="两人", by=people.zhao
    )


def standing_of(merges):
    """Of these merges those that stand, read anew."""
    return list(Merge.objects.filter(pk__in=[one.pk for one in merges], undone_at=None).order_by("pk"))


def _holds(said, tagged):
    """Pointers follow from homes and standing merges; every fact is with its entry; each person has one card here."""
    rows = list(PersonEntry.objects.order_by("pk"))
    standing = Merge.objects.filter(undone_at=None).values_list("left_id", "right_id")
    expected = pointers({entry.pk: entry.home_id for entry in rows}, standing)
    assert {entry.pk: entry.identity_id for entry in rows} == expected
    facts = {}
    for entry, value in Statement.objects.order_by("pk").values_list("entry_id", "value"):
        facts.setdefault(entry, []).append(value)
    assert facts == said
    assert set(Tagged.objects.values_list("entry_id", flat=True)) == tagged
    cards = dict(
        Card.objects.filter(organisation=rows[0].organisation).values_list("identity_id", "entry_count")
    )
    assert cards == {one: list(expected.values()).count(one) for one in expected.values()}

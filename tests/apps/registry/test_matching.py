"""Looking for the same person over a registry: who asks, what is found, what a machine may do, what it must leave alone."""

from __future__ import annotations

from itertools import count

import pytest

from jinguo.apps.jobs import actions as jobs
from jinguo.apps.jobs.models import Job
from jinguo.apps.jobs.states import State
from jinguo.apps.outbox.models import Message
from jinguo.apps.registry import actions, same_person, tasks
from jinguo.apps.registry.models import MatchLimits, MatchRun, Merge, Pair, PersonEntry
from jinguo.apps.registry.queries import matching as of_matching
from jinguo.engines.rosters import PersonRow
from tests import factories

pytestmark = pytest.mark.django_db
HER = {"unit": "示例大学化学学院", "birth_date": "1984-03-12", "sex": "F", "title": "教授"}
FILLERS = [
    ("李桂英", "1971-05-02", "示例市第一中学"),
    ("张丽华", "1969-11-23", "示例市人民医院"),
    ("陈玉梅", "1990-01-30", "示例市农业科学院"),
    ("刘静怡", "1987-07-07", "示例市水务局"),
    ("周海燕", "1978-09-14", "示例市气象台"),
]


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def written(people):
    number = count(1)

    def write(*rows, organisation=None):
        source = f"list:{next(number)}"
        actions.add_entries(
            [PersonRow(**row) for row in rows],
            source=source,
            organisation=organisation or people.district,
            by=None,
            source_name=source,
        )
        return list(PersonEntry.objects.filter(source=source).order_by("pk"))

    write(*({"name": name, "birth_date": born, "unit": unit} for name, born, unit in FILLERS))
    return write


def match(people, **more):
    return actions.match(organisation=people.district, **more)


def tonight():
    tasks.matching.match_nightly()
    for job in Job.objects.filter(state=State.QUEUED):
        jobs.run(job.uid)


def standing():
    return Merge.objects.filter(undone_at=None)


def test_what_is_certain_is_merged_and_what_is_likely_waits(people, written):
    written(
        {"name": "王晓兰", "phone": "13800000001", **HER},
        {"name": "赵霞芬", "unit": "示例大学", "birth_date": "1980"},
    )
    [known, _] = PersonEntry.objects.filter(source="list:2").order_by("pk")
    [again, alike] = written(
        {"name": "王晓岚", "phone": "13800000001", **HER},
        {"name": "赵霞芬", "unit": "示例市农业科学院", "birth_date": "1980-05"},
    )

    run = actions.match_import(organisation=people.district, source="list:3")

    merge = standing().get()
    assert {merge.left_id, merge.right_id} == {known.pk, again.pk}
    assert (merge.origin, merge.run, merge.by) == (Merge.LINKAGE, run, None)
    assert merge.probability >= 0.99
    waiting = Pair.objects.get(state=Pair.OPEN)
    assert waiting.right_id == alike.pk
    assert {one["field"] for one in waiting.evidence} >= {"start", "name", "birth_date", "unit"}
    assert "赵霞芬" not in str(waiting.evidence)
    assert (run.entries, run.fresh, run.merged) == (9, 2, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"id_number": factories.id_number(1)}, {"id_number": factories.id_number(2)}),
        ({"sex": "F"}, {"sex": "M"}),
        ({"birth_date": "1984-03-12"}, {"birth_date": "1985-03-12"}),
    ],
    ids=["two ID numbers", "two sexes", "two birth dates"],
)
def test_no_machine_merges_over_a_contradiction(people, written, one, other):
    her = {"name": "欧阳晓兰", "phone": "13800000001", **HER}
    written({**her, **one})
    written({**her, **other})

    actions.match(organisation=people.district, rules=same_person.STRICT)

    assert not standing().exists()


def test_the_queue_alone_is_filled_where_somebody_asks(people, written):
    written({"name": "王晓兰", "phone": "13800000001", **HER})
    written({"name": "王晓兰", "phone": "13800000001", **HER})

    assert (match(people).queued, standing().count()) == (1, 0)
    assert (match(people).queued, Pair.objects.count()) == (0, 1)


def test_different_persons_are_not_asked_about_again_through_a_third_list(people, written):
    written({"name": "王晓兰", "id_number": factories.id_number(1), **HER})
    written({"name": "王晓兰", **HER})
    match(people)
    pair = Pair.objects.get()
    actions.decide_pair(
        pair=pair, word="pair_different", why="两人", organisation=people.district, by=people.zhao
    )
    written({"name": "王晓兰", "id_number": factories.id_number(1), "phone": "13800000001", **HER})

    match(people, rules=same_person.STRICT)

    assert Pair.objects.count() == 1
    assert not standing().exists()


def test_a_correction_weighs_the_pair_again(people, written):
    written({"name": "王晓兰", **HER})
    [two] = written({"name": "王晓兰", **HER})
    match(people)
    before = Pair.objects.get()
    actions.state_fact(entry=two, attribute="birth_date", value="1991-08-01", by=people.zhao)
    actions.state_fact(entry=two, attribute="unit", value="示例市水务局", by=people.zhao)

    match(people, scope=MatchRun.CHANGED)

    after = Pair.objects.filter(pk=before.pk).first()
    assert after is None or after.probability < before.probability


def test_what_somebody_put_aside_no_machine_decides(people, written):
    written({"name": "王晓兰", "phone": "13800000001", **HER})
    written({"name": "王晓兰", "phone": "13800000001", **HER})
    match(people)
    actions.decide_pair(
        pair=Pair.objects.get(), word="pair_later", why="", organisation=people.district, by=people.zhao
    )

    match(people, rules=same_person.STRICT)

    assert not standing().exists()
    assert Pair.objects.get().state == Pair.LATER


def test_an_organisation_sets_limits_of_its_own(people, written):
    MatchLimits.objects.create(
        organisation=people.association,
        unattended=False,
        merge_from=0.995,
        ask_from=0.3,
        why="库小，都由人看",
    )
    written({"name": "王晓兰", "phone": "13800000001", **HER})
    written({"name": "王晓兰", "phone": "13800000001", **HER})

    assert match(people, rules=same_person.STRICT).merged == 0
    assert same_person.limits_of("strict", (people.district.pk, people.association.pk)).ask_from == 0.3


def test_a_name_in_latin_letters_finds_the_chinese_one(people, written):
    written({"name": "王晓兰", "unit": "示例大学", "birth_date": "1984-03-12"})
    [two] = written({"name": "Wang Xiaolan", "unit": "示例大学", "birth_date": "1984-03-12"})
    match(people)

    assert Pair.objects.get().right_id == two.pk


def test_two_units_share_a_pair_only_where_somebody_keeps_both(people, written):
    written({"name": "王晓兰", "phone": "13800000001", **HER})
    written({"name": "王晓兰", "phone": "13800000001", **HER}, organisation=people.society)

    assert match(people, rules=same_person.STRICT).merged == 0
    assert actions.match(organisation=people.association, rules=same_person.STRICT).merged == 1


def test_every_night_what_changed_is_compared_and_the_keepers_are_told(people, written):
    written({"name": "王晓兰", "phone": "13800000001", **HER})
    tonight()
    Message.objects.all().delete()
    assert tasks.matching.match_nightly() == {"registries": 0}
    written({"name": "王晓兰", "phone": "13800000001", **HER})

    tonight()

    told = Message.objects.filter(code="matching_report")
    assert {(one.to_user, one.params["merged"]) for one in told} == {(people.zhao, 1)}
    assert not of_matching.has_news(people.association)


def test_a_round_that_was_stopped_is_told_of_by_the_next(people, written):
    written({"name": "王晓兰", "phone": "13800000001", **HER})
    written({"name": "王晓兰", "phone": "13800000001", **HER})

    def stop(done, total, stage, **said):
        if stage == "match_merging":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        match(people, rules=same_person.STRICT, progress=stop)
    assert standing().count() == 1
    match(people, rules=same_person.STRICT)

    actions.report_matching(organisation=people.district)

    assert {one.params["merged"] for one in Message.objects.filter(code="matching_report")} == {1}

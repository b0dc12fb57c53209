"""Who reads what: proposed to the optimum, changed by hand, published, undone, replaced."""

from __future__ import annotations

import pytest
from django.db.models import Count
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.reviews import actions, composition, queries
from jinguo.apps.reviews.composition import Assigning
from jinguo.apps.reviews.models import Assignment, AssignmentPlan, Conflict, Expert, PlanPair
from jinguo.errors import Refused
from tests.apps.reviews.conftest import call_with, expert_of, opened

pytestmark = pytest.mark.django_db

NAMES = ("王晓兰", "李若云", "周岚")


@pytest.fixture
def people(people):
    """Six experts: three women, two of one unit."""
    people.experts += [expert_of(people, n) for n in range(3, 6)]
    for n, expert in enumerate(people.experts):
        facts = {
            "sex": "FM"[n % 2],
            "unit_name": f"示例大学{max(n, 1)}院",
            "disciplines": "材料科学" if n < 3 else "数学",
        }
        Expert.objects.filter(pk=expert.pk).update(**facts)
        expert.refresh_from_db()
    return people


@pytest.fixture
def round_(people):
    return opened(call_with(people, NAMES), people)


def setting(round_, people, *rules, **also):
    return actions.set_assigning(
        round_=round_, assigning=Assigning(rules=rules, **also), reviews_each=2, by=people.officer
    )


def drafted(round_, people):
    return actions.make_plan_now(round_=round_, by=people.officer)


def mains(plan):
    return plan.pairs.filter(role=PlanPair.MAIN)


def codes(refused) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_a_plan_gives_everybody_her_reviews_keeps_the_rules_and_is_proven(round_, people):
    setting(round_, people, composition.women(at_least=1), composition.one_unit(1))

    plan = drafted(round_, people)

    assert (plan.state, plan.result["status"]) == (AssignmentPlan.DRAFT, "optimal")
    assert plan.result["objective"] == plan.result["bound"]
    per_item = mains(plan).values("nomination").annotate(n=Count("pk"))
    assert [row["n"] for row in per_item] == [2, 2, 2]
    for nomination in round_.call.nominations.all():
        panel = [row.expert for row in mains(plan).filter(nomination=nomination).select_related("expert")]
        assert "F" in {expert.sex for expert in panel}
        assert len({expert.unit_name for expert in panel}) == 2
    assert plan.pairs.filter(role=PlanPair.ALTERNATE).count() == 3
    assert actions.judge(plan, mains(plan).select_related("nomination", "expert")).ok


def test_conflicts_and_experts_of_the_nominees_unit_are_left_out(round_, people):
    first = round_.call.nominations.get(number=1)
    Conflict.objects.create(nomination=first, expert=people.experts[0], kind="conflict_family")
    Expert.objects.filter(pk=people.experts[1].pk).update(unit_name=first.unit.name)

    plan = drafted(round_, people)

    barred = {people.experts[0].pk, people.experts[1].pk}
    assert not plan.pairs.filter(nomination=first, expert__in=barred).exists()


def test_rules_that_cannot_hold_give_no_plan_but_say_which(round_, people):
    setting(round_, people, composition.women(at_least=1))
    Expert.objects.filter(pool=people.association).update(sex="M")

    plan = drafted(round_, people)

    assert plan.result["status"] == "infeasible"
    assert not plan.pairs.exists()
    with pytest.raises(Refused) as refused:
        actions.publish_plan(plan=plan, by=people.officer)
    assert codes(refused) == ["plan_is_empty"]


def test_the_work_is_done_by_a_worker_and_can_be_cancelled(round_, people):
    plan = actions.propose_plan(round_=round_, by=people.officer)
    jobs.cancel(plan.job, by=people.officer)
    assert queries.plan_in_hand(round_) is None

    again = actions.propose_plan(round_=round_, by=people.officer)
    jobs.run(again.job.uid)

    again.refresh_from_db()
    assert (again.state, queries.plan_in_hand(round_)) == (AssignmentPlan.DRAFT, again)
    assert again.pairs.exists()


def test_a_change_by_hand_is_kept_judged_and_in_the_trail(round_, people):
    setting(round_, people, composition.women(at_least=1))
    plan = drafted(round_, people)
    row = mains(plan).filter(expert__sex="F").select_related("nomination", "expert").first()
    taken = set(mains(plan).filter(nomination=row.nomination).values_list("expert", flat=True))
    other = next(e for e in people.experts if e.pk not in taken and e.sex == "M")

    actions.change_plan(plan=plan, nomination=row.nomination, out=row.expert, into=other, by=people.officer)

    assert mains(plan).get(nomination=row.nomination, expert=other).by_hand
    assert Entry.objects.filter(action="plan_changed").count() == 1
    broken = actions.judge(plan, mains(plan).select_related("nomination", "expert")).violations
    if {e.sex for e in Expert.objects.filter(pk__in=taken - {row.expert.pk})} == {"M"}:
        assert [reason.code for reason in broken] == ["assign_rule_at_least_broken"]
        with pytest.raises(Refused) as refused:
            actions.publish_plan(plan=plan, by=people.officer)
        assert codes(refused) == ["plan_breaks_a_rule"]
        assert actions.publish_plan(plan=plan, by=people.officer, note="女专家临时请假")


def test_nobody_with_a_conflict_comes_in_by_hand(round_, people):
    plan = drafted(round_, people)
    row = mains(plan).select_related("nomination", "expert").first()
    other = next(e for e in people.experts if not plan.pairs.filter(nomination=row.nomination, expert=e))
    Conflict.objects.create(nomination=row.nomination, expert=other, kind="conflict_family")

    with pytest.raises(Refused) as refused:
        actions.change_plan(plan=plan, nomination=row.nomination, out=None, into=other, by=people.officer)

    assert codes(refused) == ["expert_has_a_conflict"]


def test_publishing_gives_out_once_and_tells_each_expert_once(round_, people):
    plan = drafted(round_, people)

    given = actions.publish_plan(plan=plan, by=people.officer)

    assert len(given) == Assignment.objects.filter(plan=plan).count() == mains(plan).count()
    told = people.experts[0].user.messages.filter(code="review_assigned", channel="site").count()
    assert told == (1 if mains(plan).filter(expert=people.experts[0]).exists() else 0)
    with pytest.raises(Refused) as refused:
        actions.publish_plan(plan=plan, by=people.officer)
    assert codes(refused) == ["plan_changed_meanwhile"]


def test_a_plan_is_undone_while_nobody_has_opened_anything_and_published_again(round_, people):
    plan = drafted(round_, people)
    actions.publish_plan(plan=plan, by=people.officer)

    actions.undo_plan(plan=plan, by=people.officer)
    assert not Assignment.objects.exists()
    assert queries.plan_in_hand(round_) == plan

    given = actions.publish_plan(plan=plan, by=people.officer)
    actions.open_reading(given[0])
    with pytest.raises(Refused) as refused:
        actions.undo_plan(plan=plan, by=people.officer)
    assert codes(refused) == ["plan_was_begun"]


def test_a_plan_with_a_review_in_it_is_never_taken_back(round_, people):
    plan = drafted(round_, people)
    one = actions.publish_plan(plan=plan, by=people.officer)[0]
    actions.save_review(assignment=one, marks={}, comment="", seen_version=0, by=one.expert.user)

    with pytest.raises(Refused) as refused:
        actions.undo_plan(plan=plan, by=people.officer)

    assert codes(refused) == ["plan_was_begun"]


def test_a_second_plan_keeps_what_was_given_and_adds_what_is_missing(round_, people):
    first = drafted(round_, people)
    actions.publish_plan(plan=first, by=people.officer)
    gone = Assignment.objects.select_related("round__call", "nomination", "expert").first()
    actions.release(assignment=gone, reason="请假", by=people.officer)

    second = drafted(round_, people)
    given = actions.publish_plan(plan=second, by=people.officer)

    assert mains(second).filter(stood=True).count() == mains(first).count() - 1
    assert [one.nomination_id for one in given] == [gone.nomination_id]


def test_what_stood_before_is_not_taken_off_in_a_plan(round_, people):
    actions.publish_plan(plan=drafted(round_, people), by=people.officer)
    second = drafted(round_, people)
    row = mains(second).select_related("nomination", "expert").first()

    with pytest.raises(Refused) as refused:
        actions.change_plan(
            plan=second, nomination=row.nomination, out=row.expert, into=None, by=people.officer
        )

    assert codes(refused) == ["plan_pair_stands"]


def test_who_drops_out_is_replaced_from_the_reserve(round_, people):
    plan = drafted(round_, people)
    actions.publish_plan(plan=plan, by=people.officer)
    gone = Assignment.objects.select_related("expert").first().expert
    stands = actions.plan_replacement(round_, gone)
    reserve = {
        row.nomination_id: row.expert
        for row in plan.pairs.filter(role=PlanPair.ALTERNATE).exclude(expert=gone).select_related("expert")
    }

    given = actions.replace_expert(
        round_=round_,
        expert=gone,
        into={str(stand.assignment.uid): stand.proposed for stand in stands},
        reason="出国",
        by=people.officer,
    )

    assert not gone.assignments.filter(released_at=None).exists()
    assert len(given) == len(stands) > 0
    for one in given:
        assert one.in_place_of.expert == gone
        assert one.expert == reserve.get(one.nomination_id, one.expert)


def test_only_the_organisers_officer_has_plans_made(round_, people):
    for by in (people.li, people.experts[0].user):
        with pytest.raises(Refused):
            actions.propose_plan(round_=round_, by=by)


@pytest.fixture
def officer(people, client):
    client.force_login(people.officer)
    return client


def address(name, *uids):
    return reverse(f"reviews:{name}", args=uids)


def test_the_page_asks_for_a_plan_shows_it_and_gives_it_out(round_, people, officer):
    call = round_.call
    page = address("assigning", call.uid)
    wishes = {"reviews_each": 2, "alternates": 1, "women_at_least": 1, "one_unit": "on", "objective": "total"}

    asked = officer.post(page, wishes)
    at_work = officer.get(page)
    jobs.run(queries.plan_in_hand(round_).job.uid)
    done = officer.get(page + "?part=work", headers={"HX-Request": "true"})
    shown = officer.get(page)
    plan = shown.context["plan"]
    published = officer.post(address("plan_publish", plan.uid), follow=True)

    assert asked.url == page
    assert at_work.context["work"].job == plan.job
    assert done.headers["HX-Refresh"] == "true"
    assert [rule.name for rule in shown.context["look"].rules] == [composition.WOMEN, composition.ONE_UNIT]
    assert not shown.context["look"].violations
    assert "已证明为最优" in shown.content.decode()
    assert published.context["may_undo"].ok
    assert Assignment.objects.count() == 6


def test_wishes_that_contradict_are_named_beside_the_field(round_, officer):
    wishes = {
        "reviews_each": 2,
        "alternates": 1,
        "women_at_least": 1,
        "women_share": 40,
        "objective": "total",
    }

    answer = officer.post(address("assigning", round_.call.uid), wishes)

    assert answer.status_code == 422
    assert "人数和比例只填一项" in answer.content.decode()


def test_the_page_says_what_cannot_hold_together(round_, people, officer):
    setting(round_, people, composition.women(at_least=1))
    Expert.objects.filter(pool=people.association).update(sex="M")
    drafted(round_, people)

    assert "没有任何方案能同时满足" in officer.get(address("assigning", round_.call.uid)).content.decode()


def test_the_effect_of_a_change_is_shown_before_it_is_made(round_, people, officer):
    setting(round_, people, composition.women(at_least=1))
    plan = drafted(round_, people)
    row = mains(plan).select_related("nomination", "expert").first()
    page = address("plan_panel", plan.uid, row.nomination.uid)

    shown = officer.get(f"{page}?out={row.expert.uid}")
    choices = shown.context["choices"]
    officer.post(page, {"out": row.expert.uid, "into": choices[0].expert.uid})

    assert row.expert not in {one.expert for one in choices}
    assert [(len(one.breaks), -one.mends, -one.difference) for one in choices] == sorted(
        (len(one.breaks), -one.mends, -one.difference) for one in choices
    ), "what breaks least comes first, then what fits best"
    assert mains(plan).filter(nomination=row.nomination, expert=choices[0].expert, by_hand=True).exists()
    assert shown.context["mains"][0].why


def test_the_page_replaces_who_drops_out(round_, people, officer):
    actions.publish_plan(plan=drafted(round_, people), by=people.officer)
    gone = Assignment.objects.select_related("expert").first().expert
    page = address("replace", round_.call.uid, gone.uid)

    stands = officer.get(page).context["stands"]
    into = {f"into-{stand.assignment.uid}": stand.proposed.uid for stand in stands}
    without = officer.post(page, into)
    officer.post(page, {**into, "reason": "出国"})

    assert without.status_code == 422
    assert not gone.assignments.filter(released_at=None).exists()
    assert Assignment.objects.filter(in_place_of__expert=gone).count() == len(stands)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(count, people, django_assert_num_queries, officer):
    round_ = opened(call_with(people, NAMES[:count]), people)
    plan = drafted(round_, people)
    item = mains(plan).select_related("nomination", "expert").first()
    pages = {
        address("assigning", round_.call.uid): 11,
        address("plan_panel", plan.uid, item.nomination.uid) + f"?out={item.expert.uid}": 8,
    }
    officer.get(address("assigning", round_.call.uid))

    for page, queries_ in pages.items():
        with django_assert_num_queries(queries_, info=page):
            officer.get(page)
    actions.publish_plan(plan=plan, by=people.officer)
    with django_assert_num_queries(14):
        officer.get(address("assigning", round_.call.uid))
    with django_assert_num_queries(13):
        officer.get(address("replace", round_.call.uid, item.expert.uid))

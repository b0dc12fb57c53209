"""Pages of plans: as many queries for one as for three of what repeats."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jinguo.apps.clock import today
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.plans import actions, cards, queries
from jinguo.apps.plans.models import Indicator, Report
from jinguo.apps.plans.queries import disaggregating
from jinguo.apps.plans.views import periods, setup
from jinguo.apps.registry import actions as registry
from jinguo.apps.registry.models import PersonEntry, TierHolding, TierScheme
from jinguo.engines.rosters import PersonRow
from jinguo.engines.tiers import standard_scheme
from tests import factories
from tests.apps.plans.conftest import in_force, reported

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("measures", [1, 3])
@pytest.mark.parametrize(
    ("name", "who", "most"),
    [
        ("plans:plan", "officer", 26),
        ("plans:wall", "leader", 22),
        ("plans:figures", "leader", 22),
        ("plans:objectives", "leader", 18),
        ("plans:periods", "officer", 18),
    ],
)
def test_a_page_of_a_plan_takes_no_query_for_each_measure(
    people, client, django_assert_max_num_queries, name, who, most, measures
):
    made = in_force(people, measures=measures)
    for duty in made.duties[::2]:
        actions.approve_report(report=reported(made, duty, people.li), by=people.officer)
    client.force_login(getattr(people, who))
    client.get(reverse(name, args=[made.plan.uid]))

    with django_assert_max_num_queries(most) as asked:
        answer = client.get(reverse(name, args=[made.plan.uid]))

    counts = _COUNTS.setdefault(name, len(asked))
    assert (answer.status_code, len(asked)) == (200, counts)


_COUNTS: dict[str, int] = {}


def test_two_who_write_a_report_both_find_their_words(people, client):
    made = in_force(people)
    actions.save_report(duty=made.duty, period=made.period, text="甲写。", by=people.li)
    client.force_login(people.li)
    page = reverse("plans:report", args=[made.duty.uid, made.period.uid])

    answer = client.post(page, {"text": "乙写。", "seen": 0})

    assert answer.status_code == 409
    assert "甲写。" in answer.content.decode()
    assert "乙写。" in answer.content.decode()


def test_a_measures_page_tells_what_units_do_for_it_and_leads_to_its_document_above(people, client):
    made = in_force(people)
    above = actions.create_plan(
        organisation=people.association, title="省级行动", first_year=2026, last_year=2027, by=people.officer
    )
    higher = actions.add_measure(plan=above, code="3", heading="上级任务", text="", by=people.officer)
    actions.implement(measure=made.measure, higher=higher, by=people.officer)
    actions.add_task(duty=made.duty, what="办好学术年会", who="李敏", due_on=date(2026, 3, 1), by=people.li)
    client.force_login(people.leader)

    page = client.get(reverse("plans:measure", args=[made.measure.uid])).content.decode()
    page_above = client.get(reverse("plans:measure", args=[higher.uid])).content.decode()

    assert "办好学术年会" in page
    assert "李敏" in page
    assert reverse("plans:measure", args=[higher.uid]) in page
    assert reverse("plans:measure", args=[made.measure.uid]) in page_above


def test_an_indicators_page_shows_baseline_targets_and_milestones(people, client):
    made = in_force(people)
    actions.change_indicator(
        indicator=made.indicator,
        changes={"baseline": Decimal(870), "milestones": [{"on": "2026-06-30", "value": "480"}]},
        targets={2026: Decimal(1000)},
        seen=made.indicator.version,
        by=people.officer,
    )
    client.force_login(people.leader)

    page = client.get(reverse("plans:indicator", args=[made.indicator.uid])).content.decode()

    assert all(f"{number} 项" in page for number in ("870", "480", "1000"))


def test_a_counted_indicator_is_broken_down_by_sex_on_request(people, client):
    made = in_force(people)
    counted = actions.add_indicator(
        measure=made.measure, name="推荐人选", fact="nomination.handed_in", targets={}, by=people.officer
    )
    counted = actions.settle_indicator(indicator=counted, wanted=True, by=people.officer)
    factories.handed_in(factories.open_call(people), people.society, people.li)
    actions.count_period(period=made.periods[1])
    client.force_login(people.officer)

    page = client.get(reverse("plans:indicator", args=[counted.uid]) + "?by=sex").content.decode()

    assert disaggregating.ways(counted)[:2] == ["sex", "unit"]
    [row] = disaggregating.broken_down(counted, "sex").rows
    assert (row.name, row.shown) == ("女", False), "one woman is too few to be shown"
    assert "人数少，不显示" in page
    by_tier = client.get(reverse("plans:indicator", args=[counted.uid]) + "?by=tier").content.decode()
    assert 'aria-current="true">人才层次</a>' in by_tier
    assert [row.name for row in disaggregating.broken_down(counted, "tier").rows] == [""]


def test_a_breakdown_is_as_its_figure_was_counted_whatever_the_records_say_later(people, client):
    made = in_force(people)
    counted = actions.add_indicator(
        measure=made.measure, name="推荐人选", fact="nomination.handed_in", targets={}, by=people.officer
    )
    counted = actions.settle_indicator(indicator=counted, wanted=True, by=people.officer)
    call = factories.open_call(people)
    factories.handed_in(call, people.society, people.li)
    actions.count_period(period=made.periods[1])
    factories.handed_in(call, people.district, people.zhao, factories.filled_values("李华", 2))

    kept = disaggregating.broken_down(counted, "unit")
    actions.count_period(period=made.periods[1])
    again = disaggregating.broken_down(counted, "unit")
    counted.figures.filter(dimension="").update(query={})
    counted.figures.exclude(dimension="").delete()
    older = disaggregating.broken_down(counted, "unit")

    assert [len(one.rows) for one in (kept, again, older)] == [1, 2, 2]
    assert [one.counted_now for one in (kept, again, older)] == [False, False, True]
    client.force_login(people.officer)
    page = client.get(reverse("plans:indicator", args=[counted.uid]) + "?by=unit").content.decode()
    assert "统计该数时未留存" in page, "a figure of before says so"


def test_a_value_that_no_record_has_any_more_stands_in_no_breakdown(people):
    made = in_force(people)
    counted = actions.add_indicator(
        measure=made.measure, name="推荐人选", fact="nomination.handed_in", targets={}, by=people.officer
    )
    counted = actions.settle_indicator(indicator=counted, wanted=True, by=people.officer)
    nomination = factories.handed_in(factories.open_call(people), people.society, people.li)
    actions.count_period(period=made.periods[1])
    type(nomination).objects.filter(pk=nomination.pk).update(unit=people.district)
    actions.count_period(period=made.periods[1])

    assert [row.name for row in disaggregating.broken_down(counted, "unit").rows] == [people.district.name]
    assert counted.figures.filter(dimension="unit", is_current=False).count() == 1


def test_an_indicator_counts_only_persons_of_the_tiers_that_were_chosen(people, client):
    made = in_force(people)
    high, low = standard_scheme().tiers[:2]
    scheme = TierScheme.objects.create(
        organisation=people.association, version=1, rules=standard_scheme().model_dump(mode="json"),
        state=TierScheme.IN_FORCE, in_force_on=today(),
    )  # fmt: skip
    rows = [PersonRow(name, sex="F") for name in ("王晓兰", "李梅", "张华")]
    registry.add_entries(rows, source="import:1", organisation=people.society, by=None)
    for entry, tier in zip(PersonEntry.objects.order_by("pk"), (high, low), strict=False):
        TierHolding.objects.create(
            organisation=people.association, entry=entry, scheme=scheme, tier=tier.code, tier_name=tier.name,
            since=today(),
        )  # fmt: skip
    client.force_login(people.officer)
    page = reverse("plans:indicator_new", args=[made.measure.uid])
    told = {"name": "高层次女性人才", "counted": "count_women", "comparator": "at_least", "seen": 0}

    refused = client.post(page, told | {"fact": "", "tiers": [high.name]})
    client.post(page, told | {"fact": "person.registered", "tiers": [high.name], "by": "tier"})

    assert "此来源的数据不分人才层次" in refused.content.decode()
    indicator = Indicator.objects.get(name="高层次女性人才")
    assert indicator.where == {"sex": ["F"], "tier": [high.name]}
    actions.count_period(period=made.periods[1])
    assert indicator.figures.get(dimension="").value == 1
    edit = client.get(reverse("plans:indicator_edit", args=[indicator.uid])).content.decode()
    assert re.search(f'value="{high.name}"[^>]* checked', edit)
    assert (
        "只计女、" + high.name
        in client.get(reverse("plans:indicator", args=[indicator.uid])).content.decode()
    )


def test_what_an_indicator_is_narrowed_to_besides_stays_when_it_is_edited(people, client):
    made = in_force(people)
    indicator = actions.add_indicator(
        measure=made.measure, name="科研创新", fact="nomination.handed_in", where={"category": ["科研创新"]},
        by=people.officer,
    )  # fmt: skip
    client.force_login(people.officer)
    page = reverse("plans:indicator_edit", args=[indicator.uid])

    shown = client.get(page).context["form"].initial["counted"]
    told = {"name": "科研", "fact": indicator.fact, "counted": shown, "comparator": "at_least", "seen": 0}
    client.post(page, told)

    indicator.refresh_from_db()
    assert (indicator.name, indicator.where) == ("科研", {"category": ["科研创新"]})


def test_the_rules_of_a_plan_are_changed_on_its_settings_and_judge_at_once(people, client):
    made = in_force(people)
    actions.approve_report(report=reported(made, made.duty, people.li, "230"), by=people.officer)
    client.force_login(people.officer)
    page = reverse("plans:settings", args=[made.plan.uid])
    told = {
        "title": made.plan.title, "basis": "", "first_year": 2026, "last_year": 2027,
        "period_kind": "period_quarter", "at_risk_below": 95, "behind_below": 80, "days_before_due": 3,
    }  # fmt: skip

    upside_down = client.post(page, told | {"seen": made.plan.version, "behind_below": 99})
    client.post(page, told | {"seen": made.plan.version})

    made.plan.refresh_from_db()
    assert "“滞后”的界线应低于" in upside_down.content.decode()
    assert made.plan.rules == {"at_risk_below": "0.95", "behind_below": "0.8", "days_before_due": 3}
    assert 'value="95"' in client.get(page).content.decode()


def test_the_first_page_tells_a_leader_how_the_plans_stand_in_as_many_queries_for_three(
    people, rf, django_assert_max_num_queries
):
    made = in_force(people)
    actions.approve_report(report=reported(made, made.duty, people.li, "10"), by=people.officer)

    def card(user):
        request = rf.get("/")
        request.user = type(user).objects.get(pk=user.pk)
        organisations_with(request.user, "leader")
        with django_assert_max_num_queries(5):
            found = cards.standings(request)
        return [(row.plan, row.counts) for row in found["context"]["rows"]] if found else None

    assert card(people.leader) == [(made.plan, [("standing_behind", 1)])]
    for n in (1, 2):
        other = actions.create_plan(
            organisation=people.association,
            title=f"另一{n}",
            first_year=2026,
            last_year=2026,
            by=people.officer,
        )
        measure = actions.add_measure(plan=other, code="1", heading="任务", text="", by=people.officer)
        actions.give_duty(measure=measure, organisation=people.society, role="role_lead", by=people.officer)
        actions.put_in_force(plan=other, by=people.officer)
    assert len(card(people.leader)) == 3
    assert card(people.li) is None


def test_a_file_chosen_while_one_writes_is_added_with_the_words_and_handing_in_goes_on_after_a_refusal(
    people, client
):
    made = in_force(people)
    client.force_login(people.li)
    page = reverse("plans:report", args=[made.duty.uid, made.period.uid])
    words = {"text": "办了两场。", f"figure_{made.indicator.pk}": ""}

    added = client.post(page, words | {"seen": 0, "add_file": "file", "file": upload("名单.pdf")})
    refused = client.post(page, words | {"seen": 1, "hand_in": "1"})
    seen = refused.context["form"].data["seen"]
    handed_in = client.post(page, words | {f"figure_{made.indicator.pk}": "2", "seen": seen, "hand_in": "1"})

    report = Report.objects.get()
    assert (added.status_code, refused.status_code, handed_in.status_code) == (302, 409, 302)
    assert (report.text, report.state) == ("办了两场。", "report_handed_in")
    assert [one.file.original_name for one in queries.files_of(report)] == ["名单.pdf"]


def test_a_file_is_taken_off_and_the_words_stay(people, client):
    made = in_force(people)
    client.force_login(people.li)
    page = reverse("plans:report", args=[made.duty.uid, made.period.uid])
    client.post(page, {"text": "初稿", "seen": 0, "add_file": "file", "file": upload("名单.pdf")})
    [file] = queries.files_of(Report.objects.get())

    client.post(page, {"text": "二稿", "seen": 1, "remove_file": file.pk})

    report = Report.objects.get()
    assert (report.text, queries.files_of(report)) == ("二稿", [])


def upload(name):
    return SimpleUploadedFile(name, b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF", "application/pdf")


def test_a_parts_page_leads_to_the_report_that_is_owed_until_it_is_handed_in(people, client):
    made = in_force(people)
    client.force_login(people.li)
    page = reverse("plans:duty", args=[made.duty.uid])
    actions.accept_duty(duty=made.duty, liaison_name="李敏", by=people.li)

    before = client.get(page).context["owed"]
    reported(made, made.duty, people.li)

    assert (before, client.get(page).context["owed"]) == (made.period, None)


def test_a_reports_words_stand_under_their_headings_and_an_approval_names_what_it_approved(people, client):
    made = in_force(people)
    report, other = reported(made, made.duty, people.li), reported(made, made.other, people.zhao)
    client.force_login(people.officer)

    page = client.get(reverse("plans:read", args=[report.uid])).text
    answer = client.post(reverse("plans:approve", args=[report.uid]), follow=True)

    assert 'class="facts facts-wide"' not in page
    assert answer.request["PATH_INFO"] == reverse("plans:read", args=[other.uid])
    assert f"“{report.duty.name_then}”关于“{report.duty.measure}”的报告已审核通过" in answer.text


def test_a_large_plan_is_shown_in_parts(people, client, monkeypatch):
    made = in_force(people, measures=2)
    monkeypatch.setattr(periods, "PER_PAGE", 3)
    monkeypatch.setattr(setup, "SHOWN_AT_ONCE", 1)
    client.force_login(people.officer)

    period = client.get(reverse("plans:period", args=[made.period.uid]), {"page": 2})
    plan = client.get(reverse("plans:plan", args=[made.plan.uid])).text

    assert (period.context["page"].paginator.count, len(period.context["page"])) == (4, 1)
    assert '<details class="card">' in plan
    assert made.measure.heading in plan


def test_who_comes_second_to_the_settings_sees_what_stands_there_now(people, client):
    made = in_force(people)
    client.force_login(people.officer)
    page = reverse("plans:settings", args=[made.plan.uid])
    form = client.get(page)
    mine = {name: form.context["form"][name].value() for name in form.context["form"].fields}
    mine = {name: value for name, value in mine.items() if value is not False}
    actions.change_plan(
        plan=made.plan, changes={"title": "甲改的名称"}, seen=made.plan.version, by=people.officer
    )

    answer = client.post(page, mine | {"title": "乙改的名称", "seen": form.context["seen"]})

    assert answer.status_code == 409
    assert "方案名称：甲改的名称" in answer.text
    assert 'value="乙改的名称"' in answer.text


def test_a_short_name_is_told_as_the_plans_word_and_no_former_name(people, client):
    made = in_force(people)
    people.society.short_name, made.duty.name_then = "市化学学会", "市化学学会"
    people.society.save()
    made.duty.save()
    client.force_login(people.officer)
    page = reverse("plans:measure", args=[made.measure.uid])

    before = client.get(page).text
    people.society.name, people.society.short_name = "示例市化学化工学会", ""
    people.society.save()

    assert "方案中称" not in before
    assert "方案中称“市化学学会”" in client.get(page).text

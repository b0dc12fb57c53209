"""Tiers in the registry: a scheme in versions, what it proposes, officers' words, and what became of each tier."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.clock import held_at, now, today
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.organisations import kinds
from jinguo.apps.outbox.models import Message
from jinguo.apps.registry import actions as registry
from jinguo.apps.registry import queries
from jinguo.apps.registry.actions import tiers
from jinguo.apps.registry.forms.tiers import RuleFormSet, TierForm, rows_of, tier_from, tier_initial
from jinguo.apps.registry.models import Card, PersonEntry, TierHolding, TierProposal, TierScheme
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.asking import Asked
from jinguo.apps.registry.tasks.tiers import tiers_of_the_day
from jinguo.engines.rosters import PersonRow
from jinguo.engines.tiers import Scheme, standard_scheme
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db
SCHEME = Scheme.from_toml("""
title = "示例市女科技人才层次"
[[tiers]]
code = "leading"
name = "领军人才"
confirm = "two"
needs = [{ id = "h", kind = "count", fact = "honours", levels = ["national"], at_least = 2 }]
[tiers.term]
years = 5
[[tiers]]
code = "backbone"
name = "骨干人才"
needs = [{ id = "h", kind = "count", fact = "honours", levels = ["national", "provincial"] }]
renew = [{ id = "fresh", kind = "count", fact = "honours", within_years = 2 }]
[tiers.term]
years = 3
""")
HER = {"sex": "F", "birth_date": "1980-05-01", "unit": "示例大学", "title": "教授"}


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def colleague(people):
    return factories.member(people.association, "colleague", kinds.OFFICER, "周敏")


def page_of(user):
    client = Client()
    client.force_login(user)
    return client


def add(people, *rows, source="import:1"):
    registry.add_entries(
        rows, source=source, organisation=people.district, by=people.officer, source_name="名单.xlsx",
        recorded_on=today(),
    )  # fmt: skip
    return list(PersonEntry.objects.filter(source=source).order_by("pk"))


def in_force(people, scheme=SCHEME):
    draft = tiers.draft_scheme(organisation=people.association, scheme=scheme, by=people.officer)
    tiers.try_out(draft=draft)
    return tiers.put_in_force(draft=draft, by=people.officer)


def honour(entry, name):
    registry.state_fact(entry=entry, attribute="honours", value=name, by=None, source="证书")


def card_of(people, entry):
    entry.refresh_from_db()
    return Card.objects.get(identity=entry.identity, organisation=people.association)


def waiting(people):
    return list(queries.tiers.proposals_of(people.association))


def test_a_draft_is_tried_before_it_counts_and_then_never_changed(people):
    [her] = add(people, PersonRow("王晓兰", honours=("2025年全国三八红旗手",), **HER))
    draft = tiers.draft_scheme(organisation=people.association, scheme=SCHEME, by=people.officer)
    with pytest.raises(Refused, match="tier_scheme_not_tried"):
        tiers.put_in_force(draft=draft, by=people.officer)

    assert tiers.try_out(draft=draft) == {"enter": 1}
    draft.refresh_from_db()
    assert draft.outlook["named"] == {"enter": [[her.pk, "backbone", ""]]}
    assert not TierProposal.objects.exists()

    changed = tiers.change_scheme(draft=draft, rules={**draft.rules, "notice_days": 30}, by=people.officer)
    with pytest.raises(Refused, match="tier_scheme_not_tried"):
        tiers.put_in_force(draft=changed, by=people.officer)
    tiers.try_out(draft=changed)
    first = tiers.put_in_force(draft=changed, by=people.officer)
    with pytest.raises(Refused, match="tier_scheme_is_fixed"):
        tiers.change_scheme(draft=first, rules=first.rules, by=people.officer)

    second = in_force(people)
    first.refresh_from_db()
    assert (first.state, second.version) == (TierScheme.SUPERSEDED, 2)


def test_confirmed_a_tier_stands_on_her_card_and_finds_her(people):
    [her] = add(people, PersonRow("王晓兰", tier="杰出人才", honours=("2025年全国三八红旗手",), **HER))
    assert (card_of(people, her).tier, card_of(people, her).tier_confirmed) == ("杰出人才", False)
    scheme = in_force(people)
    assert tiers.weigh(scheme=scheme) == {"enter": 1}
    assert tiers.weigh(scheme=scheme) == {}  # nothing twice

    [proposal] = waiting(people)
    tiers.confirm(proposal=proposal, by=people.officer)

    card = card_of(people, her)
    assert (card.tier, card.tier_confirmed) == ("骨干人才", True)
    assert finding.found(people.association, Asked(tier="骨干人才")).get() == card
    assert not finding.found(people.association, Asked(tier="杰出人才")).exists()
    held = TierHolding.objects.get()
    assert (held.until, held.confirmed_by_name) == (
        today().replace(year=today().year + 3),
        str(people.officer),
    )
    assert Entry.objects.filter(action="tier_proposal_confirmed").count() == 1


def test_what_lists_call_a_tier_is_found_by_the_name_of_the_scheme(people):
    leading, backbone = SCHEME.tiers
    backbone = backbone.model_copy(update={"aliases": ("骨干",)})
    rules = SCHEME.model_copy(update={"tiers": (leading, backbone)})
    [before] = add(people, PersonRow("王晓兰", tier="骨干", **HER))
    assert card_of(people, before).tier == "骨干"

    tiers.weigh(scheme=in_force(people, rules))
    [later] = add(people, PersonRow("李明", tier="骨干"), source="import:2")

    for entry in (before, later):
        assert (card_of(people, entry).tier, card_of(people, entry).tier_confirmed) == ("骨干人才", False)
    for asked in ("骨干人才", "骨干"):  # a search kept before the scheme finds them too
        assert finding.found(people.association, Asked(tier=asked)).count() == 2
    shown = (
        page_of(people.officer).get(reverse("registry:person", args=[before.identity.uid])).content.decode()
    )
    assert "骨干人才" in shown


def test_where_two_officers_are_asked_for_one_alone_is_not_enough(people, colleague):
    add(people, PersonRow("王晓兰", honours=("2024年全国三八红旗手", "2025年国家自然科学奖"), **HER))
    scheme = in_force(people)
    tiers.weigh(scheme=scheme)
    [proposal] = waiting(people)

    assert tiers.confirm(proposal=proposal, by=people.officer).state == TierProposal.HALF
    with pytest.raises(Refused, match="tier_second_is_another"):
        tiers.confirm(proposal=proposal, by=people.officer)
    tiers.weigh(scheme=scheme)
    assert [one.state for one in waiting(people)] == [
        TierProposal.HALF
    ]  # a night does not forget the first word
    tiers.confirm(proposal=proposal, by=colleague)

    held = TierHolding.objects.get()
    assert (held.tier, held.confirmed_by_name, held.second_by_name) == (
        "leading",
        str(people.officer),
        str(colleague),
    )


def test_what_was_refused_is_proposed_again_only_by_new_facts(people):
    [her] = add(people, PersonRow("王晓兰", honours=("2025年全国三八红旗手",), **HER))
    scheme = in_force(people)
    tiers.weigh(scheme=scheme)
    with pytest.raises(Refused, match="reason_missing"):
        tiers.refuse(proposal=waiting(people)[0], why=" ", by=people.officer)
    tiers.refuse(proposal=waiting(people)[0], why="证书未核实", by=people.officer)

    tiers.weigh(scheme=scheme)
    assert waiting(people) == []
    honour(her, "2025年山东省科学技术奖")
    tiers.weigh(scheme=scheme)
    assert [one.kind for one in waiting(people)] == ["enter"]


def test_terms_run_out_are_told_renewed_or_ended_and_a_stale_list_does_not_bring_her_back(people):
    old, fresh = add(
        people,
        PersonRow("王晓兰", tier="骨干人才", honours=("2019年全国三八红旗手",), **HER),
        PersonRow("李梅", honours=("2025年全国三八红旗手",), **HER),
    )
    scheme = in_force(people)
    tiers.weigh(scheme=scheme)
    for one in waiting(people):
        tiers.confirm(proposal=one, by=people.officer)

    with held_at(now() + timedelta(days=3 * 365 - 30)):
        assert tiers_of_the_day() == {"proposed": 0, "reminded": 2}
        assert tiers_of_the_day()["reminded"] == 0
        assert (
            Message.objects.filter(code="tiers_running_out", to_user=people.officer, channel="site").count()
            == 1
        )
        honour(fresh, f"{today().year}年山东省三八红旗手")
    with held_at(now() + timedelta(days=3 * 365 + 30)):
        tiers.weigh(scheme=scheme)
        kinds_of = {one.entry.name: one for one in waiting(people)}
        assert {name: one.kind for name, one in kinds_of.items()} == {"王晓兰": "expire", "李梅": "renew"}
        for one in kinds_of.values():
            tiers.confirm(proposal=one, by=people.officer)
        assert (card_of(people, old).tier, card_of(people, fresh).tier) == ("", "骨干人才")
        tiers.weigh(scheme=scheme)
        assert waiting(people) == []
        assert sorted(TierHolding.objects.exclude(ended_on=None).values_list("ended_why", flat=True)) == [
            TierHolding.EXPIRED, TierHolding.RENEWED,
        ]  # fmt: skip


def test_a_tier_ended_early_takes_its_reason_along(people):
    [her] = add(people, PersonRow("王晓兰", honours=("2025年全国三八红旗手",), **HER))
    tiers.weigh(scheme=in_force(people))
    tiers.confirm(proposal=waiting(people)[0], by=people.officer)
    held = TierHolding.objects.get()

    client = page_of(people.officer)
    assert client.post(reverse("tiers:end", args=[held.uid]), {"why": ""}).status_code == 422
    client.post(reverse("tiers:end", args=[held.uid]), {"why": "已调离"})

    held.refresh_from_db()
    assert (held.ended_why, held.ended_note) == (TierHolding.ENDED_EARLY, "已调离")
    assert card_of(people, her).tier == ""
    assert client.get(reverse("tiers:end", args=[held.uid])).status_code == 404


def test_tiers_stay_with_their_entries_through_merge_and_undo(people):
    one, other = add(
        people,
        PersonRow("王晓兰", honours=("2024年全国三八红旗手", "2025年国家自然科学奖"), **HER),
        PersonRow("王小兰", honours=("2023年山东省科学技术奖",), **HER),
    )
    scheme = in_force(people)
    tiers.weigh(scheme=scheme)
    low = next(row for row in waiting(people) if row.tier == "backbone")
    tiers.confirm(proposal=low, by=people.officer)
    merge = registry.merge(
        left=one, right=other, organisation=people.association, why="同一人", by=people.officer
    )

    assert card_of(people, one).tier == "骨干人才"
    tiers.weigh(scheme=scheme)
    assert [(row.kind, row.tier) for row in waiting(people)] == [("promote", "leading")]
    registry.undo_merge(merge=merge, organisation=people.association, why="两人", by=people.officer)
    tiers.weigh(scheme=scheme)
    assert (card_of(people, one).tier, card_of(people, other).tier) == ("", "骨干人才")
    assert [(row.kind, row.entry.name) for row in waiting(people)] == [("enter", "王晓兰")]


def test_an_erasure_leaves_the_figure_and_takes_the_grounds(people):
    [her] = add(people, PersonRow("王晓兰", honours=("2025年全国三八红旗手",), **HER))
    tiers.weigh(scheme=in_force(people))
    tiers.confirm(proposal=waiting(people)[0], by=people.officer)

    registry.erase(entries=[her], organisation=people.district, why="本人要求", by=people.zhao)

    held = TierHolding.objects.get()
    assert (held.ended_why, held.ground, held.tier) == (TierHolding.ERASED, [], "backbone")
    assert not TierProposal.objects.exists()


def test_the_form_of_a_tier_says_the_same_tier_again():
    scheme = standard_scheme()
    for place, tier in enumerate(scheme.tiers):
        rows, lower = rows_of(tier), scheme.tiers[place + 1 :]
        data = {
            f"rules-{n}-{key}": "" if value is None else value
            for n, row in enumerate(rows)
            for key, value in row.items()
        }
        data |= {"rules-TOTAL_FORMS": len(rows), "rules-INITIAL_FORMS": len(rows)}
        data |= {key: value for key, value in tier_initial(tier).items() if value not in (None, False)}
        form, formset = TierForm(data, lower=lower), RuleFormSet(data, initial=rows, prefix="rules")
        assert form.is_valid(), form.errors
        assert formset.is_valid(), formset.errors
        again = Scheme.model_validate({**scheme.model_dump(), "tiers": [tier_from(form, formset, tier.code)] + [one.model_dump() for one in lower]}).tiers[0]  # fmt: skip
        assert _plain(again) == _plain(tier)


def _plain(tier):
    data = tier.model_dump()
    for part in ("needs", "some", "renew", "ends"):
        for rule in data[part]:
            rule.pop("id")
    return data


def test_from_the_first_draft_to_the_queue_by_the_pages(people):
    add(people, PersonRow("王晓兰", honours=("2025年全国三八红旗手",), degree="博士", **HER))
    client = page_of(people.officer)
    assert "还没有人才层次方案" in client.get(reverse("tiers:overview")).content.decode()
    client.post(reverse("tiers:begin"))
    draft = TierScheme.objects.get()
    one = reverse("tiers:scheme", args=[draft.uid])
    assert "修改后尚未试算" in client.get(one).content.decode()

    saved = client.post(
        reverse("tiers:tier", args=[draft.uid, "backbone"]),
        {
            "name": "骨干", "confirm": "officer", "direct": "on", "renewable": "on", "years": "2",
            "rules-TOTAL_FORMS": "1", "rules-INITIAL_FORMS": "0",
            "rules-0-part": "needs", "rules-0-what": "honours", "rules-0-n": "1", "rules-0-level": "provincial",
        },
    )  # fmt: skip
    assert saved.status_code == 302
    assert client.post(reverse("tiers:tier", args=[draft.uid, "new"]), {"name": "空", "confirm": "officer", "rules-TOTAL_FORMS": "0", "rules-INITIAL_FORMS": "0"}).status_code == 422  # fmt: skip

    client.post(reverse("tiers:try", args=[draft.uid]))
    draft.refresh_from_db()
    jobs.run(draft.job.uid)
    assert "王晓兰" in client.get(one).content.decode()
    client.post(reverse("tiers:put_in_force", args=[draft.uid]))
    draft.refresh_from_db()
    jobs.run(draft.job.uid)
    queue = client.get(reverse("tiers:proposals")).content.decode()
    assert "王晓兰" in queue
    toml = client.get(reverse("tiers:download", args=[draft.uid])).content.decode()
    assert Scheme.from_toml(toml) == draft.scheme


def test_a_file_takes_the_place_of_a_draft_and_a_wrong_one_changes_nothing(people):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = page_of(people.officer)
    client.post(reverse("tiers:begin"))
    draft = TierScheme.objects.get()
    address = reverse("tiers:upload", args=[draft.uid])
    for wrong in (b"\xff\xfe", b"title = ", b'title = "x"\ntiers = []'):
        assert client.post(address, {"file": SimpleUploadedFile("s.toml", wrong)}).status_code == 422
    good = '[[tiers]]\ncode = "a"\nname = "甲"\nneeds = [{ id = "s", kind = "sex", allowed = ["F"] }]'
    file = SimpleUploadedFile("s.toml", f'title = "新方案"\n{good}'.encode())
    assert client.post(address, {"file": file}).status_code == 302
    draft.refresh_from_db()
    assert [one.name for one in draft.scheme.tiers] == ["甲"]


def test_the_queue_answers_many_at_once_and_each_is_checked(people):
    add(
        people,
        *(PersonRow(f"王{n}", honours=("2025年全国三八红旗手",), unit="示例大学") for n in "甲乙丙"),
    )
    tiers.weigh(scheme=in_force(people))
    rows = waiting(people)
    client = page_of(people.officer)
    data = {"chosen": [str(one.uid) for one in rows[:2]] + ["nonsense"], "word": "confirm", "kind": "enter"}
    tiers.refuse(proposal=rows[0], why="重复", by=people.officer)

    said = client.post(reverse("tiers:answer"), data, follow=True).content.decode()

    assert TierHolding.objects.count() == 1
    assert "已经办理" in said
    stranger = page_of(people.li)
    stranger.post(reverse("tiers:answer"), {"chosen": [str(rows[2].uid)], "word": "confirm"})
    assert TierHolding.objects.count() == 1


@pytest.mark.parametrize("where", ["proposals", "overview", "person"])
def test_pages_ask_the_database_as_often_for_three_as_for_one(people, where):
    counts = []
    client = page_of(people.officer)
    scheme = None
    for number in (2, 4):
        rows = add(
            people,
            *(
                PersonRow(f"王{number}{n}", honours=("2025年全国三八红旗手",), unit="大学")
                for n in range(number)
            ),
            source=f"import:{number}",
        )
        scheme = scheme or in_force(people)
        tiers.weigh(scheme=scheme)
        tiers.confirm(proposal=waiting(people)[0], by=people.officer)
        address = (
            reverse("registry:person", args=[rows[0].identity.uid])
            if where == "person"
            else reverse(f"tiers:{where}")
        )
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= (15 if where == "person" else 12), "\n".join(one["sql"][-260:] for one in asked)


def test_her_own_page_says_her_tier_and_what_is_missing(people):
    [her] = add(people, PersonRow("王晓兰", honours=("2025年全国三八红旗手",), **HER))
    tiers.weigh(scheme=in_force(people))
    tiers.confirm(proposal=waiting(people)[0], by=people.officer)
    woman = factories.user("her", "王晓兰")
    _, token = registry.offer(
        entry=her, organisation=people.district, by=people.zhao, link="http://localhost/{token}/"
    )
    registry.answer_claim(claim=registry.take_up(token=token, user=woman), accepted=True, by=people.zhao)

    text = page_of(woman).get(reverse("rights:mine")).content.decode()

    assert "骨干人才" in text
    assert "距“领军人才”还差" in text
    assert "还差1项" in text


def test_many_are_confirmed_as_one_is(people, colleague, django_assert_max_num_queries):
    """Two officers say yes to all: the same tiers, cards and lines of the trail as one by one, in a few queries."""
    rows = [
        PersonRow(
            f"王{n}",
            honours=("2025年全国三八红旗手", "2024年全国三八红旗手")[: 1 + n % 2],
            unit=f"示例大学{n}",
        )
        for n in range(20)
    ]
    add(people, *rows)
    tiers.weigh(scheme=in_force(people))
    proposals = waiting(people)
    half = [one for one in proposals if one.needs == "two"]
    done = len(proposals) - len(half)
    assert half
    assert done

    with django_assert_max_num_queries(40):
        first = tiers.confirm_all(proposals=proposals, by=people.officer)
    assert (first.done, first.left, first.problems) == (done, len(half), [])
    again = tiers.confirm_all(proposals=half, by=people.officer)
    assert {problem.reasons[0].code for problem in again.problems} == {"tier_second_is_another"}
    second = tiers.confirm_all(proposals=proposals, by=colleague)
    assert (second.done, second.left, len(second.problems)) == (len(half), 0, done)
    assert {problem.reasons[0].code for problem in second.problems} == {"tier_proposal_closed"}

    assert TierHolding.objects.count() == len(proposals)
    for proposal in TierProposal.objects.select_related("holding", "entry"):
        seconded = proposal.needs == "two"
        assert proposal.state == TierProposal.DONE
        assert proposal.holding.entry_id == proposal.entry_id
        assert proposal.holding.confirmed_by_name == str(people.officer)
        assert proposal.holding.second_by_name == (str(colleague) if seconded else "")
        assert card_of(people, proposal.entry).tier == proposal.holding.tier_name
        acts = Entry.objects.filter(subject_type="registry.tierproposal", subject_id=str(proposal.pk))
        told = ["tier_proposal_seconded"] * seconded + ["tier_proposal_confirmed"]
        assert [one.action for one in acts.order_by("pk")] == told
        assert acts[0].after["tier"]["personal_of"] == f"person:{proposal.entry.uid}"


def test_nobody_confirms_many_who_may_not_confirm_one(people):
    add(people, PersonRow("王甲", honours=("2025年全国三八红旗手",), unit="示例大学"))
    tiers.weigh(scheme=in_force(people))
    with pytest.raises(Refused):
        tiers.confirm_all(proposals=waiting(people), by=people.li)
    assert not TierHolding.objects.exists()


def test_two_proposals_of_one_person_follow_one_another(people):
    """After a merge two entries of hers may each have one waiting: the second ends what the first gave."""
    entries = add(
        people,
        PersonRow("王甲", honours=("2025年全国三八红旗手",), unit="示例大学"),
        PersonRow("王乙", honours=("2025年全国三八红旗手",), unit="示例学院"),
    )
    tiers.weigh(scheme=in_force(people))
    proposals = waiting(people)
    assert len(proposals) == 2
    registry.merge(
        left=entries[0], right=entries[1], organisation=people.association, why="同一人", by=people.officer
    )

    said = tiers.confirm_all(proposals=proposals, by=people.officer)

    assert (said.done, said.problems) == (2, [])
    assert TierHolding.objects.filter(ended_on=None).count() == 1

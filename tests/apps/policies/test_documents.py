"""A document into the library: read, checked by officers, put together again from what they said."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from jinguo.apps.audit.models import Entry
from jinguo.apps.files import actions as files
from jinguo.apps.organisations.naming import units_by_name
from jinguo.apps.policies import actions, queries
from jinguo.apps.policies.models import DocumentRelation, ReadItem
from jinguo.apps.policies.permissions import may_read
from jinguo.apps.policies.proposing import propose
from jinguo.apps.policies.states import DocumentState, ItemState
from jinguo.engines.notices.drafting import QuotaDraft, Said, draft_call, draft_plan
from jinguo.errors import Refused
from tests import factories
from tests.apps.policies.papers import NOTICE, POLICY

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def policy(people):
    return taken_in(people, POLICY)


def taken_in(people, text, **named):
    document = actions.take_in(keeper=people.association, by=people.officer, pasted=text, **named)
    document.refresh_from_db()
    return document


def test_pasted_words_are_read_into_a_document_with_values(policy):
    assert (policy.state, policy.kind, policy.doc_number) == (
        DocumentState.READ,
        "policy",
        "示妇发〔2021〕9号",
    )
    assert str(policy.issue_date) == "2021-08-20"
    units = policy.items.filter(kind="unit", pointer__startswith="/measures/0/")
    assert [(one.value["name"], one.value["role"]) for one in units] == [
        ("市妇联", "lead"),
        ("市科技局", "participating"),
        ("市教育局", "participating"),
    ]
    assert [policy.text[one.start : one.end] for one in units] == ["市妇联", "市科技局", "市教育局"]


def test_the_reading_put_together_is_the_reading(policy):
    policy.items.update(confidence=0.9)

    draft = queries.accepted_reading(policy)

    for key in ("title", "issuers", "sections", "targets", "rules", "cites"):
        assert draft.document[key] == policy.reading[key], key
    assert [one["units"] for one in draft.document["measures"]] == [
        one["units"] for one in policy.reading["measures"]
    ]
    assert draft.spans["/measures/1"] == (*policy.reading["_spans"]["/measures/1"][:2], 0.9)


def test_what_officers_say_is_in_the_plan_that_follows(policy, people):
    first, second = policy.items.filter(kind="unit", pointer__startswith="/measures/0/")[:2]
    measure = policy.items.get(pointer="/measures/1")
    corrected = {**first.value, "name": "示例市妇女联合会"}
    actions.decide(
        item=first, state=ItemState.CORRECTED, corrected=corrected, seen_version=1, by=people.officer
    )
    actions.decide(item=second, state=ItemState.REJECTED, seen_version=1, by=people.officer)
    actions.decide(item=measure, state=ItemState.REJECTED, seen_version=1, by=people.officer)
    third = policy.items.get(pointer="/measures/2")
    value = {"name": "市人力社保局", "role": "cooperating", "full_name": ""}
    actions.add_value(document=policy, kind="unit", value=value, of=third, by=people.officer)

    plan = draft_plan(queries.accepted_reading(policy), policy.text)

    assert [one.number for one in plan.measures] == ["1", "3"]
    assert [(one.name.value, one.role) for one in plan.measures[0].units] == [
        ("示例市妇女联合会", "lead"),
        ("市教育局", "cooperating"),
    ]
    assert [one.name.value for one in plan.measures[1].units][-1] == "市人力社保局"


def test_two_officers_at_once_do_not_overwrite_each_other(policy, people):
    item = policy.items.filter(kind="target").first()
    actions.decide(item=item, state=ItemState.ACCEPTED, seen_version=1, by=people.officer)

    with pytest.raises(Refused, match="item_changed_meanwhile"):
        actions.decide(item=item, state=ItemState.REJECTED, seen_version=1, by=people.officer)

    item.refresh_from_db()
    assert item.state == ItemState.ACCEPTED


def test_a_correction_to_what_was_read_is_an_acceptance(policy, people):
    item = policy.items.get(pointer="/title")

    actions.decide(
        item=item, state=ItemState.CORRECTED, corrected=item.value, seen_version=1, by=people.officer
    )

    assert (item.state, item.corrected) == (ItemState.ACCEPTED, None)


def test_all_sure_values_are_accepted_at_once_and_doubtful_ones_wait(policy, people):
    doubtful = ReadItem.objects.filter(document=policy).first()
    ReadItem.objects.filter(pk=doubtful.pk).update(confidence=0.6)

    count = actions.accept_sure(document=policy, by=people.officer)

    assert count == policy.items.count() - policy.items.filter(confidence__lt=0.7).count()
    assert doubtful.pk in policy.items.filter(state=ItemState.PROPOSED).values_list("pk", flat=True)


def test_who_keeps_a_document_alone_says_what_holds(policy, people):
    item = policy.items.first()

    for user in (people.li, people.stranger):
        with pytest.raises(Refused):
            actions.decide(item=item, state=ItemState.ACCEPTED, seen_version=1, by=user)


def test_an_internal_document_is_for_its_keeper_and_a_public_one_for_all(policy, people):
    assert may_read(people.officer, policy)
    assert not may_read(people.stranger, policy)
    assert list(queries.visible_to(people.stranger)) == []

    actions.describe(document=policy, changes={"is_public": True}, seen_version=1, by=people.officer)

    assert list(queries.visible_to(people.stranger)) == [policy]


def test_a_document_finds_the_one_that_it_rests_on_whichever_came_first(policy, people):
    relation = policy.relations.get()
    assert (relation.kind, relation.target) == (DocumentRelation.CITES, None)

    higher = taken_in(
        people, "关于支持女性科技人才发挥更大作用的若干措施\n\n一、总则\n1.加强支持。支持女性科技人才。\n"
    )

    relation.refresh_from_db()
    assert relation.target == higher


def test_a_file_is_read_and_a_scan_is_told_why_not(people):
    stored = files.store(
        io.BytesIO(NOTICE.encode("gb18030")), name="通知.txt", kind="policies.document", by=people.officer
    )
    document = actions.take_in(keeper=people.association, by=people.officer, stored=stored)
    document.refresh_from_db()

    assert (document.state, document.kind, document.title) == (
        DocumentState.READ, "call", "关于开展2026年度巾帼科技标兵评选的通知",
    )  # fmt: skip
    assert "notice_encoding" in {reason.code for reason in document.troubles}


def test_what_cannot_be_read_says_why_and_takes_pasted_words(people):
    stored = files.store(
        io.BytesIO(b"PK\x03\x04 not a zip"), name="坏.docx", kind="policies.document", by=people.officer
    )
    document = actions.take_in(keeper=people.association, by=people.officer, stored=stored)
    document.refresh_from_db()
    assert document.state == DocumentState.UNREADABLE
    assert [reason.code for reason in document.troubles] == ["notice_damaged"]

    actions.paste_again(document=document, pasted=NOTICE, by=people.officer)

    document.refresh_from_db()
    assert (document.state, document.file) == (DocumentState.READ, stored)
    assert Entry.objects.filter(action="document_unreadable").count() == 1


def test_a_newer_reader_leaves_what_people_said(policy, people, monkeypatch):
    officer = people.officer
    heading = policy.items.filter(kind="measure").first()
    corrected = {**heading.value, "heading": "人工改过的标题"}
    actions.decide(
        item=heading, state=ItemState.CORRECTED, corrected=corrected, seen_version=heading.version, by=officer
    )
    gone = policy.items.filter(kind="unit").first()
    actions.decide(item=gone, state=ItemState.REJECTED, seen_version=gone.version, by=officer)
    added = actions.add_value(
        document=policy, kind="unit", of=heading, value={"name": "市体育局", "role": "lead"}, by=officer
    )
    before = {(one.pointer, str(one.now_says)) for one in policy.items.all()}
    with pytest.raises(Refused):
        actions.read_newer(document=policy, by=officer)
    monkeypatch.setattr("jinguo.apps.policies.actions.renewing.reader_now", lambda: "notices 99")

    read = actions.read_newer(document=policy, by=officer)

    assert read.engine == "notices 99"
    assert {(one.pointer, str(one.now_says)) for one in read.items.all()} == before
    assert read.items.get(pk=heading.pk).now_says == corrected
    assert read.items.get(pk=gone.pk).state == ItemState.REJECTED
    assert read.items.get(pk=added.pk).now_says["name"] == "市体育局"


def test_places_for_one_named_unit_go_to_that_unit(people):
    notice = taken_in(people, NOTICE)
    unit = factories.organisation(name="测试市天文学会", parent=people.association)
    draft = draft_call(queries.accepted_reading(notice), notice.text)
    alone = replace(
        draft, quotas=(QuotaDraft("named_unit", "测试市天文学会", Said(3, (0, 1), 1.0), True, False, None),)
    )

    made = propose(alone, notice.text, organiser="测试市科协", units=units_by_name())

    assert made.quotas == [{"scope": "named_unit", "organisation": unit, "places": 3}]
    assert made.named_units == [unit]


def test_places_for_each_unit_go_to_the_kinds_that_the_notice_is_sent_to(people):
    notice = taken_in(
        people, NOTICE.replace("各市级学会推荐不超过2名，各区科协推荐1名", "请各单位推荐1名人选")
    )

    made = propose(
        draft_call(queries.accepted_reading(notice), notice.text), notice.text, organiser="测试市科协"
    )

    assert made.quotas == [
        {"scope": "each_of_kind", "unit_kind": kind, "places": 1} for kind in ("society", "district")
    ]
    said = [one.words for one in made.places if one.what == "quota"] + [
        str(one.params) for one in made.left_open
    ]
    assert not any("category" in words for words in said), "the reader's own word stands on no page"


def test_a_unit_added_to_an_added_measure_stays_with_it(policy, people):
    measure = actions.add_value(
        document=policy, kind="measure", value={"number": "99", "heading": "补充任务"}, by=people.officer
    )
    actions.add_value(
        document=policy,
        kind="unit",
        of=measure,
        value={"name": "市体育局", "role": "lead"},
        by=people.officer,
    )

    read = queries.accepted_reading(policy).document

    assert [one["heading"] for one in read["measures"] if "市体育局" in one["units"]] == ["补充任务"]

"""The officer's pages on list, notice, objections, handing up and paperwork."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.calls.actions import results
from jinguo.apps.calls.models import Objection
from jinguo.apps.calls.states import CallState
from jinguo.apps.jobs.models import Job
from tests import factories
from tests.apps.calls.test_results_actions import decided, on, parent_of, post

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def clock():
    with on(DAY):
        yield


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def officer(client, people):
    client.force_login(people.officer)
    return client


def url(name, *args):
    return reverse(f"calls:{name}", args=args)


def objection_to(notice, **other):
    given = {"nomination": None, "objector": "李实名", "contact": "13911112222", "content": "事实有出入"}
    return results.receive_objection(notice=notice, **given | other)


def test_the_list_says_why_in_sentences_and_names_people_by_name(officer, people):
    call = decided(people, "王文", "毛方", chosen=1)
    selection = results.current_selection(call)
    first, second = selection.entries.order_by("rank")
    second.reasons = [
        {
            "code": "seats_full",
            "params": {"size": 1, "held_by": [str(first.nomination.uid)]},
            "severity": "info",
        }
    ]
    second.by_hand, second.hand_reason = True, "会议表决"
    second.save()

    page = officer.get(url("results", call.uid)).content.decode()

    assert "最后一个名额由 王文 中的末位取得" in page
    assert "会议表决" in page
    assert str(first.nomination.uid) not in page.replace(url("nomination", first.nomination.uid), "")
    assert selection.record_digest in page


def test_before_a_decision_the_page_leads_to_the_review(officer, people):
    call = factories.open_call(people)

    assert officer.get(url("results", call.uid)).status_code == 200


def test_the_record_is_downloaded_as_it_was_decided(officer, people):
    call = decided(people, "王文")

    response = officer.get(url("results_record", call.uid))

    assert json.loads(response.content) == {"digest": "0" * 64}
    assert "attachment" in response["Content-Disposition"]


def test_the_preview_shows_the_last_day_as_she_types(officer, people):
    call = decided(people, "王文")

    with on(date(2023, 9, 27)):
        page = officer.get(
            url("notice_preview", call.uid),
            {"title": "公示", "text": "公示如下", "posted_on": "2023-09-27", "order": "pinyin"},
            headers={"HX-Request": "true"},
        ).content.decode()

    assert "2023年10月10日" in page
    assert "周末调休上班，计入" in page
    assert "<html" not in page


def test_beyond_the_calendar_the_page_says_so(officer, people):
    call = decided(people, "王文")

    page = officer.get(
        url("notice_preview", call.uid),
        {"title": "公", "text": "文", "posted_on": "2027-01-04", "order": "rank"},
    ).content.decode()

    assert "2027" in page
    assert "国务院" in page


def test_a_short_notice_is_warned_of(officer, people):
    call = decided(people, "王文", notice_days=3)

    page = officer.get(url("notice_new", call.uid)).content.decode()

    assert "公示期只有 3 个工作日" in page


def test_a_notice_is_posted_read_and_taken_down(officer, people, client):
    call = decided(people, "王文")

    answer = officer.post(
        url("notice_new", call.uid),
        {
            "title": "关于人选的公示",
            "text": "公示如下。",
            "posted_on": "2026-06-01",
            "order": "surname_strokes",
        },
    )
    assert answer.url == url("results", call.uid)
    call.refresh_from_db()
    assert call.state == CallState.ON_NOTICE
    page = officer.get(url("results", call.uid)).content.decode()
    assert "2026年6月8日" in page
    assert "期满后才能进行下一步" in page

    officer.post(url("notice_withdraw", call.uid), {"reason": "名单有变动"})
    call.refresh_from_db()
    assert call.state == CallState.DECIDED


def test_a_refused_posting_keeps_what_was_typed(officer, people):
    call = decided(people, "王文")

    page = officer.post(
        url("notice_new", call.uid),
        {"title": "我写的标题", "text": "我写的正文", "posted_on": "2026-05-01", "order": "pinyin"},
    ).content.decode()

    assert "已经过去" in page
    assert "我写的正文" in page


def test_who_objects_is_shown_only_on_request_and_that_is_recorded(officer, people):
    objection = objection_to(post(decided(people, "王文"), people, DAY))

    page = officer.get(url("objection", objection.uid)).content.decode()
    assert "事实有出入" in page
    assert "李实名" not in page

    shown = officer.post(url("objection_unmask", objection.uid)).content.decode()
    assert "李实名" in shown
    assert "13911112222" in shown
    assert Entry.objects.filter(action="objector_unmasked").count() == 1


def test_an_objection_by_letter_is_entered_looked_into_and_closed(officer, people):
    notice = post(decided(people, "王文"), people, DAY)
    entry = notice.entries.get()

    answer = officer.post(
        url("objection_new", notice.call.uid),
        {
            "channel": "letter", "dated": "2026-06-01", "about": entry.pk, "objector": "某单位",
            "contact": "某路1号", "content": "事实", "is_unit": "on",
        },
    )  # fmt: skip
    objection = Objection.objects.get()
    assert answer.url == url("objection", objection.uid)
    officer.post(url("objection_take_up", objection.uid))
    officer.post(
        url("objection", objection.uid),
        {"outcome": "objection_upheld", "finding": "属实", "answer": "已移出"},
    )
    objection.refresh_from_db()
    entry.refresh_from_db()
    assert objection.state == "objection_upheld"
    assert entry.removed_at


def test_the_end(officer, people):
    call = decided(people, "王文")
    post(call, people, DAY)
    assert officer.post(url("make_final", call.uid)).status_code == 409
    with on(date(2026, 6, 9)):
        officer.logout()
        officer.force_login(people.officer)
        assert officer.post(url("make_final", call.uid)).status_code == 302
        assert "已结束" in officer.get(url("results", call.uid)).content.decode()


def test_handing_up_from_the_page(officer, people):
    call = decided(people, "王文", "毛方")
    parent = parent_of(people, call)
    target = parent.categories.get(name="科研创新")
    first, second = call.nominations.order_by("number")
    data = {f"category_{first.category_id}": target.pk}

    page = officer.post(url("forward", call.uid), data | {"chosen": [str(first.uid), str(second.uid)]})
    assert "名额已用完" in page.content.decode()
    assert officer.post(url("forward", call.uid), data | {"chosen": [str(first.uid)]}).status_code == 302
    shown = officer.get(url("forward", call.uid)).content.decode()
    assert parent.nominations.get().name == "王文"
    assert url("unit_nomination", parent.nominations.get().uid) in shown


def test_without_a_call_above_the_page_says_so(officer, people):
    assert (
        "没有关联上级单位的征集" in officer.get(url("forward", decided(people, "王文").uid)).content.decode()
    )


@pytest.mark.parametrize(
    "paper", ["paper_summary_table", "paper_recommendation", "paper_receipts", "paper_notice"]
)
def test_each_paper_is_a_button(officer, people, paper):
    call = decided(people, "王文")
    post(call, people, DAY)

    answer = officer.post(
        url("documents_take", call.uid),
        {"group": "group_chosen", "order": "surname_strokes", "addressee": "示例市妇联", "paper": paper},
    )

    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]


def test_long_papers_become_jobs_to_follow(officer, people):
    call = decided(people, "王文")

    answer = officer.post(
        url("documents_take", call.uid),
        {"group": "group_chosen", "order": "rank", "paper": "paper_package"},
    )

    assert answer.url == Job.objects.get().get_absolute_url()
    assert officer.get(answer.url).status_code == 200


def test_a_paper_that_cannot_be_made_says_why_on_the_page(officer, people):
    call = decided(people, "王文")

    answer = officer.post(
        url("documents_take", call.uid),
        {"group": "group_chosen", "order": "rank", "paper": "paper_recommendation"},
    )

    assert answer.status_code == 422
    assert "主送机关" in answer.content.decode()


def test_rare_characters_are_asked_for_on_the_page(officer, people):
    call = decided(people, "𱍊文", "王文")

    assert "𱍊" in officer.get(url("documents", call.uid)).content.decode()
    officer.post(url("strokes", call.uid), {"strokes_3134a": "3"})
    assert url("strokes", call.uid) not in officer.get(url("documents", call.uid)).content.decode()


PAGES = ["results", "results_record", "notice_new", "notice_preview", "notice_withdraw", "objections",
         "objection_new", "forward", "documents", "strokes"]  # fmt: skip


@pytest.mark.parametrize("who", ["li", "stranger", "other_officer", None])
def test_nobody_but_the_organisers_officers_gets_in(client, people, who):
    call = decided(people, "王文")
    notice = post(call, people, DAY)
    objection = objection_to(notice)
    if who == "other_officer":
        client.force_login(factories.member(people.society, "other", "officer"))
    elif who:
        client.force_login(getattr(people, who))

    expected = 404 if who else 302
    for name in PAGES:
        assert client.get(url(name, call.uid)).status_code == expected, name
    for name in ("objection", "form_paper"):
        uid = objection.uid if name == "objection" else call.nominations.first().uid
        assert client.get(url(name, uid)).status_code == expected, name
    for name, uid in (
        ("objection_unmask", objection.uid), ("objection_take_up", objection.uid), ("make_final", call.uid),
        ("documents_take", call.uid),
    ):  # fmt: skip
        assert client.post(url(name, uid)).status_code == expected, name


@pytest.mark.parametrize("name", ["results", "objections", "documents", "forward", "notice_new"])
def test_pages_ask_the_database_as_often_for_three_as_for_one(
    officer, people, name, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = []
    for names in (["王文"], ["丁一", "毛方", "孔王"]):
        Objection.objects.all().delete()
        call = decided(factories_again(people, len(asked)), *names)
        if name != "notice_new":
            notice = post(call, people, DAY)
            for entry in notice.entries.select_related("nomination"):
                objection_to(notice, nomination=entry.nomination)
        officer.get(url(name, call.uid))
        with CaptureQueriesContext(connection) as seen:
            assert officer.get(url(name, call.uid)).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1], asked
    assert asked[0] <= 16


def factories_again(people, turn):
    """The same cast with fresh nominating units, so that a second call fills up again."""
    from types import SimpleNamespace

    if not turn:
        return people
    society = factories.organisation("另一学会", parent=people.association)
    district = factories.organisation("另一区科协", "district", parent=people.association)
    return SimpleNamespace(
        **vars(people)
        | {
            "society": society, "district": district,
            "li": factories.member(society, "li2", "liaison"), "zhao": factories.member(district, "zhao2", "liaison"),
        }
    )  # fmt: skip

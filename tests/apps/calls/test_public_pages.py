"""What anyone may see, and nothing more."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps.calls.actions import results
from jinguo.apps.calls.models import Objection
from jinguo.apps.registry.models import Honour
from tests import factories
from tests.apps.calls.test_results_actions import decided, on, post
from tests.apps.calls.test_results_pages import factories_again

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def clock():
    with on(DAY):
        yield


@pytest.fixture
def people():
    return factories.cast()


def url(name, *args):
    return reverse(f"calls:{name}", args=args)


def facts(notice, **other):
    return {"about": "all", "is_unit": "", "objector": "李实名", "contact": "139", "content": "事实"} | other


def final(people, *names):
    call = decided(people, *names)
    notice = post(call, people, DAY)
    with on(date(2026, 6, 9)):
        results.make_final(call=call, by=people.officer)
    call.refresh_from_db()
    return call, notice


def test_the_first_page_shows_visitors_the_public_list(client, people):
    factories.open_call(people)

    page = client.get("/").content.decode()

    assert "巾帼奋斗者选树" in page
    assert "征集中" in page


def test_drafts_and_cancelled_calls_are_not_public(client, people):
    draft = factories.draft_call(people)

    assert client.get(url("public_call", draft.uid)).status_code == 404
    assert draft.title not in client.get(url("public_list")).content.decode()


def test_a_call_says_who_may_nominate_and_until_when(client, people):
    call = factories.open_call(people, contact_phone="010-12345678", notice_text="现将有关事项通知如下。")

    page = client.get(url("public_call", call.uid)).content.decode()

    assert "每个学会：1 名" in page
    assert "科研创新" in page
    assert "2026年6月21日" in page
    assert "现将有关事项通知如下。" in page
    assert "010-12345678" in page


def test_the_list_is_searched_and_narrowed(client, people):
    factories.open_call(people)

    assert "巾帼奋斗者选树" in client.get(url("public_list"), {"q": "奋斗者"}).content.decode()
    assert "没有找到" in client.get(url("public_list"), {"q": "不存在的评选"}).content.decode()
    assert "巾帼奋斗者选树" not in client.get(url("public_list"), {"kind": "result"}).content.decode()


def test_a_notice_shows_the_list_in_order_and_how_to_object(client, people):
    notice = post(decided(people, "毛方", "王文"), people, DAY)

    page = client.get(url("public_notice", notice.uid)).content.decode()

    assert page.index("王文") < page.index("毛方")
    assert "按姓氏笔画排序" in page
    assert "2026年6月1日至2026年6月8日，共 5 个工作日" in page
    assert "加盖公章" in page
    assert url("public_objection", notice.uid) in page


def test_a_notice_for_later_or_taken_down_is_not_shown(client, people):
    call = decided(people, "王文")
    later = post(call, people, date(2026, 6, 3))
    assert client.get(url("public_notice", later.uid)).status_code == 404
    assert "王文" not in client.get(url("public_call", call.uid)).content.decode()
    with on(date(2026, 6, 3)):
        assert client.get(url("public_notice", later.uid)).status_code == 200
        results.withdraw_notice(notice=later, reason="有误", by=people.officer)
        assert client.get(url("public_notice", later.uid)).status_code == 404


def test_no_sensitive_value_is_on_any_public_page(client, people):
    call, notice = final(people, "毛方", "王文")
    for nomination in call.nominations.all():
        assert nomination.values.filter(key="id_number").exclude(sealed="").exists()
    secret = [factories.id_number(1), factories.id_number(2), "13800001234", "汉族", "中共党员", "储能材料"]
    results_page = client.get(url("public_result", call.uid)).content.decode()
    assert "毛方" in results_page

    for address in ("/", url("public_list"), url("public_call", call.uid), url("public_notice", notice.uid),
                    url("public_result", call.uid), url("public_objection", notice.uid)):  # fmt: skip
        page = client.get(address)
        assert page.status_code == 200
        for value in secret:
            assert value not in page.content.decode(), (address, value)
        assert 'content="noindex"' in page.content.decode()


def test_an_objection_is_sent_with_evidence_and_gets_a_number(client, people):
    notice = post(decided(people, "王文"), people, DAY)
    entry = notice.entries.get()
    evidence = SimpleUploadedFile("证据.jpg", factories.jpeg(300, 200), content_type="image/jpeg")

    answer = client.post(
        url("public_objection", notice.uid), facts(notice, about=entry.pk, evidence=evidence), follow=True
    )

    objection = Objection.objects.get()
    assert objection.nomination == entry.nomination
    assert objection.evidence.original_name == "evidence.jpg"  # a file's own name may tell who objects
    assert f"{notice.pk:03d}-001" in answer.content.decode()
    assert client.get(objection.evidence.get_absolute_url()).status_code in (302, 403, 404)


def test_the_confirmation_is_for_the_sender_alone(client, people):
    notice = post(decided(people, "王文"), people, DAY)
    client.post(url("public_objection", notice.uid), facts(notice))

    assert client.get(url("public_received", notice.uid, 1)).status_code == 200
    client.cookies.clear()
    assert client.get(url("public_received", notice.uid, 1)).status_code == 404


def test_evidence_is_read_by_the_organisers_officers_alone(client, people):
    notice = post(decided(people, "王文"), people, DAY)
    evidence = SimpleUploadedFile("证据.jpg", factories.jpeg(300, 200))
    client.post(url("public_objection", notice.uid), facts(notice, evidence=evidence))
    address = Objection.objects.get().evidence.get_absolute_url()

    client.force_login(people.li)
    assert client.get(address).status_code == 404
    client.force_login(people.officer)
    answer = client.get(address)
    assert answer.status_code == 200
    factories.read_through(answer)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("程序.exe", b"MZ" + bytes(500)), "实际格式"),
        (SimpleUploadedFile("大.pdf", b"%PDF-1.4" + bytes(21 * 1024 * 1024)), "20 MB"),
    ],
)
def test_evidence_that_is_not_taken_is_refused_in_words(client, people, file, said):
    notice = post(decided(people, "王文"), people, DAY)
    file.seek(0)

    page = client.post(url("public_objection", notice.uid), facts(notice, evidence=file)).content.decode()

    assert said in page
    assert "李实名" in page
    assert not Objection.objects.exists()


def test_an_objection_without_a_name_is_asked_for_one(client, people):
    notice = post(decided(people, "王文"), people, DAY)

    page = client.post(url("public_objection", notice.uid), facts(notice, objector=" ")).content.decode()

    assert not Objection.objects.exists()
    assert "事实" in page


def test_after_the_last_day_nobody_can_object_here(client, people):
    notice = post(decided(people, "王文"), people, DAY)
    with on(date(2026, 6, 9), 0):
        page = client.get(url("public_objection", notice.uid)).content.decode()
        client.post(url("public_objection", notice.uid), facts(notice))

    assert "现在不在公示期内" in page
    assert not Objection.objects.exists()


def test_one_address_sends_a_few_objections_an_hour(client, people):
    notice = post(decided(people, "王文"), people, DAY)
    for _ in range(5):
        assert client.post(url("public_objection", notice.uid), facts(notice)).status_code == 302

    page = client.post(url("public_objection", notice.uid), facts(notice)).content.decode()

    assert Objection.objects.count() == 5
    assert "每小时最多 5 件" in page
    client.post(url("public_objection", notice.uid), facts(notice), REMOTE_ADDR="10.0.0.9")
    assert Objection.objects.count() == 6


def test_a_revoked_honour_stands_struck_out_in_the_public_result(client, people):
    call, _ = final(people, "毛方", "王文")
    Honour.objects.filter(holder_name="毛方").update(revoked_on=date(2026, 7, 1), revoked_by_document="某文")

    page = client.get(url("public_result", call.uid)).content.decode()

    assert "<s>王文</s>" not in page
    assert "<s>毛方</s>" in page
    assert "某文" in page


def test_there_is_no_result_before_the_end(client, people):
    call = decided(people, "王文")
    post(call, people, DAY)

    assert client.get(url("public_result", call.uid)).status_code == 404


@pytest.mark.parametrize(
    ("name", "most"), [("public_list", 4), ("public_call", 6), ("public_notice", 3), ("public_result", 4)]
)
def test_public_pages_ask_the_database_seldom(client, people, name, most):
    asked = []
    for names in (["王文"], ["丁一", "毛方", "孔王"]):
        call, notice = final(factories_again(people, len(asked)), *names)
        address = url(
            name, *([] if name == "public_list" else [notice.uid if name == "public_notice" else call.uid])
        )
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]
    assert asked[0] <= most, [query["sql"][:120] for query in seen]


def test_english_pages_are_english_throughout(client, people):
    notice = post(decided(people, "王文"), people, DAY)

    page = client.get(url("public_notice", notice.uid), headers={"accept-language": "en"}).content.decode()

    assert "How to object" in page
    assert "1 June 2026 to 8 June 2026" in page
    assert io.StringIO(page).readline().startswith("<!DOCTYPE")

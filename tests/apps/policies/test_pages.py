"""Pages of the library: taken in, checked value by value with and without scripts, found again, made into a call."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.models import Call
from jinguo.apps.clock import held_at
from jinguo.apps.policies import actions, makers
from jinguo.apps.policies.models import PolicyDocument
from jinguo.apps.policies.states import ItemState
from jinguo.apps.policies.views import shown
from jinguo.apps.policies.wording import ADDED_BY_HAND, PARTS, in_words
from tests import factories
from tests.apps.policies.papers import NOTICE, POLICY

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    with held_at(datetime(2026, 10, 13, 9, tzinfo=UTC)):
        yield factories.cast()


@pytest.fixture
def officer(people):
    client = Client()
    client.force_login(people.officer)
    return client


def taken_in(people, text, **named):
    document = actions.take_in(keeper=people.association, by=people.officer, pasted=text, **named)
    document.refresh_from_db()
    return document


def url(name, document, *more):
    return reverse(f"policies:{name}", args=[document.uid, *more])


def test_an_empty_file_and_an_empty_form_are_refused_where_they_were_given(officer, people):
    file = officer.post(reverse("policies:add"), {"file": SimpleUploadedFile("a.txt", b"")})
    pasted = officer.post(reverse("policies:add"), {"pasted": "  "})

    assert (file.status_code, pasted.status_code) == (422, 422)
    assert not PolicyDocument.objects.exists()


def test_a_value_is_said_yes_to_with_a_plain_form_and_with_htmx(officer, people):
    document = taken_in(people, NOTICE)
    first, second = document.items.filter(kind="category")

    plain = officer.post(url("value", document, first.uid), {"said": "accept", "seen": 1})
    quick = officer.post(
        url("value", document, second.uid), {"said": "reject", "seen": 1}, headers={"hx-request": "true"}
    )

    assert plain["Location"].endswith(f"/read/#{first.anchor}")
    assert f'id="{second.anchor}"' in quick.content.decode()
    assert "hx-swap-oob" in quick.content.decode()
    assert list(document.items.filter(kind="category").values_list("state", flat=True)) == [
        ItemState.ACCEPTED,
        ItemState.REJECTED,
    ]


def test_a_correction_on_an_old_page_keeps_what_was_entered(officer, people):
    document = taken_in(people, NOTICE)
    quota = document.items.filter(kind="quota").first()
    actions.decide(item=quota, state=ItemState.REJECTED, seen_version=1, by=people.officer)
    entered = {
        "said": "correct",
        "seen": 1,
        "part_who": "各市级学会",
        "part_count": "5",
        "part_comparator": "<=",
    }

    answer = officer.post(url("value", document, quota.uid), entered)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'data-code="item_changed_meanwhile"' in page
    assert 'value="5"' in page
    again = officer.post(url("value", document, quota.uid), entered | {"seen": 2})
    quota.refresh_from_db()
    assert again.status_code == 302
    assert (quota.state, quota.corrected["count"]) == (ItemState.CORRECTED, 5)


def test_selected_words_become_a_value_at_their_place(officer, people):
    document = taken_in(people, POLICY)
    start = document.text.index("心理咨询服务")
    page = officer.get(url("add_value", document), {"start": start, "end": start + 6, "kind": "entitlement"})
    assert "心理咨询服务" in page.content.decode()

    officer.post(
        url("add_value", document),
        {"start": start, "end": start + 6, "kind": "entitlement", "part_what": "service", "part_text": "心理咨询服务", "audiences": ["women"]},
    )  # fmt: skip

    added = document.items.get(pointer__startswith="+")
    assert (added.start, added.end, added.audiences, added.state) == (
        start,
        start + 6,
        " women ",
        ItemState.ACCEPTED,
    )
    shown = Client().get(reverse("policies:entitlements") + "?for=women")
    assert "心理咨询服务" not in shown.content.decode()  # the document is internal
    actions.describe(document=document, changes={"is_public": True}, seen_version=1, by=people.officer)
    assert "心理咨询服务" in Client().get(reverse("policies:entitlements") + "?for=women").content.decode()
    assert (
        "心理咨询服务" not in Client().get(reverse("policies:entitlements") + "?for=units").content.decode()
    )


def test_every_kind_that_is_corrected_has_its_form(officer, people):
    for text in (POLICY, NOTICE):
        document = taken_in(people, text)
        for item in document.items.all():
            assert officer.get(url("value", document, item.uid) + "?edit=1").status_code == 200, item.kind


def test_lengths_of_time_and_sizes_of_files_are_said_as_people_say_them(officer, people):
    document = taken_in(people, NOTICE)
    photo, video = (document.items.get(kind="material", value__kind=kind) for kind in ("photo", "video"))
    zh, en = (
        officer.get(
            url("value", document, video.uid) + "?edit=1", headers={"accept-language": lang}
        ).content.decode()
        for lang in ("zh-hans", "en")
    )
    assert ('value="2 分钟"' in zh, 'value="2 min"' in en) == (True, True)

    def entered(item, **parts):
        given = {"said": "correct", "seen": item.version, "part_name": item.value["name"], **parts}
        return officer.post(url("value", document, item.uid), given, headers={"accept-language": "en"})

    refused = entered(video, part_max_duration_s="90")
    entered(video, part_max_duration_s="1 分 30 秒", part_max_size_bytes="1.5 GB")
    entered(photo, part_min_size_bytes="500 KB")

    assert "Write it with its unit" in refused.content.decode()
    video.refresh_from_db()
    photo.refresh_from_db()
    assert (video.corrected["max_duration_s"], video.corrected["max_size_bytes"]) == (90, 1536 * 1024**2)
    assert photo.corrected["min_size_bytes"] == 500 * 1024


def test_the_library_finds_words_and_shows_the_passage(officer, people):
    policy = taken_in(people, POLICY)
    taken_in(people, NOTICE)

    page = officer.get(reverse("policies:library"), {"q": "家庭教育"})

    [(document, passage, _)] = page.context["rows"]
    assert (document, passage.found) == (policy, "家庭教育")
    text = officer.get(url("document", policy), {"at": passage.start}).context["text"]
    assert "家庭教育" in text.found
    by = {
        "kind": "call",
        "level": "municipal",
        "year": "2026",
        "in_force": "1",
        "issuer": "示例市科学技术协会",
    }
    assert [row[0].kind for row in officer.get(reverse("policies:library"), by).context["rows"]] == ["call"]
    assert Client().get(reverse("policies:library"), {"q": "家庭教育"}).context["rows"] == []


def test_a_document_that_is_replaced_is_in_force_no_longer(officer, people):
    old, new = taken_in(people, POLICY), taken_in(people, POLICY.replace("2021", "2024"))

    officer.post(url("relate", new), {"kind": "replaces", "target": old.pk})

    rows = officer.get(reverse("policies:library"), {"in_force": "1"}).context["rows"]
    assert [row[0] for row in rows] == [new]
    assert new.title in officer.get(url("document", old)).content.decode().split("<aside")[1]


def test_a_notice_becomes_a_call_that_opens(officer, people):
    document = taken_in(people, NOTICE)
    officer.post(url("accept_sure", document))

    answer = officer.post(url("make_call", document))

    call = Call.objects.get()
    assert answer["Location"] == reverse("calls:setup", args=[call.uid])
    assert (call.title, str(call.closing_day), call.copies) == ("2026年度巾帼科技标兵评选", "2026-11-20", 3)
    assert [category.name for category in call.categories.all()] == ["科研创新类", "成果转化类"]
    assert {(quota.unit_kind, quota.places) for quota in call.quotas.all()} == {
        ("society", 2),
        ("district", 1),
    }
    assert call.invitees.count() == 2
    assert [spec.kind for spec in call.material_specs()] == ["photo", "video"]
    hub = officer.get(reverse("calls:setup", args=[call.uid])).content.decode()
    assert url("document", document) in hub
    assert 'data-code="made_closing_day_included"' in hub
    assert [one.label for one in makers.came_of(people.officer, [document])[document.pk]] == [call.title]
    described = list(call.categories.values_list("description", flat=True))
    assert described == ["从事基础研究的女性。", "从事成果转化的女性。"]
    buttons = officer.get(url("read", document)).context["makers"]
    assert [(str(one.label), one.primary) for one in buttons] == [("打开评选", True), ("生成评选", False)]
    assert opening.open_call(call=call, by=people.officer).state == "call_open"


@pytest.mark.parametrize("name", ["read", "document", "make_call", "describe", "add_value"])
def test_queries_do_not_grow_with_what_was_read(officer, people, name, django_assert_max_num_queries):
    short, long = taken_in(people, NOTICE), taken_in(people, NOTICE + POLICY)
    for n in range(3):
        actions.make_call(document=long, by=people.officer)
        actions.relate(document=long, kind="cites", title=f"另一份文件{n}", by=people.officer)
    officer.get(url(name, short))

    with django_assert_max_num_queries(15) as seen:
        officer.get(url(name, short))
    few = len(seen)
    with django_assert_max_num_queries(15) as seen:
        officer.get(url(name, long))

    assert len(seen) <= few + 1  # the relations' own query may be empty for the short one


def test_queries_of_the_library_do_not_grow(officer, people):
    taken_in(people, POLICY)
    officer.get(reverse("policies:library"), {"q": "女性"})

    def count():
        with CaptureQueriesContext(connection) as seen:
            officer.get(reverse("policies:library"), {"q": "女性"})
        return len(seen)

    one = count()
    for _ in range(3):
        actions.make_call(document=taken_in(people, NOTICE), by=people.officer)
    assert count() == one <= 12


def test_a_correction_changes_only_what_was_changed(officer, people):
    """Values that are lists (formats, a span of numbers) stay lists, whether or not they were touched."""
    document = taken_in(people, NOTICE)
    photo = document.items.get(kind="material", value__kind="photo")
    photo.value = {**photo.value, "format": ["jpg"], "max_count": [2, 3]}
    photo.save()
    form = officer.get(url("value", document, photo.uid), {"edit": "1"}).context["form"]
    shown = {name: form[name].value() for name in form.fields}

    officer.post(
        url("value", document, photo.uid),
        {name: value for name, value in shown.items() if value not in (None, False)}
        | {"part_format": "jpg、png", "seen": photo.version, "said": "correct"},
    )

    photo.refresh_from_db()
    assert (photo.now_says["format"], photo.now_says["max_count"]) == (["jpg", "png"], [2, 3])


def test_values_are_said_as_documents_say_them():
    assert in_words("date", "2023-09-27") == "2023年9月27日"
    assert in_words("deadline", {"date": "2023-10-20", "who": "各推荐单位"}) == "2023年10月20日 · 各推荐单位"
    assert in_words("field", {"label": "主要事迹", "max_chars": 1000}) == "主要事迹（不超过 1000 字）"
    photo = {"name": "工作照", "kind": "photo", "min_count": 2, "max_count": 3, "format": ["jpg"]}
    assert in_words("material", photo) == "工作照 · 2–3 张 · jpg"


def test_participating_units_are_called_so(people):
    document = taken_in(people, POLICY.replace("责任单位", "参与单位"))
    assert {one.value["role"] for one in document.items.filter(kind="unit")} == {"lead", "participating"}


def test_the_documents_page_names_units_under_their_parts(officer, people):
    document = taken_in(people, POLICY)
    assert "牵头单位：市妇联；参与单位：市科技局、市教育局" in officer.get(url("document", document)).text


def test_the_outline_of_a_long_document_is_shown_in_parts(officer, people, monkeypatch):
    document = taken_in(people, POLICY)
    monkeypatch.setattr(shown, "OUTLINE_ROWS", 2)
    monkeypatch.setattr(shown, "GRANTS", 1)

    page = officer.get(url("document", document), {"page": 2})

    assert page.context["outline"].paginator.num_pages > 1
    assert "此处列出前 1 项" in page.text


@pytest.mark.parametrize("kind", ADDED_BY_HAND)
def test_what_is_added_by_hand_with_the_least_words_does_not_stop_the_making(officer, people, kind):
    notice = kind in ("category", "quota", "eligibility", "material", "deadline", "field", "addressee")
    document = taken_in(people, NOTICE if notice else POLICY)
    measure = document.items.filter(kind="measure").first()
    texts = {"date": "2026-11-30", "number": "3"}
    least = {f"part_{one.key}": texts.get(one.control, "补充") for one in PARTS[kind] if one.required}
    choices = {"part_what": "service", "audiences": ["women"]} if kind == "entitlement" else {}
    of = {"of": measure.pk} if measure and kind in ("unit", "target", "task") else {}

    added = officer.post(url("add_value", document), {"kind": kind} | least | choices | of)
    maker = reverse("policies:make_call" if notice else "plans:make", args=[document.uid])

    assert added.status_code == 302
    assert officer.get(maker).status_code == 200
    assert officer.get(url("document", document)).status_code == 200

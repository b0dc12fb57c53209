"""Materials of a nomination: taken in, found out about at once, put in order, read by whom they concern."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps.calls.actions import nominating
from jinguo.apps.calls.models import Material
from jinguo.apps.clock import held_at
from jinguo.apps.files import actions as files
from jinguo.demo.media import macro_document, page_as_jpg, png_as_jpg, stamped_scan, zip_bomb
from tests import factories

pytestmark = pytest.mark.django_db
PHOTOS = {"key": "photos", "label": "工作照", "kind": "photo", "formats": ["jpg"], "max_count": 2}
PAPERS = {"key": "papers", "label": "证明材料", "kind": "document", "min_count": 0, "max_count": 3}


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def call(people):
    return factories.open_call(people, materials=[PHOTOS | {"min_pixels": 1048576}, PAPERS])


@pytest.fixture
def nomination(call, people):
    return factories.draft(call, people.society, people.li)


@pytest.fixture
def li(client, people):
    client.force_login(people.li)
    return client


def bring(client, nomination, key, content, name, **more):
    """Post a file as the page without scripts does."""
    url = reverse("calls:unit_material_add", args=[nomination.uid, key])
    return client.post(url, {"file": SimpleUploadedFile(name, content), **more})


def codes(nomination) -> list[list[str]]:
    return [[found["code"] for found in one.findings] for one in nomination.materials.all()]


def test_a_photo_that_meets_the_call_is_kept_without_findings(li, nomination):
    response = bring(li, nomination, "photos", factories.jpeg(), "工作照.jpg")

    assert response.status_code == 302
    assert codes(nomination) == [[]]


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (factories.jpeg(640, 480), "小.jpg", "too_few_pixels"),
        (factories.jpeg()[:20_000], "断.jpg", "picture_damaged"),
        (png_as_jpg(1), "改名.jpg", "file_misnamed"),
        (b"just words", "字.jpg", "format_not_accepted"),
    ],
)
def test_a_harmless_file_that_is_wrong_is_kept_with_its_finding(li, nomination, content, name, expected):
    bring(li, nomination, "photos", content, name)

    found = codes(nomination)[0]
    assert found
    assert expected in found or expected == "format_not_accepted"
    assert not nomination.materials.get().ok


@pytest.mark.parametrize(
    ("key", "content", "name"),
    [
        ("photos", b"", "空.jpg"),
        ("photos", page_as_jpg(), "网页.jpg"),
        ("papers", macro_document(), "宏.docx"),
        ("papers", zip_bomb(), "炸弹.docx"),
        ("papers", b"MZ" + b"\0" * 500, "程序.exe"),
    ],
)
def test_a_dangerous_file_is_refused_with_a_sentence(li, nomination, key, content, name):
    response = bring(li, nomination, key, content, name)

    assert response.status_code == 409
    assert not nomination.materials.exists()


def test_the_third_of_two_is_refused_and_the_same_one_twice(li, nomination):
    first = factories.jpeg()
    bring(li, nomination, "photos", first, "一.jpg")

    again = bring(li, nomination, "photos", first, "同一张.jpg")
    bring(li, nomination, "photos", factories.jpeg(1500, 900), "二.jpg")
    third = bring(li, nomination, "photos", factories.jpeg(1600, 900), "三.jpg")

    assert (again.status_code, third.status_code) == (409, 409)
    assert nomination.materials.count() == 2


def test_a_resumable_upload_is_taken_over_once(li, nomination, people):
    content = factories.jpeg()
    upload = files.begin(name="照.jpg", kind="calls.material", length=len(content), by=people.li)
    files.go_on(upload, [content], offset=0)
    url = reverse("calls:unit_material_add", args=[nomination.uid, "photos"])

    pages = [li.post(url, {"upload": str(upload.uid)}, HTTP_X_REQUESTED_WITH="fetch") for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert nomination.materials.count() == 1
    assert 'id="panel"' in pages[0].content.decode()


@pytest.mark.parametrize("data", [{}, {"upload": "nonsense"}, {"upload": "0" * 32}])
def test_a_post_without_a_file_is_refused(li, nomination, data):
    url = reverse("calls:unit_material_add", args=[nomination.uid, "photos"])

    assert li.post(url, data).status_code == 409


def test_a_material_that_was_not_asked_for_is_refused(li, nomination):
    assert bring(li, nomination, "other", factories.jpeg(), "一.jpg").status_code == 409


def test_order_and_removal(li, nomination):
    bring(li, nomination, "photos", factories.jpeg(), "一.jpg")
    bring(li, nomination, "photos", factories.jpeg(1500, 900), "二.jpg")
    first, second = nomination.materials.all()

    li.post(reverse("calls:unit_material_move", args=[second.uid]), {"to": "up"})
    assert [one.file.original_name for one in nomination.materials.all()] == ["二.jpg", "一.jpg"]
    li.post(reverse("calls:unit_material_remove", args=[first.uid]))

    assert [one.file.original_name for one in nomination.materials.all()] == ["二.jpg"]


def test_after_the_date_nothing_is_added_or_removed(li, nomination, call, people):
    bring(li, nomination, "photos", factories.jpeg(), "一.jpg")
    material = nomination.materials.get()

    with held_at(call.closes_at + timedelta(seconds=1)):
        li.logout()
        li.force_login(people.li)
        late = bring(li, nomination, "photos", factories.jpeg(1500, 900), "二.jpg")
        gone = li.post(reverse("calls:unit_material_remove", args=[material.uid]))

    assert (late.status_code, gone.status_code) == (409, 409)
    assert nomination.materials.count() == 1


def test_who_may_read_a_file(client, nomination, people, call):
    client.force_login(people.li)
    bring(client, nomination, "photos", factories.jpeg(), "一.jpg")
    stored = nomination.materials.get().file
    url = reverse("files:download", args=[stored.uid])

    def seen_by(user) -> int:
        client.force_login(user)
        response = client.get(url)
        factories.read_through(response)
        return response.status_code

    assert [seen_by(who) for who in (people.li, people.zhao, people.officer, people.stranger)] == [
        200,
        404,
        404,
        404,
    ]
    nominating.hand_in(nomination=nomination, by=people.li)
    assert [seen_by(who) for who in (people.officer, people.stranger)] == [200, 404]


def test_an_old_print_is_noticed_by_its_code(li, people):
    call = factories.open_call(people, stamped_form_required=True)
    nomination = factories.draft(call, people.society, people.li)
    li.post(reverse("calls:unit_word_form", args=[nomination.uid]))
    printed = nomination.prints.get().code
    bring(
        li,
        nomination,
        Material.STAMPED_FORM,
        stamped_scan(1),
        "扫描.pdf",
        code=printed.lower().replace("-", ""),
    )
    nominating.save_field(
        nomination=nomination, key="deeds", raw="改过的事迹。", seen_version=1, by=people.li
    )

    response = li.post(reverse("calls:unit_hand_in", args=[nomination.uid]))

    assert nomination.materials.get().print_code == printed
    assert response.status_code == 409
    assert printed in response.content.decode()


def test_a_code_that_is_none_is_refused_and_the_scan_stays_out(li, people):
    call = factories.open_call(people, stamped_form_required=True)
    nomination = factories.draft(call, people.society, people.li)

    response = bring(li, nomination, Material.STAMPED_FORM, stamped_scan(1), "扫描.pdf", code="见页脚")

    assert response.status_code == 409
    assert not nomination.materials.exists()


def test_many_materials_ask_no_more_queries(li, people):
    call = factories.open_call(people, materials=[PHOTOS | {"max_count": 5}])
    nomination = factories.draft(call, people.society, people.li)
    counts = []
    for wanted in (1, 3):
        while nomination.materials.count() < wanted:
            at = 1400 + nomination.materials.count()
            bring(li, nomination, "photos", factories.jpeg(at, 900), f"{at}.jpg")
        with CaptureQueriesContext(connection) as seen:
            li.get(reverse("calls:unit_nomination", args=[nomination.uid]))
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 15


def test_a_file_larger_than_the_call_takes_is_kept_with_its_finding(li, people):
    call = factories.open_call(people, materials=[PHOTOS | {"max_bytes": 1000}])
    nomination = factories.draft(call, people.society, people.li)

    bring(li, nomination, "photos", factories.jpeg(), "大.jpg")

    assert codes(nomination) == [["file_too_large"]]
    assert io.BytesIO(factories.jpeg()).getbuffer().nbytes > 1000


def test_where_one_is_wanted_the_next_takes_its_place(li, people):
    call = factories.open_call(people, materials=[PHOTOS | {"max_count": 1}])
    nomination = factories.draft(call, people.society, people.li)
    bring(li, nomination, "photos", factories.jpeg(), "旧.jpg")
    old = nomination.materials.get()

    page = li.get(reverse("calls:unit_nomination", args=[nomination.uid])).content.decode()
    bring(li, nomination, "photos", factories.jpeg(1500, 900), "新.jpg", replaces=str(old.uid))

    assert str(old.uid) in page
    assert [one.file.original_name for one in nomination.materials.all()] == ["新.jpg"]


def test_a_dangerous_file_does_not_replace_a_good_one(li, people):
    call = factories.open_call(people, materials=[PHOTOS | {"max_count": 1}])
    nomination = factories.draft(call, people.society, people.li)
    bring(li, nomination, "photos", factories.jpeg(), "旧.jpg")
    old = nomination.materials.get()

    bring(li, nomination, "photos", page_as_jpg(), "网页.jpg", replaces=str(old.uid))

    assert [one.pk for one in nomination.materials.all()] == [old.pk]

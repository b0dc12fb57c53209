"""What goes wrong before a liaison's screen gets a clear message and loses nothing."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from jinguo.demo.media import hostile, photos
from tests import factories
from tests.e2e.browser import expect
from tests.e2e.server import Site
from tests.e2e.story import PASSWORD, Person

pytestmark = pytest.mark.browser

# A sentence, longer than the names of the files here.
CHINESE = re.compile("[\u4e00-\u9fff]{4}")
OPENED_ON, AFTER_THE_LAST_DAY = "2026-09-01", "2026-09-21"
CAST = """
from datetime import date
from tests import factories
from jinguo.apps.calls import presets
from jinguo.apps.calls.actions import nominating, opening
from jinguo.apps.calls.models import Invitee

people = factories.cast()
call = opening.create_from_preset(
    organiser=people.association, preset=presets.all_presets()["striving_women"], title="选树", year=2026,
    by=people.officer, closing_day=date(2026, 9, 20),
)
call.materials = [*call.materials, *wishes]
call.save(update_fields=["materials"])
call = opening.open_call(call=call, by=people.officer)
invitee = Invitee.objects.get(call=call, organisation=people.society)
one = nominating.start_nomination(invitee=invitee, category=call.categories.first(), by=people.li)
print(json.dumps(f"/nominations/{one.uid}/"))
"""
WISHES = [
    {"key": "papers", "label": "证明材料", "kind": "document", "formats": ["pdf", "docx"], "min_count": 0},
    {
        "key": "portrait",
        "label": "近照",
        "kind": "photo",
        "formats": ["jpg"],
        "min_count": 0,
        "max_bytes": 100_000,
    },
]
VALUE = """
from jinguo.apps.calls.models import FieldValue
row = FieldValue.objects.filter(key=key).first()
print(json.dumps(row.value if row else None))
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("desk"), day=OPENED_ON)
    path = site.run(CAST, wishes=WISHES)
    site.environment |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "9", "EMAIL_USE_SSL": "false"}
    site.start()
    yield SimpleNamespace(site=site, path=path)
    site.close()


@pytest.fixture
def li(desk, page_at):
    person = Person(page_at(), desk.site, [], "li")
    person.signs_in()
    person.goes_to(desk.path)
    return person


def saved(desk, key):
    return desk.site.run(VALUE, key=key)


def test_a_session_that_ended_while_she_typed_loses_no_text(desk, li):
    li.page.context.clear_cookies(name="sessionid")
    li.page.fill("#f-deeds", "登录过期前写下的一段话。")
    li.page.keyboard.press("Tab")
    li.page.locator("#sign-in-again[open]").wait_for()
    expect(li.page.locator("#f-deeds")).to_have_value("登录过期前写下的一段话。")

    with li.page.context.expect_page() as opened:
        li.page.click("#sign-in-again a")
    opened.value.fill("[name=login]", "li")
    opened.value.fill("[name=password]", PASSWORD)
    opened.value.click("main form:has([name=login]) button[type=submit]")
    opened.value.wait_for_url(desk.site.url + "/**")
    opened.value.close()
    li.page.click("#sign-in-again [data-shuts]")
    li.page.evaluate("dispatchEvent(new Event('focus'))")
    li.until("document.querySelector('#kept').dataset.state === 'saved'")

    assert saved(desk, "deeds") == "登录过期前写下的一段话。"


def test_two_tabs_on_one_field_show_both_texts(desk, li):
    other = Person(li.page.context.new_page(), desk.site, [], "li")
    other.goes_to(desk.path)
    li.page.fill("#f-honours", "第一个窗口写的")
    li.waits_until_saved()
    other.page.fill("#f-honours", "第二个窗口写的")
    other.page.keyboard.press("Tab")
    other.page.locator("#field-honours [data-clash]").wait_for()

    other.sees("第一个窗口写的", "#field-honours")
    expect(other.page.locator("#f-honours")).to_have_value("第二个窗口写的")
    assert saved(desk, "honours") == "第一个窗口写的"
    other.page.click("#field-honours [data-keep-mine]")
    other.until("document.querySelector('#kept').dataset.state === 'saved'")
    assert saved(desk, "honours") == "第二个窗口写的"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("𠮷田㛃", "𠮷田㛃"),
        ("迪丽热巴·" + "买合木提" * 6, "迪丽热巴·" + "买合木提" * 6),
        ("王\u0000\u0008晓\u200b兰", "王晓兰"),
    ],
)
def test_unusual_names_are_kept_as_they_are_written(desk, li, typed, kept):
    li.page.evaluate(
        """(text) => { const field = document.querySelector('#f-name'); field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true })); field.focus(); }""",
        typed,
    )
    li.waits_until_saved()

    assert saved(desk, "name") == kept
    li.sees(kept, "h1")


def test_a_name_with_an_emoji_is_kept_and_told(desk, li):
    li.page.fill("#f-name", "王晓兰😀")
    li.waits_until_saved()

    expect(li.page.locator("#field-name [data-found]").first).to_contain_text(CHINESE)


WRONG_FILES = {
    "空.jpg": ("work_photos", b"", True),
    "网页.jpg": ("work_photos", hostile.page_as_jpg(), True),
    "巨图.jpg": ("work_photos", hostile.bomb_png(), True),
    "一半.jpg": ("work_photos", photos.truncated_photo(7), False),
    "其实是png.jpg": ("work_photos", photos.png_as_jpg(7), False),
    "太小.jpg": ("work_photos", photos.small_photo(7), False),
    "太大.jpg": ("portrait", factories.jpeg(), False),
    "带宏.docx": ("papers", hostile.macro_document(), True),
    "压缩包.docx": ("papers", hostile.zip_bomb(), True),
}


@pytest.mark.parametrize("name", WRONG_FILES)
def test_a_wrong_file_is_told_in_words(desk, li, tmp_path, name):
    wish, content, kept_out = WRONG_FILES[name]
    (tmp_path / name).write_bytes(content)
    li.page.fill("#f-deeds", "上传文件之前写下的一段话。")
    before = li.page.locator(f"[data-wish={wish}] .mat").count()
    li.page.set_input_files(f"[data-wish={wish}] input[type=file]", str(tmp_path / name))
    if kept_out:
        told = li.page.locator(f"[data-wish={wish}] .drop-wrong")
    else:
        told = li.page.locator(f"[data-wish={wish}] .mat:has-text('{name}') .reasons li")

    expect(told.first).to_contain_text(CHINESE)
    expect(told.first).not_to_contain_text("<")
    expect(li.page.locator("#f-deeds")).to_have_value("上传文件之前写下的一段话。")
    if kept_out:
        expect(li.page.locator(f"[data-wish={wish}] .mat")).to_have_count(before)
    else:
        given = li.page.locator(f"[data-wish={wish}] .mat:has-text('{name}')")
        given.locator(".acts form:last-child button").click()
        expect(given).to_have_count(0)


def test_the_mail_server_away_keeps_the_message_and_the_page_goes_on(desk, li):
    li.page.fill("#f-name", "王晓兰")
    li.waits_until_saved()
    li.page.fill("#ask-address", "wang@example.org")
    li.presses("#confirmation form button")
    expect(li.page.locator("#fresh-link")).to_have_count(1)

    waiting = desk.site.run(
        """
import time
from jinguo.apps.outbox.models import Message
until = time.monotonic() + 60
while time.monotonic() < until:
    one = Message.objects.get(code="nominee_asked")
    if one.attempts:
        break
    time.sleep(0.5)
print(json.dumps([one.attempts > 0, one.sent_at is None, bool(one.last_error)]))
"""
    )
    assert waiting == [True, True, True]


def test_a_full_disk_is_said_and_the_form_goes_on(desk, li, tmp_path):
    desk.site.stop()
    desk.site.start(largest_file=6 * 1024 * 1024)
    film = tmp_path / "大片.mp4"
    film.write_bytes(bytes(range(256)) * 4 * 9 * 1024)
    li.page.set_input_files("[data-wish=video] input[type=file]", str(film))
    li.sees("磁盘空间不足", "[data-wish=video] .drop-wrong")
    li.page.fill("#f-unit_and_post", "示例市材料研究所 研究员")
    li.waits_until_saved()
    desk.site.stop()
    desk.site.start()

    assert saved(desk, "unit_and_post") == "示例市材料研究所 研究员"


def test_the_clock_passing_the_last_day_while_the_page_is_open(desk, li):
    desk.site.environment["SESSION_IDLE_MINUTES"] = "0"
    desk.site.live_on(AFTER_THE_LAST_DAY)
    li.page.fill("#f-deeds", "截止以后写下的一段话。")
    li.page.keyboard.press("Tab")
    li.until("document.querySelector('#field-deeds [data-kept]').dataset.state === 'failed'")
    li.sees("截止", ".nom-refused")
    desk.site.live_on(OPENED_ON)

    expect(li.page.locator("#f-deeds")).to_have_value("截止以后写下的一段话。")
    assert saved(desk, "deeds") != "截止以后写下的一段话。"

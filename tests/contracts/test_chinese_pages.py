"""On a Chinese page stands Chinese: every page is opened with data in it and searched for words left in English."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.contracts.test_addresses import table, told, world  # noqa: F401 - a fixture
from tests.contracts.world import ROLES
from tests.factories import read_through

pytestmark = pytest.mark.django_db

ALLOWED = {
    # formats, programs and units that Chinese documents write in Latin letters
    "jpg", "jpeg", "png", "mp4", "pdf", "docx", "xlsx", "word", "excel", "wps", "zip", "csv", "json", "heic", "heif", "xls",
    "doc", "mov", "kb", "mb", "gb", "kib", "mib", "px", "sha", "id", "ip", "https", "http", "ctrl", "esc", "tab", "enter",
    "chrome", "edge", "firefox", "safari", "gb/t", "moc", "dpi", "bom", "utf", "totp", "fido", "usb", "windows", "hello",
    "face", "touch", "apple", "google", "microsoft", "authenticator", "url", "english", "en", "pinyin", "email", "qq",
    "h", "min", "s", "v", "x", "n", "a", "b", "c", "d", "e", "f", "m", "cmyk", "rgb", "aac", "avc", "hevc", "exif", "gps",
    "ofd", "jinguo", "worker", "orcid", "toml",
}  # fmt: skip
"""Latin letters that belong on a Chinese page."""

OF_THE_WORLD = {
    "officer", "li", "zhao", "stranger", "expert", "idle", "example", "org", "qian", "localhost", "test", "contract", "work",
    "pdf", "absent", "testserver", "innovation", "bench",
}  # fmt: skip
"""Names that the test's own people and files bear."""

SKIPPED = {"gallery", "set_language", "account_logout"}

PAGES = [
    (address, role)
    for address in table()
    if address.method == "GET" and address.name not in SKIPPED
    for role in [next((role for role in reversed(ROLES) if address.answers[role] == "200"), None)]
    if role
]


@pytest.mark.parametrize(("address", "role"), PAGES, ids=lambda value: getattr(value, "name", value))
def test_no_english_word_is_left(address, role, world):  # noqa: F811
    client = Client(headers={"accept-language": "zh-CN"})
    if world.users[role] is not None:
        client.force_login(world.users[role])

    answer = client.get(address.url(world.things))

    assert told(answer) == "200"
    content = read_through(answer)
    if answer["Content-Type"].startswith("text/html"):
        assert english_in(content.decode()) == []


def test_an_english_word_is_found_wherever_it_stands():
    page = """<html><p title="Close it">照片 JPG</p><script>var word;</script><input placeholder="Search">共 3 份 Files</html>"""

    assert english_in(page) == ["Close", "Files", "Search", "it"]


def test_a_check_code_of_letters_alone_is_no_word():
    assert english_in("<p>表格版本 <b>BFCA EEDE 01AC</b> DEAD</p>") == ["DEAD"]


def english_in(page: str) -> list[str]:
    """Words of Latin letters that a reader of the page sees or hears, outside the allowed ones."""
    seen = re.sub(r"(?s)<(script|style|svg|code|template)\b.*?</\1>|<!--.*?-->", " ", page)
    spoken = re.findall(r'\s(?:title|aria-label|alt|placeholder|label|data-label)="([^"]*)"', seen)
    text = " ".join([re.sub(r"(?s)<[^>]*>", " ", seen), *spoken])
    text = re.sub(r"&[a-z]+;|&#\w+;", " ", text)
    text = re.sub(
        r"\b[0-9A-F]{4}(?: [0-9A-F]{4})+\b", " ", text
    )  # a check code may be all letters: BFCA EEDE
    text = re.sub(r"\S*[0-9@/_.]\S*", " ", text)  # numbers, addresses, file names, codes
    words = re.findall(r"[A-Za-z]{2,}", text)
    return sorted({word for word in words if word.lower() not in ALLOWED | OF_THE_WORLD})

"""Every page at two widths and in two languages: sound for assistive technology, never too wide, no word of the other language.

With ``SCREENSHOTS=folder`` each is kept as a picture, for people to look at; that takes half the time again.
"""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import keeps_a_picture, serious
from tests.e2e.server import Site
from tests.e2e.story import Person

pytestmark = pytest.mark.browser
LANGUAGES, WIDTHS = ("zh-hans", "en"), (1280, 390)

# Latin words that stand in Chinese pages rightly: formats, standards, keys, and what people typed.
LATIN = re.compile(r"[A-Za-z][A-Za-z'’]{2,}")
TYPED = re.compile(r"\S+@\S+|\b[0-9a-f]{16,}\b")
RIGHTLY = (
    "Word Excel PDF JPG JPEG PNG MP4 DOCX XLSX ZIP OFD WPS CSV JSON docx xlsx zip pdf jpg mp4 doc wps ofd png jpeg "
    "English Apache Chrome Linux Ctrl Enter Esc SHA TOTP com org example expert localhost http https jinguo GMT UTC "
    "MiB GiB KiB LibreOffice"
)

# On English pages what people typed stays Chinese; what we say there does not: menus, buttons, heads of tables.
# What stands at the head of a column with its own name (records side by side, units) is theirs too.
OURS = ".side-link, main button, table:not(.beside) thead th:not(.named), .pager"
# A button says to screen readers what it is about: a name, a label that was typed.
WITHOUT_WHAT_IT_IS_ABOUT = """(one) => [...one.querySelectorAll(".visually-hidden")].reduce(
    (said, about) => said.replace(about.innerText, ""), one.innerText)"""
HAN = re.compile("[\u4e00-\u9fff]")
NAMES_OF_LANGUAGES = {"中文", "简体中文"}


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("look"))
    pages = site.run("from tests.e2e import look_data; look_data.main()")
    site.start()
    yield site, pages
    site.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_sound_at_both_widths(language, looked_at, page_at):
    site, pages = looked_at
    wrong: list[str] = []
    for username, places in pages.items():
        person = Person(page_at(), site, wrong, username)
        if username:
            person.signs_in()
        cookie = {"name": "django_language", "value": language, "url": site.url}
        person.page.context.add_cookies([cookie])
        for number, (name, path) in enumerate(places, 1):
            wrong += looks_at(person, f"{number:02d}-{name}", path, language)
    assert not wrong, "\n".join(wrong)
    assert "Traceback" not in site.log()


def looks_at(person, name, path, language):
    page, problems = person.page, []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900 if width > 600 else 844})
        if width == WIDTHS[0]:
            answer = page.goto(person.site.url + path)
            if answer.status >= 400 and "not-found" not in name:
                return [f"{person.username} {path}: {answer.status}"]
        keeps_a_picture(page, f"{person.username or 'public'}-{name}-{language}-{width}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            problems.append(f"{width} {language} {path}: {wide} px wide")
        if language == LANGUAGES[0] or width == WIDTHS[0]:
            problems += [f"{width} {language} {path}: {line}" for line in serious(page)]
    text = TYPED.sub("", page.inner_text("body"))
    if language == LANGUAGES[0]:
        left = sorted({word for word in LATIN.findall(text) if word not in RIGHTLY.split()})
        problems += [f"{path}: English left: {left}"] if left else []
    else:
        left = chinese_left(page)
        problems += [f"{path}: Chinese left: {left}"] if left else []
    return [f"{person.username or 'public'} {problem}" for problem in problems]


def chinese_left(page):
    """What of our own words on an English page is Chinese."""
    said = page.locator(OURS).evaluate_all(f"found => found.map({WITHOUT_WHAT_IT_IS_ABOUT})")
    return sorted({words.strip() for words in said if HAN.search(words)} - NAMES_OF_LANGUAGES)

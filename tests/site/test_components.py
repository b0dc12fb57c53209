"""The named pieces print what they promise, in both languages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from jinguo.apps import clock
from jinguo.reasons import Reason, Verdict
from jinguo.site.components import states
from jinguo.site.components.pieces.marks import icon_names

SOURCE = Path(__file__).resolve().parents[2] / "src/jinguo"
FULL = Verdict.no("quota_used_up", limit=1, used=1)


def shown(
    source: str, lang: str = "zh-hans", path: str = "/list?sort=name&q=x&page=2", **context: object
) -> str:
    request = RequestFactory().get(path)
    with translation.override(lang):
        return Template(source).render(Context({"request": request, **context}))


def test_a_badge_says_its_state_in_words_beside_colour_and_icon():
    html = shown('{% badge "nomination_submitted" text="已提交" %}')
    assert "已提交" in html
    assert "tone-blue" in html
    assert "#send" in html


def test_a_state_looks_the_same_with_and_without_its_kind():
    assert states.of("call_open") == states.of("open")
    assert states.of("entirely_new") == states.UNKNOWN


def test_a_button_that_may_not_be_pressed_says_why_not():
    html = shown('{% action_button "/do" "推荐" verdict=full %}', full=FULL)
    assert "disabled" in html
    assert "名额已用完（1/1）" in html
    assert "<form" not in html
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described
    assert f'id="{described[1]}"' in html


def test_a_button_that_asks_first_works_without_scripts_by_a_tick():
    html = shown('{% action_button "/do" "提交" confirm="确定吗？" %}', csrf_token="t")
    assert "<dialog" in html
    assert re.search(r"<noscript>.*<input type=\"checkbox\" required>.*</noscript>", html, re.DOTALL)


def test_a_button_carries_its_fields_escaped():
    html = shown('{% action_button "/do" "提交" fields=fields %}', fields={"a": '"><script>'})
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_reasons_are_sentences_in_the_page_language():
    found = [Reason.warning("quota_used_up", limit=1, used=1)]
    assert "名额已用完" in shown("{% reasons found %}", found=found)
    english = shown("{% reasons found %}", lang="en", found=found)
    assert "The quota is used up" in english
    assert "Please check" in english
    assert shown("{% reasons found %}", found=[r.as_json() for r in found]) == shown(
        "{% reasons found %}", found=found
    )


def test_blocks_keep_the_markup_they_are_given_and_escape_their_titles():
    html = shown("{% card title=bad %}<b>inside</b>{% endcard %}", bad="<i>")
    assert "<b>inside</b>" in html
    assert "&lt;i&gt;" in html
    assert "<a" in shown('{% empty_state "空" %}{% button "/x" "下一步" %}{% endempty_state %}')


def test_sorting_turns_round_and_forgets_the_page():
    html = shown('{% sortable_header "姓名" "name" %}')
    assert 'aria-sort="ascending"' in html
    assert "sort=-name" in html
    assert "q=x" in html
    assert "page=" not in html


def test_the_pager_counts_and_keeps_the_filter():
    html = shown("{% pager page %}", page=Paginator(range(2000), 50).get_page(3))
    assert "第 101–150 条，共 2000 条" in html
    assert "?sort=name&amp;q=x&amp;page=4" in html
    assert shown("{% pager page %}", page=Paginator([], 50).get_page(1)).strip() == ""


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 10, 17, 3, tzinfo=UTC), "还剩 3 天"),
        (datetime(2026, 10, 20, 3, tzinfo=UTC), "还剩 13 小时"),
        (datetime(2026, 10, 20, 15, 59, 30, tzinfo=UTC), "还剩 0 分钟"),
        (datetime(2026, 10, 20, 16, 0, tzinfo=UTC), "已截止"),
    ],
)
def test_a_date_alone_lasts_until_the_end_of_its_day(now, words):
    with clock.held_at(now):
        html = shown("{% deadline day %}", day=date(2026, 10, 20))
    assert "2026年10月20日" in html
    assert words in html
    assert 'data-until="2026-10-21T00:00:00+08:00"' in html


def test_midnight_is_told_as_the_end_of_the_day_before():
    at = datetime(2026, 10, 20, 16, 0, tzinfo=UTC)
    with clock.held_at(at - timedelta(days=1)):
        assert "2026年10月20日 24:00" in shown("{% deadline at %}", at=at)


def test_a_face_without_a_photo_shows_the_first_character():
    assert ">𠮷<" in shown('{% avatar "𠮷田" %}')


def test_words_of_values():
    assert shown("{{ 102|duration }} {{ 1536|bytes_in_words }}") == "1 分 42 秒 1.5 KB"


def test_every_icon_that_is_named_is_in_the_sprite():
    named = re.compile(r"""\{% icon "([a-z0-9-]+)"|icon="([a-z0-9-]+)"|["']icon["']: ["']([a-z0-9-]+)["']""")
    files = [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py")]
    used = {(next(filter(None, hit)), f.name) for f in files for hit in named.findall(f.read_text("utf-8"))}
    used |= {(look.icon, "states.py") for look in [*states.LOOKS.values(), *states.SEVERITIES.values()]}
    assert not {(name, where) for name, where in used if name not in icon_names()}

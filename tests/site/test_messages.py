"""The translator's tool finds every message and says what is missing."""

from __future__ import annotations

import pytest
from tools import messages


@pytest.fixture
def app(tmp_path, monkeypatch):
    folder = tmp_path / "src/jinguo/apps/sample"
    (folder / "templates").mkdir(parents=True)
    (folder / "apps.py").write_text(
        'from django.utils.translation import gettext_lazy as _\nname = _("A name")\n'
    )
    (folder / "templates/page.html").write_text(
        '{% translate "In a tag" %}{% translate "May" context "month" %}{% button "#" _("In another tag") %}'
        "{% if x %}{% blocktranslate trimmed count n=n %}\n  {{ n }} row\n{% plural %}{{ n }} rows"
        "{% endblocktranslate %}{% endif %}"
        '{% card title="x" %}{% translate "100% inside" %}{% endcard %}'
    )
    monkeypatch.setattr(messages, "SOURCE", tmp_path / "src")
    return folder


def test_messages_of_code_and_templates_are_found(app):
    found = {(f.message, f.context) for f in messages.messages_of(app)}
    assert found == {
        ("A name", None),
        ("In a tag", None),
        ("May", "month"),
        ("In another tag", None),
        (("%(n)s row", "%(n)s rows"), None),
        ("100%% inside", None),
    }


def test_what_is_translated_is_kept_and_what_is_gone_is_dropped(app):
    assert messages.update(app, {}) == (6, 6)
    path = messages.catalogue_path(app)
    path.write_text(
        path.read_text("utf-8").replace('msgid "A name"\nmsgstr ""', 'msgid "A name"\nmsgstr "名称"'), "utf-8"
    )
    (app / "templates/page.html").write_text('{% translate "In a tag" %}')
    assert messages.update(app, {}) == (2, 1)
    assert "名称" in path.read_text("utf-8")
    assert "fuzzy" not in path.read_text("utf-8")


def test_a_translation_of_another_catalogue_is_taken_over(app):
    assert messages.update(app, {("A name", None): "名称"}) == (6, 5)


def test_the_check_names_what_is_missing_and_what_is_no_longer_used(app):
    assert "jinguo/apps/sample: missing: 'A name'" in messages.check(app)
    messages.update(app, {})
    assert "jinguo/apps/sample: not translated: 'A name'" in messages.check(app)
    (app / "apps.py").write_text("")
    assert "jinguo/apps/sample: no longer used: 'A name'" in messages.check(app)


def test_writing_twice_changes_nothing(app):
    messages.update(app, {})
    once = messages.catalogue_path(app).read_bytes()
    messages.update(app, {})
    assert messages.catalogue_path(app).read_bytes() == once


def test_compiling_writes_only_what_changed(app):
    messages.update(app, {("A name", None): "名称"})
    assert [path.name for path in messages.compile_all(messages.SOURCE)] == ["django.mo"]
    assert messages.compile_all(messages.SOURCE) == []


def test_the_sites_own_catalogue_is_complete():
    (site,) = [app for app in messages.apps() if app.name == "site"]
    assert messages.check(site) == []

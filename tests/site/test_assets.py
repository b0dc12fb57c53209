"""Static files under hashed names."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage, staticfiles_storage
from django.core.files.storage import storages
from django.test import Client, override_settings
from tests.factories import read_through

from jinguo.site import assets
from jinguo.site.components.pieces import marks

HASHED = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "jinguo.site.assets.HashedStorage"},
}


@pytest.fixture
def hashed(tmp_path):
    with override_settings(STORAGES=HASHED, STATIC_ROOT=tmp_path):
        marks._icon.cache_clear()
        yield tmp_path
    marks._icon.cache_clear()


def test_files_are_laid_down_once_and_again_after_a_change(hashed, monkeypatch):
    first, again = assets.collect(), assets.collect()
    monkeypatch.setattr(assets, "_fingerprint", lambda: "another version")
    changed = assets.collect()

    assert (first, again, changed) == (True, False, True)


@pytest.mark.django_db
def test_a_page_names_files_by_their_content_and_browsers_keep_them(hashed):
    assets.collect()
    page = Client().get("/accounts/login/").content.decode()
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    answer = Client().get(styles[0])
    kept = answer.headers["Cache-Control"]
    read_through(answer)

    assert styles
    assert all(re.search(r"\.[0-9a-f]{12}\.css$", address) for address in styles)
    assert "immutable" in kept


def test_a_file_that_is_not_collected_is_called_by_its_plain_name(hashed):
    assert staticfiles_storage.url("css/site.css").endswith("/static/css/site.css")


def test_other_tests_keep_the_plain_names():
    assert type(storages["staticfiles"]) is StaticFilesStorage

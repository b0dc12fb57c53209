"""Menu entries come from the apps."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.test import RequestFactory

from jinguo.site import navigation


@pytest.fixture
def offer(monkeypatch):
    def put(entries=(), cards=()):
        config = SimpleNamespace(navigation=entries, dashboard_cards=cards)
        monkeypatch.setattr(apps, "get_app_configs", lambda: [config])

    return put


@pytest.fixture
def request_of(rf: RequestFactory):
    def make(path: str = "/", signed_in: bool = True):
        request = rf.get(path)
        request.user = SimpleNamespace(is_authenticated=signed_in)
        return request

    return make


def test_entries_stand_in_their_order_under_their_heading(offer, request_of):
    offer(
        [
            {"label": "B", "url": "gallery", "order": 20, "group": "G"},
            {"label": "A", "url": "home", "order": 10},
            {"label": "C", "url": "look", "order": 30, "group": "G"},
        ]
    )
    groups = navigation.groups(request_of())
    assert [(g.label, [link.label for link in g.links]) for g in groups] == [("", ["A"]), ("G", ["B", "C"])]


def test_who_may_not_see_an_entry_does_not(offer, request_of):
    offer([{"label": "A", "url": "home"}, {"label": "B", "url": "gallery", "shown": lambda request: True}])
    assert [link.label for link in navigation.links(request_of(signed_in=False))] == ["B"]


def test_the_entry_that_fits_the_address_best_is_the_current_one(offer, request_of):
    offer([{"label": "A", "url": "home"}, {"label": "B", "url": "gallery"}])
    assert [link.current for link in navigation.links(request_of("/gallery/some"))] == [False, True]
    assert [link.current for link in navigation.links(request_of("/other"))] == [False, False]


def test_an_entry_that_leads_nowhere_is_found_by_the_system_check(offer):
    offer([{"label": "A", "url": "no-such-page", "colour": "red", "place": "roof"}])
    assert {error.id for error in navigation.check_entries()} == {"site.E001", "site.E002", "site.E003"}


def test_every_entry_of_the_apps_is_sound():
    assert list(navigation.check_entries()) == []


def test_cards_that_have_nothing_to_say_are_left_out(offer, request_of):
    offer(
        cards=[
            lambda request: None,
            lambda request: {"template": "b", "order": 2},
            lambda request: {"template": "a", "order": 1},
        ]
    )
    assert [card["template"] for card in navigation.cards(request_of())] == ["a", "b"]

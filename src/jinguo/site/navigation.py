"""Collects what the apps offer to every page: menu entries, and cards for the first page.

An app offers entries on its AppConfig, as plain mappings, because apps know nothing of the site::

    class CallsConfig(AppConfig):
        navigation = [
            {
                "label": _("Selections"),        # what the entry is called
                "url": "calls:list",             # a url name without arguments
                "icon": "speakerphone",          # a name of the icon sprite
                "order": 20,
                "group": _("Selections"),        # optional heading; entries of one group stand together
                "place": "side",                 # or "top" (an icon in the bar), "user" (her menu)
                "shown": lambda request: …,      # default: everybody who is signed in
                "badge": lambda request: 3,      # optional; None or 0 shows nothing. At most one query.
            },
        ]
        dashboard_cards = ["jinguo.apps.calls.cards.open_calls"]   # dotted paths or callables

A dashboard card is a callable ``(request) -> mapping or None`` with ``template``, ``context`` and
optionally ``order`` and ``wide`` (takes the whole width). The template finds its context as ``card``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.core import checks
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.module_loading import import_string

PLACES = ("side", "top", "user")
KNOWN = {"label", "url", "icon", "order", "group", "place", "shown", "badge"}


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as the templates show it."""

    label: str
    url: str
    icon: str
    group: str
    current: bool
    badge: object


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    links: tuple[Link, ...]


def signed_in(request: HttpRequest) -> bool:
    return bool(getattr(request, "user", None) and request.user.is_authenticated)


def offered() -> Iterator[Mapping[str, Any]]:
    """Every entry of every app, in the order in which they are shown."""
    entries = [entry for config in apps.get_app_configs() for entry in getattr(config, "navigation", ())]
    return iter(sorted(entries, key=lambda entry: entry.get("order", 100)))


def links(request: HttpRequest, place: str = "side") -> list[Link]:
    """The entries of one place that this request may see; the one that is being read is marked."""
    seen = [
        (entry, _address(entry["url"], get_script_prefix()))
        for entry in offered()
        if entry.get("place", "side") == place and entry.get("shown", signed_in)(request)
    ]
    here = _longest_prefix(request.path, [url for _, url in seen])
    return [
        Link(
            label=str(entry["label"]),
            url=url,
            icon=entry.get("icon", "point"),
            group=str(entry.get("group", "")),
            current=url == here,
            badge=entry["badge"](request) if "badge" in entry else None,
        )
        for entry, url in seen
    ]


def groups(request: HttpRequest) -> list[Group]:
    """The side menu: entries under their headings, headings in the order of their first entry."""
    found: dict[str, list[Link]] = {}
    for link in links(request):
        found.setdefault(link.group, []).append(link)
    return [Group(label, tuple(members)) for label, members in found.items()]


def cards(request: HttpRequest) -> list[Mapping[str, Any]]:
    """The first page's cards for this user, in order."""
    offers = (offer for config in apps.get_app_configs() for offer in getattr(config, "dashboard_cards", ()))
    made = (_callable(offer)(request) for offer in offers)
    return sorted((card for card in made if card), key=lambda card: card.get("order", 100))


@checks.register(checks.Tags.urls)
def check_entries(app_configs: object = None, **kwargs: object) -> Iterable[checks.CheckMessage]:
    """Every entry is well formed and leads somewhere."""
    for entry in offered():
        name = f"navigation entry {entry.get('url')!r}"
        if unknown := set(entry) - KNOWN:
            yield checks.Error(f"{name} has unknown keys: {', '.join(sorted(unknown))}", id="site.E001")
        if entry.get("place", "side") not in PLACES:
            yield checks.Error(f"{name}: place is one of {', '.join(PLACES)}", id="site.E002")
        try:
            reverse(entry["url"])
        except (KeyError, NoReverseMatch) as wrong:
            yield checks.Error(f"{name} leads nowhere: {wrong}", id="site.E003")


@cache
def _address(name: str, prefix: str) -> str:
    return reverse(name)


def _longest_prefix(path: str, urls: list[str]) -> str | None:
    fitting = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default=None)


def _callable(offer: str | Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    return import_string(offer) if isinstance(offer, str) else offer

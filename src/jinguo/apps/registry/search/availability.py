"""What other rooms know of a person who might be asked as an expert: away, busy, too near, asked already.

The registry lies below them and knows none: they say it here. A provider takes persons as the registry knows them, the days
in question and what the search is for (``call:<uid>``, or empty), and answers with reasons by identity. A reason of severity
``error`` leaves her out, with the reason shown; the others stand beside her. An offer is what may be done with one found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation
    from jinguo.apps.registry.models import Card


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom and for when somebody is looked for."""

    registry: Organisation
    since: date | None = None
    until: date | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A button beside each person found: its words, the address that takes ``person`` (her uid) by POST."""

    label: Any
    icon: str
    url: str
    shown: Callable[[User, Organisation], bool]


Provider = Callable[[Sequence["Card"], Asking], Mapping[int, Sequence[Reason]]]
_providers: dict[str, Provider] = {}
_offers: dict[str, Offer] = {}


def declare(name: str, provider: Provider) -> None:
    """Called in ``ready()`` of the app that knows."""
    _providers[name] = provider


def offer(name: str, what: Offer) -> None:
    """Called in ``ready()`` of the app that takes persons."""
    _offers[name] = what


def known_of(cards: Sequence[Card], asking: Asking) -> dict[int, list[Reason]]:
    """identity → everything that is known against or beside asking her."""
    found: dict[int, list[Reason]] = {}
    for provider in _providers.values():
        for identity, reasons in provider(cards, asking).items():
            found.setdefault(identity, []).extend(reasons)
    return found


def offers_for(user: User, registry: Organisation) -> list[Offer]:
    return [one for one in _offers.values() if one.shown(user, registry)]

"""What the pool of experts knows of persons that the registry's finder proposes: breaks, loads, conflicts in a call.

Somebody in the registry is an expert of the pool where name and unit are the same, or the name alone and one of the two units
is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.models import Nomination
from jinguo.apps.calls.states import HANDED_IN
from jinguo.apps.clock import today
from jinguo.apps.organisations.permissions import is_officer_of
from jinguo.apps.registry.models import Card
from jinguo.apps.registry.search.availability import Asking, Offer, declare, offer
from jinguo.apps.reviews import queries
from jinguo.apps.reviews.models import Expert, ExpertBreak
from jinguo.apps.reviews.states import GONE
from jinguo.reasons import Reason
from jinguo.standards.units import normalise_unit


def register() -> None:
    """Called when the app is ready."""
    declare("reviews", known_of)
    offer(
        "reviews",
        Offer(
            _("Take into the pool"),
            "user-plus",
            "reviews:pool_from_registry",
            lambda user, registry: is_officer_of(user, registry).ok,
        ),
    )


def known_of(cards: Sequence[Card], asking: Asking) -> Mapping[int, list[Reason]]:
    """identity → reasons. Some four queries."""
    found: dict[int, list[Reason]] = defaultdict(list)
    _from_pool(cards, asking, found)
    if asking.about.startswith("call:"):
        _from_call(cards, asking, found)
    return found


def _from_pool(cards: Sequence[Card], asking: Asking, found: dict[int, list[Reason]]) -> None:
    names = {card.name for card in cards}
    pool = Expert.objects.filter(pool=asking.registry, name__in=names).exclude(state__in=GONE)
    by_name: dict[str, list[Expert]] = defaultdict(list)
    for expert in pool.annotate(given=queries.given_in_year((asking.since or today()).year)):
        by_name[expert.name].append(expert)
    breaks = _breaks([one.pk for some in by_name.values() for one in some], asking)
    for card in cards:
        for expert in by_name.get(card.name, ()):
            if not _same_unit(expert.unit_name, card.unit_key):
                continue
            found[card.identity_id].append(Reason.info("finder_in_pool"))
            given = getattr(expert, "given", None) or 0
            if expert.pk in breaks:
                found[card.identity_id].append(
                    Reason.error("finder_on_a_break", since=breaks[expert.pk].isoformat())
                )
            if expert.max_per_year is not None and given >= expert.max_per_year:
                found[card.identity_id].append(
                    Reason.error("finder_without_room", given=given, most=expert.max_per_year)
                )
            elif given:
                found[card.identity_id].append(Reason.info("finder_load", given=given))


def _same_unit(one: str, key: str) -> bool:
    other = normalise_unit(one) if one else ""
    return not other or not key or other == key or other in key or key in other


def _breaks(experts: Sequence[int], asking: Asking) -> dict[int, date]:
    """expert → first day of a break that falls into the days asked for; without days, of one that is on today."""
    since = asking.since or today()
    until = asking.until or since
    rows = ExpertBreak.objects.filter(
        Q(until=None) | Q(until__gte=since), expert__in=list(experts), since__lte=until
    )
    return dict(rows.order_by("-since").values_list("expert_id", "since"))


def _from_call(cards: Sequence[Card], asking: Asking, found: dict[int, list[Reason]]) -> None:
    """Nominees of a call of the registry's own organisation, and those who work where its nominations come from."""
    uid = asking.about.removeprefix("call:")
    rows = Nomination.objects.filter(call__uid=uid, call__organiser=asking.registry, state__in=HANDED_IN)
    nominees: dict[str, None] = {}
    units: dict[str, str] = {}
    for name, unit in rows.values_list("name", "unit__name"):
        if name:
            nominees[name] = None
        if unit:
            units[normalise_unit(unit)[:200]] = unit
    for card in cards:
        if card.name in nominees:
            found[card.identity_id].append(Reason.error("finder_is_nominee"))
        elif card.unit_key in units:
            found[card.identity_id].append(
                Reason.error("finder_of_nominating_unit", unit=units[card.unit_key])
            )

"""A nomination that was handed in after the nominee had confirmed it."""

from __future__ import annotations

from jinguo.apps.calls.actions import confirming, nominating
from jinguo.apps.calls.models import Confirmation
from jinguo.apps.registry.models import PersonEntry
from tests import factories


def confirmed_nominee() -> tuple[str, PersonEntry]:
    """(the token of her link, her entry in the registry)."""
    people = factories.cast()
    call = factories.open_call(people)
    nomination = factories.draft(call, people.society, people.li)
    _, token = confirming.ask(nomination=nomination, by=people.li)
    Confirmation.objects.update(confirmed_at="2026-01-01T00:00:00Z", digest="0" * 64)
    nomination = nominating.hand_in(nomination=nomination, by=people.li)
    return token, nomination.entry

"""Where a call stands and what its officer does next: read from its state and a few counts, without queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jinguo.apps.calls.states import HANDED_IN, MISSING, CallState, NominationState
from jinguo.phrases import say, term
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.calls.models import Call

NEAR = timedelta(days=7)


@dataclass(frozen=True)
class Figures:
    """The counts of a call's first page. ``missing`` units are those from which nothing lies with the organiser."""

    invited: int
    started: int
    missing: int
    over_time: int
    handed_in: int
    to_check: int
    returned: int
    accepted: int


@dataclass(frozen=True)
class Step:
    """The one obvious next thing: a code with a word and a hint (``<code>_hint``), how many, and where."""

    code: str
    count: int
    url: str

    @property
    def label(self) -> str:
        return say(Reason.info(self.code, count=self.count), _lang())

    @property
    def hint(self) -> str:
        return say(Reason.info(f"{self.code}_hint", count=self.count), _lang())


def figures(nominations: Mapping[str, int], units: Mapping[str, int]) -> Figures:
    """The figures from counts by state and by progress."""
    return Figures(
        invited=sum(units.values()),
        started=units.get("unit_started", 0),
        missing=sum(units.get(progress, 0) for progress in MISSING),
        over_time=units.get("unit_over_time", 0),
        handed_in=sum(nominations.get(state, 0) for state in HANDED_IN),
        to_check=nominations.get(NominationState.SUBMITTED, 0),
        returned=nominations.get(NominationState.RETURNED, 0),
        accepted=nominations.get(NominationState.ACCEPTED, 0),
    )


def next_step(call: Call, seen: Figures, at: datetime) -> Step | None:
    """What to do next in this state of the call; None where it was cancelled."""
    code, count, name, query = _next(call, seen, at)
    url = address(name, call) if name else ""
    return Step(code, count, url + query if url else "") if code else None


def _next(call: Call, seen: Figures, at: datetime) -> tuple[str, int, str, str]:
    if call.state == CallState.DRAFT:
        return "next_finish_setup", 0, "calls:setup", ""
    if call.state == CallState.OPEN:
        return _next_while_open(call, seen, at)
    return {
        CallState.REVIEWING: ("next_board", 0, "reviews:board", ""),
        CallState.DECIDED: ("next_notice", 0, "calls:results", ""),
        CallState.ON_NOTICE: ("next_results", 0, "calls:results", ""),
        CallState.FINAL: ("next_done", 0, "calls:results", ""),
    }.get(call.state, ("", 0, "", ""))


def _next_while_open(call: Call, seen: Figures, at: datetime) -> tuple[str, int, str, str]:
    closes = call.closes_at
    if seen.to_check:
        return "next_check", seen.to_check, "calls:check", ""
    if closes and closes <= at and seen.accepted and not seen.returned:
        return "next_review", 0, "reviews:board", ""
    if closes and at < closes < at + NEAR and seen.missing:
        return "next_remind", seen.missing, "calls:units_remind", "?who=missing"
    return "next_units", 0, "calls:units", ""


_LIFE = (
    CallState.DRAFT,
    CallState.OPEN,
    CallState.REVIEWING,
    CallState.DECIDED,
    CallState.ON_NOTICE,
    CallState.FINAL,
)


def stages(call: Call) -> list[dict[str, str]]:
    """The life of a call for `{% steps %}`: what is done, where it stands, what comes. Empty for a cancelled one."""
    if call.state not in _LIFE:
        return []
    here = _LIFE.index(call.state)
    over = call.state == CallState.FINAL
    return [
        {
            "label": term(code, _lang()),
            "state": "done" if at < here or over else "current" if at == here else "todo",
        }
        for at, code in enumerate(_LIFE)
    ]


def _lang() -> str:
    return get_language() or "zh-hans"


def address(name: str, call: Call) -> str:
    """The address of a call's page; empty where the site has no such page."""
    return page(name, call.uid)


def page(name: str, uid: UUID) -> str:
    """The address of a page about one record; empty where the site has no such page."""
    try:
        return reverse(name, args=[uid])
    except NoReverseMatch:
        return ""


def tabs(call: Call, current: str, seen: Figures | None = None) -> list[dict[str, object]]:
    """The neighbouring pages of a call for its officer. ``current`` is the url name of the page that shows them."""
    pages = [
        ("calls:overview", _("Overview"), None),
        ("calls:units", _("Units"), seen and seen.invited),
        ("calls:nominations", _("Nominations"), seen and seen.handed_in),
        ("calls:check", _("Formal check"), seen and seen.to_check),
        ("reviews:board", _("Review"), None),
        ("calls:results", _("List and notice"), None),
        ("calls:into_talents", _("Registry"), None),
        ("calls:documents", _("Paperwork"), None),
        ("calls:setup", _("Settings"), None),
    ]
    found = ((name, label, count, address(name, call)) for name, label, count in pages)
    return [
        {"label": label, "url": url, "count": count, "current": name == current}
        for name, label, count, url in found
        if url
    ]


def site_address(name: str) -> str:
    """The address of a page without arguments; empty where the site has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

"""The stage hands of the demo: the clock moved, a nomination filled in and handed in, as people would do it."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jinguo.apps.accounts.models import User
from jinguo.apps.calls import queries, readiness
from jinguo.apps.calls.actions import confirming, materials, nominating, opening, printing
from jinguo.apps.calls.models import Call, Material, Nomination
from jinguo.apps.clock import held_at
from jinguo.apps.organisations.models import Organisation
from jinguo.demo import media
from jinguo.demo.people import City, Nominee

SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(month: int, day: int, hour: int = 10, minute: int = 0, year: int = 2026) -> datetime:
    """A moment of the demo's year, in the city's own time."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@dataclass
class Stage:
    """What every scene of the play needs at hand."""

    city: City
    source: random.Random
    photos: Mapping[tuple[int, str], bytes]
    videos: Mapping[str, bytes]
    scan: bytes
    known: dict[str, Nominee] = field(default_factory=dict)
    tied: set[int] = field(default_factory=set)
    minutes: int = 0

    def soon(self) -> timedelta:
        """A few minutes later each time, so that no two acts fall on one moment."""
        self.minutes += self.source.randint(3, 11)
        return timedelta(minutes=self.minutes)


def announce(
    city: City,
    *,
    organiser: Organisation,
    officer: User,
    title: str,
    categories: Iterable[Mapping[str, Any]],
    quotas: Iterable[Mapping[str, Any]],
    units: Iterable[Organisation],
    at: datetime,
    person_form: Mapping[str, Any] | None = None,
    **settings: Any,
) -> Call:
    """Create a call, set it up, invite its units, open it."""
    with held_at(at - timedelta(days=3)):
        call = opening.create_call(organiser=organiser, title=title, year=at.year, by=officer, **settings)
        if person_form is not None:
            changes = {"forms": {**call.forms, "person": person_form}}
            call = opening.change_call(call=call, changes=changes, seen_version=call.version, by=officer)
        opening.set_categories(call=call, rows=categories, by=officer)
        opening.set_quotas(call=call, rows=quotas, by=officer)
        opening.invite(call=call, organisations=units, by=officer)
    with held_at(at):
        return opening.open_call(call=call, by=officer)


def fill_in(
    stage: Stage, call: Call, unit: Organisation, values: Mapping[str, Any], *, category: int, at: datetime
) -> Nomination:
    """Start a nomination and fill in its form, field by field."""
    by = stage.city.liaisons[unit.pk]
    with held_at(at):
        invitee = call.invitees.select_related("call__organiser", "organisation").get(organisation=unit)
        nomination = nominating.start_nomination(
            invitee=invitee, category=call.categories.all()[category], by=by
        )
    spec = queries.spec_of(nomination)
    for n, (key, value) in enumerate(values.items()):
        if value not in ("", None) and any(entry.key == key for entry in spec.fields):
            with held_at(at + timedelta(minutes=n)):
                nominating.save_field(nomination=nomination, key=key, raw=value, seen_version=0, by=by)
    nomination.refresh_from_db()
    return nomination


def add_pictures(stage: Stage, nomination: Nomination, nominee: Nominee, *, at: datetime) -> None:
    """Upload two working photos and a video."""
    for n, scene in enumerate(scenes_of(nominee), 1):
        add(stage, nomination, "photos", stage.photos[nominee.seed, scene], f"工作照{n}.jpg", at=at)
    add(stage, nomination, "video", stage.videos[nominee.work.scene], "事迹短视频.mp4", at=at)


def scenes_of(nominee: Nominee) -> tuple[str, str]:
    """The two scenes in which a nominee is photographed: at her work, and once elsewhere."""
    scenes = list(media.SCENES)
    return nominee.work.scene, scenes[(scenes.index(nominee.work.scene) + 1 + nominee.seed % 3) % len(scenes)]


def add(
    stage: Stage, nomination: Nomination, key: str, content: bytes, name: str, *, at: datetime, code: str = ""
) -> Material:
    with held_at(at):
        return materials.add_file(
            nomination=nomination,
            key=key,
            stream=io.BytesIO(content),
            name=name,
            by=stage.city.liaisons[nomination.unit_id],
            code=code,
        )


def confirm(stage: Stage, nomination: Nomination, *, at: datetime) -> None:
    """The nominee opens her link the next hour, reads, and agrees."""
    by = stage.city.liaisons[nomination.unit_id]
    with held_at(at):
        confirmation, _ = confirming.ask(nomination=nomination, by=by)
    with held_at(at + timedelta(hours=1)):
        confirming.opened(confirmation=confirmation)
        seen = readiness.said_of_her(nomination, queries.values_of(nomination))
        confirming.confirm(confirmation=confirmation, purposes=_agreed(nomination), seen=seen)


def _agreed(nomination: Nomination) -> list[str]:
    """Two of three agree to stand in the registry too, every other one of them with ID number and telephone."""
    beside = ((), (confirming.FOR_REGISTRY,), (confirming.FOR_REGISTRY, confirming.FOR_REGISTRY_SENSITIVE))
    return [*confirming.PURPOSES, *beside[nomination.pk % 3]]


def stamp(stage: Stage, nomination: Nomination, *, at: datetime) -> None:
    """Print the form, have it signed and stamped, scan it, upload it with the code in its foot."""
    by = stage.city.liaisons[nomination.unit_id]
    with held_at(at):
        printing.print_form(nomination=nomination, by=by)
        code = nomination.prints.latest("pk").code
    add(stage, nomination, Material.STAMPED_FORM, stage.scan, "登记表（盖章）.pdf", at=at, code=code)


def hand_in(stage: Stage, nomination: Nomination, *, at: datetime) -> Nomination:
    with held_at(at):
        return nominating.hand_in(nomination=nomination, by=stage.city.liaisons[nomination.unit_id])


def nominate(stage: Stage, call: Call, unit: Organisation, nominee: Nominee, *, at: datetime) -> Nomination:
    """A whole nomination from the first word to the receipt."""
    nomination = complete(stage, call, unit, nominee, at=at)
    return hand_in(stage, nomination, at=at + timedelta(hours=3))


def complete(stage: Stage, call: Call, unit: Organisation, nominee: Nominee, *, at: datetime) -> Nomination:
    """A nomination that lacks nothing but the button."""
    stage.known[nominee.name] = nominee
    nomination = fill_in(stage, call, unit, nominee.values, category=nominee.category, at=at)
    if call.materials:
        add_pictures(stage, nomination, nominee, at=at + timedelta(minutes=40))
    if call.consent_required:
        confirm(stage, nomination, at=at + timedelta(minutes=50))
    if call.stamped_form_required:
        stamp(stage, nomination, at=at + timedelta(hours=2))
    return nomination

"""The organiser, its units and their accounts, and two calls: one under review and one that takes nominations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from jinguo.apps.accounts.models import User
from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.models import Call
from jinguo.apps.clock import now, today
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Membership, Organisation

PASSWORD = "measured-Passw0rd-1"  # noqa: S105 - of accounts that exist in a measured database alone
UNITS = 200
CRITERIA = [
    {"key": "innovation", "label": "创新能力", "weight": "0.4"},
    {"key": "contribution", "label": "业绩贡献", "weight": "0.4"},
    {"key": "example", "label": "示范作用", "weight": "0.2"},
]
PHOTO = {"key": "photos", "label": "工作照", "kind": "photo", "formats": ["jpg", "png"], "max_count": 4}
_FIELDS = ("数学", "物理", "化学", "生物", "地质", "气象", "水利", "力学", "测绘", "环境")
_KINDS = (kinds.SOCIETY, kinds.DISTRICT, kinds.GRASSROOTS, kinds.FOUNDATION)


@dataclass(frozen=True)
class Setting:
    organiser: Organisation
    officer: User
    units: list[Organisation]
    liaisons: list[User]
    reviewed: Call
    taking: Call


def found() -> Setting:
    """Make everything that the many rows hang on."""
    organiser = Organisation(name="示例市科学技术协会", kind=kinds.ASSOCIATION)
    organiser.save()
    units = [
        Organisation(
            name=f"示例市第{n:03d}{_FIELDS[n % len(_FIELDS)]}学会",
            kind=_KINDS[n % len(_KINDS)],
            parent=organiser,
        )
        for n in range(1, UNITS + 1)
    ]
    for unit in units:
        unit.set_keys()
    Organisation.objects.bulk_create(units)
    [officer] = accounts(["officer"])
    liaisons = accounts([f"liaison{n:03d}" for n in range(1, UNITS + 1)])
    Membership.objects.bulk_create(
        [
            Membership(user=officer, organisation=organiser, role=kinds.OFFICER),
            *(
                Membership(user=user, organisation=unit, role=kinds.LIAISON)
                for user, unit in zip(liaisons, units, strict=True)
            ),
        ]
    )
    common = {
        "closing_day": today() + timedelta(days=30),
        "consent_required": False,
        "stamped_form_required": False,
        "honour_title": "最美巾帼奋斗者",
        "criteria": CRITERIA,
        "materials": [PHOTO],
        "notice_text": "为表彰先进，现组织开展选树工作，请各单位按要求推荐。\n" * 20,
    }
    reviewed = _call("巾帼奋斗者选树", organiser, officer, units, common)
    taking = _call("巾帼科普先锋选树", organiser, officer, units, common)
    return Setting(organiser, officer, units, liaisons, reviewed, taking)


def accounts(usernames: list[str]) -> list[User]:
    """Accounts with one password, hashed once: hashing each would take longer than all the rest."""
    hashed, moment = make_password(PASSWORD), now()
    return User.objects.bulk_create(
        [User(username=name, name=name, password=hashed, password_changed_at=moment) for name in usernames]
    )


def _call(
    title: str, organiser: Organisation, officer: User, units: list[Organisation], common: dict[str, Any]
) -> Call:
    call = opening.create_call(organiser=organiser, title=title, year=today().year, by=officer, **common)
    opening.set_categories(call=call, rows=list(_categories()), by=officer)
    opening.invite(call=call, organisations=units, by=officer)
    return opening.open_call(call=call, by=officer)


def _categories() -> Iterator[dict[str, Any]]:
    for name in ("科研创新", "乡村振兴", "科学普及", "技能报国"):
        yield {"name": name, "nominee_kind": "person", "seats": 10}

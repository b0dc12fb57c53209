"""Real records for tests, made by the real actions. A fixed cast: the officer 陈静 of 市科协, the liaisons 李敏 (化学学会)
and 赵霞 (东城区科协), the stranger 钱某 who must never see anything."""

from __future__ import annotations

import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from PIL import Image

from jinguo.apps.accounts.models import User
from jinguo.apps.calls.actions import nominating, opening
from jinguo.apps.calls.models import Call, Invitee, Nomination
from jinguo.apps.clock import now, today
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Membership, Organisation
from jinguo.standards.identity import with_check_digit

PASSWORD = "long-enough-Passw0rd"


def user(username: str, name: str | None = None) -> User:
    made = User.objects.create_user(username, f"{username}@example.org", PASSWORD, name=name or username)
    made.set_password(PASSWORD)
    made.save()
    return made


def organisation(name: str, kind: str = kinds.SOCIETY, **fields: Any) -> Organisation:
    return Organisation.objects.create(name=name, kind=kind, **fields)


def member(of: Organisation, username: str, role: str, name: str | None = None) -> User:
    made = user(username, name)
    Membership.objects.create(user=made, organisation=of, role=role)
    return made


def cast() -> SimpleNamespace:
    """The organiser with its officer, two units with their liaisons, and a stranger."""
    association = organisation("示例市科学技术协会", kinds.ASSOCIATION)
    society = organisation("示例市化学学会", kinds.SOCIETY, parent=association)
    district = organisation("示例市东城区科协", kinds.DISTRICT, parent=association)
    return SimpleNamespace(
        association=association,
        society=society,
        district=district,
        officer=member(association, "officer", kinds.OFFICER, "陈静"),
        li=member(society, "li", kinds.LIAISON, "李敏"),
        zhao=member(district, "zhao", kinds.LIAISON, "赵霞"),
        stranger=user("stranger", "钱某"),
    )


def draft_call(people: SimpleNamespace, **settings: Any) -> Call:
    """A draft with two categories, one place for each society and district, and nothing further asked."""
    settings = {
        "closing_day": today() + timedelta(days=20),
        "consent_required": False,
        "stamped_form_required": False,
        "honour_title": "最美巾帼奋斗者",
        **settings,
    }
    call = opening.create_call(
        organiser=people.association, title="巾帼奋斗者选树", year=today().year, by=people.officer, **settings
    )
    opening.set_categories(
        call=call,
        rows=[{"name": "科研创新", "nominee_kind": "person", "seats": 1}, {"name": "乡村振兴", "seats": 1}],
        by=people.officer,
    )
    opening.set_quotas(
        call=call,
        rows=[
            {"scope": "each_of_kind", "unit_kind": kinds.SOCIETY, "places": 1},
            {"scope": "each_of_kind", "unit_kind": kinds.DISTRICT, "places": 1},
        ],
        by=people.officer,
    )
    opening.invite(call=call, organisations=[people.society, people.district], by=people.officer)
    return call


def open_call(people: SimpleNamespace, **settings: Any) -> Call:
    return opening.open_call(call=draft_call(people, **settings), by=people.officer)


def id_number(sequence: int = 1, *, born: str = "19850312", female: bool = True, area: str = "110105") -> str:
    """A valid number of nobody: an odd or even sequence by sex."""
    code = sequence * 2 if female else sequence * 2 + 1
    return with_check_digit(f"{area}{born}{code:03d}")


def filled_values(name: str = "王晓兰", sequence: int = 1, **other: Any) -> dict[str, Any]:
    return {
        "name": name,
        "age": 41,
        "education": "博士研究生毕业",
        "political_affiliation": "中共党员",
        "ethnic_group": "汉族",
        "phone": "13800001234",
        "unit_and_post": "示例市材料研究所 研究员",
        "id_number": id_number(sequence),
        "honours": "示例市三八红旗手",
        "deeds": "她长期从事储能材料研究，带领团队解决了关键工艺问题。",
        **other,
    }


def draft(call: Call, unit: Organisation, by: User, values: dict[str, Any] | None = None) -> Nomination:
    """A draft filled in through the same action that the page uses."""
    invitee = Invitee.objects.get(call=call, organisation=unit)
    nomination = nominating.start_nomination(invitee=invitee, category=call.categories.first(), by=by)
    for key, value in (filled_values() if values is None else values).items():
        nominating.save_field(nomination=nomination, key=key, raw=value, seen_version=0, by=by)
    nomination.refresh_from_db()
    return nomination


def handed_in(call: Call, unit: Organisation, by: User, values: dict[str, Any] | None = None) -> Nomination:
    return nominating.hand_in(nomination=draft(call, unit, by, values), by=by)


def many_handed_in(call: Call, unit: Organisation, count: int) -> list[Nomination]:
    """Rows enough to see whether a list's queries grow with them; made in bulk, not filled in."""
    category = call.categories.first()
    start = call.nominations.count() + 1
    return Nomination.objects.bulk_create(
        [
            Nomination(
                call=call,
                category=category,
                unit=unit,
                nominee_kind="person",
                state="nomination_submitted",
                number=start + n,
                name=f"测试{start + n}",
                pinyin_key=f"ceshi{start + n:05d}",
                search=f"测试{start + n} ceshi",
                submitted_at=now(),
            )
            for n in range(count)
        ]
    )


def jpeg(width: int = 1400, height: int = 900) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def read_through(response: Any) -> bytes:
    """A file's whole content. A test that closes a response half read closes its database connection too."""
    return b"".join(response.streaming_content) if response.streaming else response.content

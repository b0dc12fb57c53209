"""The demo's accounts and its nominees: all invented, the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinguo.apps.accounts.models import User
from jinguo.apps.clock import now
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.actions import create_organisation, give_role
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.reviews.actions import add_expert
from jinguo.apps.reviews.models import Expert
from jinguo.apps.reviews.pool.words import Post
from jinguo.demo import names, stories, units
from jinguo.standards.identity import with_check_digit

PASSWORD = "jinguo-demo-2026"
"""The one password of all demo accounts; a site that is no demo has none of them."""


@dataclass(frozen=True)
class Nominee:
    """One invented woman: what stands in her form, and the seed of her pictures."""

    name: str
    category: int
    work: stories.Work
    values: dict[str, Any]
    seed: int


@dataclass
class City:
    """The invented city's organisations and everyone who signs in."""

    federation: Organisation
    association: Organisation
    units: list[Organisation]
    officer: User
    second_officer: User
    federation_officer: User
    liaisons: dict[int, User]
    experts: list[Expert]
    judges: dict[int, stories.Judge]


def found_city(source: random.Random) -> City:
    """Create the organisations, their officers and liaisons, and the experts."""
    woman = names.women(source)
    federation = create_organisation(by=None, name=units.FEDERATION, kind=kinds.FEDERATION, region="500100")
    association = create_organisation(
        by=None, name=units.ASSOCIATION, kind=kinds.ASSOCIATION, region="500100", parent=federation
    )
    officer = account("officer", next(woman), association, kinds.OFFICER)
    city = City(
        federation=federation,
        association=association,
        units=[],
        officer=officer,
        second_officer=account("officer2", next(woman), association, kinds.OFFICER),
        federation_officer=account("federation", next(woman), federation, kinds.OFFICER),
        liaisons={},
        experts=[],
        judges={},
    )
    account("leader", next(woman), association, kinds.LEADER)
    for number, (name, kind) in enumerate(units.UNITS, 1):
        unit = create_organisation(by=officer, name=name, kind=kind, parent=association, region="500100")
        city.units.append(unit)
        city.liaisons[unit.pk] = account(f"liaison{number:02d}", next(woman), unit, kinds.LIAISON)
    _invite_experts(city, woman)
    return city


def _invite_experts(city: City, woman: Iterator[str]) -> None:
    """Take the nine experts into the association's pool; two of them are men."""
    men = iter(stories.MEN)
    for number, judge in enumerate(stories.EXPERTS, 1):
        name = next(woman) if judge.sex == "F" else next(men)
        user = User.objects.create(
            username=f"expert{number}", name=name, email=f"expert{number}@jinguo.example"
        )
        keep_password(user)
        expert = add_expert(
            pool=city.association,
            by=city.officer,
            user=user,
            name=name,
            sex=judge.sex,
            unit_name=judge.place,
            title=judge.title,
            disciplines=judge.disciplines,
            posts=[Post(unit, since, until) for since, until, unit in judge.before],
        )
        city.experts.append(expert)
        city.judges[expert.pk] = judge


def account(username: str, name: str, organisation: Organisation, role: str) -> User:
    user = User.objects.create(username=username, name=name, email=f"{username}@jinguo.example")
    keep_password(user)
    give_role(user=user, organisation=organisation, role=role, by=None)
    return user


_hashed: dict[str, str] = {}


def keep_password(user: User) -> None:
    """All demo accounts have one password, so it is hashed once: argon2 is slow on purpose."""
    if not _hashed:
        user.set_password(PASSWORD)
        _hashed["password"] = user.password
    user.password, user.password_changed_at = _hashed["password"], now()
    user.save(update_fields=["password", "password_changed_at"])


def nominees(source: random.Random) -> Iterator[Nominee]:
    """Nominees without end, the categories in turn; three early ones have names that lists often spoil."""
    woman = names.women(source)
    rare = list(names.RARE)
    number = 0
    while True:
        category = number % len(stories.CATEGORIES)
        work = source.choice(stories.WORKS[category])
        name = rare.pop() if rare and number in (4, 9, 14) else next(woman)
        number += 1
        yield Nominee(name, category, work, _values(source, name, category, work, number), number)


def _values(
    source: random.Random, name: str, category: int, work: stories.Work, number: int
) -> dict[str, Any]:
    year, month, day = source.randint(1968, 1996), source.randint(1, 12), source.randint(1, 28)
    sequence = source.randrange(0, 500) * 2
    born = (year, month, day)
    return {
        "name": name,
        "age": 2026 - year - ((month, day) > (9, 18)),
        "education": source.choice(stories.EDUCATIONS[category]),
        "political_affiliation": source.choice(("中共党员", "中共党员", "群众", "民盟", "无党派人士")),
        "ethnic_group": "维吾尔族"
        if "·" in name
        else source.choice(("汉族",) * 8 + ("满族", "回族", "土家族")),
        "phone": f"1990000{number:04d}",
        "unit_and_post": f"{work.place} {work.post}",
        "id_number": with_check_digit("500103{:04d}{:02d}{:02d}{:03d}".format(*born, sequence)),
        "front_line": "否" if number % 3 == 0 else "是",
        "discipline": stories.DISCIPLINES[work.field],
        "honours": source.choice(stories.HONOURS),
        "deeds": stories.deeds(source, name, work),
        "nominating_opinion": stories.OPINION,
    }

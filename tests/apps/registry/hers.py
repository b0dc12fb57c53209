"""王晓兰 of 东城区科协's registry and her account, made by the real actions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from jinguo.apps.registry import actions, queries
from jinguo.apps.registry.models import Claim, PersonEntry
from jinguo.engines.rosters import PersonRow
from jinguo.errors import Refused
from tests import factories

SECRET = {"phone": "13800001234", "email": "xiaolan@example.com", "address": "示例市东城区梅花里9号"}
ROW = {
    "sex": "F",
    "birth_date": "1984-03-12",
    "education": "博士研究生毕业",
    "unit": "示例市材料研究所",
    "title": "研究员",
    "former_name": "王小岚",
    **SECRET,
}


def world() -> SimpleNamespace:
    people = factories.cast()
    people.wang = factories.user("wang", "王晓兰")
    people.entry = entry(people, id_number=factories.id_number(1), **ROW)
    return people


def entry(
    people: SimpleNamespace, name: str = "王晓兰", source: str = "import:1", **said: Any
) -> PersonEntry:
    row = PersonRow(name, **said)
    actions.add_entries(
        [row], source=source, source_name="2024年人才名单", organisation=people.district, by=people.zhao
    )
    return PersonEntry.objects.filter(source=source).latest("pk")


def offered(people: SimpleNamespace, entry: PersonEntry | None = None) -> tuple[Claim, str]:
    return actions.offer(
        entry=entry or people.entry,
        organisation=people.district,
        by=people.zhao,
        address="wang@example.org",
        link="http://localhost/{token}/",
    )


def waiting(people: SimpleNamespace, user: Any = None, entry: PersonEntry | None = None) -> Claim:
    return actions.take_up(token=offered(people, entry)[1], user=user or people.wang)


def claimed(people: SimpleNamespace, user: Any = None, entry: PersonEntry | None = None) -> Claim:
    return actions.answer_claim(claim=waiting(people, user, entry), accepted=True, by=people.zhao)


def fresh(claim: Claim) -> Claim:
    return queries.rights.claims().get(pk=claim.pk)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as told:
        yield
    assert [reason.code for reason in told.value.reasons] == [code]

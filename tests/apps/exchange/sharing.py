"""Two organisations of one site that share, made by the real actions: 示例市科协 gives, 东城区科协's neighbour 示例市妇联 takes."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from jinguo.apps.clock import today
from jinguo.apps.exchange import actions
from jinguo.apps.exchange.models import Agreement, Package, Receipt
from jinguo.apps.files import blobs
from jinguo.apps.organisations import kinds
from jinguo.apps.registry import actions as registry
from jinguo.apps.registry.models import PersonEntry
from jinguo.engines.rosters import PersonRow
from tests import factories

TITLE, PURPOSE = "科协妇联〔2026〕1号", "registry_sharing"
FIELDS = ("name", "sex", "birth_date", "unit", "title", "disciplines", "honours", "phone", "employment")


def quiet(*_: Any, **__: Any) -> None:
    pass


def world() -> SimpleNamespace:
    people = factories.cast()
    people.giver = people.association
    people.second = factories.member(people.giver, "second", kinds.OFFICER, "周某")
    people.taker = factories.organisation("示例市妇女联合会", kinds.FEDERATION)
    people.theirs = factories.member(people.taker, "theirs", kinds.OFFICER, "吴某")
    people.theirs2 = factories.member(people.taker, "theirs2", kinds.OFFICER, "郑某")
    people.admin = factories.member(people.giver, "admin", kinds.ADMIN, "管某")
    return people


def person(people: SimpleNamespace, name: str = "王晓兰", sequence: int = 1, **said: Any) -> PersonEntry:
    row = PersonRow(name, **{"sex": "F", "unit": "示例市材料研究所", "title": "研究员", **said})
    source = f"import:{name}{sequence}"
    registry.add_entries([row], source=source, organisation=people.giver, by=people.officer)
    return PersonEntry.objects.filter(source=source).latest("pk")


def agrees(entry: PersonEntry, *purposes: str) -> list[Any]:
    return registry.give_consent(
        entry=entry,
        purposes=list(purposes or [PURPOSE]),
        text_version="zh:2026-1",
        channel="page",
        source=entry.source,
    )


def partners(people: SimpleNamespace) -> None:
    actions.make_key(organisation=people.giver, by=people.officer)
    actions.make_key(organisation=people.taker, by=people.theirs)
    people.to = actions.add_partner(organisation=people.giver, other=people.taker, by=people.officer)
    people.of = actions.add_partner(organisation=people.taker, other=people.giver, by=people.theirs)


def agreement(people: SimpleNamespace, way: str = Agreement.GIVES, **said: Any) -> Agreement:
    gives = way == Agreement.GIVES
    made = actions.propose(
        **{
            "partner": people.to if gives else people.of,
            "way": way,
            "title": TITLE,
            "purpose": PURPOSE,
            "fields": FIELDS,
            "since": today(),
            "until": today() + timedelta(days=365),
            "by": people.officer if gives else people.theirs,
            **said,
        }
    )
    return actions.approve(agreement=made, by=people.second if gives else people.theirs2)


def sharing() -> SimpleNamespace:
    people = world()
    partners(people)
    people.gives, people.takes = agreement(people), agreement(people, Agreement.TAKES)
    return people


def package(people: SimpleNamespace) -> Package:
    asked = actions.ask_for_package(agreement=people.gives, by=people.officer)
    asked.refresh_from_db()
    if asked.state == Package.MAKING:
        asked = actions.make_package(package=asked, by=people.officer, progress=quiet)
    return asked


def taken(people: SimpleNamespace, made: Package) -> Receipt:
    with blobs.on_disk(made.file.path) as path:
        return actions.receive(
            organisation=people.taker, path=path, file_name=made.file.original_name, by=people.theirs
        )


def committed(people: SimpleNamespace, receipt: Receipt) -> Receipt:
    receipt.refresh_from_db()
    run = receipt.run
    if run.state == run.OPEN:
        with blobs.on_disk(run.file.path) as path:
            registry.stage_import(run=run, path=path, progress=quiet)
    registry.commit_import(run=run, by=people.theirs)
    receipt.refresh_from_db()
    return receipt

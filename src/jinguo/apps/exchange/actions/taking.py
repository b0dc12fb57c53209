"""Packages taken: believed or refused with the reason, turned into a list, and led through the same import as any list.

Who withdrew is erased here at once, before anybody confirms anything. When the list is committed each person is tied to
the entry that an earlier package made of her; when it is taken back those entries stand again.
"""

from __future__ import annotations

import csv
import hashlib
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from uuid import UUID

from django.db import transaction

from jinguo.apps import vault
from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.exchange import queries
from jinguo.apps.exchange.models import Agreement, Receipt, Received
from jinguo.apps.exchange.permissions import is_in_force, may_exchange
from jinguo.apps.exchange.states import RECEIVING
from jinguo.apps.files import actions as files
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.registry import actions as registry
from jinguo.apps.registry.models import Identity, PersonEntry
from jinguo.apps.registry.rights import clearing
from jinguo.apps.registry.search import indexing
from jinguo.errors import Refused, demand
from jinguo.phrases import term
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile
    from jinguo.apps.jobs.models import Job
    from jinguo.apps.organisations.models import Organisation
    from jinguo.apps.registry.models import ListImport
    from jinguo.engines.exchange import Expected, Package
    from jinguo.engines.exchange.manifest import Manifest

COLUMNS = (
    "name", "former_name", "latin_name", "sex", "birth_date", "ethnic_group", "political_affiliation", "education",
    "degree", "disciplines", "title", "tier", "segments", "unit", "department", "post", "region", "phone", "email",
    "honours",
)  # fmt: skip
"""What a list has columns for; the rest is stated of the entry once it is written."""
MOST_FINDINGS = 200
Progress = Callable[..., None]


def ask_to_receive(*, organisation: Organisation, stored: StoredFile, file_name: str, by: User) -> Job:
    """Have a worker take a package in that lies in a file: one that was uploaded for it, or one made on this site.

    Raises:
        Refused: no officer.
    """
    demand(may_exchange(by, organisation))
    return jobs.enqueue(
        RECEIVING,
        by=by,
        organisation=organisation.pk,
        file=str(stored.uid),
        file_name=file_name[:200],
        by_id=by.pk,
    )


def receive(
    *, organisation: Organisation, path: Path, file_name: str, by: User, progress: Progress = lambda *_: None
) -> Receipt:
    """Take a partner's package in: nothing of it stands in the registry before the list is confirmed.

    It is read and checked to its end first; only then one short transaction writes. Whoever cancels or is killed before has
    taken nothing.

    Raises:
        Refused: no officer, or the package cannot be believed or is not agreed (codes ``exchange_…``).
    """
    demand(may_exchange(by, organisation))
    agreement, expected = _expected(organisation, path)
    from jinguo.engines.exchange import open_package  # slow import: it brings the ciphers

    with open_package(path, expected) as package, tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "list.csv"
        with listed.open("w", encoding="utf-8", newline="") as out:
            rows, findings = _written(package, out, progress)
        gone = _withdrawn(package, findings)
        with transaction.atomic():
            _demand_still_next(agreement, expected)
            return _taken(agreement, package.said, rows, gone, findings, listed, file_name, by)


def _demand_still_next(agreement: Agreement, expected: Expected) -> None:
    """While it was read, nobody else took a package of the agreement, and the agreement was not ended."""
    now_ = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if not is_in_force(now_):
        raise Refused.because("exchange_agreement_unknown", agreement=agreement.title)
    if (last := queries.taken.last_taken(agreement)) != expected.last[agreement.title]:
        raise Refused.because("exchange_replayed", number=last)


def _taken(
    agreement: Agreement,
    said: Manifest,
    rows: list[Received],
    gone: list[UUID],
    findings: list[Reason],
    listed: Path,
    file_name: str,
    by: User,
) -> Receipt:
    """Write down what was read: the receipt, who withdrew erased, the others handed to the import."""
    receipt = Receipt.objects.create(
        organisation=agreement.organisation,
        agreement=agreement,
        number=said.number,
        package=said.package[:40],
        file_name=file_name[:200],
        people=len(rows),
        withdrawn=said.withdrawn,
        findings=[reason.as_json() for reason in findings[:MOST_FINDINGS]],
        by_name=str(by)[:150],
    )
    for row in rows:
        row.receipt = receipt
    Received.objects.bulk_create(rows, batch_size=500)
    receipt.erased = _erase(receipt, gone, by)
    if rows:
        receipt.run = _begin(receipt, listed, by)
    receipt.save(update_fields=["erased", "run"])
    counts = {"people": receipt.people, "withdrawn": receipt.withdrawn, "erased": receipt.erased}
    _tell("package_received", receipt, by, **counts)
    return receipt


def _expected(organisation: Organisation, path: Path) -> tuple[Agreement, Expected]:
    """Under which agreement a package comes, and what is expected of one under it."""
    from jinguo.engines.exchange import Expected, open_package  # slow import: it brings the ciphers

    own = queries.partners.own_keys(organisation)
    known = queries.partners.trusted(list(queries.partners.partners_of(organisation)))
    cards = [card for _, card in known.values()]
    with open_package(path, Expected(own, cards, today=today().isoformat())) as package:
        said = package.said
    partner = known[said.sender[1]][0]
    agreement = queries.partners.agreement_taking(partner, said.agreement)
    if agreement is None or not is_in_force(agreement) or agreement.purpose != said.purpose:
        raise Refused.because("exchange_agreement_unknown", agreement=said.agreement[:100])
    last = {agreement.title: queries.taken.last_taken(agreement)}
    agreed = {agreement.title: agreement.fields}
    return agreement, Expected(own, cards, last, agreed, today().isoformat())


def _written(package: Package, out: TextIO, progress: Progress) -> tuple[list[Received], list[Reason]]:
    """The persons as a list, and beside it under which ref each row stands; with what was wrong with lines."""
    columns = [key for key in COLUMNS if key in {*package.said.fields, "name"}]
    table = csv.writer(out)
    table.writerow([term(f"attribute_{key}", "zh") for key in columns])
    findings: list[Reason] = []
    rows: list[Received] = []
    seen: set[str] = set()
    for line, person in package.people():
        progress(line, package.said.people, "reading_package")
        if isinstance(person, Reason):
            findings.append(person)
            continue
        if person["ref"] in seen:
            continue
        seen.add(person["ref"])
        table.writerow([_cell(key, person.get(key, "")) for key in columns])
        rows.append(_received(len(rows) + 2, person, columns))
    if (found := len(rows) + len(findings)) != package.said.people and len(seen) == len(rows):
        findings.append(Reason.error("exchange_count_differs", said=package.said.people, found=found))
    return rows, findings


def _cell(key: str, value: Any) -> str:
    text = "；".join(value) if isinstance(value, list) else str(value)
    return " ".join(text.split())


def _received(row: int, person: dict[str, Any], columns: list[str]) -> Received:
    kept = Received(ref=UUID(person["ref"]), row=row)
    rest = {key: value for key, value in person.items() if key not in (*columns, "ref", "as_of") and value}
    if rest:
        kept.rest_sealed = vault.seal(json.dumps(rest, ensure_ascii=False), about=kept.about)
    return kept


def _begin(receipt: Receipt, listed: Path, by: User) -> ListImport:
    """Hand the list to the import."""
    from jinguo.engines.rosters import ListMapping  # slow import: it brings NumPy

    agreement = receipt.agreement
    name = f"{agreement.partner.name}-{agreement.title}-第{receipt.number}期.csv".replace("/", "-")
    with listed.open("rb") as stream:
        stored = files.store(stream, name=name, kind="list", by=by)
    with listed.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    digest.update(str(receipt.uid).encode())  # the same persons again are another package
    mapping = ListMapping(columns={term(f"attribute_{key}", "zh"): key for key in COLUMNS})
    run = registry.begin_import(
        organisation=receipt.organisation,
        path=listed,
        file_name=name,
        sha256=digest.hexdigest(),
        by=by,
        stored=stored,
        mapping=mapping,
    )
    registry.ask_to_stage(run=run, by=by)
    return run


def _withdrawn(package: Package, findings: list[Reason]) -> list[UUID]:
    """Whom the package names as withdrawn."""
    refs: list[UUID] = []
    for _, row in package.withdrawn():
        if isinstance(row, Reason):
            findings.append(row)
        else:
            refs.append(UUID(row["ref"]))
    return refs


def _erase(receipt: Receipt, refs: list[UUID], by: User) -> int:
    """Erase who withdrew; answers how many were here."""
    entries = PersonEntry.objects.filter(
        received_as__ref__in=refs, received_as__receipt__agreement__partner=receipt.agreement.partner_id
    ).exclude(name="")
    here = list(entries.distinct())
    if not here:
        return 0
    with clearing.words_forgotten():
        clearing.whole_entries(here)
        indexing.refresh({one.identity_id for one in here})
    Received.objects.filter(entry__in=here).update(rest_sealed="")
    _tell("package_withdrawals_honoured", receipt, by, count=len(here))
    return len(here)


def follow_commit(run: ListImport, by: User | None) -> None:
    """The list of a package was written: tie each person to what an earlier package told of her, and state the rest."""
    receipt = Receipt.objects.filter(run=run).select_related("agreement__partner").first()
    if receipt is None:
        return
    rows = {one.row: one for one in receipt.persons.all()}
    entries = list(PersonEntry.objects.filter(source=run.source).order_by("pk"))
    earlier = queries.taken.standing(receipt.agreement, [one.ref for one in rows.values()])
    for entry in entries:
        received = rows.get(entry.source_row)
        if received is None:
            continue
        received.entry = entry
        if (old := earlier.get(received.ref)) is not None:
            _take_the_place(entry, old.entry)
            received.replaces = old.entry
        received.save(update_fields=["entry", "replaces"])
        _state_the_rest(entry, received, receipt.agreement.partner.name, by)


def _take_the_place(entry: PersonEntry, old: PersonEntry) -> None:
    """The newer word of the same partner stands under the same person; the older one no longer counts."""
    alone = entry.identity_id
    if alone != old.identity_id:
        entry.identity_id, entry.home_id = old.identity_id, old.home_id
        entry.save(update_fields=["identity", "home"])
        Identity.objects.filter(pk=alone, entries=None, born=None).delete()
    PersonEntry.objects.filter(pk=old.pk).update(withdrawn_at=now())


def _state_the_rest(entry: PersonEntry, received: Received, partner: str, by: User | None) -> None:
    if not received.rest_sealed:
        return
    for key, value in json.loads(vault.unseal(received.rest_sealed, about=received.about)).items():
        for one in value if isinstance(value, list) else [value]:
            step = one if isinstance(one, dict) else {"value": one}
            try:
                registry.state_fact(entry=entry, attribute=key, by=by, source=partner, **step)
            except Refused:
                continue  # a day nobody can read costs only itself
    Received.objects.filter(pk=received.pk).update(rest_sealed="")


def follow_taking_back(run: ListImport, by: User | None) -> None:
    """The list of a package was taken back: what it took the place of stands again."""
    receipt = Receipt.objects.filter(run=run).first()
    if receipt is None:
        return
    old = PersonEntry.objects.filter(
        pk__in=receipt.persons.exclude(replaces=None).values("replaces")
    ).exclude(name="")
    identities = list(old.values_list("identity_id", flat=True))
    old.update(withdrawn_at=None)
    indexing.refresh(identities)


def _tell(action: str, receipt: Receipt, by: User, **after: object) -> None:
    agreement = receipt.agreement
    audit.record(
        action,
        subject=agreement,
        by=by,
        acting_for=receipt.organisation,
        after={"partner": agreement.partner.name, "number": receipt.number, **after},
    )

"""Packages made: only who agreed, only the fields agreed; who withdrew is named in the next one.

A package is written to a file first; whose consent it rests on is looked at once more, under a lock, when its rows are
kept. If somebody withdrew meanwhile it is made anew.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.exchange import queries, telling
from jinguo.apps.exchange.models import Agreement, Package, Sent, Share
from jinguo.apps.exchange.permissions import is_in_force, may_exchange
from jinguo.apps.exchange.purposes import SENSITIVE, USES, touched_by
from jinguo.apps.files import actions as files
from jinguo.apps.ids import new_uid
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry.actions import needs_guardian
from jinguo.apps.registry.models import Consent, PersonEntry, Statement
from jinguo.apps.registry.queries.people import entries_in, statements_on
from jinguo.apps.registry.queries.rights import agreeing
from jinguo.apps.registry.rights.consent_texts import purposes
from jinguo.apps.registry.search import asking, finding
from jinguo.engines.exchange.manifest import Manifest
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

Progress = Callable[..., None]
FILE_KIND = "exchange_package"
BATCH, TRIES = 300, 3
RECEIVING = "/exchange/receiving/"


class _Changed(Exception):
    """Somebody withdrew while the package was made."""


@transaction.atomic
def ask_for_package(*, agreement: Agreement, by: User | None) -> Package:
    """Have a worker make the next package; asked twice, it is made once. ``by`` is None for a subscription.

    Raises:
        Refused: no officer, not in force, a taking agreement, no keys, or the partner's key is not confirmed.
    """
    if by is not None:
        demand(may_exchange(by, agreement.organisation_id))
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("partner", "organisation").get(
        pk=agreement.pk
    )  # fmt: skip
    demand(is_in_force(agreement))
    if not agreement.gives:
        raise Refused.because("agreement_incomplete")
    if queries.partners.own_key(agreement.organisation_id) is None:
        raise Refused.because("exchange_own_key_missing")
    if queries.partners.card_of(agreement.partner) is None:
        raise Refused.because("exchange_partner_key_missing", partner=agreement.partner.name)
    waiting = agreement.packages.filter(state=Package.MAKING).select_related("job").first()
    if waiting and waiting.job and waiting.job.is_open:
        return waiting
    if waiting:
        Package.objects.filter(pk=waiting.pk).update(state=Package.FAILED)
    package = Package.objects.create(
        agreement=agreement, number=queries.given.last_number(agreement) + 1, by_name=str(by or "")[:150]
    )
    package.job = jobs.enqueue(
        "exchange.make_package", by=by, package=str(package.uid), by_id=by.pk if by else None
    )
    package.save(update_fields=["job"])
    return package


def make_package(*, package: Package, by: User | None, progress: Progress) -> Package:
    """Write a package and keep what stands in it, all or nothing.

    Raises:
        Refused: the agreement is over, or keys are missing.
    """
    agreement = package.agreement
    demand(is_in_force(agreement))
    try:
        for _ in range(TRIES):
            with tempfile.TemporaryDirectory() as folder:
                making = _Making(package, agreement, progress)
                path = Path(folder) / f"{package.uid}.zip"
                said = making.write(path)
                with path.open("rb") as stream:
                    name = f"{agreement.title}-第{package.number}期.jinguo.zip".replace("/", "-")
                    stored = files.store(stream, name=name, kind=FILE_KIND, by=by)
                try:
                    _keep(making, said, stored, by)
                except _Changed:
                    files.discard(stored)
                    continue
                return package
        raise Refused.because("exchange_consents_change")
    except Exception:
        Package.objects.filter(pk=package.pk, state=Package.MAKING).update(state=Package.FAILED)
        raise


@dataclass
class _Making:
    """What is put together while the persons go by."""

    package: Package
    agreement: Agreement
    progress: Progress
    sent: list[tuple[UUID, int, int, str, list[str]]] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)
    withdrawn: list[UUID] = field(default_factory=list)
    unchanged: int = 0

    def write(self, path: Path) -> Manifest:
        from jinguo.engines.exchange import write_package  # slow import: it brings the ciphers

        own = queries.partners.own_key(self.agreement.organisation_id)
        to = queries.partners.card_of(self.agreement.partner)
        if own is None or to is None:
            raise Refused.because("exchange_own_key_missing")
        said = Manifest(
            str(self.package.uid),
            self.agreement.title,
            self.package.number,
            ("", ""),
            ("", ""),
            self.agreement.purpose,
            purposes()[self.agreement.purpose].version,
            tuple(self.agreement.fields),
            now().isoformat(timespec="seconds"),
            self.agreement.until.isoformat(),
            0,
            0,
        )
        return write_package(
            path, said, own=queries.partners.opened(own), to=to, people=self.people(), withdrawn=self.gone()
        )

    def people(self) -> Iterator[dict[str, Any]]:
        """Everybody of the list who agreed and of whom there is something new to say."""
        organisation = self.agreement.organisation
        asked = asking.Asked.read(asking.parts_of(self.agreement.query))
        rows = finding.found(organisation, asked).order_by("pk").values_list("identity_id", flat=True)
        given, total, done = rows.iterator(chunk_size=2_000), rows.count(), 0
        shares = {
            one.entry.identity_id: one for one in queries.given.open_shares(self.agreement).order_by("-pk")
        }
        while batch := list(islice(given, BATCH)):
            yield from self._of(batch, shares)
            done += len(batch)
            self.progress(done, total, "exchange_gathering")

    def gone(self) -> Iterator[dict[str, Any]]:
        """Who was given before and may no longer be: named by their refs alone."""
        rows = list(queries.given.open_shares(self.agreement))
        needed = USES[self.agreement.purpose].needs
        identities = {one.entry.identity_id for one in rows}
        agreed = set.intersection(*(agreeing(identities, purpose) for purpose in needed)) if rows else set()
        here = set(
            entries_in(self.agreement.organisation)
            .filter(identity__in=identities)
            .values_list("identity_id", flat=True)
        )
        stays = {one.pk for one in rows if one.entry.identity_id in agreed & here}
        ended = queries.given.shares_to_end(self.agreement)
        for share in [*ended, *(one for one in rows if one.pk not in stays)]:
            self.withdrawn.append(share.uid)
            yield {"ref": str(share.uid), "on": (share.ended_at or now()).date().isoformat()}

    def _of(self, identities: list[int], shares: dict[int, Share]) -> Iterator[dict[str, Any]]:
        use = USES[self.agreement.purpose]
        consents = [queries.given.consents_to(purpose, identities) for purpose in use.needs]
        sensitive = agreeing(identities, SENSITIVE)
        entries = _grouped(
            entries_in(self.agreement.organisation).filter(identity__in=identities).order_by("pk")
        )
        said: dict[int, list[Statement]] = {}
        for one in statements_on([entry for rows in entries.values() for entry in rows]):
            said.setdefault(one.entry_id, []).append(one)
        for identity in identities:
            rows = entries.get(identity, [])
            given = [found.get(identity) for found in consents]
            if not rows or None in given:
                self.left_out["left_no_consent"] += 1
                continue
            if needs_guardian(rows) and not all(one.guardian_name for one in given if one):
                self.left_out["left_no_guardian"] += 1
                continue
            stated = [one for entry in rows for one in said.get(entry.pk, [])]
            record = telling.record_of(rows, stated, self.agreement.fields, sensitive=identity in sensitive)
            digest, share = telling.digest_of(record), shares.get(identity)
            if share and share.digest == digest:
                self.unchanged += 1
                continue
            ref = share.uid if share else new_uid()
            fields = [key for key in self.agreement.fields if key in record]
            self.sent.append((ref, rows[0].pk, given[0].pk, digest, fields))
            self.kept |= {one.pk for one in given if one}
            yield {**record, "ref": str(ref)}


@transaction.atomic
def _keep(making: _Making, said: Manifest, stored: Any, by: User | None) -> None:
    """Keep what stands in the package; every consent it rests on is still in force under this lock."""
    package, agreement = making.package, making.agreement
    _demand_consents(making.kept)
    known = {
        one.uid: one
        for one in Share.objects.filter(agreement=agreement, uid__in=[row[0] for row in making.sent])
    }
    fresh = [
        Share(uid=ref, agreement=agreement, entry_id=entry, digest=digest)
        for ref, entry, _, digest, _ in making.sent
        if ref not in known
    ]
    known |= {one.uid: one for one in Share.objects.bulk_create(fresh, batch_size=500)}
    for ref, _, _, digest, _ in making.sent:
        known[ref].digest = digest
    Share.objects.bulk_update(known.values(), ["digest"], batch_size=500)
    Sent.objects.bulk_create(
        [
            Sent(package=package, share=known[ref], consent_id=consent, fields=fields)
            for ref, _, consent, _, fields in making.sent
        ],
        batch_size=500,
    )
    for start in range(0, len(making.withdrawn), 400):
        gone = Share.objects.filter(uid__in=making.withdrawn[start : start + 400])
        gone.filter(ended_at=None).update(ended_at=now())
        gone.update(ended_in=package)
    package.people, package.withdrawn, package.unchanged = said.people, said.withdrawn, making.unchanged
    package.left_out = dict(making.left_out)
    package.state, package.made_at, package.file = Package.MADE, now(), stored
    package.save()
    audit.record(
        "package_made",
        subject=agreement,
        by=by,
        acting_for=agreement.organisation,
        after={
            "partner": agreement.partner.name,
            "number": package.number,
            "people": said.people,
            "withdrawn": said.withdrawn,
        },
    )
    outbox.queue(
        "package_ready",
        to=queries.partners.told_there(agreement.partner),
        params={
            "organisation": agreement.organisation.name,
            "title": agreement.title,
            "number": package.number,
        },
        about=agreement,
        sender=agreement.organisation,
        link=RECEIVING,
    )


def _demand_consents(wanted: set[int]) -> None:
    keys = sorted(wanted)
    for start in range(0, len(keys), 400):
        part = keys[start : start + 400]
        rows = Consent.objects.select_for_update(of=("self",)).filter(pk__in=part, withdrawn_at=None)
        if len(rows.values_list("pk", flat=True)) != len(part):
            raise _Changed


@transaction.atomic
def end_shares(identity: int, purpose: str) -> None:
    """She took a consent back: nothing more of her is given, and every partner that has her is told at once."""
    rows = Share.objects.filter(
        entry__identity=identity, agreement__purpose__in=touched_by(purpose), ended_at=None
    ).select_related("agreement__partner__other", "agreement__organisation")
    for share in rows:
        agreement = share.agreement
        Share.objects.filter(pk=share.pk).update(ended_at=now(), told_at=now())
        outbox.queue(
            "sharing_withdrawn",
            to=[
                *queries.partners.told_there(agreement.partner),
                *queries.partners.officers(agreement.organisation_id),
            ],
            params={
                "organisation": agreement.organisation.name,
                "title": agreement.title,
                "ref": str(share.uid),
            },
            about=agreement,
            sender=agreement.organisation,
            link=RECEIVING,
        )


def _grouped(rows: Any) -> dict[int, list[PersonEntry]]:
    found: dict[int, list[PersonEntry]] = {}
    for one in rows:
        found.setdefault(one.identity_id, []).append(one)
    return found

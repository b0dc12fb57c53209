"""What still stands between a nomination and being handed in, gathered once: the page shows it, the
action obeys it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinguo.apps.calls import qualifying, queries
from jinguo.apps.calls.models import Confirmation, Material, Nomination
from jinguo.apps.clock import today, told
from jinguo.engines.forms import FormReport, check_form
from jinguo.engines.materials import MaterialSpec, check_count
from jinguo.reasons import Reason


@dataclass(frozen=True)
class Readiness:
    """Findings by area: form, eligibility, materials, stamped form, her word, the quota."""

    form: FormReport
    materials: Mapping[str, tuple[Reason, ...]]
    stamped_form: tuple[Reason, ...]
    confirmation: tuple[Reason, ...]
    quota: tuple[Reason, ...]
    rules: tuple[qualifying.Answered, ...] = ()
    asked: Confirmation | None = None

    @property
    def eligibility(self) -> tuple[Reason, ...]:
        """What every rule of eligibility says; what only waits for an empty field is left to that field."""
        return tuple(answer.reason for answer in self.rules if answer.outcome != "unknown" or answer.question)

    @property
    def standing_in_the_way(self) -> tuple[Reason, ...]:
        """Every finding that keeps it from being handed in, in the order of the page."""
        return tuple(reason for _, reason in self.by_place if reason.severity == "error")

    @property
    def by_place(self) -> tuple[tuple[str, Reason], ...]:
        """Every finding with the place of the page where it is mended, in the order of the page."""
        return (
            *((f"field-{key}", reason) for key, found in self.form.findings.items() for reason in found),
            *(("eligibility", reason) for reason in self.eligibility),
            *((f"material-{key}", reason) for key, found in self.materials.items() for reason in found),
            *(("material-stamped_form", reason) for reason in self.stamped_form),
            *(("confirmation", reason) for reason in self.confirmation),
            *(("quota", reason) for reason in self.quota),
        )

    @property
    def worth_a_look(self) -> int:
        """How many findings an officer should look at: all but those that only inform."""
        return sum(reason.severity != "info" for _, reason in self.by_place)

    @property
    def complete(self) -> bool:
        return not self.standing_in_the_way


def reference_day(nomination: Nomination) -> date:
    """The day on which ages are counted: the call's, else its last day, else today."""
    call = nomination.call
    return call.reference_day or call.closing_day or today()


def said_of_her(nomination: Nomination, values: Mapping[str, Any]) -> str:
    """A digest of everything that stands in the form: what a print or a confirmation refers to."""
    filled = {key: value for key, value in values.items() if value is not None}
    said = {"category": nomination.category_id, "values": filled}
    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def print_code(digest: str) -> str:
    """The short version code in the foot of a printed form: the first characters of the digest, in two
    groups.
    """
    short = digest[:8].upper()
    return f"{short[:4]}-{short[4:]}"


def of(nomination: Nomination, values: Mapping[str, Any] | None = None) -> Readiness:
    """Check everything. Reads values, materials, confirmations and quotas: a fixed number of queries."""
    values = queries.values_of(nomination) if values is None else values
    materials = list(nomination.materials.all())
    digest = said_of_her(nomination, values)
    asked = _asked(nomination)
    return Readiness(
        form=check_form(queries.spec_of(nomination), dict(values), on=reference_day(nomination)),
        materials=_of_materials(nomination.call.material_specs(), materials),
        stamped_form=_of_stamped_form(nomination, materials, digest),
        confirmation=_of_confirmation(nomination, asked, digest),
        quota=queries.quota_room(nomination).reasons,
        rules=qualifying.answers(nomination, values, reference_day(nomination)),
        asked=asked,
    )


def _of_materials(specs: Iterable[MaterialSpec], materials: list[Material]) -> dict[str, tuple[Reason, ...]]:
    found: dict[str, tuple[Reason, ...]] = {}
    for spec in specs:
        given = [material for material in materials if material.spec_key == spec.key]
        reasons = list(check_count(len(given), spec).reasons)
        reasons += [Reason.from_json(stored) for material in given for stored in material.findings]
        found[spec.key] = tuple(reasons)
    return found


def _of_stamped_form(nomination: Nomination, materials: list[Material], digest: str) -> tuple[Reason, ...]:
    if not nomination.call.stamped_form_required:
        return ()
    scans = [material for material in materials if material.spec_key == Material.STAMPED_FORM]
    if not scans:
        return (Reason.error("stamped_form_missing", copies=nomination.call.copies),)
    known = [scan for scan in scans if scan.print_code]
    if known and all(scan.print_code != print_code(digest) for scan in known):
        return (
            Reason.error("stamped_form_of_old_version", found=known[-1].print_code, now=print_code(digest)),
        )
    uncoded = () if known else (Reason.warning("stamped_form_without_code", now=print_code(digest)),)
    return (*uncoded, *(Reason.from_json(stored) for scan in scans for stored in scan.findings))


def _asked(nomination: Nomination) -> Confirmation | None:
    """The link that stands."""
    return nomination.confirmations.filter(revoked_at=None).first()


def _of_confirmation(nomination: Nomination, latest: Confirmation | None, digest: str) -> tuple[Reason, ...]:
    if latest is not None and latest.withdrawn_at:
        return (Reason.error("consent_is_withdrawn", at=told(latest.withdrawn_at)),)
    if not nomination.call.consent_required:
        return ()
    if latest is None:
        return (Reason.error("nominee_not_asked"),)
    if latest.declined_at:
        return (Reason.error("nominee_declined", remarks=latest.remarks),)
    if latest.confirmed_at is None:
        return (Reason.error("nominee_not_confirmed_yet"),)
    if latest.digest != digest:
        return (Reason.error("changed_since_she_confirmed"),)
    return ()

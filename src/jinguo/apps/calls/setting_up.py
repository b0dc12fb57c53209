"""How far a call's settings are: each step with what it lacks (keeps it from opening) and what is worth a look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jinguo.apps.calls.models import Call, Category, Quota
from jinguo.apps.calls.quotas import applying
from jinguo.apps.clock import now
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.queries import liaisons_of
from jinguo.reasons import Reason

_CLAIMS = re.compile("国家|中国|中华|全国|亚洲|全球|世界|国际")
"""Words that no activity may carry in its name without approval (negative list of award activities, 2021)."""

STEPS = (
    "basics",
    "dates",
    "categories",
    "units",
    "form",
    "materials",
    "eligibility",
    "consent",
    "review",
)


@dataclass(frozen=True)
class Step:
    """One step: its findings, errors first."""

    key: str
    findings: tuple[Reason, ...]

    @property
    def missing(self) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.findings if reason.severity == "error")

    @property
    def complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class SettingUp:
    """The steps in order, and the few counts that their summaries show."""

    steps: tuple[Step, ...]
    categories: tuple[Category, ...]
    quotas: tuple[Quota, ...]
    invited: int
    invited_kinds: Mapping[str, int]
    without_liaison: int

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)

    @property
    def missing(self) -> tuple[Reason, ...]:
        return tuple(reason for step in self.steps for reason in step.missing)


def claims_in(title: str) -> list[str]:
    """The words of a title that need an approval at central level."""
    return list(dict.fromkeys(_CLAIMS.findall(title)))


def of(call: Call) -> SettingUp:
    """Look at everything: a fixed number of queries."""
    categories = tuple(call.categories.all())
    quotas = tuple(call.quotas.select_related("organisation", "category"))
    invited = list(call.invitees.values_list("organisation_id", "organisation__kind"))
    answered = {m.organisation_id for m in liaisons_of([unit for unit, _ in invited])} if invited else set()
    silent = sum(unit not in answered for unit, _ in invited)
    found = {
        "basics": _basics(call),
        "dates": _dates(call),
        "categories": _categories(categories),
        "units": _units(quotas, invited, silent),
        "materials": _if(not call.materials, Reason.info("call_without_materials")),
        "eligibility": _if(not call.eligibility.get("rules"), Reason.info("call_without_rules")),
        "consent": _if(
            call.consent_required and not call.consent_text.strip(), Reason.error("call_without_consent_text")
        ),
        "review": _if(not call.criteria, Reason.warning("call_without_criteria_yet")),
    }
    steps = tuple(Step(key, _sorted(found.get(key, ()))) for key in STEPS)
    counted = Counter(kind for _, kind in invited)
    by_kind = {kind: counted[kind] for kind in kinds.KINDS if counted[kind]}
    return SettingUp(steps, categories, quotas, len(invited), by_kind, silent)


def _if(holds: object, reason: Reason) -> tuple[Reason, ...]:
    return (reason,) if holds else ()


def _sorted(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    order = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(reasons, key=lambda reason: order[reason.severity]))


def _basics(call: Call) -> tuple[Reason, ...]:
    claims = claims_in(call.title)
    contact = call.contact_name and (call.contact_phone or call.contact_email)
    return (
        *_if(claims, Reason.warning("title_needs_approval", words=claims)),
        *_if(not (call.notice_text.strip() or call.notice_file_id), Reason.warning("call_without_notice")),
        *_if(not contact, Reason.warning("call_without_contact")),
    )


def _dates(call: Call) -> tuple[Reason, ...]:
    opening = call.opened_at is None
    return (
        *_if(call.closes_at is None, Reason.error("call_without_closing_day")),
        *_if(
            opening and call.closes_at is not None and call.closes_at <= now(),
            Reason.error("call_closing_day_is_past"),
        ),
        *_if(call.notice_days < 5, Reason.warning("setup_notice_is_short", days=call.notice_days)),
    )


def _categories(categories: tuple[Category, ...]) -> tuple[Reason, ...]:
    open_ended = [category.name for category in categories if not category.seats]
    return (
        *_if(not categories, Reason.error("call_without_categories")),
        *_if(open_ended, Reason.warning("categories_without_seats", names=open_ended)),
    )


def _units(quotas: tuple[Quota, ...], invited: list[tuple[int, str]], silent: int) -> tuple[Reason, ...]:
    stated = [quota for quota in quotas if quota.scope != Quota.TOTAL]
    left_out = sum(
        all(quota.scope == Quota.TOTAL for quota in applying(quotas, unit_id=unit, unit_kind=kind))
        for unit, kind in invited
    )
    return (
        *_if(not invited, Reason.error("call_without_units")),
        *_if(not quotas, Reason.warning("call_without_quotas")),
        *_if(stated and left_out, Reason.warning("units_without_places", count=left_out)),
        *_if(silent, Reason.warning("units_without_liaison", count=silent)),
    )

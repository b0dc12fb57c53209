"""What the nomination page shows, made ready: entries, materials, her confirmation, what still stands
in the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from jinguo.apps.calls import permissions, queries, readiness
from jinguo.apps.calls.actions.filling import Clash
from jinguo.apps.calls.actions.materials import STAMPED_FORM
from jinguo.apps.calls.forms.unit import entries_of, others_here, veiled
from jinguo.apps.calls.models import Material, Nomination
from jinguo.apps.calls.states import NominationState
from jinguo.apps.clock import now
from jinguo.engines.materials import MaterialSpec, check_count
from jinguo.reasons import Reason


@dataclass(frozen=True)
class Wish:
    """One kind of material that the call wants, with what is there."""

    spec: MaterialSpec
    given: list[Material]
    counted: tuple[Reason, ...]

    @property
    def key(self) -> str:
        return self.spec.key

    @property
    def full(self) -> bool:
        return self.spec.max_count is not None and len(self.given) >= self.spec.max_count

    @property
    def in_place_of(self) -> Material | None:
        """Where one file is wanted and one is there, the next one takes its place."""
        return self.given[0] if self.spec.max_count == 1 and len(self.given) == 1 else None

    @property
    def accept(self) -> str:
        return ",".join(f".{suffix}" for suffix in (*self.spec.accepted, *_ALSO.get(self.spec.kind, ())))


_ALSO = {"photo": ("jpeg",), "video": (), "document": ()}


_OF_THE_CODE = ("stamped_form_without_code", "stamped_form_of_old_version")


def wishes_of(nomination: Nomination, materials: Iterable[Material] | None = None) -> list[Wish]:
    """The materials wanted, in the call's order, the stamped scan last."""
    given = list(nomination.materials.select_related("file")) if materials is None else list(materials)
    specs = [*nomination.call.material_specs()]
    if nomination.call.stamped_form_required:
        specs.append(STAMPED_FORM)
    wishes = []
    for spec in specs:
        here = [one for one in given if one.spec_key == spec.key]
        wishes.append(Wish(spec, here, check_count(len(here), spec).reasons if here else ()))
    return wishes


def context_of(
    request: HttpRequest,
    nomination: Nomination,
    *,
    opened: Iterable[str] = (),
    clashes: Mapping[str, Clash] | None = None,
    unsaved: Mapping[str, Any] | None = None,
    with_missing: bool = False,
    only: Iterable[str] | None = None,
) -> dict[str, Any]:
    """The whole page's context, by a fixed number of queries."""
    invitee = queries.invitee_of(nomination.call, nomination.unit_id)
    rows = {row.key: row for row in nomination.values.all()}
    values = queries.values_of(nomination, rows.values())
    found = readiness.of(nomination, values)
    spec = queries.spec_of(nomination)
    labels = {field.key: field.label for field in spec.fields}
    digest = readiness.said_of_her(nomination, values)
    how = {
        "opened": opened,
        "clashes": clashes,
        "unsaved": unsaved,
        "with_missing": with_missing,
        "only": only,
    }
    waiting = {answer.rule_id: answer.question for answer in found.rules if answer.question}
    how_asked = how | {"only": None}
    shown = entries_of(nomination, waiting.values(), rows, values, found, **how_asked)
    asked = dict(zip(waiting, shown, strict=True))
    return {
        "nomination": nomination,
        "call": nomination.call,
        "spec": spec,
        "entries": entries_of(nomination, spec.fields, rows, values, found, **how),
        "rules": [(answer, asked.get(answer.rule_id)) for answer in found.rules],
        "found": found,
        "places": places(nomination, found),
        "may_edit": permissions.may_edit(request.user, nomination, invitee, now()),
        "take_back": permissions.may_take_back(request.user, nomination, invitee, now()),
        "due": nomination.mend_until
        if nomination.state == NominationState.RETURNED
        else permissions.deadline_for(nomination.call, invitee),
        "others": others_here(rows.values(), request.user.pk, labels),
        "code": readiness.print_code(digest),
        "code_reasons": [reason for reason in found.stamped_form if reason.code in _OF_THE_CODE],
        "save_url": reverse("calls:unit_save", args=[nomination.uid]),
    }


def with_the_rest(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What only the full page shows: materials, prints, returns, her confirmation, categories."""
    nomination = context["nomination"]
    last = nomination.prints.order_by("-printed_at").first()
    return context | {
        "wishes": wishes_of(nomination),
        "confirmation": context["found"].asked,
        "last_print": last,
        "returned": nomination.returns.filter(mended_at=None).first()
        if nomination.state == NominationState.RETURNED
        else None,
        "categories": [
            one for one in nomination.call.categories.all() if one.nominee_kind == nomination.nominee_kind
        ],
        "fresh_link": request.session.pop(f"confirm-{nomination.uid}", ""),
    }


@dataclass(frozen=True)
class Place:
    """A finding with the anchor of the place where it is mended."""

    anchor: str
    reason: Reason


def places(nomination: Nomination, found: readiness.Readiness) -> list[Place]:
    """What stands in the way, each with the place to mend it; values of sensitive fields are masked."""
    fields = {f"field-{field.key}": field for field in queries.spec_of(nomination).fields}
    return [
        Place(anchor, veiled(fields[anchor], reason) if anchor in fields else reason)
        for anchor, reason in found.by_place
        if reason.severity == "error"
    ]

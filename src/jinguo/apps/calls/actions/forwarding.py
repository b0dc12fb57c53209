"""Handing the chosen up (上报): the same records travel to the call above, nothing is typed again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions, queries
from jinguo.apps.calls.actions.nominating import NOMINATING_UNIT, refresh_summary, write_value
from jinguo.apps.calls.models import Call, Category, Material, Nomination
from jinguo.apps.calls.quotas import Place, room_for
from jinguo.apps.calls.states import CallState, NominationState
from jinguo.apps.clock import now
from jinguo.apps.files import blobs
from jinguo.engines.materials import MaterialSpec, check_material
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@transaction.atomic
def forward(
    *, call: Call, nominations: Iterable[Nomination], categories: Mapping[int, Category], by: User
) -> list[Nomination]:
    """Nominate the chosen in the parent organisation's call: drafts of this organisation, with materials.

    ``categories`` says for each category id of this call which category of the parent call takes it. Handing
    the drafts in there is a step of its own, with that call's checks and stamps.

    Raises:
        Refused: the call above is not open, does not invite, has no room; somebody is not on the list or was
            handed up before; a category has no counterpart.
    """
    demand(permissions.is_officer_of_call(by, call))
    parent = call.parent_call
    if parent is None or parent.state != CallState.OPEN:
        raise Refused.because("parent_call_not_open")
    invitee = queries.invitee_of(parent, call.organiser_id)
    demand(permissions.unit_is_invited(invitee))
    demand(permissions.call_takes_nominations(parent, invitee, now()))
    chosen = list(nominations)
    if not chosen:
        raise Refused.because("nobody_to_forward")
    revoked = queries.with_revoked_honours(chosen)
    if revoked:
        raise Refused.because("honour_revoked_is_not_forwarded", names=[one.name for one in revoked])
    taken = [*queries.places_taken(parent), *queries.forwarded_drafts(parent, call.organiser_id)]
    made = []
    for nomination in chosen:
        if nomination.state not in (NominationState.CHOSEN, NominationState.HONOURED):
            raise Refused.because("only_the_chosen_are_forwarded", name=nomination.name)
        if hasattr(nomination, "forwarded_to"):
            raise Refused.because("forwarded_already", name=nomination.name)
        target = _target(nomination, parent, categories)
        demand(
            room_for(
                parent.quotas.all(),
                taken,
                unit_id=call.organiser_id,
                unit_kind=call.organiser.kind,
                category_id=target.pk,
            )
        )
        taken.append(Place(call.organiser_id, target.pk))
        made.append(_forward_one(nomination, parent, target, by))
    audit.record(
        "nominations_forwarded",
        subject=call,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"count": len(made), "to": parent.title},
    )
    return made


def _target(nomination: Nomination, parent: Call, categories: Mapping[int, Category]) -> Category:
    target = categories.get(nomination.category_id)
    if target is None:
        raise Refused.because("category_without_counterpart", category=nomination.category.name)
    if target.call_id != parent.pk:
        raise Refused.because("category_of_another_call")
    if target.nominee_kind != nomination.nominee_kind:
        raise Refused.because(
            "category_takes_another_kind",
            category=target.name,
            name=nomination.name,
            kind=target.nominee_kind,
        )
    return target


def _forward_one(nomination: Nomination, parent: Call, category: Category, by: User) -> Nomination:
    twin = Nomination.objects.create(
        call=parent,
        category=category,
        unit=nomination.call.organiser,
        nominee_kind=nomination.nominee_kind,
        forwarded_from=nomination,
        entry=nomination.entry,
        created_by=by,
    )
    spec = queries.spec_of(twin)
    values = queries.values_of(nomination)
    for target in spec.fields:
        if target.key == NOMINATING_UNIT:
            write_value(twin, target, None, nomination.call.organiser.name, by)
        elif target.key in values and target.kind != "opinion":
            write_value(twin, target, None, values[target.key], by)
    wishes = {wish.key: wish for wish in parent.material_specs()}
    handed = nomination.materials.filter(spec_key__in=wishes).select_related("file")
    Material.objects.bulk_create(
        [_carried(material, wishes[material.spec_key], twin, by) for material in handed]
    )
    refresh_summary(twin)
    return twin


def _carried(material: Material, wish: MaterialSpec, twin: Nomination, by: User) -> Material:
    """The same file, checked against what the call above wants: it may be stricter."""
    with blobs.on_disk(material.file.path) as path:
        report = check_material(path, wish, filename=material.file.original_name)
    return Material(
        nomination=twin,
        spec_key=material.spec_key,
        file_id=material.file_id,
        position=material.position,
        ok=report.ok,
        findings=[reason.as_json() for reason in report.findings],
        facts=dict(report.facts),
        added_by_name=str(by)[:100],
    )

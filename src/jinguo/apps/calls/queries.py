"""Reads of calls and nominations. Every chain of a signed-in user begins with `visible_…`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from jinguo.apps import vault
from jinguo.apps.calls.models import (
    Call,
    Category,
    FieldValue,
    Invitee,
    Nomination,
    Objection,
    PublicNotice,
    Quota,
)
from jinguo.apps.calls.models.call import PERSON
from jinguo.apps.calls.quotas import Place, QuotaUse, room_for, usage
from jinguo.apps.calls.states import HANDED_IN, IN_THE_RUNNING, CallState, NominationState, Progress
from jinguo.apps.clock import now
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Membership, Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry import elsewhere
from jinguo.apps.registry.queries import honours_by_source
from jinguo.engines.forms import FormSpec
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.registry.models import Identity, PersonEntry

PUBLIC_STATES = (CallState.OPEN, CallState.REVIEWING, CallState.DECIDED, CallState.ON_NOTICE, CallState.FINAL)


def calls_of_organiser(user: User) -> QuerySet[Call]:
    return Call.objects.filter(organiser__in=organisations_with(user, kinds.OFFICER)).select_related(
        "organiser"
    )


def calls_led(user: User) -> QuerySet[Call]:
    """The calls of the organisations that she leads, those in preparation left out: read, never written."""
    return (
        Call.objects.filter(organiser__in=organisations_with(user, kinds.LEADER))
        .exclude(state=CallState.DRAFT)
        .select_related("organiser")
    )


def calls_for_units(user: User) -> QuerySet[Invitee]:
    """The calls a liaison was invited to, each with its unit."""
    units = organisations_with(user, kinds.LIAISON, kinds.OFFICER)
    return (
        Invitee.objects.filter(organisation__in=units)
        .exclude(call__state__in=(CallState.DRAFT, CallState.CANCELLED))
        .select_related("call", "call__organiser", "organisation")
        .order_by("-call__closes_at")
    )


def may_nominate(user: User) -> bool:
    """Whether she answers for a unit that nominates: a liaison, or an officer whose own unit was invited somewhere."""
    if not user.is_authenticated:
        return False
    if organisations_with(user, kinds.LIAISON):
        return True
    return bool(organisations_with(user, kinds.OFFICER)) and calls_for_units(user).exists()


def public_calls() -> QuerySet[Call]:
    """Calls that anyone may see."""
    return Call.objects.filter(state__in=PUBLIC_STATES).select_related("organiser")


def visible_nominations(user: User) -> QuerySet[Nomination]:
    """A unit's own nominations, and those handed in to the organiser she is an officer of."""
    units = organisations_with(user, kinds.LIAISON, kinds.OFFICER)
    organisers = organisations_with(user, kinds.OFFICER)
    return Nomination.objects.filter(
        Q(unit__in=units) | Q(call__organiser__in=organisers, state__in=HANDED_IN)
    ).select_related("call", "call__organiser", "category", "unit")


def open_objections(call: Call, *, after_round: int | None = None) -> int:
    """How many objections wait for an answer, those to a notice that was taken down since among them; those to the
    notices of one round with ``after_round``.
    """
    rows = Objection.objects.filter(notice__call=call, closed_at=None)
    return (rows if after_round is None else rows.filter(notice__after_round=after_round)).count()


def objections_waiting(user: User) -> QuerySet[Objection]:
    """The objections that wait in the calls of the organisations whose officer she is, the oldest first."""
    return (
        Objection.objects.filter(
            notice__call__organiser__in=organisations_with(user, kinds.OFFICER), closed_at=None
        )
        .select_related("notice__call__organiser", "nomination")
        .defer("objector_sealed", "contact_sealed", "content_sealed")
        .order_by("received_at", "pk")
    )


def handed_in(call: Call) -> QuerySet[Nomination]:
    return call.nominations.filter(state__in=HANDED_IN).select_related("category", "unit")


def matching(nominations: QuerySet[Nomination], text: str) -> QuerySet[Nomination]:
    """Nominations whose name, pinyin, initials, unit or receipt contains every word of the text."""
    for word in text.lower().split():
        nominations = nominations.filter(search__contains=word)
    return nominations


def with_progress(invitees: QuerySet[Invitee]) -> QuerySet[Invitee]:
    """Each invited unit with what has become of it: counts of its nominations by stage (``drafts``, ``returned``,
    ``handed``), the next date set for mending, whether anybody can be reminded, and ``progress`` in one word."""
    mine = Nomination.objects.filter(call=OuterRef("call"), unit=OuterRef("organisation")).order_by()

    def counted(*states: str) -> Coalesce:
        rows = mine.filter(state__in=states).values("call").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(rows), 0, output_field=IntegerField())

    returned = mine.filter(state=NominationState.RETURNED).values("call").annotate(first=Min("mend_until"))
    liaisons = Membership.objects.filter(
        organisation=OuterRef("organisation"), role=kinds.LIAISON, ended_at=None, user__is_active=True
    )
    at = now()
    over = Q(call__closes_at__lte=at) & (Q(extended_until=None) | Q(extended_until__lte=at))
    return (
        invitees.select_related("organisation")
        .annotate(
            drafts=counted(NominationState.DRAFT),
            returned=counted(NominationState.RETURNED),
            handed=counted(*(state for state in IN_THE_RUNNING if state != NominationState.RETURNED)),
            mend_until=Subquery(returned.values("first")),
            has_liaison=Exists(liaisons),
        )
        .annotate(
            progress=Case(
                When(handed__gt=0, then=Value(Progress.HANDED_IN)),
                When(returned__gt=0, then=Value(Progress.RETURNED)),
                When(over, then=Value(Progress.OVER_TIME)),
                When(drafts__gt=0, then=Value(Progress.STARTED)),
                default=Value(Progress.NOT_STARTED),
            )
        )
    )


def with_counts(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Each call with how many units were invited (``invited``), how many nominations were handed in (``handed``) and
    how many of them wait for the formal check (``to_check``)."""

    def counted(rows: QuerySet) -> Coalesce:
        counted = rows.filter(call=OuterRef("pk")).order_by().values("call").annotate(n=Count("pk"))
        return Coalesce(Subquery(counted.values("n")), 0, output_field=IntegerField())

    return calls.annotate(
        invited=counted(Invitee.objects.all()),
        handed=counted(Nomination.objects.filter(state__in=HANDED_IN)),
        to_check=counted(Nomination.objects.filter(state=NominationState.SUBMITTED)),
    )


def categories_with_counts(call: Call) -> QuerySet[Category]:
    """A call's categories, each with how many nominations were handed in and accepted."""
    handed = Q(nominations__state__in=HANDED_IN)
    accepted = Q(nominations__state=NominationState.ACCEPTED)
    return call.categories.annotate(
        handed=Count("nominations", filter=handed), accepted=Count("nominations", filter=accepted)
    )


def nominations_by_state(call: Call) -> dict[str, int]:
    """How many nominations stand in each state."""
    return dict(call.nominations.order_by().values_list("state").annotate(Count("pk")))


def units_by_progress(call: Call) -> dict[str, int]:
    """How many invited units have come how far."""
    rows = with_progress(call.invitees.all()).order_by().values_list("progress")
    return dict(rows.annotate(Count("pk")))


def invited_units(call: Call) -> QuerySet[Organisation]:
    return Organisation.objects.filter(invited_to__call=call)


def places_used(call: Call, unit_ids: Iterable[int]) -> dict[int, list[Place]]:
    """The places that each of these units uses up, in one query."""
    used: dict[int, list[Place]] = {unit: [] for unit in unit_ids}
    rows = call.nominations.filter(unit__in=list(used), state__in=IN_THE_RUNNING)
    for place in rows.values_list("unit_id", "category_id"):
        used[place[0]].append(Place(*place))
    return used


def others_like(user: User, nomination: Nomination) -> QuerySet[Nomination]:
    """Handed-in nominations that may be of the same nominee: of the same identity in other calls of organisers the
    user is an officer of, and of the same name in this call (a name is no proof)."""
    elsewhere = Q(
        identity_index=nomination.identity_index,
        call__organiser__in=organisations_with(user, kinds.OFFICER),
    ) & ~Q(call=nomination.call_id)
    here = Q(call=nomination.call_id, name=nomination.name)
    wanted = (elsewhere if nomination.identity_index else Q(pk__in=[])) | (
        here if nomination.name else Q(pk__in=[])
    )
    return (
        Nomination.objects.filter(wanted, state__in=HANDED_IN)
        .exclude(pk=nomination.pk)
        .select_related("call", "category", "unit")
        .order_by("-submitted_at")[:20]
    )


def identity_of(nomination: Nomination) -> tuple[str, str] | None:
    """What the identity index of a handed-in nomination stands for: the person's number, or the kind and its name."""
    if nomination.nominee_kind != PERSON:
        return nomination.nominee_kind, nomination.name
    entry = nomination.entry
    if entry is None or not entry.id_number_sealed:
        return None
    return "id_number", vault.unseal(entry.id_number_sealed, about=f"person:{entry.uid}:id_number")


def invitee_of(call: Call, unit: Organisation | int) -> Invitee | None:
    unit_id = unit if isinstance(unit, int) else unit.pk
    return Invitee.objects.filter(call=call, organisation=unit_id).first()


def places_taken(
    call: Call, *, unit: Organisation | None = None, without: Nomination | None = None
) -> list[Place]:
    """The places in use: of the whole call, or of one unit."""
    taken = call.nominations.filter(state__in=IN_THE_RUNNING)
    if unit is not None:
        taken = taken.filter(unit=unit)
    if without is not None:
        taken = taken.exclude(pk=without.pk)
    return [Place(*row) for row in taken.values_list("unit_id", "category_id")]


def quota_usage(call: Call, unit: Organisation) -> list[QuotaUse]:
    quotas = list(call.quotas.all())
    return usage(quotas, _places_that_count(call, quotas, unit), unit_id=unit.pk, unit_kind=unit.kind)


def quota_room(nomination: Nomination) -> Verdict:
    """Whether this nomination still finds a place in the quotas that bind its unit."""
    call, unit = nomination.call, nomination.unit
    quotas = list(call.quotas.all())
    return room_for(
        quotas,
        _places_that_count(call, quotas, unit, without=nomination),
        unit_id=unit.pk,
        unit_kind=unit.kind,
        category_id=nomination.category_id,
    )


def _places_that_count(
    call: Call, quotas: list[Quota], unit: Organisation, *, without: Nomination | None = None
) -> list[Place]:
    """What the quotas count: the unit's own places, those of all units only where a total is stated."""
    if not quotas:
        return []
    total = any(quota.scope == Quota.TOTAL for quota in quotas)
    return places_taken(call, unit=None if total else unit, without=without)


def sealed_about(nomination: Nomination, key: str) -> str:
    """The name a sealed value is bound to: it cannot be moved to another field or record."""
    return f"nomination:{nomination.uid}:{key}"


def value_of(nomination: Nomination, row: FieldValue) -> Any:
    """A row's value as the form knows it; a sealed one is opened."""
    return (
        json.loads(vault.unseal(row.sealed, about=sealed_about(nomination, row.key)))
        if row.sealed
        else row.value
    )


def values_of(nomination: Nomination, rows: Iterable[FieldValue] | None = None) -> dict[str, Any]:
    """All values of a nomination, sealed ones opened: for checks and paperwork, never for a list."""
    rows = nomination.values.all() if rows is None else rows
    return {row.key: value_of(nomination, row) for row in rows}


def spec_of(nomination: Nomination) -> FormSpec:
    return nomination.call.form_spec(nomination.nominee_kind)


def waiting_for_check_beside() -> Coalesce:
    """To annotate a nomination: how many of its call wait for the formal check."""
    rows = Nomination.objects.filter(call=OuterRef("call"), state=NominationState.SUBMITTED)
    counted = rows.order_by().values("call").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def waiting_for_check(call: Call) -> QuerySet[Nomination]:
    """The queue of the formal check, first come first."""
    return (
        call.nominations.filter(state=NominationState.SUBMITTED)
        .select_related("call__organiser", "category", "unit")
        .order_by("submitted_at", "pk")
    )


def open_values(nominations: Iterable[int]) -> QuerySet[FieldValue]:
    """What the forms of some nominations say that is not sealed."""
    return FieldValue.objects.filter(nomination__in=list(nominations), sealed="")


def field_values(nominations: Iterable[Nomination], keys: Iterable[str]) -> QuerySet[FieldValue]:
    """The named values of many nominations at once."""
    return FieldValue.objects.filter(nomination__in=list(nominations), key__in=list(keys))


@dataclass
class UnitRow:
    """A call as its unit sees it in lists: what it may nominate, what it has."""

    invitee: Invitee
    quotas: list[QuotaUse]
    nominations: list[Nomination]
    due: datetime | None = None
    open: bool = False

    @property
    def next(self) -> Nomination | None:
        """The nomination that waits for the unit: a returned one first, else a draft while the call is open."""
        waiting = [one for one in self.nominations if one.state == NominationState.RETURNED]
        if self.open:
            waiting += [one for one in self.nominations if one.state == NominationState.DRAFT]
        return waiting[0] if waiting else None


def with_unit_nominations(invitees: Iterable[Invitee]) -> list[UnitRow]:
    """Quotas and nominations of each invited unit: four queries for any number of rows."""
    rows = list(invitees)
    calls = {row.call_id for row in rows}
    units = {row.organisation_id for row in rows}
    stated: dict[int, list[Quota]] = {}
    for quota in Quota.objects.filter(call__in=calls):
        stated.setdefault(quota.call_id, []).append(quota)
    taken: dict[int, list[Place]] = {}
    in_total = [call for call, quotas in stated.items() if any(q.scope == Quota.TOTAL for q in quotas)]
    running = Nomination.objects.filter(
        Q(unit__in=units) | Q(call__in=in_total), call__in=calls, state__in=IN_THE_RUNNING
    )
    for call, unit, category in running.values_list("call_id", "unit_id", "category_id"):
        taken.setdefault(call, []).append(Place(unit, category))
    own: dict[tuple[int, int], list[Nomination]] = {}
    mine = Nomination.objects.filter(call__in=calls, unit__in=units).select_related("category", "call")
    for nomination in mine.order_by("pk"):
        own.setdefault((nomination.call_id, nomination.unit_id), []).append(nomination)
    return [
        UnitRow(
            row,
            usage(
                stated.get(row.call_id, []),
                taken.get(row.call_id, []),
                unit_id=row.organisation_id,
                unit_kind=row.organisation.kind,
            ),
            own.get((row.call_id, row.organisation_id), []),
        )
        for row in rows
    ]


def standing_notice(call: Call, *, after_round: int | None = None) -> PublicNotice | None:
    """The latest notice that was posted and not taken down; of the decided list alone with ``after_round=0``."""
    rows = call.notices.filter(withdrawn_at=None)
    notice = (rows if after_round is None else rows.filter(after_round=after_round)).first()
    if notice is not None:
        notice.call = call
    return notice


def with_revoked_honours(nominations: Iterable[Nomination]) -> list[Nomination]:
    """Those whose honour was taken back since."""
    named = {f"nomination:{one.uid}": one for one in nominations}
    stories = honours_by_source(named)
    return [named[source] for source, story in stories.items() if not story.in_force]


def stages_left(call: Call) -> list[str]:
    """The notices of the decided list that the procedure wants and that were not posted yet, in their order."""
    stages = call.procedure_read.notices
    if len(stages) < 2:
        return [] if standing_notice(call, after_round=0) else list(stages)
    posted = set(
        call.notices.filter(withdrawn_at=None, selection__is_current=True).values_list("stage", flat=True)
    )
    return [stage for stage in stages if stage not in posted]


def forwarded_drafts(parent: Call, unit_id: int) -> list[Place]:
    """Places that a unit's handed-up nominations will take once they are handed in."""
    waiting = parent.nominations.filter(
        unit=unit_id, state=NominationState.DRAFT, forwarded_from__isnull=False
    )
    return [Place(*row) for row in waiting.values_list("unit_id", "category_id")]


def calls_above(call: Call) -> QuerySet[Call]:
    """Open calls to which this call's organiser was invited, and the one that is named already."""
    return Call.objects.filter(
        Q(invitees__organisation=call.organiser_id, state=CallState.OPEN) | Q(pk=call.parent_call_id)
    ).distinct()


def nominations_about(entries: Sequence[PersonEntry]) -> list[Nomination]:
    """The nominations from which these entries of the registry were written."""
    rows = Nomination.objects.filter(entry__in=entries).select_related("call", "unit")
    return list(rows.order_by("pk"))


def nominations_beside(
    identity: Identity, organisations: Collection[int] | RawSQL, user: User
) -> list[elsewhere.Beside]:
    """A person's nominations for the selections of some organisations, the latest first, for her page in their registry."""
    rows = Nomination.objects.filter(
        entry__identity=identity, call__organiser__in=organisations, state__in=HANDED_IN
    ).select_related("call__organiser", "unit", "category")
    officer = set(organisations_with(user, kinds.OFFICER))
    return [
        elsewhere.Beside(
            one.call.title,
            " · ".join((str(one.call.year), one.category.name, one.unit.name)),
            one.state,
            f"/calls/nominations/{one.uid}/" if one.call.organiser_id in officer else "",
        )
        for one in rows.order_by("-call__year", "-pk")
    ]


def told_to_her(nomination: Nomination) -> dict[str, object]:
    """What a copy of a person's data says of one nomination."""
    return {
        "call": nomination.call.title,
        "unit": nomination.unit.name,
        "number": nomination.number,
        "submitted_at": nomination.submitted_at.isoformat() if nomination.submitted_at else None,
        "state": nomination.state.removeprefix("nomination_"),
    }

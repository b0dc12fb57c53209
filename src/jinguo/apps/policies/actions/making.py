"""One press makes the call: a draft in the room of calls, filled from what was accepted of a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls.actions import opening
from jinguo.apps.clock import today
from jinguo.apps.organisations.naming import units_by_name
from jinguo.apps.organisations.queries import units_below
from jinguo.apps.policies.models import CallOfDocument, PolicyDocument
from jinguo.apps.policies.permissions import may_make
from jinguo.apps.policies.proposing import Proposal, propose
from jinguo.apps.policies.queries import accepted_reading
from jinguo.engines.notices.drafting import draft_call
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def proposal_of(document: PolicyDocument) -> Proposal:
    """What would be made of a document now."""
    draft = draft_call(accepted_reading(document), document.text)
    known = units_by_name() if draft.quotas else {}
    units = {name: unit for name, unit in known.items() if unit.pk != document.keeper_id}
    return propose(draft, document.text, organiser=document.keeper.name, units=units)


@transaction.atomic
def make_call(*, document: PolicyDocument, by: User) -> CallOfDocument:
    """A draft of a call with everything that the notice says; what it leaves open stands with it for the officer.

    Raises:
        Refused: not the keeper's officer, not read, or nothing in it that a call could be named after.
    """
    demand(may_make(by, document))
    proposal = proposal_of(document)
    if not proposal.title:
        raise Refused.because("made_without_title")
    call = opening.create_call(
        organiser=document.keeper,
        title=proposal.title,
        year=proposal.year or today().year,
        by=by,
        **proposal.settings,
    )
    opening.set_categories(call=call, rows=proposal.categories, by=by)
    opening.set_quotas(call=call, rows=proposal.quotas, by=by)
    if proposal.unit_kinds:
        units = units_below(document.keeper).filter(kind__in=proposal.unit_kinds)
        opening.invite(call=call, organisations=units, by=by)
    if proposal.named_units:
        opening.invite(call=call, organisations=proposal.named_units, by=by)
    made = CallOfDocument.objects.create(
        document=document,
        call=call,
        places=[one.as_json() for one in proposal.places],
        left_open=[one.as_json() for one in proposal.left_open],
        by_name=str(by)[:150],
    )
    after = {"title": call.title}
    audit.record(
        "call_made_from_document",
        subject=document,
        by=by,
        acting_for=document.keeper,
        within=document,
        after=after,
    )
    return made

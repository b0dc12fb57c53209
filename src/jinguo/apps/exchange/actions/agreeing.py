"""Agreements: proposed by one officer, approved by a second, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.exchange import queries
from jinguo.apps.exchange.models import Agreement, Partner
from jinguo.apps.exchange.permissions import may_approve, may_exchange
from jinguo.apps.exchange.purposes import USES
from jinguo.apps.exchange.states import change
from jinguo.apps.outbox import actions as outbox
from jinguo.errors import Refused, demand
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile
    from jinguo.apps.registry.models import SavedSearch

PAGE = "/exchange/agreements/{}/"


@transaction.atomic
def propose(
    *,
    partner: Partner,
    way: str,
    title: str,
    purpose: str,
    fields: Sequence[str],
    since: date,
    until: date,
    by: User,
    chosen: SavedSearch | None = None,
    interval: str = "",
    document: StoredFile | None = None,
) -> Agreement:
    """Write an agreement down; nothing is given or taken before a second officer approved it.

    ``chosen`` is the kept list whose persons are given; its search is copied, so that a later change of the list does
    not widen what was approved. None: everybody in the registry who agreed.

    Raises:
        Refused: no officer, a purpose or fields that the consents do not carry, or one of that name in force.
    """
    demand(may_exchange(by, partner.organisation_id))
    title = clean_text(title).strip()[:120]
    use = USES.get(purpose)
    if use is None or not title or way not in Agreement.WAYS:
        raise Refused.because("agreement_incomplete")
    outside = [f"attribute_{key}" for key in fields if key not in use.fields]
    if outside:
        raise Refused.because("agreement_fields_beyond_consent", fields=outside, purpose=purpose)
    gives = way == Agreement.GIVES
    agreed = [key for key in use.fields if key in {*fields, "name"}]
    made = Agreement(
        organisation=partner.organisation,
        partner=partner,
        way=way,
        title=title,
        purpose=purpose,
        fields=agreed,
        query=chosen.query if chosen and gives else "",
        list_name=chosen.name if chosen and gives else "",
        interval=interval if gives else "",
        since=since,
        until=until,
        document=document,
        proposed_by=by,
        proposed_by_name=str(by)[:150],
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused.because("agreement_there_already", title=title) from None
    _tell("agreement_proposed", made, by, fields=agreed)
    outbox.queue(
        "agreement_proposed",
        to=[one for one in queries.partners.officers(made.organisation_id) if one != by],
        params={"title": title, "partner": partner.name},
        about=made,
        sender=made.organisation,
        link=PAGE.format(made.uid),
    )
    return made


@transaction.atomic
def approve(*, agreement: Agreement, by: User) -> Agreement:
    """The second officer's word: from now on packages may be made, or taken."""
    demand(may_approve(by, agreement))
    change(agreement, "approve", approved_at=now(), approved_by=by, approved_by_name=str(by)[:150])
    _tell("agreement_approved", agreement, by)
    return agreement


@transaction.atomic
def refuse(*, agreement: Agreement, by: User, why: str) -> None:
    """The second officer does not approve."""
    demand(may_approve(by, agreement))
    if not why.strip():
        raise Refused.because("reason_missing")
    change(agreement, "refuse_agreement", why=why.strip()[:300], ended_at=now())
    _tell("agreement_refused", agreement, by, note=why.strip())


@transaction.atomic
def end(*, agreement: Agreement, by: User, why: str) -> None:
    """Give and take nothing more under it."""
    demand(may_exchange(by, agreement.organisation_id))
    if not why.strip():
        raise Refused.because("reason_missing")
    change(agreement, "end", why=why.strip()[:300], ended_at=now())
    _tell("agreement_ended", agreement, by, note=why.strip())


def _tell(action: str, agreement: Agreement, by: User, note: str = "", **after: object) -> None:
    audit.record(
        action,
        subject=agreement,
        by=by,
        acting_for=agreement.organisation,
        after={"partner": agreement.partner.name, **after},
        note=note,
    )

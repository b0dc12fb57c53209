"""Reads of what was given: who may stand in a package, and what a person sees of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Max, QuerySet

from jinguo.apps.exchange.models import Agreement, Package, Receipt, Sent, Share
from jinguo.apps.exchange.states import AgreementState
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.elsewhere import Shared
from jinguo.apps.registry.models import Consent, PersonEntry


def packages_of(organisation: Organisation) -> QuerySet[Package]:
    """The packages of an organisation, the latest first."""
    return Package.objects.filter(agreement__organisation=organisation).select_related(
        "agreement__partner", "file", "job"
    )


def packages_for(organisation: Organisation) -> QuerySet[Package]:
    """Packages that organisations of this site made for this one and that it has not taken in."""
    rows = Package.objects.filter(agreement__partner__other=organisation, state=Package.MADE)
    return rows.exclude(file=None).select_related("agreement__organisation", "agreement__partner", "file")


def not_taken(organisation: Organisation) -> list[Package]:
    """Of these the ones that were not taken in yet."""
    taken = set(Receipt.objects.filter(organisation=organisation).values_list("package", flat=True))
    return [one for one in packages_for(organisation).order_by("-pk")[:100] if str(one.uid) not in taken]


def shares_to_end(agreement: Agreement) -> QuerySet[Share]:
    """Who withdrew since the last package: the next one says so."""
    return Share.objects.filter(agreement=agreement, ended_at__isnull=False, ended_in=None)


def consents_to(purpose: str, identities: Iterable[int]) -> dict[int, Consent]:
    """identity → the consent in force: the last word of everything she said of a purpose, if it is yes."""
    rows = Consent.objects.filter(
        purpose=purpose, entry__identity__in=list(identities), entry__withdrawn_at=None
    ).select_related("entry")
    last = {one.entry.identity_id: one for one in rows.order_by("pk")}
    return {identity: one for identity, one in last.items() if one.withdrawn_at is None}


def open_shares(agreement: Agreement) -> QuerySet[Share]:
    return Share.objects.filter(agreement=agreement, ended_at=None).select_related("entry")


def shared_with(entries: Sequence[PersonEntry]) -> list[Shared]:
    """To whom these entries were given, in her words."""
    rows = Sent.objects.filter(share__entry__in=entries, package__state=Package.MADE).select_related(
        "package__agreement__partner", "package__agreement__organisation", "share"
    )
    return [
        Shared(
            by=one.package.agreement.organisation.name,
            to=one.package.agreement.partner.name,
            purpose=one.package.agreement.purpose,
            fields=tuple(one.fields),
            at=one.package.made_at,
            agreement=one.package.agreement.title,
            ended=one.share.ended_at is not None,
        )
        for one in rows.order_by("-pk")[:200]
    ]


def sent_of(entries: Sequence[PersonEntry]) -> list[Sent]:
    """The same as records."""
    rows = Sent.objects.filter(share__entry__in=entries, package__state=Package.MADE)
    return list(rows.select_related("package__agreement__partner").order_by("pk"))


def last_number(agreement: Agreement) -> int:
    return Package.objects.filter(agreement=agreement).aggregate(last=Max("number"))["last"] or 0


def agreements_due(day: date) -> list[Agreement]:
    """Agreements in force under which a package is due: by the calendar, or because somebody withdrew."""
    rows = Agreement.objects.filter(
        way=Agreement.GIVES, state=AgreementState.IN_FORCE, since__lte=day, until__gte=day
    ).select_related("partner", "organisation")
    return [one for one in rows.annotate(made=Max("packages__made_at")).order_by("pk") if _is_due(one, day)]


def _is_due(agreement: Agreement, day: date) -> bool:
    if shares_to_end(agreement).exists():
        return True
    months = {Agreement.MONTH: 1, Agreement.QUARTER: 3}.get(agreement.interval)
    if months is None:
        return False
    made = agreement.made
    return made is None or (day.year - made.year) * 12 + day.month - made.month >= months

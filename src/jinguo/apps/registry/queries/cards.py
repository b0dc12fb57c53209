"""Whether cards say what entries say."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.models import Card, PersonEntry, Statement
from jinguo.apps.registry.queries.people import entries_in


def stale() -> set[int]:
    """The identities of which some card lacks, is of nobody any more, or was made before something was written or said."""
    found: set[int] = set()
    standing = PersonEntry.objects.filter(withdrawn_at=None, organisation__isnull=False)
    for keeper, above in _seen_from().items():
        hers = standing.filter(organisation=keeper)
        for organisation in above:
            there = Card.objects.filter(identity=OuterRef("identity"), organisation=organisation)
            found.update(hers.exclude(Exists(there)).values_list("identity_id", flat=True))
    own = Card.objects.filter(identity=OuterRef("identity"), organisation=OuterRef("organisation"))
    found.update(
        standing.filter(Exists(own.filter(updated_at__lt=OuterRef("created_at")))).values_list(
            "identity_id", flat=True
        )
    )
    later = Card.objects.filter(
        identity=OuterRef("entry__identity"),
        organisation=OuterRef("entry__organisation"),
        updated_at__lt=OuterRef("recorded_at"),
    )
    said = Statement.objects.filter(entry__withdrawn_at=None).filter(Exists(later))
    found.update(said.values_list("entry__identity_id", flat=True))
    for organisation in Organisation.objects.filter(pk__in=Card.objects.order_by().values("organisation")):
        known = entries_in(organisation).filter(identity=OuterRef("identity"))
        rows = Card.objects.filter(organisation=organisation).exclude(Exists(known))
        found.update(rows.values_list("identity_id", flat=True))
    return found


def _seen_from() -> dict[int, tuple[int, ...]]:
    """organisation that keeps anybody → itself and those above it."""
    parents = dict(Organisation.objects.values_list("pk", "parent_id"))
    keepers = PersonEntry.objects.filter(withdrawn_at=None, organisation__isnull=False).order_by()
    found = {}
    for keeper in keepers.values_list("organisation_id", flat=True).distinct():
        above = [keeper]
        while (one := parents.get(above[-1])) is not None and one not in above:
            above.append(one)
        found[keeper] = tuple(above)
    return found

"""A scheme in versions: drafted, changed, tried out, put in force. What is in force is never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from pydantic import ValidationError

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.jobs.actions import enqueue
from jinguo.apps.registry.models import TierScheme
from jinguo.apps.registry.permissions.tiers import may_be_changed, settles_tiers, was_tried
from jinguo.engines.tiers import Scheme
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation


@transaction.atomic
def draft_scheme(*, organisation: Organisation, scheme: Scheme, by: User) -> TierScheme:
    """Begin a new version.

    Raises:
        Refused: not an officer, or a draft is there already.
    """
    demand(settles_tiers(by, organisation))
    own = TierScheme.objects.select_for_update().filter(organisation=organisation)
    if own.filter(state=TierScheme.DRAFT).exists():
        raise Refused.because("tier_scheme_draft_exists")
    last = own.aggregate(last=Max("version"))["last"] or 0
    made = TierScheme.objects.create(
        organisation=organisation, version=last + 1, rules=_plain(scheme), made_by_name=str(by)[:150]
    )
    _tell("tier_scheme_drafted", made, by)
    return made


@transaction.atomic
def change_scheme(*, draft: TierScheme, rules: dict[str, Any], by: User) -> TierScheme:
    """Give a draft other rules, which are checked as a whole.

    Raises:
        Refused: not a draft, or rules that are not sound; what is wrong stands in ``problem``.
    """
    draft = _locked(draft, by)
    demand(may_be_changed(draft))
    draft.rules = _plain(sound(rules))
    draft.changed_at, draft.outlook, draft.outlook_at = now(), {}, None
    draft.save(update_fields=["rules", "changed_at", "outlook", "outlook_at"])
    _tell("tier_scheme_changed", draft, by)
    return draft


@transaction.atomic
def drop_draft(*, draft: TierScheme, by: User) -> None:
    """Throw a draft away."""
    draft = _locked(draft, by)
    demand(may_be_changed(draft))
    _tell("tier_scheme_dropped", draft, by)
    draft.delete()


@transaction.atomic
def ask_to_try(*, draft: TierScheme, by: User) -> TierScheme:
    """Ask a worker what putting the draft in force would do."""
    draft = _locked(draft, by)
    demand(may_be_changed(draft))
    draft.job = enqueue("registry.try_tier_scheme", by=by, scheme=draft.pk)
    draft.save(update_fields=["job"])
    return draft


@transaction.atomic
def put_in_force(*, draft: TierScheme, by: User) -> TierScheme:
    """Let the draft take the place of the scheme in force. Nobody's tier changes by it: the next weighing proposes.

    Raises:
        Refused: not a draft, or nobody looked at what it would do since its last change.
    """
    draft = _locked(draft, by)
    demand(may_be_changed(draft) & was_tried(draft))
    TierScheme.objects.filter(organisation=draft.organisation_id, state=TierScheme.IN_FORCE).update(
        state=TierScheme.SUPERSEDED, superseded_on=today()
    )
    draft.state, draft.in_force_on, draft.in_force_by_name = TierScheme.IN_FORCE, today(), str(by)[:150]
    draft.outlook = {"counts": draft.outlook.get("counts", {})}
    draft.job = enqueue("registry.weigh_tiers", by=by, scheme=draft.pk)
    draft.save()
    _tell("tier_scheme_put_in_force", draft, by)
    return draft


def sound(rules: dict[str, Any]) -> Scheme:
    """The scheme of rules that somebody wrote.

    Raises:
        Refused: they are not sound; ``place`` says where, ``problem`` what.
    """
    try:
        return Scheme.model_validate(rules)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "tiers"
        raise Refused.because("tier_scheme_unsound", place=place, problem=str(first["msg"])) from None


def _plain(scheme: Scheme) -> dict[str, Any]:
    return scheme.model_dump(mode="json")


def _locked(scheme: TierScheme, by: User) -> TierScheme:
    scheme = (
        TierScheme.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=scheme.pk)
    )
    demand(settles_tiers(by, scheme.organisation))
    return scheme


def _tell(action: str, scheme: TierScheme, by: User) -> None:
    audit.record(
        action,
        subject=scheme,
        by=by,
        acting_for=scheme.organisation,
        within=scheme.organisation,
        after={"version": scheme.version},
    )

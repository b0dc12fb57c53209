"""The pool of experts: who is in it, what is known of her, who has an account; she comes, pauses, leaves, comes back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from jinguo.apps import vault
from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.actions import (
    Sent,
    accept_invitation,
    accept_with_new_account,
    give_role,
    hash_of,
    invite_user,
    revoke_invitation,
)
from jinguo.apps.organisations.permissions import is_officer_of
from jinguo.apps.organisations.queries import officers_of
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.reviews import permissions
from jinguo.apps.reviews.models import Expert, ExpertBreak, ExpertDiscipline, ExpertPost, ExpertRelation
from jinguo.apps.reviews.pool.words import Post, read_disciplines, write_disciplines
from jinguo.apps.reviews.states import IN_USE, POOL_MOVES, PoolState
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Invitation, Organisation

MOST_RELATIONS = 60


@transaction.atomic
def add_expert(*, pool: Organisation, by: User, user: User | None = None, **facts: Any) -> Expert:
    """Take an expert into the pool; with an account, she holds the expert's role there and is active at once."""
    demand(is_officer_of(by, pool))
    posts = facts.pop("posts", None)
    state = PoolState.ACTIVE if user else PoolState.LISTED
    expert = Expert(
        pool=pool, user=user, state=state, state_since=today(), joined_on=today() if user else None, **facts
    )
    expert.disciplines = write_disciplines(read_disciplines(expert.disciplines))[:300]
    expert.save()
    _write_disciplines(expert)
    _write_posts(expert, posts or ())
    if user is not None:
        give_role(user=user, organisation=pool, role=kinds.EXPERT, by=by)
    audit.record("expert_added", subject=expert, by=by, acting_for=pool, after={"name": expert.name})
    return expert


@transaction.atomic
def change_expert(*, expert: Expert, changes: Mapping[str, Any], by: User) -> Expert:
    """Change what stands of her: by an officer of the pool, or by herself. ``posts`` are all her posts."""
    demand(is_officer_of(by, expert.pool) | permissions.is_this_expert(by, expert))
    fresh = dict(changes)
    posts = fresh.pop("posts", None)
    if "disciplines" in fresh:
        fresh["disciplines"] = write_disciplines(read_disciplines(fresh["disciplines"]))[:300]
    changed = {name: value for name, value in fresh.items() if getattr(expert, name) != value}
    before = {name: getattr(expert, name) for name in changed}
    for name, value in changed.items():
        setattr(expert, name, value)
    if changed:
        expert.save(update_fields=list(changed))
    if "disciplines" in changed:
        _write_disciplines(expert)
    if posts is not None and _write_posts(expert, posts):
        changed["posts"] = len(posts)
    if changed:
        audit.record(
            "expert_changed", subject=expert, by=by, acting_for=expert.pool, before=before,
            after={"name": expert.name} | changed,
        )  # fmt: skip
    return expert


@transaction.atomic
def set_active(*, expert: Expert, active: bool, by: User, reason: str = "") -> None:
    """Take an expert out of use, or back into it. What she was given already stays with her until it is released."""
    demand(is_officer_of(by, expert.pool))
    if active == (expert.state in IN_USE):
        return
    if active:
        _move(expert, "take_in")
        if expert.user_id:
            _move(expert, "accept")
    else:
        _move(expert, "take_out", reason)
    code = "expert_activated" if active else "expert_deactivated"
    audit.record(code, subject=expert, by=by, acting_for=expert.pool, after={"name": expert.name})


@transaction.atomic
def invite_expert(*, expert: Expert, by: User, link: str) -> Sent:
    """Ask the expert to join, by a link that works once and makes her account; ``link`` has ``{token}`` in it.

    An earlier link that nobody has used stops working: the newest one alone counts.
    """
    expert = (
        Expert.objects.select_for_update(of=("self",)).select_related("pool", "invitation").get(pk=expert.pk)
    )
    if expert.user_id:
        raise Refused.because("expert_has_an_account", expert=expert.name)
    if expert.invitation and expert.invitation.accepted_at is None:
        revoke_invitation(invitation=expert.invitation, by=by)
    sent = invite_user(
        organisation=expert.pool, role=kinds.EXPERT, name=expert.name, email=expert.email, by=by, link=link
    )
    Expert.objects.filter(pk=expert.pk).update(invitation=sent.invitation)
    _move(expert, "invite")
    return sent


def link_invited(invitation: Invitation, user: User) -> None:
    """Who accepts an expert's invitation is that expert: called within the transaction of the acceptance."""
    for expert in Expert.objects.select_for_update().filter(invitation=invitation, user=None):
        if not Expert.objects.filter(pool=expert.pool_id, user=user).exists():
            Expert.objects.filter(pk=expert.pk).update(user=user, joined_on=today())
            _move(expert, "accept")
            audit.record(
                "expert_linked", subject=expert, by=user, acting_for=invitation.organisation,
                after={"name": expert.name},
            )  # fmt: skip


@transaction.atomic
def join_pool(
    *, token: str, user: User | None, account: Mapping[str, str], max_per_round: int | None = None
) -> User:
    """Take up an invitation into the pool, with the account at hand or a new one; perhaps with fewer reviews in a round."""
    who = accept_with_new_account(token=token, **account) if user is None else user
    if user is not None:
        accept_invitation(token=token, user=user)
    if max_per_round:
        expert = Expert.objects.filter(invitation__token_hash=hash_of(token), user=who).first()
        if expert is not None:
            change_expert(expert=expert, changes={"max_per_round": max_per_round}, by=who)
    return who


@transaction.atomic
def decline_to_join(*, invitation: Invitation, reason: str) -> None:
    """Whoever holds the link says no, with a reason; the link stops working and the officers are told."""
    if not reason.strip():
        raise Refused.because("reason_missing")
    expert = Expert.objects.select_related("pool").filter(invitation=invitation, user=None).first()
    if expert is None:
        raise Refused.because("invitation_not_valid")
    type(invitation).objects.filter(pk=invitation.pk, accepted_at=None).update(revoked_at=now())
    _move(expert, "decline", reason)
    audit.record(
        "expert_declined", subject=expert, by=None, acting_for=expert.pool, after={"name": expert.name},
        note=reason,
    )  # fmt: skip
    _tell_officers("expert_declined", expert, reason)


@transaction.atomic
def leave_pool(*, expert: Expert, reason: str, by: User) -> None:
    """She leaves the pool. What she has to review stays with her until it is released."""
    demand(permissions.is_this_expert(by, expert))
    _move(expert, "leave", reason)
    audit.record(
        "expert_left_pool", subject=expert, by=by, acting_for=expert.pool, after={"name": expert.name},
        note=reason,
    )  # fmt: skip
    _tell_officers("expert_left_pool", expert, reason)


@transaction.atomic
def come_back(*, expert: Expert, by: User) -> None:
    """She comes back into the pool that she left."""
    demand(permissions.is_this_expert(by, expert))
    _move(expert, "come_back")
    audit.record(
        "expert_came_back", subject=expert, by=by, acting_for=expert.pool, after={"name": expert.name}
    )
    _tell_officers("expert_came_back", expert, "")


@transaction.atomic
def add_break(*, expert: Expert, since: date, until: date | None, reason: str, by: User) -> ExpertBreak:
    """Days on which she reviews nothing. One that covers today puts her on a break at once."""
    demand(is_officer_of(by, expert.pool) | permissions.is_this_expert(by, expert))
    if until is not None and until < max(since, today()):
        raise Refused.because("break_is_past")
    taken = expert.breaks.create(since=since, until=until, reason=reason.strip())
    follow_breaks(expert)
    _note_break("expert_break_added", expert, by)
    return taken


@transaction.atomic
def end_break(*, expert: Expert, pk: int, by: User) -> None:
    """A break ends yesterday where it has begun, and goes altogether where it has not."""
    demand(is_officer_of(by, expert.pool) | permissions.is_this_expert(by, expert))
    row = expert.breaks.filter(pk=pk).first()
    if row is None:
        return
    if row.since < today():
        row.until = today() - timedelta(days=1)
        row.save(update_fields=["until"])
    else:
        row.delete()
    follow_breaks(expert)
    _note_break("expert_break_ended", expert, by)


def follow_breaks(expert: Expert) -> bool:
    """Bring an expert's state in line with her breaks on this day; whether it changed."""
    expert.refresh_from_db(fields=["state"])
    day = today()
    here = expert.breaks.filter(Q(until=None) | Q(until__gte=day), since__lte=day).order_by("since").first()
    if here and expert.state == PoolState.ACTIVE:
        _move(expert, "pause", here.reason)
        return True
    if not here and expert.state == PoolState.ON_BREAK:
        _move(expert, "resume")
        return True
    return False


@transaction.atomic
def state_relation(
    *,
    expert: Expert,
    kind: str,
    name: str,
    by: User,
    unit: str = "",
    title: str = "",
    year: int | None = None,
) -> ExpertRelation:
    """She states somebody near to her; who it is lies sealed and is read for finding conflicts alone."""
    demand(permissions.is_this_expert(by, expert))
    if kind not in ExpertRelation.KINDS:
        raise Refused.because("no_such_conflict_kind")
    if expert.relations.count() >= MOST_RELATIONS:
        raise Refused.because("too_many_relations", most=MOST_RELATIONS)
    row = ExpertRelation(expert=expert, kind=kind)
    who = {"name": name.strip(), "unit": unit.strip(), "title": title.strip(), "year": year}
    row.who_sealed = vault.seal(json.dumps(who, ensure_ascii=False), about=row.sealed_about)
    row.save()
    audit.record(
        "expert_relation_stated", subject=expert, by=by, acting_for=expert.pool, after={"name": expert.name}
    )
    return row


@transaction.atomic
def drop_relation(*, relation: ExpertRelation, by: User) -> None:
    expert = relation.expert
    demand(permissions.is_this_expert(by, expert))
    relation.delete()
    audit.record(
        "expert_relation_dropped", subject=expert, by=by, acting_for=expert.pool, after={"name": expert.name}
    )


def _move(expert: Expert, name: str, reason: str = "") -> None:
    """Move her state; whether she may be given anything, since when and why follow in the same write."""
    step = next(step for step in POOL_MOVES if step.name == name)
    in_use = step.target in IN_USE
    here = Expert.objects.filter(pk=expert.pk, state__in=step.sources)
    told = reason.strip()[:300]
    if not here.update(state=step.target, is_active=in_use, state_since=today(), state_reason=told):
        raise Refused.because("pool_move_not_possible")
    expert.state, expert.is_active, expert.state_since, expert.state_reason = (
        step.target, in_use, today(), told,
    )  # fmt: skip


def _write_disciplines(expert: Expert) -> None:
    codes = read_disciplines(expert.disciplines).codes
    expert.codes.all().delete()
    ExpertDiscipline.objects.bulk_create(
        [ExpertDiscipline(expert=expert, code=code, position=place) for place, code in enumerate(codes)]
    )


def _write_posts(expert: Expert, posts: Iterable[Post]) -> bool:
    wanted = [tuple(post) for post in posts]
    there = [(row.unit, row.since, row.until) for row in expert.posts.all()] if expert.pk else []
    if sorted(map(str, wanted)) == sorted(map(str, there)):
        return False
    expert.posts.all().delete()
    ExpertPost.objects.bulk_create(
        [ExpertPost(expert=expert, unit=unit, since=since, until=until) for unit, since, until in wanted]
    )
    return True


def _note_break(code: str, expert: Expert, by: User) -> None:
    audit.record(code, subject=expert, by=by, acting_for=expert.pool, after={"name": expert.name})


def _tell_officers(code: str, expert: Expert, reason: str) -> None:
    officers = [membership.user for membership in officers_of(expert.pool)]
    outbox.queue(
        code,
        to=officers,
        params={"name": expert.name, "reason": reason.strip() or "—"},
        about=expert,
        sender=expert.pool,
        link=reverse("reviews:expert", args=[expert.uid]),
    )

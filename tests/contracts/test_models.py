"""What the database itself holds to: states it knows, pairs that belong together, names on every constraint."""

from __future__ import annotations

from collections import Counter

import pytest
from django.apps import apps
from django.db import models

OWN = [model for model in apps.get_models() if model.__module__.startswith("jinguo.")]
COLUMNS = [(model, field) for model in OWN for field in model._meta.concrete_fields]

FREE_WORDS = {
    # Words that code chooses and that no decision rests on alone: kinds stay in code, so that a new one
    # needs no migration.
    "outbox.Message.channel",
    "outbox.Message.code",
    "organisations.Organisation.kind",
    "organisations.Membership.role",
    "organisations.Invitation.role",
    "files.StoredFile.kind",
    "files.Upload.kind",
    "registry.Honour.holder_kind",
    "registry.Consent.channel",
    "reviews.Conflict.kind",
    "reviews.Standing.column",
    "calls.Objection.channel",
    "calls.PublicNotice.order",
    "plans.Carries.programme_kind",
}


def label(model: type[models.Model], field: models.Field) -> str:
    return f"{model._meta.label}.{field.name}"


def checked_fields(model: type[models.Model]) -> set[str]:
    """The columns that some check constraint of the model speaks of."""
    return {
        name.split("__")[0]
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        for name in _named_in(constraint.condition)
    }


def _named_in(condition: object) -> set[str]:
    if isinstance(condition, models.Q):
        return {name for child in condition.children for name in _named_in(child)}
    return {condition[0]} if isinstance(condition, tuple) else set()


def test_every_state_is_known_to_the_database():
    """A state written past the table of moves is refused by a check constraint."""
    states = [(model, field) for model, field in COLUMNS if field.name == "state"]
    unchecked = [label(model, field) for model, field in states if "state" not in checked_fields(model)]

    assert len(states) > 4
    assert unchecked == []


@pytest.mark.parametrize("ending", ["kind", "outcome", "scope", "role", "channel", "order", "column"])
def test_a_column_of_known_words_is_checked_or_listed_as_free(ending):
    loose = [
        label(model, field)
        for model, field in COLUMNS
        if isinstance(field, models.CharField) and (field.name == ending or field.name.endswith(f"_{ending}"))
        if field.name not in checked_fields(model) and label(model, field) not in FREE_WORDS
    ]

    assert loose == []


def test_nothing_free_is_listed_that_is_gone():
    assert FREE_WORDS - {label(model, field) for model, field in COLUMNS} == set()


PAIRS = {
    # a moment: what must be there with it
    "calls.Invitee.extended_until": "extension_reason",
    "plans.Measure.ended_at": "ended_because",
    "plans.Locking.reopened_at": "reopened_because",
    "plans.Announcement.reopened_at": "reopened_because",
    "plans.AssessedUnit.left_at": "left_because",
    "plans.Appeal.decided_at": "decision",
    "calls.PublicNotice.withdrawn_at": "withdrawal_reason",
    "calls.Objection.closed_at": "finding",
    "calls.Nomination.submitted_at": "number",
    "calls.Confirmation.confirmed_at": "digest",
    "reviews.Review.submitted_at": "total",
    "organisations.Invitation.accepted_at": "accepted_by",
    "registry.Honour.revoked_on": "revoked_by_document",
    "registry.ListImport.committed_at": "state",
    "registry.Merge.undone_at": "undone_why",
    "registry.Statement.preferred_at": "preferred_why",
    "vault.DataKey.erased_at": "sealed_key",
}


@pytest.mark.parametrize("moment", PAIRS)
def test_what_belongs_together_is_held_together(moment):
    model_label, field = moment.rsplit(".", 1)
    model = apps.get_model(model_label)

    together = [
        constraint.name
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        and {field, PAIRS[moment]} <= {name.split("__")[0] for name in _named_in(constraint.condition)}
    ]

    assert together != []


def test_every_end_of_a_span_comes_after_its_beginning():
    """`since` … `ended_at`, `posted_on` … `last_day`, `opened_at` … `closes_at`."""
    spans = {
        "organisations.Membership": ("since", "ended_at"),
        "calls.PublicNotice": ("posted_on", "last_day"),
        "calls.Call": ("opened_at", "closes_at"),
        "plans.Period": ("starts_on", "ends_on"),
    }

    loose = [name for name, ends in spans.items() if not set(ends) & checked_fields(apps.get_model(name))]

    assert loose == []


def test_constraints_have_names_of_their_own():
    names = Counter(constraint.name for model in OWN for constraint in model._meta.constraints)
    names.update(index.name for model in OWN for index in model._meta.indexes)

    assert [name for name, count in names.items() if count > 1] == []
    assert [name for name in names if not name or len(name) > 60] == []


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        ("calls.Nomination", {"call", "number"}),
        ("calls.Nomination", {"call", "identity_index"}),
        ("calls.FieldValue", {"nomination", "key"}),
        ("calls.Material", {"nomination", "spec_key", "file"}),
        ("calls.CheckMark", {"nomination", "item"}),
        ("calls.Invitee", {"call", "organisation"}),
        ("calls.Category", {"call", "name"}),
        ("calls.Selection", {"call"}),
        ("calls.SelectionEntry", {"selection", "nomination"}),
        ("calls.PublicNotice", {"call", "after_round"}),
        ("calls.PublicNotice", {"selection", "stage"}),
        ("calls.NoticeEntry", {"notice", "nomination"}),
        ("calls.Objection", {"notice", "number"}),
        ("reviews.Expert", {"pool", "user"}),
        ("reviews.Assignment", {"round", "nomination", "expert"}),
        ("reviews.Round", {"call", "position"}),
        ("reviews.Standing", {"round", "nomination"}),
        ("reviews.Conflict", {"nomination", "expert"}),
        ("reviews.ExpertDiscipline", {"expert", "code"}),
        ("reviews.PanelInvitation", {"call", "position", "expert"}),
        ("reviews.Mark", {"review", "criterion"}),
        ("meetings.Member", {"meeting", "expert"}),
        ("meetings.AgendaItem", {"meeting", "nomination"}),
        ("meetings.Candidate", {"vote", "nomination"}),
        ("meetings.Recusal", {"candidate", "member"}),
        ("meetings.Turnout", {"vote", "member"}),
        ("organisations.Membership", {"user", "organisation", "role"}),
        ("organisations.Organisation", {"name"}),
        ("registry.Honour", {"source", "title"}),
        ("registry.Consent", {"entry", "purpose", "source"}),
        ("registry.Pair", {"left", "right"}),
        ("registry.Card", {"identity", "organisation"}),
        ("registry.Tag", {"organisation", "name"}),
        ("registry.Tagged", {"tag", "entry"}),
        ("plans.Duty", {"measure", "organisation"}),
        ("plans.Target", {"indicator", "year"}),
        ("plans.PlanAssessment", {"plan", "year"}),
        ("plans.AssessedUnit", {"assessment", "organisation"}),
        ("plans.SelfScore", {"unit", "item"}),
        ("plans.ReviewerMark", {"unit", "item", "reviewer"}),
        ("plans.Report", {"period", "duty"}),
        ("plans.Period", {"plan", "kind", "year", "part"}),
        ("plans.Carries", {"measure", "programme_kind", "programme_uid"}),
    ],
    ids=lambda given: given if isinstance(given, str) else "+".join(sorted(given)),
)
def test_what_can_only_be_once_is_unique(model, columns):
    unique = [
        set(constraint.fields)
        for constraint in apps.get_model(model)._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]

    assert columns in unique


def test_addresses_carry_no_counted_numbers():
    """What has a page of its own is addressed by a random uid, unique in the database."""
    loose = [
        label(model, field)
        for model, field in COLUMNS
        if field.name == "uid" and not (isinstance(field, models.UUIDField) and field.unique)
    ]

    assert loose == []


def test_deleting_a_user_takes_no_record_of_the_process_along():
    """Records outlive accounts; only what is the account's own goes with it."""
    own = {
        "accounts",
        "organisations.Membership",
        "files.Upload",
        "calls.CheckClaim",
    }
    taken = {
        label(model, field)
        for model, field in COLUMNS
        if field.is_relation
        and field.related_model._meta.label == "accounts.User"
        and field.remote_field.on_delete is models.CASCADE
        and model._meta.label not in own
        and model._meta.app_label not in own
    }

    assert taken == set()

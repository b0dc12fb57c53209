"""Every column of every record says whether it tells of a person; what is sensitive lies sealed."""

from __future__ import annotations

from collections import Counter

from django.apps import apps

from jinguo.apps.vault.classified import KINDS, classified, columns_of, stated
from jinguo.apps.vault.registered import registered


def columns() -> set[tuple[str, str]]:
    return {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
    }


def test_every_column_is_classified():
    """A new column: say in its app's `personal_data.toml` whether it is personal, sensitive, credential or harmless."""
    assert sorted(columns() - set(classified())) == []


def test_nothing_is_classified_that_is_gone():
    assert sorted(set(classified()) - columns()) == []


def test_every_column_is_classified_once_as_one_of_the_kinds():
    times = Counter((label, column) for label, column, _ in stated())

    assert [where for where, count in times.items() if count > 1] == []
    assert {kind for _, _, kind in stated()} == set(KINDS)


def test_what_is_sensitive_is_sealed_and_what_is_sealed_is_no_harmless_thing():
    sealed = {(field.model._meta.label, field.field) for field in registered()}
    kinds = classified()
    sensitive = {where for where, kind in kinds.items() if kind == "sensitive"}

    assert sensitive <= sealed
    assert {where: kinds[where] for where in sealed if kinds[where] not in ("sensitive", "credential")} == {}


def test_columns_that_sound_like_a_person_are_not_called_harmless():
    """Names by which personal data usually goes; those that mean something else are named here."""
    something_else = {
        ("calls.Call", "contact_address"),  # of the organiser's office
        ("organisations.Organisation", "address"),
        ("plans.PaperWords", "addressee"),  # offices that a bulletin goes to
        ("accounts.User", "password_changed_at"),
    }
    telling = (
        "phone",
        "email",
        "address",
        "birth",
        "sex",
        "id_number",
        "by_name",
        "password",
        "token",
        "secret",
    )

    called_harmless = {
        (label, column)
        for (label, column), kind in classified().items()
        if kind == "harmless" and any(word in column for word in telling)
    }

    assert called_harmless == something_else


def test_the_columns_of_a_kind_are_at_hand_for_erasure_and_exports():
    assert columns_of("registry.PersonEntry", "sensitive") == ["id_number_sealed", "facts_sealed"]
    assert "name" in columns_of("calls.Nomination", "personal")

"""Whole calls to begin with, as data: each TOML file of this folder is one. Written anew for this software.

A preset says everything but the dates; the organiser's name stands for ``{organiser}`` in its texts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from jinguo.engines.eligibility import STANDARD_RULES, RuleSet
from jinguo.engines.forms import STANDARD_FORMS, FormSpec
from jinguo.engines.materials import MaterialSpec
from jinguo.engines.scoring import Criterion

_FORM_OF_KIND = {"person": "registration", "team": "team", "unit": "unit", "work": "work"}


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PresetCategory(_Data):
    name: str
    description: str = ""
    nominee_kind: str = "person"
    seats: int | None = None


class PresetQuota(_Data):
    scope: str = "each_of_kind"
    unit_kind: str = ""
    places: int = 1


class AddedField(_Data):
    """A field of the call's own, put into the form of a kind of nominee behind another field."""

    kind: str = "person"
    after: str
    field: dict[str, Any]


class Preset(_Data):
    """One call to begin with."""

    key: str
    name: dict[str, str]
    about: dict[str, str]
    title: str
    settings: dict[str, Any] = Field(default_factory=dict)
    categories: tuple[PresetCategory, ...] = ()
    quotas: tuple[PresetQuota, ...] = ()
    added_fields: tuple[AddedField, ...] = ()
    materials: tuple[MaterialSpec, ...] = ()
    standard_rules: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    policy: dict[str, Any] = Field(default_factory=dict)

    def said(self, what: Mapping[str, str], lang: str) -> str:
        return what["en" if lang.startswith("en") else "zh"]


@cache
def all_presets() -> Mapping[str, Preset]:
    """The shipped presets by key, in the order of their files."""
    files = sorted(
        (f for f in resources.files(__package__).iterdir() if f.name.endswith(".toml")), key=lambda f: f.name
    )
    read = (Preset.model_validate(tomllib.loads(file.read_text("utf-8"))) for file in files)
    return {preset.key: preset for preset in read}


def standard_forms() -> dict[str, Any]:
    """The standard form of each kind of nominee, as a call keeps it."""
    return {kind: STANDARD_FORMS[form].model_dump(mode="json") for kind, form in _FORM_OF_KIND.items()}


def standard_form(kind: str) -> FormSpec:
    return STANDARD_FORMS[_FORM_OF_KIND[kind]]


def forms_of(preset: Preset) -> dict[str, Any]:
    forms = standard_forms()
    for added in preset.added_fields:
        fields = forms[added.kind]["fields"]
        behind = next(n for n, field in enumerate(fields) if field["key"] == added.after)
        fields.insert(behind + 1, added.field)
        forms[added.kind] = FormSpec.model_validate(forms[added.kind]).model_dump(mode="json")
    return forms


def settings_of(preset: Preset, *, organiser: str) -> dict[str, Any]:
    """The settings of a call as the preset says them."""
    texts = {
        name: value.replace("{organiser}", organiser) if isinstance(value, str) else value
        for name, value in preset.settings.items()
    }
    rules = RuleSet(rules=tuple(STANDARD_RULES[name] for name in preset.standard_rules))
    return {
        "consent_text": consent_text(organiser),
        **texts,
        "materials": [spec.model_dump(mode="json") for spec in preset.materials],
        "eligibility": rules.model_dump(mode="json"),
        "criteria": [criterion.model_dump(mode="json") for criterion in preset.criteria],
        "policy": dict(preset.policy),
    }


def consent_text(organiser: str) -> str:
    """The text that nominees agree to, where the officer writes none of her own."""
    text = (resources.files(__package__) / "consent.txt").read_text("utf-8")
    return text.strip().replace("{organiser}", organiser)

"""The forms that come with the software, read from the TOML files beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

from jinguo.engines.forms.spec import FormSpec


def read_form(toml: str) -> FormSpec:
    """A form from the text of a TOML file.

    Raises:
        pydantic.ValidationError: the description does not hold together; it says where.
        tomllib.TOMLDecodeError: the text is no TOML.
    """
    return FormSpec.model_validate(tomllib.loads(toml))


def _shipped() -> Mapping[str, FormSpec]:
    folder = resources.files("jinguo.engines.forms") / "library"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return MappingProxyType({f.name.removesuffix(".toml"): read_form(f.read_text("utf-8")) for f in files})


#: ``registration`` (a person), ``team``, ``unit``, ``work``: starting points that an officer copies and
#: changes.
STANDARD_FORMS: Mapping[str, FormSpec] = _shipped()

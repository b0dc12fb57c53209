"""The purposes to which a person of the registry is asked to agree, read from ``consent_texts.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

FOUND, SENSITIVE = "registry_found", "registry_sensitive"
PHOTO = "registry_photo"
SHARING, PUBLICATION = "registry_sharing", "registry_publication"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose: its law, whether it concerns sensitive data, and (version, Chinese, English) of each wording."""

    key: str
    basis: str
    sensitive: bool
    versions: tuple[tuple[str, str, str], ...]

    @property
    def version(self) -> str:
        """The name of the wording that is shown now."""
        return self.versions[-1][0]

    def text(self, lang: str, version: str = "") -> str:
        """The wording of a version, the present one by default; empty for a version that never was."""
        name = version or self.version
        found = next((one for one in self.versions if one[0] == name), ("", "", ""))
        return found[1] if lang.lower().startswith("zh") else found[2]

    @property
    def effect(self) -> str:
        """The code of what follows from taking it back."""
        return f"{self.key}_effect"


@cache
def purposes() -> Mapping[str, Purpose]:
    """All purposes by key, in the order in which a page shows them."""
    text = resources.files(__package__).joinpath("consent_texts.toml").read_text("utf-8")
    return MappingProxyType(
        {
            key: Purpose(
                key,
                row["basis"],
                row.get("sensitive", False),
                tuple((one["name"], one["zh"], one["en"]) for one in row["version"]),
            )
            for key, row in tomllib.loads(text).items()
        }
    )

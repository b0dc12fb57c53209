"""What every column of every record tells of a person. Erasure and exports follow this list.

It stands in `personal_data.toml` in the folder of the app (records of libraries: in that of `site`), written when a
column is born::

    [Nomination]
    personal = ["name", "post"]      # tells of a person: given out and erased with her
    sensitive = ["id_number_sealed"] # 敏感个人信息 (个人信息保护法 28): a sealed column, never in plain
    credential = ["token_hash"]      # opens something: never given out, erased with the account
    harmless = ["uid", "state"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from django.apps import apps

Kind = Literal["personal", "sensitive", "credential", "harmless"]
KINDS = ("personal", "sensitive", "credential", "harmless")
FILE = "personal_data.toml"


def stated() -> Iterator[tuple[str, str, str]]:
    """Every line of every list as (model's label, column, kind), with what is stated twice."""
    for app in apps.get_app_configs():
        path = Path(app.path) / FILE
        if not path.exists():
            continue
        for model, kinds in tomllib.loads(path.read_text("utf-8")).items():
            label = model if "." in model else f"{app.label}.{model}"
            for kind, columns in kinds.items():
                for column in columns:
                    yield label, column, kind


@cache
def classified() -> dict[tuple[str, str], str]:
    """(model's label, column) → kind."""
    return {(label, column): kind for label, column, kind in stated()}


def columns_of(label: str, *kinds: Kind) -> list[str]:
    """The columns of a model that are of one of the kinds.

    >>> columns_of("registry.Identity", "personal")
    []
    """
    return [column for (model, column), kind in classified().items() if model == label and kind in kinds]

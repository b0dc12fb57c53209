"""Compiles the translations into the wheel, so that who installs it needs no tools for that."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileMessages(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        from tools.messages import compile_all

        source = Path(self.root) / "src"
        compile_all(source)
        build_data.setdefault("artifacts", []).extend(
            path.relative_to(self.root).as_posix() for path in source.rglob("locale/*/LC_MESSAGES/*.mo")
        )

"""Reads of sharing."""

from __future__ import annotations

from jinguo.apps.exchange.queries import doors, given, partners, taken

__all__ = ["doors", "given", "partners", "taken"]

"""Fetch and authorise in one step; absent and forbidden look the same."""

from jinguo.apps.registry.access import imports, people, rights, tiers

__all__ = ["imports", "people", "rights", "tiers"]

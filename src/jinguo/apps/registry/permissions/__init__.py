"""Who may read and change what of the registry."""

from jinguo.apps.registry.permissions import imports, people, rights, tiers

__all__ = ["imports", "people", "rights", "tiers"]

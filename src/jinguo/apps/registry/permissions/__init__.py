"""Who may read and change what of the registry."""

from jinguo.apps.registry.permissions import imports, people, rights

__all__ = ["imports", "people", "rights"]

"""Doormen: what a worker is asked for by name, and what comes round by itself."""

from jinguo.apps.registry.tasks import imports, matching, mending, people, rights, tiers

__all__ = ["imports", "matching", "mending", "people", "rights", "tiers"]

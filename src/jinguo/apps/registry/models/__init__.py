"""What the registry keeps, one module for each thing: persons, honours and consents in ``people``."""

from __future__ import annotations

from jinguo.apps.registry.models.people import Consent, Honour, Identity, PersonEntry

__all__ = ["Consent", "Honour", "Identity", "PersonEntry"]

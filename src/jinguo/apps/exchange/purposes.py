"""What persons may be given for: which consents it takes, and which fields it may be at most.

The words of the consents (registry's consent_texts.toml) draw the line: sharing is without ID number and address,
publication is name, unit and post, disciplines and honours. Telephone and e-mail take the consent to sensitive data too.
"""

from __future__ import annotations

from dataclasses import dataclass

from jinguo.apps.registry.attributes import sealed_keys
from jinguo.apps.registry.rights.consent_texts import PUBLICATION, SENSITIVE, SHARING
from jinguo.engines.exchange.record import FIELDS


@dataclass(frozen=True, slots=True)
class Use:
    """A purpose of an agreement. ``needs`` are the consents, the first of them the one it rests on."""

    key: str
    needs: tuple[str, ...]
    fields: tuple[str, ...]


USES = {
    SHARING: Use(SHARING, (SHARING,), FIELDS),
    PUBLICATION: Use(
        PUBLICATION, (SHARING, PUBLICATION), ("name", "unit", "department", "post", "disciplines", "honours")
    ),
}
SENSITIVE_FIELDS = frozenset(FIELDS) & sealed_keys()


def touched_by(purpose: str) -> list[str]:
    """The purposes of agreements that end for a person who takes a consent back; sensitive fields alone end none."""
    return [use.key for use in USES.values() if purpose in use.needs]


__all__ = ["SENSITIVE", "SENSITIVE_FIELDS", "USES", "Use", "touched_by"]

"""What the registry keeps, one module for each thing: persons, honours and consents in ``people``, what was said
later in ``statements``, who is the same person in ``merges``, rounds of
looking for her in ``matching``, what a search sees in ``cards``, tags and kept
searches in ``lists``, tiers by rules in ``tiers``, lists on their way in ``imports``, photos in ``photos``, her own account and
wishes in ``rights``, whom lists must not bring back in ``withheld``.
"""

from __future__ import annotations

from jinguo.apps.registry.models.cards import Card
from jinguo.apps.registry.models.imports import KnownHeader, ListImport, StagedChunk, StagedRow
from jinguo.apps.registry.models.lists import ListCount, Listed, SavedSearch, Tag, Tagged
from jinguo.apps.registry.models.matching import MatchLimits, MatchRun
from jinguo.apps.registry.models.merges import Merge, Pair, Parting
from jinguo.apps.registry.models.people import Consent, Honour, Identity, PersonEntry
from jinguo.apps.registry.models.photos import Photo
from jinguo.apps.registry.models.rights import Claim, Erasure, Sweep
from jinguo.apps.registry.models.statements import Statement
from jinguo.apps.registry.models.tiers import TierHolding, TierProposal, TierScheme
from jinguo.apps.registry.models.withheld import Withheld

__all__ = [
    "Card",
    "Claim",
    "Consent",
    "Erasure",
    "Honour",
    "Identity",
    "KnownHeader",
    "ListCount",
    "ListImport",
    "Listed",
    "MatchLimits",
    "MatchRun",
    "Merge",
    "Pair",
    "Parting",
    "PersonEntry",
    "Photo",
    "SavedSearch",
    "StagedChunk",
    "StagedRow",
    "Statement",
    "Sweep",
    "Tag",
    "Tagged",
    "TierHolding",
    "TierProposal",
    "TierScheme",
    "Withheld",
]

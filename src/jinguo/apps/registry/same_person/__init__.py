"""Who may be the same person. The engine proposes pairs of entries, or exact keys do where a registry is too small to learn
from; a person decides, or a rule about probability where nothing contradicts.
"""

from jinguo.apps.registry.same_person.contradictions import contradictions
from jinguo.apps.registry.same_person.evidence import Compared, Step, compared, steps
from jinguo.apps.registry.same_person.exact import FEW, exact_keys
from jinguo.apps.registry.same_person.linking import Found, Matched, linked, weigh
from jinguo.apps.registry.same_person.looking import Alike, Looking
from jinguo.apps.registry.same_person.rules import LOOSE, NORMAL, STRICT, Limits, limits_of
from jinguo.apps.registry.same_person.staged import MOST as MOST_IN_PREVIEW
from jinguo.apps.registry.same_person.staged import known_by_likeness, known_by_number

__all__ = [
    "FEW",
    "LOOSE",
    "MOST_IN_PREVIEW",
    "NORMAL",
    "STRICT",
    "Alike",
    "Compared",
    "Found",
    "Limits",
    "Looking",
    "Matched",
    "Step",
    "compared",
    "contradictions",
    "exact_keys",
    "known_by_likeness",
    "known_by_number",
    "limits_of",
    "linked",
    "steps",
    "weigh",
]

"""Documents, what was read from them, how they relate, and the calls that were made from them."""

from jinguo.apps.policies.models.documents import DocumentRelation, PolicyDocument
from jinguo.apps.policies.models.items import ReadItem
from jinguo.apps.policies.models.made import CallOfDocument

__all__ = ["CallOfDocument", "DocumentRelation", "PolicyDocument", "ReadItem"]

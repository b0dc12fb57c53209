"""The trail: every write, who did it, acting for whom, when, before and after.

It can be added to and read, no more.
"""

from __future__ import annotations

from jinguo.apps.audit.values import Personal, personal

__all__ = ["Personal", "personal"]

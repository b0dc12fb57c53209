"""Categories of a call as drafts: their names, their places, and whom the notice says they are for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .said import Said, said


@dataclass(frozen=True, slots=True)
class CategoryDraft:
    """A category (类别) that one can be nominated for; ``seats`` where the notice gives its places, ``description``
    what it says of who belongs to it."""

    name: Said[str]
    number: str | None
    seats: int | None
    description: str = ""


def categories_of(
    document: Mapping[str, Any], spans: Mapping[str, Any], text: str
) -> tuple[CategoryDraft, ...]:
    """The categories of a reading; ``text`` is the decoded text that was read."""
    seats = {
        str(q["object"]): q["count"]
        for q in document["quotas"]
        if isinstance(q["count"], int)
        and q["comparator"] in ("=", "~", "<=")
        and q["unit"] != "%"
        and not q["per"]
    }
    found = []
    for i, data in enumerate(document["categories"]):
        name = said(data["name"], f"/categories/{i}", spans)
        if name is not None:
            given = next((n for what, n in seats.items() if what and what.endswith(data["name"])), None)
            found.append(CategoryDraft(name, data["number"], given, who_belongs(text, name.span[1])))
    return tuple(found)


_WHO = re.compile(r"\s*[:：](?P<said>(?:[^\n]|\n(?!\s*(?:\n|\d|[（(一二三四五六七八九十])))*)")


def who_belongs(text: str, after: int) -> str:
    """What a notice says of a category after its name, up to the end of the paragraph; nothing where no colon follows.

    >>> who_belongs("1.科研类：做研究的\\n女性。\\n2.科普类：", 5), who_belongs("1.科研类\\n2.科普类", 5)
    ('做研究的女性。', '')
    """
    found = _WHO.match(text, after) if after else None
    return re.sub(r"\s*\n\s*", "", found["said"]).strip() if found else ""

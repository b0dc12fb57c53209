"""A person's facts as the conditions of tiers read them, from the words that lists and registries have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from jinguo.engines.eligibility.facts import Entry, Fact
from jinguo.engines.tiers.levels import level_of_honour
from jinguo.standards.dates import parse_date
from jinguo.standards.titles import level_of

_YEAR = re.compile(r"[（(【\[]?((?:19|20)\d{2})(?:年度?|[.\-/]\d{1,2}(?:[.\-/]\d{1,2})?)?[）)】\]]?")
_DEGREES = ("博士", "硕士", "学士")


def facts_of(
    *,
    honours: Iterable[str | Entry] | None = None,
    degree: str = "",
    education: str = "",
    title: str = "",
    source: str = "",
    **others: object,
) -> dict[str, Fact]:
    """Facts by key. Honours are given by name, with the year in it where it is known, or as entries; None is not
    known, an empty list is known: there are none. The level of a title and of an honour, and a degree written in any
    way, are worked out here. ``others`` are kept as they are; empty ones are not known.
    """
    found = {key: Fact(value, source) for key, value in others.items() if value not in (None, "", (), [])}
    if title:
        found["title"] = Fact(title, source)
        if level := level_of(title):
            found["title_level"] = Fact(level, source)
    if education:
        found["education"] = Fact(education, source)
    highest = next((one for one in _DEGREES if one in degree or (one != "学士" and one in education)), "")
    if highest:
        found["degree"] = Fact(highest, source)
    if honours is not None:
        found["honours"] = Fact(entries_of(honours), source)
    return found


def entries_of(names: Iterable[str | Entry]) -> tuple[Entry, ...]:
    """Honours as entries with day and level; the same one told twice, with its day and without, is one.

    >>> [(one.name, one.on, one.level) for one in entries_of(["2019年全国三八红旗手", "全国三八红旗手（2019）"])]
    [('2019年全国三八红旗手', datetime.date(2019, 1, 1), 'national')]
    """
    found: dict[tuple[str, int | None], Entry] = {}
    for one in names:
        entry = one if isinstance(one, Entry) else _read(one)
        found.setdefault((_bare(entry.name), entry.on.year if entry.on else None), entry)
    dated = {name for name, year in found if year is not None}
    return tuple(one for (name, year), one in found.items() if year is not None or name not in dated)


def _read(text: str) -> Entry:
    year = _YEAR.search(text)
    on = _day(year.group()) if year else None
    name = "".join(text.split())
    return Entry(name, on, level_of_honour(_bare(name)))


def _bare(name: str) -> str:
    """A name without its year, so that two ways of writing it meet."""
    return _YEAR.sub("", "".join(name.split()))


def _day(text: str) -> date | None:
    return parse_date(text.strip("（()）【】[]年度")) or parse_date(text[:5].strip("（(【["))


def texts(value: Sequence[str] | str) -> tuple[str, ...]:
    """The parts of a cell: divided by ；、; or line ends.

    >>> texts("全国三八红旗手（2019）；省劳动模范")
    ('全国三八红旗手（2019）', '省劳动模范')
    """
    several = [value] if isinstance(value, str) else value
    parts = (part.strip() for one in several for part in re.split(r"[；;\n]", one))
    return tuple(part for part in parts if part)

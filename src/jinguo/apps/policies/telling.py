"""A document as its page tells it: outline, measures with their units and targets, what it grants, its text in parts."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinguo.apps.policies.models import PolicyDocument, ReadItem
from jinguo.apps.policies.queries import items_of
from jinguo.apps.policies.reader import breaks_of
from jinguo.apps.policies.states import TAKEN, ItemState
from jinguo.apps.policies.wording import in_words

_OF_CALLS = ("category", "quota", "eligibility", "material", "deadline", "field")


@dataclass(slots=True)
class Measure:
    """A measure with what belongs to it."""

    item: ReadItem
    words: str
    units: list[tuple[ReadItem, str]] = field(default_factory=list)
    targets: list[tuple[ReadItem, str]] = field(default_factory=list)

    @property
    def shares(self) -> list[tuple[str, str]]:
        """Its units under the words for their parts, by the names that the document calls them."""
        found: dict[str, list[str]] = {}
        for item, _ in self.units:
            said = item.now_says
            found.setdefault(f"share_{said.get('role') or 'responsible'}", []).append(str(said.get("name")))
        return [(code, "、".join(names)) for code, names in found.items()]


@dataclass(slots=True)
class Section:
    """A heading with its measures; the first one of a document may have no heading."""

    words: str = ""
    level: int = 1
    measures: list[Measure] = field(default_factory=list)


@dataclass(slots=True)
class Told:
    """Everything that the page shows of a document's values."""

    sections: list[Section]
    targets: list[tuple[ReadItem, str]]
    grants: list[tuple[ReadItem, str]]
    asked_for: list[tuple[str, list[tuple[ReadItem, str]]]]
    waiting: int

    @property
    def outline(self) -> list[Section | Measure]:
        """Headings and measures one after the other."""
        return [
            one for section in self.sections for one in ([section] * bool(section.words) + section.measures)
        ]

    @property
    def measures(self) -> int:
        return sum(len(section.measures) for section in self.sections)


@dataclass(frozen=True, slots=True)
class TextPart:
    """The part of the text that a page shows, and the words in it that were asked for."""

    before: str
    found: str
    after: str
    number: int
    last: int
    starts: tuple[int, ...]


def of(document: PolicyDocument, *, confirmed: bool) -> Told:
    """What counts of the values of a document; of what it grants only what an officer ``confirmed``, for who does not keep
    it. One query.
    """
    items = [one for one in items_of(document) if one.state != ItemState.REJECTED]
    shown = [one for one in items if one.counts or one.kind in ("section",)]
    measures = {
        one.pointer.lstrip("+"): Measure(one, in_words(one.kind, one.now_says))
        for one in shown
        if one.kind == "measure"
    }
    targets: list[tuple[ReadItem, str]] = []
    for one in shown:
        above = measures.get("/".join(one.pointer.lstrip("+").split("/")[:3]))
        words = in_words(one.kind, one.now_says)
        if one.kind == "unit" and above:
            above.units.append((one, words))
        elif one.kind == "target":
            (above.targets if above else targets).append((one, words))
    return Told(
        sections=_sections(shown, measures),
        targets=targets,
        grants=[
            (one, in_words(one.kind, one.now_says))
            for one in shown
            if one.kind == "entitlement" and (one.state in TAKEN or not confirmed)
        ],
        asked_for=_asked_for(shown),
        waiting=sum(one.state == ItemState.PROPOSED for one in items),
    )


def _sections(items: list[ReadItem], measures: dict[str, Measure]) -> list[Section]:
    found = [Section()]
    for one in items:
        if one.kind == "section":
            found.append(Section(in_words(one.kind, one.now_says), int(one.now_says.get("level") or 1)))
        elif one.kind == "measure":
            found[-1].measures.append(measures[one.pointer.lstrip("+")])
    return [one for one in found if one.words or one.measures]


def _asked_for(items: list[ReadItem]) -> list[tuple[str, list[tuple[ReadItem, str]]]]:
    found = [
        (f"value_{kind}", [(one, in_words(kind, one.now_says)) for one in items if one.kind == kind])
        for kind in _OF_CALLS
    ]
    return [(kind, rows) for kind, rows in found if rows]


def text_around(text: str, at: int | None) -> TextPart:
    """The page of the text on which a place stands, with its line marked; the first one where nothing was asked for."""
    breaks = breaks_of(text)
    number = next((n for n, end in enumerate(breaks[1:]) if (at or 0) < end), 0)
    start, end = breaks[number], breaks[number + 1] if len(breaks) > 1 else len(text)
    if at is None or not start <= at < end:
        return TextPart(text[start:end], "", "", number, len(breaks) - 2, tuple(breaks[:-1]))
    begin = text.rfind("\n", start, at) + 1 or start
    stop = text.find("\n", at, end)
    stop = end if stop < 0 else stop
    return TextPart(
        text[start:begin], text[begin:stop], text[stop:end], number, len(breaks) - 2, tuple(breaks[:-1])
    )

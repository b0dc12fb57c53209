"""Persons of a registry on paper: a roster by unit (名册) and a page a person (简介). Nothing sensitive stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jinguo.apps.clock import now, told
from jinguo.apps.files import showing
from jinguo.apps.files.models import StoredFile
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import queries
from jinguo.apps.registry.attributes import attributes
from jinguo.apps.registry.models import Card, Honour
from jinguo.apps.registry.paperwork.told import told_of
from jinguo.apps.registry.persons.personal_page import Page, in_words, page_of
from jinguo.errors import Refused
from jinguo.phrases import term
from jinguo.standards.codes import label

MOST_IN_ROSTER, MOST_SHEETS, BATCH = 5_000, 300, 50
_COLUMNS = ("name", "sex", "birth_date", "education", "disciplines", "post", "title", "tier")
_WEIGHTS = (2.0, 1.0, 1.6, 2.4, 2.6, 3.2, 2.2, 2.0)
_FACTS = (
    "sex", "birth_date", "ethnic_group", "political_affiliation", "second_affiliation", "education", "degree", "title", "tier",
    "disciplines", "keywords", "unit", "department", "post", "second_unit", "region",
)  # fmt: skip
_SECTIONS = (
    "employment", "council_post", "project", "publication_count", "publication", "patent", "training", "mentoring", "service",
    "biography",
)  # fmt: skip


def roster_of(
    registry: Organisation, cards: QuerySet[Card], lang: str, progress: Callable[..., None]
) -> bytes:
    """The first :data:`MOST_IN_ROSTER` of the cards in their order, by unit."""
    from jinguo.engines.paperwork import (  # writes Word files: loaded where it is asked for
        Group,
        Roster,
        roster,
    )

    sexes = {"F": label("sex", "2", short=True), "M": label("sex", "1", short=True)}
    groups: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for done, card in enumerate(cards[:MOST_IN_ROSTER], 1):
        groups[card.unit].append(
            (
                card.name,
                sexes.get(card.sex, ""),
                str(card.birth_year or ""),
                label("education", card.education) if card.education else "",
                label("disciplines", card.discipline) if card.discipline else "",
                card.post,
                card.title,
                card.tier,
            )
        )
        if done % 500 == 0:
            progress(done, 0)
    book = Roster(
        _("Roster of %(name)s") % {"name": registry.name},
        tuple(term(f"attribute_{key}", lang) for key in _COLUMNS),
        tuple(Group(name or _("Unit not stated"), tuple(rows)) for name, rows in groups.items()),
        _("As of %(at)s") % {"at": told(now()).strftime("%Y-%m-%d")},
        _WEIGHTS,
    )
    return roster(book)


def sheets_of(
    registry: Organisation, cards: QuerySet[Card], lang: str, progress: Callable[..., None]
) -> bytes:
    """A page for each of the first :data:`MOST_SHEETS` of the cards in their order."""
    from jinguo.engines.paperwork import (  # writes Word files: loaded where it is asked for
        PersonSheet,
        person_sheets,
    )

    chosen = list(cards[:MOST_SHEETS])
    sheets = (
        PersonSheet(
            page.name, tuple(_facts(page, lang)), tuple(_sections(page, honours, lang)), _picture(photo)
        )
        for page, honours, photo in _pages(registry, chosen)
    )
    return person_sheets(sheets, registry.name, lambda done: progress(done, len(chosen)))


def _pages(
    registry: Organisation, cards: Sequence[Card]
) -> Iterator[tuple[Page, list[Honour], StoredFile | None]]:
    """The pages of persons in the order of their cards with their honours and photos, some at a time."""
    persons = told_of(registry, cards, BATCH)
    while part := list(islice(persons, BATCH)):
        photos = queries.photos.photos_of(entry.pk for one in part for entry in one.entries)
        for one in part:
            page = page_of(one.entries, one.statements, one.honours)
            yield page, one.honours, photos.get(one.card.identity_id)


def _picture(photo: StoredFile | None) -> bytes:
    """Her photo as it is printed; nothing where there is none, or it can't be read any more."""
    try:
        return showing.small_picture(photo, 480) if photo else b""
    except (Refused, OSError):
        return b""


def _facts(page: Page, lang: str) -> Iterator[tuple[str, str]]:
    for key in _FACTS:
        if text := in_words(page.profile, key):
            yield term(f"attribute_{key}", lang), text


def _sections(page: Page, honours: Sequence[Honour], lang: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Her honours, then her path kind by kind, then what is written of her."""
    known = attributes()
    told_honours = [f"{one.year}  {one.title}（{one.granted_by}）" for one in honours]
    told_honours += page.profile.values("honours")
    if told_honours:
        yield term("attribute_honours", lang), tuple(dict.fromkeys(told_honours))
    for key in _SECTIONS:
        found = page.profile.resolved.get(key)
        if found is None:
            continue
        facts = found.facts if known[key].many else found.facts[:1]
        lines = []
        for fact in facts:
            years = f"{fact.since}—{fact.until}" if fact.since or fact.until else ""
            lines.append(
                "  ".join(filter(None, (years, fact.place if fact.place != fact.shown else "", fact.shown)))
            )
        yield term(f"attribute_{key}", lang), tuple(dict.fromkeys(lines))

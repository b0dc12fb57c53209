"""What can be made from a document: each room above contributes its own maker, and tells what came of documents.

A room registers in its ``AppConfig.ready()``::

    makers.register(
        "plan", label=_("Make the plan"), icon="target", kinds=("policy",),
        may=permissions.may_make_plan, url=lambda document: reverse("plans:make", args=[document.uid]),
        came_of=queries.came_of_documents,
    )

The page of a document shows a button for each maker that fits its kind (the first of them is the primary one; once
something came of it, the button that opens that), and a panel of everything that came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.policies.models import PolicyDocument


@dataclass(frozen=True, slots=True)
class CameOf:
    """One thing that came of a document: whose it is, what it is called, where it is looked at, how it stands."""

    document_id: int
    label: str
    url: str
    state: str = ""
    """A state that has a badge, or nothing."""
    at: datetime | date | None = None
    maker: str = ""
    """Which maker made it: filled in by :func:`came_of`."""


@dataclass(frozen=True, slots=True)
class Maker:
    """``url`` leads to a page that shows what will be made and makes it on a POST; ``may`` says whether this user may.

    ``came_of(user, documents)`` answers for several documents at once what came of them and she may see, in a fixed
    number of queries.
    """

    key: str
    label: Any
    icon: str
    kinds: tuple[str, ...]
    may: Callable[[Any, PolicyDocument], Verdict]
    url: Callable[[PolicyDocument], str]
    came_of: Callable[[Any, Sequence[PolicyDocument]], Iterable[CameOf]]
    open_label: Any = ""
    """What the button says that opens what was made; without it what was made has no button."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a document's page. Primary is the first one: once something was made of the document, the one that opens it."""

    label: Any
    url: str
    icon: str
    verdict: Verdict | None = None
    primary: bool = False


_makers: dict[str, Maker] = {}


def register(
    key: str,
    *,
    label: Any,
    icon: str,
    kinds: Iterable[str],
    may: Callable[[Any, PolicyDocument], Verdict],
    url: Callable[[PolicyDocument], str],
    came_of: Callable[[Any, Sequence[PolicyDocument]], Iterable[CameOf]],
    open_label: Any = "",
) -> Maker:
    """Add a maker, or put another in its place under the same key. Called when the program starts."""
    maker = Maker(key, label, icon, tuple(kinds), may, url, came_of, open_label)
    _makers[key] = maker
    return maker


def fitting(document: PolicyDocument) -> list[Maker]:
    """The makers that a document of this kind is for, in the order of their keys."""
    return [maker for _, maker in sorted(_makers.items()) if document.kind in maker.kinds]


def came_of(user: Any, documents: Sequence[PolicyDocument]) -> dict[int, list[CameOf]]:
    """What came of each document, of every maker: {document id: …}."""
    found: dict[int, list[CameOf]] = {document.pk: [] for document in documents}
    for _, maker in sorted(_makers.items()):
        for one in maker.came_of(user, documents) if documents else ():
            found[one.document_id].append(replace(one, maker=maker.key))
    return found


def buttons(user: Any, document: PolicyDocument, came: Sequence[CameOf]) -> list[Button]:
    """What a reader can make of a document, and before it what was made of it (the latest of each maker) to be opened."""
    found: list[Button] = []
    for maker in fitting(document):
        made = [one for one in came if one.maker == maker.key] if maker.open_label else []
        if made:
            found.append(Button(maker.open_label, made[-1].url, maker.icon))
        found.append(Button(maker.label, maker.url(document), maker.icon, maker.may(user, document)))
    found.sort(key=lambda one: one.verdict is not None)
    return [replace(one, primary=place == 0) for place, one in enumerate(found)]

"""What anybody may read: the library, a document, what documents entitle whom to."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.policies import access, library, makers, queries, telling
from jinguo.apps.policies.library import Asked
from jinguo.apps.policies.models.documents import KINDS, LEVELS
from jinguo.apps.policies.permissions import keeps
from jinguo.apps.policies.wording import AUDIENCE_KEYS, in_words


def base_of(request: HttpRequest) -> str:
    """The frame of a page that visitors see too."""
    return "base.html" if request.user.is_authenticated else "base_public.html"


OUTLINE_ROWS, GRANTS = 200, 40
"""What of a document of hundreds of pages one page shows."""


@login_not_required
@require_safe
def library_page(request: HttpRequest) -> HttpResponse:
    """The documents that a search asks for, each with the passage that answers it."""
    asked = Asked.read(request.GET)
    page = Paginator(library.found(request.user, asked), library.PER_PAGE).get_page(request.GET.get("page"))
    documents = list(page)
    passages = library.passages(documents, asked.text)
    came = makers.came_of(request.user, documents)
    context = {
        "base": base_of(request),
        "asked": asked,
        "page": page,
        "rows": [(one, passages.get(one.pk), came[one.pk]) for one in documents],
        "kinds": KINDS,
        "levels": LEVELS,
        "may_add": bool(organisations_with(request.user, kinds.OFFICER)),
        **library.choices(request.user),
    }
    return render(request, "policies/library.html", context)


@login_not_required
@require_safe
def document(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One document: what it is, what it asks of whom, what it grants, what came of it, its text."""
    found = access.document_for_reader(request.user, uid)
    at = request.GET.get("at", "")
    mine = bool(keeps(request.user, found))
    came = makers.came_of(request.user, [found])[found.pk]
    told = telling.of(found, confirmed=not mine)
    context = {
        "base": base_of(request),
        "document": found,
        "keeps": mine,
        "told": told,
        "outline": Paginator(told.outline, OUTLINE_ROWS).get_page(request.GET.get("page")),
        "grants": told.grants[:GRANTS],
        "relations": queries.relations_of(found),
        "rested_on": queries.related([found]),
        "came_of": came,
        "makers": makers.buttons(request.user, found, came),
        "text": telling.text_around(found.text, int(at) if at.isdecimal() and len(at) < 9 else None),
    }
    return render(request, "policies/document.html", context)


@login_not_required
@require_safe
def entitlements(request: HttpRequest) -> HttpResponse:
    """What the documents of the library entitle whom to, as officers confirmed it."""
    audience = given if (given := request.GET.get("for", "")) in AUDIENCE_KEYS else ""
    page = Paginator(queries.entitlements(request.user, audience), 50).get_page(request.GET.get("page"))
    context = {
        "base": base_of(request),
        "audience": audience,
        "audiences": AUDIENCE_KEYS,
        "page": page,
        "rows": [(item, item.now_says, in_words(item.kind, item.now_says)) for item in page],
    }
    return render(request, "policies/entitlements.html", context)

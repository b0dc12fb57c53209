"""The words by which a document is found: characters, pairs of neighbours and whole Latin words of its text."""

from __future__ import annotations

from collections.abc import Iterable

from jinguo.apps.registry.search.words import of_text, wanted

__all__ = ["of_document", "wanted"]


def of_document(text: str, title: str, number: str, issuers: Iterable[str]) -> str:
    """All words of a document, once each, divided by single blanks."""
    return " ".join(sorted(of_text(" ".join([title, number, *issuers, text]))))

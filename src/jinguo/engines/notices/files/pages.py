"""A .pdf with a text layer to text. Pages with ruled tables are laid out again, so that no two cells run together."""

from __future__ import annotations

import io
import re
from typing import Any

from jinguo.reasons import Reason

from .ruled import laid_out

LONG_PAGES = 100
_FOLIO = re.compile(r"[-—–\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*/\s*\d{1,4}|\s*共\s*\d+\s*页)?[-—–\s]*")


def pages_text(content: bytes, name: str) -> tuple[str, tuple[Reason, ...]]:
    """The text of a .pdf and what stood in the way."""
    from pypdf import PdfReader  # large: loaded for a .pdf alone

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return "", (Reason.error("notice_encrypted", file=name),)
        pages = [_page(page) for page in reader.pages]
    except Exception as problem:  # pypdf raises errors of many kinds on damaged files
        return "", (Reason.error("notice_damaged", file=name, problem=type(problem).__name__),)
    without = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(without) == len(pages):
        return "", (Reason.error("notice_scan", file=name, pages=len(pages)),)
    found: list[Reason] = []
    if without:
        found.append(Reason.warning("notice_pages_without_text", pages=len(without), first=without[0]))
    if len(pages) > LONG_PAGES:
        found.append(Reason.warning("notice_long", pages=len(pages)))
    return "\n".join(pages), tuple(found)


def _page(page: Any) -> str:
    """The text of a page without its number."""
    contents = page.get_contents()
    drawn = contents.get_data() if contents is not None else b""
    text = None
    if drawn.count(b" re") + drawn.count(b" l") >= 5:
        text = laid_out(page)
    lines = (text if text is not None else page.extract_text() or "").splitlines()
    while lines and not lines[-1].strip():
        lines.pop()
    if len(lines) > 1 and _FOLIO.fullmatch(lines[-1]):
        lines.pop()
    if len(lines) > 1 and _FOLIO.fullmatch(lines[0]):
        lines.pop(0)
    return "\n".join(lines)

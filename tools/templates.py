"""Lays templates out so that people can read them: one element a line, indented, and nothing moves on the page.

    python tools/templates.py format [file …]   writes them
    python tools/templates.py check [file …]    exit 1 and the names of those that `format` would change

A line is only broken where a browser does not see it: beside what stands as a block of its own, between attributes,
and where there was a space already. Between two pieces of running text nothing is put in, for a space would be
seen there; such a line stays as long as it is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SOURCE = Path(__file__).resolve().parent.parent / "src" / "jinguo"
WIDTH, STEP = 120, "  "

BLOCKS = _words(
    "html head body div p ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr td th form fieldset legend "
    "section article aside main header footer nav h1 h2 h3 h4 h5 h6 hr details summary figure figcaption option optgroup "
    "link meta title script style template dialog noscript video source "
    "g line rect circle path polyline polygon text use"  # in drawings
)
FLEXIBLE = _words(
    "acts btn card-foot card-head chip-list fields-2 filters form-acts frame grid line list-line next-step-in side split "
    "stack stat top who"
)
"""Classes of ours whose children stand as blocks beside each other; a space between them is not seen."""
VOID = _words("area base br col hr img input link meta source track wbr")
COMPONENTS = _words(
    "card alert dialog definitions definition definition_list filter_bar bulk_bar empty_state page_header form_fields "
    "reasons field stat progress history steps tabs pager share_bar share_chart crumbs form_errors"
)
"""Our own tags that put a block on the page."""
SILENT = _words(
    "load extends if elif else endif for empty endfor with endwith csrf_token comment endcomment cycle "
    "resetcycle ifchanged endifchanged spaceless endspaceless autoescape endautoescape localize endlocalize"
)
"""Tags that put nothing on the page themselves."""
PAIRS = {"if", "for", "with", "block", "ifchanged", "spaceless", "autoescape", "localize", "element", "slot"} | {
    "card", "alert", "dialog", "definitions", "definition", "filter_bar", "bulk_bar", "empty_state", "page_header",
}  # fmt: skip
DIVIDERS = {"else", "elif", "empty"}

TAG = r"\{%(?:[^%]|%(?!\}))*%\}|\{\{.*?\}\}"
TOKEN = re.compile(
    r"(?P<whole>\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}|\{%\s*verbatim\b.*?endverbatim\s*%\}"
    r"|\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}"
    r"|<!--.*?-->|<!DOCTYPE[^>]*>|<(?P<raw>script|style|textarea|pre)\b.*?</(?P=raw)>)"
    rf"|(?P<django>{TAG})"
    rf"|(?P<html></?[a-zA-Z](?:{TAG}|\"(?:{TAG}|[^\"])*\"|'(?:{TAG}|[^'])*'|[^>])*>)"
    r"|(?P<space>\s+)"
    r"|(?P<text>(?:(?!\{[%{#]|</?[a-zA-Z]|<!|\s).)+)",
    re.DOTALL,
)
"""One piece of a template. A word of text is a piece; so is the space after it."""


@dataclass
class Piece:
    """What stands between two places where a line might break."""

    text: str
    kind: str
    name: str = ""
    opens: bool = False
    closes: bool = False
    partner: int = -1
    parent: int = -1

    @property
    def silent(self) -> bool:
        """Whether nothing of it reaches the page."""
        if self.kind == "whole":
            return self.text.startswith(("{#", "{% comment"))
        named = self.kind == "django" and re.search(r"\sas\s+\w+\s*%\}$", self.text)
        return self.kind == "django" and (self.name in SILENT or bool(named))

    @property
    def block(self) -> bool:
        """Whether it starts, ends or is a block on the page."""
        if self.kind == "django":
            return self.name.removeprefix("end") in COMPONENTS
        if self.kind == "html":
            return self.name in BLOCKS or bool(re.search(r"\bd-(block|flex|grid)\b", self.text))
        return self.kind == "whole" and bool(re.match(r"<!|<(script|style)", self.text))


def pieces_of(source: str) -> tuple[list[Piece], set[int]]:
    """The pieces, and after which of them there was a space."""
    found: list[Piece] = []
    spaced: set[int] = set()
    for match in TOKEN.finditer(source):
        kind, text = match.lastgroup or "", match.group()
        if match.group("whole") is not None:
            kind = "whole"
        if kind == "space":
            spaced.add(len(found) - 1)
            continue
        name = re.sub(r"^(?:\{%-?\s*|</?)", "", text)
        name = re.match(r"[\w-]*", name).group() if kind in ("django", "html") else ""  # type: ignore[union-attr]
        one = Piece(text, kind, name.lower() if kind == "html" else name)
        if kind == "html":
            one.closes = text.startswith("</")
            one.opens = not one.closes and name.lower() not in VOID and not text.endswith("/>")
        elif kind == "django" and text.startswith("{%"):
            one.closes, one.opens = name.startswith("end"), name in PAIRS
        found.append(one)
    if "".join(re.sub(r"\s+", "", one.text) for one in found) != re.sub(r"\s+", "", source):
        raise ValueError("a piece of the template was not understood")
    _pair(found)
    return found, spaced


def _pair(found: list[Piece]) -> None:
    """Finds what belongs together. An element that one branch opens and another closes stays without a partner."""
    open_: list[int] = []
    for at, one in enumerate(found):
        if one.opens:
            open_.append(at)
        elif one.closes:
            name = one.name.removeprefix("end") if one.kind == "django" else one.name
            family = [k for k in open_ if (found[k].kind, found[k].name) == (one.kind, name)]
            if family:
                start = family[-1]
                if one.kind == "html" and any(found[k].kind == "django" for k in open_[open_.index(start) :]):
                    continue
                del open_[open_.index(start) :]
                found[start].partner, one.partner = at, start
    _adopt(found)


def _adopt(found: list[Piece]) -> None:
    """Finds for each piece the element, or the component, that it stands in."""
    inside: list[int] = []
    for at, one in enumerate(found):
        if inside and found[inside[-1]].partner == at:
            inside.pop()
        one.parent = inside[-1] if inside else -1
        if one.partner > at and (one.kind == "html" or one.name in COMPONENTS or _is_actions(one)):
            inside.append(at)


def _is_actions(one: Piece) -> bool:
    """Whether it opens the block of a page's buttons, which `base.html` lays beside each other."""
    return one.name == "block" and re.match(r"\{%\s*block actions\b", one.text) is not None


def _flexible(found: list[Piece], at: int) -> bool:
    """Whether what stands in this element stands as blocks beside each other."""
    if at < 0 or found[at].kind != "html":
        return at >= 0 and _is_actions(found[at])
    if found[at].name in ("svg", "g"):
        return True
    classes = re.search(r'\sclass="([^"]*)"', found[at].text)
    if classes and FLEXIBLE & set(classes.group(1).split()):
        return True
    above = found[at].parent
    return found[at].name == "li" and above >= 0 and bool(re.search(r'class="rows\b', found[above].text))


def breaks_of(found: list[Piece], spaced: set[int]) -> list[str]:
    """For the place after each piece: "" where nothing may come in, " " where a space is, "\\n" where nobody sees a break."""
    after = _followers(found)
    before: dict[int, set[int]] = {}
    for at, nexts in after.items():
        for one in nexts:
            before.setdefault(one, set()).add(at)
    child = any(one.name == "extends" for one in found)
    head = next((at for at, one in enumerate(found) if one.text.startswith("<!DOCTYPE")), 0)
    depth, places = 0, []
    for at, one in enumerate(found):
        if at < head:
            places.append("")  # nothing stands before the kind of document, not even an empty line
            continue
        depth += (one.name == "block") - (one.name == "endblock")
        if child and depth == 0:
            places.append("\n")
            continue
        if _beside(found, at):
            places.append("\n")
            continue
        rights = _audible(found, after, at + 1 if not _leads(one) else None, after[at])
        lefts = _audible(
            found, before, at if not one.silent else None, before.get(at + 1) or before.get(at, set())
        )
        free = all(k is not None and found[k].block for k in rights) or all(
            k is not None and found[k].block for k in lefts
        )
        places.append("\n" if free else " " if at in spaced else "")
    return places


def _beside(found: list[Piece], at: int) -> bool:
    """Whether the place after this piece lies directly in an element that lays its children beside each other."""
    if at + 1 >= len(found):
        return False
    opened = found[at].kind == "html" or found[at].name in COMPONENTS or _is_actions(found[at])
    here = at if opened and found[at].partner > at else found[at].parent
    there = here if found[at + 1].partner == here else found[at + 1].parent
    return here == there and _flexible(found, here) and "text" not in (found[at].kind, found[at + 1].kind)


def _leads(one: Piece) -> bool:
    """Whether what follows on the page is not what follows in the file."""
    return one.name in ("if", "for", "endfor", "elif", "else", "empty", "endif") or one.silent


def _followers(found: list[Piece]) -> dict[int, set[int]]:
    """Which piece may come next when the page is made: branches are left out, loops go round."""
    after = {at: {at + 1} for at in range(len(found))}
    chains: list[list[int]] = []
    for at, one in enumerate(found):
        if one.kind != "django":
            continue
        if one.name in ("if", "for"):
            chains.append([at])
        elif one.name in DIVIDERS and chains:
            chains[-1].append(at)
        elif one.name in ("endif", "endfor") and chains:
            chain = [*chains.pop(), at]
            for here, there in pairwise(chain):
                after[here].add(there if there == at else there + 1)
                if there != at:
                    after[there - 1] = {at} if there - 1 != here else after[there - 1] | {at}
            if one.name == "endfor":
                after[at].add(chain[0] + 1)
    return after


def _audible(
    found: list[Piece], way: dict[int, set[int]], own: int | None, start: set[int]
) -> set[int | None]:
    """The nearest pieces along a way that put something on the page; None where the template ends."""
    if own is not None and own < len(found) and not found[own].silent:
        return {own}
    seen: set[int] = set()
    reached: set[int | None] = set()
    todo = list(start)
    while todo:
        at = todo.pop()
        if at in seen:
            continue
        seen.add(at)
        if at >= len(found):
            reached.add(None)
        elif found[at].silent:
            todo += way.get(at, set()) or []
            if not way.get(at):
                reached.add(None)
        else:
            reached.add(at)
    return reached or {None}


class Layout:
    """Writes the pieces line by line."""

    def __init__(self, found: list[Piece], places: list[str]) -> None:
        self.found, self.places = found, places
        self.lines: list[str] = []
        self.line = ""

    def text(self) -> str:
        self._run(0, len(self.found), 0)
        self._end()
        return "\n".join(self.lines) + "\n"

    def _run(self, start: int, stop: int, depth: int) -> None:
        """The pieces from `start` up to `stop`, each break taken where it may be."""
        at = start
        while at < stop:
            end = self._group(at, stop)
            self._put(at, end, depth - 1 if self._divides(at) and depth else depth)
            if end + 1 < stop:
                apart = self._divides(at) or self._divides(end + 1)
                apart |= self._spreads(at, end, depth) or self._spreads(
                    end + 1, self._group(end + 1, stop), depth
                )
                self._break(end, always=apart)
            at = end + 1

    def _group(self, at: int, stop: int) -> int:
        """The last piece of what `at` opens."""
        partner = self.found[at].partner
        return partner if at < partner < stop else at

    def _put(self, at: int, end: int, depth: int) -> None:
        flat = self._flat(at, end)
        room = WIDTH - len(self.line or STEP * depth)
        if end == at or (len(flat) <= room and "\n" not in flat):
            self._write(flat, depth)
            return
        self._write(self.found[at].text, depth)
        self._break(at, always=True)
        self._run(at + 1, end, depth + 1)
        self._break(end - 1, always=True)
        self._write(self.found[end].text, depth)

    def _divides(self, at: int) -> bool:
        """Whether the piece stands between the branches of a condition."""
        return self.found[at].kind == "django" and self.found[at].name in DIVIDERS

    def _spreads(self, at: int, end: int, depth: int) -> bool:
        """Whether a condition or a loop takes several lines; it then begins and ends a line of its own."""
        flat = self._flat(at, end)
        return self.found[at].silent and end > at and (len(flat) > WIDTH - len(STEP * depth) or "\n" in flat)

    def _flat(self, at: int, end: int) -> str:
        said = [
            self.found[k].text + (self.places[k].strip("\n") if k < end else "") for k in range(at, end + 1)
        ]
        return "".join(said)

    def _break(self, at: int, always: bool = False) -> None:
        """After piece `at`: a new line where nobody sees it; at a space when it is asked for or the line is full."""
        place = self.places[at]
        if place == "\n" or (place == " " and always):
            self._end()
        elif place == " ":
            ahead = self._flat(at + 1, min(self._group(at + 1, len(self.found)), len(self.found) - 1))
            if len(self.line) + 1 + min(len(ahead), 60) > WIDTH:
                self._end()
            elif self.line:
                self.line += " "

    def _write(self, text: str, depth: int) -> None:
        if not self.line:
            self.line = STEP * depth
        if len(self.line) + len(text) > WIDTH and text.startswith("<") and not text.startswith("<!"):
            self._write_tag(text, depth)
            return
        if len(self.line) + len(text) > WIDTH and re.match(r"\{% blocktrans\w* trimmed", text):
            self._write_words(text, depth)
            return
        if "\n" in text:
            *whole, last = (self.line + text).split("\n")
            self.lines += [one.rstrip() for one in whole]
            self.line = last
            return
        self.line += text

    def _write_tag(self, text: str, depth: int) -> None:
        """A tag with many attributes: broken between them."""
        if re.match(r"<(script|style|textarea|pre)\b", text):
            self.line += text
            return
        for number, part in enumerate(attributes(text)):
            if number and len(self.line) + 1 + len(part) > WIDTH:
                self._end()
                self.line = STEP * (depth + 2) + part
            else:
                self.line += " " * bool(number) + part

    def _write_words(self, text: str, depth: int) -> None:
        """A sentence for translators, marked so that the breaks in it do not count: filled line by line."""
        opening, *words, closing = re.findall(r"\{%.*?%\}|(?:\{\{.*?\}\}|[^\s{]|\{(?![%{]))+", text)
        self.line += opening
        self._end()
        for word in words:
            if word.startswith("{%") or len(self.line) + 1 + len(word) > WIDTH:
                self._end()
            self.line = f"{self.line} {word}" if self.line else STEP * (depth + 1) + word
            if word.startswith("{%"):
                self._end()
        self._end()
        self.line = STEP * depth + closing

    def _end(self) -> None:
        if self.line.strip():
            self.lines.append(self.line.rstrip())
        self.line = ""


def attributes(tag: str) -> list[str]:
    """A tag taken apart at its spaces; those inside quotes, template tags and conditions are left alone."""
    piece = re.compile(rf"(?:{TAG}|\"(?:{TAG}|[^\"])*\"|'(?:{TAG}|[^'])*'|[^\s\"'])+", re.DOTALL)
    parts: list[str] = []
    for part in piece.findall(tag):
        if parts and len(re.findall(r"\{% (?:if|for) ", parts[-1])) > len(
            re.findall(r"\{% end(?:if|for) ", parts[-1])
        ):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts


def laid_out(source: str) -> str:
    """The template in its layout. Layout of a layout is the same again."""
    found, spaced = pieces_of(source.strip())
    return Layout(found, breaks_of(found, spaced)).text() if found else ""


def templates(chosen: Iterable[str]) -> Iterator[Path]:
    """All of ours, but those of single widgets: they are written out a thousand times a page and stay tight."""
    found = map(Path, chosen) if chosen else sorted(SOURCE.rglob("templates/**/*.html"))
    yield from (path for path in found if "widgets" not in path.parts)


def main(arguments: list[str]) -> int:
    order, *chosen = arguments or ["check"]
    changed = []
    for path in templates(chosen):
        source = path.read_text("utf-8")
        wanted = laid_out(source)
        if wanted != source:
            changed.append(path)
            if order == "format":
                path.write_text(wanted, "utf-8")
    for path in changed:
        print(path)
    return int(bool(changed) and order == "check")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

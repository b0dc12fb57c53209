"""Keeps the interface's translations: extract, check, compile. Needs no gettext programs.

    python tools/messages.py extract [app …]   brings each app's zh_Hans catalogue up to date
    python tools/messages.py check [app …]     exit 1 and a list of what is missing, fuzzy or not used
    python tools/messages.py compile           writes the .mo files beside the .po files

English is the msgid, so `en` has no catalogue. An app is a folder with `apps.py`; a folder inside another
app (`site/components`) belongs to it. A translation that stands is kept; a message that another catalogue
of ours already has is taken over from there.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src"
LANGUAGE = "zh_Hans"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
CHANGING_HEADERS = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Generated-By",
    "Report-Msgid-Bugs-To",
    "Last-Translator",
)


class Found(NamedTuple):
    message: str | tuple[str, str]
    context: str | None
    place: str


def apps() -> list[Path]:
    """The folders that have a catalogue of their own."""
    folders = sorted(path.parent for path in (SOURCE / "jinguo").rglob("apps.py"))
    return [
        folder
        for folder in folders
        if not any(folder != other and folder.is_relative_to(other) for other in folders)
    ]


def catalogue_path(app: Path) -> Path:
    return app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def in_code(path: Path) -> Iterator[Found]:
    with path.open("rb") as stream:
        for _line, message, _comments, context in extract("python", stream, keywords=KEYWORDS):
            if message:
                yield Found(message, context, path.relative_to(SOURCE).as_posix())


def in_template(path: Path) -> Iterator[Found]:
    """The messages of a template, from Django's own reading of it."""
    from django.template import engines

    place = path.relative_to(SOURCE).as_posix()
    template = engines["django"].engine.from_string(path.read_text("utf-8"))
    for message, context in _walk(template.nodelist, seen=set()):
        yield Found(message, context, place)


def _walk(thing: object, seen: set[int]) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Every message in a compiled template: of `translate`, `blocktranslate`, and `_("…")` in other tags."""
    from django.template.base import FilterExpression, Node
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode
    from django.utils.functional import Promise

    if isinstance(thing, Node):  # only nodes live as long as the template: their ids stay their own
        if id(thing) in seen:
            return
        seen.add(id(thing))
    if isinstance(thing, BlockTranslateNode | TranslateNode):
        context = thing.message_context
        context = str(context.var if isinstance(context, FilterExpression) else context) if context else None
        if isinstance(thing, TranslateNode):
            literal = thing.filter_expression.var.literal
            if isinstance(literal, str):
                yield literal.replace("%", "%%"), context
            return
        singular = thing.render_token_list(thing.singular)[0]
        yield (singular, thing.render_token_list(thing.plural)[0]) if thing.plural else singular, context
    elif isinstance(thing, Promise):
        yield thing.__reduce__()[1][1][0], None
    elif isinstance(thing, FilterExpression):
        yield from _walk([thing.var, thing.filters], seen)
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from _walk(part, seen)
    elif isinstance(thing, dict):
        yield from _walk(list(thing.values()), seen)
    elif isinstance(thing, Node):
        yield from _walk(list(vars(thing).values()), seen)


def messages_of(app: Path) -> list[Found]:
    found: list[Found] = []
    for path in sorted(app.rglob("*.py")):
        if "migrations" not in path.parts:
            found += in_code(path)
    for path in sorted([*app.rglob("templates/**/*.html"), *app.rglob("templates/**/*.txt")]):
        found += in_template(path)
    return found


def stored(app: Path) -> Catalog | None:
    """The app's catalogue: its parts (`unit.po`, `officer.po` …), if it has any, read as one."""
    return _read(catalogue_path(app).parent)


def _read(folder: Path) -> Catalog | None:
    parts = sorted(folder.glob("*.po"))
    if not parts:
        return None
    whole = Catalog(locale=LANGUAGE, domain="django", fuzzy=False)
    for part in parts:
        for message in read_po(BytesIO(part.read_bytes()), locale=LANGUAGE, domain="django"):
            if message.id and (translated(message) or whole.get(*_key(message)) is None):
                whole[message.id] = message
    return whole


def _key(message: object) -> tuple[object, object]:
    ident, context = message.id, message.context  # type: ignore[attr-defined]
    return (ident[0] if isinstance(ident, tuple | list) else ident, context)


def translated(message: object) -> bool:
    text = message.string  # type: ignore[attr-defined]
    return all(text) if isinstance(text, tuple | list) else bool(text)


def update(app: Path, elsewhere: dict[tuple[object, object], object]) -> tuple[int, int]:
    """Write the app's catalogue anew; how many messages it has and how many wait for a translation."""
    old = stored(app) or Catalog(locale=LANGUAGE)
    have = elsewhere | {
        _key(message): message.string for message in old if message.id and translated(message)
    }
    new = Catalog(locale=LANGUAGE, domain="django", project="jinguo", fuzzy=False)
    new.header_comment = f"# Simplified Chinese of jinguo {app.name}; kept by tools/messages.py."
    for found in messages_of(app):
        known = new.get(found.message if isinstance(found.message, str) else found.message[0], found.context)
        if known:
            known.locations = [*dict.fromkeys([*known.locations, (found.place, None)])]
            if isinstance(known.id, str) and isinstance(found.message, tuple):
                known.id, known.string = found.message, (known.string,)
            continue
        new.add(found.message, locations=[(found.place, None)], context=found.context)
    for message in new:
        if message.id and (text := have.get(_key(message))):
            wanted = isinstance(message.id, tuple | list)
            is_many = isinstance(text, tuple | list)
            message.string = (text if is_many else (text,)) if wanted else (text[0] if is_many else text)
    if not len(new):
        return 0, 0
    out = BytesIO()
    write_po(out, new, width=110, sort_output=True, include_lineno=False)
    text = out.getvalue().decode("utf-8")
    lines = [
        line for line in text.splitlines() if not line.startswith(tuple(f'"{h}:' for h in CHANGING_HEADERS))
    ]
    path = catalogue_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines).rstrip() + "\n", "utf-8")
    return len(new), sum(1 for message in new if message.id and not translated(message))


def check(app: Path) -> list[str]:
    """What is wrong with the app's catalogue, as lines."""
    wanted = {
        (found.message[0] if isinstance(found.message, tuple) else found.message, found.context)
        for found in messages_of(app)
    }
    catalogue = stored(app)
    there = {_key(message): message for message in catalogue or () if message.id}
    name = app.relative_to(SOURCE).as_posix()
    wrong = [f"{name}: missing: {key[0]!r}" for key in sorted(wanted, key=str) if key not in there]
    wrong += [
        f"{name}: not translated: {key[0]!r}"
        for key, m in there.items()
        if key in wanted and not translated(m)
    ]
    wrong += [f"{name}: fuzzy: {key[0]!r}" for key, message in there.items() if message.fuzzy]
    wrong += [f"{name}: no longer used: {key[0]!r}" for key in there if key not in wanted]
    wrong += [
        f"{name}: placeholders differ: {key[0]!r}: {problem}"
        for key, message in there.items()
        for problem in message.check(catalogue)
    ]
    return wrong


def contradictions() -> list[str]:
    """Messages that two catalogues translate differently: Django would show one of them on all pages."""
    said: dict[tuple[object, object], dict[object, list[str]]] = {}
    for app in apps():
        for message in stored(app) or ():
            if message.id and translated(message):
                text = message.string if isinstance(message.string, str) else tuple(message.string)
                said.setdefault(_key(message), {}).setdefault(text, []).append(app.name)
    return [
        f"{key[0]!r} is said differently: {', '.join(f'{text!r} in {places[0]}' for text, places in texts.items())}"
        for key, texts in said.items()
        if len(texts) > 1
    ]


def compile_all(root: Path = SOURCE) -> list[Path]:
    """The catalogues below root as django.mo beside them; only those that changed are written."""
    written = []
    for folder in sorted({path.parent for path in root.rglob("locale/*/LC_MESSAGES/*.po")}):
        target = folder / "django.mo"
        newest = max(path.stat().st_mtime for path in folder.glob("*.po"))
        if target.exists() and target.stat().st_mtime >= newest:
            continue
        out = BytesIO()
        write_mo(out, _read(folder))
        part = target.with_suffix(f".{os.getpid()}")
        part.write_bytes(out.getvalue())
        part.replace(target)
        written.append(target)
    return written


def _start_django() -> None:
    sys.path.insert(0, str(SOURCE))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinguo.site.settings")
    os.environ.setdefault("JINGUO_DATA", tempfile.mkdtemp(prefix="jinguo-messages-"))
    import django

    django.setup()


def main(arguments: list[str]) -> int:
    command, *named = arguments or ["help"]
    if command == "compile":
        for path in compile_all():
            print(path.relative_to(SOURCE))
        return 0
    if command not in {"extract", "check"}:
        print(__doc__, file=sys.stderr)
        return 2
    _start_django()
    chosen = [app for app in apps() if not named or app.name in named]
    if command == "check":
        wrong = [line for app in chosen for line in check(app)] + contradictions()
        print("\n".join(wrong) if wrong else "every message is translated")
        return 1 if wrong else 0
    elsewhere = {
        _key(m): m.string
        for app in apps()
        for m in stored(app) or ()
        if m.id and translated(m) and not m.fuzzy
    }
    for app in chosen:
        count, waiting = update(app, elsewhere)
        if count:
            print(f"{app.name}: {count} messages, {waiting} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

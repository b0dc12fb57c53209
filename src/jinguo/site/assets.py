"""Scripts, styles and pictures under names that hold a hash of their content: browsers may keep them for ever.

An upgrade changes the names, so that nobody's browser goes on with an old script. `collect` lays the files down in
``STATIC_ROOT`` (a folder of the site's own, the installed program may be read-only) when `jinguo serve` starts, and does
nothing when they are there already. Files of earlier versions stay: a page opened before an upgrade may still ask for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

COLLECTED = "collected.txt"


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Answers with the hashed name, and with the plain one for a file that is not collected: WhiteNoise serves both."""

    manifest_strict = False

    def hashed_name(self, name: str, content: object = None, filename: str | None = None) -> str:
        if content is None and not self.exists(filename or name):
            return name
        return super().hashed_name(name, content, filename)  # type: ignore[no-any-return]


def collect() -> bool:
    """Lay the static files down in ``STATIC_ROOT``, unless these very files lie there; says whether it did."""
    mark, wanted = Path(settings.STATIC_ROOT) / COLLECTED, _fingerprint()
    if mark.exists() and mark.read_text("utf-8") == wanted:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(wanted, "utf-8")
    return True


def _fingerprint() -> str:
    """Changes with every file that is shipped: by content, for packages carry no trustworthy times."""
    found = hashlib.sha256()
    for name, path in sorted(_shipped()):
        found.update(f"{name}\0".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _shipped() -> Iterator[tuple[str, Path]]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield name, Path(storage.path(name))

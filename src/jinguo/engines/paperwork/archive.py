"""Zip files that are the same bytes for the same content: fixed order, fixed time, fixed attributes.

A .docx or .xlsx is a zip; its maker writes the time of day into it. :func:`repacked` takes that out.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from typing import Final

#: The earliest time a zip can hold, and so the customary "no time".
NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


def member(name: str, *, deflate: bool = True) -> zipfile.ZipInfo:
    """A zip entry without any trace of when and where it was made; names beyond ASCII get the UTF-8 flag."""
    info = zipfile.ZipInfo(name, NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    return info


def repacked(document: bytes) -> bytes:
    """The same Office file with its parts in a fixed order and without times. No part is held in memory whole: the
    sheet of a long table is fifty times as large as the file."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(target, "w") as result:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            with source.open(name) as part, result.open(member(name), "w") as copy:
                shutil.copyfileobj(part, copy)
    return target.getvalue()

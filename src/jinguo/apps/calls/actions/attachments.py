"""Files beside a nomination's materials: the notice of a call, evidence with an objection. What could harm who
opens it is not kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile

from jinguo.apps.calls.actions.materials import refuse_the_dangerous
from jinguo.apps.files import actions as files
from jinguo.apps.files import blobs
from jinguo.apps.files.models import StoredFile
from jinguo.engines.materials import MaterialSpec, check_material

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

NOTICE, EVIDENCE = "call_notice", "calls.evidence"


def keep(file: UploadedFile, *, kind: str, by: User | None) -> StoredFile:
    """Store a posted file.

    Raises:
        Refused: of a type the kind does not take, too large; or with macros, scripts, packed beyond reason.
    """
    name = file.name or ""
    if kind == EVIDENCE:  # its name often says who objects
        name = f"evidence{Path(name).suffix[:8]}"
    stored = files.store(file, name=name, kind=kind, by=by)
    with blobs.on_disk(stored.path) as path:
        refuse_the_dangerous(check_material(path, MaterialSpec(kind="document")), stored)
    return stored

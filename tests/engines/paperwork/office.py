"""LibreOffice as the eye of the tests: it lays a document out as Word would, near enough to count pages."""

import shutil
import subprocess
from pathlib import Path

import pytest

_SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(_SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def as_pdf(document: bytes, folder: Path, suffix: str = ".docx") -> Path:
    """The document as a PDF in ``folder``."""
    source = folder / f"document{suffix}"
    source.write_bytes(document)
    profile = (folder / "profile").as_uri()
    command = [_SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", folder, source], check=True, capture_output=True, timeout=120)
    return source.with_suffix(".pdf")

"""Without Chromium the browser's tests are skipped with one line that says how to get it; in CI they fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ONE = "tests/e2e/test_look.py::test_a_button_that_asks_first_asks"


@pytest.mark.parametrize(
    ("ci", "code", "word"), [("", 0, "1 skipped"), ("true", 1, "1 error")], ids=["at home", "in CI"]
)
def test_a_machine_without_chromium(tmp_path, ci, code, word):
    environment = {**os.environ, "CHROMIUM": str(tmp_path / "none"), "CI": ci}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", ONE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert (done.returncode, word in done.stdout) == (code, True), done.stdout
    assert "apt-get install chromium" in done.stdout

"""A web process loads what pages need: the large libraries come with the first task that asks for them."""

import os
import subprocess
import sys
from pathlib import Path

LARGE = {
    "av", "docx", "duckdb", "highspy", "jieba", "ninja", "numpy", "openpyxl", "ortools", "pandas", "pyarrow", "pypdf", "scipy",
    "sklearn", "splink", "xlsxwriter",
}  # fmt: skip
PROGRAM = """
import sys, django
django.setup()
import jinguo.site.wsgi
from django.urls import get_resolver
get_resolver().reverse_dict
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_a_web_process_starts_without_the_large_libraries(tmp_path):
    source = Path(__file__).resolve().parents[2] / "src"
    environment = {
        **os.environ,
        "PYTHONPATH": str(source),
        "JINGUO_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "jinguo.site.settings",
    }
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
    )
    loaded = LARGE & set(told.stdout.split())
    assert not loaded, f"loaded at start: {sorted(loaded)}; import them in the function that needs them"

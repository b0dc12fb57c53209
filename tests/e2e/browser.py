"""Chromium for tests that look at pages: found on the machine, started once, closed at the end.

A test that uses `page_at` is skipped where there is no Chromium, and fails under ``CI=true``.
"""

from __future__ import annotations

import atexit
import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]
HOW_TO_GET_IT = (
    "no Chromium found: install it (Debian: apt-get install chromium) or name it in the variable CHROMIUM"
)


# Every `expect` waits this long before it fails: a loaded machine is slow, not wrong.
expect.set_options(timeout=30_000)


def chromium() -> str | None:
    """The path of the browser, or None."""
    named = os.environ.get("CHROMIUM")
    candidates = (
        [named] if named else ["/usr/bin/chromium", shutil.which("chromium"), shutil.which("google-chrome")]
    )
    return next((path for path in candidates if path and os.path.exists(path)), None)


@cache
def _started(path: str) -> Any:
    """The one browser of a test process: Playwright bears no second one, and this fixture is imported in many places."""
    # Playwright's loop counts as an async context; the test database is used from this thread all the same.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    from playwright.sync_api import sync_playwright

    playwright = sync_playwright().start()
    launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)

    def stop() -> None:
        launched.close()
        playwright.stop()

    atexit.register(stop)
    return launched


@pytest.fixture(scope="session")
def browser() -> Any:
    path = chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(HOW_TO_GET_IT)
        pytest.skip(HOW_TO_GET_IT)
    return _started(path)


@pytest.fixture
def page_at(browser: Any) -> Iterator[Callable[..., Any]]:
    """`page_at(390)`: a page of that width without cookies; further options are the context's."""
    opened = []

    def page(width: int = 1280, *, height: int | None = None, **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height or (844 if width < 600 else 900)},
            locale=options.pop("locale", "zh-CN"),
            timezone_id="Asia/Shanghai",
            has_touch=width < 600,
            **options,
        )
        opened.append(context)
        return context.new_page()

    yield page
    for context in opened:
        context.close()


def keeps_a_picture(page: Any, name: str) -> None:
    """In the folder that ``SCREENSHOTS`` names, where pictures are wanted.

    Chromium without a display refuses one now and then ("Unable to capture screenshot"): asked again, it gives it.
    """
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return
    path = Path(folder, f"{name}.png")
    path.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(2):
        try:
            page.screenshot(path=path, full_page=True, animations="disabled")
            return
        except PlaywrightError as refusal:
            if "Unable to capture screenshot" not in str(refusal):
                raise
            page.wait_for_timeout(500)
    page.screenshot(path=path, full_page=True, animations="disabled")


def serious(page: Any) -> list[str]:
    """What axe-core finds on a page that is serious or critical, as lines: rule, what, where."""
    from axe_playwright_python.sync_playwright import Axe

    # What passed is not asked for: to tell of it takes longer than to look.
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']}: {violation['help']}: {node['target']}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]

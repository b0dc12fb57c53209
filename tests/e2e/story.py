"""The people of a story: each with a browser of her own, on one site."""

from __future__ import annotations

import re
from typing import Any

from tests.e2e.browser import expect, serious

PASSWORD = "long-enough-Passw0rd"
PATIENCE_MS = 30_000
FILE_PATIENCE_MS = 120_000

# What a browser says of a page when an answer was a refusal: expected where a story provokes one.
_ANSWERS = re.compile(r"server responded with a status of (401|403|404|409|422|429)")


class Person:
    """Somebody before her own browser. What the browser complains of is kept in `complaints`."""

    def __init__(self, page: Any, site: Any, complaints: list[str], username: str = "") -> None:
        self.page, self.site, self.username = page, site, username
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(f"{username} {page.url}: {error}"))
        page.on("console", lambda line: self._heard(line, complaints))

    def _heard(self, line: Any, complaints: list[str]) -> None:
        if line.type == "error" and not _ANSWERS.search(line.text):
            complaints.append(f"{self.username} {self.page.url}: {line.text}")

    def goes_to(self, path: str) -> None:
        self.page.goto(path if "://" in path else self.site.url + path)

    def signs_in(self) -> None:
        self.goes_to("/accounts/login/")
        self.fills({"[name=login]": self.username, "[name=password]": PASSWORD})
        self.page.click("main form:has([name=login]) button[type=submit]")
        self.page.wait_for_url(self.site.url + "/")

    def fills(self, values: dict[str, str]) -> None:
        for selector, value in values.items():
            self.page.fill(selector, value)

    def presses(self, selector: str) -> None:
        """Press what leads to another page, and wait for it."""
        with self.page.expect_navigation(timeout=PATIENCE_MS):
            self.page.locator(selector).first.click()

    def confirms(self, selector: str) -> None:
        """Press a button that asks first, and say yes."""
        self.page.locator(selector).first.click()
        with self.page.expect_navigation(timeout=PATIENCE_MS):
            self.page.locator("dialog[open] form button:not([data-shuts])").last.click()

    def reads(self, selector: str = "body") -> str:
        return self.page.inner_text(selector)

    def sees(self, text: str, selector: str = "body") -> None:
        """Wait until a piece of the page says so."""
        expect(self.page.locator(selector).first).to_contain_text(text, use_inner_text=True)

    def sees_no(self, text: str, selector: str = "body") -> None:
        expect(self.page.locator(selector).first).not_to_contain_text(text, use_inner_text=True)

    def downloads(self, selector: str) -> bytes:
        with self.page.expect_download(timeout=FILE_PATIENCE_MS) as got:
            self.page.locator(selector).first.click()
        with open(got.value.path(), "rb") as file:
            return file.read()

    def uploads(self, key: str, *paths: str, expected: int) -> None:
        """Give files for one of the call's wishes and wait until that many stand there."""
        self.page.set_input_files(f"[data-wish={key}] input[type=file]", list(paths))
        given = self.page.locator(f"[data-wish={key}] .mat")
        given.nth(expected - 1).wait_for(timeout=FILE_PATIENCE_MS)
        self.until(f"!document.querySelector('[data-wish={key}] .drop-line progress')")

    def finds_nothing_serious(self) -> None:
        assert serious(self.page) == [], self.page.url

    def until(self, expression: str) -> None:
        """Wait until an expression holds in the page (asked from outside: the pages forbid `eval`)."""
        for _ in range(PATIENCE_MS // 100):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"never true on {self.page.url}: {expression}")

    def waits_until_saved(self) -> None:
        """Leave the field and wait for the page to say that it is saved."""
        self.page.keyboard.press("Tab")
        self.until("document.querySelector('#kept').dataset.state === 'saved'")
        self.until(
            "![...document.querySelectorAll('[data-kept]')].some((e) => !e.hidden && !e.dataset.state)"
        )
        self.page.wait_for_load_state("networkidle")

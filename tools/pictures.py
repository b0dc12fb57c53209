"""Takes the pictures of the documentation: real pages of a running demo, in Chromium, at 1280 and 390 pixels.

    jinguo demo --no-serve && JINGUO_DEMO=true JINGUO_TODAY=2026-10-12 JINGUO_DATA=var/demo jinguo serve
    python tools/pictures.py --url http://localhost:8000 --accounts demo-output/accounts.json

Needs playwright and a Chromium (named in the variable CHROMIUM, else found on the machine). Names of pictures may follow,
to retake only those. One selection in preparation is made in the demo when there is none: its settings are shown.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]
COLOURS = 256
TALLEST = 1100

MAIN = "最美巾帼奋斗者”选树活动"
OPEN = "巾帼科技创新集体和个人选树"
UNDER_REVIEW = "科普之星评选"
ON_NOTICE = "女工程师标兵选树"
PLAN = "云川巾帼科创行动方案"
POLICY = "八部门关于印发《云川巾帼科创行动方案"
DRAFT = "2027年度最美巾帼奋斗者选树活动"


@dataclass(frozen=True)
class Shot:
    """One picture: who looks (a role, or an account's name), how she gets there, how wide her window is."""

    name: str
    role: str
    walk: Callable[[Any], None]
    width: int = 1280
    tallest: int = TALLEST
    part: str = ""
    """The part of the page that is shown, where it is not its top."""


def at(path: str) -> Callable[[Any], None]:
    return lambda page: page.goto(path)


def call(title: str, *rest: str) -> Callable[[Any], None]:
    """A selection of the officer's list, and from there a page below it or a link to click."""

    def walk(page: Any) -> None:
        page.goto("/calls/")
        page.get_by_role("link", name=title).first.click()
        page.wait_for_load_state()
        for part in rest:
            _go_on(page, part)

    return walk


def after(first: str, *rest: str) -> Callable[[Any], None]:
    def walk(page: Any) -> None:
        page.goto(first)
        for part in rest:
            _go_on(page, part)

    return walk


def _go_on(page: Any, part: str) -> None:
    """``/…`` is a path below the present page's selection, anything else a selector to click."""
    if part.startswith("/"):
        uid = re.search(r"[0-9a-f-]{36}", page.url)
        page.goto(part.replace("UID", uid.group() if uid else ""))
    else:
        page.locator(part).first.click()
        page.wait_for_load_state()


def draft(*rest: str) -> Callable[[Any], None]:
    """The selection in preparation: made from the first sample when the demo has none."""

    def walk(page: Any) -> None:
        page.goto("/calls/")
        if not page.get_by_role("link", name=DRAFT).count():
            page.goto("/calls/new/")
            page.locator("main .way a.btn").first.click()
            page.wait_for_load_state()
            page.locator("main form button.btn-primary").click()
            page.wait_for_load_state()
            uid = re.search(r"[0-9a-f-]{36}", page.url).group()
            page.goto(f"/calls/{uid}/setup/basics/")
            page.locator("[name=title]").fill(DRAFT)
            page.locator("main form button.btn-primary").last.click()
            page.wait_for_load_state()
            page.goto(f"/calls/{uid}/setup/dates/")
            page.locator("[name=closing_day]").fill("2026-11-20")
            page.locator("main form button.btn-primary").last.click()
            page.wait_for_load_state()
        call(DRAFT)(page)
        for part in rest:
            _go_on(page, part)

    return walk


def plan(*rest: str) -> Callable[[Any], None]:
    """The city's plan, and from there a page below it or a link to click."""
    return after("/plans/", f"main a:has-text('{PLAN}')", *rest)


def reading(page: Any) -> None:
    """What an expert reads next; the promise that stands before it is made once."""
    after("/reviews/", "main a[href*='/rounds/']", "main a.btn-primary")(page)
    if page.locator("main form [type=checkbox]").count() == 1:
        page.locator("main form [type=checkbox]").check()
        page.locator("main form button.btn-primary").click()
        page.wait_for_load_state()


LIST = """2026年女科技人才花名册,,,,,
姓名,性别,出生年月,身份证号码,工作单位,职务职称
章雨桐,女,1984年3月,,云川理工大学,副教授
宫若溪,女,84.3,,云川市第一人民医院,主任医师
卜思远,女,1979.11,4.40524E+17,云川市农业科学院,研究员
闵清和,女,1990-06-12,,云川数联环保科技有限公司,高级工程师
合计,4人,,,,
"""
"""What a unit sends, with two rows that can't be taken; the picture leaves it unconfirmed."""


def list_sent(page: Any) -> None:
    """The columns of a list: of the one that waits already, or of a new one."""
    page.goto("/registry/imports/")
    waiting = page.locator("main tr:has-text('花名册') th a")
    if waiting.count():
        waiting.first.click()
        page.wait_for_load_state()
        if not page.url.endswith("/columns/"):
            page.goto(page.url + "columns/")
    else:
        file = {"name": "女科技人才花名册.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
        page.set_input_files("form[data-upload] input[type=file]", file)
    page.wait_for_url("**/columns/")


def list_checked(page: Any) -> None:
    """What was found in each row; a worker has to be there."""
    list_sent(page)
    page.locator("main form .btn-primary").click()
    page.locator("form[action$='/confirm']").wait_for(timeout=60_000)


SHOTS = (
    Shot("officer-home", "officer", at("/")),
    Shot("officer-overview", "officer", call(OPEN)),
    Shot("officer-units", "officer", call(OPEN, "/calls/UID/units/"), tallest=900),
    Shot("officer-check", "officer", call(OPEN, "/calls/UID/check/")),
    Shot("officer-review", "officer", call(UNDER_REVIEW, "/reviews/calls/UID/")),
    Shot("officer-assigning", "officer", call(UNDER_REVIEW, "/reviews/calls/UID/assigning/"), tallest=1000),
    Shot("officer-decide", "officer", call(UNDER_REVIEW, "/decisions/calls/UID/")),
    Shot("officer-notice", "officer", call(MAIN, "/calls/UID/results/")),
    Shot("officer-objections", "officer", call(ON_NOTICE, "/calls/UID/results/objections/"), tallest=700),
    Shot("officer-hand-up", "officer", call(MAIN, "/calls/UID/results/hand-up/"), tallest=900),
    Shot("officer-paperwork", "officer", call(MAIN, "/calls/UID/documents/")),
    Shot("officer-organisations", "officer", at("/organisations/"), tallest=900),
    Shot("registry-people", "officer", at("/registry/?tier=领军人才"), tallest=1000),
    Shot(
        "registry-person",
        "officer",
        after("/registry/?tier=领军人才", "main th a[href*='/registry/persons/']"),
    ),
    Shot("registry-kept", "officer", after("/registry/", ".kept-lists a:has-text('领军')"), tallest=900),
    Shot(
        "registry-unit",
        "officer",
        after("/registry/units/?q=云川理工大学", "main ul.rows a.title"),
        tallest=900,
    ),
    Shot("registry-map", "officer", at("/registry/map/"), tallest=900),
    Shot("registry-pairs", "officer", at("/registry/pairs/"), tallest=900),
    Shot("registry-pair", "officer", after("/registry/pairs/", "main a.btn-primary"), tallest=1350),
    Shot("registry-mine-390", "expert1", at("/registry/mine/"), width=390, tallest=1100),
    Shot("import-columns", "officer", list_sent, tallest=1000),
    Shot("officer-import", "officer", list_checked, tallest=1100),
    Shot("tiers-scheme", "officer", at("/registry/tiers/"), tallest=1000),
    Shot("tiers-proposals", "officer", at("/registry/tiers/proposals/"), tallest=800),
    Shot(
        "tiers-person",
        "officer",
        after("/registry/?tier=领军人才", "main tbody tr:not(:has-text('未认定')) th a"),
        part="#tier",
    ),
    Shot("sharing-agreement", "officer", after("/exchange/", "main th a"), tallest=1000),
    Shot("sharing-package", "officer", after("/exchange/packages/", "main th a"), tallest=900),
    Shot("plans-plan", "federation", plan(), tallest=1000),
    Shot("plans-wall", "federation", plan("/plans/UID/wall/"), tallest=900),
    Shot("plans-measure", "federation", plan("main a[href*='/plans/measures/']"), tallest=1100),
    Shot("plans-indicator", "federation", plan("main a[href*='/plans/indicators/']"), tallest=900),
    Shot("plans-figures", "federation", plan("/plans/UID/figures/"), tallest=1000),
    Shot("plans-objectives", "federation", plan("/plans/UID/objectives/"), tallest=1000),
    Shot("plans-mine-390", "liaison", at("/plans/mine/"), width=390, tallest=1000),
    Shot("plans-report", "liaison", after("/plans/mine/", "main a[href*='/reports/']"), tallest=1100),
    Shot(
        "policies-document", "federation", after("/policies/", f"main a:has-text('{POLICY}')"), tallest=1000
    ),
    Shot(
        "policies-read",
        "federation",
        after("/policies/", f"main a:has-text('{POLICY}')", "main a[href$='/read/']"),
        tallest=1100,
    ),
    Shot("setup-new", "officer", at("/calls/new/")),
    Shot("setup-hub", "officer", draft("/calls/UID/setup/")),
    Shot("setup-dates", "officer", draft("/calls/UID/setup/dates/")),
    Shot("setup-check", "officer", draft("/calls/UID/setup/check/"), tallest=900),
    Shot("liaison-calls", "liaison", at("/nominations/")),
    Shot("liaison-nomination", "liaison", after("/", "a:has-text('继续填写')")),
    Shot(
        "liaison-materials",
        "officer",
        after("/nominations/", "main a:has-text('姚建雯')"),
        part="section.wish",
    ),
    Shot(
        "liaison-finding",
        "liaison19",
        after("/nominations/", "main a:has-text('乔诗雯')"),
        part="#material-video",
    ),
    Shot("nominee-confirm-390", "nominee", at("/"), width=390, tallest=1500),
    Shot("expert-desk", "expert", after("/reviews/", "main a[href*='/rounds/']")),
    Shot("expert-read", "expert", reading),
    Shot("public-list-390", "public", at("/public/"), width=390),
    Shot("public-notice", "public", after("/public/", "main a[href*='/notices/']")),
)


class Visitors:
    """One signed-in browser for each role and width."""

    def __init__(self, browser: Any, url: str, accounts: list[dict[str, str]]) -> None:
        self.browser, self.url = browser, url
        self.accounts = {row["role"]: row for row in reversed(accounts)}
        self.known: dict[tuple[str, int], Any] = {}

    def page(self, role: str, width: int) -> Any:
        if (role, width) not in self.known:
            self.known[role, width] = self._welcome(role, width)
        return self.known[role, width]

    def _welcome(self, role: str, width: int) -> Any:
        row = self.accounts.get(role) or {**self.accounts["liaison"], "username": role}
        home = self.url if role != "nominee" else self.url + re.sub(r"^\w+://[^/]+", "", row["url"])
        context = self.browser.new_context(
            base_url=home, viewport={"width": width, "height": 800}, locale="zh-CN", reduced_motion="reduce"
        )
        page = context.new_page()
        page.set_default_timeout(8000)
        if row["password"]:
            page.goto("/accounts/login/")
            page.locator("[name=login]").fill(row["username"])
            page.locator("[name=password]").fill(row["password"])
            page.locator("[name=password]").press("Enter")
            page.wait_for_url(lambda address: "login" not in address)
        return page


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        sys.exit("no Chromium found: install it or name it in the variable CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=ARGUMENTS,
            env={**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"},
        )
        yield browser
        browser.close()


def take(visitors: Visitors, shot: Shot) -> bytes:
    page = visitors.page(shot.role, shot.width)
    if shot.role == "nominee":
        page.goto(visitors.url + re.sub(r"^\w+://[^/]+", "", visitors.accounts["nominee"]["url"]))
    else:
        shot.walk(page)
    page.wait_for_load_state("networkidle")
    if page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") >= 400:
        raise LookupError(f"{page.url}: nothing there")
    if shot.part:
        return page.screenshot(full_page=True, clip=around(page.locator(shot.part).all()))
    high = min(shot.tallest, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": shot.width, "height": max(high, 600)})
    page.wait_for_timeout(300)
    taken = page.screenshot()
    page.set_viewport_size({"width": shot.width, "height": 800})
    return taken


def around(parts: list[Any]) -> dict[str, float]:
    """The rectangle that holds all parts, with a little air."""
    boxes = [part.bounding_box() for part in parts]
    left, top = min(b["x"] for b in boxes) - 16, min(b["y"] for b in boxes) - 16
    right, bottom = (
        max(b["x"] + b["width"] for b in boxes) + 16,
        max(b["y"] + b["height"] for b in boxes) + 16,
    )
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def small(taken: bytes) -> bytes:
    """The same picture with few colours: a third of the size, and nobody sees it on pages of text."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    out = io.BytesIO()
    picture.quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> int:
    options = argparse.ArgumentParser(description="Take the pictures of the documentation.")
    options.add_argument("--url", default="http://localhost:8000")
    options.add_argument("--accounts", type=Path, default=Path("demo-output/accounts.json"))
    options.add_argument("names", nargs="*")
    given = options.parse_args()
    accounts = json.loads(given.accounts.read_text("utf-8"))
    PICTURES.mkdir(parents=True, exist_ok=True)
    failed = []
    with chromium() as browser:
        visitors = Visitors(browser, given.url.rstrip("/"), accounts)
        for shot in SHOTS:
            if given.names and shot.name not in given.names:
                continue
            try:
                content = small(take(visitors, shot))
            except Exception as problem:
                failed.append(shot.name)
                print(f"{shot.name}: {str(problem).splitlines()[0]}", file=sys.stderr)
                continue
            (PICTURES / f"{shot.name}.png").write_bytes(content)
            print(f"{shot.name}: {len(content) // 1024} KB")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())

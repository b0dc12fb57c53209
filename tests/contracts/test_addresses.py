"""Every address and who may open it: `addresses.txt` is the table, and the table is complete.

A page that is not in the table fails the test, and so does a line whose address is gone. What is forbidden looks like what
is absent: one 404 with one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from jinguo.apps import files
from jinguo.reasons import Verdict
from tests.contracts import world as worlds

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("addresses.txt")

PUBLIC = {
    "healthz", "home", "set_language", "look", "gallery",
    "calls:public_list", "calls:public_call", "calls:public_notice", "calls:public_objection",
    "calls:public_received", "calls:public_result",
    "calls:confirm", "calls:confirm_withdraw", "calls:confirm_registry", "calls:confirm_file", "calls:confirm_picture", "organisations:invitation", "reviews:join",
    "rights:claim", "exchange:register", "api",
    "policies:library", "policies:document", "policies:entitlements",
    "files:uploads", "files:upload", "files:display", "files:poster", "files:download", "files:download_named",
    "account_login", "account_logout", "account_inactive", "account_signup", "account_email_verification_sent",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_confirm_email", "account_confirm_login_code",
    "mfa_authenticate", "mfa_login_webauthn",
}  # fmt: skip
"""Addresses that answer without an account: what is public, what a token opens, what asks for the account itself, and
files, whose own predicates decide (a public notice has pictures)."""


class Address(NamedTuple):
    """One line of the table: an address, how it is asked for, with what of the world, and the answer for each role."""

    name: str
    method: str
    given: dict[str, str]
    answers: dict[str, str]

    def url(self, things: dict[str, Any]) -> str:
        named = {key: things.get(thing, thing) for key, thing in self.given.items()}
        return reverse(self.name, kwargs=named)


def table() -> list[Address]:
    found = []
    for line in TABLE.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            left, _, right = line.partition("|")
            name, method, *given = left.split()
            answers = dict(zip(worlds.ROLES, right.split(), strict=True))
            found.append(Address(name, method, dict(part.split("=") for part in given), answers))
    return found


def addresses_of_the_site() -> Iterator[tuple[str, Any]]:
    """(name, view) of every address."""

    def below(resolver: Any, space: str) -> Iterator[tuple[str, Any]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from below(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            else:
                yield f"{space}{pattern.name or pattern.pattern}", pattern.callback

    return below(get_resolver(), "")


UNNAMED = {"accounts:2fa/"}
"""Forwards to the security page; it shadows allauth's `mfa_index`, which has the same path and is asked in its place."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, own_data):
    files.register(
        "test_contract_file", lambda user, stored: Verdict.of(user.pk == stored.by_id, "job_of_another")
    )
    with django_db_blocker.unblock(), transaction.atomic():
        made = worlds.build()
        made.cookies = {role: _signed_in(made.users[role]) for role in worlds.ROLES}
        yield made
        transaction.set_rollback(True)


def _signed_in(user: Any) -> Any:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.cookies


@pytest.fixture
def as_role(world):
    """Ask as a role, and undo what the asking did."""

    def ask(role: str, method: str, url: str) -> Any:
        client = Client(raise_request_exception=True)
        client.cookies = deepcopy(world.cookies[role])
        with transaction.atomic():
            answer = getattr(client, method.lower())(url)
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        return answer

    return ask


def told(answer: Any) -> str:
    """A status, or `in` where one is sent to sign in."""
    if answer.status_code == 302 and answer["Location"].startswith("/accounts/login"):
        return "in"
    return str(answer.status_code)


def test_every_address_is_in_the_table_and_every_line_has_its_address():
    there = {name for name, _ in addresses_of_the_site()} - UNNAMED

    assert {address.name for address in table()} == there


@pytest.mark.parametrize(
    "address", table(), ids=lambda a: f"{a.method} {a.name} {' '.join(a.given.values())}"
)
def test_each_role_gets_its_answer(address, world, as_role):
    url = address.url(world.things)

    answers = {role: told(as_role(role, address.method, url)) for role in worlds.ROLES}

    assert answers == address.answers


ADDRESSED = [address for address in table() if "404" in address.answers.values() and address.given]


@pytest.mark.parametrize(
    "address", ADDRESSED, ids=lambda a: f"{a.method} {a.name} {' '.join(a.given.values())}"
)
def test_what_is_absent_looks_like_what_is_forbidden(address, world, as_role):
    """The one who is refused cannot tell whether there is anything; the one who is let in finds nothing either."""
    url, absent = address.url(world.things), address.url(_elsewhere(address, world.things))
    refused = next(role for role, answer in address.answers.items() if answer == "404")
    let_in = next((role for role, answer in address.answers.items() if answer not in ("404", "in")), refused)

    forbidden, missing = as_role(refused, address.method, url), as_role(refused, address.method, absent)

    assert told(missing) == told(forbidden) == "404"
    assert _text(missing) == _text(forbidden)
    assert told(as_role(let_in, address.method, absent)) == "404"


def _elsewhere(address: Address, things: dict[str, Any]) -> dict[str, Any]:
    """The same address with a thing that does not exist."""
    missing: dict[str, Any] = {}
    for thing in address.given.values():
        value = things.get(thing)
        missing[thing] = (
            uuid4() if isinstance(value, UUID) else 987654 if isinstance(value, int) else "x" * 32
        )
        if thing not in things:
            missing[thing] = thing
    return missing


def _text(answer: Any) -> str:
    """A page without what differs each time: tokens, ids and the path itself."""
    text = answer.content.decode()
    text = re.sub(r'(value|content|data-now|data-csrf)="[^"]*"', "", text)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|[A-Za-z0-9_-]{32,}", "", text)
    return re.sub(r"\b\d+\b", "", text)


def test_only_the_listed_addresses_are_public():
    """`LoginRequiredMiddleware` closes all others; forgetting means closed."""
    public = {name for name, view in addresses_of_the_site() if not getattr(view, "login_required", True)}

    assert public == PUBLIC
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in _middleware()


def _middleware() -> list[str]:
    from django.conf import settings  # the settings of the test run, overridden ones included

    return list(settings.MIDDLEWARE)

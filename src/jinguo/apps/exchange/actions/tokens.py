"""Tokens of programs: made by an administrator, shown once, revoked; what they read stands in the trail."""

from __future__ import annotations

import csv
import hashlib
import io
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.exchange.models import Token
from jinguo.apps.exchange.permissions import may_do, may_make_tokens
from jinguo.apps.files import actions as files
from jinguo.apps.files import blobs
from jinguo.apps.registry import actions as registry
from jinguo.apps.registry.rights.tokens import hash_of
from jinguo.errors import Refused, demand
from jinguo.phrases import term
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation
    from jinguo.apps.registry.models import ListImport

LONGEST = timedelta(days=366)
PREFIX = "jg_"


@transaction.atomic
def make_token(
    *, organisation: Organisation, name: str, purpose: str, scopes: Sequence[str], expires_on: date, by: User
) -> tuple[Token, str]:
    """A token for a program; the secret is answered once.

    Raises:
        Refused: no administrator, something missing, or longer than a year.
    """
    demand(may_make_tokens(by, organisation))
    name, purpose = clean_text(name).strip()[:100], clean_text(purpose).strip()[:300]
    asked = [scope for scope in Token.SCOPES if scope in scopes]
    if not name or not purpose or not asked:
        raise Refused.because("token_incomplete")
    if not today() <= expires_on <= today() + LONGEST:
        raise Refused.because("token_too_long", days=LONGEST.days)
    secret = PREFIX + secrets.token_urlsafe(32)
    made = Token.objects.create(
        organisation=organisation,
        name=name,
        purpose=purpose,
        scopes=asked,
        token_hash=hash_of(secret),
        user=by,
        made_by_name=str(by)[:150],
        expires_on=expires_on,
    )
    _tell("token_made", made, by, name=name, purpose=purpose)
    return made, secret


@transaction.atomic
def revoke_token(*, token: Token, by: User) -> None:
    """It works no longer, from this moment."""
    demand(may_make_tokens(by, token.organisation_id))
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now(), revoked_by_name=str(by)[:150])
    _tell("token_revoked", token, by, name=token.name)


@transaction.atomic
def note_reading(*, token: Token, what: str, count: int) -> None:
    """A program read: what, how many, and for what it said it reads."""
    Token.objects.filter(pk=token.pk).update(last_used_at=now())
    _tell("api_read", token, token.user, what=what, count=count, name=token.name, note=token.purpose)


@transaction.atomic
def hand_in(*, token: Token, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> ListImport:
    """Persons handed in by a program become a list on its way in: checked, and confirmed by an officer on the pages.

    Raises:
        Refused: not its scope, or a list that cannot be read (codes ``roster_…``, ``import_twice``).
    """
    from jinguo.engines.rosters import ListMapping  # slow import: it brings NumPy

    demand(may_do(token, Token.HAND_IN))
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow([term(f"attribute_{key}", "zh") for key in columns])
    for row in rows:
        table.writerow([_cell(row.get(key, "")) for key in columns])
    body = out.getvalue().encode()
    name = f"{token.name}-{now():%Y%m%d-%H%M%S}.csv".replace("/", "-")
    stored = files.store(io.BytesIO(body), name=name, kind="list", by=token.user)
    with blobs.on_disk(stored.path) as path:
        run = registry.begin_import(
            organisation=token.organisation,
            path=path,
            file_name=name,
            sha256=hashlib.sha256(body).hexdigest(),
            by=None,
            stored=stored,
            mapping=ListMapping(columns={term(f"attribute_{key}", "zh"): key for key in columns}),
        )
    registry.stage_in_background(run=run)
    _tell("api_handed_in", token, token.user, name=token.name, count=len(rows))
    return run


def _cell(value: Any) -> str:
    text = "；".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
    return " ".join(text.split())


def _tell(action: str, token: Token, by: User, note: str = "", **after: object) -> None:
    audit.record(action, subject=token, by=by, acting_for=token.organisation, after=after, note=note)

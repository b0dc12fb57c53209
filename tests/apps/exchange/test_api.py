"""The API: a token's scope, one shape of error, masked values, every read recorded, nothing written at once."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from jinguo.apps.audit.models import Entry
from jinguo.apps.clock import today
from jinguo.apps.exchange import actions
from jinguo.apps.exchange.api import asking
from jinguo.apps.exchange.models import Token
from jinguo.apps.registry.models import ListImport, PersonEntry
from tests.apps.exchange import sharing
from tests.apps.registry.hers import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    cache.clear()
    made = sharing.world()
    made.entry = sharing.person(made, phone="13800001234")
    return made


def secret(people, *scopes):
    return actions.make_token(
        organisation=people.giver, name="门户", purpose="展示", scopes=scopes or Token.SCOPES, expires_on=today(),
        by=people.admin,
    )  # fmt: skip


def ask(client, path, token, **kwargs):
    return client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"}, **kwargs)


def test_persons_are_found_page_by_page_and_the_reading_is_recorded(people, client):
    token, said = secret(people)
    sharing.person(people, "李梅", 2)
    first = ask(client, "persons", said, data={"limit": 1}).json()
    second = ask(client, "persons", said, data={"limit": 1, "after": first["next"]}).json()
    assert {one["name"] for page in (first, second) for one in page["items"]} == {"王晓兰", "李梅"}
    assert second["next"] is None
    assert ask(client, "persons", said, data={"q": "王晓兰"}).json()["items"][0]["unit"] == "示例市材料研究所"
    assert Entry.objects.filter(action="api_read", subject_id=str(token.pk)).count() == 3


def test_sensitive_values_are_masked(people, client):
    _, said = secret(people)
    person = f"persons/{people.entry.identity.uid}"
    whole = ask(client, person, said)
    assert (
        "13800001234"
        not in whole.content.decode() + ask(client, f"{person}/statements", said).content.decode()
    )
    [phone] = [one for one in whole.json()["facts"] if one["attribute"] == "phone"]
    assert phone["masked"]
    assert "*" in phone["values"][0]


def test_what_goes_wrong_is_answered_in_one_shape_in_both_languages(people, client):
    token, said = secret(people, "scope_packages")
    nothing = "persons/00000000-0000-4000-8000-000000000000"
    answers = {
        401: ask(client, "packages", "jg_wrong"),
        403: ask(client, nothing, said),
        404: ask(client, "nothing-there", said),
        405: client.delete("/api/v1/packages", headers={"Authorization": f"Bearer {said}"}),
        422: client.post(
            "/api/v1/persons",
            "{}",
            content_type="application/json",
            headers={"Authorization": f"Bearer {said}"},
        ),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer["Content-Type"].startswith("application/problem+json")
        assert set(answer.json()) == {"type", "title", "status", "detail", "code"}
    english = client.get(
        "/api/v1/packages", headers={"Authorization": "Bearer x", "Accept-Language": "en"}
    ).json()
    assert english["detail"].startswith("The token is not known")
    assert ask(client, "packages", said).json() == []
    actions.revoke_token(token=token, by=people.admin)
    assert ask(client, "packages", said).json()["code"] == "token_over"


def test_another_organisation_sees_nobody_of_this_registry(people, client):
    made = sharing.factories.member(people.taker, "admin2", "admin", "管二")
    _, said = actions.make_token(
        organisation=people.taker, name="x", purpose="y", scopes=["scope_read"], expires_on=today(), by=made
    )
    assert ask(client, "persons", said).json()["items"] == []
    assert ask(client, f"persons/{people.entry.identity.uid}", said).status_code == 404


def test_persons_handed_in_become_a_list_that_an_officer_confirms(people, client):
    _, said = secret(people)
    body = {
        "persons": [
            {"name": "赵静", "sex": "女", "birth_date": "1984-03", "honours": ["三八红旗手", "巾帼标兵"]}
        ]
    }
    answer = client.post(
        "/api/v1/persons",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {said}"},
    )
    assert answer.status_code == 202
    assert not PersonEntry.objects.filter(name="赵静").exists()
    run = ListImport.objects.get(uid=answer.json()["id"])
    assert {one["field"] for one in run.columns} == {"name", "sex", "birth_date", "honours"}
    assert ask(client, f"imports/{run.uid}", said).json()["file"].startswith("门户")


def test_too_many_requests_wait(people, client, monkeypatch):
    monkeypatch.setattr(asking, "MOST_A_MINUTE", 2)
    _, said = secret(people)
    assert [ask(client, "tiers", said).status_code for _ in range(3)] == [200, 200, 429]


def test_a_token_is_an_administrators_and_works_a_year_at_most(people):
    with refused("not_admin_of_organisation"):
        actions.make_token(
            organisation=people.giver,
            name="x",
            purpose="y",
            scopes=Token.SCOPES,
            expires_on=today(),
            by=people.officer,
        )
    with refused("token_too_long"):
        actions.make_token(
            organisation=people.giver, name="x", purpose="y", scopes=Token.SCOPES,
            expires_on=today() + timedelta(days=400), by=people.admin,
        )  # fmt: skip


@contextmanager
def one_connection():
    """A server closes its connections between requests; here they would take the test's transaction with them."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def test_whatever_is_asked_the_answer_is_one_that_the_description_names(people, client):
    """schemathesis makes requests from the OpenAPI document; few, and the same each time."""
    import schemathesis
    from django.core.wsgi import get_wsgi_application
    from hypothesis import HealthCheck, given, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

    _, said = secret(people)
    described = client.get("/api/v1/openapi.json").json()
    schema = schemathesis.openapi.from_dict(described)
    schema.app = get_wsgi_application()
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=4,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def answers(case):
            answer = case.call(headers={"Authorization": f"Bearer {said}"})
            case.validate_response(
                answer, checks=[not_a_server_error, response_schema_conformance, status_code_conformance]
            )

        cache.clear()
        with one_connection():
            answers()
        tried += 1
    assert tried == 10

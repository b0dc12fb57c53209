"""Version 1 of the API. Whoever reads is recorded; sensitive values come masked; nothing is written without an officer."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from ninja import NinjaAPI, Path, Query, Status

from jinguo.apps.clock import today
from jinguo.apps.exchange import actions, queries
from jinguo.apps.exchange.api import asking, shapes
from jinguo.apps.exchange.models import Token
from jinguo.apps.registry import access as registry_access
from jinguo.apps.registry import queries as registry
from jinguo.apps.registry.attributes import attributes
from jinguo.apps.registry.models import Card, ListImport
from jinguo.apps.registry.persons import sealed
from jinguo.apps.registry.persons.personal_page import sensitive_of
from jinguo.apps.registry.persons.profile import (
    Fact,
    fact_of_statement,
    facts_of_entry,
    profile_of,
    words,
)
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.asking import Asked
from jinguo.phrases import term
from jinguo.standards.codes import code_list, label

PROBLEMS = dict.fromkeys((400, 401, 403, 404, 405, 409, 422, 429), shapes.Problem)
LISTS = ("education", "disciplines", "ethnic_groups", "political_affiliation", "sex")
PAGE = 100


class _Api(NinjaAPI):
    """It hangs behind a door of its own (views/api.py), so that the address is not looked up among the others."""

    def get_root_path(self, path_params: Any) -> str:
        return "/api/v1/"


def build() -> NinjaAPI:
    """The API with its operations. No page of documents: it would load scripts from elsewhere."""
    api = _Api(
        title="Jinguo",
        version="1.0.0",
        description="The talent registry for programs of the organisation that keeps it.",
        docs_url=None,
        auth=asking.Asker(),
        urls_namespace="api-1",
    )
    asking.explain(api)
    for add in (_persons, _standing, _ways):
        add(api)
    return api


def _persons(api: NinjaAPI) -> None:
    @api.get("/persons", response={200: shapes.Persons, **PROBLEMS}, tags=["persons"], operation_id="persons")
    def persons(
        request: HttpRequest,
        q: Annotated[str, Query(max_length=100)] = "",
        after: Annotated[int, Query(ge=0, le=2**53)] = 0,
        limit: Annotated[int, Query(ge=1, le=PAGE)] = 50,
    ) -> dict[str, Any]:
        """Search the registry as its page does; the next page begins after `next`."""
        token = asking.scoped(request, Token.READ)
        rows = finding.found(token.organisation, Asked.read({"q": q.replace("\0", "")})).filter(pk__gt=after)
        cards = list(rows.order_by("pk").select_related("identity")[: limit + 1])
        shown = cards[:limit]
        actions.note_reading(token=token, what="persons", count=len(shown))
        onward = str(shown[-1].pk) if len(cards) > limit else None
        return {"items": [_brief(card) for card in shown], "next": onward}

    @api.get(
        "/persons/{uuid:uid}",
        response={200: shapes.PersonWhole, **PROBLEMS},
        tags=["persons"],
        operation_id="person",
    )
    def person(request: HttpRequest, uid: UUID) -> dict[str, Any]:
        """One person: what counts of each attribute, sensitive values masked."""
        token = asking.scoped(request, Token.READ)
        identity, entries = registry_access.people.person_in(token.organisation, uid)
        said = registry.people.statements_on(entries)
        facts = [fact for one in entries for fact in facts_of_entry(one)]
        facts += [fact_of_statement(one) for one in said if one.state == one.STANDING]
        hidden = {key: sealed.masked(key, value) for key, value in sensitive_of(entries, said).items()}
        profile = profile_of(facts, today())
        actions.note_reading(token=token, what=f"person {identity.uid}", count=1)
        return {
            "id": str(identity.uid),
            "name": entries[-1].name,
            "facts": [
                {
                    "attribute": key,
                    "name": _word(request, f"attribute_{key}"),
                    "values": [hidden.get(key, "")]
                    if one.attribute.sealed
                    else [words(key, value) for value in profile.values(key)],
                    "masked": one.attribute.sealed,
                    "in_conflict": one.in_conflict,
                }
                for key, one in profile.resolved.items()
            ],
        }

    @api.get(
        "/persons/{uuid:uid}/statements",
        response={200: list[shapes.Said], **PROBLEMS},
        tags=["persons"],
        operation_id="statements",
    )
    def statements(request: HttpRequest, uid: UUID) -> list[dict[str, Any]]:
        """Everything that each source says of one person; of what is sensitive only that it is there."""
        token = asking.scoped(request, Token.READ)
        identity, entries = registry_access.people.person_in(token.organisation, uid)
        said = registry.people.statements_on(entries)
        facts = [fact for one in entries for fact in facts_of_entry(one)]
        facts += [fact_of_statement(one) for one in said if one.state == one.STANDING]
        actions.note_reading(token=token, what=f"statements {identity.uid}", count=1)
        return [_said(fact) for fact in facts]


def _standing(api: NinjaAPI) -> None:
    @api.get("/units", response={200: list[shapes.Unit], **PROBLEMS}, tags=["codes"], operation_id="units")
    def units(request: HttpRequest, q: Annotated[str, Query(max_length=100)] = "") -> list[dict[str, Any]]:
        """Units in which persons of the registry work, the largest first; at most 200."""
        token = asking.scoped(request, Token.READ)
        rows = registry.units.units_of(token.organisation, q.replace("\0", ""))[:200]
        return [{"name": row["name"], "people": row["people"]} for row in rows]

    @api.get(
        "/codes/{name}", response={200: list[shapes.Code], **PROBLEMS}, tags=["codes"], operation_id="codes"
    )
    def codes(
        request: HttpRequest,
        name: Annotated[
            Literal["education", "disciplines", "ethnic_groups", "political_affiliation", "sex"], Path()
        ],
    ) -> list[dict[str, str]]:
        """A code list of the state's standards."""
        asking.scoped(request, Token.READ)
        return [{"code": one.code, "name": one.name} for one in code_list(name)]

    @api.get("/tiers", response={200: list[str], **PROBLEMS}, tags=["codes"], operation_id="tiers")
    def tiers(request: HttpRequest) -> list[str]:
        """The tiers that persons of the registry have."""
        token = asking.scoped(request, Token.READ)
        rows = registry.people.cards_of(token.organisation).exclude(tier="").order_by("tier")
        return list(rows.values_list("tier", flat=True).distinct()[:200])

    @api.get("/lists", response={200: list[shapes.Listing], **PROBLEMS}, tags=["lists"], operation_id="lists")
    def lists(request: HttpRequest) -> list[dict[str, str]]:
        """The lists that the organisation keeps."""
        token = asking.scoped(request, Token.READ)
        rows = registry.searches.searches_of(token.organisation)
        return [{"id": str(one.uid), "name": one.name, "query": one.query} for one in rows[:200]]


def _ways(api: NinjaAPI) -> None:
    @api.post("/persons", response={202: shapes.Import, **PROBLEMS}, tags=["imports"], operation_id="hand_in")
    def hand_in(request: HttpRequest, body: shapes.HandedIn) -> Status:
        """Hand persons in: they become a list that is checked and that an officer confirms. Nothing is written at once."""
        token = asking.scoped(request, Token.HAND_IN)
        columns = tuple(shapes.PersonIn.model_fields)
        rows = [one.model_dump() for one in body.persons]
        said = tuple(key for key in columns if any(row[key] for row in rows))
        return Status(202, _import(actions.hand_in(token=token, rows=rows, columns=said)))

    @api.get(
        "/imports/{uuid:uid}",
        response={200: shapes.Import, **PROBLEMS},
        tags=["imports"],
        operation_id="import_state",
    )
    def import_state(request: HttpRequest, uid: UUID) -> dict[str, Any]:
        """How far a list is."""
        token = asking.scoped(request, Token.HAND_IN)
        run = registry.imports.imports_of(token.organisation).filter(uid=uid).first()
        if run is None:
            raise registry_access.people.nothing()
        return _import(run)

    @api.get(
        "/packages",
        response={200: list[shapes.PackageState], **PROBLEMS},
        tags=["packages"],
        operation_id="packages",
    )
    def packages(request: HttpRequest) -> list[dict[str, Any]]:
        """The latest 200 packages given to partners."""
        token = asking.scoped(request, Token.PACKAGES)
        rows = queries.given.packages_of(token.organisation).filter(~Q(state="package_failed"))[:200]
        return [
            {
                "id": str(one.uid),
                "agreement": one.agreement.title,
                "partner": one.agreement.partner.name,
                "number": one.number,
                "state": one.state.removeprefix("package_"),
                "people": one.people,
                "withdrawn": one.withdrawn,
                "left_out": one.left_out,
                "made_at": one.made_at,
            }
            for one in rows
        ]


def _brief(card: Card) -> dict[str, Any]:
    return {
        "id": str(card.identity.uid),
        "name": card.name,
        "sex": card.sex,
        "birth_year": card.birth_year,
        "unit": card.unit,
        "post": card.post,
        "title": card.title,
        "tier": card.tier,
        "education": label("education", card.education) if card.education else "",
        "discipline": label("disciplines", card.discipline) if card.discipline else "",
        "updated_at": card.updated_at,
    }


def _said(fact: Fact) -> dict[str, Any]:
    return {
        "attribute": fact.attribute,
        "value": "••••••" if attributes()[fact.attribute].sealed else fact.shown,
        "source": fact.source,
        "recorded_on": fact.recorded_on,
        "since": fact.since,
        "until": fact.until,
        "place": fact.place,
    }


def _import(run: ListImport) -> dict[str, Any]:
    return {
        "id": str(run.uid),
        "file": run.file_name,
        "state": run.state.removeprefix("import_"),
        "rows": run.rows,
        "refused": run.refused,
        "findings": run.findings,
        "created_at": run.created_at,
    }


def _word(request: HttpRequest, code: str) -> str:
    return term(code, getattr(request, "LANGUAGE_CODE", "zh-hans"))

"""Who asks, how often, and how what is wrong is answered."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from jinguo.apps.clock import now
from jinguo.apps.exchange import queries
from jinguo.apps.exchange.models import Token
from jinguo.apps.exchange.permissions import may_do, works
from jinguo.errors import Refused, demand
from jinguo.phrases import say
from jinguo.reasons import Reason

A_MINUTE = 60
MOST_A_MINUTE = 120


class Asker(HttpBearer):
    """The token of a program; the organisation it stands for is the registry that is read."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        found = queries.doors.token_named(token)
        if found is None:
            return None
        demand(works(found))
        _count(found)
        return found


def scoped(request: Any, scope: str) -> Token:
    """The token, where it may do this."""
    demand(may_do(request.auth, scope))
    return request.auth


def _count(token: Token) -> None:
    key = f"api:{token.pk}:{int(now().timestamp()) // A_MINUTE}"
    cache.add(key, 0, 2 * A_MINUTE)
    if cache.incr(key) > MOST_A_MINUTE:
        raise Refused.because("api_too_many", seconds=A_MINUTE)


_STATUS = {"token_over": 401, "token_without_scope": 403, "api_too_many": 429}


def explain(api: NinjaAPI) -> None:
    """Answer everything that goes wrong in one shape (RFC 9457)."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, problem: Refused) -> HttpResponse:
        reason = problem.reasons[0]
        return _answer(api, request, _STATUS.get(reason.code, 409), reason)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, problem: ValidationError) -> HttpResponse:
        where = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in problem.errors[:5])
        return _answer(api, request, 422, Reason.error("api_invalid", where=where[:500]))

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, problem: Http404) -> HttpResponse:
        return _answer(api, request, 404, Reason.error("api_not_found"))

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, problem: HttpError) -> HttpResponse:
        if problem.status_code == 401:
            return _answer(api, request, 401, Reason.error("token_unknown"))
        return _answer(
            api, request, problem.status_code, Reason.error("api_invalid", where=str(problem)[:300])
        )


def problem_of(status: int, reason: Reason) -> dict[str, Any]:
    sentence = say(reason, get_language() or "zh-hans")
    return {
        "type": f"urn:jinguo:{reason.code}",
        "title": sentence.partition("。")[0] if "。" in sentence else sentence,
        "status": status,
        "detail": sentence,
        "code": reason.code,
    }


def _answer(api: NinjaAPI, request: HttpRequest, status: int, reason: Reason) -> HttpResponse:
    response = api.create_response(request, problem_of(status, reason), status=status)
    response["Content-Type"] = "application/problem+json; charset=utf-8"
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if status == 429:
        response["Retry-After"] = str(A_MINUTE)
    return response

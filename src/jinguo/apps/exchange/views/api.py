"""The door of the API: loaded with the first request."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from jinguo.reasons import Reason


@cache
def _resolver() -> URLResolver:
    from jinguo.apps.exchange.api.v1 import build  # slow import: it brings the schemas

    return URLResolver(RegexPattern(r"^"), build().urls[0])


@csrf_exempt
@login_not_required
@never_cache
def api(request: HttpRequest, rest: str) -> HttpResponse:
    """Everything under /api/v1/: a token decides, no session does."""
    from jinguo.apps.exchange.api.asking import problem_of  # slow import: it brings the schemas

    try:
        found = _resolver().resolve(rest)
    except Resolver404:
        return _problem(problem_of(404, Reason.error("api_not_found")))
    response = found.func(request, *found.args, **found.kwargs)
    if response.status_code == 405:
        return _problem(problem_of(405, Reason.error("api_method")), Allow=response.get("Allow", ""))
    return response


def _problem(said: dict[str, object], **headers: str) -> HttpResponse:
    answer = JsonResponse(said, status=said["status"], json_dumps_params={"ensure_ascii": False})
    answer["Content-Type"] = "application/problem+json; charset=utf-8"
    for key, value in headers.items():
        answer[key] = value
    return answer
